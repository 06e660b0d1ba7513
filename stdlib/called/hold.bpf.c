/*
 * hold, release, move.
 */
#include "stdlib/called/hold.bpf.h"

/* The verifier takes a sum with a pointer to the stack, no difference; and does not know what -x
 * is. */
static HELPER struct abi_object *object_before(const void *name, uint64_t sizes)
{
	int64_t back = 0;

	asm volatile("" : "+r"(back));
	back -= object_size_of(sizes);
	asm volatile("" : "+r"(back));
	return (void *)name + back;
}

/* ---- released objects that stay in the map ---- */

static HELPER struct abi_released *place_of(void *released, const uint64_t *name, uint32_t size)
{
	uint64_t hash = 0;
	uint32_t index;

#pragma clang loop unroll(disable)
	for (uint32_t i = 0; i < ABI_OBJECT_NAME_MOST / 8 && i < size / 8; i++)
		hash = (hash ^ name[i]) * 0x9e3779b97f4a7c15ull;
	index = hash >> 32 & (ABI_RELEASED_MOST - 1);
	return bpf_map_lookup_elem(released, &index);
}

/* False: it stays, after all. */
static HELPER bool evict(void *objects, const void *name, struct abi_object *there,
			 uint64_t generation, uint64_t sizes)
{
	if (!mark(objects, name, there, generation, ABI_OBJECT_TAKEN, NULL, sizes))
		return true; /* it is held again, or gone */
	if (is_final(remove(objects, name)))
		return true;
	write_once(there->generation, generation);
	return false;
}

/*
 * Who holds a name while its object is evicted has to wait, and is refused if that takes too long:
 * only an object whose name has not come for long has to go.
 */
#define OTHERS_MOST 64

/* Gives the place to another name, unless there is a released object of its own. */
static HELPER bool take_over(void *objects, struct abi_released *place, const uint64_t *name,
			     uint64_t sizes)
{
	struct abi_object *there = bpf_map_lookup_elem(objects, place->name);
	uint64_t generation = there ? read_once(there->generation) : ABI_OBJECT_TAKEN;

	if (generation & ABI_OBJECT_RELEASED &&
	    (++place->others < OTHERS_MOST ||
	     !evict(objects, place->name, there, generation, sizes)))
		return false;
	copy(place->name, name, name_size_of(sizes));
	return true;
}

/* Marks the object as released, and copies it. False: it cannot stay, or another was faster. */
static HELPER bool leave(void *objects, void *released, const void *name, struct abi_object *there,
			 uint64_t generation, struct abi_object *object, uint64_t sizes)
{
	uint32_t size = name_size_of(sizes);
	struct abi_released *place;
	bool is_left = false;

	if (!released)
		return false;
	place = place_of(released, name, size);
	if (!place || __sync_lock_test_and_set(&place->is_busy, 1))
		return false;
	if (is_same(place->name, name, size) || take_over(objects, place, name, sizes)) {
		place->others = 0;
		is_left = mark(objects, name, there, generation, generation | ABI_OBJECT_RELEASED,
			       object, sizes);
	}
	__sync_lock_test_and_set(&place->is_busy, 0);
	return is_left;
}

/* ---- an object comes, and goes ---- */

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, uint32_t);
	__type(value, uint64_t);
} mt_generations MAP;

/*
 * Of a generation: the CPU that inserted the object, how many it had inserted before, and how often
 * the object was held again. None comes twice while any program that has seen it may still be
 * running.
 */
#define CPU_SHIFT    48
#define INSERT_SHIFT 16

static HELPER uint64_t new_generation(void)
{
	uint64_t cpu = bpf_get_smp_processor_id() + 1, *last;
	uint32_t index = 0;

	last = bpf_map_lookup_elem(&mt_generations, &index);
	if (!last)
		return ABI_OBJECT_TAKEN;
	return cpu << CPU_SHIFT | (uint64_t)(uint32_t)__sync_fetch_and_add(last, 1) << INSERT_SHIFT;
}

static HELPER uint64_t next_generation(uint64_t released)
{
	uint64_t next = (released & ~ABI_OBJECT_RELEASED) + 1;

	return next & ((1 << INSERT_SHIFT) - 1) ? next : new_generation();
}

/* The object that is marked as taken is whole. */
static HELPER void publish(struct abi_object *there, uint64_t generation)
{
	__sync_val_compare_and_swap(&there->generation, ABI_OBJECT_TAKEN, generation);
}

/*
 * The kernel copies it in no order that is known: who has a pointer to what was there before could
 * see its generation, and the name of the one before.
 */
static HELPER long insert(void *objects, const void *name, struct abi_object *object,
			  uint64_t generation, uint64_t sizes)
{
	bool is_published = !abi_object_has_name(name_size_of(sizes));
	struct abi_object *there;
	long error = -EBUSY;

	object->generation = is_published ? generation : ABI_OBJECT_TAKEN;
#pragma clang loop unroll(disable)
	for (int i = 0; i < TRIES && !is_final(error); i++)
		error = bpf_map_update_elem(objects, name, object, BPF_NOEXIST);
	if (error || is_published)
		return error;
	there = bpf_map_lookup_elem(objects, name);
	if (there) /* else user space has removed it already */
		publish(there, generation);
	return 0;
}

/* -EEXIST: one of this name is held, or somebody has marked it as taken. */
static HELPER long put(void *objects, const void *name, struct abi_object *object, uint64_t sizes)
{
	struct abi_object *there = bpf_map_lookup_elem(objects, name);
	uint64_t generation;

	if (!there)
		return insert(objects, name, object, new_generation(), sizes);
	generation = read_once(there->generation);
	if (!(generation & ABI_OBJECT_RELEASED) ||
	    !mark(objects, name, there, generation, ABI_OBJECT_TAKEN, NULL, sizes))
		return -EEXIST;
	copy(&there->size, &object->size, object_size_of(sizes) - sizeof(there->generation));
	publish(there, next_generation(generation));
	return 0;
}

static HELPER bool take(void *objects, void *released, const void *name, struct abi_object *object,
			uint64_t sizes)
{
	struct abi_object *there = bpf_map_lookup_elem(objects, name);
	uint64_t generation;

	if (!there)
		return false;
	generation = read_once(there->generation);
	if (!abi_object_is_held(generation))
		return false;
	return leave(objects, released, name, there, generation, object, sizes) ||
	       take_this(objects, name, there, generation, object, sizes);
}

/* ---- somebody else has marked it ---- */

struct wait {
	void *objects;
	const void *name;
};

static long wait_step(uint32_t step, struct wait *wait)
{
	const struct abi_object *there = bpf_map_lookup_elem(wait->objects, wait->name);

	return !there || read_once(there->generation) != ABI_OBJECT_TAKEN;
}

#define PATIENCE 256 /* lookups: some ten microseconds */

/*
 * Another CPU is evicting what was released of this name, which takes it less than this. Or it
 * holds the very name itself.
 */
static HELPER void wait_while_taken(void *objects, const void *name)
{
	struct wait wait = {objects, name};

	bpf_loop(PATIENCE, wait_step, &wait, 0);
}

/* ---- what codegen calls ---- */

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

static HELPER void refuse(void *totals, const struct abi_object *object, long error)
{
	subtract(totals, object);
	mt_core_refused(error, ABI_LOSS_HOLD_FULL);
}

SHARED void mt_hold_release(void *objects, void *totals, void *released, const void *name,
			    uint64_t sizes)
{
	struct abi_object *object = totals ? object_before(name, sizes) : NULL;

	/* Linux 6.1 does not see that there is an object where there are totals. */
	if (take(objects, released, name, object, sizes) && object)
		subtract(totals, object);
}

/*
 * The object before the name comes into the map. One of this name that is held already goes if
 * `old` is room for it: its release was not seen, or is still to come.
 */
static HELPER long bring(void *objects, void *totals, const void *name, struct abi_object *object,
			 struct abi_object *old, uint64_t sizes)
{
	long error = -EEXIST;

#pragma clang loop unroll(disable)
	for (int i = 0; i < TRIES && (int)error == -EEXIST; i++) {
		error = put(objects, name, object, sizes);
		if ((int)error != -EEXIST)
			break;
		if (old && take(objects, NULL, name, old, sizes))
			subtract(totals, old);
		else
			wait_while_taken(objects, name);
	}
	return error;
}

/* The object before the name has a key and a size; behind the name is room for another one. */
SHARED void mt_hold_hold(void *objects, void *totals, const void *name, uint64_t sizes)
{
	struct abi_object *object = object_before(name, sizes);
	struct abi_object *old = (void *)name + (name_size_of(sizes) + 7) / 8 * 8;
	struct abi_total *total;
	long error;

	if (totals) {
		total = total_of(totals, object + 1);
		if (!total)
			return;
		add(total, object->size, 1);
	}
	object->time_ns = bpf_ktime_get_boot_ns();
	error = bring(objects, totals, name, object, old, sizes);
	if (error)
		refuse(totals, object, error);
}

/*
 * move: at the beginning of the pair the old object is taken out, so that nobody who is given its
 * address meanwhile takes it for his; its total stays. `taken` says whether there was one.
 */
SHARED void mt_hold_take(void *objects, void *released, const void *name, uint64_t *taken,
			 uint64_t sizes)
{
	*taken = take(objects, released, name, object_before(name, sizes), sizes);
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
			     uint64_t sizes)
{
	struct abi_object *object = object_before(name, sizes);
	long error;

	if (!*taken)
		return;
	*taken = 0;
	error = bring(objects, totals, name, object, NULL, sizes);
	if (error)
		refuse(totals, object, error);
}
