/*
 * hold, release, move.
 */
#include "stdlib/called/hold.bpf.h"

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, uint32_t);
	__type(value, uint64_t);
} mt_generations MAP;

#define CPU_SHIFT 48

static HELPER uint64_t next_generation(void)
{
	uint64_t cpu = bpf_get_smp_processor_id() + 1, *last;
	uint32_t index = 0;

	last = bpf_map_lookup_elem(&mt_generations, &index);
	return last ? cpu << CPU_SHIFT | __sync_fetch_and_add(last, 1) : GENERATION_TAKEN;
}

static HELPER long insert(void *objects, const void *name, struct abi_object *object)
{
	long error = -EBUSY;

	object->generation = next_generation();
#pragma clang loop unroll(disable)
	for (int i = 0; i < TRIES && !is_final(error); i++)
		error = bpf_map_update_elem(objects, name, object, BPF_NOEXIST);
	return error;
}

static HELPER bool take(void *objects, const void *name, struct abi_object *object,
			uint32_t object_size)
{
	struct abi_object *there = bpf_map_lookup_elem(objects, name);

	return there &&
	       take_this(objects, name, there, read_once(there->generation), object, object_size);
}

/* A key's total, made if it is not there; NULL: refused, and counted. */
static HELPER struct abi_total *total_of(void *totals, const void *key)
{
	struct abi_total *total = bpf_map_lookup_elem(totals, key), none = {0};
	long error;

	if (total)
		return total;
	error = bpf_map_update_elem(totals, key, &none, BPF_NOEXIST);
	total = bpf_map_lookup_elem(totals, key);
	if (!total)
		mt_core_refused(error, ABI_LOSS_HOLD_FULL);
	return total;
}

SHARED void mt_hold_release(void *objects, void *totals, const void *name,
			    struct abi_object *object, uint32_t object_size)
{
	if (take(objects, name, object, object_size))
		subtract(totals, object);
}

/* `object` holds the key and the size; behind it is room for one of this name that is there. */
SHARED void mt_hold_hold(void *objects, void *totals, const void *name, struct abi_object *object,
			 uint32_t object_size)
{
	struct abi_total *total;
	long error;

	if (totals) {
		total = total_of(totals, object + 1);
		if (!total)
			return;
		add(total, object->size, 1);
	}
	object->time_ns = bpf_ktime_get_boot_ns();
	error = insert(objects, name, object);
	/*
	 * It was there: its release was not seen, or is still to come. After that again: another
	 * CPU has held this very name meanwhile, or is taking it out.
	 */
#pragma clang loop unroll(disable)
	for (int i = 0; i < TRIES && (int)error == -EEXIST; i++) {
		mt_hold_release(objects, totals, name, (void *)((char *)object + object_size),
				object_size);
		error = insert(objects, name, object);
	}
	if (error) {
		subtract(totals, object);
		mt_core_refused(error, ABI_LOSS_HOLD_FULL);
	}
}

/*
 * move: at the beginning of the pair the old object is taken out, so that nobody who is given its
 * address meanwhile takes it for his; its total stays. `taken` says whether there was one.
 */
SHARED void mt_hold_take(void *objects, const void *name, uint64_t *taken,
			 struct abi_object *object, uint32_t object_size)
{
	*taken = take(objects, name, object, object_size);
}

/* The old object's end: it lives on under a new name, or is gone. */
SHARED void mt_hold_settle(void *totals, uint64_t *taken, const struct abi_object *object)
{
	if (*taken)
		subtract(totals, object);
	*taken = 0;
}

/* It did not move after all. */
SHARED void mt_hold_put_back(void *objects, void *totals, const void *name, uint64_t *taken,
			     struct abi_object *object)
{
	long error;

	if (!*taken)
		return;
	*taken = 0;
	error = insert(objects, name, object);
	if (error) {
		subtract(totals, object);
		mt_core_refused(error, ABI_LOSS_HOLD_FULL);
	}
}
