/*
 * Aggregations of one number under a key: what aggregate.bpf.c has inlined, and
 * called/aggregate.bpf.c compiled once for scripts with many of them.
 */
#ifndef MEMTAP_AGGREGATE_BPF_H
#define MEMTAP_AGGREGATE_BPF_H

#include "stdlib/helpers.bpf.h"

#ifndef NEW_VALUE /* (map, key): makes it; called/aggregate.bpf.c has its own */
#define NEW_VALUE mt_map_new_value
void *mt_map_new_value(void *map, const void *key); /* called/map.bpf.c */
#endif

/* The value under a key, made if it is not there; NULL: refused, and counted. */
static inline HELPER void *value_of(void *map, const void *key)
{
	void *value = bpf_map_lookup_elem(map, key);

	return value ? value : NEW_VALUE(map, key);
}

/* Returns what it was before. */
static inline HELPER uint64_t add_to(void *map, const void *key, uint64_t n)
{
	uint64_t *value = value_of(map, key);

	return value ? __sync_fetch_and_add(value, n) : 0;
}

static inline HELPER void average_of(void *map, const void *key, uint64_t n)
{
	struct abi_average *average = value_of(map, key);

	if (average) {
		__sync_fetch_and_add(&average->total, n);
		__sync_fetch_and_add(&average->count, 1);
	}
}

/* The few tries are for programs in a row that interrupt this one between look and exchange. */
static inline HELPER bool raise(uint64_t *most, uint64_t n)
{
#pragma clang loop unroll(disable)
	for (int i = 0; i < 4; i++) {
		uint64_t seen = read_once(*most);

		if (n <= seen || __sync_val_compare_and_swap(most, seen, n) == seen)
			return true;
	}
	mt_core_lose(ABI_LOSS_MAP_BUSY);
	return false;
}

static inline HELPER void extreme_of(void *map, const void *key, uint64_t n, bool is_max, bool is_signed)
{
	struct abi_extreme *extreme = value_of(map, key);
	uint64_t masked = n ^ ABI_EXTREME_MASK(is_max, is_signed);

	if (extreme && raise(&extreme->masked, masked))
		write_once(extreme->is_set, 1); /* last: who sees it takes `masked` for a number */
}

/* Index of the highest bit that is set; n is not 0. */
static inline HELPER uint32_t log2_of(uint64_t n)
{
	uint32_t log = 0;

#pragma clang loop unroll(full)
	for (uint32_t step = 32; step; step /= 2) {
		uint32_t more = (n >> step != 0) * step;

		n >>= more;
		log += more;
	}
	return log;
}

/*
 * The bucket of a number: see codegen/abi.h. Also what is unsigned may be negative: the error that
 * a function returns.
 */
static inline HELPER uint64_t power_bucket(uint64_t n, uint32_t bits)
{
	uint64_t least = 1ull << bits, shift;

	if ((int64_t)n < 0)
		return 0;
	if (n < least)
		return 1 + n;
	shift = log2_of(n) - bits;
	return 1 + (shift << bits) + (n >> shift & 63);
}

static inline HELPER void count_bucket(void *map, const void *key, uint64_t bucket, uint32_t count)
{
	uint64_t *buckets = value_of(map, key);

	if (buckets && bucket < count)
		__sync_fetch_and_add(&buckets[bucket], 1);
}

#endif
