/*
 * Pairs: what began and has not ended, a stack in each task's storage.
 *
 * A return finds its call by the stack pointer, so recursion, nested calls and calls that never
 * return are right. Who left by longjmp or an exception is found out by whoever comes next: his
 * stack pointer is below that of a live frame. The kernel's own return probes do the same
 * (arch_uretprobe_is_alive()).
 */
#ifndef MEMTAP_ENTRY_BPF_H
#define MEMTAP_ENTRY_BPF_H

#include "stdlib/enter.bpf.h"

extern const volatile uint64_t mt_entries_count, mt_entry_size; /* the program's own */

#define KERNEL_STACK_SHIFT 14 /* THREAD_SIZE on x86-64: 16 KiB, aligned */

#define NONE ABI_ENTRIES_MOST /* no entry's number */

/* The verifier has to see that i is in bounds, wherever the compiler has checked it. */
static HELPER uint64_t bounded(uint64_t i)
{
	asm volatile("" : "+r"(i));
	return i & (mt_entries_count - 1);
}

static HELPER struct abi_entry *entry_at(struct abi_entries *entries, uint64_t i)
{
	return (void *)entries->entries + bounded(i) * mt_entry_size;
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

/* ---- loops: as callbacks they are verified once, not once for each entry ---- */

struct scan {
	struct abi_entries *entries;
	uint64_t sp, what; /* a pair or a family */
	uint64_t function; /* that begins at sp, where it matters */
	uint64_t found;	   /* an entry's number, or NONE */
};

static HELPER uint64_t scan(struct abi_entries *entries, void *step, uint64_t what, uint64_t sp,
			    uint64_t function)
{
	struct scan scan = {entries, sp, what, function, NONE};

	bpf_loop(entries->depth, step, &scan, 0);
	return scan.found;
}

static long drop_step(uint32_t step, struct scan *scan)
{
	uint64_t top = scan->entries->depth - 1;
	struct abi_entry *entry;

	if (top >= mt_entries_count)
		return 1;
	entry = entry_at(scan->entries, top);
	if (entry->pair) {
		if (!is_left(entry, scan->sp))
			return 1;
		mt_core_lose(ABI_LOSS_NO_RETURN);
		entry->pair = 0;
	}
	scan->entries->depth = top;
	return 0;
}

/*
 * At the same stack pointer a function is the same call, seen by another probe; or one that has
 * ended in a jump to this one, as operator new[] does to operator new. Where in a function of the
 * kernel a probe is depends on how it is attached.
 */
static HELPER bool is_same_call(const struct abi_entry *entry, const struct scan *scan)
{
	return entry->sp == scan->sp && (is_kernel(scan->sp) || entry->function == scan->function);
}

/* A call of a family that encloses one at `sp`. */
static long enclosing_step(uint32_t i, struct scan *scan)
{
	const struct abi_entry *entry = entry_at(scan->entries, i);

	if (!entry->pair || entry->family != scan->what || is_same_call(entry, scan))
		return 0;
	if (is_comparable(entry->sp, scan->sp) && entry->sp < scan->sp)
		return 0;
	scan->found = i;
	return 1;
}

/* The entry of the pair that ends at `sp`, or of the last one that began when sp is 0. */
static long find_step(uint32_t step, struct scan *scan)
{
	uint64_t at = scan->entries->depth - 1 - step;
	const struct abi_entry *entry = entry_at(scan->entries, at);

	if (entry->pair != scan->what || entry->sp != scan->sp)
		return 0;
	scan->found = at;
	return 1;
}

/* Drops those at the top that ended, or were left. */
static HELPER void drop_left(struct abi_entries *entries, uint64_t sp)
{
	scan(entries, drop_step, 0, sp, 0);
}

static HELPER uint64_t find(struct abi_entries *entries, uint64_t pair, uint64_t sp)
{
	return scan(entries, find_step, pair, sp, 0);
}

static HELPER bool is_nested(struct abi_entries *entries, uint64_t family, uint64_t sp,
			     uint64_t function)
{
	return scan(entries, enclosing_step, family, sp, function) != NONE;
}

/* ---- begin and end ---- */

/* An entry for a pair that begins: NONE is counted. */
static HELPER uint64_t claim(struct abi_entries *entries, uint64_t pair, uint64_t sp)
{
	uint64_t at;

	drop_left(entries, sp);
	at = find(entries, pair, sp);
	if (at != NONE) {
		/* The same call again, from the same depth: the one before never returned. */
		mt_core_lose(ABI_LOSS_NO_RETURN);
		return at;
	}
	at = entries->depth;
	if (at >= mt_entries_count) {
		mt_core_lose(ABI_LOSS_ENTRY_FULL);
		return NONE;
	}
	entries->depth = at + 1;
	return at;
}

/* NULL is counted, or nested in its family: then it is to be skipped at the end, too. */
static HELPER struct abi_entry *push(struct abi_entries *entries, uint64_t pair, uint64_t family,
				     uint64_t sp, uint64_t function)
{
	struct abi_entry *entry = (void *)entries->entries;
	uint64_t skip = false, at;

	if (!entries->depth) { /* most calls are in no other that is watched */
		entries->depth = 1;
	} else {
		at = claim(entries, pair, sp);
		if (at == NONE)
			return NULL;
		entry = entry_at(entries, at);
		skip = family && is_nested(entries, family, sp, function);
	}
	entry->sp = sp;
	entry->function = function;
	entry->pair = pair;
	entry->family = family;
	entry->skip = skip;
	return skip ? NULL : entry;
}

/* The entry of a pair that ends: NONE is counted. It may lie below those of other pairs. */
static HELPER uint64_t find_ending(struct abi_entries *entries, uint64_t pair, uint64_t sp)
{
	uint64_t at;

	drop_left(entries, sp);
	at = find(entries, pair, sp);
	if (at == NONE)
		mt_core_lose(ABI_LOSS_NO_ENTRY);
	return at;
}

/* NULL is counted, or to be skipped. */
static HELPER struct abi_entry *pop(struct abi_entries *entries, uint64_t pair, uint64_t sp)
{
	uint64_t at = entries->depth - 1;
	struct abi_entry *entry = entry_at(entries, at);

	/* most often it is the last that began */
	if (at >= mt_entries_count || entry->pair != pair || entry->sp != sp) {
		at = find_ending(entries, pair, sp);
		if (at == NONE)
			return NULL;
		entry = entry_at(entries, at);
	}
	entry->pair = 0;
	if (at == entries->depth - 1) /* what is free at the top goes */
		entries->depth = at;
	return entry->skip ? NULL : entry;
}

static HELPER struct abi_entries *entries_of_task(void *map, uint64_t flags)
{
	return bpf_task_storage_get(map, bpf_get_current_task_btf(), NULL, flags);
}

/* Most programs ask themselves whether to run; where they ask for entries, it is shorter to do it here. */

/*
 * A call of a pair (from bit 32 of `what` on: a family) begins. NULL: this task is not traced, the
 * call is nested in its family, or the loss is counted.
 */
static HELPER struct abi_entry *begin_entry(void *map, uint64_t what, uint64_t sp,
					    uint64_t function)
{
	struct abi_entries *entries;

	if (!may_run(what & ABI_ENTRY_OF_ALL))
		return NULL;
	entries = entries_of_task(map, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (!entries) { /* no memory, or this task's storage is being changed right now */
		mt_core_lose(ABI_LOSS_ENTRY_REFUSED);
		return NULL;
	}
	return push(entries, (uint32_t)what, (uint16_t)(what >> 32), sp, function);
}

/*
 * A call ends. Its entry is free already, but whole until this task begins another. NULL: as above,
 * or the entry says to skip it.
 */
static HELPER struct abi_entry *end_entry(void *map, uint64_t what, uint64_t sp)
{
	struct abi_entries *entries;

	if (!may_run(what & ABI_ENTRY_OF_ALL))
		return NULL;
	entries = entries_of_task(map, 0);
	if (!entries) {
		mt_core_lose(ABI_LOSS_NO_ENTRY);
		return NULL;
	}
	return pop(entries, (uint32_t)what, sp);
}

#endif
