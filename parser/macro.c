#include <string.h>

#include "lexer/text.h"
#include "parser/builtins.h"
#include "parser/clone.h"
#include "parser/script_private.h"

static struct macro *find_macro(const struct program *program, const char *name)
{
	for (struct macro *m = program->macros; m; m = m->next)
		if (!strcmp(m->name, name))
			return m;
	return NULL;
}

/* ---- definitions ---- */

static const char *parameter_name(const struct expr *parameter)
{
	switch (parameter->kind) {
	case EXPR_VARIABLE:
		return parameter->variable.name;
	case EXPR_MAP:
		return parameter->map.name;
	default:
		return parameter->name.name;
	}
}

static void check_parameters(struct expander *expander, const struct macro *macro)
{
	for (const struct expr *p = macro->parameters; p; p = p->next)
		for (const struct expr *q = macro->parameters; q != p; q = q->next)
			if (!strcmp(parameter_name(p), parameter_name(q)))
				diag_error(expander->in->diag, p->span, E_REDEFINED,
					   "'%s' has two parameters '%s'", macro->name,
					   parameter_name(p));
}

void macro_check_all(struct expander *expander)
{
	struct diag *diag = expander->in->diag;
	uint32_t argument;

	for (const struct macro *m = expander->program->macros; m; m = m->next) {
		if (function_find(m->name) || builtin_find(m->name, &argument))
			diag_error(diag, m->name_span, E_REDEFINED,
				   "'%s' is of the language itself: a macro needs another name",
				   m->name);
		else if (find_macro(expander->program, m->name) != m)
			diag_error(diag, m->name_span, E_REDEFINED, "macro '%s' is defined twice",
				   m->name);
		check_parameters(expander, m);
	}
}

/* ---- one call ---- */

/* The walk over a copy of the body that puts in the arguments. */
struct substitution {
	struct walker walker; /* the first member */
	struct expander *expander;
	const struct macro *macro;
	const struct expr *arguments;
	struct span call;
};

static const struct expr *argument_for(const struct substitution *in, enum expr_kind kind,
				       const char *name)
{
	const struct expr *argument = in->arguments;

	for (const struct expr *p = in->macro->parameters; p; p = p->next) {
		if (p->kind == kind && !strcmp(parameter_name(p), name))
			return argument;
		argument = argument->next;
	}
	return NULL;
}

static void hint_call(const struct substitution *in)
{
	struct position place = sources_locate(in->expander->in->sources, in->call.begin);

	diag_hint(in->expander->in->diag, "it is called at %s:%u:%u", place.source->name,
		  place.line, place.column);
}

static void put_in(struct expr *expr, const struct expr *argument, struct arena *arena)
{
	struct expr *next = expr->next;

	*expr = *clone_expr(arena, argument);
	expr->next = next;
}

static void substitute_map(struct substitution *in, struct expr *map)
{
	const struct expr *argument = argument_for(in, EXPR_MAP, map->map.name);

	if (argument) {
		map->map.name = argument->map.name;
		return;
	}
	diag_error(in->expander->in->diag, map->span, E_NAME, "'%s' is no parameter of macro '%s'",
		   map->map.name, in->macro->name);
	diag_hint(in->expander->in->diag, "a macro uses those maps that it is called with");
	hint_call(in);
}

/* A variable of the macro's own gets a name that no other has. */
static const char *substituted_variable(const struct substitution *in, const char *name)
{
	const struct expr *argument = argument_for(in, EXPR_VARIABLE, name);

	if (argument)
		return argument->variable.name;
	return arena_printf(in->expander->in->arena, "%s of %s() %u", name, in->macro->name,
			    in->expander->serial);
}

static void substitute_expr(struct walker *walker, struct expr *expr)
{
	struct substitution *in = (struct substitution *)walker;
	const struct expr *argument;

	if (++in->expander->copied > PROGRAM_NODES_MAX)
		return;
	switch (expr->kind) {
	case EXPR_NAME:
		argument = argument_for(in, EXPR_NAME, expr->name.name);
		if (argument)
			put_in(expr, argument, in->expander->in->arena);
		return;
	case EXPR_VARIABLE:
		expr->variable.name = substituted_variable(in, expr->variable.name);
		return;
	case EXPR_MAP:
		substitute_map(in, expr);
		break;
	default:
		break;
	}
	walk_expr(walker, expr);
}

static void substitute_stmt(struct walker *walker, struct stmt *stmt)
{
	walk_stmt(walker, stmt);
}

static const char *kind_text(const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_VARIABLE:
		return "a variable";
	case EXPR_MAP:
		return expr->map.key ? "an entry of a map" : "a map";
	default:
		return "an expression";
	}
}

static bool check_argument(struct expander *expander, const struct macro *macro,
			   const struct expr *parameter, const struct expr *argument)
{
	if (parameter->kind == EXPR_NAME || (parameter->kind == argument->kind &&
					     (argument->kind != EXPR_MAP || !argument->map.key)))
		return true;
	diag_error(expander->in->diag, argument->span, E_TYPE, "'%s' of %s() is %s, not %s",
		   parameter_name(parameter), macro->name, kind_text(parameter),
		   kind_text(argument));
	return false;
}

static bool check_arguments(struct expander *expander, const struct macro *macro,
			    const struct expr *call, const struct expr *arguments, uint32_t count)
{
	const struct expr *argument = arguments;
	bool is_right = true;

	if (count != macro->parameter_count) {
		diag_error(expander->in->diag, call->span, E_ARGS,
			   "macro '%s' takes %u argument%s, not %u", macro->name,
			   macro->parameter_count, macro->parameter_count == 1 ? "" : "s", count);
		return false;
	}
	for (const struct expr *p = macro->parameters; p && argument; p = p->next) {
		is_right &= check_argument(expander, macro, p, argument);
		argument = argument->next;
	}
	return is_right;
}

/* The macro that an expression calls; one without parameters also without (). */
static const struct macro *called_macro(struct expander *expander, const struct expr *expr)
{
	const struct macro *macro = NULL;

	if (expr->kind == EXPR_CALL)
		macro = find_macro(expander->program, expr->call.name);
	else if (expr->kind == EXPR_NAME)
		macro = find_macro(expander->program, expr->name.name);
	return macro && (expr->kind == EXPR_CALL || !macro->parameter_count) ? macro : NULL;
}

/* A copy of the body with the arguments put in; false when the call was refused. */
static bool copy_body(struct expander *expander, const struct macro *macro, struct expr *call,
		      struct stmt **body)
{
	bool has_list = call->kind == EXPR_CALL;
	struct substitution substitution = {
		.walker = {.expr = substitute_expr, .stmt = substitute_stmt},
		.expander = expander,
		.macro = macro,
		.arguments = has_list ? call->call.arguments : NULL,
		.call = call->span,
	};

	if (!check_arguments(expander, macro, call, substitution.arguments,
			     has_list ? call->call.argument_count : 0))
		return false;
	if (expander->nesting == SCRIPT_NESTING_MAX) {
		diag_error(expander->in->diag, call->span, E_LIMIT,
			   "macro '%s' is called within %d others: none may call itself",
			   macro->name, SCRIPT_NESTING_MAX);
		expander->is_too_large = true;
		return false;
	}
	expander->serial++;
	*body = clone_stmts(expander->in->arena, macro->body);
	walk_stmts(&substitution.walker, *body);
	return true;
}

/* ---- calls ---- */

static void walk_body(struct expander *expander, struct stmt *body)
{
	expander->nesting++;
	walk_stmts(&expander->walker, body);
	expander->nesting--;
}

/* The last statement of a list, taken out of it: its value. */
static struct expr *take_value(struct stmt **list)
{
	struct stmt **last = list;
	struct expr *value;

	while ((*last)->next)
		last = &(*last)->next;
	value = (*last)->expr;
	*last = NULL;
	return value;
}

bool macro_expand_expr(struct expander *expander, struct expr *expr)
{
	const struct macro *macro = called_macro(expander, expr);
	struct expr *value, *next = expr->next;
	struct span span = expr->span;
	struct stmt *body;

	if (!macro)
		return false;
	if (!macro->has_value) {
		diag_error(expander->in->diag, span, E_TYPE, "macro '%s' has no value",
			   macro->name);
		diag_hint(expander->in->diag,
			  "its value is that of its last expression, with no ';' behind it");
		return true;
	}
	if (!copy_body(expander, macro, expr, &body))
		return true;
	value = take_value(&body);
	walk_body(expander, body);
	expander->nesting++;
	expander->walker.expr(&expander->walker, value);
	expander->nesting--;
	if (body)
		*expr = (struct expr){.kind = EXPR_BLOCK, .block = {body, value}};
	else
		*expr = *value;
	expr->span = span;
	expr->next = next;
	return true;
}

bool macro_expand_stmt(struct expander *expander, struct stmt *stmt)
{
	const struct macro *macro =
		stmt->kind == STMT_EXPR ? called_macro(expander, stmt->expr) : NULL;
	struct stmt *body;

	if (!macro || macro->has_value)
		return false;
	if (!copy_body(expander, macro, stmt->expr, &body))
		return true;
	walk_body(expander, body);
	stmt->kind = STMT_BLOCK;
	stmt->block = body;
	return true;
}
