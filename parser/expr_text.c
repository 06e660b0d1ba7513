/*
 * An expression as source text: the fewest parentheses that give the same tree when it is parsed.
 */
#include "parser/expr_text.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "lexer/arena.h"

struct writer {
	struct arena *arena;
	ARRAY(char) text;
};

/* How tightly an operator binds. */
enum {
	BINDS_BLOCK = 1,
	BINDS_TERNARY,
	BINDS_LOGICAL_OR,
	BINDS_LOGICAL_AND,
	BINDS_OR,
	BINDS_XOR,
	BINDS_AND,
	BINDS_EQUALITY,
	BINDS_RELATION,
	BINDS_SHIFT,
	BINDS_SUM,
	BINDS_PRODUCT,
	BINDS_CAST,   /* takes a cast as its operand */
	BINDS_PREFIX, /* two in a row would read as one: - -x */
	BINDS_POSTFIX,
};

struct binary_spelling {
	const char *text;
	int binds;
};

static const struct binary_spelling binaries[] = {
	[BINARY_NONE] = {"", 0},
	[BINARY_ADD] = {"+", BINDS_SUM},
	[BINARY_SUB] = {"-", BINDS_SUM},
	[BINARY_MUL] = {"*", BINDS_PRODUCT},
	[BINARY_DIV] = {"/", BINDS_PRODUCT},
	[BINARY_MOD] = {"%", BINDS_PRODUCT},
	[BINARY_SHL] = {"<<", BINDS_SHIFT},
	[BINARY_SHR] = {">>", BINDS_SHIFT},
	[BINARY_AND] = {"&", BINDS_AND},
	[BINARY_OR] = {"|", BINDS_OR},
	[BINARY_XOR] = {"^", BINDS_XOR},
	[BINARY_EQ] = {"==", BINDS_EQUALITY},
	[BINARY_NE] = {"!=", BINDS_EQUALITY},
	[BINARY_LT] = {"<", BINDS_RELATION},
	[BINARY_LE] = {"<=", BINDS_RELATION},
	[BINARY_GT] = {">", BINDS_RELATION},
	[BINARY_GE] = {">=", BINDS_RELATION},
	[BINARY_LOGICAL_AND] = {"&&", BINDS_LOGICAL_AND},
	[BINARY_LOGICAL_OR] = {"||", BINDS_LOGICAL_OR},
};

static const char *const unaries[] = {
	[UNARY_NEGATE] = "-",	 [UNARY_NOT] = "!",	  [UNARY_COMPLEMENT] = "~",
	[UNARY_DEREF] = "*",	 [UNARY_PRE_INC] = "++",  [UNARY_PRE_DEC] = "--",
	[UNARY_POST_INC] = "++", [UNARY_POST_DEC] = "--",
};

const char *unary_text(enum unary_op op)
{
	return unaries[op];
}

const char *binary_text(enum binary_op op)
{
	return binaries[op].text;
}

bool unary_is_postfix(enum unary_op op)
{
	return op == UNARY_POST_INC || op == UNARY_POST_DEC;
}

/* ---- writing ---- */

static void put(struct writer *writer, const char *text)
{
	for (; *text; text++)
		array_push(writer->arena, &writer->text, *text);
}

__attribute__((format(printf, 2, 3))) static void put_format(struct writer *writer,
							     const char *format, ...)
{
	char text[64]; /* only numbers */
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	put(writer, text);
}

static const char *finish(struct writer *writer)
{
	array_push(writer->arena, &writer->text, '\0');
	return writer->text.items;
}

/* ---- parts ---- */

static void put_type_spec(struct writer *writer, const struct type_spec *spec)
{
	if (spec->is_struct)
		put(writer, "struct ");
	put(writer, spec->name);
	for (uint32_t i = 0; i < spec->pointers; i++)
		put(writer, i ? "*" : " *");
	if (spec->has_count)
		put_format(writer, "[%" PRIu64 "]", spec->count);
}

static void put_byte(struct writer *writer, unsigned char byte)
{
	static const char letters[] = "abfnrtv\\\"", values[] = "\a\b\f\n\r\t\v\\\"";
	const char *value = byte ? strchr(values, byte) : NULL;

	if (value)
		put_format(writer, "\\%c", letters[value - values]);
	else if (isprint(byte))
		array_push(writer->arena, &writer->text, (char)byte);
	else /* three digits, whatever follows */
		put_format(writer, "\\%03o", byte);
}

static void put_string(struct writer *writer, const char *bytes, size_t length)
{
	put(writer, "\"");
	for (size_t i = 0; i < length; i++)
		put_byte(writer, (unsigned char)bytes[i]);
	put(writer, "\"");
}

const char *type_spec_text(struct arena *arena, const struct type_spec *spec)
{
	struct writer writer = {.arena = arena};

	put_type_spec(&writer, spec);
	return finish(&writer);
}

const char *string_text(struct arena *arena, const char *bytes, size_t length)
{
	struct writer writer = {.arena = arena};

	put_string(&writer, bytes, length);
	return finish(&writer);
}

/* ---- expressions ---- */

static int binds(const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_TERNARY:
		return BINDS_TERNARY;
	case EXPR_BINARY:
		return binaries[expr->binary.op].binds;
	case EXPR_UNARY:
		return unary_is_postfix(expr->unary.op) ? BINDS_POSTFIX : BINDS_PREFIX;
	case EXPR_CAST:
		return BINDS_CAST;
	case EXPR_BLOCK:
		return BINDS_BLOCK;
	default:
		return BINDS_POSTFIX;
	}
}

static void put_expr(struct writer *writer, const struct expr *expr);

/* In parentheses when it binds less than `least`. */
static void put_operand(struct writer *writer, const struct expr *expr, int least)
{
	bool needs_parens = binds(expr) < least;

	put(writer, needs_parens ? "(" : "");
	put_expr(writer, expr);
	put(writer, needs_parens ? ")" : "");
}

static void put_list(struct writer *writer, const char *before, const struct expr *list,
		     const char *after)
{
	put(writer, before);
	for (const struct expr *expr = list; expr; expr = expr->next) {
		put_expr(writer, expr);
		put(writer, expr->next ? ", " : "");
	}
	put(writer, after);
}

static void put_record(struct writer *writer, const struct expr *record)
{
	const struct field_name *name = record->tuple.names;

	put(writer, "(");
	for (const struct expr *expr = record->tuple.elements; expr; expr = expr->next) {
		put(writer, name->name);
		put(writer, " = ");
		put_expr(writer, expr);
		put(writer, expr->next ? ", " : ")");
		name = name->next;
	}
}

static void put_unary(struct writer *writer, const struct expr *expr)
{
	if (unary_is_postfix(expr->unary.op)) {
		put_operand(writer, expr->unary.operand, BINDS_POSTFIX);
		put(writer, unary_text(expr->unary.op));
	} else {
		put(writer, unary_text(expr->unary.op));
		put_operand(writer, expr->unary.operand, BINDS_POSTFIX);
	}
}

static void put_binary(struct writer *writer, const struct expr *expr)
{
	int level = binds(expr);

	put_operand(writer, expr->binary.left, level);
	put(writer, " ");
	put(writer, binary_text(expr->binary.op));
	put(writer, " ");
	put_operand(writer, expr->binary.right, level + 1);
}

static void put_ternary(struct writer *writer, const struct expr *expr)
{
	put_operand(writer, expr->ternary.condition, BINDS_TERNARY + 1);
	put(writer, " ?");
	if (expr->ternary.yes) {
		put(writer, " ");
		put_expr(writer, expr->ternary.yes);
		put(writer, " ");
	}
	put(writer, ": ");
	put_expr(writer, expr->ternary.no);
}

/* (size_t)-x would be read as a subtraction: a prefix operator gets parentheses. */
static void put_cast(struct writer *writer, const struct expr *expr)
{
	const struct expr *operand = expr->cast.operand;

	if (!operand) {
		put_type_spec(writer, &expr->cast.spec);
		return;
	}
	put(writer, "(");
	put_type_spec(writer, &expr->cast.spec);
	put(writer, ")");
	put_operand(writer, operand, operand->kind == EXPR_CAST ? BINDS_CAST : BINDS_POSTFIX);
}

static void put_expr(struct writer *writer, const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_INT:
		put_format(writer, "%" PRIu64 "%s", expr->integer.value,
			   expr->integer.is_duration ? "ns" : "");
		break;
	case EXPR_STRING:
		put_string(writer, expr->string.bytes, expr->string.length);
		break;
	case EXPR_NAME:
		put(writer, expr->name.name);
		break;
	case EXPR_VARIABLE:
		put(writer, expr->variable.name);
		break;
	case EXPR_PARAMETER:
		put(writer, expr->parameter.name);
		break;
	case EXPR_MAP:
		put(writer, expr->map.name);
		if (expr->map.key)
			put_list(writer, "[", expr->map.key, "]");
		break;
	case EXPR_FIELD:
		put_operand(writer, expr->field.base, BINDS_POSTFIX);
		put(writer, expr->field.is_arrow ? "->" : ".");
		put(writer, expr->field.name);
		break;
	case EXPR_ELEMENT:
		put_operand(writer, expr->element.base, BINDS_POSTFIX);
		put_format(writer, ".%" PRIu32, expr->element.index);
		break;
	case EXPR_INDEX:
		put_operand(writer, expr->index.base, BINDS_POSTFIX);
		put_list(writer, "[", expr->index.index, "]");
		break;
	case EXPR_UNARY:
		put_unary(writer, expr);
		break;
	case EXPR_BINARY:
		put_binary(writer, expr);
		break;
	case EXPR_TERNARY:
		put_ternary(writer, expr);
		break;
	case EXPR_CAST:
		put_cast(writer, expr);
		break;
	case EXPR_CALL:
		put(writer, expr->call.name);
		put_list(writer, "(", expr->call.arguments, ")");
		break;
	case EXPR_TUPLE:
		if (expr->tuple.names)
			put_record(writer, expr);
		else
			put_list(writer, "(", expr->tuple.elements, ")");
		break;
	case EXPR_BLOCK:
		put(writer, "{ ");
		put(writer, stmts_text(writer->arena, expr->block.statements));
		put_expr(writer, expr->block.value);
		put(writer, " }");
		break;
	}
}

const char *ast_expr_text(struct arena *arena, const struct expr *expr)
{
	struct writer writer = {.arena = arena};

	put_expr(&writer, expr);
	return finish(&writer);
}
