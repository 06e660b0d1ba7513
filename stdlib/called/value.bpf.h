/*
 * New values of maps, for functions that a program has called: those must not hand the key on to
 * mt_map_new_value(). Linux 7.2 has taken a key in the stack of the program's body for dead by then
 * ("slot poisoned by dead code elimination": tests/vm/cases/bodies.mt).
 */
#ifndef MEMTAP_VALUE_BPF_H
#define MEMTAP_VALUE_BPF_H

#include "stdlib/helpers.bpf.h"

/* map.bpf.c */
const void *mt_map_zeros(void);

/* A value under a key that had none; NULL: refused, and counted. */
static inline HELPER void *new_value(void *map, const void *key)
{
	long error = bpf_map_update_elem(map, key, mt_map_zeros(), BPF_NOEXIST);
	void *value = bpf_map_lookup_elem(map, key);

	if (!value)
		mt_core_refused(error, ABI_LOSS_MAP_FULL);
	return value;
}

#endif
