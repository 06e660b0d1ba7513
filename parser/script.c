#include "parser/script.h"

#include <string.h>

#include "parser/script_private.h"

static void refuse_depth(struct expander *expander, struct span span)
{
	diag_error(expander->in->diag, span, E_LIMIT,
		   "nested too deeply once its macros are put in: at most %d levels",
		   SCRIPT_DEPTH_MAX);
	diag_hint(expander->in->diag, "keep parts of it in variables: let $x = ...;");
	expander->is_too_large = true;
}

static void refuse_size(struct expander *expander, struct span span)
{
	diag_error(expander->in->diag, span, E_LIMIT,
		   "the program is too large: more than %d expressions and statements, with its "
		   "macros put in",
		   PROGRAM_NODES_MAX);
	diag_hint(expander->in->diag,
		  "what several probes do can be a function, which is compiled once");
	expander->is_too_large = true;
}

/* One node more: false when that is too much, which is said once. */
static bool enter(struct expander *expander, struct span span)
{
	if (expander->is_too_large)
		return false;
	if (expander->depth == SCRIPT_DEPTH_MAX)
		refuse_depth(expander, span);
	else if (++expander->nodes > PROGRAM_NODES_MAX || expander->copied > PROGRAM_NODES_MAX)
		refuse_size(expander, span);
	else
		expander->depth++;
	return !expander->is_too_large;
}

static bool is_call_of(const struct expr *expr, const char *name)
{
	return expr->kind == EXPR_CALL && !strcmp(expr->call.name, name);
}

static void expand_expr(struct walker *walker, struct expr *expr)
{
	struct expander *expander = (struct expander *)walker;

	if (!enter(expander, expr->span))
		return;
	if (expr->kind == EXPR_PARAMETER)
		parameter_replace(expander, expr);
	else if (is_call_of(expr, "getopt"))
		option_replace(expander, expr);
	else if (!macro_expand_expr(expander, expr)) {
		if (is_call_of(expr, "str"))
			parameter_replace_str(expander, expr);
		if (is_call_of(expr, "kstack") || is_call_of(expr, "ustack"))
			option_check_depth(expander, expr);
		if (expr->kind == EXPR_TERNARY)
			parameter_check_default(expander, expr);
		walk_expr(walker, expr);
	}
	expander->depth--;
}

static void expand_stmt(struct walker *walker, struct stmt *stmt)
{
	struct expander *expander = (struct expander *)walker;

	if (!enter(expander, stmt->span))
		return;
	if (!macro_expand_stmt(expander, stmt))
		walk_stmt(walker, stmt);
	expander->depth--;
}

static void expand_point(struct expander *expander, struct point *point)
{
	if (point->begin)
		expand_point(expander, point->begin);
	if (parameter_is_in(point->text))
		parameter_replace_point(expander, point);
	walk_exprs(&expander->walker, point->fields);
	if (point->predicate)
		expand_expr(&expander->walker, point->predicate);
}

static void expand_points(struct expander *expander, struct point *points)
{
	for (struct point *p = points; p; p = p->next)
		for (struct point *a = p; a; a = a->alternative)
			expand_point(expander, a);
}

static void note_points(struct expander *expander, const struct point *points)
{
	for (const struct point *p = points; p; p = p->next)
		for (const struct point *a = p; a; a = a->alternative) {
			if (a->begin)
				parameter_note_point(expander, a->begin);
			parameter_note_point(expander, a);
		}
}

static void expand_members(struct expander *expander, struct c_member *members)
{
	for (struct c_member *m = members; m; m = m->next) {
		for (uint32_t i = 0; i < m->count_count; i++)
			expand_expr(&expander->walker, m->counts[i]);
		if (m->value)
			expand_expr(&expander->walker, m->value);
		expand_members(expander, m->inner);
	}
}

/* Does it wait for something, or begin by itself? END and interval alone have nothing to tell. */
static bool does_something(const struct clause *clause)
{
	for (const struct point *p = clause->points; p; p = p->next)
		if (p->kind != POINT_END && p->kind != POINT_INTERVAL)
			return true;
	return false;
}

static void refuse_nothing(struct expander *expander)
{
	diag_error(expander->in->diag, expander->program->left_out->predicate->span, E_PROBE,
		   "nothing is left to attach: this predicate is false, as are those of all other "
		   "probes");
}

/* The words of a clause that is left out are taken, its probes need not even have names. */
static void expand_clauses(struct expander *expander)
{
	struct clause **left_out = &expander->program->left_out;
	bool is_left = false;

	for (struct clause **at = &expander->program->clauses, *clause; (clause = *at);) {
		if (clause->predicate)
			expand_expr(&expander->walker, clause->predicate);
		walk_stmts(&expander->walker, clause->body);
		if (clause->predicate && constant_is_false(expander, clause->predicate)) {
			*at = clause->next;
			clause->next = NULL;
			*left_out = clause;
			left_out = &clause->next;
			note_points(expander, clause->points);
			continue;
		}
		expand_points(expander, clause->points);
		is_left |= does_something(clause);
		at = &clause->next;
	}
	if (expander->program->left_out && !is_left && !expander->in->only_describes)
		refuse_nothing(expander);
}

bool script_expand(const struct script_input *input, struct program *program, struct script *script)
{
	struct expander expander = {
		.walker = {.expr = expand_expr, .stmt = expand_stmt},
		.in = input,
		.program = program,
		.script = script,
	};

	import_all(input, program);
	macro_check_all(&expander);
	if (diag_failed(input->diag))
		return false;
	option_take_all(&expander);
	for (struct definition *d = program->definitions; d; d = d->next)
		expand_points(&expander, d->points);
	for (struct c_declaration *d = program->c_declarations; d; d = d->next)
		expand_members(&expander, d->members);
	expand_clauses(&expander);
	for (struct subprogram *s = program->subprograms; s; s = s->next)
		walk_stmts(&expander.walker, s->code->body);
	config_take_all(&expander);
	parameter_check_words(&expander);
	return !diag_failed(input->diag);
}
