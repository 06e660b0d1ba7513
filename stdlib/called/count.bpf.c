/*
 * Counts that are pending on a CPU (enum abi_pending) give way to those of another key.
 */
#include "stdlib/called/value.bpf.h"

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
 * A full barrier: on x86 whatever is atomic is one, on others only what returns the value that was
 * there.
 */
static HELPER void add_in_order(uint64_t *word, uint64_t n)
{
	uint64_t before = __sync_fetch_and_add(word, n);

	asm volatile("" : : "r"(before)); /* or else LLVM returns nothing */
}

/*
 * User space stops moves before it looks, and waits for those that have begun: the count that is
 * moved is nowhere to be seen meanwhile. It waits for this program if that read `stays` before it
 * was set. So nothing that is looked up before that may decide: by the end of a stop, which this
 * program may have been preempted through, the key may be gone from the map.
 */
SHARED void mt_count_other(void *map, void *pendings, uint64_t *pending, const uint64_t *key)
{
	uint64_t *moves = element(pendings, ABI_PENDING_MOVES), *value;
	uint64_t *stays = element(pendings, ABI_PENDING_STAYS);
	bool may_move;

	if (!moves || !stays)
		return;
	add_in_order(moves, 1);
	may_move = !read_once(*stays);
	value = bpf_map_lookup_elem(map, key);
	if (!value)
		value = new_value(map, key);
	if (value && (!may_move || !replace(map, pending, *key)))
		__sync_fetch_and_add(value, 1);
	add_in_order(moves, -1);
}
