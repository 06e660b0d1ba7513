/*
 * Counts that are pending on a CPU (enum abi_pending) give way to those of another key.
 */
#include "stdlib/helpers.bpf.h"

/* called/map.bpf.c */
void *mt_map_new_value(void *map, const void *key);

static HELPER uint64_t *element(void *pendings, uint32_t index)
{
	return bpf_map_lookup_elem(pendings, &index);
}

/* The key takes the place of the one before, whose count goes into the map; false: not now. */
static HELPER bool replace(void *map, uint64_t *pending, uint64_t key)
{
	uint64_t seen = read_once(*pending), last = seen >> ABI_PENDING_SHIFT;
	uint64_t count = seen & ABI_PENDING_MOST, *value = NULL;

	if (count) {
		value = bpf_map_lookup_elem(map, &last);
		if (!value)
			return false;
	}
	if (__sync_val_compare_and_swap(pending, seen, key << ABI_PENDING_SHIFT | 1) != seen)
		return false;
	if (value)
		__sync_fetch_and_add(value, count);
	return true;
}

/*
 * User space stops moves before it looks, and waits for those that have begun: the count that is
 * moved is nowhere to be seen meanwhile.
 */
SHARED void mt_count_other(void *map, void *pendings, uint64_t *pending, const uint64_t *key)
{
	uint64_t *moves = element(pendings, ABI_PENDING_MOVES), *value;
	uint64_t *stays = element(pendings, ABI_PENDING_STAYS);

	if (!moves || !stays)
		return;
	__sync_fetch_and_add(moves, 1); /* before what is below, as is all that is atomic */
	value = bpf_map_lookup_elem(map, key);
	if (!value)
		value = mt_map_new_value(map, key);
	if (value && (read_once(*stays) || !replace(map, pending, *key)))
		__sync_fetch_and_add(value, 1);
	__sync_fetch_and_add(moves, -1);
}
