/*
 * Stacks: captured, kept once, referred to by an id.
 *
 * The id is a hash with a random seed. Whoever stores a stack compares the frames of what is there,
 * so that two stacks never share an id and none is dropped because of another.
 */
#include "stdlib/helpers.bpf.h"

#include <bpf/bpf_core_read.h>

#define TRIES 8 /* ids in a row, when they are taken by other stacks */

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 65536);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, uint64_t);
	__type(value, struct abi_stack);
} mt_stacks MAP;

/* ---- pending return probes: kernel/events/uprobes.c, include/linux/uprobes.h ---- */

struct return_instance {
	unsigned long stack; /* where the return address was */
	unsigned long orig_ret_vaddr;
	bool chained; /* the same return address as that of the next instance */
	struct return_instance *next;
} RELOCATED;

struct uprobe_task {
	struct return_instance *return_instances;
} RELOCATED;

struct xol_area {
	unsigned long vaddr;
} RELOCATED;

struct uprobes_state {
	struct xol_area *xol_area;
} RELOCATED;

struct mm_struct {
	struct uprobes_state uprobes_state;
} RELOCATED;

/*
 * Linux before 6.11 leaves the trampoline of a return probe in the stack, in the place of the
 * return address. A walk along the frames and the pending return probes, both from the innermost
 * on; each step moves one of the two. What changes is in memory, where the verifier does not follow
 * it: all steps are one to it.
 */
static long restore_step(uint32_t step, void *context)
{
	struct abi_walk *walk = *(struct abi_walk **)context;
	struct return_instance *instance = (void *)walk->instance;
	uint64_t frame = walk->frame;

	if (frame >= ABI_STACK_MAX || frame >= walk->stack.count || !instance)
		return 1;
	if (walk->stack.frames[frame] != walk->trampoline) {
		walk->frame = frame + 1;
		return 0;
	}
	walk->instance = (uint64_t)BPF_CORE_READ(instance, next);
	/* Of a chain only the last knows the return address; below sp is what was left. */
	if (BPF_CORE_READ(instance, chained) || BPF_CORE_READ(instance, stack) < walk->sp)
		return 0;
	walk->stack.frames[frame] = BPF_CORE_READ(instance, orig_ret_vaddr);
	walk->frame = frame + 1;
	return 0;
}

#define RESTORE_STEPS (ABI_STACK_MAX + 64) /* 64 return probes can be pending in one task */

/* Until Linux 6.10 the list still has the return that is being handled, whose frame is left. */
static HELPER bool is_only_what_returns(struct return_instance *instance, uint64_t sp)
{
	return !instance->next && instance->stack < sp;
}

FUNCTION uint64_t mt_stack_restore(struct abi_walk *walk, uint64_t sp)
{
	struct task_struct *task = (void *)bpf_get_current_task_btf();
	struct uprobe_task *utask = task->utask;

	if (!walk || !utask || !utask->return_instances ||
	    is_only_what_returns(utask->return_instances, sp))
		return 0;
	walk->trampoline = task->mm->uprobes_state.xol_area->vaddr;
	if (!walk->trampoline)
		return 0;
	walk->instance = (uint64_t)utask->return_instances;
	walk->frame = 0;
	walk->sp = sp;
	bpf_loop(RESTORE_STEPS, restore_step, &walk, 0);
	if (walk->stack.word == walk->trampoline)
		walk->stack.word_kind = ABI_WORD_NONE;
	return 0;
}

/* ---- store ---- */

static HELPER uint64_t mix(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * 0x9e3779b97f4a7c15ull;
	return hash ^ hash >> 29;
}

/*
 * Frames are taken in fours, for fewer tests of where the end is: the last four may have been among
 * those before. Of a shorter stack, what is behind it does not count.
 */
#define AT_ONCE 4

/* Where the last four begin; the verifier has to see that they are in bounds. */
static HELPER uint32_t last_four(uint32_t count)
{
	uint32_t at = count - AT_ONCE;

	asm volatile("" : "+r"(at));
	return min(at, (uint32_t)ABI_STACK_MAX - AT_ONCE);
}

static HELPER uint64_t mix_four(uint64_t hash, const uint64_t *frames)
{
	return mix(mix(mix(mix(hash, frames[0]), frames[1]), frames[2]), frames[3]);
}

FUNCTION uint64_t mt_stack_hash(const struct abi_stack *stack)
{
	uint64_t hash;
	uint32_t i;

	if (!stack)
		return 0;
	hash = mix(mt_stack_seed, stack->count | (uint64_t)stack->word_kind << 32);
	hash = mix(hash, stack->word);
	if (stack->count < AT_ONCE) {
#pragma clang loop unroll(disable)
		for (i = 0; i < AT_ONCE && i < stack->count; i++)
			hash = mix(hash, stack->frames[i]);
		return hash;
	}
#pragma clang loop unroll(disable)
	for (i = 0; i < ABI_STACK_MAX - AT_ONCE && i + AT_ONCE < stack->count; i += AT_ONCE)
		hash = mix_four(hash, &stack->frames[i]);
	return mix_four(hash, &stack->frames[last_four(stack->count)]);
}

static HELPER bool are_four_same(const uint64_t *a, const uint64_t *b)
{
	return a[0] == b[0] && a[1] == b[1] && a[2] == b[2] && a[3] == b[3];
}

FUNCTION uint64_t mt_stack_same(const struct abi_stack *a, const struct abi_stack *b)
{
	uint32_t i;

	if (!a || !b || a->count != b->count || a->word_kind != b->word_kind || a->word != b->word)
		return false;
	if (a->count < AT_ONCE) {
#pragma clang loop unroll(disable)
		for (i = 0; i < AT_ONCE && i < a->count; i++)
			if (a->frames[i] != b->frames[i])
				return false;
		return true;
	}
#pragma clang loop unroll(disable)
	for (i = 0; i < ABI_STACK_MAX - AT_ONCE && i + AT_ONCE < a->count; i += AT_ONCE)
		if (!are_four_same(&a->frames[i], &b->frames[i]))
			return false;
	i = last_four(a->count);
	return are_four_same(&a->frames[i], &b->frames[i]);
}

/* The id, or 0: counted. */
static HELPER uint64_t store(const struct abi_stack *stack)
{
	uint64_t id = mt_stack_hash(stack);
	long error = -E2BIG;

#pragma clang loop unroll(disable)
	for (int i = 0; i < TRIES; i++, id++) {
		struct abi_stack *there;

		id += id == 0; /* 0 is "no stack" */
		there = bpf_map_lookup_elem(&mt_stacks, &id);
		if (!there) {
			error = bpf_map_update_elem(&mt_stacks, &id, stack, BPF_NOEXIST);
			if (!error)
				return id;
			there = bpf_map_lookup_elem(&mt_stacks, &id);
			if (!there)
				break;
		}
		if (mt_stack_same(there, stack))
			return id;
	}
	mt_core_refused(error, ABI_LOSS_STACK_FULL);
	return 0;
}

/*
 * The kernel fills all the room behind the frames with zeros. So it is given room for the deepest
 * stack of those before, and the few that are deeper are captured once more.
 */
#define FRAME sizeof(((struct abi_stack *)0)->frames[0])
#define SPARE 8 /* frames */

uint32_t mt_stack_deepest; /* frames */

_Static_assert((ABI_STACK_MAX & (ABI_STACK_MAX + 1)) == 0, "a mask");

/* The verifier has to see that it is in bounds, wherever the compiler has checked it. */
static HELPER uint32_t bytes_of(uint32_t frames)
{
	uint32_t bytes = frames * FRAME;

	asm volatile("" : "+r"(bytes));
	return bytes & ABI_STACK_MAX * FRAME;
}

/* What bpf_get_stack() returns: bytes, or a negative error. */
static HELPER long get_frames(void *ctx, struct abi_stack *stack, uint32_t most, uint64_t flags)
{
	uint32_t deepest = read_once(mt_stack_deepest), room = min(most, deepest + SPARE);
	long size = bpf_get_stack(ctx, stack->frames, bytes_of(room), flags);

	if (size == room * FRAME && room < most)
		size = bpf_get_stack(ctx, stack->frames, bytes_of(most), flags);
	if (size > (long)(deepest * FRAME))
		write_once(mt_stack_deepest, (uint64_t)size / FRAME);
	return size;
}

/* At most `most` frames into `stack`; enum abi_no_stack or 0. */
static HELPER uint32_t capture(void *ctx, struct abi_stack *stack, uint32_t most, uint64_t flags)
{
	long size = get_frames(ctx, stack, min(most, (uint32_t)ABI_STACK_MAX), flags);

	if (size < 0) {
		mt_core_lose(ABI_LOSS_STACK_FAILED);
		return ABI_STACK_FAILED;
	}
	stack->count = (uint64_t)size / FRAME;
	if (!stack->count)
		return ABI_STACK_EMPTY;
	return 0;
}

static HELPER bool is_cut(const struct abi_stack *stack)
{
	return stack->count >= ABI_STACK_MAX;
}

static HELPER void refer(struct abi_stack_ref *ref, const struct abi_stack *stack, uint32_t why)
{
	ref->id = why ? 0 : store(stack);
	ref->why = ref->id ? 0 : why ? why : ABI_STACK_DROPPED;
}

/* ---- what codegen calls: `stack` and `walk` are scratch ---- */

SHARED void mt_stack_kernel(void *ctx, struct abi_stack *stack, struct abi_stack_ref *ref,
			    uint32_t most)
{
	stack->word_kind = ABI_WORD_NONE;
	stack->word = 0;
	ref->tgid = 0;
	refer(ref, stack, capture(ctx, stack, most, 0));
	if (ref->id && is_cut(stack))
		mt_core_lose(ABI_LOSS_STACK_CUT);
}

static HELPER bool is_executable(void *task, uint64_t address);

/* Stacks are aligned to 16 bytes at a call, which then pushes the return address. */
static HELPER bool may_be_return_address(uint32_t word_kind, uint64_t sp)
{
	return (word_kind == ABI_WORD_MAYBE || word_kind == ABI_WORD_CALLER) && sp % 16 == 8;
}

/*
 * `sp` of the user: 0 when the context does not have it. `how`: enum abi_stack_word, and from
 * ABI_WALK_MOST on the number of frames.
 */
SHARED void mt_stack_user(void *ctx, struct abi_walk *walk, struct abi_stack_ref *ref, uint64_t sp,
			  uint32_t how)
{
	uint32_t most = how >> ABI_WALK_MOST, word_kind = how & ((1 << ABI_WALK_MOST) - 1), why;
	struct abi_stack *stack = &walk->stack;

	stack->word_kind = ABI_WORD_NONE;
	stack->word = 0;
	ref->tgid = bpf_get_current_pid_tgid() >> 32;
	why = capture(ctx, stack, most, BPF_F_USER_STACK);
	if (!why && may_be_return_address(word_kind, sp) &&
	    !bpf_probe_read_user(&stack->word, sizeof(stack->word), (void *)sp))
		stack->word_kind = word_kind;
	if (!why)
		mt_stack_restore(walk, sp);
	/* A word that cannot be a caller, or is not shown, would make one stack many. */
	if (most <= 1 || (stack->word_kind == ABI_WORD_MAYBE &&
			  ((stack->count > 1 && stack->word == stack->frames[1]) ||
			   !is_executable(bpf_get_current_task_btf(), stack->word))))
		stack->word_kind = ABI_WORD_NONE;
	/* So would a frame that it pushes out. */
	if (stack->word_kind != ABI_WORD_NONE && most < ABI_STACK_MAX && stack->count == most)
		stack->count--;
	if (stack->word_kind == ABI_WORD_NONE)
		stack->word = 0;
	if (word_kind == ABI_WORD_RETURNED)
		stack->word_kind = ABI_WORD_RETURNED;
	/* A walk that goes in circles outside of code has no end to be cut off. */
	if (!why && is_cut(stack) &&
	    is_executable(bpf_get_current_task_btf(), stack->frames[ABI_STACK_MAX - 1]))
		mt_core_lose(ABI_LOSS_STACK_CUT);
	refer(ref, stack, why);
}

/* ---- is a word a code address? ---- */

struct vm_area_struct {
	unsigned long vm_flags;
} RELOCATED;

#define VM_EXEC 4 /* include/linux/mm.h */

static long look(void *task, struct vm_area_struct *area, void *result)
{
	*(uint64_t *)result = BPF_CORE_READ(area, vm_flags) & VM_EXEC;
	return 0;
}

static HELPER bool is_executable(void *task, uint64_t address)
{
	uint64_t executable = 0;

	/* -EBUSY: the mmap lock is held, so it may be one. */
	if (bpf_find_vma(task, address, look, &executable, 0) == -EBUSY)
		return true;
	return executable;
}

/* Frames of a stack that was stored. */
HELPER uint64_t mt_stack_count(const struct abi_stack_ref *ref)
{
	uint64_t id = ref->id;
	struct abi_stack *stack = bpf_map_lookup_elem(&mt_stacks, &id);

	return stack ? stack->count : 0;
}
