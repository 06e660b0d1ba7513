/*
 * Arguments and results whose types the kernel's BTF has: those of fentry, fexit and rawtracepoint.
 *
 * A raw tracepoint's arguments are those of the function that calls its probes, __traceiter_EVENT,
 * behind that function's own first one.
 */
#include <string.h>

#include "lexer/text.h"
#include "parser/checker.h"

#define EVENT_PREFIX "__traceiter_"

/* ---- what there is ---- */

static bool is_event(const struct point *point)
{
	return point->kind == POINT_RAWTRACEPOINT;
}

bool check_find_prototype(struct checker *checker, const struct point *point, const char *name,
			  struct kernel_prototype *prototype)
{
	struct kernel *kernel = checker->in->kernel;
	const char *function =
		is_event(point) ? arena_printf(checker->in->arena, EVENT_PREFIX "%s", name) : name;

	if (!kernel || !kernel_find_prototype(kernel, function, prototype))
		return false;
	if (is_event(point) && prototype->parameter_count) {
		prototype->parameters++;
		prototype->parameter_count--;
	}
	return true;
}

static bool is_among(const char *name, const char *const *names, size_t count)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(name, names[middle]);

		if (!order)
			return true;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

static size_t match_events(struct checker *checker, const char *pattern, const char *const **names)
{
	const char *prefixed = arena_printf(checker->in->arena, EVENT_PREFIX "%s", pattern);
	size_t count = kernel_match_prototypes(checker->in->kernel, prefixed, names);
	const char **events = arena_alloc(checker->in->arena, (count + 1) * sizeof(*events));

	for (size_t i = 0; i < count; i++)
		events[i] = (*names)[i] + strlen(EVENT_PREFIX);
	*names = events;
	return count;
}

/* Functions that have a prototype, and that can be probed, if that is known. */
static size_t match_functions(struct checker *checker, const char *pattern,
			      const char *const **names)
{
	size_t count = kernel_match_prototypes(checker->in->kernel, pattern, names), kept = 0;
	const char **found = arena_alloc(checker->in->arena, (count + 1) * sizeof(*found));
	const char *const *traceable;
	size_t traceable_count = kernel_match_functions(checker->in->kernel, pattern, &traceable);

	for (size_t i = 0; i < count; i++)
		if (!kernel_has_functions(checker->in->kernel) ||
		    is_among((*names)[i], traceable, traceable_count))
			found[kept++] = (*names)[i];
	*names = found;
	return kept;
}

size_t check_match_prototypes(struct checker *checker, const struct point *point,
			      const char *const **names)
{
	const char **only = arena_alloc(checker->in->arena, sizeof(*only));

	*only = point->name;
	*names = only;
	if (!glob_has_wildcard(point->name))
		return 1;
	if (!checker->in->kernel)
		return 0;
	return is_event(point) ? match_events(checker, point->name, names)
			       : match_functions(checker, point->name, names);
}

size_t check_argument_names(struct checker *checker, const struct point *point,
			    const char *const **names)
{
	struct kernel_prototype prototype;
	const char *const *matches;
	const char **list;

	if (!check_match_prototypes(checker, point, &matches) ||
	    !check_find_prototype(checker, point, matches[0], &prototype))
		return 0;
	list = arena_alloc(checker->in->arena, (prototype.parameter_count + 1) * sizeof(*list));
	for (size_t i = 0; i < prototype.parameter_count; i++)
		list[i] = prototype.parameters[i].name;
	*names = list;
	return prototype.parameter_count;
}

/* ---- one of several points ---- */

/* What the name is to a function or event; NULL when it was refused. */
typedef const struct type *typer(struct checker *checker, const struct expr *expr,
				 const struct point *point, const char *name,
				 const struct kernel_prototype *prototype);

static bool is_value(const struct type *type)
{
	return type->kind == TYPE_INT || type->kind == TYPE_BOOL || type->kind == TYPE_POINTER;
}

static const struct type *type_of_argument(struct checker *checker, const struct expr *expr,
					   const struct point *point, const char *name,
					   const struct kernel_prototype *prototype)
{
	const char **names =
		arena_alloc(checker->in->arena, (prototype->parameter_count + 1) * sizeof(*names));
	const char *near;

	for (size_t i = 0; i < prototype->parameter_count; i++) {
		const struct kernel_parameter *parameter = &prototype->parameters[i];

		names[i] = parameter->name;
		if (strcmp(parameter->name, expr->field.name) != 0)
			continue;
		if (is_value(parameter->type))
			return parameter->type;
		check_refuse(checker, expr->field.name_span, E_TYPE,
			     "argument '%s' of '%s' is '%s', which cannot be read", parameter->name,
			     name, check_type_name(checker, parameter->type));
		return NULL;
	}
	check_refuse(checker, expr->field.name_span, E_FIELD, "'%s' has no argument '%s'", name,
		     expr->field.name);
	near = check_nearest(checker, expr->field.name, names, prototype->parameter_count);
	if (near)
		diag_hint(checker->in->diag, "did you mean '%s'?", near);
	return NULL;
}

static const struct type *type_of_result(struct checker *checker, const struct expr *expr,
					 const struct point *point, const char *name,
					 const struct kernel_prototype *prototype)
{
	if (is_value(prototype->result))
		return prototype->result;
	check_refuse(checker, expr->span, E_TYPE,
		     prototype->result->kind == TYPE_VOID ? "'%s' returns nothing"
							  : "what '%s' returns cannot be read",
		     name);
	return NULL;
}

static const struct type *not_described(struct checker *checker, const struct expr *expr,
					const struct point *point)
{
	if (diag_failed(checker->in->diag)) /* else that may be because there is none */
		return type_error(checker->in->types);
	check_refuse(checker, expr->span, E_FIELD, "the arguments of '%s' are not known",
		     point->text);
	if (check_has_btf(checker))
		diag_hint(checker->in->diag,
			  "the kernel's BTF does not have it; a module's functions are not in it");
	else
		check_hint_btf(checker);
	return type_error(checker->in->types);
}

static const struct type *join(struct checker *checker, const struct expr *expr,
			       const struct point *point, typer *type_of, const struct type *before)
{
	const char *const *names;
	size_t count = check_match_prototypes(checker, point, &names);

	for (size_t i = 0; i < count; i++) {
		struct kernel_prototype prototype;
		const struct type *type, *joined;

		if (!check_find_prototype(checker, point, names[i], &prototype))
			return not_described(checker, expr, point);
		type = type_of(checker, expr, point, names[i], &prototype);
		if (!type)
			return type_error(checker->in->types);
		joined = before ? check_common_type(checker, before, type) : type;
		if (!joined) {
			check_refuse(checker, expr->span, E_TYPE,
				     "this is '%s' in '%s', and '%s' before",
				     check_type_name(checker, type), names[i],
				     check_type_name(checker, before));
			diag_hint(checker->in->diag, "write a clause for each");
			return type_error(checker->in->types);
		}
		before = joined;
	}
	return before;
}

static const struct type *join_all(struct checker *checker, const struct expr *expr, typer *type_of)
{
	const struct type *type = NULL;

	for (size_t i = 0; i < checker->setting->places.count; i++) {
		type = join(checker, expr, checker->setting->places.items[i].point, type_of, type);
		if (type && type->kind == TYPE_ERROR)
			return type;
	}
	return type ? type : not_described(checker, expr, checker->setting->places.items[0].point);
}

/* ---- args.x, retval ---- */

bool check_is_typed(struct checker *checker)
{
	for (size_t i = 0; i < checker->setting->places.count; i++) {
		const struct place *place = &checker->setting->places.items[i];

		if (place->definition || !probe_kind_has(place->point->kind, PROBE_TYPED))
			return false;
	}
	return checker->setting->places.count > 0;
}

const struct type *check_typed_argument(struct checker *checker, struct expr *expr)
{
	expr->field.access.kind = FIELD_ARGUMENT;
	return join_all(checker, expr, type_of_argument);
}

const struct type *check_typed_result(struct checker *checker, const struct expr *expr)
{
	return join_all(checker, expr, type_of_result);
}
