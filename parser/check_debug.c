/*
 * What the debug info of probed binaries says: the arguments of uprobes by name, what functions
 * return, and types.
 */
#include <string.h>

#include "parser/checker.h"

#define IN_PROCESS (IN_UPROBE | IN_URETPROBE | IN_USDT)

static bool are_all_in(const struct checker *checker, uint32_t contexts)
{
	const struct setting *setting = checker->setting;

	if (!setting || !checker->in->debug_info)
		return false;
	for (size_t i = 0; i < setting->places.count; i++) {
		const struct place *place = &setting->places.items[i];

		if (place->definition || place->is_unknown || !(place->contexts & contexts))
			return false;
	}
	return setting->places.count > 0;
}

bool check_is_described(struct checker *checker)
{
	return are_all_in(checker, IN_UPROBE);
}

/* ---- args.x ---- */

static const struct type *not_known(struct checker *checker, const struct expr *expr,
				    const struct point *point, const char *problem)
{
	return check_refuse(checker, expr->span, E_FIELD, "the arguments of '%s' are not known: %s",
			    point->text, problem);
}

static size_t names_of(struct checker *checker, const struct debug_function *function,
		       const char *const **names)
{
	const char **list = arena_alloc(checker->in->arena,
					(function->parameter_count + 1) * sizeof(*list));

	for (size_t i = 0; i < function->parameter_count; i++)
		list[i] = function->parameters[i].name;
	*names = list;
	return function->parameter_count;
}

size_t check_parameter_names(struct checker *checker, const struct point *point,
			     const char *const **names)
{
	const struct debug_function *function = NULL;
	struct debug_places places;
	const char *problem;

	if (debug_info_places(checker->in->debug_info, point, &places, &problem))
		function = debug_info_find_function(checker->in->debug_info, &places.items[0],
						    &problem);
	return function ? names_of(checker, function, names) : 0;
}

static const struct debug_parameter *no_such_parameter(struct checker *checker,
						       const struct expr *expr,
						       const struct debug_function *function,
						       const char *owner)
{
	const char *const *names, *near;
	size_t count = names_of(checker, function, &names);

	check_refuse(checker, expr->field.name_span, E_FIELD, "'%s' has no argument '%s'", owner,
		     expr->field.name);
	near = check_nearest(checker, expr->field.name, names, count);
	if (near)
		diag_hint(checker->in->diag, "did you mean '%s'?", near);
	return NULL;
}

/* NULL when it was refused. */
static const struct debug_parameter *find_parameter(struct checker *checker,
						    const struct expr *expr,
						    const struct debug_function *function,
						    const char *owner)
{
	const struct debug_parameter *parameter = NULL;

	for (size_t i = 0; i < function->parameter_count && !parameter; i++)
		if (!strcmp(function->parameters[i].name, expr->field.name))
			parameter = &function->parameters[i];
	if (!parameter)
		return no_such_parameter(checker, expr, function, owner);
	if (!parameter->problem)
		return parameter;
	check_refuse(checker, expr->field.name_span, E_TYPE, "argument '%s' of '%s' %s",
		     parameter->name, owner, parameter->problem);
	if (!strcmp(parameter->problem, DEBUG_ON_STACK))
		diag_hint(checker->in->diag, "the stack begins with *(uint64 *)(reg(\"sp\") + 8), "
					     "+ 16, ...");
	else if (!strcmp(parameter->problem, DEBUG_TOO_MANY_MEMBERS))
		diag_hint(checker->in->diag, "arg0, arg1, ... and reg() need no types");
	return NULL;
}

static const struct type *differs(struct checker *checker, const struct expr *expr,
				  const char *owner, const char *now, const char *before)
{
	check_refuse(checker, expr->span, E_TYPE, "'args.%s' is %s in '%s', and %s before",
		     expr->field.name, now, owner, before);
	diag_hint(checker->in->diag, "write a clause for each");
	return type_error(checker->in->types);
}

static const char *quoted_type(struct checker *checker, const struct type *type)
{
	return arena_printf(checker->in->arena, "'%s'", check_type_name(checker, type));
}

/*
 * One of the functions that a point stands for, which all share a program: `first` is the register
 * in those before. NULL when it was refused.
 */
static const struct type *join_function(struct checker *checker, const struct expr *expr,
					const struct debug_function *function, const char *owner,
					const char **first, const struct type *before)
{
	const struct debug_parameter *parameter = find_parameter(checker, expr, function, owner);
	const struct type *type, *joined;

	if (!parameter)
		return type_error(checker->in->types);
	if (*first && strcmp(*first, parameter->reg) != 0)
		return differs(checker, expr, owner,
			       arena_printf(checker->in->arena, "in register %s", parameter->reg),
			       arena_printf(checker->in->arena, "in %s", *first));
	*first = parameter->reg;
	type = check_loaded_type(checker, parameter->type, SPACE_USER);
	joined = before ? check_common_type(checker, before, type) : type;
	return joined ? joined
		      : differs(checker, expr, owner, quoted_type(checker, type),
				quoted_type(checker, before));
}

/* Those that a point stands for; false when it was refused. */
static bool find_places(struct checker *checker, const struct expr *expr, const struct point *point,
			struct debug_places *places)
{
	const char *problem;

	if (point->name && point->offset)
		check_refuse(checker, expr->span, E_CONTEXT,
			     "'args' is there where a function is entered, not at '%s'",
			     point->text);
	else if (!debug_info_places(checker->in->debug_info, point, places, &problem))
		not_known(checker, expr, point, problem);
	else
		return true;
	return false;
}

/* NULL when it was refused. */
static const struct debug_function *find_function(struct checker *checker, const struct expr *expr,
						  const struct point *point,
						  const struct debug_place *place)
{
	const char *problem;
	const struct debug_function *function =
		debug_info_find_function(checker->in->debug_info, place, &problem);

	if (function)
		return function;
	not_known(checker, expr, point, problem);
	diag_hint(checker->in->diag, "names and types are in debug info: compile it with -g, or "
				     "install the package that has it; arg0, arg1, ... need none");
	return NULL;
}

static const struct type *join_point(struct checker *checker, const struct expr *expr,
				     const struct point *point, const struct type *type)
{
	struct debug_places places;
	const char *reg = NULL;

	if (!find_places(checker, expr, point, &places))
		return type_error(checker->in->types);
	for (size_t i = 0; i < places.count; i++) {
		const struct debug_function *function =
			find_function(checker, expr, point, &places.items[i]);

		if (!function)
			return type_error(checker->in->types);
		type = join_function(checker, expr, function,
				     function->name ? function->name : point->text, &reg, type);
		if (type->kind == TYPE_ERROR)
			break;
	}
	return type ?: type_error(checker->in->types);
}

bool check_is_function_known(struct checker *checker, const struct expr *expr)
{
	const struct point *point = checker->setting->places.items[0].point;
	struct debug_places places;

	return find_places(checker, expr, point, &places) &&
	       find_function(checker, expr, point, &places.items[0]);
}

const struct type *check_parameter(struct checker *checker, struct expr *expr)
{
	const struct type *type = NULL;

	expr->field.access.kind = FIELD_ARGUMENT;
	checker->setting->needs_parameters = true;
	for (size_t i = 0; i < checker->setting->places.count; i++) {
		type = join_point(checker, expr, checker->setting->places.items[i].point, type);
		if (type->kind == TYPE_ERROR)
			break;
	}
	return type;
}

/* ---- retval ---- */

static bool is_result(struct checker *checker, const struct expr *expr)
{
	return expr->kind == EXPR_NAME && expr->name.builtin &&
	       expr->name.builtin->id == BUILTIN_retval && are_all_in(checker, IN_URETPROBE);
}

/* What all functions that a point stands for return; NULL: that is not known, or differs. */
static const struct type *result_of(struct checker *checker, const struct point *point)
{
	const struct type *type = NULL;
	struct debug_places places;
	const char *problem;

	if (!debug_info_places(checker->in->debug_info, point, &places, &problem))
		return NULL;
	for (size_t i = 0; i < places.count; i++) {
		const struct debug_function *function =
			debug_info_find_function(checker->in->debug_info, &places.items[i],
						 &problem);

		if (!function || (type && type != function->result))
			return NULL;
		type = function->result;
	}
	return type;
}

const struct type *check_described_result(struct checker *checker, const struct expr *expr)
{
	const struct type *type = NULL;

	if (!is_result(checker, expr))
		return NULL;
	for (size_t i = 0; i < checker->setting->places.count; i++) {
		const struct type *own =
			result_of(checker, checker->setting->places.items[i].point);

		if (!own || (type && type != own))
			return NULL;
		type = own;
	}
	return check_loaded_type(checker, type, SPACE_USER);
}

/* ---- types ---- */

const struct type *check_debug_type(struct checker *checker, enum debug_kind kind, const char *name)
{
	struct debug_info *info = checker->in->debug_info;
	const struct type *type = NULL;
	struct debug_places places;
	const char *problem;

	if (!are_all_in(checker, IN_PROCESS))
		return NULL;
	for (size_t i = 0; i < checker->setting->places.count && !type; i++)
		if (debug_info_places(info, checker->setting->places.items[i].point, &places,
				      &problem))
			type = debug_info_find_type(info, places.items[0].path, kind, name);
	return type;
}

static bool is_same_member(const struct kernel_member *a, const struct kernel_member *b)
{
	return a->bit_offset == b->bit_offset && a->bit_size == b->bit_size &&
	       a->type->kind == b->type->kind && a->type->size == b->type->size &&
	       a->type->is_signed == b->type->is_signed;
}

static bool is_same_layout(struct debug_info *info, const struct type *a, const struct type *b)
{
	const char *const *names;
	size_t count = debug_info_member_names(info, a, &names);
	struct kernel_member of_a, of_b;

	for (size_t i = 0; i < count; i++)
		if (!debug_info_find_member(info, a, names[i], &of_a) ||
		    !debug_info_find_member(info, b, names[i], &of_b) ||
		    !is_same_member(&of_a, &of_b))
			return false;
	return a->size == b->size;
}

/* Have all binaries that a point stands for the struct as it is, if they have it? */
static bool is_same_at(struct checker *checker, const struct point *point, const struct type *type)
{
	struct debug_info *info = checker->in->debug_info;
	const char *problem, *path = NULL;
	const struct type *other;
	struct debug_places places;

	if (!debug_info_places(info, point, &places, &problem))
		return true;
	for (size_t i = 0; i < places.count; i++) {
		if (path && !strcmp(path, places.items[i].path)) /* functions of one file */
			continue;
		path = places.items[i].path;
		other = debug_info_find_type(info, path, DEBUG_STRUCT, type->name);
		if (other && !is_same_layout(info, type, other))
			return false;
	}
	return true;
}

bool check_has_one_layout(struct checker *checker, struct span span, const struct type *type)
{
	if (type->kind != TYPE_STRUCT || !debug_info_has(type) || !are_all_in(checker, IN_PROCESS))
		return true;
	for (size_t i = 0; i < checker->setting->places.count; i++) {
		const struct point *point = checker->setting->places.items[i].point;

		if (is_same_at(checker, point, type))
			continue;
		check_refuse(checker, span, E_TYPE, "'%s' is another one in the binary of '%s'",
			     check_type_name(checker, type), point->text);
		diag_hint(checker->in->diag, "write a clause for each");
		return false;
	}
	return true;
}

const struct type *check_complete(struct checker *checker, const struct type *type)
{
	return checker->in->debug_info ? debug_info_complete(checker->in->debug_info, type) : type;
}
