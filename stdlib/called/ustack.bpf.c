/*
 * Stacks of user space, with the word at the stack pointer, and without the trampolines of pending
 * return probes.
 */
#include "stdlib/called/stack.bpf.h"

#include <bpf/bpf_core_read.h>

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

FUNCTION uint64_t mt_ustack_restore(struct abi_walk *walk, uint64_t sp)
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

/* Stacks are aligned to 16 bytes at a call, which then pushes the return address. */
static HELPER bool may_be_return_address(uint32_t word_kind, uint64_t sp)
{
	return (word_kind == ABI_WORD_MAYBE || word_kind == ABI_WORD_CALLER) && sp % 16 == 8;
}

/*
 * `walk` is scratch. `sp` of the user: 0 when the context does not have it. `how`: enum
 * abi_stack_word, and from ABI_WALK_MOST on the number of frames.
 */
SHARED void mt_ustack_store(void *ctx, struct abi_walk *walk, struct abi_stack_ref *ref,
			    uint64_t sp, uint32_t how)
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
		mt_ustack_restore(walk, sp);
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
