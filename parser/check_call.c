#include <string.h>

#include "codegen/abi.h"
#include "parser/checker.h"
#include "parser/word_list.h"

/* ---- any call ---- */

/* "2 arguments", "1 or 2 arguments", "at least 1 argument" */
static const char *count_text(struct arena *arena, const struct function *function)
{
	uint32_t least = function->least, most = function->most;

	if (most == ANY_NUMBER)
		return arena_printf(arena, "at least %u argument%s", least, least == 1 ? "" : "s");
	if (least == most)
		return arena_printf(arena, "%u argument%s", least, least == 1 ? "" : "s");
	return arena_printf(arena, "%u %s %u arguments", least, most - least == 1 ? "or" : "to",
			    most);
}

static bool check_count(struct checker *checker, const struct expr *call)
{
	const struct function *function = call->call.function;

	if (call->call.argument_count >= function->least &&
	    call->call.argument_count <= function->most)
		return true;
	check_refuse(checker, call->span, E_ARGS, "%s() takes %s, not %u", function->name,
		     count_text(checker->in->arena, function), call->call.argument_count);
	diag_hint(checker->in->diag, "%s", function->synopsis);
	return false;
}

/* What could do harm has to be asked for. */
static bool check_is_allowed(struct checker *checker, const struct expr *call)
{
	if (!(call->call.function->contexts & UNSAFE) || checker->in->options.allow_unsafe)
		return true;
	check_refuse(checker, call->call.name_span, E_UNSAFE,
		     "%s() changes what it watches: it is allowed with --unsafe",
		     call->call.name);
	return false;
}

bool check_called(struct checker *checker, struct expr *call)
{
	const struct function *function = function_find(call->call.name);
	const char *name = arena_printf(checker->in->arena, "%s()", call->call.name);

	call->call.function = function;
	if (!function) {
		check_refuse(checker, call->call.name_span, E_NAME, "unknown function '%s'",
			     call->call.name);
		check_suggest_function(checker, call->call.name);
		return false;
	}
	if (checker->subprogram && (function->contexts & ~UNSAFE) != IN_ANY)
		checker->subprogram->is_of_place = true;
	if (checker->subprogram && function->id == FUNCTION_exit)
		checker->subprogram->may_exit = true;
	return check_count(checker, call) && check_is_allowed(checker, call) &&
	       (function->contexts != IN_PAIR ||
		check_is_of_probe(checker, call->call.name_span, name)) &&
	       check_context(checker, call->call.name_span, name, function->contexts);
}

/* pid() is another way to write pid, and becomes it. */
static bool take_builtin(struct expr *call)
{
	const char *name = call->call.name;
	uint32_t argument;

	if (call->call.argument_count || !builtin_find(name, &argument))
		return false;
	call->kind = EXPR_NAME;
	call->name.name = name;
	return true;
}

const struct type *check_call(struct checker *checker, struct expr *call)
{
	struct subprogram *subprogram = check_find_subprogram(checker, call->call.name);

	if (subprogram)
		return check_subprogram_call(checker, call, subprogram);
	if (take_builtin(call))
		return check_name(checker, call);
	if (!check_called(checker, call))
		return no_type(checker);
	switch (call->call.function->id) {
#define FUNCTION(id, name, least, most, contexts, synopsis, doc) \
	case FUNCTION_##id:                                      \
		return check_call_##id(checker, call);
#include "parser/functions.def"
#undef FUNCTION
	case FUNCTION_COUNT:
		break;
	}
	return no_type(checker);
}

/* ---- printing ---- */

#define PAYLOAD_BYTES_MAX 8192 /* of the values of one event */

static const struct type *refuse_long_call(struct checker *checker, const struct expr *call)
{
	check_refuse(checker, call->span, E_LIMIT, "%s() of more than %d arguments or %d bytes",
		     call->call.name, CHECK_ARGUMENTS_MAX, PAYLOAD_BYTES_MAX);
	diag_hint(checker->in->diag, "several calls print one after the other");
	return no_type(checker);
}

const struct type *check_formatted(struct checker *checker, struct expr *call)
{
	struct expr *format = call->call.arguments;
	const struct type *type;
	uint32_t size = 0;

	check_expr(checker, format);
	for (struct expr *e = format->next; e; e = e->next) {
		type = check_value(checker, e);
		size += type->size < PAYLOAD_BYTES_MAX ? type->size : PAYLOAD_BYTES_MAX;
	}
	if (format->kind != EXPR_STRING) {
		check_refuse(checker, format->span, E_FORMAT,
			     "a format must be a literal: %s() is made when the script is compiled",
			     call->call.name);
		diag_hint(checker->in->diag, "%s(\"%%s\", ...)", call->call.name);
		return no_type(checker);
	}
	if (call->call.argument_count > CHECK_ARGUMENTS_MAX + 1 || size > PAYLOAD_BYTES_MAX)
		return refuse_long_call(checker, call);
	check_format(checker, format, format->next);
	return no_value(checker);
}

const struct type *check_call_printf(struct checker *checker, struct expr *call)
{
	return check_formatted(checker, call);
}

static bool is_call_of(const struct expr *expr, enum function_id id)
{
	const struct function *function =
		expr->kind == EXPR_CALL ? function_find(expr->call.name) : NULL;

	return function && function->id == id;
}

/* older(@m, age) is no value of its own: print() alone calls it. */
static void check_older(struct checker *checker, struct expr *call)
{
	struct expr *map = call->call.arguments;

	call->type = no_type(checker);
	if (!check_called(checker, call))
		return;
	if (check_map_whole(checker, map) && map->type->kind != TYPE_ERROR &&
	    (map->type->kind != TYPE_AGGREGATE || map->type->aggregate != AGGREGATE_HOLD)) {
		check_refuse(checker, map->span, E_MAP,
			     "older() takes a map of hold(); '%s' holds %s", map->map.name,
			     check_value_name(checker, map->type));
		return;
	}
	check_integral(checker, map->next, "an age");
	call->type = type_plain(checker->in->types, TYPE_OLDER);
}

static bool runs_at_end(const struct clause *clause)
{
	for (const struct point *point = clause->points; point; point = point->next)
		if (point->kind != POINT_END)
			return false;
	return clause->points;
}

const struct type *check_call_print(struct checker *checker, struct expr *call)
{
	struct expr *value = call->call.arguments;
	struct map *map;
	bool is_map = true;

	if (is_call_of(value, FUNCTION_older)) {
		check_older(checker, value);
	} else if (value->kind == EXPR_MAP && !value->map.key) {
		map = check_map_whole(checker, value);
		if (map && !runs_at_end(checker->clause))
			map->is_listed = true;
	} else {
		check_value(checker, value);
		is_map = false;
	}
	if (!is_map && value->next) {
		check_refuse(checker, value->next->span, E_TYPE,
			     "only a map as a whole is printed with a top or divisor");
		diag_hint(checker->in->diag, "%s", call->call.function->synopsis);
		return no_type(checker);
	}
	if (value->next) {
		check_integral(checker, value->next, "how many are printed");
		if (value->next->next)
			check_integral(checker, value->next->next, "the divisor");
	}
	return no_value(checker);
}

const struct type *check_call_older(struct checker *checker, struct expr *call)
{
	check_older(checker, call);
	check_refuse(checker, call->span, E_CONTEXT, "older() is only available in print()");
	diag_hint(checker->in->diag, "%s", call->call.function->synopsis);
	return no_type(checker);
}

const struct type *check_call_time(struct checker *checker, struct expr *call)
{
	struct expr *format = call->call.arguments;

	if (!format)
		return no_value(checker);
	check_expr(checker, format);
	if (format->kind == EXPR_STRING)
		return no_value(checker);
	check_refuse(checker, format->span, E_FORMAT, "the format of time() must be a literal");
	diag_hint(checker->in->diag, "time(\"%%H:%%M:%%S\\n\")");
	return no_type(checker);
}

const struct type *check_call_exit(struct checker *checker, struct expr *call)
{
	if (call->call.arguments)
		check_integral(checker, call->call.arguments, "an exit code");
	return no_value(checker);
}

/* ---- maps as a whole ---- */

/* Totals of what is held must not change behind the objects' back. */
static bool may_change(struct checker *checker, const struct expr *call, const struct map *map)
{
	if (!check_is_held(map->value))
		return true;
	check_refuse(checker, call->span, E_MAP, "%s() is not for '%s', which holds objects",
		     call->call.name, map->name);
	diag_hint(checker->in->diag, "release(%s, name) lets one go, clear(%s) all", map->name,
		  map->name);
	return false;
}

const struct type *check_call_clear(struct checker *checker, struct expr *call)
{
	struct map *map = check_map_whole(checker, call->call.arguments);

	if (map)
		map->is_cleared = true;
	return no_value(checker);
}

const struct type *check_call_zero(struct checker *checker, struct expr *call)
{
	const struct map *map = check_map_whole(checker, call->call.arguments);

	return map && may_change(checker, call, map) ? no_value(checker) : no_type(checker);
}

/* delete(@m, key) is an older way to write delete(@m[key]), and becomes it. */
const struct type *check_call_delete(struct checker *checker, struct expr *call)
{
	struct expr *map = call->call.arguments;

	if (map->kind != EXPR_MAP) {
		check_expr(checker, map);
		return check_refuse(checker, map->span, E_MAP,
				    "delete() takes an entry of a map: %s",
				    call->call.function->synopsis);
	}
	if (map->next && map->map.key)
		return check_refuse(checker, map->next->span, E_ARGS,
				    "delete() of an entry takes 1 argument, not 2");
	if (map->next) {
		map->map.key = map->next;
		map->next = NULL;
		call->call.argument_count = 1;
	}
	check_map_key(checker, map);
	check_map_find(checker, map)->is_read = true;
	map->type = no_value(checker);
	return may_change(checker, call, check_map_find(checker, map))
		       ? type_bool(checker->in->types)
		       : no_type(checker);
}

const struct type *check_call_has_key(struct checker *checker, struct expr *call)
{
	struct expr *map = call->call.arguments, element;

	if (!check_map_keyed(checker, map)) {
		check_expr(checker, map->next);
		return no_type(checker);
	}
	element = *map;
	element.span = map->next->span;
	element.map.key = map->next;
	check_map_key(checker, &element);
	return type_bool(checker->in->types);
}

const struct type *check_call_len(struct checker *checker, struct expr *call)
{
	struct expr *value = call->call.arguments;
	const struct type *type;

	if (value->kind == EXPR_MAP && !value->map.key) {
		if (!check_map_keyed(checker, value))
			return no_type(checker);
		return type_int(checker->in->types, 8, false);
	}
	type = check_value(checker, value);
	if (type->kind == TYPE_ERROR)
		return type;
	if (type->kind == TYPE_KSTACK || type->kind == TYPE_USTACK)
		return type_int(checker->in->types, 8, false);
	check_refuse(checker, value->span, E_TYPE, "len() takes a map or a stack, not '%s'",
		     check_type_name(checker, type));
	return no_type(checker);
}

/* ---- memory ---- */

static const struct type *sized_string(struct checker *checker, const struct expr *call,
				       const struct expr *length)
{
	uint64_t size = length->kind == EXPR_INT ? length->integer.value
						 : checker->in->options.max_strlen;

	if (size > CHECK_STRING_BYTES || check_is_negative(length))
		return check_refuse(checker, length->span, E_LIMIT,
				    "%s() of %s bytes: at most %d are possible", call->call.name,
				    ast_expr_text(checker->in->arena, length), CHECK_STRING_BYTES);
	return type_string(checker->in->types, size ? size : 1);
}

const struct type *check_call_str(struct checker *checker, struct expr *call)
{
	struct expr *address = call->call.arguments, *length = address->next;
	const struct type *type = check_expr(checker, address);
	const struct type *result =
		type_string(checker->in->types, checker->in->options.max_strlen);

	if (length && check_integral(checker, length, "a size")->kind == TYPE_ERROR)
		return no_type(checker);
	if (length)
		result = sized_string(checker, call, length);
	if (type->kind == TYPE_ERROR || (type->kind == TYPE_STRING && !length))
		return type;
	if (type->kind == TYPE_STRING)
		return check_refuse(checker, length->span, E_TYPE,
				    "str() of a string is that string: it takes no size");
	if (type->kind == TYPE_INT || type->kind == TYPE_POINTER)
		return result;
	return check_refuse(checker, address->span, E_TYPE, "str() takes an address, not '%s'",
			    check_type_name(checker, type));
}

static bool is_struct_path(const struct type *type)
{
	if (type->kind == TYPE_POINTER)
		type = type->element;
	return type->kind == TYPE_STRUCT && !strcmp(type->name, "path");
}

const struct type *check_call_path(struct checker *checker, struct expr *call)
{
	struct expr *path = call->call.arguments, *length = path->next;
	const struct type *type = check_expr(checker, path);

	if (length) {
		check_expr(checker, length);
		if (length->kind != EXPR_INT)
			return check_refuse(checker, length->span, E_TYPE,
					    "the size of path() must be a literal");
	}
	if (type->kind == TYPE_ERROR)
		return type;
	if (!is_struct_path(type)) {
		check_refuse(checker, path->span, E_TYPE,
			     "path() takes a struct path of the kernel, not '%s'",
			     check_type_name(checker, type));
		diag_hint(checker->in->diag, "that of a struct file is file->f_path");
		return no_type(checker);
	}
	return length ? sized_string(checker, call, length)
		      : type_string(checker->in->types, checker->in->options.max_strlen);
}

static const struct type *check_symbol(struct checker *checker, struct expr *call,
				       enum type_kind kind)
{
	check_integral(checker, call->call.arguments, "an address");
	return type_plain(checker->in->types, kind);
}

const struct type *check_call_ksym(struct checker *checker, struct expr *call)
{
	return check_symbol(checker, call, TYPE_KSYM);
}

const struct type *check_call_usym(struct checker *checker, struct expr *call)
{
	return check_symbol(checker, call, TYPE_USYM);
}

/* sizeof(size_t): to the grammar, the name of a type is one like any other. */
static void take_type_name(struct checker *checker, struct expr *operand)
{
	struct type_spec spec = {.span = operand->span};
	uint32_t argument;

	if (operand->kind != EXPR_NAME || builtin_find(operand->name.name, &argument))
		return;
	spec.name = operand->name.name;
	if (!check_has_type(checker, &spec))
		return;
	operand->kind = EXPR_CAST;
	operand->cast.spec = spec;
	operand->cast.operand = NULL;
}

const struct type *check_call_sizeof(struct checker *checker, struct expr *call)
{
	struct expr *operand = call->call.arguments;
	const struct type *type;

	take_type_name(checker, operand);
	if (operand->kind == EXPR_CAST && !operand->cast.operand)
		operand->type = check_type_spec(checker, &operand->cast.spec, SPACE_KERNEL);
	else
		check_expr(checker, operand);
	type = operand->type;
	if (type->kind == TYPE_ERROR)
		return type;
	if (type->kind == TYPE_VOID || type->kind == TYPE_OLDER || type->kind == TYPE_AGGREGATE)
		return check_refuse(checker, operand->span, E_TYPE, "'%s' has no size",
				    check_type_name(checker, type));
	return type_int(checker->in->types, 8, false);
}

/* script_expand() puts the values in; a library is read after that. */
const struct type *check_call_getopt(struct checker *checker, struct expr *call)
{
	return check_refuse(checker, call->span, E_CONTEXT,
			    "getopt() is for scripts and what they import");
}

/* ---- pairs ---- */

/* The values of more than there may be are left out; check_layout() refuses the sum of their sizes.
 */
static uint32_t add_entry(struct checker *checker, struct expr_list *entries,
			  const struct expr *expr)
{
	const char *text = ast_expr_text(checker->in->arena, expr);

	for (size_t i = 0; i < entries->list.count; i++)
		if (!strcmp(text, entries->texts.items[i]))
			return (uint32_t)i;
	if (entries->list.count > CHECK_ENTRIES_MAX)
		return 0;
	array_push(checker->in->arena, &entries->list, expr);
	array_push(checker->in->arena, &entries->texts, text);
	return (uint32_t)(entries->list.count - 1);
}

const struct type *check_call_entry(struct checker *checker, struct expr *call)
{
	struct expr *value = call->call.arguments;
	struct setting *setting = checker->setting;
	const struct type *type;

	if (!setting->begin) /* entry() in entry(), of a probe that is not known */
		return no_type(checker);
	checker->setting = setting->begin;
	type = check_value(checker, value);
	checker->setting = setting;
	if (type->kind == TYPE_ERROR)
		return type;
	if (!type_is_integral(type) && type->kind != TYPE_STRING) {
		check_refuse(checker, value->span, E_TYPE,
			     "entry() keeps an integer, pointer or string, not '%s'",
			     check_type_name(checker, type));
		if (type->kind == TYPE_TUPLE)
			diag_hint(checker->in->diag, "(entry(a), entry(b))");
		return no_type(checker);
	}
	call->call.slot = add_entry(checker, setting->entries, value);
	return type;
}

const struct type *check_call_elapsed_ns(struct checker *checker, struct expr *call)
{
	checker->setting->needs_elapsed = true;
	return type_int(checker->in->types, 8, false);
}
