/*
 * Functions that make, or look at, strings and other text.
 */
#include "codegen/emit.h"

#include <stddef.h>
#include <sys/socket.h>

/* ---- strings ---- */

CALL_EMITTER(strlen)
{
	const struct expr *string = call->call.arguments;
	uint32_t size = string->type->size;
	struct ir_value *text = emit_memory(e, string);

	return IR_CALL(e->ir, "mt_string_length", emit_temp(e, size), text, ir_int(e->ir, size));
}

static uint32_t smallest(uint64_t a, uint32_t b, uint32_t c)
{
	uint64_t least = a < b ? a : b;

	return (uint32_t)(least < c ? least : c);
}

CALL_EMITTER(strncmp)
{
	const struct expr *a = call->call.arguments, *b = a->next;
	uint32_t size = smallest(b->next->integer.value, a->type->size, b->type->size);
	struct ir_value *left = emit_memory(e, a), *right = emit_memory(e, b);

	return ir_math(e->ir, IR_XOR,
		       IR_CALL(e->ir, "mt_string_is_equal", left, right, ir_int(e->ir, size)),
		       ir_int(e->ir, 1));
}

CALL_EMITTER(strcontains)
{
	const struct type *longest = type_string(e->codegen->in->types, ABI_STRING_MAX);
	const struct expr *string = call->call.arguments;
	struct ir_value *search = emit_temp(e, sizeof(struct abi_search));

	emit_store(e, string, ir_offset(e->ir, search, offsetof(struct abi_search, text)), longest);
	emit_store(e, string->next, ir_offset(e->ir, search, offsetof(struct abi_search, part)),
		   longest);
	return IR_CALL(e->ir, "mt_search_string", search);
}

CALL_EMITTER(path)
{
	const struct expr *from = call->call.arguments;
	uint32_t size = call->type->size;
	struct ir_value *path = emit_temp(e, sizeof(struct abi_path));
	struct ir_value *address = from->type->kind == TYPE_POINTER ? emit_scalar(e, from)
								    : emit_address(e, from);

	IR_CALL(e->ir, "mt_path_walk", path, address, ir_int(e->ir, size),
		ir_int(e->ir, from->next == NULL));
	IR_CALL(e->ir, "mt_path_copy", to, ir_int(e->ir, size), path);
	return to;
}

/* ---- numbers that have a name: user space knows it ---- */

#define NAMED_NUMBER(id, text, what)                         \
	CALL_EMITTER(id)                                     \
	{                                                    \
		return emit_scalar(e, call->call.arguments); \
	}
#include "parser/named_numbers.def"
#undef NAMED_NUMBER

CALL_EMITTER(syscall_result)
{
	return emit_scalar(e, call->call.arguments);
}

CALL_EMITTER(bytes)
{
	return emit_scalar(e, call->call.arguments);
}

CALL_EMITTER(duration)
{
	return emit_scalar(e, call->call.arguments);
}

CALL_EMITTER(strftime)
{
	return emit_scalar(e, call->call.arguments->next);
}

/* ---- bytes ---- */

/* Where bytes are that the call takes the address of, and whose memory that is. */
struct bytes {
	struct ir_value *address, *is_user;
};

static bool is_place(const struct expr *expr)
{
	return (expr->kind == EXPR_FIELD && expr->field.access.kind != FIELD_NAMED) ||
	       expr->kind == EXPR_INDEX || expr->kind == EXPR_UNARY;
}

static struct bytes bytes_of(struct emitter *e, const struct expr *expr)
{
	struct bytes bytes;

	if (expr->type->kind != TYPE_ARRAY && type_is_in_memory(expr->type) && !is_place(expr)) {
		bytes.address = ir_address(e->ir, emit_memory(e, expr));
		bytes.is_user = ir_int(e->ir, 0);
		return bytes;
	}
	bytes.address = type_is_in_memory(expr->type) || expr->type->kind == TYPE_ARRAY
				? emit_address(e, expr)
				: emit_scalar(e, expr);
	bytes.is_user = emit_is_user(e, expr, bytes.address);
	if (expr->kind == EXPR_FIELD && expr->field.access.kind == FIELD_TRACEPOINT &&
	    expr->type->kind != TYPE_INT && expr->type->kind != TYPE_POINTER)
		bytes.is_user = ir_int(e->ir, 0); /* in its record */
	return bytes;
}

CALL_EMITTER(buf)
{
	const struct expr *from = call->call.arguments;
	uint32_t room = call->type->size - sizeof(struct abi_buffer);
	struct ir_value *length =
		from->next ? emit_scalar(e, from->next) : ir_int(e->ir, from->type->size);
	struct bytes bytes = bytes_of(e, from);

	IR_CALL(e->ir, "mt_string_bytes", to, ir_int(e->ir, room), length, bytes.address,
		bytes.is_user);
	return to;
}

static struct ir_value *is_v6(struct emitter *e, const struct expr *family)
{
	struct ir_value *given = emit_scalar(e, family);

	return ir_from_condition(e->ir, ir_is(e->ir, IR_EQ, false, given, ir_int(e->ir, AF_INET6)));
}

CALL_EMITTER(ntop)
{
	const struct expr *first = call->call.arguments, *from = first->next ? first->next : first;
	struct ir_value *where = ir_offset(e->ir, to, offsetof(struct abi_inet, bytes));
	bool is_long = from->type->kind == TYPE_ARRAY && from->type->size == 16;
	struct ir_value *family = first->next ? is_v6(e, first) : ir_int(e->ir, is_long);
	struct bytes bytes;

	ir_zero(e->ir, to, sizeof(struct abi_inet), 8);
	ir_store(e->ir, ir_offset(e->ir, to, offsetof(struct abi_inet, is_v6)), family, 8);
	if (from->type->kind != TYPE_ARRAY) {
		ir_store(e->ir, where, emit_scalar(e, from), 4);
		return to;
	}
	bytes = bytes_of(e, from);
	IR_CALL(e->ir, "mt_memory_read", where, ir_int(e->ir, from->type->size), bytes.address,
		bytes.is_user);
	return to;
}

CALL_EMITTER(macaddr)
{
	struct bytes bytes = bytes_of(e, call->call.arguments);

	return IR_CALL(e->ir, "mt_memory_load", bytes.address, ir_int(e->ir, 6), bytes.is_user);
}
