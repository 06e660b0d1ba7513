/*
 * software, hardware and profile: every so many events, or every so often, on each CPU.
 */
#include <errno.h>

#include "lexer/perf_event.h"
#include "lexer/text.h"
#include "runtime/clock.h"
#include "runtime/perf_event_open.h"

static bool resolve(struct machine *machine, const struct plan_point *point, bool sure,
		    struct places *places, struct reason *reason)
{
	struct place place = {.name = point->name, .period = point->period};

	if (point->kind != PLAN_PROFILE && !perf_event_find(point->kind, point->name)) {
		reason_set(reason, "there is no %s event '%s'", probe_kinds[point->kind].name,
			   point->name);
		return reason_add_nearest(reason, perf_event_nearest(point->kind, point->name));
	}
	array_push(machine->arena, &places->list, place);
	return true;
}

static void software_event(const struct place *place, struct perf_event_attr *attr)
{
	attr->type = PERF_TYPE_SOFTWARE;
	attr->config = perf_event_find(PLAN_SOFTWARE, place->name)->config;
	attr->sample_period = place->period;
}

static void hardware_event(const struct place *place, struct perf_event_attr *attr)
{
	attr->type = PERF_TYPE_HARDWARE;
	attr->config = perf_event_find(PLAN_HARDWARE, place->name)->config;
	attr->sample_period = place->period;
}

static void profile_event(const struct place *place, struct perf_event_attr *attr)
{
	attr->type = PERF_TYPE_SOFTWARE;
	attr->config = PERF_COUNT_SW_CPU_CLOCK;
	attr->sample_period = place->period;
}

static const char *explain_hardware(int error)
{
	switch (-error) {
	case ENOENT:
	case ENODEV:
	case EOPNOTSUPP:
		return "this machine has no counter for it, as is the case in most virtual "
		       "machines; "
		       "software:cpu-clock and profile need none";
	}
	return NULL;
}

static void list(unsigned int kind, const char *pattern, FILE *out)
{
	char line[128];

	for (size_t i = 0; i < perf_event_count; i++) {
		if (perf_events[i].kind != kind)
			continue;
		snprintf(line, sizeof(line), "%s:%s:", probe_kinds[kind].name, perf_events[i].name);
		if (glob_match(pattern, line))
			fprintf(out, "%s\n", line);
	}
}

static bool list_software(struct machine *machine, const char *pattern, FILE *out,
			  struct reason *reason)
{
	list(PLAN_SOFTWARE, pattern, out);
	return true;
}

static bool list_hardware(struct machine *machine, const char *pattern, FILE *out,
			  struct reason *reason)
{
	list(PLAN_HARDWARE, pattern, out);
	return true;
}

const struct kind kind_software = {.resolve = resolve,
				   .attach = perf_event_each_cpu,
				   .event = software_event,
				   .trial = {.name = "cpu-clock", .period = NS_PER_S},
				   .list = list_software};
const struct kind kind_hardware = {.resolve = resolve,
				   .attach = perf_event_each_cpu,
				   .event = hardware_event,
				   .explain = explain_hardware,
				   .trial = {.name = "cpu-cycles", .period = 1000000},
				   .list = list_hardware};
const struct kind kind_profile = {.resolve = resolve,
				  .attach = perf_event_each_cpu,
				  .event = profile_event,
				  .trial = {.period = NS_PER_S}};
