/*
 * rawtracepoint: tracepoints as the kernel calls them, with their own arguments and not a record.
 */
#include "runtime/kind.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/text.h"
#include "runtime/prototype.h"

static bool not_found(struct machine *machine, const char *event, struct reason *reason)
{
	const char *const *names;
	size_t count = prototype_events(machine, &names);

	reason_set(reason, "this kernel has no raw tracepoint '%s'", event);
	return reason_add_nearest(reason, nearest_name(event, names, count));
}

static bool resolve(struct machine *machine, const struct plan_point *point, bool sure,
		    struct places *places, struct reason *reason)
{
	struct place place = {.name = point->name};

	if (sure && !prototype_has_event(machine, point->name))
		return not_found(machine, point->name, reason);
	array_push(machine->arena, &places->list, place);
	return true;
}

static int attach(const struct machine *machine, struct hook *hook, struct bpf_program *program,
		  uint64_t id)
{
	return kind_keep_link(machine, hook,
			      bpf_program__attach_raw_tracepoint(program, hook->place.name));
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool list(struct machine *machine, const char *pattern, FILE *out, struct reason *reason)
{
	const char *const *names;
	size_t count = prototype_events(machine, &names);

	if (count)
		qsort((void *)names, count, sizeof(*names), compare_names);
	for (size_t i = 0; i < count; i++) {
		char line[256];

		snprintf(line, sizeof(line), "rawtracepoint:vmlinux:%s", names[i]);
		if (glob_match(pattern, line))
			fprintf(out, "%s\n", line);
	}
	return true;
}

const struct kind kind_rawtracepoint = {.resolve = resolve,
					.attach = attach,
					.trial = {.name = "sched_process_fork"},
					.list = list};
