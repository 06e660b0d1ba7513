/*
 * Aggregations: values of maps that change in place, with atomic operations.
 *
 * Maps of aggregations are per CPU, yet a program can be interrupted by another on its own CPU.
 */
#include "stdlib/aggregate.bpf.h"

static const uint64_t zeros[ABI_HIST_BUCKETS_MAX]; /* the largest value of an aggregation */

/* ---- counts of the key that comes again and again: see enum abi_pending ---- */

/* called/count.bpf.c */
void mt_count_other(void *map, void *pendings, uint64_t *pending, const uint64_t *key);

HELPER void mt_map_count_again(void *map, void *pendings, const uint64_t *key)
{
	uint32_t index = ABI_PENDING_COUNT;
	uint64_t *pending = bpf_map_lookup_elem(pendings, &index), seen, count;

	if (!pending)
		return;
	seen = read_once(*pending);
	count = seen - (*key << ABI_PENDING_SHIFT); /* 1 to ABI_PENDING_MOST: it is the key's */
	if (count - 1 >= ABI_PENDING_MOST - 1 ||
	    __sync_val_compare_and_swap(pending, seen, seen + 1) != seen)
		mt_count_other(map, pendings, pending, key);
}

/* ---- the other aggregations ---- */

HELPER uint64_t mt_map_step(int64_t n, int64_t low, int64_t high, uint64_t step, uint64_t count)
{
	if (n < low)
		return 0;
	if (n >= high)
		return count - 1;
	return 1 + (uint64_t)(n - low) / step;
}

/* ---- time series ---- */

/*
 * The slot becomes that of the interval. False: it is that of a newer one already, or others are
 * at it: what this one interrupted will not go on, and another CPU needs a few rounds.
 */
static HELPER bool take_slot(struct abi_interval *slot, uint64_t epoch)
{
#pragma clang loop unroll(disable)
	for (int i = 0; i < 8; i++) {
		uint64_t seen = read_once(slot->epoch);

		if (seen == epoch)
			return true;
		if (seen == ABI_INTERVAL_BUSY)
			continue;
		if (seen > epoch)
			return false;
		if (__sync_val_compare_and_swap(&slot->epoch, seen, ABI_INTERVAL_BUSY) != seen)
			continue;
		write_once(slot->count, 0);
		write_once(slot->value, 0);
		__sync_lock_test_and_set(&slot->epoch, epoch); /* after what is above */
		return true;
	}
	mt_core_lose(ABI_LOSS_MAP_BUSY);
	return false;
}

HELPER void mt_map_series(void *map, const void *key, uint64_t n, uint64_t now, uint64_t interval,
			  uint32_t count, uint32_t function, bool is_signed)
{
	struct abi_interval *slot = value_of(map, key);
	uint64_t number = now / interval, at = number % count;

	asm volatile("" : "+r"(at)); /* LLVM knows that it is below, the verifier does not */
	if (!slot || at >= count)
		return;
	slot += at;
	if (!take_slot(slot, number + 1))
		return;
	switch (function) {
	case ABI_SERIES_LAST:
		write_once(slot->value, n);
		write_once(slot->count, now);
		break;
	case ABI_SERIES_MAX:
	case ABI_SERIES_MIN:
		if (raise(&slot->value, n ^ ABI_EXTREME_MASK(function == ABI_SERIES_MAX, is_signed)))
			write_once(slot->count, 1);
		break;
	default:
		__sync_fetch_and_add(&slot->value, n);
		__sync_fetch_and_add(&slot->count, 1);
	}
}

/* ---- aggregations over all CPUs ---- */

#define CPUS_MAX 4096

HELPER void mt_map_reset(void *map, const void *key, uint32_t size)
{
#pragma clang loop unroll(disable)
	for (uint32_t cpu = 0; cpu < mt_ncpus && cpu < CPUS_MAX; cpu++) {
		void *value = bpf_map_lookup_percpu_elem(map, key, cpu);

		if (value)
			bpf_probe_read_kernel(value, size, zeros);
	}
}

HELPER uint64_t mt_map_sum(void *map, const void *key)
{
	uint64_t sum = 0;

#pragma clang loop unroll(disable)
	for (uint32_t cpu = 0; cpu < mt_ncpus && cpu < CPUS_MAX; cpu++) {
		uint64_t *value = bpf_map_lookup_percpu_elem(map, key, cpu);

		if (value)
			sum += *value;
	}
	return sum;
}

HELPER uint64_t mt_map_mean(void *map, const void *key, bool is_signed)
{
	uint64_t count = 0, total = 0;

#pragma clang loop unroll(disable)
	for (uint32_t cpu = 0; cpu < mt_ncpus && cpu < CPUS_MAX; cpu++) {
		struct abi_average *average = bpf_map_lookup_percpu_elem(map, key, cpu);

		if (average) {
			count += average->count;
			total += average->total;
		}
	}
	if (!count)
		return 0;
	if (is_signed && (int64_t)total < 0) /* before v4 of its instructions BPF has no signed division */
		return -(-total / count);
	return total / count;
}

HELPER uint64_t mt_map_extreme_of(void *map, const void *key, bool is_max, bool is_signed)
{
	uint64_t most = 0, is_set = 0;

#pragma clang loop unroll(disable)
	for (uint32_t cpu = 0; cpu < mt_ncpus && cpu < CPUS_MAX; cpu++) {
		struct abi_extreme *extreme = bpf_map_lookup_percpu_elem(map, key, cpu);

		if (extreme && extreme->is_set) {
			is_set = 1;
			most = extreme->masked > most ? extreme->masked : most;
		}
	}
	return is_set ? most ^ ABI_EXTREME_MASK(is_max, is_signed) : 0;
}
