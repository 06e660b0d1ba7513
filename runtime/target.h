/*
 * Whom we trace: a process that runs (-p), or a command that waits for the probes (-c).
 */
#ifndef MEMTAP_TARGET_H
#define MEMTAP_TARGET_H

#include <stdbool.h>
#include <sys/types.h>

#include "lexer/arena.h"
#include "runtime/run.h"
#include "runtime/sampler.h"

struct target {
	pid_t pid;              /* 0: everybody */
	int ended;              /* a pidfd, readable once the process has ended; -1: no target */
	int first_thread;       /* poll(2) says POLLHUP once its perf events have ended; or -1 */
	const char *executable; /* of the command; NULL with -p */

	/* private */
	bool is_waiting; /* the child has not been told to go */
	bool is_child;
	int go, error;   /* pipes: to the child, and from it, when exec(2) fails */
};

/*
 * Finds the process, or starts a child that will run the command, with the sampler if there is one.
 * Returns an exit status; messages are printed. target_close() is due after any end.
 */
int target_open(struct target *target, struct arena *arena, const struct run_options *options,
		const struct sampler *sampler);

/* Lets the command begin. Returns an exit status; the message is printed. */
int target_start(struct target *target);

/*
 * Perf events end with their thread, but also where the process executes a set-ID program, or another
 * thread of it calls exec; and in a large process long before that has ended.
 */
bool target_outlives_first_thread(const struct target *target);

/* Ends a command that still runs, by SIGTERM; one that goes on nevertheless is left, and told of. */
void target_close(struct target *target);

#endif
