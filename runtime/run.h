/*
 * Plan -> attached probes -> printed output.
 */
#ifndef MEMTAP_RUN_H
#define MEMTAP_RUN_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

#include "codegen/plan.h"
#include "lexer/fault.h"

struct output_form;
struct screen;
struct server;

/* Exit codes of memtap: all there are. */
enum exit_status {
	STATUS_DONE = 0,
	STATUS_PROGRAM = 1,     /* the script is wrong */
	STATUS_USAGE = 2,       /* the command line is wrong */
	STATUS_ENVIRONMENT = FAULT_EXIT, /* kernel, permission, missing probe, unknown process */
	STATUS_BUG = 70,        /* memtap's own */
};

struct run_options {
	pid_t pid;             /* -p: trace this process, end when it ends; 0: none */
	char *const *command;  /* -c: start it once the probes are attached; NULL: none */
	bool follows;	       /* --follow: trace the children, too, end with the last of them */
	FILE *out;             /* where reports go; errors and losses' advice go to stderr */
	const struct output_form *form; /* -f; NULL: text */
	bool verbose;          /* libbpf's and the verifier's words on stderr */
	bool quiet;            /* no "attached N probes" line, no maps at the end */
	double max_cost;       /* --max-cost: percent of a CPU; 0: not given */
	struct server *server; /* --serve: answers while it traces; NULL: none */
	FILE *report;	       /* --report: for a page at the end; NULL: none */
	int terminal;	       /* where `out` comes to, at last: a file, a pipe, a terminal */
	struct screen *screen; /* --top: what `out` is; NULL: another */
	bool is_fenced;        /* fence_close() was called already */
};

/* Loads, attaches, prints until the end, detaches. Returns an exit status; messages are printed. */
int run_plan(const struct plan *plan, const struct run_options *options);

#endif
