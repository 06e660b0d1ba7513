/*
 * let @m = lruhash(100); says what a map is kept in. Nothing else about it: the types of its keys and
 * values are found out as for any other.
 */
#include <string.h>

#include "parser/checker.h"

#define ENTRIES_MAX 16777216

struct map_sort {
	const char *name;
	bool is_lru, is_per_cpu;
};

static const struct map_sort sorts[] = {
	{"hash", false, false},
	{"lruhash", true, false},
	{"percpuhash", false, true},
	{"percpulruhash", true, true},
};

#define SORTS (sizeof(sorts) / sizeof(*sorts))

static const struct map_sort *find_sort(const char *name)
{
	for (size_t i = 0; i < SORTS; i++)
		if (!strcmp(sorts[i].name, name))
			return &sorts[i];
	return NULL;
}

/* Aggregations are kept for each CPU, all else once. */
static bool is_per_cpu(const struct map *map)
{
	return map->value->kind == TYPE_AGGREGATE && map->value->aggregate != AGGREGATE_HOLD;
}

static void refuse_sort(struct checker *checker, const struct map_declaration *declaration,
			const struct map *map, const struct map_sort *sort)
{
	const char *holds = check_value_name(checker, map->value);

	check_refuse(checker, declaration->span, E_MAP, "'%s' holds %s, which is %s: not %s",
		     map->name, holds,
		     sort->is_per_cpu ? "not kept for each CPU" : "kept for each CPU", sort->name);
	diag_hint(checker->in->diag, sort->is_per_cpu ? "%shash" : "percpu%shash",
		  sort->is_lru ? "lru" : "");
}

static void declare(struct checker *checker, const struct map_declaration *declaration,
		    struct map *map)
{
	const struct map_sort *sort = find_sort(declaration->sort);

	if (!sort || !map->value)
		return;
	if (map->value->kind == TYPE_AGGREGATE && map->value->aggregate == AGGREGATE_HOLD &&
	    sort->is_lru)
		check_refuse(checker, declaration->span, E_MAP,
			     "'%s' holds objects, which none may be dropped of: not %s", map->name,
			     sort->name);
	else if (sort->is_per_cpu != is_per_cpu(map))
		refuse_sort(checker, declaration, map, sort);
	map->entries = (uint32_t)declaration->entries;
	map->is_lru = sort->is_lru;
}

static void check_declaration(struct checker *checker, const struct map_declaration *declaration)
{
	if (!find_sort(declaration->sort)) {
		check_refuse(checker, declaration->sort_span, E_NAME, "unknown sort of map '%s'",
			     declaration->sort);
		diag_hint(checker->in->diag, "hash, lruhash, percpuhash, percpulruhash");
	}
	if (!declaration->entries || declaration->entries > ENTRIES_MAX)
		check_refuse(checker, declaration->span, E_LIMIT, "a map has 1 to %d entries",
			     ENTRIES_MAX);
	for (const struct map_declaration *d = checker->program->declarations; d != declaration;
	     d = d->next)
		if (!strcmp(d->name, declaration->name)) {
			check_refuse(checker, declaration->span, E_REDEFINED,
				     "'%s' is declared twice", d->name);
			check_hint_place(checker, "the other is", d->span);
			return;
		}
}

static struct map *find_map(struct checker *checker, const char *name)
{
	for (struct map *map = checker->program->maps; map; map = map->next)
		if (!strcmp(map->name, name))
			return map;
	return NULL;
}

void check_declarations(struct checker *checker)
{
	for (struct map_declaration *d = checker->program->declarations; d; d = d->next) {
		struct map *map = find_map(checker, d->name);

		check_declaration(checker, d);
		if (map)
			declare(checker, d, map);
		else
			diag_warning(checker->in->diag, d->span, W_UNUSED, "'%s' is never used",
				     d->name);
	}
}
