#include <string.h>

#include "parser/checker.h"

#define FIELDS_TOLD 12 /* at most, when none is near */

/* ---- did you mean ---- */

static void no_such_field(struct checker *checker, const struct expr *expr, const char *owner)
{
	check_refuse(checker, expr->field.name_span, E_FIELD, "%s has no field '%s'", owner,
		     expr->field.name);
}

/* False: none is near. */
static bool hint_nearest(struct checker *checker, const struct expr *expr, const char *const *names,
			 size_t count)
{
	const char *near = check_nearest(checker, expr->field.name, names, count);

	if (near)
		diag_hint(checker->in->diag, "did you mean '%s'?", near);
	return near;
}

/* What every event has is not told. */
static bool is_told(const char *name)
{
	return strncmp(name, "common_", strlen("common_")) != 0;
}

/* Of args: the nearest, or all when these are few. */
static void hint_args(struct checker *checker, const struct expr *expr, const char *const *names,
		      size_t count)
{
	const char *list = "";
	size_t told = 0;

	if (!check_is_heard(checker) || hint_nearest(checker, expr, names, count))
		return;
	for (size_t i = 0; i < count && told <= FIELDS_TOLD; i++)
		if (is_told(names[i]))
			list = arena_printf(checker->in->arena, "%s%s%s", list, told++ ? ", " : "",
					    names[i]);
	if (told && told <= FIELDS_TOLD)
		diag_hint(checker->in->diag, "it has %s", list);
}

static const char *quoted(struct checker *checker, const char *name)
{
	return arena_printf(checker->in->arena, "'%s'", name);
}

static size_t definition_names(struct checker *checker, const struct definition *definition,
			       const char *const **names)
{
	const char **list =
		arena_alloc(checker->in->arena, (definition->field_count + 1) * sizeof(*list));
	size_t count = 0;

	for (const struct field_name *f = definition->fields; f; f = f->next)
		list[count++] = f->name;
	*names = list;
	return count;
}

static size_t format_names(struct checker *checker, const struct tracefs_format *format,
			   const char *const **names)
{
	const char **list =
		arena_alloc(checker->in->arena, (format->field_count + 1) * sizeof(*list));

	for (size_t i = 0; i < format->field_count; i++)
		list[i] = format->fields[i].name;
	*names = list;
	return format->field_count;
}

/* What all tracepoints have is left out. */
static size_t event_names(struct checker *checker, const struct point *point,
			  const char *const **names)
{
	const struct tracefs_format *format =
		checker->in->kernel ? kernel_find_tracepoint(checker->in->kernel, point->target,
							     point->name)
				    : NULL;
	const char **list;
	size_t count = 0;

	if (!format)
		return 0;
	list = arena_alloc(checker->in->arena, (format->field_count + 1) * sizeof(*list));
	for (size_t i = 0; i < format->field_count; i++)
		if (is_told(format->fields[i].name))
			list[count++] = format->fields[i].name;
	*names = list;
	return count;
}

size_t check_field_names(struct checker *checker, const char *const **names)
{
	const struct place *place;

	if (!checker->setting->places.count)
		return 0;
	place = &checker->setting->places.items[0];
	if (place->definition)
		return definition_names(checker, place->definition, names);
	if (place->point->kind == POINT_TRACEPOINT)
		return event_names(checker, place->point, names);
	if (check_is_typed(checker))
		return check_argument_names(checker, place->point, names);
	return check_is_described(checker) ? check_parameter_names(checker, place->point, names) : 0;
}

static struct expr *field_of_args(struct checker *checker, const struct expr *args,
				  const char *name)
{
	struct expr *field = arena_new_of(checker->in->arena, struct expr);

	field->kind = EXPR_FIELD;
	field->span = field->field.name_span = args->span;
	field->field.base = arena_copy(checker->in->arena, args, sizeof(*args));
	field->field.base->next = NULL;
	field->field.name = name;
	return field;
}

/* args -> (a = args.a, b = args.b) */
const struct type *check_all_args(struct checker *checker, struct expr *expr)
{
	struct expr *elements = NULL, **end = &elements;
	struct field_name *list = NULL, **last = &list;
	const char *const *names;
	size_t count;

	if (check_is_described(checker) && !check_is_function_known(checker, expr))
		return type_error(checker->in->types);
	count = check_field_names(checker, &names);
	if (!count)
		return check_refuse(checker, expr->span, E_TYPE,
				    "'args' has no value: nothing is known to be in it");
	for (size_t i = 0; i < count; i++) {
		*end = field_of_args(checker, expr, names[i]);
		end = &(*end)->next;
		*last = arena_new_of(checker->in->arena, struct field_name);
		(*last)->name = names[i];
		(*last)->span = expr->span;
		last = &(*last)->next;
	}
	expr->kind = EXPR_TUPLE;
	expr->tuple.elements = elements;
	expr->tuple.count = (uint32_t)count;
	expr->tuple.names = list;
	return check_expr(checker, expr);
}

/* ---- args.x of named probes ---- */

static const struct field_name *find_field(const struct definition *definition, const char *name)
{
	for (const struct field_name *f = definition->fields; f; f = f->next)
		if (!strcmp(f->name, name))
			return f;
	return NULL;
}

bool check_find_field(const struct definition *definition, const char *name, uint32_t *index)
{
	*index = 0;
	for (const struct field_name *f = definition->fields; f; f = f->next, ++*index)
		if (!strcmp(f->name, name))
			return true;
	return false;
}

static const struct type *no_such_named_field(struct checker *checker, const struct expr *expr,
					      const struct definition *definition)
{
	const char *const *names;
	size_t count = definition_names(checker, definition, &names);

	no_such_field(checker, expr, quoted(checker, definition->name));
	hint_args(checker, expr, names, count);
	return type_error(checker->in->types);
}

/* What the fields of that name of all named probes become together. */
static const struct type *join_fields(struct checker *checker, const struct expr *expr)
{
	const struct type *type = NULL, *joined;

	for (size_t i = 0; i < checker->setting->places.count; i++) {
		const struct definition *definition = checker->setting->places.items[i].definition;
		const struct field_name *field = find_field(definition, expr->field.name);

		if (!field)
			return no_such_named_field(checker, expr, definition);
		joined = type ? check_common_type(checker, type, field->type) : field->type;
		if (!joined)
			return check_refuse(checker, expr->field.name_span, E_TYPE,
					    "'args.%s' is '%s' in '%s', and '%s' before",
					    expr->field.name, check_type_name(checker, field->type),
					    definition->name, check_type_name(checker, type));
		type = joined;
	}
	return type ?: type_error(checker->in->types);
}

static const struct type *check_named_field(struct checker *checker, struct expr *expr)
{
	const struct place *first = &checker->setting->places.items[0];
	const struct type *type;

	if (checker->setting->is_begin) {
		check_refuse(checker, expr->span, E_CONTEXT,
			     "'args.%s' is not known at the beginning of '%s'", expr->field.name,
			     first->definition->name);
		return type_error(checker->in->types);
	}
	type = join_fields(checker, expr);
	if (type->kind == TYPE_ERROR)
		return type;
	expr->field.access.kind = FIELD_NAMED;
	check_find_field(first->definition, expr->field.name, &expr->field.access.index);
	checker->setting->field_types[expr->field.access.index] = type;
	return type;
}

/* ---- args.x of tracepoints ---- */

/* "const struct page *": the type that is pointed to, and how many stars. */
struct declared_pointer {
	const char *name;
	bool is_struct;
	uint32_t stars;
};

static struct declared_pointer parse_pointer(struct arena *arena, const char *declared)
{
	struct declared_pointer pointer = {.name = ""};
	char *rest = arena_strdup(arena, declared), *word;

	for (char *c = rest; *c; c++) {
		pointer.stars += *c == '*';
		if (*c == '*')
			*c = ' ';
	}
	while ((word = strsep(&rest, " "))) {
		if (!strcmp(word, "struct") || !strcmp(word, "union"))
			pointer.is_struct = true;
		else if (*word && strcmp(word, "const") != 0 && strcmp(word, "volatile") != 0)
			pointer.name = word;
	}
	return pointer;
}

/* Where its bytes are: arguments of system calls come from the process. */
static enum address_space space_of_category(const char *category)
{
	return !strcmp(category, "syscalls") || !strcmp(category, "raw_syscalls") ? SPACE_USER
										  : SPACE_KERNEL;
}

static const struct type *pointer_type(struct checker *checker, const char *declared,
				       enum address_space space)
{
	struct declared_pointer pointer = parse_pointer(checker->in->arena, declared);
	struct types *types = checker->in->types;
	const struct type *type = NULL;

	if (!pointer.is_struct && !strcmp(pointer.name, "char"))
		type = type_int(types, 1, true);
	else if (check_has_btf(checker))
		type = pointer.is_struct ? kernel_find_struct(checker->in->kernel, pointer.name)
					 : kernel_find_type(checker->in->kernel, pointer.name);
	if (!type)
		type = type_void(types);
	for (uint32_t i = 0; i < pointer.stars && i < CHECK_ELEMENTS_MAX; i++)
		type = type_pointer(types, type, space);
	return type;
}

static bool is_int_size(uint32_t size)
{
	return size == 1 || size == 2 || size == 4 || size == 8;
}

/* NULL: of a kind that is not read. */
static const struct type *field_type(struct checker *checker, const struct tracefs_field *field,
				     const char *category)
{
	struct types *types = checker->in->types;
	uint32_t most = CHECK_STRING_BYTES;

	if (field->is_rel_loc)
		return NULL;
	if (field->is_data_loc)
		return field->is_char ? type_string(types, checker->in->options.max_strlen) : NULL;
	if (field->is_array && field->is_char && field->count)
		return type_string(types, field->count < most ? field->count : most);
	if (field->is_array && field->count && is_int_size(field->size / field->count))
		return type_array(types,
				  type_int(types, field->size / field->count, field->is_signed),
				  field->count, SPACE_CONTEXT);
	if (field->is_array || !is_int_size(field->size))
		return NULL;
	if (field->is_pointer)
		return pointer_type(checker, field->type, space_of_category(category));
	return type_int(types, field->size, field->is_signed);
}

static const struct type *no_such_event_field(struct checker *checker, const struct expr *expr,
					      const char *owner,
					      const struct tracefs_format *format)
{
	const char *const *names;
	size_t count = format_names(checker, format, &names);

	no_such_field(checker, expr, owner);
	hint_args(checker, expr, names, count);
	return type_error(checker->in->types);
}

/* One event ("category:name") against the type that the field has in those before it. */
static const struct type *join_event(struct checker *checker, const struct expr *expr,
				     const char *event, const char *category,
				     const struct tracefs_format *format, const struct type *before)
{
	const struct tracefs_field *field = tracefs_find_field(format, expr->field.name);
	const char *owner = arena_printf(checker->in->arena, "tracepoint '%s'", event);
	const struct type *type, *joined;

	if (!field)
		return no_such_event_field(checker, expr, owner, format);
	type = field_type(checker, field, category);
	if (!type)
		return check_refuse(checker, expr->field.name_span, E_TYPE,
				    "field '%s' of %s cannot be read: '%s'", field->name, owner,
				    field->type);
	joined = before ? check_common_type(checker, before, type) : type;
	if (joined)
		return joined;
	check_refuse(checker, expr->field.name_span, E_TYPE, "field '%s' is '%s' in %s, not '%s'",
		     field->name, check_type_name(checker, type), owner,
		     check_type_name(checker, before));
	diag_hint(checker->in->diag, "write a clause for each");
	return type_error(checker->in->types);
}

/* All events that a point stands for. What this kernel does not have is left out. */
static const struct type *join_point(struct checker *checker, const struct expr *expr,
				     const struct point *point, const struct type *type)
{
	const char *const *names;
	size_t count = check_match_events(checker, point, &names);

	for (size_t i = 0; i < count; i++) {
		size_t length = strcspn(names[i], ":");
		const char *category = arena_strndup(checker->in->arena, names[i], length);
		const struct tracefs_format *format =
			kernel_find_tracepoint(checker->in->kernel, category,
					       names[i] + length + 1);

		if (format)
			type = join_event(checker, expr, names[i], category, format, type);
		if (type && type->kind == TYPE_ERROR)
			break;
	}
	return type;
}

/*
 * An event that this kernel does not have, but another may: its field is taken for a number, as
 * most are. The loader refuses the point when it is not.
 */
static const struct type *unknown_event(struct checker *checker, const struct expr *expr)
{
	for (size_t i = 0; i < checker->setting->places.count; i++) {
		const struct place *place = &checker->setting->places.items[i];

		if (place->may_be_missing)
			continue;
		if (!diag_failed(checker->in->diag)) /* else that may be because there is none */
			check_refuse(checker, expr->span, E_FIELD,
				     "the fields of '%s' are not known: its format cannot be read",
				     place->point->text);
		return type_error(checker->in->types);
	}
	checker->setting->is_guess = true;
	return type_int(checker->in->types, 8, true);
}

static const struct type *check_tracepoint_field(struct checker *checker, struct expr *expr)
{
	const struct type *type = NULL;

	checker->setting->needs_tracepoint_fields = true;
	expr->field.access.kind = FIELD_TRACEPOINT;
	if (!checker->in->kernel || !kernel_has_tracepoints(checker->in->kernel)) {
		check_refuse(checker, expr->span, E_FIELD,
			     "the fields of '%s' are not known: tracefs cannot be read",
			     checker->setting->places.items[0].point->text);
		diag_hint(checker->in->diag, "only root can read it; --kernel DIR names the "
					     "snapshot of a kernel instead");
		return type_error(checker->in->types);
	}
	for (size_t i = 0; i < checker->setting->places.count; i++) {
		type = join_point(checker, expr, checker->setting->places.items[i].point, type);
		if (type && type->kind == TYPE_ERROR)
			return type;
	}
	return type ? type : unknown_event(checker, expr);
}

static bool is_only_tracepoints(const struct checker *checker)
{
	for (size_t i = 0; i < checker->setting->places.count; i++)
		if (checker->setting->places.items[i].point->kind != POINT_TRACEPOINT)
			return false;
	return true;
}

static const char *kind_of_place(const struct place *place)
{
	return place->definition ? "named probe" : probe_kinds[place->point->kind].name;
}

static const struct type *check_args(struct checker *checker, struct expr *expr)
{
	struct expr *args = expr->field.base;
	size_t count = checker->setting->places.count, named = 0;

	args->type = type_void(checker->in->types);
	expr->field.access = (struct field_access){.name = expr->field.name};
	if (!check_is_of_probe(checker, args->span, "args") ||
	    !check_context(checker, args->span, "args", args->name.builtin->contexts))
		return type_error(checker->in->types);
	for (size_t i = 0; i < count; i++) {
		if (checker->setting->places.items[i].is_unknown)
			return type_error(checker->in->types);
		named += checker->setting->places.items[i].definition != NULL;
	}
	if (named == count)
		return check_named_field(checker, expr);
	if (check_is_typed(checker))
		return check_typed_argument(checker, expr);
	if (check_is_described(checker))
		return check_parameter(checker, expr);
	if (!named && is_only_tracepoints(checker))
		return check_tracepoint_field(checker, expr);
	check_refuse(checker, expr->span, E_CONTEXT,
		     "'args' of a %s and of a %s are two things",
		     kind_of_place(&checker->setting->places.items[0]),
		     kind_of_place(&checker->setting->places.items[count - 1]));
	diag_hint(checker->in->diag, "write a clause for each");
	return type_error(checker->in->types);
}

/* ---- members of structs ---- */

/* Whose memory an expression lies in that is no value by itself. */
static enum address_space space_of(const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_FIELD:
		if (expr->field.access.kind == FIELD_TRACEPOINT)
			return SPACE_CONTEXT;
		return expr->field.is_arrow ? expr->field.base->type->space
					    : space_of(expr->field.base);
	case EXPR_INDEX:
		return expr->index.base->type->space;
	case EXPR_UNARY:
		return expr->unary.operand->type->space;
	default:
		return SPACE_KERNEL;
	}
}

/* Is the expression a place in a struct or a tracepoint's record? */
static bool is_place(const struct expr *expr)
{
	return (expr->kind == EXPR_FIELD && expr->field.access.kind != FIELD_NAMED &&
		expr->field.access.kind != FIELD_ARGUMENT) ||
	       expr->kind == EXPR_INDEX ||
	       (expr->kind == EXPR_UNARY && expr->unary.op == UNARY_DEREF);
}

static bool points_to_struct(const struct type *type)
{
	return type->kind == TYPE_POINTER && type->element->kind == TYPE_STRUCT;
}

static const struct type *container_of_field(struct checker *checker, const struct expr *expr)
{
	const struct type *base = expr->field.base->type;

	if (points_to_struct(base))
		return base->element;
	if (base->kind == TYPE_STRUCT && !expr->field.is_arrow)
		return base;
	check_refuse(checker, expr->field.base->span, E_TYPE, "'%s' takes a %s, not '%s'",
		     expr->field.is_arrow ? "->" : ".",
		     expr->field.is_arrow ? "pointer to a struct" : "struct",
		     check_type_name(checker, base));
	if (base->kind == TYPE_STRUCT)
		diag_hint(checker->in->diag, "it is a struct: .%s", expr->field.name);
	else if (!check_has_btf(checker))
		check_hint_btf(checker);
	else if (base->kind == TYPE_INT || base->kind == TYPE_POINTER)
		diag_hint(checker->in->diag, "cast it: ((struct NAME *)x)->%s", expr->field.name);
	return NULL;
}

static const struct type *no_such_member(struct checker *checker, const struct expr *expr,
					 const struct type *container)
{
	const char *const *names;
	size_t count;

	no_such_field(checker, expr, quoted(checker, check_type_name(checker, container)));
	if (check_is_heard(checker)) {
		if (debug_info_has(container))
			count = debug_info_member_names(checker->in->debug_info, container, &names);
		else
			count = kernel_member_names(checker->in->kernel, container, &names);
		hint_nearest(checker, expr, names, count);
	}
	return type_error(checker->in->types);
}

/* record.name becomes record.0 */
static const struct type *check_named_element(struct checker *checker, struct expr *expr)
{
	struct expr *base = expr->field.base;
	const struct type *record = base->type;
	const char *near;

	for (uint32_t i = 0; i < record->count; i++)
		if (!strcmp(record->names[i], expr->field.name)) {
			expr->kind = EXPR_ELEMENT;
			expr->element.base = base;
			expr->element.index = i;
			return record->elements[i];
		}
	check_refuse(checker, expr->field.name_span, E_FIELD, "'%s' has no '%s'",
		     check_type_name(checker, record), expr->field.name);
	near = check_nearest(checker, expr->field.name, record->names, record->count);
	if (near)
		diag_hint(checker->in->diag, "did you mean '%s'?", near);
	return type_error(checker->in->types);
}

static bool find_member(struct checker *checker, const struct type *container, const char *name,
			struct kernel_member *member)
{
	if (debug_info_has(container))
		return debug_info_find_member(checker->in->debug_info, container, name, member);
	return kernel_find_member(checker->in->kernel, container, name, member);
}

/* An expression that is to be gone through: `retval` of a program has no type but for that. */
static const struct type *check_way(struct checker *checker, struct expr *expr)
{
	const struct type *type = check_expr(checker, expr);
	const struct type *result = check_described_result(checker, expr);

	if (result && result->kind == TYPE_POINTER)
		expr->type = type = result;
	return type;
}

static const struct type *check_member(struct checker *checker, struct expr *expr)
{
	const struct type *base = check_way(checker, expr->field.base), *container;
	struct kernel_member member;

	if (base->kind == TYPE_ERROR)
		return base;
	if (base->kind == TYPE_TUPLE && base->names && !expr->field.is_arrow)
		return check_named_element(checker, expr);
	if (points_to_struct(base))
		expr->field.is_arrow = true; /* p.x is p->x */
	container = container_of_field(checker, expr);
	if (!container)
		return type_error(checker->in->types);
	if (!find_member(checker, container, expr->field.name, &member))
		return no_such_member(checker, expr, container);
	expr->field.access = (struct field_access){
		.kind = FIELD_MEMBER,
		.name = member.name,
		.bit_offset = member.bit_offset,
		.bit_size = member.bit_size,
		.is_enum = member.is_enum,
		.is_fixed = member.is_fixed,
		.container = container,
	};
	return check_loaded_type(checker, member.type, space_of(expr));
}

const struct type *check_field(struct checker *checker, struct expr *expr)
{
	struct expr *base = expr->field.base;

	if (base->kind == EXPR_NAME) {
		base->name.builtin = builtin_find(base->name.name, &base->name.argument);
		if (base->name.builtin && base->name.builtin->id == BUILTIN_args)
			return check_args(checker, expr);
	}
	return check_member(checker, expr);
}

/* ---- elements ---- */

const struct type *check_element(struct checker *checker, struct expr *expr)
{
	const struct type *base = check_expr(checker, expr->element.base);

	if (base->kind == TYPE_ERROR)
		return base;
	if (base->kind != TYPE_TUPLE)
		return check_refuse(checker, expr->span, E_TYPE,
				    "'.%u' is an element of a tuple, not of '%s'",
				    expr->element.index, check_type_name(checker, base));
	if (expr->element.index < base->count)
		return base->elements[expr->element.index];
	return check_refuse(checker, expr->span, E_TYPE, "the elements of '%s' are .0 to .%u",
			    check_type_name(checker, base), base->count - 1);
}

/* What `pointer` points to, as a value or to go on from. */
static const struct type *check_pointed(struct checker *checker, const struct expr *expr,
					const struct type *pointer)
{
	if (pointer->element->size || pointer->element->kind == TYPE_ARRAY)
		return check_loaded_type(checker, pointer->element, pointer->space);
	check_refuse(checker, expr->span, E_TYPE, "nothing is known of what a '%s' points to",
		     check_type_name(checker, pointer));
	diag_hint(checker->in->diag, "cast it: (uint64 *)");
	return type_error(checker->in->types);
}

/* An array of characters is a string, but where one of them is asked for. */
static const struct type *check_indexed(struct checker *checker, struct expr *expr)
{
	const struct type *type = check_way(checker, expr);

	if (type->kind == TYPE_STRING && is_place(expr))
		expr->type = type_array(checker->in->types, type_int(checker->in->types, 1, true),
					type->size, space_of(expr));
	return expr->type;
}

const struct type *check_index(struct checker *checker, struct expr *expr)
{
	const struct type *base = check_indexed(checker, expr->index.base);
	const struct expr *index = expr->index.index;
	const struct type *type = check_integral(checker, expr->index.index, "an index");

	if (base->kind == TYPE_ERROR || type->kind == TYPE_ERROR)
		return type_error(checker->in->types);
	if (base->kind == TYPE_POINTER)
		return check_pointed(checker, expr, base);
	if (base->kind != TYPE_ARRAY) {
		check_refuse(checker, expr->span, E_TYPE,
			     "'[]' takes an array or pointer, not '%s'",
			     check_type_name(checker, base));
		if (base->kind == TYPE_TUPLE)
			diag_hint(checker->in->diag, "the elements of a tuple are .0, .1, ...");
		return type_error(checker->in->types);
	}
	if (index->kind == EXPR_INT && base->count && index->integer.value >= base->count)
		return check_refuse(checker, index->span, E_TYPE,
				    "index %llu is past the end of '%s'",
				    (unsigned long long)index->integer.value,
				    check_type_name(checker, base));
	return check_loaded_type(checker, base->element, base->space);
}

const struct type *check_deref(struct checker *checker, struct expr *expr)
{
	const struct type *type = check_way(checker, expr->unary.operand);

	if (type->kind == TYPE_ERROR)
		return type;
	if (type->kind == TYPE_POINTER)
		return check_pointed(checker, expr, type);
	check_refuse(checker, expr->span, E_TYPE, "'*' takes a pointer, not '%s'",
		     check_type_name(checker, type));
	if (type->kind == TYPE_INT)
		diag_hint(checker->in->diag, "cast it: *(uint64 *)");
	return type_error(checker->in->types);
}
