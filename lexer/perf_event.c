#include "lexer/perf_event.h"

#include <linux/perf_event.h>
#include <string.h>

#include "lexer/probe_kind.h"
#include "lexer/text.h"

const struct perf_event perf_events[] = {
#define PERF_EVENT(kind_, name_, other_, config_, count_) \
	{.kind = PROBE_KIND_##kind_,                      \
	 .name = name_,                                   \
	 .other = other_,                                 \
	 .config = config_,                               \
	 .count = count_},
#include "lexer/perf_events.def"
#undef PERF_EVENT
};

#define EVENTS (sizeof(perf_events) / sizeof(*perf_events))

const size_t perf_event_count = EVENTS;

const struct perf_event *perf_event_find(unsigned int kind, const char *name)
{
	for (size_t i = 0; i < EVENTS; i++)
		if (perf_events[i].kind == kind && *name &&
		    (!strcmp(perf_events[i].name, name) || !strcmp(perf_events[i].other, name)))
			return &perf_events[i];
	return NULL;
}

const char *perf_event_nearest(unsigned int kind, const char *name)
{
	const char *names[EVENTS];
	size_t count = 0;

	for (size_t i = 0; i < EVENTS; i++)
		if (perf_events[i].kind == kind)
			names[count++] = perf_events[i].name;
	return nearest_name(name, names, count);
}
