/*
 * How many keys a map has. It is inlined: until Linux 6.10 one instruction may go through the
 * entries of one map only, also where it is in a function that is called for several.
 */
#include "stdlib/helpers.bpf.h"

static long count_entry(void *map, const void *key, void *value, void *context)
{
	return 0;
}

HELPER uint64_t mt_len_map(void *map)
{
	uint64_t context = 0;
	long count = bpf_for_each_map_elem(map, count_entry, &context, 0);

	return count > 0 ? count : 0;
}
