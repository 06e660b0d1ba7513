#include <string.h>

#include "lexer/arena.h"
#include "parser/build.h"

void build_import(struct parser *parser, struct span span, const char *name, uint32_t length,
		  bool is_library)
{
	struct import *import = arena_new_of(parser->arena, struct import);

	if (!is_library && strlen(name) != length)
		diag_error(parser->diag, span, E_IMPORT, "the name of a file holds no NUL");
	import->span = span;
	import->name = name;
	import->is_library = is_library;
	*parser->imports_end = import;
	parser->imports_end = &import->next;
}

void build_macro(struct parser *parser, struct span span, const char *name, struct span name_span,
		 struct built_exprs parameters, struct built_stmts body)
{
	struct macro *macro = arena_new_of(parser->arena, struct macro);

	*macro = (struct macro){
		.span = span,
		.name = name,
		.name_span = name_span,
		.parameters = parameters.first,
		.parameter_count = parameters.count,
		.body = body.first,
		.has_value = body.is_open && body.last && body.last->kind == STMT_EXPR,
	};
	*parser->macros_end = macro;
	parser->macros_end = &macro->next;
}

/* What is returned is kept in a variable of the function's own, whose name no script can write. */
static struct stmt *make_result(struct parser *parser, const char *name, struct span span,
				const struct type_spec *type)
{
	struct stmt *let = arena_new_of(parser->arena, struct stmt);
	struct expr *variable = arena_new_of(parser->arena, struct expr);

	variable->kind = EXPR_VARIABLE;
	variable->span = span;
	variable->variable.name = arena_printf(parser->arena, "%s()", name);
	let->kind = STMT_LET;
	let->span = span;
	let->let.variable = variable;
	let->let.type = type;
	return let;
}

void build_subprogram(struct parser *parser, struct span span, const char *name,
		      struct span name_span, struct built_stmts parameters,
		      const struct type_spec *result, struct built_stmts body)
{
	struct subprogram *subprogram = arena_new_of(parser->arena, struct subprogram);
	struct clause *code = arena_new_of(parser->arena, struct clause);

	code->span = span;
	code->body = body.first;
	*subprogram = (struct subprogram){
		.span = span,
		.name = name,
		.name_span = name_span,
		.parameters = parameters.first,
		.result = make_result(parser, name, name_span, result),
		.code = code,
	};
	for (const struct stmt *p = parameters.first; p; p = p->next)
		subprogram->parameter_count++;
	*parser->subprograms_end = subprogram;
	parser->subprograms_end = &subprogram->next;
}

void build_include(struct parser *parser, struct span span, const char *text)
{
	struct include *include = arena_new_of(parser->arena, struct include);

	include->span = span;
	include->text = text;
	*parser->includes_end = include;
	parser->includes_end = &include->next;
}

void build_define(struct parser *parser, struct span span, const char *name,
		  struct built_expr value)
{
	struct built_stmts body = build_stmts(build_expr_stmt(parser, span, value));

	body.is_open = true;
	build_macro(parser, span, name, span, (struct built_exprs){0}, body);
}

void build_setting(struct parser *parser, const char *name, struct span name_span,
		   struct built_expr value)
{
	struct config_line *setting = arena_new_of(parser->arena, struct config_line);

	setting->name = name;
	setting->name_span = name_span;
	setting->value = value.expr;
	*parser->settings_end = setting;
	parser->settings_end = &setting->next;
}

void build_declaration(struct parser *parser, struct span span, const char *name, const char *sort,
		       struct span sort_span, struct number_literal entries)
{
	struct map_declaration *declaration = arena_new_of(parser->arena, struct map_declaration);

	*declaration = (struct map_declaration){
		.span = span,
		.sort_span = sort_span,
		.name = name,
		.sort = sort,
		.entries = entries.value,
	};
	*parser->declarations_end = declaration;
	parser->declarations_end = &declaration->next;
}
