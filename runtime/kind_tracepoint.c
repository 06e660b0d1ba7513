/*
 * tracepoint: the kernel's static tracepoints, by their names in tracefs.
 */
#include "runtime/kind.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/text.h"

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Entries of events/, or of one category in it, sorted. */
static size_t match_sorted(struct machine *machine, const char *category, const char *pattern,
			   const char *const **names)
{
	size_t count = machine_match_events(machine, category, pattern, names);

	if (count)
		qsort((void *)*names, count, sizeof(**names), compare_names);
	return count;
}

static void add_places(struct machine *machine, const char *category, const char *pattern,
		       struct places *places)
{
	const char *const *events;
	size_t count = match_sorted(machine, category, pattern, &events);

	for (size_t i = 0; i < count; i++) {
		struct place place = {.target = category, .name = events[i]};

		array_push(machine->arena, &places->list, place);
	}
}

static void match(struct machine *machine, const char *category, const char *pattern,
		  struct places *places)
{
	const char *const *categories;
	size_t count = match_sorted(machine, NULL, category, &categories);

	for (size_t i = 0; i < count; i++)
		add_places(machine, categories[i], pattern, places);
}

static bool not_found(struct machine *machine, const struct plan_point *point,
		      struct reason *reason)
{
	const char *const *names;
	size_t count = machine_match_events(machine, point->target, "*", &names);

	if (count) {
		reason_set(reason, "this kernel has no tracepoint '%s' in '%s'", point->name,
			   point->target);
		return reason_add_nearest(reason, nearest_name(point->name, names, count));
	}
	count = machine_match_events(machine, NULL, "*", &names);
	reason_set(reason, "this kernel has no tracepoints '%s'", point->target);
	return reason_add_nearest(reason, nearest_name(point->target, names, count));
}

static bool resolve(struct machine *machine, const struct plan_point *point, bool sure,
		    struct places *places, struct reason *reason)
{
	if (!machine_tracefs(reason))
		return false;
	match(machine, point->target, point->name, places);
	return places->list.count || not_found(machine, point, reason);
}

static int attach(const struct machine *machine, struct hook *hook, struct bpf_program *program,
		  uint64_t id)
{
	LIBBPF_OPTS(bpf_tracepoint_opts, opts, .bpf_cookie = id);

	return kind_keep_link(machine, hook,
			      bpf_program__attach_tracepoint_opts(program, hook->place.target,
								  hook->place.name, &opts));
}

static bool list(struct machine *machine, const char *pattern, FILE *out, struct reason *reason)
{
	struct places places = {0};

	if (!machine_tracefs(reason))
		return false;
	match(machine, "*", "*", &places);
	for (size_t i = 0; i < places.list.count; i++) {
		const struct place *place = &places.list.items[i];
		char line[512];

		snprintf(line, sizeof(line), "tracepoint:%s:%s", place->target, place->name);
		if (glob_match(pattern, line))
			fprintf(out, "%s\n", line);
	}
	return true;
}

const struct kind kind_tracepoint = {
	.resolve = resolve,
	.attach = attach,
	.trial = {.target = "sched", .name = "sched_process_fork"},
	.list = list};
