/*
 * The aggregations of stdlib/aggregate.bpf.c, for scripts that have many of them: there, what is inlined takes
 * longer to compile than anything else.
 */
#include "stdlib/called/value.bpf.h"

#define NEW_VALUE new_value
#include "stdlib/aggregate.bpf.h"

SHARED uint64_t mt_aggregate_called_add(void *map, const void *key, uint64_t n)
{
	return add_to(map, key, n);
}

SHARED void mt_aggregate_called_average(void *map, const void *key, uint64_t n)
{
	average_of(map, key, n);
}

SHARED void mt_aggregate_called_extreme(void *map, const void *key, uint64_t n, bool is_max, bool is_signed)
{
	extreme_of(map, key, n, is_max, is_signed);
}

SHARED uint64_t mt_aggregate_called_power(uint64_t n, uint32_t bits)
{
	return power_bucket(n, bits);
}

#define BUCKET_MASK 4095

_Static_assert(ABI_HIST_BUCKETS_MAX <= BUCKET_MASK, "the mask leaves every bucket");

/* Linux 6.1 believes that numbers have buckets that none has; so it forgets what it knows of them. */
SHARED void mt_aggregate_called_hist(void *map, const void *key, uint64_t bucket, uint32_t count)
{
	count_bucket(map, key, bucket & BUCKET_MASK, count);
}
