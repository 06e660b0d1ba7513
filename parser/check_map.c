#include <string.h>

#include "parser/checker.h"
#include "parser/walk.h"

static struct map_record *record_of(struct map *map)
{
	return (struct map_record *)map;
}

/* ---- maps by name ---- */

static struct map *find_map(struct checker *checker, const char *name)
{
	for (struct map *map = checker->program->maps; map; map = map->next)
		if (!strcmp(map->name, name))
			return map;
	return NULL;
}

/* One too many is still counted, so that check_maps() sees it; the rest are nobody's. */
static struct map *add_map(struct checker *checker, const struct expr *expr)
{
	struct map_record *record = arena_new_of(checker->in->arena, struct map_record);
	struct program *program = checker->program;
	struct map **end = &program->maps;

	record->map.name = expr->map.name;
	record->map.span = expr->span;
	if (program->map_count > CHECK_MAPS_MAX)
		return &record->map;
	while (*end)
		end = &(*end)->next;
	*end = &record->map;
	record->map.index = program->map_count++;
	record->owner_elements = UINT32_MAX;
	checker->has_changed = true;
	return &record->map;
}

struct map *check_map_find(struct checker *checker, struct expr *expr)
{
	if (!expr->map.map)
		expr->map.map = find_map(checker, expr->map.name);
	if (!expr->map.map)
		expr->map.map = add_map(checker, expr);
	return expr->map.map;
}

struct map *check_map_whole(struct checker *checker, struct expr *expr)
{
	struct map *map;

	if (expr->kind != EXPR_MAP) {
		if (check_expr(checker, expr)->kind != TYPE_ERROR)
			check_refuse(checker, expr->span, E_MAP, "a map (@m) is needed here");
		return NULL;
	}
	map = check_map_find(checker, expr);
	expr->type = map->value ? map->value : type_error(checker->in->types);
	if (!expr->map.key)
		return map;
	check_refuse(checker, expr->span, E_MAP,
		     "the map as a whole is needed here: %s without a key", map->name);
	return NULL;
}

/* ---- keys ---- */

static const struct type *key_type(struct checker *checker, struct expr *map)
{
	const struct type *elements[CHECK_ELEMENTS_MAX];
	uint32_t count = check_elements(checker, map->map.key, map->span, "key", elements);

	if (!count)
		return type_error(checker->in->types);
	return count == 1 ? elements[0] : type_tuple(checker->in->types, elements, count);
}

/* Is the map used with a key everywhere, or nowhere? The first use decides. */
static bool check_is_keyed(struct checker *checker, struct expr *expr)
{
	struct map_record *record = record_of(check_map_find(checker, expr));

	if (!record->key_span.end) {
		record->key_span = expr->span;
		record->is_keyed = expr->map.key != NULL;
		record->map.key_is_tuple = expr->map.key && expr->map.key->next;
		record->map.key_list = expr->map.key;
	}
	if (record->is_keyed == (expr->map.key != NULL))
		return true;
	check_refuse(checker, expr->span, E_MAP, "'%s' is used with a key and without",
		     record->map.name);
	check_hint_place(checker,
			 record->is_keyed ? "its first use has one," : "its first use has none,",
			 record->key_span);
	return false;
}

bool check_map_keyed(struct checker *checker, struct expr *expr)
{
	struct map *map = check_map_whole(checker, expr);

	if (!map)
		return false;
	map->is_read = true;
	if (record_of(map)->is_keyed || !record_of(map)->key_span.end)
		return true;
	check_refuse(checker, expr->span, E_MAP, "'%s' has no keys", map->name);
	check_hint_place(checker, "it is used without one", record_of(map)->key_span);
	return false;
}

bool check_map_key(struct checker *checker, struct expr *expr)
{
	struct map *map = check_map_find(checker, expr);
	const struct type *type, *fitting;

	if (!check_is_keyed(checker, expr))
		return false;
	if (!expr->map.key)
		return true;
	type = key_type(checker, expr);
	if (type->kind == TYPE_ERROR)
		return false;
	fitting = check_fit_type(checker, map->key, type, true);
	if (!fitting) {
		check_refuse(checker, expr->span, E_MAP, "the key of '%s' is '%s', not '%s'",
			     map->name, check_type_name(checker, map->key),
			     check_type_name(checker, type));
		check_hint_place(checker, "its first use is", record_of(map)->key_span);
		return false;
	}
	checker->has_changed |= fitting != map->key;
	map->key = fitting;
	return true;
}

/* ---- values ---- */

static const struct type *integer_of(struct checker *checker, const struct expr *expr,
				     const struct type *value)
{
	switch (value->aggregate) {
	case AGGREGATE_COUNT:
		return type_int(checker->in->types, 8, true);
	case AGGREGATE_SUM:
	case AGGREGATE_MIN:
	case AGGREGATE_MAX:
	case AGGREGATE_AVG:
		return type_unit(checker->in->types, value->unit, value->is_signed);
	default:
		check_refuse(checker, expr->span, E_MAP,
			     "'%s' holds %s, which is only printed: it has no value",
			     expr->map.name, check_type_name(checker, value));
		diag_hint(checker->in->diag, "print(%s)", expr->map.name);
		return type_error(checker->in->types);
	}
}

const char *check_value_name(struct checker *checker, const struct type *type)
{
	const char *name = check_type_name(checker, type);

	/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): the first value of a map always fits */
	return type->kind == TYPE_AGGREGATE ? name : arena_printf(checker->in->arena, "'%s'", name);
}

const struct type *check_value_type(struct checker *checker, const struct expr *expr,
				    const struct type *value)
{
	return value->kind == TYPE_AGGREGATE ? integer_of(checker, expr, value) : value;
}

const struct type *check_map_read(struct checker *checker, struct expr *expr)
{
	struct map *map = check_map_find(checker, expr);

	map->is_read = true;
	if (!check_map_key(checker, expr) || !map->value)
		return type_error(checker->in->types);
	return check_value_type(checker, expr, map->value);
}

static const struct type *fit_value(struct checker *checker, const struct type *old,
				    const struct type *new)
{
	if (old && old->kind == TYPE_AGGREGATE && new->kind == TYPE_AGGREGATE)
		return old->aggregate == new->aggregate && type_same_buckets(old, new) &&
				       type_same_series(old, new)
			       ? old
			       : NULL;
	return check_fit_type(checker, old, new, false);
}

void check_map_value(struct checker *checker, struct expr *expr, const struct type *value)
{
	struct map *map = check_map_find(checker, expr);
	struct map_record *record = record_of(map);
	const struct type *fitting;

	record->is_stored = true;
	if (value->kind == TYPE_ERROR)
		return;
	if (record->is_keyed != (expr->map.key != NULL))
		return; /* refused already: it may be meant for another map */
	if (!map->value)
		record->value_span = expr->span;
	fitting = fit_value(checker, map->value, value);
	if (!fitting) {
		check_refuse(checker, expr->span, E_MAP, "'%s' holds %s; %s does not fit",
			     map->name, check_value_name(checker, map->value),
			     check_value_name(checker, value));
		check_hint_space(checker, map->value, value);
		check_hint_place(checker, "it was first assigned to", record->value_span);
		return;
	}
	checker->has_changed |= fitting != map->value;
	map->value = fitting;
}

/* ---- held objects ---- */

static bool is_pid(const struct expr *expr)
{
	return expr->kind == EXPR_NAME && expr->name.builtin &&
	       expr->name.builtin->id == BUILTIN_pid;
}

/* Bit I: element I of the name says whose object it is. */
static uint32_t owner_elements(const struct expr *name)
{
	uint32_t elements = 0, index = 0;

	if (name->kind != EXPR_TUPLE)
		return is_pid(name);
	for (const struct expr *e = name->tuple.elements; e && index < CHECK_ELEMENTS_MAX;
	     e = e->next, index++)
		elements |= (uint32_t)is_pid(e) << index;
	return elements;
}

void check_map_object(struct checker *checker, struct map *map, struct expr *name, bool is_held)
{
	const struct type *type = check_value(checker, name), *fitting;

	if (is_held)
		record_of(map)->owner_elements &= owner_elements(name);
	if (type->kind == TYPE_ERROR)
		return;
	fitting = check_fit_type(checker, map->object_name, type, true);
	if (!fitting) {
		check_refuse(checker, name->span, E_MAP,
			     "objects of '%s' are named by '%s', not '%s'", map->name,
			     check_type_name(checker, map->object_name),
			     check_type_name(checker, type));
		return;
	}
	checker->has_changed |= fitting != map->object_name;
	map->object_name = fitting;
}

/* ---- after everything ---- */

bool check_has_untyped_map(const struct checker *checker)
{
	for (const struct map *map = checker->program->maps; map; map = map->next)
		if (!map->value && ((const struct map_record *)map)->is_stored)
			return true;
	return false;
}

struct search {
	struct walker walker;
	const char *map;
	bool is_found;
};

static void search_expr(struct walker *walker, struct expr *expr)
{
	struct search *search = (struct search *)walker;

	search->is_found |= expr->kind == EXPR_MAP && !strcmp(expr->map.name, search->map);
	walk_expr(walker, expr);
}

static const struct clause *find_left_out(const struct checker *checker, const struct map *map)
{
	struct search search = {{search_expr, walk_stmt}, .map = map->name};

	for (struct clause *c = checker->program->left_out; c; c = c->next) {
		walk_stmts(&search.walker, c->body);
		if (search.is_found)
			return c;
	}
	return NULL;
}

static void refuse_never_stored(struct checker *checker, const struct map *map)
{
	const struct clause *left_out = find_left_out(checker, map);
	const char *names[CHECK_MAPS_MAX + 1], *near;
	size_t count = 0;

	check_refuse(checker, map->span, E_NAME, "'%s' is used, but nothing is ever stored in it",
		     map->name);
	if (left_out) {
		diag_hint(checker->in->diag,
			  "the clause of '%s' has it, but is left out: its predicate is false",
			  left_out->points->text);
		return;
	}
	for (struct map *m = checker->program->maps; m; m = m->next)
		if (m != map && record_of(m)->is_stored)
			names[count++] = m->name;
	near = check_nearest(checker, map->name, names, count);
	if (near)
		diag_hint(checker->in->diag, "did you mean '%s'?", near);
}

static void refuse_untyped(struct checker *checker, const struct map *map)
{
	check_refuse(checker, map->span, E_MAP, "'%s' is only ever assigned from itself",
		     map->name);
	diag_hint(checker->in->diag, "say what it begins with: BEGIN { %s%s = 0; }", map->name,
		  map->key ? "[...]" : "");
}

static void check_size(struct checker *checker, struct span span, const char *what,
		       const struct map *map, const struct type *type)
{
	if (type && type->size > CHECK_KEY_BYTES)
		check_refuse(checker, span, E_LIMIT,
			     "%s of '%s' has %u bytes: at most %d are possible", what, map->name,
			     type->size, CHECK_KEY_BYTES);
}

/* Integers in a name are stored in 64 bits, least significant byte first. */
static void find_owner(struct map *map)
{
	uint32_t elements = record_of(map)->owner_elements;
	const struct type *name = map->object_name;

	map->has_owner = elements != 0;
	map->owner_offset = 0;
	if (map->has_owner && name->kind == TYPE_TUPLE)
		map->owner_offset = type_tuple_offset(name, (uint32_t)__builtin_ctz(elements));
}

static void check_map(struct checker *checker, struct map *map, bool failed)
{
	struct map_record *record = record_of(map);

	if (!map->value && !record->is_stored)
		refuse_never_stored(checker, map);
	else if (!map->value && !failed) /* else it may come from what failed */
		refuse_untyped(checker, map);
	check_size(checker, record->key_span, "the key", map, map->key);
	check_size(checker, map->span, "the name of an object", map, map->object_name);
	if (map->value && map->value->kind == TYPE_AGGREGATE &&
	    map->value->aggregate == AGGREGATE_HOLD && map->object_name)
		find_owner(map);
}

void check_maps(struct checker *checker)
{
	bool failed = diag_failed(checker->in->diag);

	for (struct map *map = checker->program->maps; map; map = map->next) {
		check_map(checker, map, failed);
		if (map->index != CHECK_MAPS_MAX)
			continue;
		check_refuse(checker, map->span, E_LIMIT, "more than %d maps in one program",
			     CHECK_MAPS_MAX);
		diag_hint(checker->in->diag, "one map can have many keys: @x[\"name\"]");
	}
}
