/*
 * The run, in order. Each step returns an exit status, and the first that is not STATUS_DONE is the
 * run's.
 */
#include "runtime/run.h"

#include <bpf/libbpf.h>
#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "runtime/attach.h"
#include "runtime/choose.h"
#include "runtime/clock.h"
#include "runtime/cost.h"
#include "runtime/cpus.h"
#include "runtime/fence.h"
#include "runtime/file.h"
#include "runtime/file_limit.h"
#include "runtime/follow.h"
#include "runtime/load.h"
#include "runtime/loop.h"
#include "runtime/privileges.h"
#include "runtime/processes.h"
#include "runtime/prog_run.h"
#include "runtime/progress.h"
#include "runtime/screen.h"
#include "runtime/serve.h"
#include "runtime/target.h"
#include "runtime/watches.h"

struct run {
	const struct plan *plan;
	const struct run_options *options;
	struct arena *arena;
	struct sampler sampler;
	struct target target;
	struct machine machine;
	struct probes probes;
	struct loaded loaded;
	struct symbols *symbols;
	struct output *output;
	struct watches *watches;
	struct follow *follow; /* NULL: without --follow */
	struct processes *processes;
	int cpus; /* tells of those that come; -1: no use for it */
	struct cost *cost;
	uint64_t skipped; /* runs of programs, by the kernel: counted as lost */
	struct loop loop;
};

/* ---- before tracing ---- */

static int check_pids(struct run *run)
{
	const struct run_options *options = run->options;

	if (!machine_has_own_pids() || !(options->pid || options->command || processes_matter(run->plan)))
		return STATUS_DONE;
	complain("process IDs are a container's own here, and the kernel reports the host's: share "
		 "those (docker run --pid=host, hostPID: true)");
	return STATUS_ENVIRONMENT;
}

/* Of a command that is to carry it. (What reports to one that runs already is not ours to say.) */
static int find_sampler(struct run *run)
{
	if (!run->plan->sample_interval || !run->options->command)
		return STATUS_DONE;
	run->sampler = (struct sampler){.path = sampler_find(run->arena),
					.interval = run->plan->sample_interval};
	if (!run->sampler.path)
		complain("no libmemsample.so is installed beside memtap, in ../lib/memtap");
	else if (strpbrk(run->sampler.path, " :"))
		complain("LD_PRELOAD cannot hold the path %s: install memtap where no blank and no "
			 "':' is in it", run->sampler.path);
	else
		return STATUS_DONE;
	return STATUS_ENVIRONMENT;
}

static int open_target(struct run *run)
{
	int status = target_open(&run->target, run->arena, run->options, &run->sampler);

	run->machine = (struct machine){.arena = run->arena,
					.pid = run->target.pid,
					.follows = run->options->follows,
					.own_pid = machine_has_own_pids() ? -1 : getpid(),
					.executable = run->target.executable,
					.preloaded = run->sampler.path};
	return status;
}

/* Each probe takes two or more. A command has its own limit already. */
static int raise_file_limit(void)
{
	file_limit_raise();
	return STATUS_DONE;
}

/* ---- what is given up ---- */

static bool plan_has_event(const struct plan *plan, enum plan_event_kind kind)
{
	for (uint32_t i = 0; i < plan->event_count; i++)
		if (plan->events[i].kind == kind)
			return true;
	return false;
}

/* A shell that the program runs is to do what whoever asked for it (--unsafe) may do. */
static bool runs_shell(const struct run *run)
{
	return plan_has_event(run->plan, PLAN_SYSTEM);
}

static void tell_no_fence(const struct run *run, int error)
{
	if (error && run->options->verbose)
		complain("no fence of system calls (seccomp): %s", strerror(-error));
}

/* The command of -c was started before, and is outside. */
static int fence(struct run *run)
{
	if (!run->options->is_fenced && !runs_shell(run))
		tell_no_fence(run, fence_close());
	return STATUS_DONE;
}

/* All is loaded, attached and open, but for watchpoints, which are armed while it runs. */
static int drop_privileges(struct run *run)
{
	struct privileges_use use = {.opens_events = plan_has_event(run->plan, PLAN_WATCH),
				     .has_command = run->options->command != NULL};

	if (runs_shell(run))
		return STATUS_DONE;
	privileges_drop(&use);
	if (!use.opens_events)
		tell_no_fence(run, fence_close_kernel());
	return STATUS_DONE;
}

/* ---- tracing ---- */

static int choose(struct run *run)
{
	int status;

	progress_begin("looking for what is probed", "");
	status = choose_probes(&run->machine, run->plan, &run->probes);
	progress_end();
	return status;
}

static int load(struct run *run)
{
	return load_plan(&run->loaded, &run->machine, run->plan, &run->probes,
			 run->options->verbose);
}

static void use_report(struct run *run)
{
	struct report_target target = {.pid = run->options->pid,
				       .command = run->options->command,
				       .follows = run->options->follows};

	if (run->options->report)
		output_use_report(run->output, run->options->report, &target);
}

static int open_output(struct run *run)
{
	run->symbols = symbols_new();
	run->output = output_new(run->plan, &run->loaded.maps, run->symbols, run->options->out);
	if (run->options->form)
		output_use_form(run->output, run->options->form);
	if (isatty(run->options->terminal))
		output_use_terminal(run->output, run->options->terminal);
	use_report(run);
	run->watches = watches_new(&run->loaded, &run->probes, run->output);
	for (size_t i = 0; i < run->probes.list.count; i++) {
		const struct probe *probe = &run->probes.list.items[i];
		const struct hook *hook = &probe->hook;

		output_name_attach(run->output, probe->id, probe->text,
				   probe_kind_has(probe->attach->point.kind, PROBE_FUNCTION)
					   ? hook->place.name
					   : NULL);
	}
	return STATUS_DONE;
}

static int watch_processes(struct run *run)
{
	struct processes_input input = {.plan = run->plan,
					.loaded = &run->loaded,
					.symbols = run->symbols,
					.watches = run->watches,
					.output = run->output,
					.target = run->target.pid,
					.follows = run->options->follows};

	run->processes = processes_open(&input);
	if (run->options->pid)
		symbols_learn_process(run->symbols, run->options->pid);
	return STATUS_DONE;
}

/* Before anything is opened on those that there are. */
static int watch_cpus(struct run *run)
{
	if (!processes_matter(run->plan) && !attach_is_on_cpus(&run->probes))
		return STATUS_DONE;
	run->cpus = cpus_open();
	if (run->cpus < 0)
		complain("cannot watch for CPUs that come (%s): they will not be traced",
			 strerror(-run->cpus));
	return STATUS_DONE;
}

static int follow_children(struct run *run)
{
	return run->options->follows ? follow_open(&run->follow, &run->loaded, run->target.pid)
				     : STATUS_DONE;
}

static void start_clock(struct run *run)
{
	run->loaded.state->start_ns = clock_ns(CLOCK_BOOTTIME);
}

static int say_cannot(const char *verb, const struct probe *probe, int error)
{
	complain("%s: cannot %s %s: %s", probe->attach->place, verb, probe->text, strerror(-error));
	return STATUS_ENVIRONMENT;
}

static int run_all(struct run *run, const struct kind *kind)
{
	for (size_t i = 0; i < run->probes.list.count; i++) {
		const struct probe *probe = &run->probes.list.items[i];
		int error;

		if (probe->hook.kind != kind)
			continue;
		error = prog_run(load_find_program(&run->loaded, probe->hook.program), &probe->id,
				 1);
		if (error)
			return say_cannot("run", probe, error);
	}
	return STATUS_DONE;
}

static int begin(struct run *run)
{
	start_clock(run);
	return run_all(run, &kind_begin);
}

static int attach(struct run *run)
{
	return attach_probes(&run->loaded, &run->machine, &run->probes);
}

static int watch_cost(struct run *run)
{
	struct cost_input input = {.plan = run->plan,
				   .loaded = &run->loaded,
				   .probes = &run->probes,
				   .output = run->output,
				   .demanded = run->options->max_cost};

	return cost_open(&input, &run->cost);
}

/* Since the last time. */
static void count_skipped(struct run *run)
{
	uint64_t skipped = load_count_skipped(&run->loaded);

	output_count_loss(run->output, ABI_LOSS_RECURSION, skipped - run->skipped);
	run->skipped = skipped;
}

static char *make_metrics(void *context, size_t *size)
{
	struct run *run = context;

	processes_let_go(run->processes);
	count_skipped(run);
	return output_metrics(run->output, size);
}

static int open_loop(struct run *run)
{
	struct loop_input input = {.plan = run->plan,
				   .loaded = &run->loaded,
				   .probes = &run->probes,
				   .target = &run->target,
				   .follow = run->follow,
				   .output = run->output,
				   .processes = run->processes,
				   .cpus = run->cpus,
				   .cost = run->cost,
				   .server = run->options->server,
				   .screen = run->options->screen,
				   .out = run->options->out,
				   .terminal = run->options->terminal};

	serve_start(run->options->server, make_metrics, run);
	return loop_open(&run->loop, &input);
}

static void tell_attached(const struct run *run, size_t count)
{
	if (run->options->quiet)
		return;
	output_attached(run->output, count);
	if (run->options->server)
		fprintf(stderr, "Serving metrics at %s\n", serve_url(run->options->server));
	fprintf(stderr, "Attached %zu probe%s\n", count, count == 1 ? "" : "s");
}

static int start_timers(struct run *run)
{
	for (size_t i = 0; i < run->probes.list.count; i++) {
		const struct probe *probe = &run->probes.list.items[i];
		int error = probe->hook.kind->start ? probe->hook.kind->start(&probe->hook) : 0;

		if (error)
			return say_cannot("start", probe, error);
	}
	return STATUS_DONE;
}

static int enable(struct run *run)
{
	size_t count = attach_count(&run->probes);
	int status;

	start_clock(run); /* attaching may have taken long */
	status = start_timers(run);
	if (status)
		return status;
	if (run->options->screen)
		loop_drain(&run->loop); /* what BEGIN has printed, and nobody else yet */
	run->loaded.state->enabled = !run->loaded.state->exiting; /* BEGIN may have ended it */
	output_start_report(run->output, count);
	tell_attached(run, count);
	screen_end_head(run->options->screen);
	return STATUS_DONE;
}

static bool go_on(void *loop)
{
	return loop_go_on(loop);
}

/* Objects that are there already. A program that waits for nothing else ends with them. */
static int iterate(struct run *run)
{
	bool has_iterated = false, waits = false;

	for (size_t i = 0; i < run->probes.list.count; i++) {
		const struct probe *probe = &run->probes.list.items[i];
		const struct kind *kind = probe->hook.kind;
		int error;

		waits |= !kind->iterate && kind != &kind_begin && kind != &kind_end;
		if (!kind->iterate || !loop_go_on(&run->loop))
			continue;
		has_iterated = true;
		error = kind->iterate(&probe->hook, go_on, &run->loop);
		if (error)
			return say_cannot("run", probe, error);
	}
	if (has_iterated && !waits)
		loop_end(&run->loop);
	return STATUS_DONE;
}

static int start_target(struct run *run)
{
	if (run->loaded.state->exiting)
		return STATUS_DONE;
	if (run->options->command)
		progress_allow(false); /* it may print to the same terminal */
	return target_start(&run->target);
}

/* ---- after tracing ---- */

/* What was printed may have no reader any more: then the page of --report still has. */
static bool is_read(const struct run *run)
{
	return run->loop.end == LOOP_DONE ||
	       (run->loop.end == LOOP_CLOSED && run->options->report);
}

/* -q is about what is printed. */
static void print_maps(struct run *run)
{
	if (run->plan->leaves_maps_out)
		return;
	if (run->options->quiet)
		output_report_all_maps(run->output);
	else
		output_all_maps(run->output);
}

static void print_all(struct run *run)
{
	loop_drain(&run->loop);
	processes_settle(run->processes, NULL);
	print_maps(run);
	loop_flush(&run->loop);
	count_skipped(run);
	if (is_read(run)) {
		cost_report(run->cost);
		progress_hide();
		output_losses(run->output, stderr);
		output_finish(run->output);
		output_write_report(run->output);
		loop_flush(&run->loop);
	}
}

/* On a terminal the report itself is what is to be seen. */
static int report(struct run *run)
{
	bool is_seen = isatty(run->options->terminal);
	int status;

	loop_drain(&run->loop);
	output_end_report(run->output);
	status = run_all(run, &kind_end);
	if (!is_seen)
		progress_begin("writing the report", "");
	print_all(run);
	if (!is_seen)
		progress_end();
	return status;
}

/* 0, or what the program gave to exit(), whose event may have been lost. */
static int exit_code(const struct run *run)
{
	return run->loop.has_exited ? output_exit_code(run->output)
				    : output_exit_status(run->loaded.state->exit_code);
}

static bool has_probe_of_one_process(const struct run *run)
{
	if (machine_only_pid(&run->machine) < 0)
		return false;
	for (size_t i = 0; i < run->probes.list.count; i++) {
		const struct probe *probe = &run->probes.list.items[i];

		/* Those that are attached together are of all processes. */
		if (!probe->is_many && probe_kind_has(probe->attach->point.kind, PROBE_PROCESS))
			return true;
	}
	return false;
}

/* The kernel ties these probes to the first thread, and takes them out when it ends. */
static void tell_of_other_threads(const struct run *run, uint64_t traced_until)
{
	uint64_t ended = run->loop.first_thread_ended;

	if (!ended || !has_probe_of_one_process(run))
		return;
	complain("the first thread of process %d ended %" PRIu64 " s before tracing did: since then no probe "
		 "in user space has fired in its other threads; with --follow they do",
		 run->target.pid, (traced_until - ended) / NS_PER_S);
}

static int finish(struct run *run)
{
	uint64_t traced_until = clock_ns(CLOCK_MONOTONIC); /* the report may take long */
	int status = STATUS_DONE;

	run->loaded.state->enabled = 0;
	progress_allow(!run->options->screen); /* also when -c has forbidden it */
	loop_release_signals();
	if (is_read(run))
		status = report(run);
	tell_of_other_threads(run, traced_until);
	if (run->loop.end == LOOP_FAILED)
		return STATUS_ENVIRONMENT;
	return status ?: exit_code(run);
}

static int trace(struct run *run)
{
	loop_run(&run->loop);
	serve_stop(run->options->server);
	screen_leave(run->options->screen);
	return finish(run);
}

static void close_all(struct run *run)
{
	detach_probes(&run->probes);
	loop_close(&run->loop);
	cost_close(run->cost);
	processes_close(run->processes);
	file_close(&run->cpus);
	follow_close(run->follow);
	watches_free(run->watches);
	output_free(run->output);
	symbols_free(run->symbols);
	load_close(&run->loaded);
	machine_close(&run->machine);
	target_close(&run->target);
	arena_free(run->arena);
}

int run_plan(const struct plan *plan, const struct run_options *options)
{
	struct run run = {.plan = plan,
			  .options = options,
			  .arena = arena_new(),
			  .target = {.ended = -1, .first_thread = -1, .go = -1, .error = -1},
			  .loaded = {.events = -1},
			  .cpus = -1,
			  .loop = {.epoll = -1, .others = -1, .survivor = -1}};
	int status;

	signal(SIGINT, SIG_DFL); /* also in the background of a script, where it is ignored */
	status = find_sampler(&run)
			 ?: open_target(&run)
			 ?: check_pids(&run)
			 ?: raise_file_limit()
			 ?: fence(&run)
			 ?: choose(&run)
			 ?: load(&run)
			 ?: open_output(&run)
			 ?: watch_cpus(&run)
			 ?: watch_processes(&run)
			 ?: follow_children(&run)
			 ?: begin(&run)
			 ?: attach(&run)
			 ?: watch_cost(&run)
			 ?: open_loop(&run)
			 ?: drop_privileges(&run)
			 ?: enable(&run)
			 ?: iterate(&run)
			 ?: start_target(&run)
			 ?: trace(&run);
	close_all(&run);
	return status;
}
