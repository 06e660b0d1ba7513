/*
 * What a program does once its probe has fired and the point's predicate holds: the fields of the
 * named probe, the predicate of the clause, its body.
 *
 *     static u64 body_0_0(void *context, void *scratch, u64 field, ...)
 *
 * All points of a named probe do the same with its fields, and those of a list do the same. So where a
 * clause has several programs on one kind of point, predicate and body are compiled once, as a BPF
 * subprogram that all of them call; each computes the fields its own way. Numbers are passed in
 * registers, as far as these go, all else in scratch memory, as in emit_subprogram.c; where nothing is,
 * the body claims its own, beside that of a program that needs some to compute the fields. A body that
 * asks for the pair's entry, or for the point itself (see emit_variant()), is part of each program
 * instead.
 */
#include "codegen/emit.h"

#define DEPTH_MAX 1 /* of loops and functions: the body's frame is one more, on a stack of 512 bytes */

/* A body as it is compiled for one kind of point. */
struct emitted_body {
	const struct clause *clause;
	enum point_kind kind;
	bool is_of_point; /* it serves no other program than its first */
	struct ir_value *function;
	struct place *fields; /* those in scratch memory: in the body's part of its caller's */
	uint32_t scratch_size; /* of that part; 0: it claims its own */
};

/* ---- which ---- */

static const struct emitted_body *find_body(const struct codegen *codegen,
					    const struct clause *clause, enum point_kind kind)
{
	for (size_t i = 0; i < codegen->bodies.count; i++) {
		const struct emitted_body *body = codegen->bodies.items[i];

		if (body->clause == clause && body->kind == kind)
			return body;
	}
	return NULL;
}

bool emit_is_body_apart(const struct codegen *codegen, const struct clause *clause,
			const struct variant *variant)
{
	const struct emitted_body *known = find_body(codegen, clause, variant->kind);
	uint32_t count = 0;

	if (clause->uses_pair)
		return false;
	if (known)
		return !known->is_of_point;
	for (const struct variant *v = clause->variants; v; v = v->next)
		count += v->kind == variant->kind;
	return count > 1 && clause->depth <= DEPTH_MAX;
}

const struct variant *emit_variant(struct emitter *e)
{
	e->codegen->asked_for_point = true;
	return e->variant;
}

const struct point *emit_point(struct emitter *e)
{
	e->codegen->asked_for_point = true;
	return e->point ? e->point : e->variant->point;
}

/* ---- fields ---- */

/* Those that the body reads, in order; whether each is passed in a register. */
static bool is_in_register(const struct variant *variant, uint32_t field)
{
	uint32_t before = 0;

	if (type_is_in_memory(variant->fields[field]->type))
		return false;
	for (uint32_t i = 0; i < field; i++)
		before += variant->fields[i] && !type_is_in_memory(variant->fields[i]->type);
	return before < FUNCTION_REGISTERS;
}

static struct place *new_fields(struct codegen *codegen, const struct variant *variant)
{
	return arena_alloc(codegen->arena, (variant->field_count + 1) * sizeof(struct place));
}

static void compute_field(struct emitter *e, const struct expr *field, struct place place)
{
	struct temp_mark mark = emit_mark_temps(e);

	if (type_is_in_memory(field->type))
		emit_store(e, field, emit_place(e, place), field->type);
	else
		emit_set_kept(e, place, emit_scalar(e, field));
	emit_release_temps(e, mark);
}

/* Once, as the body may use them often. */
static void compute_fields(struct emitter *e)
{
	const struct variant *variant = e->variant;

	e->fields = new_fields(e->codegen, variant);
	for (uint32_t i = 0; i < variant->field_count; i++) {
		const struct expr *field = variant->fields[i];

		if (!field) /* the clause does not read it */
			continue;
		e->fields[i] = emit_lasting_place(e, layout_place_size(field->type));
		compute_field(e, field, e->fields[i]);
	}
}

/* ---- predicate and body ---- */

void emit_check_predicate(struct emitter *e, const struct expr *predicate)
{
	struct temp_mark mark = emit_mark_temps(e);
	struct ir_block *go_on;

	if (!predicate)
		return;
	go_on = ir_block(e->ir);
	ir_line(e->ir, codegen_line(e->codegen, predicate->span));
	ir_branch(e->ir, emit_condition(e, predicate), go_on, e->leave);
	ir_at(e->ir, go_on);
	emit_release_temps(e, mark);
}

/* Each is assigned before it is read: parser/check_variable.c. */
static void make_variables(struct emitter *e)
{
	e->variables = arena_alloc(e->codegen->arena,
				   (e->clause->variable_count + 1) * sizeof(*e->variables));
	for (const struct variable *v = e->clause->variables; v; v = v->next)
		e->variables[v->index] = emit_lasting_place(e, layout_place_size(v->type));
	if (e->frame)
		emit_begin_loops(e);
}

static void emit_code(struct emitter *e)
{
	emit_check_predicate(e, e->clause->predicate);
	make_variables(e);
	emit_statements(e, e->clause->body);
}

/* ---- a body apart ---- */

static struct emitter new_emitter(const struct emitter *caller)
{
	return (struct emitter){
		.codegen = caller->codegen,
		.ir = caller->ir,
		.program = caller->program,
		.clause = caller->clause,
		.attached = caller->attached,
		.variant = caller->variant,
		.kind = caller->kind,
		.point = caller->point,
		.is_body = true,
	};
}

/* Numbers that came in registers are kept where they can be read again. */
static void take_fields(struct emitter *e, struct ir_value *const *registers)
{
	const struct variant *variant = e->variant;

	e->fields = new_fields(e->codegen, variant);
	for (uint32_t i = 0; i < variant->field_count; i++) {
		uint32_t size;

		if (!variant->fields[i])
			continue;
		size = layout_place_size(variant->fields[i]->type);
		if (is_in_register(variant, i)) {
			e->fields[i] = emit_lasting_place(e, size);
			emit_set_kept(e, e->fields[i], *registers++);
		} else {
			e->fields[i] = emit_scratch_place(e, size);
		}
	}
}

static uint32_t count_registers(const struct variant *variant)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < variant->field_count; i++)
		count += variant->fields[i] && is_in_register(variant, i);
	return count;
}

static bool is_all_in_registers(const struct variant *variant)
{
	for (uint32_t i = 0; i < variant->field_count; i++)
		if (variant->fields[i] && !is_in_register(variant, i))
			return false;
	return true;
}

static void emit_function(struct emitter *e, struct ir_value *const *arguments, bool claims)
{
	struct gap gap;

	emit_begin_function(e, arguments);
	gap = emit_open_gap(e);
	take_fields(e, arguments + FUNCTION_POINTERS);
	emit_code(e);
	if (claims) {
		emit_release_scratch(e);
	} else {
		ir_jump(e->ir, e->leave);
		ir_at(e->ir, e->leave);
	}
	ir_return_number(e->ir, 0);
	emit_close_gap(e, gap, claims && e->scratch_most, e->leave);
}

static const struct emitted_body *emit_apart(const struct emitter *caller)
{
	struct codegen *codegen = caller->codegen;
	struct emitted_body *body = arena_new_of(codegen->arena, struct emitted_body);
	const char *name = arena_printf(codegen->arena, "body_%u_%u", caller->clause->index,
					caller->variant->index);
	struct emitter e = new_emitter(caller);
	struct ir_value *arguments[FUNCTION_POINTERS + FUNCTION_REGISTERS];
	bool claims = is_all_in_registers(e.variant);
	struct ir_function *outside;

	outside = ir_begin_subprogram(e.ir, name, count_registers(e.variant),
				      codegen_line(codegen, e.clause->span), arguments);
	codegen->asked_for_point = false;
	emit_function(&e, arguments, claims);
	*body = (struct emitted_body){
		.clause = e.clause,
		.kind = e.kind,
		.is_of_point = codegen->asked_for_point,
		.fields = e.fields,
		.scratch_size = claims ? 0 : e.scratch_most,
		.function = ir_end_function(e.ir, outside),
	};
	if (body->is_of_point)
		ir_inline_function(e.ir, body->function);
	array_push(codegen->arena, &codegen->bodies, body);
	return body;
}

/* Registers are loaded when all fields are known: there may be calls in these. */
static uint32_t pass_fields(struct emitter *e, const struct emitted_body *body, struct place part,
			    struct ir_value **registers)
{
	const struct variant *variant = e->variant;
	struct place kept[FUNCTION_REGISTERS];
	uint32_t count = 0;

	for (uint32_t i = 0; i < variant->field_count; i++) {
		const struct expr *field = variant->fields[i];

		if (!field)
			continue;
		if (is_in_register(variant, i)) {
			kept[count] = emit_lasting_place(e, sizeof(uint64_t));
			compute_field(e, field, kept[count++]);
		} else {
			compute_field(e, field, (struct place){.at = part.at + body->fields[i].at});
		}
	}
	for (uint32_t i = 0; i < count; i++)
		registers[i] = emit_kept(e, kept[i]);
	return count;
}

static void call_body(struct emitter *e)
{
	const struct emitted_body *body = find_body(e->codegen, e->clause, e->kind);
	struct ir_value *arguments[FUNCTION_POINTERS + FUNCTION_REGISTERS];
	struct place part = {0};
	uint32_t count;

	if (!body)
		body = emit_apart(e);
	if (body->scratch_size)
		part = emit_scratch_place(e, body->scratch_size);
	count = pass_fields(e, body, part, arguments + FUNCTION_POINTERS);
	arguments[0] = e->context;
	arguments[1] = body->scratch_size ? emit_place(e, part) : ir_no_pointer(e->ir);
	ir_call_function(e->ir, body->function, FUNCTION_POINTERS + count, arguments);
}

void emit_body(struct emitter *e)
{
	if (e->has_body_apart) {
		call_body(e);
	} else {
		compute_fields(e);
		emit_code(e);
	}
}
