#include "parser/build.h"

#include <string.h>

#include "lexer/arena.h"
#include "parser/parse.h"

static uint32_t deeper(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

void refuse_depth(struct parser *parser, struct span span)
{
	if (parser->is_too_deep)
		return;
	parser->is_too_deep = true;
	diag_error(parser->diag, span, E_LIMIT,
		   "nested too deeply: at most %d levels, each operator of a chain being one",
		   PARSE_DEPTH_MAX);
	diag_hint(parser->diag, "split it into statements, with parts of it in variables");
}

/* ---- expressions ---- */

static struct expr *new_expr(struct parser *parser, enum expr_kind kind, struct span span)
{
	struct expr *expr = arena_new_of(parser->arena, struct expr);

	expr->kind = kind;
	expr->span = span;
	return expr;
}

/* What is too deep loses all that is below it. A variable is left: it is right in every place. */
static struct built_expr built(struct parser *parser, struct expr *expr, uint32_t depth_below)
{
	if (depth_below < PARSE_DEPTH_MAX)
		return (struct built_expr){expr, depth_below + 1};
	refuse_depth(parser, expr->span);
	*expr = (struct expr){.kind = EXPR_VARIABLE, .span = expr->span, .variable.name = "$"};
	return (struct built_expr){expr, 1};
}

struct built_expr build_number(struct parser *parser, struct span span,
			       struct number_literal number)
{
	struct expr *expr = new_expr(parser, EXPR_INT, span);

	expr->integer.value = number.value;
	expr->integer.is_duration = number.is_duration;
	return built(parser, expr, 0);
}

struct built_expr build_string(struct parser *parser, struct span span,
			       struct string_literal string)
{
	struct expr *expr = new_expr(parser, EXPR_STRING, span);

	expr->string.bytes = string.bytes;
	expr->string.length = string.length;
	return built(parser, expr, 0);
}

struct built_expr build_name(struct parser *parser, struct span span, const char *name)
{
	struct expr *expr = new_expr(parser, EXPR_NAME, span);

	expr->name.name = name;
	return built(parser, expr, 0);
}

struct built_expr build_variable(struct parser *parser, struct span span, const char *name)
{
	struct expr *expr = new_expr(parser, EXPR_VARIABLE, span);

	expr->variable.name = name;
	return built(parser, expr, 0);
}

struct built_expr build_parameter(struct parser *parser, struct span span, const char *name)
{
	struct expr *expr = new_expr(parser, EXPR_PARAMETER, span);

	expr->parameter.name = name;
	return built(parser, expr, 0);
}

struct built_expr build_map(struct parser *parser, struct span span, const char *name,
			    struct built_exprs key)
{
	struct expr *expr = new_expr(parser, EXPR_MAP, span);

	expr->map.name = name;
	expr->map.key = key.first;
	return built(parser, expr, key.depth);
}

struct built_expr build_field(struct parser *parser, struct span span, struct built_expr base,
			      bool is_arrow, const char *name, struct span name_span)
{
	struct expr *expr = new_expr(parser, EXPR_FIELD, span);

	expr->field.base = base.expr;
	expr->field.name = name;
	expr->field.is_arrow = is_arrow;
	expr->field.name_span = name_span;
	return built(parser, expr, base.depth);
}

struct built_expr build_element(struct parser *parser, struct span span, struct built_expr base,
				struct number_literal index, struct span index_span)
{
	struct expr *expr = new_expr(parser, EXPR_ELEMENT, span);

	if (base.expr->kind == EXPR_INT)
		diag_error(parser->diag, span, E_LEX, "memtap has no floating-point numbers");
	else if (index.is_duration || index.value > UINT32_MAX)
		diag_error(parser->diag, index_span, E_SYNTAX,
			   "an element of a tuple is .0, .1 and so on");
	expr->element.base = base.expr;
	expr->element.index = (uint32_t)index.value;
	return built(parser, expr, base.depth);
}

struct built_expr build_index(struct parser *parser, struct span span, struct built_expr base,
			      struct built_expr index)
{
	struct expr *expr = new_expr(parser, EXPR_INDEX, span);

	expr->index.base = base.expr;
	expr->index.index = index.expr;
	return built(parser, expr, deeper(base.depth, index.depth));
}

struct built_expr build_unary(struct parser *parser, struct span span, enum unary_op op,
			      struct built_expr operand)
{
	struct expr *expr = new_expr(parser, EXPR_UNARY, span);

	expr->unary.op = op;
	expr->unary.operand = operand.expr;
	return built(parser, expr, operand.depth);
}

/* Can it be assigned to? */
static void check_target(struct parser *parser, const struct expr *target, const char *what)
{
	if (target->kind == EXPR_VARIABLE || target->kind == EXPR_MAP)
		return;
	diag_error(parser->diag, target->span, E_SYNTAX,
		   "only variables ($x) and maps (@m) can be %s", what);
}

struct built_expr build_step(struct parser *parser, struct span span, enum unary_op op,
			     struct built_expr operand)
{
	bool is_increment = op == UNARY_PRE_INC || op == UNARY_POST_INC;

	check_target(parser, operand.expr, is_increment ? "incremented" : "decremented");
	return build_unary(parser, span, op, operand);
}

struct built_expr build_binary(struct parser *parser, struct span span, enum binary_op op,
			       struct built_expr left, struct built_expr right)
{
	struct expr *expr = new_expr(parser, EXPR_BINARY, span);

	expr->binary.op = op;
	expr->binary.left = left.expr;
	expr->binary.right = right.expr;
	return built(parser, expr, deeper(left.depth, right.depth));
}

struct built_expr build_ternary(struct parser *parser, struct span span,
				struct built_expr condition, struct built_expr yes,
				struct built_expr no)
{
	struct expr *expr = new_expr(parser, EXPR_TERNARY, span);

	expr->ternary.condition = condition.expr;
	expr->ternary.yes = yes.expr;
	expr->ternary.no = no.expr;
	return built(parser, expr, deeper(condition.depth, deeper(yes.depth, no.depth)));
}

struct built_expr build_cast(struct parser *parser, struct span span, const struct type_spec *type,
			     struct built_expr operand)
{
	struct expr *expr = new_expr(parser, EXPR_CAST, span);

	expr->cast.spec = *type;
	expr->cast.operand = operand.expr;
	return built(parser, expr, operand.depth);
}

struct built_expr build_call(struct parser *parser, struct span span, const char *name,
			     struct span name_span, struct built_exprs arguments)
{
	struct expr *expr = new_expr(parser, EXPR_CALL, span);

	expr->call.name = name;
	expr->call.name_span = name_span;
	expr->call.arguments = arguments.first;
	expr->call.argument_count = arguments.count;
	return built(parser, expr, arguments.depth);
}

struct built_expr build_tuple(struct parser *parser, struct span span, struct built_expr first,
			      struct built_exprs rest)
{
	struct expr *expr = new_expr(parser, EXPR_TUPLE, span);

	first.expr->next = rest.first;
	expr->tuple.elements = first.expr;
	expr->tuple.count = rest.count + 1;
	return built(parser, expr, deeper(first.depth, rest.depth));
}

struct built_record build_record_add(struct parser *parser, struct built_record list,
				     struct span span, const char *name, struct built_expr value)
{
	for (const struct field_name *n = list.names.first; n; n = n->next)
		if (!strcmp(n->name, name))
			diag_error(parser->diag, span, E_REDEFINED, "the record has '%s' already",
				   name);
	list.names = build_names_add(parser, list.names, span, name);
	list.values = list.values.first ? build_exprs_add(list.values, value) : build_exprs(value);
	return list;
}

struct built_expr build_record(struct parser *parser, struct span span, struct built_record record)
{
	struct expr *expr = new_expr(parser, EXPR_TUPLE, span);

	expr->tuple.elements = record.values.first;
	expr->tuple.count = record.values.count;
	expr->tuple.names = record.names.first;
	return built(parser, expr, record.values.depth);
}

struct built_expr build_parens(struct parser *parser, struct span span, struct built_expr inner)
{
	inner.expr->span = span;
	return built(parser, inner.expr, inner.depth);
}

struct built_expr build_block_expr(struct parser *parser, struct span span,
				   struct built_stmts statements, struct built_expr value)
{
	struct expr *expr;

	if (!statements.first)
		return build_parens(parser, span, value);
	expr = new_expr(parser, EXPR_BLOCK, span);
	expr->block.statements = statements.first;
	expr->block.value = value.expr;
	return built(parser, expr, deeper(statements.depth, value.depth));
}

struct built_exprs build_exprs(struct built_expr first)
{
	return (struct built_exprs){first.expr, first.expr, 1, first.depth};
}

struct built_exprs build_exprs_add(struct built_exprs list, struct built_expr next)
{
	list.last->next = next.expr;
	return (struct built_exprs){list.first, next.expr, list.count + 1,
				    deeper(list.depth, next.depth)};
}

struct type_spec *build_type(struct parser *parser, struct span span, const char *name,
			     bool is_struct, uint32_t pointers)
{
	struct type_spec *type = arena_new_of(parser->arena, struct type_spec);

	*type = (struct type_spec){
		.span = span, .name = name, .is_struct = is_struct, .pointers = pointers};
	return type;
}

struct type_spec *build_enum_type(struct parser *parser, struct span span, const char *name)
{
	return build_type(parser, span, arena_printf(parser->arena, "enum %s", name), false, 0);
}

struct type_spec *build_array_type(struct parser *parser, struct span span, const char *name,
				   struct number_literal count)
{
	struct type_spec *type = build_type(parser, span, name, false, 0);

	type->has_count = true;
	type->count = count.value;
	return type;
}

/* ---- statements ---- */

static struct stmt *new_stmt(struct parser *parser, enum stmt_kind kind, struct span span)
{
	struct stmt *stmt = arena_new_of(parser->arena, struct stmt);

	stmt->kind = kind;
	stmt->span = span;
	return stmt;
}

static struct built_stmt built_statement(struct parser *parser, struct stmt *stmt,
					 uint32_t depth_below)
{
	if (depth_below < PARSE_DEPTH_MAX)
		return (struct built_stmt){stmt, depth_below + 1};
	refuse_depth(parser, stmt->span);
	return (struct built_stmt){0};
}

struct built_stmt build_expr_stmt(struct parser *parser, struct span span, struct built_expr expr)
{
	struct stmt *stmt = new_stmt(parser, STMT_EXPR, span);

	stmt->expr = expr.expr;
	return built_statement(parser, stmt, expr.depth);
}

/* _ = f(); */
static bool is_discard(const struct expr *target)
{
	return target->kind == EXPR_NAME && !strcmp(target->name.name, "_");
}

struct built_stmt build_assign(struct parser *parser, struct span span, struct built_expr target,
			       enum binary_op op, struct built_expr value)
{
	struct stmt *stmt;

	if (is_discard(target.expr) && op == BINARY_NONE)
		return build_expr_stmt(parser, span, value);
	stmt = new_stmt(parser, STMT_ASSIGN, span);
	check_target(parser, target.expr, "assigned to");
	stmt->assign.target = target.expr;
	stmt->assign.value = value.expr;
	stmt->assign.op = op;
	return built_statement(parser, stmt, deeper(target.depth, value.depth));
}

struct built_stmt build_if(struct parser *parser, struct span span, struct built_expr condition,
			   struct built_stmts yes, struct built_stmts no)
{
	struct stmt *stmt = new_stmt(parser, STMT_IF, span);

	stmt->branch.condition = condition.expr;
	stmt->branch.yes = yes.first;
	stmt->branch.no = no.first;
	return built_statement(parser, stmt, deeper(condition.depth, deeper(yes.depth, no.depth)));
}

struct built_stmt build_block(struct parser *parser, struct span span, struct built_stmts list)
{
	struct stmt *stmt = new_stmt(parser, STMT_BLOCK, span);

	stmt->block = list.first;
	return built_statement(parser, stmt, list.depth);
}

struct built_stmt build_jump(struct parser *parser, struct span span, enum stmt_kind kind)
{
	return built_statement(parser, new_stmt(parser, kind, span), 0);
}

struct built_stmt build_return(struct parser *parser, struct span span, struct built_expr value)
{
	struct stmt *stmt = new_stmt(parser, STMT_RETURN, span);

	stmt->leave.result = value.expr;
	return built_statement(parser, stmt, value.depth);
}

struct built_stmt build_let(struct parser *parser, struct span span, struct built_expr variable,
			    const struct type_spec *type, struct built_expr value)
{
	struct stmt *stmt = new_stmt(parser, STMT_LET, span);

	stmt->let.variable = variable.expr;
	stmt->let.type = type;
	stmt->let.value = value.expr;
	return built_statement(parser, stmt, deeper(variable.depth, value.depth));
}

/* ---- loops ---- */

static struct built_stmt build_loop(struct parser *parser, struct span span, enum stmt_kind kind,
				    struct built_expr control, struct built_stmts body)
{
	struct stmt *stmt = new_stmt(parser, kind, span);

	stmt->loop.control = control.expr;
	stmt->loop.body = body.first;
	return built_statement(parser, stmt, deeper(control.depth, body.depth));
}

struct built_stmt build_while(struct parser *parser, struct span span, struct built_expr condition,
			      struct built_stmts body)
{
	return build_loop(parser, span, STMT_WHILE, condition, body);
}

struct built_stmt build_unroll(struct parser *parser, struct span span, struct built_expr times,
			       struct built_stmts body)
{
	return build_loop(parser, span, STMT_UNROLL, times, body);
}

struct built_stmt build_each(struct parser *parser, struct span span, struct built_expr variable,
			     struct built_expr map, struct built_stmts body)
{
	struct built_stmt built = build_loop(parser, span, STMT_EACH, map, body);

	if (built.stmt)
		built.stmt->loop.variable = variable.expr;
	return built;
}

struct built_stmt build_range(struct parser *parser, struct span span, struct built_expr variable,
			      struct built_expr from, struct built_expr to,
			      struct built_stmts body)
{
	struct built_stmt built;

	from.depth = deeper(from.depth, to.depth);
	built = build_loop(parser, span, STMT_RANGE, from, body);
	if (!built.stmt)
		return built;
	built.stmt->loop.variable = variable.expr;
	built.stmt->loop.to = to.expr;
	return built;
}

struct built_stmts build_stmts(struct built_stmt only)
{
	return (struct built_stmts){only.stmt, only.stmt, only.depth, false};
}

struct built_stmts build_stmts_add(struct built_stmts list, struct built_stmt next)
{
	if (!next.stmt)
		return list;
	if (!list.last)
		return build_stmts(next);
	list.last->next = next.stmt;
	return (struct built_stmts){list.first, next.stmt, deeper(list.depth, next.depth), false};
}

struct built_stmts build_last_stmt(struct built_stmts list, struct built_stmt last)
{
	list = build_stmts_add(list, last);
	list.is_open = true;
	return list;
}

/* ---- probes ---- */

struct point *build_place(struct point *begin, struct point *end, bool is_optional)
{
	end->begin = begin;
	end->is_optional = is_optional;
	return end;
}

struct point *build_source(struct point *point, struct built_exprs fields,
			   struct built_expr predicate)
{
	point->fields = fields.first;
	point->predicate = predicate.expr;
	return point;
}

struct built_points build_alternative(struct parser *parser, struct built_points chain,
				      struct point *next)
{
	if (!chain.first)
		return (struct built_points){next, next, 1};
	if (chain.count == PARSE_DEPTH_MAX) {
		refuse_depth(parser, next->span);
		return chain;
	}
	chain.last->alternative = next;
	return (struct built_points){chain.first, next, chain.count + 1};
}

struct built_points build_points_add(struct built_points list, struct point *next)
{
	if (!list.first)
		return (struct built_points){next, next, 1};
	list.last->next = next;
	return (struct built_points){list.first, next, list.count + 1};
}

struct built_names build_names_add(struct parser *parser, struct built_names list, struct span span,
				   const char *name)
{
	struct field_name *field = arena_new_of(parser->arena, struct field_name);

	field->name = name;
	field->span = span;
	if (!list.first)
		return (struct built_names){field, field, 1};
	list.last->next = field;
	return (struct built_names){list.first, field, list.count + 1};
}

void build_definition(struct parser *parser, struct span span, const char *name,
		      struct span name_span, struct built_names fields, const char *family,
		      struct point *points)
{
	struct definition *definition = arena_new_of(parser->arena, struct definition);

	build_check_name(parser, name_span, name);
	*definition = (struct definition){
		.span = span,
		.name = name,
		.name_span = name_span,
		.family = family,
		.fields = fields.first,
		.field_count = fields.count,
		.points = points,
	};
	*parser->definitions_end = definition;
	parser->definitions_end = &definition->next;
}

void build_clause(struct parser *parser, struct span span, struct point *points,
		  struct built_expr predicate, struct built_stmts body)
{
	struct clause *clause = arena_new_of(parser->arena, struct clause);

	clause->span = span;
	clause->points = points;
	clause->predicate = predicate.expr;
	clause->body = body.first;
	*parser->clauses_end = clause;
	parser->clauses_end = &clause->next;
}
