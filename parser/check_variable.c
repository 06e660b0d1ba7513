/* Variables: the scopes that they are in, and the one type that each has. */
#include <string.h>

#include "parser/checker.h"

static struct variable *find_in_scope(const struct clause *clause, const struct scope *scope,
				      const char *name)
{
	for (struct variable *v = clause->variables; v; v = v->next)
		if (variable_record_of(v)->owner == scope->owner && !strcmp(v->name, name))
			return v;
	return NULL;
}

/* Of the innermost block that has it. */
static struct variable *find_name(struct checker *checker, const char *name)
{
	struct variable *variable = NULL;

	for (const struct scope *s = checker->scope; s && !variable; s = s->parent)
		variable = find_in_scope(checker->clause, s, name);
	return variable;
}

static struct variable *find_variable(struct checker *checker, struct expr *expr)
{
	if (!expr->variable.variable)
		expr->variable.variable = find_name(checker, expr->variable.name);
	return expr->variable.variable;
}

static bool has_too_many(const struct clause *clause)
{
	return clause->variable_count > CHECK_VARIABLES_MAX;
}

static struct variable *add_variable(struct checker *checker, struct expr *expr)
{
	struct clause *clause = checker->clause;
	struct variable_record *record = arena_new_of(checker->in->arena, struct variable_record);
	struct variable **end = &clause->variables;

	record->variable.name = expr->variable.name;
	record->variable.type = type_error(checker->in->types);
	record->owner = checker->scope->owner;
	record->span = expr->span;
	if (has_too_many(clause))
		return &record->variable;
	while (*end)
		end = &(*end)->next;
	*end = &record->variable;
	record->variable.index = clause->variable_count++;
	expr->variable.variable = &record->variable;
	return &record->variable;
}

static bool may_have_variables(struct checker *checker, const struct expr *expr)
{
	if (checker->setting->has_variables)
		return true;
	if (checker->setting->is_begin)
		check_refuse(checker, expr->span, E_CONTEXT,
			     "'%s' is not known at the beginning of the pair", expr->variable.name);
	else
		check_refuse(checker, expr->span, E_CONTEXT,
			     "'%s': only the body of a clause has variables", expr->variable.name);
	return false;
}

/* One of that name in a block that has ended. */
static const struct variable *find_ended(struct checker *checker, const struct expr *expr)
{
	for (struct variable *v = checker->clause->variables; v; v = v->next)
		if (variable_record_of(v)->is_visible && !strcmp(v->name, expr->variable.name))
			return v;
	return NULL;
}

static const struct type *unknown_variable(struct checker *checker, const struct expr *expr)
{
	const char *name = expr->variable.name;

	check_refuse(checker, expr->span, E_NAME, "'%s' is used before it is assigned", name);
	if (find_ended(checker, expr))
		diag_hint(checker->in->diag,
			  "that of a block is gone when the block ends: write 'let %s;' before it",
			  name);
	else
		check_suggest_variable(checker, name);
	return no_type(checker);
}

const struct type *check_variable(struct checker *checker, struct expr *expr)
{
	struct variable *variable;

	if (!may_have_variables(checker, expr))
		return type_error(checker->in->types);
	variable = find_variable(checker, expr);
	if (variable && variable_record_of(variable)->is_visible)
		return variable->type;
	if (has_too_many(checker->clause))
		return type_error(checker->in->types);
	return unknown_variable(checker, expr);
}

static bool is_written_number(const struct variable *variable)
{
	return variable_record_of((struct variable *)variable)->has_written_type &&
	       variable->type->kind == TYPE_INT;
}

/* What the variable becomes with a value of `type` in it; NULL: it does not fit. */
static const struct type *fit_variable(struct checker *checker, const struct variable *variable,
				       const struct type *type)
{
	const struct variable_record *record = (const struct variable_record *)variable;

	if (!record->has_written_type)
		return check_fit_type(checker, variable->type, type, false);
	if (type->kind == TYPE_ERROR || type == variable->type)
		return variable->type;
	if (variable->type->kind == TYPE_STRING)
		return type->kind == TYPE_STRING && type->size <= variable->type->size
			       ? variable->type
			       : NULL;
	if (is_written_number(variable))
		return type->kind == TYPE_INT || type->kind == TYPE_BOOL ? variable->type : NULL;
	return check_fit_type(checker, variable->type, type, false) ? variable->type : NULL;
}

static void hint_first_use(struct checker *checker, const struct variable *variable)
{
	const struct variable_record *record = variable_record_of(variable);

	check_hint_place(checker, record->is_declared ? "it is declared" : "its first use is",
			 record->span);
}

static bool is_first_use(const struct variable *variable, const struct expr *expr)
{
	const struct span first = variable_record_of(variable)->span;

	return first.begin == expr->span.begin && first.end == expr->span.end;
}

/* Of the value at that place. */
static void give_type(struct checker *checker, struct variable *variable, struct expr *expr,
		      const struct type *type, struct span place)
{
	const struct type *fitting = fit_variable(checker, variable, type);

	variable_record_of(variable)->is_assigned = true;
	if (!fitting) {
		check_refuse(checker, place, E_TYPE, "'%s' is '%s'; '%s' does not fit",
			     variable->name, check_type_name(checker, variable->type),
			     check_type_name(checker, type));
		check_hint_space(checker, variable->type, type);
		if (!is_first_use(variable, expr))
			hint_first_use(checker, variable);
		fitting = variable->type;
	}
	if (expr->variable.variable) /* else there are too many */
		checker->has_changed |= fitting != variable->type;
	variable->type = fitting;
	expr->type = fitting;
}

void check_variable_assign(struct checker *checker, struct expr *expr, const struct type *type)
{
	struct variable *variable = find_variable(checker, expr);

	if (!variable)
		variable = add_variable(checker, expr);
	variable_record_of(variable)->is_visible = true;
	give_type(checker, variable, expr, type, expr->span);
}

void check_pass(struct checker *checker, const struct subprogram *callee, struct expr *parameter,
		struct expr *argument)
{
	struct variable *variable = parameter->variable.variable;
	const struct type *fitting;

	if (!variable) /* one that is there twice */
		return;
	variable_record_of(variable)->is_assigned = true;
	fitting = fit_variable(checker, variable, argument->type);
	if (!fitting) {
		check_refuse(checker, argument->span, E_TYPE,
			     "'%s' of %s() is '%s'; '%s' does not fit", variable->name,
			     callee->name, check_type_name(checker, variable->type),
			     check_type_name(checker, argument->type));
		check_hint_space(checker, variable->type, argument->type);
		return;
	}
	checker->has_changed |= fitting != variable->type;
	variable->type = fitting;
	parameter->type = fitting;
}

void check_variable_number(struct checker *checker, struct expr *expr)
{
	struct variable *variable = find_variable(checker, expr);

	if (variable && variable_record_of(variable)->is_visible && !variable_record_of(variable)->is_assigned)
		give_type(checker, variable, expr, type_int(checker->in->types, 8, true),
			  expr->span);
}

/* ---- scopes ---- */

void check_open_scope(struct checker *checker, struct scope *scope)
{
	scope->parent = checker->scope;
	checker->scope = scope;
}

/* What is in it cannot be seen any more, nor assigned to. */
void check_close_scope(struct checker *checker)
{
	checker->scope = checker->scope->parent;
}

/* NULL: there is one of that name already. */
static struct variable *declare(struct checker *checker, struct expr *expr)
{
	struct variable *known = expr->variable.variable;

	if (known)
		return known;
	known = find_name(checker, expr->variable.name);
	if (!known) {
		known = add_variable(checker, expr);
		variable_record_of(known)->is_declared = true;
		return known;
	}
	check_refuse(checker, expr->span, E_REDEFINED, "'%s' is there already",
		     expr->variable.name);
	hint_first_use(checker, known);
	expr->type = type_error(checker->in->types);
	return NULL;
}

void check_declare(struct checker *checker, struct expr *expr, const struct type *type)
{
	struct variable *variable = declare(checker, expr);

	if (!variable)
		return;
	variable_record_of(variable)->is_visible = true;
	give_type(checker, variable, expr, type, expr->span);
}

static void write_type(struct checker *checker, struct stmt *stmt, struct variable *variable)
{
	const struct type *type = check_type_spec(checker, stmt->let.type, SPACE_KERNEL);

	variable_record_of(variable)->has_written_type = true;
	if (type->kind == TYPE_VOID || type->kind == TYPE_STRUCT || type->kind == TYPE_ARRAY)
		type = check_refuse(checker, stmt->let.type->span, E_TYPE,
				    "a variable cannot be of type '%s'",
				    check_type_name(checker, type));
	variable->type = type;
}

void check_let(struct checker *checker, struct stmt *stmt)
{
	struct expr *expr = stmt->let.variable, *value = stmt->let.value;
	const struct type *type = value ? check_value(checker, value) : NULL;
	struct variable *variable = declare(checker, expr);

	if (!variable)
		return;
	variable_record_of(variable)->is_visible = true;
	if (stmt->let.type) {
		write_type(checker, stmt, variable);
		variable_record_of(variable)->is_assigned = true;
	}
	if (type)
		give_type(checker, variable, expr, type, value->span);
	expr->type = variable->type;
}

void check_variables(struct checker *checker, const struct clause *clause)
{
	for (struct variable *v = clause->variables; v; v = v->next)
		if (!variable_record_of(v)->is_assigned)
			check_refuse(checker, variable_record_of(v)->span, E_NAME,
				     "'%s' is declared, but nothing is ever assigned to it",
				     v->name);
}
