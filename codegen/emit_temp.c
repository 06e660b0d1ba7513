/*
 * Places for values in memory.
 *
 * A BPF program has a stack of 512 bytes, which helpers and saved registers need too: small values
 * lie there, within a budget, and the rest in scratch memory that the program claims when it
 * begins. A statement's places are used again by the next one.
 */
#include "codegen/emit.h"

#include <string.h>

#define STACK_BUDGET 192 /* bytes of the program's stack */
#define LOOPS_BUDGET 64	 /* of a program that shares it with the bodies of loops */
#define BODY_BUDGET  32	 /* of such a body */
#define STACK_VALUE  64  /* of one value */

static uint32_t pad(uint32_t size)
{
	return (size + 7) & ~(uint32_t)7;
}

static struct ir_value *reuse(struct emitter *e, uint32_t size)
{
	struct temp *best = NULL;

	for (size_t i = 0; i < e->temps.count; i++) {
		struct temp *temp = &e->temps.items[i];

		if (!temp->serial && temp->size >= size && (!best || temp->size < best->size))
			best = temp;
	}
	if (!best)
		return NULL;
	best->serial = ++e->serial;
	return best->pointer;
}

uint32_t emit_scratch(struct emitter *e, uint32_t size)
{
	uint32_t at = e->scratch_used;

	e->scratch_used += pad(size);
	if (e->scratch_used > e->scratch_most)
		e->scratch_most = e->scratch_used;
	return at;
}

struct ir_value *emit_scratch_at(struct emitter *e, uint32_t place)
{
	return ir_offset(e->ir, ir_load_pointer(e->ir, e->scratch), place);
}

static struct ir_value *take_scratch(struct emitter *e, uint32_t size)
{
	return emit_scratch_at(e, emit_scratch(e, size));
}

static uint32_t stack_budget(const struct emitter *e)
{
	if (!e->frame)
		return STACK_BUDGET;
	return e->depth ? BODY_BUDGET : LOOPS_BUDGET;
}

struct ir_value *emit_temp(struct emitter *e, uint32_t size)
{
	struct temp temp = {.size = pad(size)};

	if (temp.size > STACK_VALUE)
		return take_scratch(e, temp.size);
	temp.pointer = reuse(e, temp.size);
	if (temp.pointer)
		return temp.pointer;
	if (e->stack_used + temp.size > stack_budget(e))
		return take_scratch(e, temp.size);
	e->stack_used += temp.size;
	temp.pointer = ir_local(e->ir, temp.size);
	temp.serial = ++e->serial;
	array_push(e->codegen->arena, &e->temps, temp);
	return temp.pointer;
}

struct temp_mark emit_mark_temps(struct emitter *e)
{
	return (struct temp_mark){.serial = e->serial, .scratch_used = e->scratch_used};
}

void emit_release_temps(struct emitter *e, struct temp_mark mark)
{
	e->scratch_used = mark.scratch_used;
	for (size_t i = 0; i < e->temps.count; i++)
		if (e->temps.items[i].serial > mark.serial)
			e->temps.items[i].serial = 0;
}

/* ---- copies ---- */

void emit_copy(struct emitter *e, struct ir_value *to, struct ir_value *from, uint32_t size)
{
	ir_copy(e->ir, to, from, size, 8);
}

static void convert_string(struct emitter *e, struct ir_value *to, uint32_t to_size,
			   struct ir_value *from, uint32_t from_size)
{
	if (to_size > from_size)
		ir_zero(e->ir, to, to_size, 8);
	emit_copy(e, to, from, to_size < from_size ? to_size : from_size);
}

void emit_zero_padding(struct emitter *e, struct ir_value *to, const struct type *const *types,
		       uint32_t count)
{
	uint32_t size = layout_list(types, count, NULL), used = 0;

	for (uint32_t i = 0; i < count; i++)
		used += layout_size(types[i]);
	if (used != size)
		ir_zero(e->ir, to, size, 8);
}

static void convert_tuple(struct emitter *e, struct ir_value *to, const struct type *to_type,
			  struct ir_value *from, const struct type *from_type)
{
	emit_zero_padding(e, to, to_type->elements, to_type->count);
	for (uint32_t i = 0; i < to_type->count; i++)
		emit_convert(e, ir_offset(e->ir, to, type_tuple_offset(to_type, i)),
			     to_type->elements[i],
			     ir_offset(e->ir, from, type_tuple_offset(from_type, i)),
			     from_type->elements[i]);
}

void emit_convert(struct emitter *e, struct ir_value *to, const struct type *to_type,
		  struct ir_value *from, const struct type *from_type)
{
	if (!type_is_in_memory(to_type))
		ir_store(e->ir, to,
			 ir_load(e->ir, from, from_type->size, from_type->is_signed),
			 to_type->size);
	else if (to_type == from_type)
		emit_copy(e, to, from, to_type->size);
	else if (to_type->kind == TYPE_TUPLE)
		convert_tuple(e, to, to_type, from, from_type);
	else
		convert_string(e, to, to_type->size, from, from_type->size);
}
