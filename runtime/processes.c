#include "runtime/processes.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/perf_event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "runtime/build_id.h"
#include "runtime/clock.h"
#include "runtime/file.h"
#include "runtime/machine.h"
#include "runtime/message.h"
#include "runtime/perf_event_open.h"
#include "runtime/perf_ring.h"
#include "runtime/pid_set.h"
#include "runtime/pidfd.h"
#include "runtime/prog_run.h"

#define LET_GO_SECONDS 1
#define REPORT_NS      UINT64_C(500000000) /* prints that follow each other so closely are one */

/* A process whose first thread has exited; it ends with its last one, when `fd` is readable. */
struct ending {
	uint32_t pid;
	int fd;
	struct ending *next;
};

/* A process that was followed and has ended. */
struct ended {
	uint32_t pid;
	uint64_t ns;
};

struct processes {
	struct processes_input in;
	bool names_matter, owners_matter, watches_matter;
	int epoll;
	/* One a CPU, also for one process: an event of a thread sees only that thread, and the
	 * kernel maps no ring for one that its children inherit. */
	struct perf_ring *rings;
	size_t ring_count;
	struct ending *endings;
	struct perf_event_header *record; /* PERF_RECORD_SIZE_MAX bytes */

	/* Those whose objects are to go: keys of ABI_MAP_GONE. To look for the objects of one is as
	 * much work as for those of all, so they are collected. */
	int gone_map;
	uint32_t *gone;
	size_t gone_count;
	int timer; /* runs out when they have waited for long enough */

	/* --follow: what a process held in the end stays for one report. */
	struct pid_set *followed;	    /* by the records; NULL: without --follow */
	struct ended *ended;		    /* ABI_GONE_MAX */
	size_t ended_count, reported_count; /* of these the first have been in a report */
	uint64_t report_ns;
};

/* ---- is it of use? ---- */

static bool has_user_address(const struct plan_type *type)
{
	if (type->kind == PLAN_USTACK || type->kind == PLAN_USYM)
		return true;
	for (uint32_t i = 0; i < type->element_count; i++)
		if (has_user_address(&type->elements[i]))
			return true;
	return false;
}

static bool plan_shows_user_addresses(const struct plan *plan)
{
	for (uint32_t i = 0; i < plan->map_count; i++)
		if (has_user_address(&plan->maps[i].key) || has_user_address(&plan->maps[i].value))
			return true;
	for (uint32_t i = 0; i < plan->event_count; i++)
		if (has_user_address(&plan->events[i].payload))
			return true;
	return false;
}

static bool plan_has_owners(const struct plan *plan)
{
	for (uint32_t i = 0; i < plan->map_count; i++)
		if (plan->maps[i].has_owner)
			return true;
	return false;
}

static bool plan_watches(const struct plan *plan)
{
	for (uint32_t i = 0; i < plan->event_count; i++)
		if (plan->events[i].kind == PLAN_WATCH)
			return true;
	return false;
}

bool processes_matter(const struct plan *plan)
{
	return plan_shows_user_addresses(plan) || plan_has_owners(plan) || plan_watches(plan);
}

/* ---- held objects ---- */

static void set_timer(const struct processes *processes, time_t seconds)
{
	struct itimerspec setting = {.it_value.tv_sec = seconds};

	timerfd_settime(processes->timer, 0, &setting, NULL);
}

static void let_all_go(struct processes *processes)
{
	const struct plan *plan = processes->in.plan;

	if (!processes->gone_count)
		return;
	for (uint32_t i = 0; i < plan->map_count; i++)
		if (plan->maps[i].has_owner)
			prog_run(load_find_program(processes->in.loaded, plan->maps[i].forget),
				 NULL, 0);
	for (size_t i = 0; i < processes->gone_count; i++)
		bpf_map_delete_elem(processes->gone_map, &processes->gone[i]);
	processes->gone_count = 0;
	set_timer(processes, 0);
}

/* What was held before; the same pid may hold objects again already. */
static void let_go(struct processes *processes, uint32_t pid, uint64_t before_ns)
{
	if (!processes->owners_matter)
		return;
	if (processes->gone_count == ABI_GONE_MAX)
		let_all_go(processes);
	if (!processes->gone_count)
		set_timer(processes, LET_GO_SECONDS);
	bpf_map_update_elem(processes->gone_map, &pid, &before_ns, BPF_ANY);
	processes->gone[processes->gone_count++] = pid;
}

/* Exec has given it other memory. */
static void forget(struct processes *processes, uint32_t pid, uint64_t before_ns)
{
	watches_forget(processes->in.watches, pid);
	let_go(processes, pid, before_ns);
}

static void let_go_ended(struct processes *processes, size_t count)
{
	struct ended *ended = processes->ended;

	for (size_t i = 0; i < count; i++)
		let_go(processes, ended[i].pid, ended[i].ns);
	processes->ended_count -= count;
	memmove(ended, ended + count, processes->ended_count * sizeof(*ended));
	processes->reported_count = 0;
}

/* Before a print: what the last report has shown goes, and the rest will have been shown. */
static void begin_report(struct processes *processes)
{
	uint64_t now = clock_ns(CLOCK_MONOTONIC);

	if (processes->reported_count && now - processes->report_ns < REPORT_NS)
		return;
	let_go_ended(processes, processes->reported_count);
	processes->reported_count = processes->ended_count;
	processes->report_ns = now;
}

static void take_end(struct processes *processes, uint32_t pid)
{
	uint64_t now = clock_ns(CLOCK_BOOTTIME);

	if (!processes->followed) {
		forget(processes, pid, now);
		return;
	}
	pid_set_remove(processes->followed, pid);
	watches_forget(processes->in.watches, pid);
	if (processes->ended_count == ABI_GONE_MAX)
		let_go_ended(processes, ABI_GONE_MAX);
	processes->ended[processes->ended_count++] = (struct ended){.pid = pid, .ns = now};
}

/*
 * The first thread's exit: most often the process ends with it, but it need not. At the time of the
 * record it is still on its way out; the kernel will tell.
 */
static void expect_end(struct processes *processes, uint32_t pid)
{
	struct epoll_event event = {.events = EPOLLIN};
	int fd = pidfd_open_process(pid);
	struct ending *ending;

	if (fd == -ESRCH)
		take_end(processes, pid);
	else if (fd < 0) /* such as too many open files: it may live on */
		output_count_loss(processes->in.output, ABI_LOSS_PROCESS, 1);
	if (fd < 0)
		return;
	epoll_ctl(processes->epoll, EPOLL_CTL_ADD, fd, &event);
	ending = heap_alloc(sizeof(*ending));
	*ending = (struct ending){.pid = pid, .fd = fd, .next = processes->endings};
	processes->endings = ending;
}

static void end_those_that_ended(struct processes *processes)
{
	struct ending **link = &processes->endings, *ending;

	while ((ending = *link)) {
		if (!pidfd_has_ended(ending->fd)) {
			link = &ending->next;
			continue;
		}
		take_end(processes, ending->pid);
		*link = ending->next;
		close(ending->fd);
		free(ending);
	}
}

/* ---- records, as perf_event_open(2) describes them ---- */

struct mapping_record {
	struct perf_event_header header;
	uint32_t pid, tid;
	uint64_t start, length, file_offset;
	uint8_t id_size; /* with PERF_RECORD_MISC_MMAP_BUILD_ID; else device and inode are here */
	uint8_t reserved[3];
	uint8_t id[BUILD_ID_MAX];
	uint32_t protection, flags;
	char path[];
};

struct comm_record {
	struct perf_event_header header;
	uint32_t pid, tid;
};

struct task_record { /* fork and exit */
	struct perf_event_header header;
	uint32_t pid, parent_pid;
	uint32_t tid, parent_tid;
};

struct lost_record {
	struct perf_event_header header;
	uint64_t id, count;
};

static bool is_of_interest(const struct processes *processes, uint32_t pid)
{
	if (processes->followed)
		return pid_set_has(processes->followed, pid);
	return !processes->in.target || (uint32_t)processes->in.target == pid;
}

static struct build_id id_of(const struct mapping_record *mapping)
{
	struct build_id id = {0};

	if ((mapping->header.misc & PERF_RECORD_MISC_MMAP_BUILD_ID) &&
	    mapping->id_size <= BUILD_ID_MAX) {
		id.size = mapping->id_size;
		memcpy(id.bytes, mapping->id, id.size);
	}
	return id;
}

static void take_mapping(struct processes *processes, const struct mapping_record *mapping)
{
	struct build_id id = id_of(mapping);

	if (processes->names_matter && is_of_interest(processes, mapping->pid))
		symbols_learn_mapping(processes->in.symbols, mapping->pid, mapping->start,
				      mapping->start + mapping->length, mapping->file_offset,
				      mapping->path, &id);
}

static void take_exec(struct processes *processes, const struct comm_record *exec, uint64_t time_ns)
{
	if (!is_of_interest(processes, exec->pid))
		return;
	if (processes->names_matter)
		symbols_forget_process(processes->in.symbols, exec->pid);
	forget(processes, exec->pid, time_ns);
}

/* A child that never calls exec may be gone before it is named. Threads are no processes. */
static void take_fork(struct processes *processes, const struct task_record *fork)
{
	if (fork->pid == fork->parent_pid)
		return;
	if (processes->followed && is_of_interest(processes, fork->parent_pid))
		pid_set_add(processes->followed, fork->pid);
	else if (processes->followed)
		pid_set_remove(processes->followed, fork->pid);
	if (processes->names_matter && is_of_interest(processes, fork->pid))
		symbols_fork_process(processes->in.symbols, fork->parent_pid, fork->pid);
}

/* With its target alone memtap ends, after a last report. */
static void take_exit(struct processes *processes, const struct task_record *exit)
{
	bool goes_on = !processes->in.target || processes->followed;

	if (goes_on && is_of_interest(processes, exit->pid) && exit->pid == exit->tid &&
	    (processes->owners_matter || processes->watches_matter))
		expect_end(processes, exit->pid);
}

static void take_record(struct processes *processes, uint64_t time_ns)
{
	const struct perf_event_header *record = processes->record;

	switch (record->type) {
	case PERF_RECORD_MMAP2:
		if ((record->misc & PERF_RECORD_MISC_CPUMODE_MASK) == PERF_RECORD_MISC_USER)
			take_mapping(processes, (const void *)record);
		break;
	case PERF_RECORD_COMM:
		if (record->misc & PERF_RECORD_MISC_COMM_EXEC)
			take_exec(processes, (const void *)record, time_ns);
		break;
	case PERF_RECORD_FORK:
		take_fork(processes, (const void *)record);
		break;
	case PERF_RECORD_EXIT:
		take_exit(processes, (const void *)record);
		break;
	case PERF_RECORD_LOST:
		output_count_loss(processes->in.output, ABI_LOSS_PROCESS,
				  ((const struct lost_record *)record)->count);
		break;
	}
}

/* ---- the rings ---- */

/* The ring with the earliest record that is not from after `until_ns`; NULL: there is none. */
static struct perf_ring *earliest(const struct processes *processes, uint64_t until_ns,
				  uint64_t *time_ns)
{
	struct perf_ring *found = NULL;

	for (size_t i = 0; i < processes->ring_count; i++) {
		uint64_t time;

		if (!perf_ring_time(&processes->rings[i], &time) || time > until_ns ||
		    (found && time >= *time_ns))
			continue;
		found = &processes->rings[i];
		*time_ns = time;
	}
	return found;
}

/*
 * Rings are looked at one after the other. A process that execs on one CPU and maps its new program
 * on the next might be seen to do the latter only, were it not for the time: what is from before
 * the first look is complete.
 */
void processes_update(struct processes *processes)
{
	uint64_t until_ns, time_ns = 0, expirations;
	struct perf_ring *ring;

	if (!processes)
		return;
	until_ns = clock_ns(CLOCK_BOOTTIME);
	for (size_t i = 0; i < processes->ring_count; i++)
		perf_ring_look(&processes->rings[i]);
	while ((ring = earliest(processes, until_ns, &time_ns))) {
		perf_ring_take(ring, processes->record);
		take_record(processes, time_ns);
	}
	end_those_that_ended(processes);
	if (read(processes->timer, &expirations, sizeof(expirations)) > 0)
		let_all_go(processes);
}

void processes_settle(struct processes *processes, const struct plan_map *shown)
{
	if (!processes)
		return;
	processes_update(processes);
	if (!shown || shown->has_owner)
		begin_report(processes);
	let_all_go(processes);
}

void processes_let_go(struct processes *processes)
{
	if (!processes)
		return;
	processes_update(processes);
	let_all_go(processes);
}

static int open_ring(struct processes *processes, int cpu)
{
	struct perf_ring *ring = &processes->rings[processes->ring_count];
	struct epoll_event event = {.events = EPOLLIN};
	int error = perf_ring_open(ring, cpu);

	if (error)
		return error;
	processes->ring_count++;
	return epoll_ctl(processes->epoll, EPOLL_CTL_ADD, ring->fd, &event) < 0 ? -errno : 0;
}

static const char *meaning_of(int error)
{
	return error == -EACCES ? perf_event_explain_refusal(false) : strerror(-error);
}

/* After processes_update(): of what was there of it nothing is left to be read. */
static void close_ring(struct processes *processes, int cpu)
{
	for (size_t i = 0; i < processes->ring_count; i++) {
		if (processes->rings[i].cpu != cpu)
			continue;
		perf_ring_close(&processes->rings[i]);
		processes->rings[i] = processes->rings[--processes->ring_count];
		return;
	}
}

void processes_add_cpu(struct processes *processes, int cpu)
{
	int error;

	if (!processes)
		return;
	processes_update(processes);
	close_ring(processes, cpu);
	error = open_ring(processes, cpu);
	if (error && error != -ENODEV) /* it has gone already */
		complain("cannot follow processes on CPU %d, which has come: %s", cpu,
			 meaning_of(error));
}

static int open_epoll(struct processes *processes)
{
	struct epoll_event event = {.events = EPOLLIN};

	processes->epoll = epoll_create1(EPOLL_CLOEXEC);
	processes->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	if (processes->epoll < 0 || processes->timer < 0 ||
	    epoll_ctl(processes->epoll, EPOLL_CTL_ADD, processes->timer, &event) < 0)
		return -errno;
	return 0;
}

static int open_rings(struct processes *processes)
{
	uint32_t cpus = machine_cpus();
	int error = 0;

	processes->rings = heap_alloc(cpus * sizeof(*processes->rings));
	for (uint32_t cpu = 0; cpu < cpus && (!error || error == -ENODEV); cpu++)
		error = open_ring(processes, cpu);
	return error == -ENODEV ? 0 : error;
}

struct processes *processes_open(const struct processes_input *input)
{
	bool names_matter = plan_shows_user_addresses(input->plan);
	bool owners_matter = plan_has_owners(input->plan);
	bool watches_matter = plan_watches(input->plan);
	struct bpf_map *gone = bpf_object__find_map_by_name(input->loaded->object, ABI_MAP_GONE);
	struct processes *processes;
	int error;

	if (!processes_matter(input->plan))
		return NULL;
	processes = heap_alloc(sizeof(*processes));
	*processes = (struct processes){.in = *input,
					.names_matter = names_matter,
					.owners_matter = owners_matter,
					.watches_matter = watches_matter,
					.epoll = -1,
					.timer = -1,
					.gone_map = gone ? bpf_map__fd(gone) : -1,
					.gone = heap_alloc(ABI_GONE_MAX * sizeof(uint32_t)),
					.record = heap_alloc(PERF_RECORD_SIZE_MAX)};
	if (input->follows) {
		processes->followed = pid_set_new();
		processes->ended = heap_alloc(ABI_GONE_MAX * sizeof(*processes->ended));
		pid_set_add(processes->followed, input->target);
	}
	error = open_epoll(processes) ?: open_rings(processes);
	if (!error)
		return processes;
	complain("cannot follow processes (%s): functions of those that end may have no name, and "
		 "what they held stays",
		 meaning_of(error));
	processes_close(processes);
	return NULL;
}

void processes_close(struct processes *processes)
{
	if (!processes)
		return;
	for (size_t i = 0; i < processes->ring_count; i++)
		perf_ring_close(&processes->rings[i]);
	for (struct ending *ending = processes->endings, *next; ending; ending = next) {
		next = ending->next;
		close(ending->fd);
		free(ending);
	}
	file_close(&processes->timer);
	file_close(&processes->epoll);
	pid_set_free(processes->followed);
	free(processes->ended);
	free(processes->gone);
	free(processes->rings);
	free(processes->record);
	free(processes);
}

int processes_fd(const struct processes *processes)
{
	return processes ? processes->epoll : -1;
}
