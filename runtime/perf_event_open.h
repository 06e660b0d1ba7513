/*
 * A program at a perf event (perf_event_open(2)): what samples and watchpoints have in common.
 */
#ifndef MEMTAP_PERF_EVENT_OPEN_H
#define MEMTAP_PERF_EVENT_OPEN_H

#include <linux/perf_event.h>

#include "runtime/kind.h"

/* Of a thread, on a CPU, -1: all. Returns a descriptor or a negative errno. The size of `attr` need not be set. */
int perf_event_open(const struct perf_event_attr *attr, pid_t thread, int cpu);
/* On a thread or a CPU, -1: all. The link, for bpf_link__destroy(), owns the event. */
int perf_event_link(struct bpf_program *program, uint64_t id, const struct perf_event_attr *attr,
		    pid_t thread, int cpu, struct bpf_link **link);
/* Its kind's event on each CPU that is running, whatever task runs. As a kind's attach(). */
int perf_event_each_cpu(const struct machine *machine, struct hook *hook,
			struct bpf_program *program, uint64_t id);
/* The same on one that has come, perhaps again. */
int perf_event_renew(struct hook *hook, struct bpf_program *program, uint64_t id, int cpu);
/* A thread, wherever it runs, and those that it will start. */
int perf_event_on_thread(const struct machine *machine, struct hook *hook,
			 struct bpf_program *program, uint64_t id,
			 const struct perf_event_attr *attr, pid_t thread);

/* Why the kernel refuses an event to this process with EACCES; of a uprobe, or of another kind. */
const char *perf_event_explain_refusal(bool is_uprobe);

/* Of accesses to memory, each of them; `mode` is made of the letters r, w, x. */
struct perf_event_attr watchpoint_event(uint64_t address, uint64_t length, const char *mode);

#endif
