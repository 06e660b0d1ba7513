/*
 * Values of maps: those that are assigned, and new ones of aggregations.
 */
#include "stdlib/called/value.bpf.h"

static const uint64_t zeros[ABI_HIST_BUCKETS_MAX]; /* the largest value of an aggregation */

_Static_assert(sizeof(zeros) >= ABI_INTERVALS_MAX * sizeof(struct abi_interval),
	       "zeros for any value");

/* For value.bpf.h: of each other, these files know functions alone. */
SHARED const void *mt_map_zeros(void)
{
	return zeros;
}

/* A value under a key that had none; NULL: refused, and counted. */
SHARED void *mt_map_new_value(void *map, const void *key)
{
	return new_value(map, key);
}

SHARED void mt_map_set(void *map, const void *key, const void *value)
{
	long error = bpf_map_update_elem(map, key, value, BPF_ANY);

	if (error)
		mt_core_refused(error, ABI_LOSS_MAP_FULL);
}
