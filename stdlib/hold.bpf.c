/*
 * Objects that are held: hold, release, move.
 *
 * Two maps: objects, by name, each with its size, time and key; and totals, by key. Programs on
 * probes may not take a lock, so the one that marks the object as taken subtracts it from the
 * totals, exactly once, and no other removes it. Totals are raised before the object can be seen,
 * so they never fall below what is held.
 *
 * An element of the map that was deleted is used again at once, for an object of any name, while
 * another program may still have a pointer to it. So each object has a generation of its own.
 *
 * `object` is scratch of object_size bytes: struct abi_object and the key.
 */
#include "stdlib/helpers.bpf.h"

static HELPER void add(struct abi_total *total, uint64_t bytes, uint64_t count)
{
	__sync_fetch_and_add(&total->bytes, bytes);
	__sync_fetch_and_add(&total->count, count);
}

static HELPER void subtract(void *totals, const struct abi_object *object)
{
	struct abi_total *total = bpf_map_lookup_elem(totals, object + 1);

	if (total)
		add(total, -object->size, -1);
}

/*
 * Newer kernels give up on a lock that they do not get in time, or that would be a deadlock: an
 * operation fails that would succeed a moment later.
 */
#define TRIES 4

static HELPER bool is_final(long error)
{
	return !error || (int)error == -ENOENT || (int)error == -EEXIST || (int)error == -E2BIG;
}

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, uint32_t);
	__type(value, uint64_t);
} mt_generations MAP;

#define GENERATION_TAKEN 0
#define CPU_SHIFT	 48

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

static HELPER long remove(void *objects, const void *name)
{
	long error = -EBUSY;

#pragma clang loop unroll(disable)
	for (int i = 0; i < TRIES && !is_final(error); i++)
		error = bpf_map_delete_elem(objects, name);
	if (!is_final(error))
		mt_core_lose(ABI_LOSS_MAP_BUSY);
	return error;
}

#define FEW 8 /* words: what the kernel's own helper takes longer for */

static HELPER void copy(uint64_t *to, const uint64_t *from, uint32_t size)
{
	if (size > FEW * sizeof(*to)) {
		bpf_probe_read_kernel(to, size, from);
		return;
	}
#pragma clang loop unroll(disable)
	for (uint32_t i = 0; i < FEW && i < size / sizeof(*to); i++)
		to[i] = read_once(from[i]);
}

/*
 * Marks the object of that name and generation as taken, and copies it. It may be gone by now, and
 * what is there be another's. But what is found under the name after the generation was read, and
 * has that generation still, is the one.
 */
static HELPER bool claim(void *objects, const void *name, struct abi_object *there,
			 uint64_t generation, struct abi_object *object, uint32_t object_size)
{
	if (generation == GENERATION_TAKEN || bpf_map_lookup_elem(objects, name) != there)
		return false;
	copy((uint64_t *)object, (const uint64_t *)there, object_size);
	return __sync_val_compare_and_swap(&there->generation, generation, GENERATION_TAKEN) ==
	       generation;
}

/* Takes it out and copies it; false when it is not held, or another was faster. */
static HELPER bool take_this(void *objects, const void *name, struct abi_object *there,
			     uint64_t generation, struct abi_object *object, uint32_t object_size)
{
	long error;

	if (!claim(objects, name, there, generation, object, object_size))
		return false;
	error = remove(objects, name);
	if (!is_final(error))
		write_once(there->generation, generation); /* it stays */
	return !error;
}

static HELPER bool take(void *objects, const void *name, struct abi_object *object,
			uint32_t object_size)
{
	struct abi_object *there = bpf_map_lookup_elem(objects, name);

	return there && take_this(objects, name, there, read_once(there->generation), object,
				  object_size);
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
	struct abi_total *total = total_of(totals, object + 1);
	long error;

	if (!total)
		return;
	object->time_ns = bpf_ktime_get_boot_ns();
	add(total, object->size, 1);
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
HELPER void mt_hold_settle(void *totals, uint64_t *taken, const struct abi_object *object)
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

/* ---- processes are gone ---- */

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, ABI_GONE_MAX);
	__type(key, uint32_t);
	__type(value, uint64_t);
} mt_gone MAP;

struct forget {
	void *objects, *totals;
	struct abi_object *object; /* scratch */
	uint64_t object_size, owner_offset;
};

/* What was held since then is of a new program, or of a new process with the same pid. */
static long forget_one(void *map, const void *name, struct abi_object *there,
		       struct forget *forget)
{
	uint64_t generation = read_once(there->generation), time_ns = read_once(there->time_ns);
	uint32_t owner = read_once(*(const uint32_t *)(name + forget->owner_offset));
	const uint64_t *gone_ns = bpf_map_lookup_elem(&mt_gone, &owner);

	if (gone_ns && time_ns < read_once(*gone_ns) &&
	    take_this(forget->objects, name, there, generation, forget->object,
		      forget->object_size))
		subtract(forget->totals, forget->object);
	return 0;
}

/* Lets go the objects of processes that are gone; the pid is at `owner_offset` of their names. */
HELPER void mt_hold_forget(void *objects, void *totals, struct abi_object *object,
			   uint32_t object_size, uint32_t owner_offset)
{
	struct forget forget = {objects, totals, object, object_size, owner_offset};

	bpf_for_each_map_elem(objects, forget_one, &forget, 0);
}
