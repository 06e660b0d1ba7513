/*
 * Plan -> the probes that this machine really has.
 *
 * Decides among alternatives, expands wildcards, drops what is optional and missing and what would
 * attach one program twice to one address. Nothing is loaded or attached yet.
 */
#ifndef MEMTAP_CHOOSE_H
#define MEMTAP_CHOOSE_H

#include "codegen/plan.h"
#include "lexer/arena.h"
#include "runtime/kind.h"

#define PROBES_MAX 5000 /* of one run, wildcards expanded */

struct probe {
	const struct plan_attach *attach;
	uint64_t id;      /* index of `attach`; what wildcards add is numbered from attach_count */
	const char *text; /* what the builtin `probe` prints */
	bool is_expanded; /* one of those that a wildcard matched */
	bool is_many; /* one of several of a program that kind->attach_many() may attach together */
	struct hook begin; /* of a pair: attached first; kind NULL: none */
	struct hook hook;
};

struct probes {
	ARRAY(struct probe) list;
};

/* Returns an exit status; messages are printed. All memory is the machine's arena's. */
int choose_probes(struct machine *machine, const struct plan *plan, struct probes *probes);

/* Is it there, with all that its programs read? Alternatives are not looked at. */
bool choose_has(struct machine *machine, const struct plan *plan, const struct plan_attach *attach,
		struct reason *reason);

#endif
