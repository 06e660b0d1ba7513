/*
 * Functions that make, or look at, strings and other text.
 */
#include <string.h>

#include "parser/checker.h"

static bool check_is_string(struct checker *checker, struct expr *expr)
{
	const struct type *type = check_value(checker, expr);

	if (type->kind == TYPE_STRING)
		return true;
	if (type->kind == TYPE_ERROR)
		return false;
	check_refuse(checker, expr->span, E_TYPE, "a string is needed here, not '%s'",
		     check_type_name(checker, type));
	if (type->kind == TYPE_INT || type->kind == TYPE_POINTER)
		diag_hint(checker->in->diag, "str() makes a string of an address");
	return false;
}

/* ---- strings ---- */

const struct type *check_call_strlen(struct checker *checker, struct expr *call)
{
	if (!check_is_string(checker, call->call.arguments))
		return no_type(checker);
	return type_int(checker->in->types, 8, false);
}

const struct type *check_call_strncmp(struct checker *checker, struct expr *call)
{
	struct expr *a = call->call.arguments, *b = a->next, *length = b->next;
	bool are_strings = check_is_string(checker, a) & check_is_string(checker, b);

	check_expr(checker, length);
	if (length->kind != EXPR_INT)
		return check_refuse(checker, length->span, E_TYPE,
				    "the length that strncmp() compares must be a literal");
	return are_strings ? type_int(checker->in->types, 8, false) : no_type(checker);
}

const struct type *check_call_strcontains(struct checker *checker, struct expr *call)
{
	struct expr *string = call->call.arguments, *part = string->next;

	if (check_is_string(checker, string) & check_is_string(checker, part))
		return type_bool(checker->in->types);
	return no_type(checker);
}

/* ---- numbers that have a name ---- */

static const struct type *check_named_number(struct checker *checker, struct expr *call,
					     const char *what, enum text_kind text)
{
	if (check_integral(checker, call->call.arguments, what)->kind == TYPE_ERROR)
		return no_type(checker);
	return type_text(checker->in->types, text, NULL);
}

#define NAMED_NUMBER(id, text, what)                                                   \
	const struct type *check_call_##id(struct checker *checker, struct expr *call) \
	{                                                                              \
		return check_named_number(checker, call, what, TEXT_##text);           \
	}
#include "parser/named_numbers.def"
#undef NAMED_NUMBER

const struct type *check_call_syscall_result(struct checker *checker, struct expr *call)
{
	const struct type *type = check_integral(checker, call->call.arguments, "a result");

	if (type->kind == TYPE_ERROR)
		return type;
	return type_text(checker->in->types,
			 type->kind == TYPE_POINTER ? TEXT_RESULT_ADDRESS : TEXT_RESULT, NULL);
}

const struct type *check_call_strftime(struct checker *checker, struct expr *call)
{
	struct expr *format = call->call.arguments;
	const struct type *type = check_integral(checker, format->next, "a time");
	const char *text;

	check_expr(checker, format);
	if (format->kind != EXPR_STRING) {
		check_refuse(checker, format->span, E_FORMAT,
			     "the format of strftime() must be a literal");
		diag_hint(checker->in->diag, "strftime(\"%%H:%%M:%%S\", nsecs)");
		return no_type(checker);
	}
	if (type->kind == TYPE_ERROR)
		return type;
	text = arena_strndup(checker->in->arena, format->string.bytes, format->string.length);
	return type_text(checker->in->types, TEXT_TIME, text);
}

/* ---- numbers that are printed in units ---- */

static const struct type *check_unit(struct checker *checker, struct expr *call, const char *what,
				     enum unit unit)
{
	const struct type *type = check_integral(checker, call->call.arguments, what);

	if (type->kind == TYPE_ERROR)
		return type;
	return type_unit(checker->in->types, unit, type->kind == TYPE_INT && type->is_signed);
}

const struct type *check_call_bytes(struct checker *checker, struct expr *call)
{
	return check_unit(checker, call, "a number of bytes", UNIT_BYTES);
}

const struct type *check_call_duration(struct checker *checker, struct expr *call)
{
	return check_unit(checker, call, "a number of nanoseconds", UNIT_DURATION);
}

/* ---- bytes ---- */

/* 0: the address of something whose size is not known. */
static uint32_t known_size(const struct type *type)
{
	return type->kind == TYPE_ARRAY || type->kind == TYPE_STRING ? type->size : 0;
}

static bool is_address(const struct type *type)
{
	return type->kind == TYPE_INT || type->kind == TYPE_POINTER;
}

static const struct type *sized_buffer(struct checker *checker, const struct expr *call,
				       uint32_t known)
{
	const struct expr *length = call->call.arguments->next;
	uint64_t size = known;

	if (length && length->kind == EXPR_INT)
		size = length->integer.value;
	else if (length && (!known || known > checker->in->options.max_strlen))
		size = checker->in->options.max_strlen;
	if (length && check_is_negative(length))
		return check_refuse(checker, call->span, E_LIMIT,
				    "buf() of %s bytes: 1 to %d are possible",
				    ast_expr_text(checker->in->arena, length), CHECK_STRING_BYTES);
	if (!size || size > CHECK_STRING_BYTES)
		return check_refuse(checker, call->span, E_LIMIT,
				    "buf() of %llu bytes: 1 to %d are possible",
				    (unsigned long long)size, CHECK_STRING_BYTES);
	return type_buffer(checker->in->types, (uint32_t)size);
}

const struct type *check_call_buf(struct checker *checker, struct expr *call)
{
	struct expr *from = call->call.arguments, *length = from->next;
	const struct type *type = check_expr(checker, from);
	uint32_t known = known_size(type);

	if (length && check_integral(checker, length, "a length")->kind == TYPE_ERROR)
		return no_type(checker);
	if (type->kind == TYPE_ERROR)
		return type;
	if (!known && !is_address(type))
		return check_refuse(checker, from->span, E_TYPE,
				    "buf() takes an address or an array, not '%s'",
				    check_type_name(checker, type));
	if (!known && !length) {
		check_refuse(checker, from->span, E_ARGS, "how long is what this points to?");
		diag_hint(checker->in->diag, "%s", call->call.function->synopsis);
		return no_type(checker);
	}
	return sized_buffer(checker, call, known);
}

static bool is_bytes(const struct type *type, uint32_t count)
{
	return type->kind == TYPE_ARRAY && type->element->size == 1 && type->count == count;
}

const struct type *check_call_ntop(struct checker *checker, struct expr *call)
{
	struct expr *first = call->call.arguments, *address = first->next ? first->next : first;
	const struct type *type = check_expr(checker, address);

	if (address != first &&
	    check_integral(checker, first, "a family of addresses")->kind == TYPE_ERROR)
		return no_type(checker);
	if (type->kind == TYPE_ERROR)
		return type;
	if (type->kind != TYPE_INT && !is_bytes(type, 4) && !is_bytes(type, 16))
		return check_refuse(
			checker, address->span, E_TYPE,
			"ntop() takes an integer or an array of 4 or 16 bytes, not '%s'",
			check_type_name(checker, type));
	return type_text(checker->in->types, TEXT_INET, NULL);
}

const struct type *check_call_macaddr(struct checker *checker, struct expr *call)
{
	struct expr *address = call->call.arguments;
	const struct type *type = check_expr(checker, address);

	if (type->kind == TYPE_ERROR)
		return type;
	if (!is_bytes(type, 6) && !is_address(type))
		return check_refuse(checker, address->span, E_TYPE,
				    "macaddr() takes an address or an array of 6 bytes, not '%s'",
				    check_type_name(checker, type));
	return type_text(checker->in->types, TEXT_MAC, NULL);
}
