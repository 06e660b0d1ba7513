/*
 * Functions of the program's own: fn name($a : type) : type { ... }
 *
 * A body is checked once, in the setting of all places that it is called from, and only when it is
 * called at all: the places, and the types that are not written, come from its callers. As these
 * are found in any order, that takes as many passes over the program as the types of maps do.
 */
#include <string.h>

#include "parser/checker.h"

static struct subprogram_record *record_of(struct checker *checker,
					   const struct subprogram *subprogram)
{
	return &checker->subprograms[subprogram->index];
}

struct subprogram *check_find_subprogram(struct checker *checker, const char *name)
{
	for (struct subprogram *s = checker->program->subprograms; s; s = s->next)
		if (!strcmp(s->name, name))
			return s;
	return NULL;
}

/* ---- names ---- */

static bool is_macro(struct checker *checker, const char *name)
{
	for (const struct macro *m = checker->program->macros; m; m = m->next)
		if (!strcmp(m->name, name))
			return true;
	return false;
}

static void check_subprogram_name(struct checker *checker, const struct subprogram *subprogram)
{
	const char *name = subprogram->name;
	struct subprogram *first = check_find_subprogram(checker, name);
	uint32_t argument;

	if (function_find(name) || builtin_find(name, &argument)) {
		check_refuse(checker, subprogram->name_span, E_REDEFINED,
			     "'%s' is of the language itself: a function needs another name", name);
	} else if (is_macro(checker, name)) {
		check_refuse(checker, subprogram->name_span, E_REDEFINED, "'%s' is a macro already",
			     name);
	} else if (first && first != subprogram) {
		check_refuse(checker, subprogram->name_span, E_REDEFINED,
			     "function '%s' is defined twice", name);
		check_hint_place(checker, "the first is", first->name_span);
	}
}

void check_subprogram_names(struct checker *checker)
{
	uint32_t count = 0;

	for (struct subprogram *s = checker->program->subprograms; s; s = s->next) {
		check_subprogram_name(checker, s);
		s->index = count++;
	}
	checker->subprograms =
		arena_alloc(checker->in->arena, (count + 1) * sizeof(*checker->subprograms));
}

/* ---- bodies ---- */

static void enter_subprogram(struct checker *checker, struct subprogram *subprogram,
			     struct scope *scope)
{
	struct subprogram_record *record = record_of(checker, subprogram);

	*scope = (struct scope){.owner = subprogram};
	record->setting.has_variables = true;
	checker->clause = subprogram->code;
	checker->subprogram = subprogram;
	checker->setting = &record->setting;
	checker->loop = (struct loop_state){0};
	checker->scope = NULL;
	check_open_scope(checker, scope);
}

static bool is_void(struct checker *checker, const struct type_spec *spec)
{
	return spec && !spec->pointers && !strcmp(spec->name, "void");
}

static void declare_parameters(struct checker *checker, struct subprogram *subprogram)
{
	const struct type_spec *result = subprogram->result->let.type;
	struct scope scope;

	for (struct variable *v = subprogram->code->variables; v; v = v->next)
		((struct variable_record *)v)->is_visible = false;
	enter_subprogram(checker, subprogram, &scope);
	for (struct stmt *p = subprogram->parameters; p; p = p->next)
		check_let(checker, p);
	if (result && !is_void(checker, result)) {
		check_let(checker, subprogram->result);
		subprogram->has_result = true;
	}
	check_close_scope(checker);
}

static void check_body(struct checker *checker, struct subprogram *subprogram)
{
	struct subprogram_record *record = record_of(checker, subprogram);
	uint32_t depth = record->depth;
	struct scope scope;

	record->depth = 0;
	enter_subprogram(checker, subprogram, &scope);
	check_statements_here(checker, subprogram->code->body);
	check_close_scope(checker);
	checker->has_changed |= record->depth != depth || !record->is_checked;
	record->is_checked = true;
	if (subprogram->result->let.type && subprogram->has_result && !record->returns_value)
		check_refuse(checker, subprogram->name_span, E_TYPE,
			     "'%s()' is declared to return '%s', but has no return with a value",
			     subprogram->name,
			     check_type_name(checker, subprogram->result->let.variable->type));
	check_variables_size(checker, subprogram->code);
}

void check_begin_subprograms(struct checker *checker)
{
	for (struct subprogram *s = checker->program->subprograms; s; s = s->next)
		declare_parameters(checker, s);
	checker->subprogram = NULL;
	checker->clause = NULL;
}

void check_subprograms(struct checker *checker)
{
	for (struct subprogram *s = checker->program->subprograms; s; s = s->next)
		if (s->is_called)
			check_body(checker, s);
	checker->subprogram = NULL;
	checker->clause = NULL;
}

/* ---- return ---- */

static void check_returned(struct checker *checker, struct stmt *stmt)
{
	struct subprogram *subprogram = checker->subprogram;
	struct expr *variable = subprogram->result->let.variable;
	const struct type *type = check_value(checker, stmt->leave.result);

	if (is_void(checker, subprogram->result->let.type)) {
		check_refuse(checker, stmt->leave.result->span, E_TYPE,
			     "'%s()' is declared to return nothing", subprogram->name);
		return;
	}
	record_of(checker, subprogram)->returns_value = true;
	subprogram->has_result = true;
	variable->span = stmt->leave.result->span; /* what does not fit is this value */
	check_variable_assign(checker, variable, type);
	stmt->leave.result_in = variable->variable.variable;
}

void check_return(struct checker *checker, struct stmt *stmt)
{
	if (checker->subprogram && stmt->leave.result) {
		check_returned(checker, stmt);
	} else if (checker->subprogram && checker->subprogram->has_result) {
		check_refuse(checker, stmt->span, E_TYPE,
			     "'%s()' has a value: its return needs one, too",
			     checker->subprogram->name);
	} else if (stmt->leave.result) {
		check_expr(checker, stmt->leave.result);
		check_refuse(checker, stmt->leave.result->span, E_CONTEXT,
			     "a clause returns nothing: only functions have a value");
		diag_hint(checker->in->diag, "fn name($x : uint64) : uint64 { return $x; }");
	}
}

/* ---- calls ---- */

static bool search(struct checker *checker, const struct subprogram *from,
		   const struct subprogram *to)
{
	struct subprogram_record *record = record_of(checker, from);
	bool found = from == to;

	if (record->search == checker->searches)
		return false;
	record->search = checker->searches;
	for (size_t i = 0; i < record->callees.count && !found; i++)
		found = search(checker, record->callees.items[i], to);
	return found;
}

static bool reaches(struct checker *checker, const struct subprogram *from,
		    const struct subprogram *to)
{
	checker->searches++;
	return search(checker, from, to);
}

static void add_callee(struct checker *checker, struct subprogram *callee)
{
	struct subprogram_record *record = record_of(checker, checker->subprogram);

	for (size_t i = 0; i < record->callees.count; i++)
		if (record->callees.items[i] == callee)
			return;
	array_push(checker->in->arena, &record->callees, callee);
}

/* False: it was refused. */
static bool may_call(struct checker *checker, const struct expr *call, struct subprogram *callee)
{
	const char *where = !checker->clause		 ? "in the definition of a probe"
			    : checker->setting->is_begin ? "inside entry(...)"
							 : NULL;

	if (where) {
		check_refuse(checker, call->call.name_span, E_CONTEXT,
			     "'%s()': functions cannot be called %s", callee->name, where);
		return false;
	}
	if (checker->subprogram && reaches(checker, callee, checker->subprogram)) {
		check_refuse(checker, call->call.name_span, E_CONTEXT,
			     "'%s()' calls itself%s: functions are not recursive", callee->name,
			     callee == checker->subprogram ? "" : ", through others");
		diag_hint(checker->in->diag, "loops repeat: while, for ($i : 0..n)");
		return false;
	}
	if (call->call.argument_count == callee->parameter_count)
		return true;
	check_refuse(checker, call->span, E_ARGS, "%s() takes %u argument%s, not %u", callee->name,
		     callee->parameter_count, callee->parameter_count == 1 ? "" : "s",
		     call->call.argument_count);
	check_hint_place(checker, "it is defined", callee->name_span);
	return false;
}

/* Where it is called from, the function may be as well. */
static void add_places(struct checker *checker, struct subprogram_record *record)
{
	const struct setting *from = checker->setting;

	for (size_t i = 0; i < from->places.count; i++) {
		const struct place *place = &from->places.items[i];
		size_t j;

		for (j = 0; j < record->setting.places.count; j++)
			if (record->setting.places.items[j].point == place->point)
				break;
		if (j < record->setting.places.count)
			continue;
		array_push(checker->in->arena, &record->setting.places, *place);
		checker->has_changed = true;
	}
}

void check_note_depth(struct checker *checker, struct span span, uint32_t depth)
{
	struct subprogram_record *record;

	if (depth > CHECK_LOOPS_MAX + 1) /* it is too deep, however deep */
		depth = CHECK_LOOPS_MAX + 1;
	if (checker->subprogram) {
		record = record_of(checker, checker->subprogram);
		record->depth = record->depth > depth ? record->depth : depth;
		return;
	}
	if (checker->clause->depth < depth)
		checker->clause->depth = depth;
	if (depth <= CHECK_LOOPS_MAX)
		return;
	check_refuse(checker, span, E_LIMIT,
		     "functions and loops are more than %d deep in each other: the kernel limits "
		     "how deep functions call each other",
		     CHECK_LOOPS_MAX);
	diag_hint(checker->in->diag, "macros and unroll (N) { } do not count");
}

/* What the caller has to be because of what it calls. */
static void change_caller(struct checker *checker, struct subprogram *callee)
{
	struct clause *clause = checker->clause;

	clause->has_calls = true;
	if (callee->code->has_loops && !clause->has_loops)
		clause->has_loops = checker->has_changed = true;
	if (callee->code->holds && !clause->holds)
		clause->holds = checker->has_changed = true;
	if (!checker->subprogram)
		return;
	if (callee->is_of_place && !checker->subprogram->is_of_place)
		checker->subprogram->is_of_place = checker->has_changed = true;
	if (callee->may_exit && !checker->subprogram->may_exit)
		checker->subprogram->may_exit = checker->has_changed = true;
	add_callee(checker, callee);
}

static const struct type *result_type(struct checker *checker, const struct subprogram *callee)
{
	if (callee->has_result)
		return callee->result->let.variable->variable.variable->type;
	if (record_of(checker, callee)->is_checked || is_void(checker, callee->result->let.type))
		return type_void(checker->in->types);
	return type_error(checker->in->types); /* not known yet */
}

const struct type *check_subprogram_call(struct checker *checker, struct expr *call,
					 struct subprogram *callee)
{
	struct expr *argument = call->call.arguments;

	if (!may_call(checker, call, callee))
		return type_error(checker->in->types);
	callee->is_called = true;
	call->call.subprogram = callee;
	change_caller(checker, callee);
	add_places(checker, record_of(checker, callee));
	check_note_depth(checker, call->span,
			 checker->loop.depth + 1 + record_of(checker, callee)->depth);
	for (struct stmt *p = callee->parameters; p; p = p->next) {
		check_value(checker, argument);
		check_pass(checker, callee, p->let.variable, argument);
		argument = argument->next;
	}
	return result_type(checker, callee);
}

bool check_is_of_probe(struct checker *checker, struct span span, const char *name)
{
	if (!checker->subprogram)
		return true;
	check_refuse(checker, span, E_CONTEXT, "'%s' is not available in a function", name);
	diag_hint(checker->in->diag,
		  "it differs from probe to probe: give it to %s() as an argument",
		  checker->subprogram->name);
	return false;
}
