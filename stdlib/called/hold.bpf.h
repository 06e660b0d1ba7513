/*
 * Objects that are held: what hold.bpf.c and forget.bpf.c share.
 *
 * Two maps: objects, by name, each with its size, time and key; and totals, by key, or NULL where
 * nobody asks for them while objects come and go. Programs on probes may not take a lock, so the
 * one that marks the object as taken or released subtracts it from the totals, exactly once.
 * Totals are raised before the object can be seen, so they never fall below what is held.
 *
 * Only who has marked an object as taken removes it or fills it in. An element of the map that was
 * deleted is used again at once, for an object of any name, while another program may still have a
 * pointer to it. So each object has a generation of its own, which is set when all else is there.
 *
 * An allocator gives out again what was given back last. So an object that is released stays in the
 * map, and is filled in when its name is held again. A third map, `released`, has a place for each
 * name, by hash, which it shares with others: only an object whose name is there stays. So there
 * are no more of them than places, for which the map of objects has room of its own. It is NULL
 * where user space removes objects, too, which marks nothing.
 *
 * A `name` has scratch before it, so that an object and its name are as they are in the map.
 */
#ifndef MEMTAP_HOLD_BPF_H
#define MEMTAP_HOLD_BPF_H

#include "stdlib/helpers.bpf.h"

/* What codegen gives for sizes: of an object without its name, and from bit 32 on of the name. */
static inline HELPER uint64_t object_size_of(uint64_t sizes)
{
	uint64_t size = (uint32_t)sizes;

	/* To LLVM the upper half of a 32-bit argument does not matter; to the verifier it does. */
	asm volatile("" : "+r"(size));
	return size;
}

static inline HELPER uint32_t name_size_of(uint64_t sizes)
{
	return sizes >> 32;
}

static inline HELPER void add(struct abi_total *total, uint64_t bytes, uint64_t count)
{
	__sync_fetch_and_add(&total->bytes, bytes);
	__sync_fetch_and_add(&total->count, count);
}

static inline HELPER void subtract(void *totals, const struct abi_object *object)
{
	struct abi_total *total;

	if (!totals)
		return;
	total = bpf_map_lookup_elem(totals, object + 1);
	if (total)
		add(total, -object->size, -1);
}

/*
 * Newer kernels give up on a lock that they do not get in time, or that would be a deadlock: an
 * operation fails that would succeed a moment later.
 */
#define TRIES 4

static inline HELPER bool is_final(long error)
{
	return !error || (int)error == -ENOENT || (int)error == -EEXIST || (int)error == -E2BIG;
}

static inline HELPER long remove(void *objects, const void *name)
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

static inline HELPER void copy(uint64_t *to, const uint64_t *from, uint32_t size)
{
	if (size > FEW * sizeof(*to)) {
		bpf_probe_read_kernel(to, size, from);
		return;
	}
#pragma clang loop unroll(disable)
	for (uint32_t i = 0; i < FEW && i < size / sizeof(*to); i++)
		write_once(to[i], read_once(from[i]));
}

static inline HELPER bool is_same(const uint64_t *a, const uint64_t *b, uint32_t size)
{
#pragma clang loop unroll(disable)
	for (uint32_t i = 0; i < ABI_OBJECT_NAME_MOST / sizeof(*a) && i < size / sizeof(*a); i++)
		if (read_once(a[i]) != read_once(b[i]))
			return false;
	return true;
}

/* Once the generation of what is there was read: if it has it still in the end, it is the one. */
static inline HELPER bool has_name(void *objects, struct abi_object *there, const void *name,
				   uint64_t sizes)
{
	uint32_t size = name_size_of(sizes);

	if (abi_object_has_name(size))
		return is_same((void *)there + object_size_of(sizes), name, size);
	return bpf_map_lookup_elem(objects, name) == there;
}

/*
 * Marks the object of that name and generation, and copies it, unless `object` is NULL. It may be
 * gone by now, and what is there be another's.
 */
static inline HELPER bool mark(void *objects, const void *name, struct abi_object *there,
			       uint64_t generation, uint64_t as, struct abi_object *object,
			       uint64_t sizes)
{
	if (!has_name(objects, there, name, sizes))
		return false;
	if (object)
		copy((uint64_t *)object, (const uint64_t *)there, object_size_of(sizes));
	return __sync_val_compare_and_swap(&there->generation, generation, as) == generation;
}

/* Takes it out and copies it; false when another was faster. */
static inline HELPER bool take_this(void *objects, const void *name, struct abi_object *there,
				    uint64_t generation, struct abi_object *object, uint64_t sizes)
{
	long error;

	if (!mark(objects, name, there, generation, ABI_OBJECT_TAKEN, object, sizes))
		return false;
	error = remove(objects, name);
	if (!is_final(error))
		write_once(there->generation, generation); /* it stays */
	return !error;
}

#endif
