/*
 * Stacks of the kernel.
 */
#include "stdlib/called/stack.bpf.h"

/* `stack` is scratch. */
SHARED void mt_kstack_store(void *ctx, struct abi_stack *stack, struct abi_stack_ref *ref,
			    uint32_t most)
{
	stack->word_kind = ABI_WORD_NONE;
	stack->word = 0;
	ref->tgid = 0;
	refer(ref, stack, capture(ctx, stack, most, 0));
	if (ref->id && is_cut(stack))
		mt_core_lose(ABI_LOSS_STACK_CUT);
}
