/*
 * From what --compile wrote to the run that the command line asks for: what memtap and memtap-run
 * have in common. Messages are printed; what is an int is an exit status.
 */
#ifndef MEMTAP_LAUNCH_H
#define MEMTAP_LAUNCH_H

#include <stdbool.h>
#include <stdio.h>

#include "codegen/plan.h"
#include "runtime/options.h"

struct server;

/*
 * Closes the fence of system calls, unless a command is to be started or may be by the program.
 * Comes before anything is read that others wrote. Returns whether it is closed.
 */
bool launch_fence(const struct options *options);

/*
 * Reads the plan from `in`, which messages call `path`. One that may do harm is not run from a file
 * that others can change.
 */
int launch_read(const struct options *options, const char *path, FILE *in, struct plan **plan);

/* Words and options of a program's own are put in when it is compiled. */
int launch_refuse_words(const char *path);

/* What is there by the time that a plan is. */
struct launch {
	FILE *out;
	FILE *report; /* --report; or NULL */
	struct server *server; /* of serve_open() */
	bool is_fenced;	       /* by launch_fence() */
};

/* Runs it to the end, if the command line allows what it does and has what it was compiled for. */
int launch(const struct launch *launch, const struct options *options, const struct plan *plan);

#endif
