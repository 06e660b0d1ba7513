#include "runtime/list.h"

#include <stdlib.h>
#include <string.h>

#include "lexer/text.h"
#include "parser/parse.h"
#include "runtime/kind.h"
#include "runtime/list_functions.h"
#include "runtime/list_named.h"
#include "runtime/machine.h"
#include "runtime/message.h"
#include "runtime/run.h"
#include "stdlib/embed.h"

/* ---- named probes ---- */

struct list {
	struct machine *machine;
	const char *pattern;
	bool in_detail;
	FILE *out;
};

/* Adds those of a library that match. */
static int add_definitions(struct list *list, const char *name, struct definitions *found)
{
	struct arena *arena = list->machine->arena;
	struct sources *sources = sources_new(arena);
	struct diag *diag = diag_new(arena, sources);
	struct program program = {0};
	size_t length;
	const char *text = stdlib_source(name, &length);

	parse_source(arena, sources_add(sources, name, text, length), diag, &program);
	if (diag_failed(diag)) {
		diag_print(diag, stderr, false);
		return STATUS_BUG;
	}
	for (const struct definition *d = program.definitions; d; d = d->next)
		if (glob_match(list->pattern, d->name))
			array_push(arena, found, d);
	return STATUS_DONE;
}

static int list_libraries(struct list *list)
{
	struct definitions found = {0};
	int status = STATUS_DONE;

	for (const char *const *name = stdlib_source_names(); *name && !status; name++)
		status = add_definitions(list, *name, &found);
	if (status)
		return status;
	if (list->in_detail)
		return list_in_detail(list->machine, &found, list->out);
	for (size_t i = 0; i < found.count; i++)
		list_signature(found.items[i], list->out);
	return STATUS_DONE;
}

/* ---- the machine's ---- */

/* May lines "kprobe:..." match? Asking all kinds would complain of those that nobody meant. */
static bool may_match(struct arena *arena, const char *pattern, const char *kind)
{
	const char *colon = strchr(pattern, ':');

	return !colon || glob_match(arena_strndup(arena, pattern, colon - pattern), kind);
}

static int list_kinds(struct list *list)
{
	int status = STATUS_DONE;
	struct reason reason;

	for (unsigned int i = 0; i < PROBE_KIND_COUNT; i++) {
		const struct kind *kind = kind_of((enum plan_point_kind)i);
		const char *name = probe_kinds[i].name;

		if (!kind->list || !may_match(list->machine->arena, list->pattern, name) ||
		    kind->list(list->machine, list->pattern, list->out, &reason))
			continue;
		complain("cannot list %s probes: %s", name, reason.text);
		status = STATUS_ENVIRONMENT;
	}
	return status;
}

/* "t:kmem:*" is "tracepoint:kmem:*". */
static const char *with_full_kind(struct arena *arena, const char *pattern)
{
	size_t length = strcspn(pattern, ":");
	unsigned int number;

	if (!probe_kind_find(arena_strndup(arena, pattern, length), &number))
		return pattern;
	return arena_printf(arena, "%s%s", probe_kinds[number].name, pattern + length);
}

int list_probes(const char *pattern, pid_t pid, bool in_detail, FILE *out)
{
	struct machine machine = {.arena = arena_new(), .pid = pid};
	char *lines = NULL, *details = NULL;
	size_t size = 0, details_size = 0;
	FILE *stream;
	struct list list = {.machine = &machine,
			    .pattern = with_full_kind(machine.arena, pattern),
			    .in_detail = in_detail,
			    .out = heap_stream(&lines, &size)};
	int status = list_libraries(&list);

	if (!status)
		status = list_kinds(&list);
	fclose(list.out);
	if (in_detail) {
		stream = heap_stream(&details, &details_size);
		list_functions(&machine, lines, stream);
		fclose(stream);
	}
	/* Functions are called what their program says. */
	text_put(out, in_detail ? details : lines, in_detail ? details_size : size);
	free(details);
	if (!status && !size) {
		complain("no probe matches '%s'; patterns are like 'mem:*' or 'kprobe:*brk*'",
			 pattern);
		status = STATUS_ENVIRONMENT;
	}
	free(lines);
	machine_close(&machine);
	arena_free(machine.arena);
	return status;
}
