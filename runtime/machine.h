/*
 * What the machine and the target have to attach to: tracefs, the kernel's functions, binaries.
 *
 * Functions and binaries are read on first use and kept until machine_close(), tracefs is read each
 * time; all memory is the arena's.
 */
#ifndef MEMTAP_MACHINE_H
#define MEMTAP_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "lexer/arena.h"
#include "lexer/tracefs.h"
#include "runtime/message.h"

struct binary;
struct opened_binary;
struct btf;

struct kernel_function {
	const char *name;
	const char *module; /* NULL: the kernel itself */
};

struct kernel_functions {
	ARRAY(struct kernel_function) list;
	bool was_read;
};

struct machine {
	struct arena *arena;
	pid_t pid;              /* the target; 0: none */
	bool follows;           /* its children are traced, too */
	pid_t own_pid;          /* of memtap, as the kernel reports it; -1: not known */
	const char *executable; /* what -c will run; NULL: nothing */
	const char *preloaded;  /* a library that it is given; NULL: none */

	struct kernel_functions traceable; /* may have a kprobe: for wildcards */
	struct kernel_functions symbols;   /* all: quicker to read */
	struct opened_binary *binaries;
	struct btf *btf; /* runtime/prototype.h: NULL: not read, or there is none */
	bool btf_was_read;
};

void machine_close(struct machine *machine);

/* False, having said so, when the target has ended: then nothing that is missing means anything. */
bool machine_has_target(const struct machine *machine);

/* In a container processes have numbers of their own; programs see the kernel's. */
bool machine_has_own_pids(void);

/* The only process for which the kernel is to run probes; -1: there are others than the target. */
pid_t machine_only_pid(const struct machine *machine);

/* Possible ones, as per-CPU maps have values for; at least 1. */
uint32_t machine_cpus(void);

/* Where tracefs is mounted; NULL with the reason when it is not. */
const char *machine_tracefs(struct reason *reason);

/* NULL when the kernel has no such tracepoint. */
const struct tracefs_format *machine_format(struct machine *machine, const char *category,
					    const char *event);

/* Names of the entries of events/ or, with a category, of events/CATEGORY/ that match. */
size_t machine_match_events(struct machine *machine, const char *category, const char *pattern,
			    const char *const **names);

/* Empty when they cannot be read. */
const struct kernel_functions *machine_traceable(struct machine *machine);
const struct kernel_functions *machine_symbols(struct machine *machine);

/* Opened once a path; the machine's. NULL with the reason. */
struct binary *machine_binary(struct machine *machine, const char *path, struct reason *reason);

#endif
