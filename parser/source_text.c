/*
 * A parsed program as source: what stands beside clauses first, then one statement a line.
 * Parsed again it gives the same tree.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"
#include "parser/ast.h"
#include "parser/expr_text.h"

struct printer {
	FILE *out;
	struct arena *arena; /* of the printing alone */
};

static void indent(const struct printer *printer, int depth)
{
	for (; depth > 0; depth--)
		fputc('\t', printer->out);
}

/* ---- expressions ---- */

static void put_expr(const struct printer *printer, const struct expr *expr)
{
	fputs(ast_expr_text(printer->arena, expr), printer->out);
}

static void put_exprs(const struct printer *printer, const struct expr *list)
{
	for (; list; list = list->next) {
		put_expr(printer, list);
		fputs(list->next ? ", " : "", printer->out);
	}
}

/* A '*' right behind the '/' would begin a comment. */
static void put_predicate(const struct printer *printer, const struct expr *predicate)
{
	const char *text = predicate ? ast_expr_text(printer->arena, predicate) : NULL;

	if (text)
		fprintf(printer->out, " /%s%s/", *text == '*' ? " " : "", text);
}

/* ---- statements ---- */

static void put_stmt(const struct printer *printer, const struct stmt *stmt, int depth);

static void put_block(const struct printer *printer, const struct stmt *list, int depth)
{
	fputs("{\n", printer->out);
	for (; list; list = list->next) {
		indent(printer, depth + 1);
		put_stmt(printer, list, depth + 1);
		fputc('\n', printer->out);
	}
	indent(printer, depth);
	fputc('}', printer->out);
}

static void put_if(const struct printer *printer, const struct stmt *stmt, int depth)
{
	const struct stmt *no = stmt->branch.no;

	fputs("if (", printer->out);
	put_expr(printer, stmt->branch.condition);
	fputs(") ", printer->out);
	put_block(printer, stmt->branch.yes, depth);
	if (!no)
		return;
	fputs(" else ", printer->out);
	if (no->kind == STMT_IF && !no->next)
		put_if(printer, no, depth);
	else
		put_block(printer, no, depth);
}

static void put_typed(const struct printer *printer, const struct stmt *let)
{
	put_expr(printer, let->let.variable);
	if (let->let.type)
		fprintf(printer->out, ": %s", type_spec_text(printer->arena, let->let.type));
}

static void put_let(const struct printer *printer, const struct stmt *stmt)
{
	fputs("let ", printer->out);
	put_typed(printer, stmt);
	if (stmt->let.value) {
		fputs(" = ", printer->out);
		put_expr(printer, stmt->let.value);
	}
	fputc(';', printer->out);
}

static void put_loop(const struct printer *printer, const struct stmt *stmt, int depth)
{
	if (stmt->kind == STMT_WHILE)
		fputs("while (", printer->out);
	else if (stmt->kind == STMT_UNROLL)
		fputs("unroll (", printer->out);
	else
		fprintf(printer->out, "for (%s : ", stmt->loop.variable->variable.name);
	put_expr(printer, stmt->loop.control);
	if (stmt->kind == STMT_RANGE) {
		fputs("..", printer->out);
		put_expr(printer, stmt->loop.to);
	}
	fputs(") ", printer->out);
	put_block(printer, stmt->loop.body, depth);
}

static void put_stmt(const struct printer *printer, const struct stmt *stmt, int depth)
{
	switch (stmt->kind) {
	case STMT_EXPR:
		if (stmt->expr->kind == EXPR_BLOCK) /* without parentheses it is no expression */
			fprintf(printer->out, "(%s)", ast_expr_text(printer->arena, stmt->expr));
		else
			put_expr(printer, stmt->expr);
		fputc(';', printer->out);
		return;
	case STMT_ASSIGN:
		put_expr(printer, stmt->assign.target);
		fprintf(printer->out, " %s= ", binary_text(stmt->assign.op));
		put_expr(printer, stmt->assign.value);
		fputc(';', printer->out);
		return;
	case STMT_IF:
		put_if(printer, stmt, depth);
		return;
	case STMT_BLOCK:
		put_block(printer, stmt->block, depth);
		return;
	case STMT_LET:
		put_let(printer, stmt);
		return;
	case STMT_WHILE:
	case STMT_UNROLL:
	case STMT_RANGE:
	case STMT_EACH:
		put_loop(printer, stmt, depth);
		return;
	case STMT_BREAK:
		fputs("break;", printer->out);
		return;
	case STMT_CONTINUE:
		fputs("continue;", printer->out);
		return;
	case STMT_RETURN:
		fputs("return", printer->out);
		if (stmt->leave.result) {
			fputc(' ', printer->out);
			put_expr(printer, stmt->leave.result);
		}
		fputc(';', printer->out);
		return;
	}
}

const char *stmts_text(struct arena *arena, const struct stmt *list)
{
	struct printer printer = {.arena = arena};
	const char *copy;
	size_t size;
	char *text;

	printer.out = open_memstream(&text, &size);
	if (!printer.out)
		return "";
	for (; list; list = list->next) {
		put_stmt(&printer, list, 0);
		fputc(' ', printer.out);
	}
	fclose(printer.out);
	copy = arena_strndup(arena, text, size);
	free(text);
	return copy;
}

/* ---- what stands beside clauses ---- */

static void put_member(const struct printer *printer, const struct c_member *member, int depth);

static void put_import(const struct printer *printer, const struct import *import)
{
	if (import->is_library)
		fprintf(printer->out, "import %s;\n", import->name);
	else
		fprintf(printer->out, "import %s;\n",
			string_text(printer->arena, import->name, strlen(import->name)));
}

static void put_members(const struct printer *printer, const struct c_member *list, int depth)
{
	for (; list; list = list->next) {
		indent(printer, depth);
		put_member(printer, list, depth);
		fputs(";\n", printer->out);
	}
}

static void put_member(const struct printer *printer, const struct c_member *member, int depth)
{
	const char *kind = member->is_union ? "union" : "struct";

	if (member->is_inner) {
		fprintf(printer->out, "%s {\n", kind);
		put_members(printer, member->inner, depth + 1);
		indent(printer, depth);
		fputc('}', printer->out);
	} else {
		fprintf(printer->out, "%s%s%s", member->is_struct ? kind : "",
			member->is_struct ? " " : "", member->type);
	}
	fputs(*member->name || member->pointers ? " " : "", printer->out);
	for (uint32_t i = 0; i < member->pointers; i++)
		fputc('*', printer->out);
	fputs(member->name, printer->out);
	for (uint32_t i = 0; i < member->count_count; i++)
		fprintf(printer->out, "[%s]", ast_expr_text(printer->arena, member->counts[i]));
	if (member->bits)
		fprintf(printer->out, " : %u", member->bits);
}

static void put_enumerators(const struct printer *printer, const struct c_member *list)
{
	for (; list; list = list->next) {
		fprintf(printer->out, "\t%s", list->name);
		if (list->value)
			fprintf(printer->out, " = %s", ast_expr_text(printer->arena, list->value));
		fputs(",\n", printer->out);
	}
}

static void put_c_declaration(const struct printer *printer, const struct c_declaration *declaration)
{
	if (declaration->kind == C_TYPEDEF) {
		fputs("typedef ", printer->out);
		put_member(printer, declaration->members, 0);
		fputs(";\n", printer->out);
		return;
	}
	fprintf(printer->out, "%s%s%s {\n",
		declaration->kind == C_STRUCT  ? "struct"
		: declaration->kind == C_UNION ? "union"
					       : "enum",
		*declaration->name ? " " : "", declaration->name);
	if (declaration->kind == C_ENUM)
		put_enumerators(printer, declaration->members);
	else
		put_members(printer, declaration->members, 1);
	fputs("};\n", printer->out);
}

static void put_settings(const struct printer *printer, const struct config_line *list)
{
	if (!list)
		return;
	fputs("config = {\n", printer->out);
	for (; list; list = list->next)
		fprintf(printer->out, "\t%s = %s;\n", list->name,
			ast_expr_text(printer->arena, list->value));
	fputs("}\n", printer->out);
}

static void put_declaration(const struct printer *printer,
			    const struct map_declaration *declaration)
{
	fprintf(printer->out, "let %s = %s(%" PRIu64 ");\n", declaration->name, declaration->sort,
		declaration->entries);
}

/* The last statement of one with a value stands without its ';'. */
static void put_macro(const struct printer *printer, const struct macro *macro)
{
	fprintf(printer->out, "macro %s(", macro->name);
	put_exprs(printer, macro->parameters);
	fputs(") {\n", printer->out);
	for (const struct stmt *stmt = macro->body; stmt; stmt = stmt->next) {
		indent(printer, 1);
		if (macro->has_value && !stmt->next)
			put_expr(printer, stmt->expr);
		else
			put_stmt(printer, stmt, 1);
		fputc('\n', printer->out);
	}
	fputs("}\n", printer->out);
}

static void put_subprogram(const struct printer *printer, const struct subprogram *subprogram)
{
	const struct type_spec *result = subprogram->result->let.type;

	fprintf(printer->out, "fn %s(", subprogram->name);
	for (const struct stmt *p = subprogram->parameters; p; p = p->next) {
		put_typed(printer, p);
		fputs(p->next ? ", " : "", printer->out);
	}
	fputs(") ", printer->out);
	if (result)
		fprintf(printer->out, ": %s ", type_spec_text(printer->arena, result));
	put_block(printer, subprogram->code->body, 0);
	fputc('\n', printer->out);
}

/* ---- probes ---- */

static void put_point(const struct printer *printer, const struct point *point)
{
	if (point->begin)
		fprintf(printer->out, "%s .. ", point->begin->text);
	fprintf(printer->out, "%s%s", point->text, point->is_optional ? " ?" : "");
	if (point->fields) {
		fputs(" (", printer->out);
		put_exprs(printer, point->fields);
		fputc(')', printer->out);
	}
	put_predicate(printer, point->predicate);
}

static void put_points(const struct printer *printer, const struct point *points,
		       const char *before)
{
	for (; points; points = points->next) {
		fputs(before, printer->out);
		for (const struct point *p = points; p; p = p->alternative) {
			put_point(printer, p);
			fputs(p->alternative ? " | " : "", printer->out);
		}
		fputs(points->next ? ",\n" : "", printer->out);
	}
}

static void put_definition(const struct printer *printer, const struct definition *definition)
{
	fprintf(printer->out, "probe %s(", definition->name);
	for (const struct field_name *f = definition->fields; f; f = f->next)
		fprintf(printer->out, "%s%s", f->name, f->next ? ", " : "");
	fputc(')', printer->out);
	if (definition->family)
		fprintf(printer->out, " outermost(%s)", definition->family);
	fputs(" =\n", printer->out);
	put_points(printer, definition->points, "\t");
	fputs(";\n", printer->out);
}

static void put_clause(const struct printer *printer, const struct clause *clause)
{
	put_points(printer, clause->points, "");
	put_predicate(printer, clause->predicate);
	fputc(' ', printer->out);
	put_block(printer, clause->body, 0);
	fputc('\n', printer->out);
}

void ast_write_source(FILE *out, const struct program *program)
{
	struct printer printer = {out, arena_new()};

	for (const struct include *i = program->includes; i; i = i->next)
		fprintf(out, "%s\n", i->text);
	put_settings(&printer, program->settings);
	for (const struct import *i = program->imports; i; i = i->next)
		put_import(&printer, i);
	for (const struct c_declaration *d = program->c_declarations; d; d = d->next)
		put_c_declaration(&printer, d);
	for (const struct macro *m = program->macros; m; m = m->next)
		put_macro(&printer, m);
	for (const struct subprogram *s = program->subprograms; s; s = s->next)
		put_subprogram(&printer, s);
	for (const struct map_declaration *d = program->declarations; d; d = d->next)
		put_declaration(&printer, d);
	for (const struct definition *d = program->definitions; d; d = d->next)
		put_definition(&printer, d);
	for (const struct clause *clause = program->clauses; clause; clause = clause->next)
		put_clause(&printer, clause);
	arena_free(printer.arena);
}
