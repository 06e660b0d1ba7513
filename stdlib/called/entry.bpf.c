/*
 * Pairs of which the program itself knows what an entry is found by.
 */
#include "stdlib/called/entry.bpf.h"

SHARED struct abi_entry *mt_entry_begin(void *map, uint64_t what, uint64_t sp, uint64_t function)
{
	return begin_entry(map, what, sp, function);
}

SHARED struct abi_entry *mt_entry_end(void *map, uint64_t what, uint64_t sp)
{
	return end_entry(map, what, sp);
}
