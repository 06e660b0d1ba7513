/*
 * The time between attaching and the last report: waits for whatever comes first, and serves it.
 *
 *     events of programs      printed
 *     timers, signals         run the program of interval and self, once however many were missed
 *     what processes do       see runtime/processes.h
 *     CPUs that come          get what is attached on each
 *     who asks for metrics    see runtime/serve.h
 *     the terminal            see runtime/screen.h
 *     what tracing costs      see runtime/cost.h
 *     ticks of --report       see runtime/output_timeline.h
 *     exit(), a signal, the end of the target, nobody reading the output: the end
 */
#ifndef MEMTAP_LOOP_H
#define MEMTAP_LOOP_H

#include "runtime/choose.h"
#include "runtime/cost.h"
#include "runtime/follow.h"
#include "runtime/load.h"
#include "runtime/output.h"
#include "runtime/processes.h"
#include "runtime/screen.h"
#include "runtime/serve.h"
#include "runtime/target.h"

struct ring_buffer;

struct loop_input {
	const struct plan *plan;
	const struct loaded *loaded;
	const struct probes *probes;
	const struct target *target;
	struct follow *follow; /* or NULL */
	struct output *output;
	struct processes *processes; /* or NULL */
	int cpus;		     /* of cpus_open(), or -1 */
	struct cost *cost;	     /* or NULL */
	struct server *server;	     /* or NULL */
	struct screen *screen;	     /* that `output` prints to; or NULL */
	FILE *out;		     /* what `output` prints to */
	int terminal;		     /* where that comes to, at last: a file, a pipe, a terminal */
};

enum loop_end {
	LOOP_NOT_ENDED,
	LOOP_DONE,
	LOOP_CLOSED, /* nobody reads the output: there is nobody to report to */
	LOOP_FAILED, /* a message was printed */
};

struct loop {
	struct loop_input in;
	enum loop_end end;
	bool has_exited; /* exit() was called, and its event came */
	uint64_t first_thread_ended; /* of a target that lives on: CLOCK_MONOTONIC, ns; or 0 */

	/* private */
	int epoll;
	bool outlives_terminal; /* the output's, which may go away */
	int others; /* a timer: to see whether the target lives on without its first thread; or -1 */
	int survivor; /* a pidfd: whose end is waited for after the target's; -1: none */
	struct ring_buffer *events; /* NULL: the program has none */
	const struct probe *reporting; /* whose program is run for a report; or NULL */
	unsigned taken;		    /* events, in this turn */
	bool has_changes;	    /* seen in the state: due after what is in the ring buffer */
	uint64_t taken_bytes, changes_since; /* of the ring buffer, by all events; by the changes */
};

/*
 * From here on the first SIGINT, SIGTERM or SIGHUP ends the loop; the second ends memtap. Returns
 * an exit status; messages are printed. loop_close() is due after any end.
 */
int loop_open(struct loop *loop, const struct loop_input *input);
void loop_close(struct loop *loop);

/* Until the end. */
void loop_end(struct loop *loop); /* loop_run() will return at once */
void loop_run(struct loop *loop);
/* Prints all events until there are none, and flushes: once no program makes more. */
void loop_drain(struct loop *loop);
/* While programs run: prints the events that are there by now. False: it is to end. */
bool loop_go_on(struct loop *loop);
/* Flushes the output; when that fails, `end` says how. */
void loop_flush(struct loop *loop);
/* From here on the first one ends memtap, too. */
void loop_release_signals(void);

#endif
