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

/* "mem:alloc(ptr, size)" */
static void list_definition(const struct definition *definition, FILE *out)
{
	fprintf(out, "%s(", definition->name);
	for (const struct field_name *field = definition->fields; field; field = field->next)
		fprintf(out, "%s%s", field->name, field->next ? ", " : "");
	fputs(")\n", out);
}

struct list {
	struct machine *machine;
	const char *pattern;
	bool in_detail;
	FILE *out;
};

static int list_library(struct list *list, const char *name)
{
	struct arena *arena = list->machine->arena;
	struct sources *sources = sources_new(arena);
	struct diag *diag = diag_new(arena, sources);
	struct program program = {0};
	size_t length;
	const char *text = stdlib_source(name, &length);
	int status = STATUS_DONE;

	parse_source(arena, sources_add(sources, name, text, length), diag, &program);
	if (diag_failed(diag)) {
		diag_print(diag, stderr, false);
		return STATUS_BUG;
	}
	for (const struct definition *d = program.definitions; d && !status; d = d->next) {
		if (!glob_match(list->pattern, d->name))
			continue;
		list_definition(d, list->out);
		if (list->in_detail)
			status = list_named_probe(list->machine, d, list->out);
	}
	return status;
}

static int list_libraries(struct list *list)
{
	int status = STATUS_DONE;

	for (const char *const *name = stdlib_source_names(); *name && !status; name++)
		status = list_library(list, *name);
	return status;
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

int list_probes(const char *pattern, pid_t pid, bool in_detail, FILE *out)
{
	struct machine machine = {.arena = arena_new(), .pid = pid};
	char *lines = NULL;
	size_t size = 0;
	struct list list = {.machine = &machine,
			    .pattern = pattern,
			    .in_detail = in_detail,
			    .out = open_memstream(&lines, &size)};
	int status = list_libraries(&list);

	if (!status)
		status = list_kinds(&list);
	fclose(list.out);
	if (in_detail)
		list_functions(&machine, lines, out);
	else
		fwrite(lines, 1, size, out);
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
