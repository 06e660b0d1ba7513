/*
 * Objects that are held: hold, release, move.
 *
 * Two maps: objects, by name, each with its size, time and key; and totals, by key. Programs on
 * probes may not take a lock, so the one whose delete of the object succeeds subtracts it from the
 * totals, exactly once. Totals are raised before the object can be seen, so they never fall below
 * what is held.
 *
 * `object` is scratch of object_size bytes: struct abi_object and the key.
 */
#include "stdlib/helpers.bpf.h"

static HELPER void add(void *totals, const void *key, uint64_t bytes, uint64_t count)
{
	struct abi_total *total = bpf_map_lookup_elem(totals, key);

	if (total) {
		__sync_fetch_and_add(&total->bytes, bytes);
		__sync_fetch_and_add(&total->count, count);
	}
}

static HELPER void subtract(void *totals, const struct abi_object *object)
{
	add(totals, object + 1, -object->size, -1);
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

static HELPER long insert(void *objects, const void *name, const struct abi_object *object)
{
	long error = -EBUSY;

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

/* Takes the object out and copies it; false when it is not held, or another was faster. */
static HELPER bool take(void *objects, const void *name, struct abi_object *object,
			uint32_t object_size)
{
	const struct abi_object *there = bpf_map_lookup_elem(objects, name);

	if (!there)
		return false;
	bpf_probe_read_kernel(object, object_size, there);
	return !remove(objects, name);
}

/* A key's total, made if it is not there. */
static HELPER bool make_total(void *totals, const void *key)
{
	struct abi_total none = {0};
	long error = bpf_map_update_elem(totals, key, &none, BPF_NOEXIST);

	if (!error || (int)error == -EEXIST)
		return true;
	mt_core_refused(error, ABI_LOSS_HOLD_FULL);
	return false;
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
	long error;

	object->time_ns = bpf_ktime_get_boot_ns();
	if (!bpf_map_lookup_elem(totals, object + 1) && !make_total(totals, object + 1))
		return;
	add(totals, object + 1, object->size, 1);
	mt_hold_release(objects, totals, name, (void *)((char *)object + object_size), object_size);
	error = insert(objects, name, object);
	if (error) { /* also -EEXIST: another CPU held this very name meanwhile, and is the later */
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
			     const struct abi_object *object)
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
static long forget_one(void *map, const void *name, const struct abi_object *there,
		       struct forget *forget)
{
	uint32_t owner = *(const uint32_t *)(name + forget->owner_offset);
	const uint64_t *gone_ns = bpf_map_lookup_elem(&mt_gone, &owner);

	if (gone_ns && there->time_ns < *gone_ns &&
	    take(forget->objects, name, forget->object, forget->object_size))
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
