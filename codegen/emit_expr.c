#include "codegen/emit.h"

#include <stdlib.h>
#include <string.h>

/* ---- arithmetic ---- */

/* 64 bits wide, and signed unless a side is an unsigned number of that width. */
static bool is_unsigned(const struct type *type)
{
	return type->kind == TYPE_POINTER ||
	       (type->kind == TYPE_INT && type->size == 8 && !type->is_signed);
}

static enum ir_op ir_op_of(enum binary_op op, bool is_unsigned_left)
{
	switch (op) {
	case BINARY_ADD:
		return IR_ADD;
	case BINARY_SUB:
		return IR_SUB;
	case BINARY_MUL:
		return IR_MUL;
	case BINARY_DIV:
		return IR_DIV;
	case BINARY_MOD:
		return IR_MOD;
	case BINARY_SHL:
		return IR_SHL;
	case BINARY_SHR:
		return is_unsigned_left ? IR_SHR : IR_SAR;
	case BINARY_AND:
		return IR_AND;
	case BINARY_OR:
		return IR_OR;
	case BINARY_XOR:
		return IR_XOR;
	default:
		abort();
	}
}

static bool relation_of(enum binary_op op, enum ir_relation *relation)
{
	static const enum ir_relation relations[] = {
		[BINARY_EQ] = IR_EQ, [BINARY_NE] = IR_NE, [BINARY_LT] = IR_LT,
		[BINARY_LE] = IR_LE, [BINARY_GT] = IR_GT, [BINARY_GE] = IR_GE,
	};

	if (op < BINARY_EQ || op > BINARY_GE)
		return false;
	*relation = relations[op];
	return true;
}

static uint32_t pointed_size(const struct type *type)
{
	if (type->kind != TYPE_POINTER || !type->element || !type->element->size)
		return 1;
	return type->element->size;
}

/* As in C: p + n counts in what p points to, and so does p - q. */
static struct ir_value *pointer_operation(struct emitter *e, enum binary_op op,
					  const struct type *left_type, struct ir_value *left,
					  const struct type *right_type, struct ir_value *right)
{
	bool is_distance = left_type->kind == TYPE_POINTER && right_type->kind == TYPE_POINTER;
	struct ir_value *difference;

	if (is_distance) {
		difference = ir_math(e->ir, IR_SUB, left, right);
		return ir_signed_divide(e->ir, IR_DIV, difference,
					ir_int(e->ir, pointed_size(left_type)));
	}
	if (left_type->kind == TYPE_POINTER)
		right = ir_math(e->ir, IR_MUL, right, ir_int(e->ir, pointed_size(left_type)));
	else
		left = ir_math(e->ir, IR_MUL, left, ir_int(e->ir, pointed_size(right_type)));
	return ir_math(e->ir, op == BINARY_ADD ? IR_ADD : IR_SUB, left, right);
}

struct ir_value *emit_operation(struct emitter *e, enum binary_op op, const struct type *left_type,
				struct ir_value *left, const struct type *right_type,
				struct ir_value *right)
{
	bool has_pointer = left_type->kind == TYPE_POINTER || right_type->kind == TYPE_POINTER;
	bool as_unsigned = is_unsigned(left_type) || is_unsigned(right_type);
	enum ir_relation relation;

	if (relation_of(op, &relation))
		return ir_from_condition(e->ir, ir_is(e->ir, relation, !as_unsigned, left, right));
	if (has_pointer && (op == BINARY_ADD || op == BINARY_SUB))
		return pointer_operation(e, op, left_type, left, right_type, right);
	if ((op == BINARY_DIV || op == BINARY_MOD) && !as_unsigned)
		return ir_signed_divide(e->ir, op == BINARY_DIV ? IR_DIV : IR_MOD, left, right);
	return ir_math(e->ir, ir_op_of(op, is_unsigned(left_type)), left, right);
}

/* ---- comparison of what is in memory ---- */

static struct ir_value *is_same_words(struct emitter *e, struct ir_value *a, struct ir_value *b,
				      uint32_t size)
{
	struct ir_value *same = ir_int(e->ir, 1), *pair;

	for (uint32_t at = 0; at < size; at += 8) {
		pair = ir_is(e->ir, IR_EQ, false, ir_load(e->ir, ir_offset(e->ir, a, at), 8, false),
			     ir_load(e->ir, ir_offset(e->ir, b, at), 8, false));
		same = ir_math(e->ir, IR_AND, same, ir_from_condition(e->ir, pair));
	}
	return same;
}

static struct ir_value *is_same_memory(struct emitter *e, struct ir_value *a,
				       const struct type *a_type, struct ir_value *b,
				       const struct type *b_type);

static struct ir_value *is_same_tuple(struct emitter *e, struct ir_value *a,
				      const struct type *a_type, struct ir_value *b,
				      const struct type *b_type)
{
	struct ir_value *same = ir_int(e->ir, 1), *pair;

	a = ir_as_new(e->ir, a);
	b = ir_as_new(e->ir, b);
	for (uint32_t i = 0; i < a_type->count; i++) {
		pair = is_same_memory(e, ir_offset(e->ir, a, type_tuple_offset(a_type, i)),
				      a_type->elements[i],
				      ir_offset(e->ir, b, type_tuple_offset(b_type, i)),
				      b_type->elements[i]);
		same = ir_math(e->ir, IR_AND, same, pair);
	}
	return same;
}

/* 0 or 1 */
static struct ir_value *is_same_memory(struct emitter *e, struct ir_value *a,
				       const struct type *a_type, struct ir_value *b,
				       const struct type *b_type)
{
	uint32_t size = a_type->size < b_type->size ? a_type->size : b_type->size;

	if (!type_is_in_memory(a_type))
		return ir_from_condition(
			e->ir, ir_is(e->ir, IR_EQ, false,
				     ir_load(e->ir, a, a_type->size, a_type->is_signed),
				     ir_load(e->ir, b, b_type->size, b_type->is_signed)));
	if (a_type->kind == TYPE_TUPLE)
		return is_same_tuple(e, a, a_type, b, b_type);
	if (a_type->kind == TYPE_STRING || a_type->kind == TYPE_ARRAY)
		return IR_CALL(e->ir, "mt_string_is_equal", a, b, ir_int(e->ir, size));
	return is_same_words(e, a, b, size);
}

static struct ir_value *is_same(struct emitter *e, const struct expr *left, const struct expr *right)
{
	struct ir_value *a, *b;

	/* Such as options are: what then never runs is left out. */
	if (left->kind == EXPR_STRING && right->kind == EXPR_STRING)
		return ir_int(e->ir,
			      !strcmp(emit_literal_text(e, left), emit_literal_text(e, right)));
	a = emit_memory(e, left);
	b = emit_memory(e, right);
	return is_same_memory(e, a, left->type, b, right->type);
}

static struct ir_value *compare_memory(struct emitter *e, const struct expr *expr)
{
	struct ir_value *same = is_same(e, expr->binary.left, expr->binary.right);

	return expr->binary.op == BINARY_EQ ? same : ir_math(e->ir, IR_XOR, same, ir_int(e->ir, 1));
}

/* ---- control ---- */

struct ir_value *emit_condition(struct emitter *e, const struct expr *expr)
{
	return ir_is_true(e->ir, emit_scalar(e, expr));
}

/* The right side is evaluated only where it decides. */
static struct ir_value *logical(struct emitter *e, const struct expr *expr)
{
	bool is_and = expr->binary.op == BINARY_LOGICAL_AND;
	struct ir_block *right = ir_block(e->ir), *after = ir_block(e->ir);
	struct ir_value *result = ir_local(e->ir, 8);

	ir_store(e->ir, result, ir_int(e->ir, !is_and), 8);
	ir_branch(e->ir, emit_condition(e, expr->binary.left), is_and ? right : after,
		  is_and ? after : right);
	ir_at(e->ir, right);
	ir_store(e->ir, result,
		 ir_from_condition(e->ir, emit_condition(e, expr->binary.right)), 8);
	ir_jump(e->ir, after);
	ir_at(e->ir, after);
	return ir_load(e->ir, result, 8, false);
}

/* Into `to` when it is a value in memory, else returned. */
static struct ir_value *ternary(struct emitter *e, const struct expr *expr, struct ir_value *to)
{
	struct ir_block *yes = ir_block(e->ir), *no = ir_block(e->ir), *after = ir_block(e->ir);
	struct ir_value *place = to ? to : ir_local(e->ir, 8), *condition;

	condition = emit_scalar(e, expr->ternary.condition);
	ir_branch(e->ir, ir_is_true(e->ir, condition), yes, no);
	ir_at(e->ir, yes);
	if (!expr->ternary.yes)
		ir_store(e->ir, place, condition, 8);
	else if (to)
		emit_store(e, expr->ternary.yes, to, expr->type);
	else
		ir_store(e->ir, place, emit_scalar(e, expr->ternary.yes), 8);
	ir_jump(e->ir, after);
	ir_at(e->ir, no);
	if (to)
		emit_store(e, expr->ternary.no, to, expr->type);
	else
		ir_store(e->ir, place, emit_scalar(e, expr->ternary.no), 8);
	ir_jump(e->ir, after);
	ir_at(e->ir, after);
	return to ? to : ir_load(e->ir, place, 8, false);
}

/* ---- unary ---- */

void emit_set_variable(struct emitter *e, const struct variable *variable, struct ir_value *value)
{
	if (variable->type->kind == TYPE_INT)
		value = ir_resize(e->ir, value, variable->type->size, variable->type->is_signed);
	else if (variable->type->kind == TYPE_BOOL)
		value = ir_from_condition(e->ir, ir_is_true(e->ir, value));
	emit_set_kept(e, e->variables[variable->index], value);
}

/* ++ and --: what the place was before, and what it is then. */
static struct ir_value *step(struct emitter *e, const struct expr *expr)
{
	const struct expr *operand = expr->unary.operand;
	enum unary_op op = expr->unary.op;
	bool is_up = op == UNARY_PRE_INC || op == UNARY_POST_INC;
	bool is_before = op == UNARY_PRE_INC || op == UNARY_PRE_DEC;
	uint64_t size = pointed_size(operand->type);
	struct ir_value *by = ir_int(e->ir, is_up ? size : -size), *old;
	struct place place;

	if (operand->kind == EXPR_MAP) {
		old = emit_map_add(e, operand->map.map, emit_key(e, operand), by);
		return is_before ? ir_math(e->ir, IR_ADD, old, by) : old;
	}
	place = e->variables[operand->variable.variable->index];
	old = emit_kept(e, place);
	emit_set_variable(e, operand->variable.variable, ir_math(e->ir, IR_ADD, old, by));
	return is_before ? emit_kept(e, place) : old;
}

static struct ir_value *unary(struct emitter *e, const struct expr *expr)
{
	const struct expr *operand = expr->unary.operand;
	struct ir_value *address;

	switch (expr->unary.op) {
	case UNARY_NEGATE:
		return ir_math(e->ir, IR_SUB, ir_int(e->ir, 0), emit_scalar(e, operand));
	case UNARY_NOT:
		return ir_math(e->ir, IR_XOR,
			       ir_from_condition(e->ir, emit_condition(e, operand)),
			       ir_int(e->ir, 1));
	case UNARY_COMPLEMENT:
		return ir_math(e->ir, IR_XOR, emit_scalar(e, operand), ir_int(e->ir, UINT64_MAX));
	case UNARY_DEREF:
		address = emit_scalar(e, operand);
		return emit_read(e, expr->type, address, emit_is_user(e, operand, address));
	default:
		return step(e, expr);
	}
}

/* ---- scalars ---- */

static struct ir_value *cast(struct emitter *e, const struct expr *expr)
{
	struct ir_value *value = emit_scalar(e, expr->cast.operand);

	if (expr->type->kind == TYPE_BOOL)
		return ir_from_condition(e->ir, ir_is_true(e->ir, value));
	if (expr->type->kind == TYPE_INT)
		return ir_resize(e->ir, value, expr->type->size, expr->type->is_signed);
	return value;
}

static struct ir_value *binary(struct emitter *e, const struct expr *expr)
{
	const struct expr *left = expr->binary.left, *right = expr->binary.right;
	struct ir_value *a, *b;
	struct place kept;

	if (expr->binary.op == BINARY_LOGICAL_AND || expr->binary.op == BINARY_LOGICAL_OR)
		return logical(e, expr);
	if (type_is_in_memory(left->type))
		return compare_memory(e, expr);
	kept = emit_keep(e, emit_scalar(e, left));
	b = emit_scalar(e, right);
	a = emit_kept(e, kept);
	a = emit_operation(e, expr->binary.op, left->type, a, right->type, b);
	if (!kept.is_beyond)
		return a;
	emit_set_kept(e, kept, a); /* or LLVM loads all operands before the first of such operations */
	return emit_kept(e, kept);
}

static struct ir_value *element(struct emitter *e, const struct expr *expr)
{
	const struct expr *base = expr->element.base;

	return ir_offset(e->ir, emit_memory(e, base),
			 type_tuple_offset(base->type, expr->element.index));
}

static struct ir_value *indexed(struct emitter *e, const struct expr *expr)
{
	struct ir_value *address = emit_address(e, expr);

	return emit_read(e, expr->type, address, emit_is_user(e, expr, address));
}

static struct ir_value *scalar(struct emitter *e, const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_INT:
		return ir_int(e->ir, expr->integer.value);
	case EXPR_NAME:
		return emit_builtin(e, expr, NULL);
	case EXPR_VARIABLE:
		return emit_kept(e, e->variables[expr->variable.variable->index]);
	case EXPR_MAP:
		return emit_map_scalar(e, expr->map.map, emit_key(e, expr));
	case EXPR_FIELD:
		return emit_field(e, expr);
	case EXPR_ELEMENT:
		return ir_load(e->ir, element(e, expr), expr->type->size, expr->type->is_signed);
	case EXPR_INDEX:
		return indexed(e, expr);
	case EXPR_UNARY:
		return unary(e, expr);
	case EXPR_BINARY:
		return binary(e, expr);
	case EXPR_TERNARY:
		return ternary(e, expr, NULL);
	case EXPR_CAST:
		return cast(e, expr);
	case EXPR_CALL:
		return emit_call(e, expr, NULL);
	case EXPR_BLOCK:
		emit_statements(e, expr->block.statements);
		return emit_scalar(e, expr->block.value);
	case EXPR_STRING:
	case EXPR_TUPLE:
	case EXPR_PARAMETER:
		break;
	}
	abort();
}

/* Nothing points to what it was made of. */
struct ir_value *emit_scalar(struct emitter *e, const struct expr *expr)
{
	struct temp_mark mark = emit_mark_temps(e);
	struct ir_value *value = scalar(e, expr);

	emit_release_temps(e, mark);
	return value;
}

/* ---- values in memory ---- */

static struct ir_value *literal(struct emitter *e, const struct expr *expr)
{
	char *bytes = arena_alloc(e->codegen->arena, expr->type->size);

	for (uint32_t i = 0; i < expr->string.length && i + 1 < expr->type->size; i++)
		bytes[i] = expr->string.bytes[i];
	return ir_bytes(e->ir, bytes, expr->type->size);
}

void emit_store_list(struct emitter *e, const struct expr *list, struct ir_value *to,
		     const struct type *const *types, uint32_t count)
{
	uint32_t *offsets = arena_alloc(e->codegen->arena, (count + 1) * sizeof(*offsets));
	uint32_t i = 0;

	layout_list(types, count, offsets);
	emit_zero_padding(e, to, types, count);
	for (const struct expr *item = list; item; item = item->next, i++)
		emit_store(e, item, ir_offset(e->ir, to, offsets[i]), types[i]);
}

/* Where a value in memory is without any work; NULL: it has to be made. */
static struct ir_value *existing(struct emitter *e, const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_STRING:
		return literal(e, expr);
	case EXPR_VARIABLE:
		return emit_place(e, e->variables[expr->variable.variable->index]);
	case EXPR_ELEMENT:
		return element(e, expr);
	case EXPR_FIELD:
		if (expr->field.access.kind == FIELD_NAMED)
			return emit_place(e, e->fields[expr->field.access.index]);
		return NULL;
	case EXPR_CALL:
		if (expr->call.function && expr->call.function->id == FUNCTION_entry && !e->is_begin)
			return emit_entry_value(e, layout_entry_value(e->variant,
							      expr->call.slot));
		return NULL;
	default:
		return NULL;
	}
}

static void make(struct emitter *e, const struct expr *expr, struct ir_value *to)
{
	switch (expr->kind) {
	case EXPR_NAME:
		emit_builtin(e, expr, to);
		break;
	case EXPR_MAP:
		emit_map_memory(e, expr->map.map, emit_key(e, expr), to);
		break;
	case EXPR_FIELD:
	case EXPR_INDEX:
	case EXPR_UNARY:
		emit_string_at(e, expr, to, layout_size(expr->type));
		break;
	case EXPR_TERNARY:
		ternary(e, expr, to);
		break;
	case EXPR_CAST:
		emit_store(e, expr->cast.operand, to, expr->type);
		break;
	case EXPR_CALL:
		emit_call(e, expr, to);
		break;
	case EXPR_TUPLE:
		emit_store_list(e, expr->tuple.elements, to, expr->type->elements,
				expr->type->count);
		break;
	case EXPR_BLOCK:
		emit_statements(e, expr->block.statements);
		emit_store(e, expr->block.value, to, expr->type);
		break;
	default:
		abort();
	}
}

struct ir_value *emit_memory(struct emitter *e, const struct expr *expr)
{
	struct ir_value *place = existing(e, expr);

	if (place)
		return place;
	place = emit_temp(e, layout_size(expr->type));
	make(e, expr, place);
	return place;
}

/* Can the value be made where it is to be stored? */
static bool is_made_as(const struct expr *expr, const struct type *type)
{
	if (expr->kind == EXPR_TUPLE || expr->kind == EXPR_TERNARY)
		return expr->type == type;
	return expr->type->size == type->size;
}

static void store_memory(struct emitter *e, const struct expr *expr, struct ir_value *to,
			 const struct type *type)
{
	struct ir_value *from = existing(e, expr);

	if (!from && is_made_as(expr, type))
		make(e, expr, to);
	else if (!from && expr->kind == EXPR_TUPLE)
		emit_store_list(e, expr->tuple.elements, to, type->elements, type->count);
	else
		emit_convert(e, to, type, from ? from : emit_memory(e, expr), expr->type);
}

void emit_store(struct emitter *e, const struct expr *expr, struct ir_value *to,
		const struct type *type)
{
	if (type_is_in_memory(type))
		store_memory(e, expr, to, type);
	else
		ir_store(e->ir, to, emit_scalar(e, expr), type->size);
}
