/*
 * watchpoint: reads, writes or execution of up to eight bytes, noticed by the processor, which has
 * four such registers.
 *
 * An address of the kernel's is watched on all CPUs, one of a process in all threads of the target.
 * What watch() arms is in watches.c: of watchpoint:armed nothing is attached here.
 */
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <linux/hw_breakpoint.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/perf_event_open.h"

static bool is_of_kernel(uint64_t address)
{
	return address >> 63;
}

static bool resolve(struct machine *machine, const struct plan_point *point, bool sure,
		    struct places *places, struct reason *reason)
{
	struct place place = {.name = point->name,
			      .offset = point->offset,
			      .period = point->period};

	if (strcmp(point->name, PROBE_ARMED) != 0 && !is_of_kernel(point->offset) && !machine->pid)
		return reason_set(reason,
				  "0x%" PRIx64 " is an address of a process: of which one? -p, -c",
				  point->offset);
	array_push(machine->arena, &places->list, place);
	return true;
}

static uint32_t access_of(const char *mode)
{
	return (strchr(mode, 'r') ? HW_BREAKPOINT_R : 0) |
	       (strchr(mode, 'w') ? HW_BREAKPOINT_W : 0) |
	       (strchr(mode, 'x') ? HW_BREAKPOINT_X : 0);
}

/* The processor cannot watch reads alone. */
static uint32_t type_of(const char *mode)
{
	uint32_t type = access_of(mode);

	return type == HW_BREAKPOINT_R ? HW_BREAKPOINT_RW : type;
}

static int attach_threads(const struct machine *machine, struct hook *hook,
			  struct bpf_program *program, uint64_t id,
			  const struct perf_event_attr *attr)
{
	DIR *threads = opendir(arena_printf(machine->arena, "/proc/%d/task", machine->pid));
	struct dirent *entry;
	int error = 0;

	if (!threads)
		return -errno;
	while (!error && (entry = readdir(threads)))
		if (entry->d_name[0] != '.')
			error = perf_event_on_thread(machine, hook, program, id, attr,
						     atoi(entry->d_name));
	closedir(threads);
	return error == -ESRCH && hook->links.count ? 0 : error; /* one that ended meanwhile */
}

struct perf_event_attr watchpoint_event(uint64_t address, uint64_t length, const char *mode)
{
	return (struct perf_event_attr){
		.type = PERF_TYPE_BREAKPOINT,
		.bp_type = type_of(mode),
		.bp_addr = address,
		.bp_len = length,
		.sample_period = 1,
	};
}

static void event(const struct place *place, struct perf_event_attr *attr)
{
	*attr = watchpoint_event(place->offset, place->period, place->name);
}

static int attach(const struct machine *machine, struct hook *hook, struct bpf_program *program,
		  uint64_t id)
{
	struct perf_event_attr attr;

	if (strcmp(hook->place.name, PROBE_ARMED) == 0)
		return 0;
	if (is_of_kernel(hook->place.offset))
		return perf_event_each_cpu(machine, hook, program, id);
	event(&hook->place, &attr);
	return attach_threads(machine, hook, program, id, &attr);
}

static const char *explain(int error)
{
	switch (-error) {
	case ENOSPC:
		return "the processor can watch four places, and all are taken";
	case EINVAL:
		return "the processor cannot watch it; code (x) is watched with a length of 8";
	case ENODEV:
	case EOPNOTSUPP:
		return "this machine cannot watch memory";
	}
	return NULL;
}

static uint64_t watched; /* for --info to try, by nobody else */

const struct kind kind_watchpoint = {
	.resolve = resolve,
	.attach = attach,
	.event = event,
	.explain = explain,
	.trial = {.name = "w", .offset = (uintptr_t)&watched, .period = sizeof(watched)}};
