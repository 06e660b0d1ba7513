/*
 * Pairs: what began and has not ended, a stack in each task's storage.
 *
 * A return finds its call by the stack pointer, so recursion, nested calls and calls that never
 * return are right. Who left by longjmp or an exception is found out by whoever comes next: his
 * stack pointer is below that of a live frame. The kernel's own return probes do the same
 * (arch_uretprobe_is_alive()).
 *
 * `stride` is the size of an entry with its values.
 */
#include "stdlib/helpers.bpf.h"

#define KERNEL_STACK_SHIFT 14 /* THREAD_SIZE on x86-64: 16 KiB, aligned */

static HELPER struct abi_entry *entry_at(struct abi_entries *entries, uint32_t stride, uint64_t i)
{
	return (void *)((char *)(entries + 1) + i * stride);
}

static HELPER bool is_kernel(uint64_t sp)
{
	return sp >> 63;
}

/* Are both stack pointers of one stack? Interrupts have their own. */
static HELPER bool is_comparable(uint64_t a, uint64_t b)
{
	if (!a || !b || is_kernel(a) != is_kernel(b))
		return false;
	return !is_kernel(a) || (a ^ b) >> KERNEL_STACK_SHIFT == 0;
}

/* Was the frame of `entry` left when the stack pointer is `sp`? */
static HELPER bool is_left(const struct abi_entry *entry, uint64_t sp)
{
	return is_comparable(entry->sp, sp) && entry->sp < sp;
}

static HELPER void drop_left(struct abi_entries *entries, uint32_t stride, uint64_t sp)
{
#pragma clang loop unroll(disable)
	for (int i = 0; i < ABI_ENTRIES_MAX; i++) {
		uint64_t top = entries->depth - 1;
		struct abi_entry *entry;

		if (top >= ABI_ENTRIES_MAX)
			break;
		entry = entry_at(entries, stride, top);
		if (entry->pair) {
			if (!is_left(entry, sp))
				break;
			mt_core_lose(ABI_LOSS_NO_RETURN);
			entry->pair = 0;
		}
		entries->depth = top;
	}
}

/* Does a call of the family enclose one at `sp`? The same stack pointer is the same call. */
static HELPER bool is_nested(struct abi_entries *entries, uint32_t stride, uint16_t family,
			     uint64_t sp)
{
#pragma clang loop unroll(disable)
	for (uint64_t i = 0; i < ABI_ENTRIES_MAX; i++) {
		const struct abi_entry *entry;

		if (i >= entries->depth)
			break;
		entry = entry_at(entries, stride, i);
		if (!entry->pair || entry->family != family || entry->sp == sp)
			continue;
		if (!is_comparable(entry->sp, sp) || entry->sp > sp)
			return true;
	}
	return false;
}

/* The entry of the pair that ends at `sp`, or of the last one that began when sp is 0. */
static HELPER struct abi_entry *find(struct abi_entries *entries, uint32_t stride, uint32_t pair,
				     uint64_t sp)
{
#pragma clang loop unroll(disable)
	for (uint64_t i = 1; i <= ABI_ENTRIES_MAX; i++) {
		uint64_t at = entries->depth - i;
		struct abi_entry *entry;

		if (at >= ABI_ENTRIES_MAX)
			break;
		entry = entry_at(entries, stride, at);
		if (entry->pair == pair && entry->sp == sp)
			return entry;
	}
	return NULL;
}

static HELPER struct abi_entries *entries_of_task(void *map, uint64_t flags)
{
	return bpf_task_storage_get(map, bpf_get_current_task_btf(), NULL, flags);
}

/* ---- what codegen calls ---- */

/* A call begins: its entry, whose values are to be stored, or NULL. */
HELPER struct abi_entry *mt_entry_begin(void *map, uint32_t stride, uint32_t pair, uint16_t family,
					uint64_t sp)
{
	struct abi_entries *entries = entries_of_task(map, BPF_LOCAL_STORAGE_GET_F_CREATE);
	struct abi_entry *entry;

	if (!entries) {
		mt_core_lose(ABI_LOSS_ENTRY_FULL);
		return NULL;
	}
	drop_left(entries, stride, sp);
	entry = find(entries, stride, pair, sp);
	if (entry) {
		/* The same call again, from the same depth: the one before never returned. */
		mt_core_lose(ABI_LOSS_NO_RETURN);
	} else {
		if (entries->depth >= ABI_ENTRIES_MAX) {
			mt_core_lose(ABI_LOSS_ENTRY_FULL);
			return NULL;
		}
		entry = entry_at(entries, stride, entries->depth);
		entries->depth++;
	}
	entry->sp = sp;
	entry->pair = pair;
	entry->family = family;
	entry->skip = family && is_nested(entries, stride, family, sp);
	entry->time_ns = bpf_ktime_get_boot_ns();
	return entry;
}

/* A call ends: its entry, already freed but whole until this task begins another; or NULL. */
HELPER struct abi_entry *mt_entry_end(void *map, uint32_t stride, uint32_t pair, uint64_t sp)
{
	struct abi_entries *entries = entries_of_task(map, 0);
	struct abi_entry *entry;

	if (!entries) {
		mt_core_lose(ABI_LOSS_NO_ENTRY);
		return NULL;
	}
	drop_left(entries, stride, sp);
	entry = find(entries, stride, pair, sp);
	if (!entry) {
		mt_core_lose(ABI_LOSS_NO_ENTRY);
		return NULL;
	}
	entry->pair = 0;
	/* What is free at the top goes; the entry may lie below those of other pairs. */
	if (entry == entry_at(entries, stride, entries->depth - 1))
		entries->depth--;
	return entry;
}

/* Of a point that has no end: is it inside a call of its family? */
HELPER bool mt_entry_is_nested(void *map, uint32_t stride, uint16_t family, uint64_t sp)
{
	struct abi_entries *entries = entries_of_task(map, 0);

	return entries && is_nested(entries, stride, family, sp);
}
