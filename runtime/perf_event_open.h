/*
 * A program at a perf event (perf_event_open(2)): what samples and watchpoints have in common.
 */
#ifndef MEMTAP_PERF_EVENT_OPEN_H
#define MEMTAP_PERF_EVENT_OPEN_H

#include <linux/perf_event.h>

#include "runtime/kind.h"

/* Whatever task runs, on each CPU. Return 0 or a negative errno. */
int perf_event_on_cpus(const struct machine *machine, struct hook *hook,
		       struct bpf_program *program, uint64_t id,
		       const struct perf_event_attr *attr);
/* A thread, wherever it runs, and those that it will start. */
int perf_event_on_thread(const struct machine *machine, struct hook *hook,
			 struct bpf_program *program, uint64_t id,
			 const struct perf_event_attr *attr, pid_t thread);

#endif
