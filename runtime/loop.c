#include "runtime/loop.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "runtime/attach.h"
#include "runtime/clock.h"
#include "runtime/cpus.h"
#include "runtime/file.h"
#include "runtime/message.h"
#include "runtime/prog_run.h"
#include "runtime/run.h"
#include "runtime/signals.h"
#include "runtime/stream.h"

#define TURN	    512 /* events that are printed before others get their turn: each may be a file */
#define SERVED_MOST 16 /* in one call of epoll_wait(2) */
#define OTHERS_S    1  /* that a process may take to end after its first thread */

/* What an item of the epoll set is for. */
enum watch {
	WATCH_EVENTS,
	WATCH_PROCESSES,
	WATCH_CPUS,
	WATCH_COST,
	WATCH_SERVER,
	WATCH_REPORT,
	WATCH_SCREEN,
	WATCH_SIGNALS,
	WATCH_TARGET,
	WATCH_FIRST_THREAD,
	WATCH_OTHERS,
	WATCH_OUTPUT,
	WATCH_PROBE, /* + index of its probe */
};

/* Of the signals, an eventfd: all that a handler can reach. */
static int caught = -1;

static int watch(struct loop *loop, int fd, uint32_t events, uint32_t what)
{
	struct epoll_event event = {.events = events, .data.u32 = what};

	if (fd < 0)
		return 0;
	return epoll_ctl(loop->epoll, EPOLL_CTL_ADD, fd, &event) < 0 ? -errno : 0;
}

static void end(struct loop *loop, enum loop_end how)
{
	if (loop->end == LOOP_NOT_ENDED)
		loop->end = how;
}

void loop_end(struct loop *loop)
{
	end(loop, LOOP_DONE);
}

/* ---- output ---- */

/* Those who ask for metrics are served on when the terminal is gone: what is printed is lost. */
static bool is_lost_terminal(const struct loop *loop, int error)
{
	return error == -EIO && loop->outlives_terminal;
}

void loop_flush(struct loop *loop)
{
	int error;

	if (loop->end == LOOP_CLOSED || loop->end == LOOP_FAILED)
		return;
	error = stream_flush(loop->in.out) ?: screen_draw(loop->in.screen);
	if (!error || is_lost_terminal(loop, error))
		return;
	loop->end = error == -EPIPE ? LOOP_CLOSED : LOOP_FAILED;
	if (loop->end == LOOP_FAILED)
		complain("cannot write the output: %s", strerror(-error));
}

/* ---- events ---- */

static bool is_of_kind(const struct plan *plan, const void *record, size_t size,
		       enum plan_event_kind kind)
{
	const struct abi_event *event = record;

	return size >= sizeof(*event) && event->event < plan->event_count &&
	       plan->events[event->event].kind == kind;
}

static const struct plan_map *map_of(const struct plan *plan, const struct abi_event *event)
{
	return &plan->maps[plan->events[event->event].map];
}

/* What other programs send meanwhile is no part of it; one alone is run by memtap at a time. */
static bool is_of_report(const struct loop *loop, const void *record, size_t size)
{
	const struct abi_event *event = record;

	return loop->reporting && size >= sizeof(*event) &&
	       event->event < loop->in.plan->event_count &&
	       loop->in.plan->events[event->event].sender == loop->reporting->attach->point.kind;
}

static int take_event(void *context, void *record, size_t size)
{
	struct loop *loop = context;

	screen_turn_to(loop->in.screen, is_of_report(loop, record, size));
	if (is_of_kind(loop->in.plan, record, size, PLAN_PRINT_MAP)) /* without what is gone */
		processes_settle(loop->in.processes, map_of(loop->in.plan, record));
	if (is_of_kind(loop->in.plan, record, size, PLAN_WATCH)) /* of what it was before exec */
		processes_update(loop->in.processes);
	if (output_event(loop->in.output, record, size) == OUTPUT_EXIT) {
		loop->has_exited = true;
		end(loop, LOOP_DONE);
	}
	loop->taken_bytes += size + BPF_RINGBUF_HDR_SZ;
	return ++loop->taken < TURN ? 0 : -EAGAIN;
}

/* Changes of maps that the ring buffer had no room for come after all that was in it then. */
static void look_for_changes(struct loop *loop)
{
	if (loop->has_changes || !loop->in.loaded->state->has_changes)
		return;
	loop->has_changes = true;
	loop->changes_since = loop->taken_bytes;
}

/* More than the ring buffer holds has been taken since: all that was in it then, and more. */
static bool is_all_taken(const struct loop *loop, uint64_t since)
{
	return loop->taken_bytes - since >=
	       (uint64_t)loop->in.plan->ring_pages * sysconf(_SC_PAGESIZE);
}

static void make_changes(struct loop *loop, bool is_drained)
{
	volatile struct abi_state *state = loop->in.loaded->state;

	if (!loop->has_changes || (!is_drained && !is_all_taken(loop, loop->changes_since)))
		return;
	loop->has_changes = false;
	__atomic_exchange_n(&state->has_changes, 0, __ATOMIC_SEQ_CST); /* before those are taken */
	output_make_changes(loop->in.output, state->changes);
}

/* True when there is more. */
static bool take_events(struct loop *loop)
{
	bool is_more;

	processes_update(loop->in.processes); /* names that events show */
	if (!loop->events)
		return false;
	loop->taken = 0;
	look_for_changes(loop);
	is_more = ring_buffer__consume(loop->events) == -EAGAIN;
	make_changes(loop, !is_more);
	return is_more;
}

void loop_drain(struct loop *loop)
{
	while (take_events(loop))
		loop_flush(loop);
	loop_flush(loop);
}

static bool is_interrupted(void)
{
	struct pollfd pending = {.fd = caught, .events = POLLIN};

	return poll(&pending, 1, 0) > 0;
}

/* What comes meanwhile may be more than can be printed: it is left for the next time. */
bool loop_go_on(struct loop *loop)
{
	uint64_t before = loop->taken_bytes;

	while (take_events(loop) && !is_all_taken(loop, before))
		loop_flush(loop);
	loop_flush(loop);
	if (is_interrupted())
		loop_end(loop);
	return loop->end == LOOP_NOT_ENDED && !loop->in.loaded->state->exiting;
}

/* ---- the others ---- */

/* What it prints is a report of its own; without a screen that makes no difference. */
static int run_for_report(struct loop *loop, const struct probe *probe)
{
	const struct bpf_program *program = load_find_program(loop->in.loaded, probe->hook.program);
	int error;

	if (!loop->in.screen)
		return prog_run(program, &probe->id, 1);
	loop->reporting = probe;
	error = prog_run(program, &probe->id, 1);
	loop_go_on(loop);
	loop->reporting = NULL;
	screen_end_report(loop->in.screen, probe->id);
	return error;
}

static void run_probe(struct loop *loop, const struct probe *probe)
{
	struct signalfd_siginfo taken; /* larger than what a timer gives */
	int error;

	if (read(probe->hook.ready, &taken, sizeof(taken)) <= 0)
		return;
	error = run_for_report(loop, probe);
	if (!error)
		return;
	complain("cannot run %s: %s", probe->text, strerror(-error));
	loop->end = LOOP_FAILED;
}

static void add_cpu(void *context, int cpu)
{
	const struct loop *loop = context;

	attach_cpu(loop->in.loaded, loop->in.probes, cpu);
	processes_add_cpu(loop->in.processes, cpu);
}

/* The end of the target is the end, unless processes that it has forked are traced, too. */
static void await_survivor(struct loop *loop)
{
	int ended = loop->survivor < 0 ? loop->in.target->ended : loop->survivor, error;

	epoll_ctl(loop->epoll, EPOLL_CTL_DEL, ended, NULL);
	file_close(&loop->survivor);
	loop->survivor = follow_survivor(loop->in.follow);
	if (loop->survivor == -ESRCH) {
		end(loop, LOOP_DONE);
		return;
	}
	error = loop->survivor < 0 ? loop->survivor
				   : watch(loop, loop->survivor, EPOLLIN, WATCH_TARGET);
	if (!error)
		return;
	complain("cannot wait for processes to end: %s", strerror(-error));
	loop->end = LOOP_FAILED;
}

/* Most often the process ends with its first thread. */
static void await_others(struct loop *loop)
{
	const struct itimerspec later = {.it_value.tv_sec = OTHERS_S};

	epoll_ctl(loop->epoll, EPOLL_CTL_DEL, loop->in.target->first_thread, NULL);
	loop->others = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	if (loop->others >= 0 && timerfd_settime(loop->others, 0, &later, NULL) == 0)
		watch(loop, loop->others, EPOLLIN, WATCH_OTHERS);
}

static void look_for_others(struct loop *loop)
{
	file_close(&loop->others);
	if (target_outlives_first_thread(loop->in.target))
		loop->first_thread_ended = clock_ns(CLOCK_MONOTONIC) - OTHERS_S * NS_PER_S;
}

/* What the program has cleared before is to be gone. */
static void serve_metrics(struct loop *loop)
{
	take_events(loop);
	serve_turn(loop->in.server, clock_ns(CLOCK_MONOTONIC));
}

static void tick_report(struct loop *loop)
{
	take_events(loop);
	processes_let_go(loop->in.processes);
	output_report_tick(loop->in.output);
}

static void serve(struct loop *loop, uint32_t what)
{
	switch (what) {
	case WATCH_EVENTS:
		take_events(loop);
		break;
	case WATCH_PROCESSES:
		processes_update(loop->in.processes);
		break;
	case WATCH_CPUS:
		cpus_take(loop->in.cpus, add_cpu, loop);
		break;
	case WATCH_COST:
		cost_check(loop->in.cost);
		break;
	case WATCH_SERVER:
		serve_metrics(loop);
		break;
	case WATCH_SCREEN: /* drawn when all is flushed */
		break;
	case WATCH_REPORT:
		tick_report(loop);
		break;
	case WATCH_SIGNALS:
		end(loop, LOOP_DONE);
		break;
	case WATCH_TARGET:
		await_survivor(loop);
		break;
	case WATCH_FIRST_THREAD:
		await_others(loop);
		break;
	case WATCH_OTHERS:
		look_for_others(loop);
		break;
	case WATCH_OUTPUT:
		loop->end = LOOP_CLOSED;
		break;
	default:
		run_probe(loop, &loop->in.probes->list.items[what - WATCH_PROBE]);
	}
}

void loop_run(struct loop *loop)
{
	struct epoll_event ready[SERVED_MOST];

	while (loop->end == LOOP_NOT_ENDED && !loop->in.loaded->state->exiting) {
		int count = epoll_wait(loop->epoll, ready, SERVED_MOST, -1);

		if (count < 0 && errno != EINTR) {
			complain("cannot wait for events: %s", strerror(errno));
			loop->end = LOOP_FAILED;
		}
		for (int i = 0; i < count; i++)
			serve(loop, ready[i].data.u32);
		loop_flush(loop);
	}
	end(loop, LOOP_DONE);
}

/* ---- signals ---- */

/* What nohup(1) has memtap ignore stays so. */
static bool is_ignored(int number)
{
	struct sigaction action;

	return sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

static void handle_signals(void (*handler)(int))
{
	struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};

	for (size_t i = 0; i < SIGNALS_ENDING; i++)
		if (!is_ignored(signals_ending[i]))
			sigaction(signals_ending[i], &action, NULL);
}

static void end_at_once(int number)
{
	screen_restore();
	signal(number, SIG_DFL);
	raise(number);
}

void loop_release_signals(void)
{
	handle_signals(end_at_once);
}

/*
 * Once, and with no signalfd(2): the second signal, of any kind, then ends memtap at once, also
 * when it waits for a reader that does not read.
 */
static void note_signal(int number)
{
	static const uint64_t one = 1;
	int saved = errno;

	loop_release_signals();
	if (write(caught, &one, sizeof(one)) < 0) /* it is there already */
		errno = saved;
}

static int catch_signals(void)
{
	caught = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (caught < 0)
		return -errno;
	handle_signals(note_signal);
	return 0;
}

/* ---- open, close ---- */

static int watch_events(struct loop *loop)
{
	if (loop->in.loaded->events < 0)
		return 0;
	loop->events = ring_buffer__new(loop->in.loaded->events, take_event, loop, NULL);
	if (!loop->events)
		return -errno;
	return watch(loop, ring_buffer__epoll_fd(loop->events), EPOLLIN, WATCH_EVENTS);
}

static int watch_probes(struct loop *loop)
{
	const struct probes *probes = loop->in.probes;
	int error = 0;

	for (size_t i = 0; i < probes->list.count && !error; i++)
		error = watch(loop, probes->list.items[i].hook.ready, EPOLLIN, WATCH_PROBE + i);
	return error;
}

/* Only for what a pipe without a reader has, or a terminal that is gone; a file cannot be watched. */
static int watch_output(struct loop *loop)
{
	int error;

	if (loop->outlives_terminal)
		return 0;
	error = watch(loop, loop->in.terminal, 0, WATCH_OUTPUT);
	return error == -EPERM ? 0 : error;
}

int loop_open(struct loop *loop, const struct loop_input *input)
{
	int error;

	*loop = (struct loop){.in = *input, .others = -1, .survivor = -1};
	loop->outlives_terminal = loop->in.server && isatty(loop->in.terminal);
	loop->epoll = epoll_create1(EPOLL_CLOEXEC);
	error = loop->epoll < 0 ? -errno : catch_signals();
	error = error ?: watch(loop, caught, EPOLLIN, WATCH_SIGNALS);
	error = error ?: watch(loop, loop->in.target->ended, EPOLLIN, WATCH_TARGET);
	error = error ?: watch(loop, loop->in.target->first_thread, 0, WATCH_FIRST_THREAD);
	error = error ?: watch(loop, processes_fd(loop->in.processes), EPOLLIN, WATCH_PROCESSES);
	error = error ?: watch(loop, loop->in.cpus, EPOLLIN, WATCH_CPUS);
	error = error ?: watch(loop, cost_fd(loop->in.cost), EPOLLIN, WATCH_COST);
	error = error ?: watch(loop, serve_fd(loop->in.server), EPOLLIN, WATCH_SERVER);
	error = error ?: watch(loop, output_report_fd(loop->in.output), EPOLLIN, WATCH_REPORT);
	error = error ?: watch(loop, screen_fd(loop->in.screen), EPOLLIN, WATCH_SCREEN);
	error = error ?: watch_events(loop);
	error = error ?: watch_probes(loop);
	error = error ?: watch_output(loop);
	if (!error)
		return STATUS_DONE;
	complain("cannot wait for events: %s", strerror(-error));
	return STATUS_ENVIRONMENT;
}

void loop_close(struct loop *loop)
{
	loop_release_signals();
	file_close(&caught);
	ring_buffer__free(loop->events);
	file_close(&loop->others);
	file_close(&loop->survivor);
	file_close(&loop->epoll);
	loop->events = NULL;
}
