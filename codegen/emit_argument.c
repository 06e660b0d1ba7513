/*
 * Arguments and results of fentry, fexit and raw tracepoints, and arguments of uprobes by name.
 *
 * Those of a function are asked for by number, which the loader puts in (the offset of an argument
 * is eight times its number). The helpers give plain numbers; loads from the context would give
 * pointers to objects of the kernel, with which the verifier does not allow to compute.
 */
#include "codegen/emit.h"

#include <linux/bpf.h>

#include "parser/debug_info.h"
#include "parser/word_list.h"

/* What a helper has stored, as a value of the type. */
static struct ir_value *stored(struct emitter *e, struct ir_value *slot, const struct type *type)
{
	return ir_load(e->ir, slot, type->size, type->is_signed);
}

static struct ir_value *zeroed_slot(struct emitter *e)
{
	struct ir_value *slot = emit_temp(e, sizeof(uint64_t));

	ir_store(e->ir, slot, ir_int(e->ir, 0), sizeof(uint64_t));
	return slot;
}

static struct ir_value *argument_of_function(struct emitter *e, struct ir_value *number,
					     const struct type *type)
{
	struct ir_value *slot = zeroed_slot(e);

	IR_HELPER(e->ir, BPF_FUNC_get_func_arg, false, e->context, number, slot);
	return stored(e, slot, type);
}

/* By the debug info of the probed function: in which register it is when that is entered. */
static struct ir_value *parameter(struct emitter *e, const char *name, const struct type *type)
{
	const struct point *point = emit_point(e);
	const struct debug_parameter *found =
		debug_info_find_parameter(e->codegen->in->debug_info, point, name);
	struct ir_value *value;
	uint32_t offset = 0;

	word_find(&words_registers, found->reg, &offset);
	value = ir_context_load(e->ir, e->context, offset);
	return ir_resize(e->ir, value, type->size, type->is_signed);
}

struct ir_value *emit_argument(struct emitter *e, const struct expr *field)
{
	const char *name = field->field.access.name;
	struct ir_value *offset;

	if (e->kind == POINT_UPROBE)
		return parameter(e, name, field->type);

	if (e->kind == POINT_RAWTRACEPOINT)
		return ir_patched_load(e->ir, e->context,
				       patches_mark(e, PLAN_PATCH_LOAD, name, false));
	offset = ir_patched_address(e->ir, ir_no_pointer(e->ir),
				    patches_mark(e, PLAN_PATCH_ADDRESS, name, false));
	return argument_of_function(
		e, ir_math(e->ir, IR_SHR, ir_address(e->ir, offset), ir_int(e->ir, 3)),
		field->type);
}

struct ir_value *emit_argument_number(struct emitter *e, const struct expr *name)
{
	uint32_t n = name->name.argument;

	if (e->kind == POINT_RAWTRACEPOINT)
		return ir_context_load(e->ir, e->context, n * sizeof(uint64_t));
	return argument_of_function(e, ir_int(e->ir, n), name->type);
}

struct ir_value *emit_result(struct emitter *e, const struct type *type)
{
	struct ir_value *slot = zeroed_slot(e);

	IR_HELPER(e->ir, BPF_FUNC_get_func_ret, false, e->context, slot);
	return stored(e, slot, type);
}
