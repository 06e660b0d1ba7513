/*
 * Predicates that are false whatever happens: of literals, and what options and parameters have
 * become. Their clauses are left out before anything of them is looked up or checked, so that a
 * script chooses between probes by its options.
 *
 *     mem:alloc               /!getopt("kernel")/ { ... }
 *     tracepoint:kmem:kmalloc / getopt("kernel")/ { ... }
 */
#include <string.h>

#include "parser/script_private.h"

struct constant {
	enum { UNKNOWN, NUMBER, STRING } kind;
	uint64_t number;
	bool is_unsigned; /* a number that an int64 has no room for */
	const char *bytes; /* of a string */
	uint32_t length;
};

static const struct constant unknown = {.kind = UNKNOWN};

static struct constant signed_number(uint64_t number)
{
	return (struct constant){.kind = NUMBER, .number = number};
}

static struct constant truth(bool is_true)
{
	return signed_number(is_true);
}

/* ---- what is in an expression ---- */

struct content {
	struct walker walker;
	bool has_effect; /* something else than its value */
	bool has_target; /* the builtin */
};

static bool is_has_target(const struct expr *expr)
{
	return expr->kind == EXPR_NAME && !strcmp(expr->name.name, "has_target");
}

static void note_expr(struct walker *walker, struct expr *expr)
{
	struct content *content = (struct content *)walker;

	if ((expr->kind == EXPR_UNARY && expr->unary.op >= UNARY_PRE_INC) ||
	    (expr->kind == EXPR_CALL && !strcmp(expr->call.name, "delete")))
		content->has_effect = true;
	if (is_has_target(expr))
		content->has_target = true;
	walk_expr(walker, expr);
}

static void note_stmt(struct walker *walker, struct stmt *stmt)
{
	((struct content *)walker)->has_effect = true;
	walk_stmt(walker, stmt);
}

static struct content content_of(struct expr *expr)
{
	struct content content = {.walker = {.expr = note_expr, .stmt = note_stmt}};

	note_expr(&content.walker, expr);
	return content;
}

/* ---- values, as programs would compute them ---- */

static struct constant evaluate(const struct script_input *in, const struct expr *expr);

/* Each side is a number or unknown; false and unknown is false, as long as nothing happens in it. */
static struct constant logical(const struct script_input *in, const struct expr *expr)
{
	bool is_and = expr->binary.op == BINARY_LOGICAL_AND;
	struct constant left = evaluate(in, expr->binary.left);
	struct constant right = evaluate(in, expr->binary.right);

	if (left.kind == NUMBER && !left.number == is_and)
		return truth(!is_and);
	if (right.kind == NUMBER && !right.number == is_and && !content_of(expr->binary.left).has_effect)
		return truth(!is_and);
	if (left.kind != NUMBER || right.kind != NUMBER)
		return unknown;
	return truth(is_and);
}

static struct constant compare_strings(enum binary_op op, const struct constant *left,
				       const struct constant *right)
{
	bool is_same = left->length == right->length &&
		       memcmp(left->bytes, right->bytes, left->length) == 0;

	if (op != BINARY_EQ && op != BINARY_NE)
		return unknown;
	return truth(is_same == (op == BINARY_EQ));
}

static struct constant combine(enum binary_op op, uint64_t a, uint64_t b)
{
	bool is_less = (int64_t)a < (int64_t)b;

	switch (op) {
	case BINARY_ADD:
		return signed_number(a + b);
	case BINARY_SUB:
		return signed_number(a - b);
	case BINARY_MUL:
		return signed_number(a * b);
	case BINARY_AND:
		return signed_number(a & b);
	case BINARY_OR:
		return signed_number(a | b);
	case BINARY_XOR:
		return signed_number(a ^ b);
	case BINARY_EQ:
		return truth(a == b);
	case BINARY_NE:
		return truth(a != b);
	case BINARY_LT:
		return truth(is_less);
	case BINARY_GE:
		return truth(!is_less);
	case BINARY_LE:
		return truth(is_less || a == b);
	case BINARY_GT:
		return truth(!is_less && a != b);
	default:
		return unknown;
	}
}

static struct constant binary(const struct script_input *in, const struct expr *expr)
{
	struct constant left, right;

	if (expr->binary.op == BINARY_LOGICAL_AND || expr->binary.op == BINARY_LOGICAL_OR)
		return logical(in, expr);
	left = evaluate(in, expr->binary.left);
	right = evaluate(in, expr->binary.right);
	if (left.kind == STRING && right.kind == STRING)
		return compare_strings(expr->binary.op, &left, &right);
	if (left.kind != NUMBER || right.kind != NUMBER || left.is_unsigned || right.is_unsigned)
		return unknown;
	return combine(expr->binary.op, left.number, right.number);
}

static struct constant unary(const struct script_input *in, const struct expr *expr)
{
	struct constant operand = evaluate(in, expr->unary.operand);

	if (operand.kind != NUMBER)
		return unknown;
	switch (expr->unary.op) {
	case UNARY_NOT:
		return truth(!operand.number);
	case UNARY_NEGATE:
		return signed_number(-operand.number);
	case UNARY_COMPLEMENT:
		operand.number = ~operand.number;
		return operand;
	default:
		return unknown;
	}
}

static struct constant ternary(const struct script_input *in, const struct expr *expr)
{
	struct constant condition = evaluate(in, expr->ternary.condition);

	if (condition.kind != NUMBER)
		return unknown;
	if (!condition.number)
		return evaluate(in, expr->ternary.no);
	return expr->ternary.yes ? evaluate(in, expr->ternary.yes) : condition;
}

/* getopt() of a bool has become one. */
static struct constant cast(const struct script_input *in, const struct expr *expr)
{
	const struct type_spec *spec = &expr->cast.spec;
	bool is_bool = !strcmp(spec->name, "bool") && !spec->pointers && !spec->has_count;
	struct constant operand = is_bool && expr->cast.operand ? evaluate(in, expr->cast.operand)
								: unknown;

	return operand.kind == NUMBER ? truth(operand.number) : unknown;
}

/* true and false are enumerators of the kernel. */
static struct constant named(const struct script_input *in, const struct expr *expr)
{
	if (is_has_target(expr))
		return truth(in->has_target);
	if (!strcmp(expr->name.name, "true") || !strcmp(expr->name.name, "false"))
		return truth(*expr->name.name == 't');
	return unknown;
}

static struct constant evaluate(const struct script_input *in, const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_INT:
		return (struct constant){.kind = NUMBER,
					 .number = expr->integer.value,
					 .is_unsigned = expr->integer.value > INT64_MAX};
	case EXPR_STRING:
		return (struct constant){.kind = STRING,
					 .bytes = expr->string.bytes,
					 .length = expr->string.length};
	case EXPR_NAME:
		return named(in, expr);
	case EXPR_UNARY:
		return unary(in, expr);
	case EXPR_BINARY:
		return binary(in, expr);
	case EXPR_TERNARY:
		return ternary(in, expr);
	case EXPR_CAST:
		return cast(in, expr);
	case EXPR_BLOCK:
		return expr->block.statements ? unknown : evaluate(in, expr->block.value);
	default:
		return unknown;
	}
}

/* ---- predicates ---- */

bool constant_is_false(struct expander *expander, struct expr *predicate)
{
	struct constant value = evaluate(expander->in, predicate);

	if (content_of(predicate).has_target)
		expander->program->cut_for =
			expander->in->has_target ? CUT_FOR_TARGET : CUT_FOR_ALL;
	return value.kind == NUMBER && !value.number;
}
