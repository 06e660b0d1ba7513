/*
 * Stacks: captured, kept once, referred to by an id. What kstack.bpf.c and ustack.bpf.c share.
 */
#ifndef MEMTAP_STACK_BPF_H
#define MEMTAP_STACK_BPF_H

#include "stdlib/helpers.bpf.h"

/* The id, or 0: counted. */
uint64_t mt_stack_store(const struct abi_stack *stack);

/*
 * The kernel fills all the room behind the frames with zeros. So it is given room for the deepest
 * stack of those before, and the few that are deeper are captured once more.
 */
#define FRAME sizeof(((struct abi_stack *)0)->frames[0])
#define SPARE 2  /* frames */
#define FIRST 10 /* room for so many at least */

static uint32_t stack_deepest; /* frames: of this kind */

_Static_assert((ABI_STACK_MAX & (ABI_STACK_MAX + 1)) == 0, "a mask");

/* The verifier has to see that it is in bounds, wherever the compiler has checked it. */
static inline HELPER uint32_t bytes_of(uint32_t frames)
{
	uint32_t bytes = frames * FRAME;

	asm volatile("" : "+r"(bytes));
	return bytes & ABI_STACK_MAX * FRAME;
}

/* What bpf_get_stack() returns: bytes, or a negative error. */
static inline HELPER long get_frames(void *ctx, struct abi_stack *stack, uint32_t most,
				     uint64_t flags)
{
	uint32_t deepest = read_once(stack_deepest), room = deepest + SPARE;
	long size = 0;

	room = min(most, room > FIRST ? room : FIRST);
	/* In one place, as that is in the kernel's own stacks, too. */
#pragma clang loop unroll(disable)
	for (int i = 0; i < 2; i++) {
		size = bpf_get_stack(ctx, stack->frames, bytes_of(room), flags);
		if (size != room * FRAME || room == most)
			break;
		room = most;
	}
	if (size > (long)(deepest * FRAME))
		write_once(stack_deepest, (uint64_t)size / FRAME);
	return size;
}

/* At most `most` frames into `stack`; enum abi_no_stack or 0. */
static inline HELPER uint32_t capture(void *ctx, struct abi_stack *stack, uint32_t most,
				      uint64_t flags)
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

static inline HELPER bool is_cut(const struct abi_stack *stack)
{
	return stack->count >= ABI_STACK_MAX;
}

static inline HELPER void refer(struct abi_stack_ref *ref, const struct abi_stack *stack,
				uint32_t why)
{
	ref->id = why ? 0 : mt_stack_store(stack);
	ref->why = ref->id ? 0 : why ? why : ABI_STACK_DROPPED;
}

#endif
