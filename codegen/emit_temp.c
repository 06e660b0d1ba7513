/*
 * Places for values.
 *
 * A BPF program and what it calls have a stack of 512 bytes together, which registers are saved in
 * too: small values lie there, within a budget, and the rest in scratch memory that the program
 * claims when it begins. A statement's places are used again by the next one, and those of an
 * operand that is a scalar as soon as it is known.
 */
#include "codegen/emit.h"

#include <string.h>

/* Bytes of the stack for what is kept until the function ends, and for the rest. */
struct budget {
	uint32_t lasting, temps;
};

static const struct budget whole_budget = {80, 160}; /* of a program that has it alone */
static const struct budget shared_budget = {48, 64}; /* of one that loops or calls functions */
static const struct budget function_budget = {32, 32}; /* of these, and of the bodies of loops */

#define STACK_VALUE 64 /* of one value */
#define DEEP	    3  /* loops and functions in each other */

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

static struct place take_scratch(struct emitter *e, uint32_t size)
{
	struct place place = {.at = e->scratch_used};

	e->scratch_used += size;
	if (e->scratch_used > e->scratch_most)
		e->scratch_most = e->scratch_used;
	return place;
}

static const struct budget *budget_of(const struct emitter *e)
{
	if (e->depth || e->is_subprogram || e->has_body_apart)
		return &function_budget;
	if (e->frame || (e->clause && e->clause->has_calls))
		return e->is_body || e->clause->depth >= DEEP ? &function_budget : &shared_budget;
	return e->is_body ? &shared_budget : &whole_budget;
}

static struct place take_temp(struct emitter *e, uint32_t size)
{
	struct temp temp = {.size = pad(size)};

	if (temp.size > STACK_VALUE)
		return take_scratch(e, temp.size);
	temp.pointer = reuse(e, temp.size);
	if (temp.pointer)
		return (struct place){.local = temp.pointer};
	if (e->stack_used + temp.size > budget_of(e)->temps) {
		struct place place = take_scratch(e, temp.size);

		place.is_beyond = true;
		return place;
	}
	e->stack_used += temp.size;
	temp.pointer = ir_local(e->ir, temp.size);
	temp.serial = ++e->serial;
	array_push(e->codegen->arena, &e->temps, temp);
	return (struct place){.local = temp.pointer};
}

struct place emit_lasting_place(struct emitter *e, uint32_t size)
{
	size = pad(size);
	if (e->frame || e->stack_lasting + size > budget_of(e)->lasting)
		return take_scratch(e, size);
	e->stack_lasting += size;
	return (struct place){.local = ir_local(e->ir, size)};
}

struct place emit_scratch_place(struct emitter *e, uint32_t size)
{
	return take_scratch(e, pad(size));
}

struct ir_value *emit_place(struct emitter *e, struct place place)
{
	if (place.local)
		return place.local;
	return ir_offset(e->ir, ir_load_pointer(e->ir, e->scratch), place.at);
}

struct ir_value *emit_temp(struct emitter *e, uint32_t size)
{
	struct place place = take_temp(e, size);

	if (place.local)
		return place.local;
	return ir_offset(e->ir, ir_load_pointer(e->ir, e->scratch), place.at);
}

void emit_set_kept(struct emitter *e, struct place place, struct ir_value *scalar)
{
	if (place.is_beyond)
		ir_store_volatile(e->ir, emit_place(e, place), scalar);
	else
		ir_store(e->ir, emit_place(e, place), scalar, sizeof(uint64_t));
}

struct place emit_keep(struct emitter *e, struct ir_value *scalar)
{
	struct place place = take_temp(e, sizeof(uint64_t));

	emit_set_kept(e, place, scalar);
	return place;
}

struct ir_value *emit_kept(struct emitter *e, struct place place)
{
	if (place.is_beyond)
		return ir_load_volatile(e->ir, emit_place(e, place));
	return ir_load(e->ir, emit_place(e, place), sizeof(uint64_t), false);
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
