/*
 * The events of software and hardware probes by their names, for the compiler, which refuses
 * others, and for the runtime, which opens them. Rows of lexer/perf_events.def.
 */
#ifndef MEMTAP_PERF_EVENT_H
#define MEMTAP_PERF_EVENT_H

#include <stddef.h>
#include <stdint.h>

struct perf_event {
	unsigned int kind; /* PROBE_KIND_SOFTWARE or PROBE_KIND_HARDWARE */
	const char *name, *other;
	uint64_t config;
	uint64_t count; /* how many for each time that the probe fires, unless the script says it */
};

extern const struct perf_event perf_events[];
extern const size_t perf_event_count;

/* By either name; NULL when the kind has no such event. */
const struct perf_event *perf_event_find(unsigned int kind, const char *name);
/* "Did you mean": a name, or NULL. */
const char *perf_event_nearest(unsigned int kind, const char *name);

#endif
