#include "parser/checker.h"
#include "parser/expr_text.h"

/* ---- literals ---- */

static const struct type *check_int(struct checker *checker, const struct expr *expr)
{
	if (expr->integer.enumeration)
		return expr->integer.enumeration;
	return type_int(checker->in->types, 8, expr->integer.value <= INT64_MAX);
}

static const struct type *check_string(struct checker *checker, const struct expr *expr)
{
	if (expr->string.length >= CHECK_STRING_BYTES)
		return check_refuse(checker, expr->span, E_LIMIT,
				    "a string of %u bytes: at most %d are possible",
				    expr->string.length, CHECK_STRING_BYTES - 1);
	return type_string(checker->in->types, expr->string.length + 1);
}

bool check_is_negative(const struct expr *expr)
{
	return expr->kind == EXPR_UNARY && expr->unary.op == UNARY_NEGATE &&
	       expr->unary.operand->kind == EXPR_INT && expr->unary.operand->integer.value;
}

/* Of a record: as many as it has elements; NULL for a tuple. */
static const char *const *names_of(const struct expr *tuple, const char **names)
{
	uint32_t count = 0;

	for (const struct field_name *n = tuple->tuple.names; n; n = n->next)
		names[count++] = n->name;
	return count ? names : NULL;
}

uint32_t check_elements(struct checker *checker, struct expr *first, struct span span,
			const char *what, const struct type **elements)
{
	uint32_t count = 0;
	bool is_known = true;

	for (struct expr *e = first; e; e = e->next) {
		const struct type *type = check_value(checker, e);

		is_known &= type->kind != TYPE_ERROR;
		if (count < CHECK_ELEMENTS_MAX)
			elements[count] = type;
		count++;
	}
	if (count > CHECK_ELEMENTS_MAX) {
		check_refuse(checker, span, E_LIMIT,
			     "a %s of %u elements: at most %d are possible", what, count,
			     CHECK_ELEMENTS_MAX);
		diag_hint(checker->in->diag, CHECK_TUPLES_NEST);
		return 0;
	}
	return is_known ? count : 0;
}

static const struct type *check_tuple(struct checker *checker, struct expr *tuple)
{
	const struct type *elements[CHECK_ELEMENTS_MAX], *type;
	const char *names[CHECK_ELEMENTS_MAX];
	uint32_t count =
		check_elements(checker, tuple->tuple.elements, tuple->span, "tuple", elements);

	if (!count)
		return type_error(checker->in->types);
	type = type_record(checker->in->types, elements, names_of(tuple, names), count);
	if (type->size > CHECK_TUPLE_BYTES)
		return check_refuse(checker, tuple->span, E_LIMIT,
				    "a tuple of %u bytes: at most %d are possible", type->size,
				    CHECK_TUPLE_BYTES);
	return type;
}

/* ---- operators ---- */

static const struct type *wrong_operands(struct checker *checker, struct span span,
					 enum binary_op op, const struct type *a,
					 const struct type *b)
{
	return check_refuse(checker, span, E_TYPE, "'%s' does not take '%s' and '%s'",
			    binary_text(op), check_type_name(checker, a),
			    check_type_name(checker, b));
}

static bool is_number(const struct type *type)
{
	return type->kind == TYPE_INT || type->kind == TYPE_BOOL;
}

static const struct type *promoted(struct checker *checker, const struct type *type)
{
	bool is_unsigned = type->kind == TYPE_INT && type->size == 8 && !type->is_signed;

	return type_int(checker->in->types, 8, !is_unsigned);
}

static bool points_to_sized(const struct type *type)
{
	return type->kind == TYPE_POINTER && type->element->size;
}

/* p + n, n + p, p - n, p - q, scaled as in C. */
static const struct type *check_pointer_arithmetic(struct checker *checker, struct span span,
						   enum binary_op op, const struct type *a,
						   const struct type *b)
{
	bool a_is_pointer = a->kind == TYPE_POINTER, b_is_pointer = b->kind == TYPE_POINTER;

	if (op == BINARY_SUB && a == b && points_to_sized(a))
		return type_int(checker->in->types, 8, true);
	if ((op == BINARY_ADD || op == BINARY_SUB) && points_to_sized(a) && is_number(b))
		return a;
	if (op == BINARY_ADD && is_number(a) && points_to_sized(b))
		return b;
	wrong_operands(checker, span, op, a, b);
	if ((a_is_pointer && !points_to_sized(a)) || (b_is_pointer && !points_to_sized(b)))
		diag_hint(checker->in->diag, "nothing is known of what it points to: cast it");
	else
		diag_hint(checker->in->diag, "(uint64) makes a pointer a number");
	return type_error(checker->in->types);
}

static const struct type *check_arithmetic(struct checker *checker, struct span span,
					   enum binary_op op, const struct type *a,
					   const struct type *b)
{
	if (a->kind == TYPE_POINTER || b->kind == TYPE_POINTER)
		if (type_is_integral(a) && type_is_integral(b))
			return check_pointer_arithmetic(checker, span, op, a, b);
	if (!is_number(a) || !is_number(b))
		return wrong_operands(checker, span, op, a, b);
	a = promoted(checker, a);
	b = promoted(checker, b);
	if (op == BINARY_SHL || op == BINARY_SHR)
		return a;
	return check_common_type(checker, a, b);
}

static bool are_comparable(struct checker *checker, enum binary_op op, const struct type *a,
			   const struct type *b)
{
	if (type_is_integral(a) && type_is_integral(b))
		return true;
	return (op == BINARY_EQ || op == BINARY_NE) && a->kind == b->kind &&
	       check_common_type(checker, a, b);
}

static const struct type *check_comparison(struct checker *checker, struct span span,
					   enum binary_op op, const struct type *a,
					   const struct type *b)
{
	if (are_comparable(checker, op, a, b))
		return type_bool(checker->in->types);
	wrong_operands(checker, span, op, a, b);
	if (are_comparable(checker, BINARY_EQ, a, b))
		diag_hint(checker->in->diag, "they are compared with == and != only");
	return type_error(checker->in->types);
}

/* What has no type yet is taken for what stands beside it, if that is a number: @m = @m + 1. */
static const struct type *guess_operand(const struct checker *checker, const struct type *type,
					const struct type *other)
{
	bool is_guessed = checker->guesses && type->kind == TYPE_ERROR && is_number(other);

	return is_guessed ? other : type;
}

static bool is_comparison(enum binary_op op)
{
	return op >= BINARY_EQ && op <= BINARY_GE;
}

static bool makes_bool(enum binary_op op)
{
	return is_comparison(op) || op == BINARY_LOGICAL_AND || op == BINARY_LOGICAL_OR;
}

const struct type *check_operation(struct checker *checker, struct span span, enum binary_op op,
				   const struct type *a, const struct type *b)
{
	a = guess_operand(checker, a, b);
	b = guess_operand(checker, b, a);
	if (a->kind == TYPE_ERROR || b->kind == TYPE_ERROR)
		return checker->guesses && makes_bool(op) ? type_bool(checker->in->types)
							  : type_error(checker->in->types);
	switch (op) {
	case BINARY_EQ:
	case BINARY_NE:
	case BINARY_LT:
	case BINARY_LE:
	case BINARY_GT:
	case BINARY_GE:
		return check_comparison(checker, span, op, a, b);
	case BINARY_LOGICAL_AND:
	case BINARY_LOGICAL_OR:
		if (!type_is_integral(a) || !type_is_integral(b))
			return wrong_operands(checker, span, op, a, b);
		return type_bool(checker->in->types);
	default:
		return check_arithmetic(checker, span, op, a, b);
	}
}

/* A number that is written out is none. */
static bool is_address(const struct expr *expr)
{
	bool is_written = expr->kind == EXPR_INT || check_is_negative(expr);

	return expr->type->kind == TYPE_POINTER || (expr->type->kind == TYPE_INT && !is_written);
}

static bool compares_string_and_address(const struct expr *expr)
{
	const struct expr *left = expr->binary.left, *right = expr->binary.right;

	if (!is_comparison(expr->binary.op))
		return false;
	return (left->type->kind == TYPE_STRING && is_address(right)) ||
	       (right->type->kind == TYPE_STRING && is_address(left));
}

static const struct type *check_binary(struct checker *checker, struct expr *expr)
{
	const struct type *left = check_value(checker, expr->binary.left);
	const struct type *right = check_value(checker, expr->binary.right);
	const struct type *type =
		check_operation(checker, expr->span, expr->binary.op, left, right);

	if (type->kind == TYPE_ERROR && compares_string_and_address(expr))
		diag_hint(checker->in->diag, "str() makes a string of an address");
	return type;
}

/* ++ and -- of a map: an integer, made by the first of them. */
static const struct type *check_map_step(struct checker *checker, struct expr *map)
{
	check_map_key(checker, map);
	check_map_value(checker, map, type_int(checker->in->types, 8, true));
	map->type = check_map_find(checker, map)->value;
	return map->type;
}

static const struct type *check_step(struct checker *checker, struct expr *expr)
{
	struct expr *operand = expr->unary.operand;
	const struct type *type;

	if (operand->kind == EXPR_VARIABLE)
		check_variable_number(checker, operand);
	type = operand->kind == EXPR_MAP ? check_map_step(checker, operand)
					 : check_expr(checker, operand);
	if (!type)
		return type_error(checker->in->types);
	if (type->kind != TYPE_INT && type->kind != TYPE_ERROR && operand->kind == EXPR_VARIABLE)
		return check_refuse(checker, operand->span, E_TYPE,
				    "++ and -- take an integer, not '%s'",
				    check_type_name(checker, type));
	return type;
}

/* A negative number is what is meant, also by the negative of an unsigned one. */
static const struct type *check_prefix(struct checker *checker, struct expr *expr)
{
	const struct type *type = check_expr(checker, expr->unary.operand);
	bool is_not = expr->unary.op == UNARY_NOT;

	if (type->kind == TYPE_ERROR && checker->guesses)
		type = type_int(checker->in->types, 8, true);
	if (type->kind == TYPE_ERROR)
		return type;
	if (is_not ? !type_is_integral(type) : !is_number(type))
		return check_refuse(checker, expr->span, E_TYPE, "'%s' takes an integer, not '%s'",
				    unary_text(expr->unary.op), check_type_name(checker, type));
	if (is_not)
		return type_bool(checker->in->types);
	if (expr->unary.op == UNARY_NEGATE)
		return type_int(checker->in->types, 8, true);
	return promoted(checker, type);
}

static const struct type *check_unary(struct checker *checker, struct expr *expr)
{
	switch (expr->unary.op) {
	case UNARY_NEGATE:
	case UNARY_COMPLEMENT:
	case UNARY_NOT:
		return check_prefix(checker, expr);
	case UNARY_DEREF:
		return check_deref(checker, expr);
	default:
		return check_step(checker, expr);
	}
}

static const struct type *check_ternary(struct checker *checker, struct expr *expr)
{
	const struct type *condition =
		check_integral(checker, expr->ternary.condition, "a condition");
	const struct type *yes =
		expr->ternary.yes ? check_value(checker, expr->ternary.yes) : condition;
	const struct type *no = check_value(checker, expr->ternary.no);
	const struct type *type = check_common_type(checker, yes, no);

	if (checker->guesses && type && type->kind == TYPE_ERROR)
		return yes->kind == TYPE_ERROR ? no : yes;
	if (type)
		return type;
	return check_refuse(checker, expr->span, E_TYPE,
			    "'?:' chooses between two of one type, not '%s' and '%s'",
			    check_type_name(checker, yes), check_type_name(checker, no));
}

/* ---- casts ---- */

static bool is_null(const struct expr *expr)
{
	return expr->kind == EXPR_INT && !expr->integer.value;
}

/*
 * Numbers say nothing of whose memory they are an address in: the probe does. Where there is none,
 * as in what offsetof() makes, it does not matter.
 */
static bool find_space(struct checker *checker, const struct expr *cast, enum address_space *space)
{
	size_t user = 0;

	for (size_t i = 0; i < checker->setting->places.count; i++) {
		enum point_kind kind = checker->setting->places.items[i].point->kind;

		if (kind == POINT_UPROBE || kind == POINT_URETPROBE || kind == POINT_USDT)
			user++;
	}
	*space = user ? SPACE_USER : SPACE_KERNEL;
	if (!user || user == checker->setting->places.count || is_null(cast->cast.operand))
		return true;
	check_refuse(
		checker, cast->span, E_CONTEXT,
		"a pointer into the kernel for some of these probes, into a process for others");
	diag_hint(checker->in->diag, "write a clause for each");
	return false;
}

static const struct type *check_cast(struct checker *checker, struct expr *expr)
{
	enum address_space space = SPACE_KERNEL;
	const struct type *from, *to;

	if (!expr->cast.operand)
		return check_refuse(checker, expr->span, E_TYPE,
				    "a type has no value; sizeof() takes one");
	from = check_value(checker, expr->cast.operand);
	if (from->kind == TYPE_ERROR && expr->cast.spec.pointers && !checker->guesses)
		return from; /* whose memory it leads into may become known */
	if (from->kind == TYPE_POINTER)
		space = from->space;
	else if (expr->cast.spec.pointers && !find_space(checker, expr, &space))
		return type_error(checker->in->types);
	to = check_type_spec(checker, &expr->cast.spec, space);
	if (from->kind == TYPE_ERROR || to->kind == TYPE_ERROR)
		return to;
	if (type_is_integral(from) && type_is_integral(to))
		return to;
	check_refuse(checker, expr->span, E_TYPE, "'%s' cannot be cast to '%s'",
		     check_type_name(checker, from), check_type_name(checker, to));
	if (to->kind == TYPE_STRUCT)
		diag_hint(checker->in->diag, "cast to a pointer: (%s *)",
			  check_type_name(checker, to));
	else if (to->kind == TYPE_STRING)
		diag_hint(checker->in->diag, "str() makes a string of an address");
	return type_error(checker->in->types);
}

/* ---- statements with a value ---- */

static const struct type *check_block(struct checker *checker, struct expr *expr)
{
	struct scope scope = {.owner = expr};
	const struct type *type;

	if (!checker->setting->has_variables)
		return check_refuse(checker, expr->span, E_CONTEXT,
				    "entry(), predicates and fields of probes take an expression "
				    "without statements, also where a macro is called");
	check_open_scope(checker, &scope);
	check_statements_here(checker, expr->block.statements);
	type = check_expr(checker, expr->block.value);
	check_close_scope(checker);
	return type;
}

/* ---- all ---- */

static const struct type *type_of(struct checker *checker, struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_INT:
		return check_int(checker, expr);
	case EXPR_STRING:
		return check_string(checker, expr);
	case EXPR_NAME:
		return check_name(checker, expr);
	case EXPR_VARIABLE:
		return check_variable(checker, expr);
	case EXPR_PARAMETER:
		break; /* there is none left */
	case EXPR_MAP:
		return check_map_read(checker, expr);
	case EXPR_FIELD:
		return check_field(checker, expr);
	case EXPR_ELEMENT:
		return check_element(checker, expr);
	case EXPR_INDEX:
		return check_index(checker, expr);
	case EXPR_UNARY:
		return check_unary(checker, expr);
	case EXPR_BINARY:
		return check_binary(checker, expr);
	case EXPR_TERNARY:
		return check_ternary(checker, expr);
	case EXPR_CAST:
		return check_cast(checker, expr);
	case EXPR_CALL:
		return check_call(checker, expr);
	case EXPR_TUPLE:
		return check_tuple(checker, expr);
	case EXPR_BLOCK:
		return check_block(checker, expr);
	}
	return type_error(checker->in->types);
}

const struct type *check_expr(struct checker *checker, struct expr *expr)
{
	expr->type = type_of(checker, expr);
	return expr->type;
}

const struct type *check_value(struct checker *checker, struct expr *expr)
{
	const struct type *type = check_expr(checker, expr);
	const char *hint = NULL;

	switch (type->kind) {
	case TYPE_VOID:
	case TYPE_AGGREGATE:
	case TYPE_OLDER:
		break;
	case TYPE_STRUCT:
		hint = "read its members one by one";
		break;
	case TYPE_ARRAY:
		hint = "read its elements one by one: [0]";
		break;
	default:
		return type;
	}
	check_refuse(checker, expr->span, E_TYPE, "'%s' is not a value",
		     type->kind == TYPE_VOID ? ast_expr_text(checker->in->arena, expr)
					     : check_type_name(checker, type));
	if (hint)
		diag_hint(checker->in->diag, "%s", hint);
	expr->type = type_error(checker->in->types);
	return expr->type;
}

const struct type *check_integral(struct checker *checker, struct expr *expr, const char *what)
{
	const struct type *type = check_expr(checker, expr);

	if (type_is_integral(type))
		return type;
	expr->type = check_refuse(checker, expr->span, E_TYPE, "%s must be an integer, not '%s'",
				  what, check_type_name(checker, type));
	return expr->type;
}
