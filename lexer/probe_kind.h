/*
 * The kinds of probes, as rows of lexer/probe_kinds.def: what compiler and runtime agree on.
 *
 * A kind's number is its row. The enums of both, enum point_kind and enum plan_point_kind, are made
 * of the same rows, so that each of their values is such a number.
 */
#ifndef MEMTAP_PROBE_KIND_H
#define MEMTAP_PROBE_KIND_H

#include <stdbool.h>
#include <stddef.h>

enum probe_trait {
	PROBE_FUNCTION = 1 << 0,  /* of functions: `func` has a value */
	PROBE_RETURN = 1 << 1,	  /* at their return, which makes a pair with their entry */
	PROBE_REGISTERS = 1 << 2, /* the context is a struct pt_regs of where it fired */
	PROBE_PROCESS = 1 << 3,	  /* these registers, and what they point to, are a process's */
	PROBE_TASK = 1 << 4,	  /* fires in the task that it is about: may be part of a pair */
	PROBE_SAMPLE = 1 << 5,	  /* every so often, or so many times: a perf event */
	PROBE_OWN = 1 << 6,	  /* each place needs a program for itself */
	PROBE_RUN = 1 << 7,	  /* memtap runs it, the kernel does not */
	PROBE_TYPED = 1 << 8,	  /* the kernel's BTF says what its arguments are */

	PROBE_HAS_TARGET = 1 << 9, /* what struct point and struct plan_point always have */
	PROBE_HAS_NAME = 1 << 10,
	PROBE_HAS_PERIOD = 1 << 11,
};

#define PROBE_ARMED "armed" /* in watchpoint:armed: where watch() says */

struct probe_kind {
	const char *name;
	const char *others; /* that mean the same, with blanks between: "k" */
	const char *section;
	unsigned int traits;
	size_t least, most; /* parts of its text */
	const char *form;   /* "kprobe:[MODULE:]FUNCTION[+OFFSET]" */
};

enum {
#define PROBE_KIND(id, ...) PROBE_KIND_##id,
#include "lexer/probe_kinds.def"
#undef PROBE_KIND
	PROBE_KIND_COUNT
};

extern const struct probe_kind probe_kinds[PROBE_KIND_COUNT];

/* By either spelling; false when there is none. */
bool probe_kind_find(const char *spelling, unsigned int *number);
/* "Did you mean": the name nearest to what was written, or NULL. */
const char *probe_kind_nearest(const char *spelling);
/* Has it any of these traits? What is no kind has none. */
bool probe_kind_has(unsigned int number, unsigned int traits);

#endif
