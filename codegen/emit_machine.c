/*
 * Functions that ask the machine: clocks, stacks, registers, symbols, sizes.
 */
#include "codegen/emit.h"

#include <linux/bpf.h>
#include <stdlib.h>

#include "parser/word_list.h"

static uint32_t word_value(const struct word_list *list, const char *name)
{
	uint32_t value;

	if (!word_find(list, name, &value))
		abort();
	return value;
}

static struct ir_value *clock_now(struct emitter *e, uint32_t helper)
{
	return ir_helper(e->ir, helper, false, 0, NULL);
}

CALL_EMITTER(nsecs)
{
	switch (word_value(&words_clocks, call->call.arguments->name.name)) {
	case CLOCK_WORD_MONOTONIC:
		return clock_now(e, BPF_FUNC_ktime_get_ns);
	case CLOCK_WORD_TAI:
		return clock_now(e, BPF_FUNC_ktime_get_tai_ns);
	case CLOCK_WORD_SW_TAI: /* for kernels without that helper: by what it was at the start */
		return ir_math(e->ir, IR_ADD, clock_now(e, BPF_FUNC_ktime_get_boot_ns),
			       codegen_constant(e->codegen, call->span, PLAN_TAI_OFFSET, NULL,
						NULL));
	default:
		return clock_now(e, BPF_FUNC_ktime_get_boot_ns);
	}
}

CALL_EMITTER(kstack)
{
	emit_kernel_stack(e, to, call->type->count);
	return to;
}

CALL_EMITTER(ustack)
{
	emit_user_stack(e, to, call->type->count);
	return to;
}

CALL_EMITTER(reg)
{
	uint32_t offset = word_value(&words_registers, emit_literal_text(e, call->call.arguments));

	return ir_context_load(e->ir, e->context, offset);
}

CALL_EMITTER(ureg)
{
	const char *name = emit_literal_text(e, call->call.arguments);

	return emit_user_register(e, word_value(&words_registers, name));
}

CALL_EMITTER(kaddr)
{
	return codegen_constant(e->codegen, call->span, PLAN_KADDR, NULL,
				emit_literal_text(e, call->call.arguments));
}

CALL_EMITTER(uaddr)
{
	return codegen_constant(e->codegen, call->span, PLAN_UADDR, emit_variant(e)->point->target,
				emit_literal_text(e, call->call.arguments));
}

CALL_EMITTER(cgroupid)
{
	return codegen_constant(e->codegen, call->span, PLAN_CGROUP, NULL,
				emit_literal_text(e, call->call.arguments));
}

CALL_EMITTER(meminfo)
{
	return codegen_constant(e->codegen, call->span, PLAN_MEMINFO, NULL,
				emit_literal_text(e, call->call.arguments));
}

CALL_EMITTER(vma)
{
	return IR_CALL(e->ir, "mt_vma_find", emit_scalar(e, call->call.arguments));
}

CALL_EMITTER(folio_pages)
{
	return IR_CALL(e->ir, "mt_folio_pages", emit_scalar(e, call->call.arguments));
}

CALL_EMITTER(kptr)
{
	return emit_scalar(e, call->call.arguments);
}

CALL_EMITTER(uptr)
{
	return emit_scalar(e, call->call.arguments);
}

CALL_EMITTER(bswap)
{
	return ir_swap_bytes(e->ir, emit_scalar(e, call->call.arguments), call->type->size);
}

CALL_EMITTER(sample)
{
	struct ir_value *size = emit_scalar(e, call->call.arguments);

	return IR_CALL(e->ir, "mt_sample_bytes", size, emit_scalar(e, call->call.arguments->next));
}

/* Relocated for the running kernel, as any member. */
CALL_EMITTER(offsetof)
{
	return emit_address(e, call->call.place);
}
