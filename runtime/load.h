/*
 * Plan -> programs and maps in the kernel, patched for it; nothing attached yet.
 */
#ifndef MEMTAP_LOAD_H
#define MEMTAP_LOAD_H

#include "codegen/abi.h"
#include "codegen/plan.h"
#include "runtime/choose.h"
#include "runtime/machine.h"
#include "runtime/output.h"

struct bpf_object;

struct loaded {
	struct bpf_object *object;
	volatile struct abi_state *state; /* shared with the programs */
	struct output_maps maps;
	int events; /* the ring buffer's map; -1: the program has no events */

	/* private */
	void *state_pages;
	size_t state_size;
	int *map_numbers;
};

/*
 * Loads only the programs that the probes use, and those that let go the objects of a process.
 * Returns an exit status; messages are printed. After any end, load_close() frees everything.
 */
int load_plan(struct loaded *loaded, struct machine *machine, const struct plan *plan,
	      struct probes *probes, bool verbose);
void load_close(struct loaded *loaded);

/*
 * What only this machine knows, put into a copy of the plan's object: variables, fields of
 * tracepoints, constants. Returns an exit status; messages are printed.
 */
int load_prepare(struct machine *machine, const struct plan *plan, const struct probes *probes,
		 uint8_t *image);

/* How often the kernel has skipped a program of ours, because another one was running there. */
uint64_t load_count_skipped(const struct loaded *loaded);

struct bpf_program *load_find_program(const struct loaded *loaded, const char *name);

#endif
