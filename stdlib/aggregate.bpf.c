/*
 * Aggregations of one number under a key, inlined. A file of its own: most programs need no more of those
 * that change maps, and what is read takes its time.
 */
#include "stdlib/aggregate.bpf.h"

/* Returns what it was before. */
HELPER uint64_t mt_aggregate_add(void *map, const void *key, uint64_t n)
{
	return add_to(map, key, n);
}

HELPER void mt_aggregate_average(void *map, const void *key, uint64_t n)
{
	average_of(map, key, n);
}

HELPER void mt_aggregate_extreme(void *map, const void *key, uint64_t n, bool is_max, bool is_signed)
{
	extreme_of(map, key, n, is_max, is_signed);
}

HELPER uint64_t mt_aggregate_power(uint64_t n, uint32_t bits)
{
	return power_bucket(n, bits);
}

HELPER void mt_aggregate_hist(void *map, const void *key, uint64_t bucket, uint32_t count)
{
	count_bucket(map, key, bucket, count);
}
