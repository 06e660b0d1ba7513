/*
 * The tree as text: one node a line, its children indented below it.
 *
 *     clause
 *       point uprobe libc free
 *       predicate
 *         binary != : bool
 *           name arg0 : int64
 *           int 0 : int64
 *       body
 */
#include <inttypes.h>

#include "lexer/arena.h"
#include "parser/ast.h"
#include "parser/expr_text.h"

struct dumper {
	FILE *out;
	struct arena *arena; /* of the dump alone */
};

static void indent(const struct dumper *dumper, int depth)
{
	fprintf(dumper->out, "%*s", depth * 2, "");
}

static void put_type(const struct dumper *dumper, const struct type *type)
{
	if (type)
		fprintf(dumper->out, " : %s", type_name(dumper->arena, type));
}

/* ---- expressions ---- */

static void put_unary(const struct dumper *dumper, const struct expr *expr)
{
	bool is_postfix = unary_is_postfix(expr->unary.op);

	fprintf(dumper->out, "%s %s", is_postfix ? "postfix" : "unary", unary_text(expr->unary.op));
}

/* The node itself, without its children. */
static void put_node(const struct dumper *dumper, const struct expr *expr)
{
	FILE *out = dumper->out;

	switch (expr->kind) {
	case EXPR_INT:
		fprintf(out, "int %" PRIu64 "%s", expr->integer.value,
			expr->integer.is_duration ? " ns" : "");
		break;
	case EXPR_STRING:
		fprintf(out, "string %s",
			string_text(dumper->arena, expr->string.bytes, expr->string.length));
		break;
	case EXPR_NAME:
		fprintf(out, "name %s", expr->name.name);
		break;
	case EXPR_VARIABLE:
		fprintf(out, "variable %s", expr->variable.name);
		break;
	case EXPR_PARAMETER:
		fprintf(out, "parameter %s", expr->parameter.name);
		break;
	case EXPR_MAP:
		fprintf(out, "map %s", expr->map.name);
		break;
	case EXPR_FIELD:
		fprintf(out, "field %s%s", expr->field.is_arrow ? "->" : ".", expr->field.name);
		break;
	case EXPR_ELEMENT:
		fprintf(out, "element .%" PRIu32, expr->element.index);
		break;
	case EXPR_INDEX:
		fputs("index", out);
		break;
	case EXPR_UNARY:
		put_unary(dumper, expr);
		break;
	case EXPR_BINARY:
		fprintf(out, "binary %s", binary_text(expr->binary.op));
		break;
	case EXPR_TERNARY:
		fputs(expr->ternary.yes ? "ternary" : "ternary ?:", out);
		break;
	case EXPR_CAST:
		fprintf(out, "%s (%s)", expr->cast.operand ? "cast" : "type",
			type_spec_text(dumper->arena, &expr->cast.spec));
		break;
	case EXPR_CALL:
		fprintf(out, "call %s", expr->call.name);
		break;
	case EXPR_TUPLE:
		fputs(expr->tuple.names ? "record" : "tuple", out);
		for (const struct field_name *n = expr->tuple.names; n; n = n->next)
			fprintf(out, " %s", n->name);
		break;
	case EXPR_BLOCK:
		fputs("block", out);
		break;
	}
	put_type(dumper, expr->type);
	fputc('\n', out);
}

static void dump_list(const struct dumper *dumper, const struct expr *list, int depth);
static void dump_stmt(const struct dumper *dumper, const struct stmt *stmt, int depth);

static void dump_expr(const struct dumper *dumper, const struct expr *expr, int depth)
{
	indent(dumper, depth);
	put_node(dumper, expr);
	depth++;
	switch (expr->kind) {
	case EXPR_INT:
	case EXPR_STRING:
	case EXPR_NAME:
	case EXPR_VARIABLE:
	case EXPR_PARAMETER:
		break;
	case EXPR_MAP:
		dump_list(dumper, expr->map.key, depth);
		break;
	case EXPR_FIELD:
		dump_expr(dumper, expr->field.base, depth);
		break;
	case EXPR_ELEMENT:
		dump_expr(dumper, expr->element.base, depth);
		break;
	case EXPR_INDEX:
		dump_expr(dumper, expr->index.base, depth);
		dump_expr(dumper, expr->index.index, depth);
		break;
	case EXPR_UNARY:
		dump_expr(dumper, expr->unary.operand, depth);
		break;
	case EXPR_BINARY:
		dump_expr(dumper, expr->binary.left, depth);
		dump_expr(dumper, expr->binary.right, depth);
		break;
	case EXPR_TERNARY:
		dump_expr(dumper, expr->ternary.condition, depth);
		if (expr->ternary.yes)
			dump_expr(dumper, expr->ternary.yes, depth);
		dump_expr(dumper, expr->ternary.no, depth);
		break;
	case EXPR_CAST:
		if (expr->cast.operand)
			dump_expr(dumper, expr->cast.operand, depth);
		break;
	case EXPR_CALL:
		dump_list(dumper, expr->call.arguments, depth);
		break;
	case EXPR_TUPLE:
		dump_list(dumper, expr->tuple.elements, depth);
		break;
	case EXPR_BLOCK:
		for (const struct stmt *stmt = expr->block.statements; stmt; stmt = stmt->next)
			dump_stmt(dumper, stmt, depth);
		dump_expr(dumper, expr->block.value, depth);
		break;
	}
}

static void dump_list(const struct dumper *dumper, const struct expr *list, int depth)
{
	for (; list; list = list->next)
		dump_expr(dumper, list, depth);
}

/* A word on a line of its own, and what it is the name of below it. */
static void dump_part(const struct dumper *dumper, const char *word, const struct expr *expr,
		      int depth)
{
	if (!expr)
		return;
	indent(dumper, depth);
	fprintf(dumper->out, "%s\n", word);
	dump_expr(dumper, expr, depth + 1);
}

/* ---- statements ---- */

static void dump_stmts(const struct dumper *dumper, const char *word, const struct stmt *list,
		       int depth);

static void dump_let(const struct dumper *dumper, const struct stmt *stmt, int depth)
{
	fputs("let", dumper->out);
	if (stmt->let.type)
		fprintf(dumper->out, " (%s)", type_spec_text(dumper->arena, stmt->let.type));
	fputc('\n', dumper->out);
	dump_expr(dumper, stmt->let.variable, depth + 1);
	if (stmt->let.value)
		dump_expr(dumper, stmt->let.value, depth + 1);
}

static void dump_loop(const struct dumper *dumper, const struct stmt *stmt, int depth)
{
	static const char *const words[] = {
		[STMT_WHILE] = "while",
		[STMT_UNROLL] = "unroll",
		[STMT_RANGE] = "range",
		[STMT_EACH] = "each",
	};

	fprintf(dumper->out, "%s\n", words[stmt->kind]);
	if (stmt->loop.variable)
		dump_expr(dumper, stmt->loop.variable, depth + 1);
	dump_expr(dumper, stmt->loop.control, depth + 1);
	if (stmt->loop.to)
		dump_expr(dumper, stmt->loop.to, depth + 1);
	dump_stmts(dumper, "body", stmt->loop.body, depth + 1);
}

static void dump_stmt(const struct dumper *dumper, const struct stmt *stmt, int depth)
{
	if (stmt->kind == STMT_EXPR) {
		dump_expr(dumper, stmt->expr, depth);
		return;
	}
	if (stmt->kind == STMT_BLOCK) {
		dump_stmts(dumper, "block", stmt->block, depth);
		return;
	}
	indent(dumper, depth);
	switch (stmt->kind) {
	case STMT_ASSIGN:
		fprintf(dumper->out, "assign %s=\n", binary_text(stmt->assign.op));
		dump_expr(dumper, stmt->assign.target, depth + 1);
		dump_expr(dumper, stmt->assign.value, depth + 1);
		break;
	case STMT_IF:
		fputs("if\n", dumper->out);
		dump_expr(dumper, stmt->branch.condition, depth + 1);
		dump_stmts(dumper, "then", stmt->branch.yes, depth + 1);
		if (stmt->branch.no)
			dump_stmts(dumper, "else", stmt->branch.no, depth + 1);
		break;
	case STMT_LET:
		dump_let(dumper, stmt, depth);
		break;
	case STMT_WHILE:
	case STMT_UNROLL:
	case STMT_RANGE:
	case STMT_EACH:
		dump_loop(dumper, stmt, depth);
		break;
	case STMT_BREAK:
		fputs("break\n", dumper->out);
		break;
	case STMT_CONTINUE:
		fputs("continue\n", dumper->out);
		break;
	default:
		fputs("return\n", dumper->out);
		if (stmt->leave.result)
			dump_expr(dumper, stmt->leave.result, depth + 1);
		break;
	}
}

static void dump_stmts(const struct dumper *dumper, const char *word, const struct stmt *list,
		       int depth)
{
	indent(dumper, depth);
	fprintf(dumper->out, "%s\n", word);
	for (; list; list = list->next)
		dump_stmt(dumper, list, depth + 1);
}

/* ---- probes ---- */

static void put_word(const struct dumper *dumper, const char *word)
{
	if (word)
		fprintf(dumper->out, " %s", word);
}

static const char *kind_name(enum point_kind kind)
{
	return kind == POINT_NAMED ? "named" : probe_kinds[kind].name;
}

static void put_point(const struct dumper *dumper, const struct point *point)
{
	put_word(dumper, kind_name(point->kind));
	put_word(dumper, point->target);
	put_word(dumper, point->provider);
	put_word(dumper, point->name);
	if (point->offset)
		fprintf(dumper->out, " %s0x%" PRIx64, point->name ? "+" : "", point->offset);
	if (point->period)
		fprintf(dumper->out, " = %" PRIu64 " ns", point->period);
	if (point->is_optional)
		fputs(" optional", dumper->out);
}

static void dump_point(const struct dumper *dumper, const char *word, const struct point *point,
		       int depth)
{
	indent(dumper, depth);
	fputs(word, dumper->out);
	put_point(dumper, point);
	fputc('\n', dumper->out);
	if (point->begin)
		dump_point(dumper, "begin", point->begin, depth + 1);
	for (const struct expr *field = point->fields; field; field = field->next)
		dump_part(dumper, "field", field, depth + 1);
	dump_part(dumper, "predicate", point->predicate, depth + 1);
}

/* An alternative stands below what it is an alternative of, as deep. */
static void dump_points(const struct dumper *dumper, const struct point *points, int depth)
{
	for (; points; points = points->next) {
		const struct point *alternative = points->alternative;

		dump_point(dumper, "point", points, depth);
		for (; alternative; alternative = alternative->alternative)
			dump_point(dumper, "or", alternative, depth);
	}
}

static void dump_definition(const struct dumper *dumper, const struct definition *definition)
{
	fprintf(dumper->out, "definition %s\n", definition->name);
	if (definition->family)
		fprintf(dumper->out, "  outermost %s\n", definition->family);
	for (const struct field_name *field = definition->fields; field; field = field->next) {
		fprintf(dumper->out, "  field %s", field->name);
		put_type(dumper, field->type);
		fputc('\n', dumper->out);
	}
	dump_points(dumper, definition->points, 1);
}

/* ---- what the checker adds ---- */

static void dump_exprs(const struct dumper *dumper, const char *word,
		       const struct expr *const *exprs, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		dump_part(dumper, word, exprs[i], 2);
}

static void dump_variant(const struct dumper *dumper, const struct clause *clause,
			 const struct variant *variant)
{
	fprintf(dumper->out, "  variant %" PRIu32 " %s", variant->index,
		kind_name(variant->kind));
	if (variant->is_pair)
		fprintf(dumper->out, " begin %s", kind_name(variant->begin_kind));
	if (variant->family)
		fprintf(dumper->out, " family %" PRIu32, variant->family);
	fputc('\n', dumper->out);
	dump_exprs(dumper, "field", variant->fields, variant->field_count);
	dump_part(dumper, "predicate", variant->predicate, 2);
	dump_exprs(dumper, "entry", variant->entries, variant->entry_count);
	if (variant->taken)
		dump_exprs(dumper, "taken", variant->taken, clause->move_count);
}

static void dump_attachment(const struct dumper *dumper, const char *word,
			    const struct attachment *attachment)
{
	fprintf(dumper->out, "  %s %s variant %" PRIu32 "%s\n", word, attachment->point->text,
		attachment->variant->index, attachment->is_optional ? " optional" : "");
}

static void dump_checked(const struct dumper *dumper, const struct clause *clause)
{
	const struct variable *variable = clause->variables;
	const struct variant *variant = clause->variants;
	const struct attachment *attachment = clause->attachments, *other;

	for (; variable; variable = variable->next) {
		fprintf(dumper->out, "  variable %s", variable->name);
		put_type(dumper, variable->type);
		fputc('\n', dumper->out);
	}
	for (; variant; variant = variant->next)
		dump_variant(dumper, clause, variant);
	for (; attachment; attachment = attachment->next) {
		dump_attachment(dumper, "attach", attachment);
		for (other = attachment->alternative; other; other = other->alternative)
			dump_attachment(dumper, "or", other);
	}
}

static void dump_map(const struct dumper *dumper, const struct map *map)
{
	fprintf(dumper->out, "map %s", map->name);
	if (map->key)
		fprintf(dumper->out, "[%s]", type_name(dumper->arena, map->key));
	put_type(dumper, map->value);
	fputc('\n', dumper->out);
}

/* ---- the whole ---- */

static void dump_clause(const struct dumper *dumper, const struct clause *clause)
{
	fputs("clause\n", dumper->out);
	dump_points(dumper, clause->points, 1);
	dump_part(dumper, "predicate", clause->predicate, 1);
	dump_stmts(dumper, "body", clause->body, 1);
	dump_checked(dumper, clause);
}

static void dump_subprogram(const struct dumper *dumper, const struct subprogram *subprogram)
{
	const struct type_spec *result = subprogram->result->let.type;

	fprintf(dumper->out, "fn %s", subprogram->name);
	if (result)
		fprintf(dumper->out, " (%s)", type_spec_text(dumper->arena, result));
	fputc('\n', dumper->out);
	for (const struct stmt *p = subprogram->parameters; p; p = p->next)
		dump_stmt(dumper, p, 1);
	dump_stmts(dumper, "body", subprogram->code->body, 1);
	dump_checked(dumper, subprogram->code);
}

void ast_dump(FILE *out, const struct program *program)
{
	struct dumper dumper = {out, arena_new()};

	for (const struct map_declaration *d = program->declarations; d; d = d->next)
		fprintf(out, "declare %s %s %" PRIu64 "\n", d->name, d->sort, d->entries);
	for (const struct definition *d = program->definitions; d; d = d->next)
		dump_definition(&dumper, d);
	for (const struct subprogram *s = program->subprograms; s; s = s->next)
		dump_subprogram(&dumper, s);
	for (const struct clause *clause = program->clauses; clause; clause = clause->next)
		dump_clause(&dumper, clause);
	for (const struct map *map = program->maps; map; map = map->next)
		dump_map(&dumper, map);
	arena_free(dumper.arena);
}
