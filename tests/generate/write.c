#include "tests/generate/generator.h"

#include <stdlib.h>
#include <string.h>

struct type_row {
	const char *name;
	int traits;
	const char *conversions;
};

static const struct type_row type_rows[] = {
#define TYPE(id, traits, conversions) {#id, traits, conversions},
#include "tests/generate/types.def"
#undef TYPE
	{"TUPLE", STORED | KEYED, "s"},
};

static const char *const hook_names[] = {
#define HOOK(id) #id,
#include "tests/generate/hooks.def"
#undef HOOK
};

static const struct type basic_types[] = {
#define TYPE(type, traits, conversions) {.id = SYMBOL_##type},
#include "tests/generate/types.def"
#undef TYPE
};

struct row {
	enum symbol type; /* of an expression */
	int weight;	  /* of a statement */
	int needs;
	const char *text;
};

static const struct row expressions[] = {
#define EXPRESSION(type, needs, text) {SYMBOL_##type, 1, needs, text},
#include "tests/generate/expressions.def"
#undef EXPRESSION
};

static const struct row statements[] = {
#define STATEMENT(weight, needs, text) {SYMBOL_COUNT, weight, needs, text},
#include "tests/generate/statements.def"
#undef STATEMENT
};

#define COUNT(array) (int)(sizeof(array) / sizeof(*(array)))

/* ---- texts with places ---- */

static enum symbol find_symbol(const char *name, int length)
{
	for (int i = 0; i < SYMBOL_TYPES; i++)
		if (!strncmp(type_rows[i].name, name, length) && !type_rows[i].name[length])
			return i;
	for (int i = 0; i < COUNT(hook_names); i++)
		if (!strncmp(hook_names[i], name, length) && !hook_names[i][length])
			return SYMBOL_TYPES + i;
	fprintf(stderr, "a table has an unknown %%{%.*s}\n", length, name);
	abort();
}

/* The next place in a text, or NULL; `end` is set to what follows it. */
static const char *find_place(const char *text, enum symbol *symbol, const char **end)
{
	const char *place = strstr(text, "%{"), *brace = place ? strchr(place, '}') : NULL;

	if (!place)
		return NULL;
	*symbol = find_symbol(place + 2, brace - place - 2);
	*end = brace + 1;
	return place;
}

/* Without a place for others. */
static bool is_alone(const char *text)
{
	return !strstr(text, "%{");
}

bool has_gives(const struct generator *g, int needs)
{
	return !(needs & ~g->gives);
}

static bool can_write_symbol(const struct generator *g, enum symbol symbol)
{
	return symbol < SYMBOL_TYPES ? can_write(g, basic_type(symbol)) : hook_can_write(g, symbol);
}

bool can_fill(const struct generator *g, const char *text)
{
	enum symbol symbol;

	while (find_place(text, &symbol, &text))
		if (!can_write_symbol(g, symbol))
			return false;
	return true;
}

void fill(struct generator *g, const char *text)
{
	const char *place, *end;
	enum symbol symbol;

	while ((place = find_place(text, &symbol, &end))) {
		fwrite(text, 1, place - text, g->out);
		if (symbol < SYMBOL_TYPES)
			write_value(g, basic_type(symbol));
		else
			hook_write(g, symbol);
		text = end;
	}
	fputs(text, g->out);
}

/* ---- types ---- */

const struct type *basic_type(enum symbol id)
{
	return &basic_types[id];
}

const struct type *type_named(const char *name)
{
	return basic_type(find_symbol(name, strlen(name)));
}

bool type_has(const struct type *type, int trait)
{
	return type_rows[type->id].traits & trait;
}

static bool is_possible(const struct generator *g, const struct row *row, enum symbol type)
{
	return row->type == type && has_gives(g, row->needs);
}

bool can_write(const struct generator *g, const struct type *type)
{
	if (type->id == SYMBOL_TUPLE) {
		for (int i = 0; i < type->count; i++)
			if (!can_write(g, type->elements[i]))
				return false;
		return true;
	}
	for (int i = 0; i < COUNT(expressions); i++)
		if (is_possible(g, &expressions[i], type->id) && is_alone(expressions[i].text))
			return true;
	return false;
}

static const struct type *random_tuple(struct generator *g, int tuples)
{
	struct type tuple = {.id = SYMBOL_TUPLE, .count = 2 + random_below(&g->random, 2)};
	struct type *type;

	tuple.is_record = random_percent(&g->random, 30);
	for (int i = 0; i < tuple.count; i++)
		tuple.elements[i] = random_type(g, KEYED, tuples - 1);
	type = &g->types[g->type_count++];
	*type = tuple;
	return type;
}

const struct type *random_type(struct generator *g, int trait, int tuples)
{
	const struct type *type;

	if (tuples && random_percent(&g->random, 20) && g->type_count < TYPES_MAX / 2)
		return random_tuple(g, tuples);
	if (random_percent(&g->random, 55)) {
		static const enum symbol usual[] = {SYMBOL_INTEGER, SYMBOL_INTEGER, SYMBOL_STRING,
						    SYMBOL_BOOL};

		return basic_type(usual[random_below(&g->random, COUNT(usual))]);
	}
	do
		type = basic_type(random_below(&g->random, COUNT(basic_types)));
	while (!type_has(type, trait) || !can_write(g, type));
	return type;
}

void write_conversion(struct generator *g, const struct type *type)
{
	const char *conversion = type_rows[type->id].conversions;
	int count = 1;

	for (const char *at = conversion; *at; at++)
		count += *at == ' ';
	for (int skip = random_below(&g->random, count); skip; skip--)
		conversion = strchr(conversion, ' ') + 1;
	fprintf(g->out, "%%%.*s", (int)strcspn(conversion, " "), conversion);
}

/* ---- values ---- */

static void write_tuple(struct generator *g, const struct type *type)
{
	fputc('(', g->out);
	for (int i = 0; i < type->count; i++) {
		fprintf(g->out, "%s", i ? ", " : "");
		if (type->is_record)
			fprintf(g->out, "%c = ", 'a' + i);
		write_value(g, type->elements[i]);
	}
	fputc(')', g->out);
}

static void write_row(struct generator *g, const struct type *type)
{
	const struct row *possible[COUNT(expressions)];
	int count = 0;

	if (type->id == SYMBOL_TUPLE) {
		write_tuple(g, type);
		return;
	}
	for (int i = 0; i < COUNT(expressions); i++) {
		const struct row *row = &expressions[i];

		if (is_possible(g, row, type->id) && (g->depth > 0 || is_alone(row->text)) &&
		    can_fill(g, row->text))
			possible[count++] = row;
	}
	fill(g, possible[random_below(&g->random, count)]->text);
}

static bool write_variable(struct generator *g, const struct type *type)
{
	char text[64];

	if (!random_variable(g, type, text, sizeof(text)))
		return false;
	fputs(text, g->out);
	return true;
}

static bool map_has(const struct generator *g, const struct map *map, const struct type *type)
{
	if (map->aggregation ? !(map->aggregation->traits & READ) || type->id != SYMBOL_INTEGER
			     : map->value != type)
		return false;
	return can_write_entry(g, map);
}

static bool write_map_value(struct generator *g, const struct type *type)
{
	const struct map *maps[MAPS_MAX];
	int count = 0;

	for (int i = 0; i < g->map_count && !g->is_typing_maps; i++)
		if (map_has(g, &g->maps[i], type))
			maps[count++] = &g->maps[i];
	if (count)
		write_entry(g, maps[random_below(&g->random, count)]);
	return count;
}

static bool write_call(struct generator *g, const struct type *type)
{
	const struct function *functions[FUNCTIONS_MAX];
	int count = 0;

	for (int i = 0; i < g->function_count && !g->is_typing_maps; i++)
		if (g->functions[i].result == type && can_call(g, &g->functions[i]))
			functions[count++] = &g->functions[i];
	if (count)
		write_function_call(g, functions[random_below(&g->random, count)]);
	return count;
}

static void write_choice(struct generator *g, const struct type *type)
{
	fill(g, "(%{CONDITION} ? ");
	write_value(g, type);
	fputs(" : ", g->out);
	write_value(g, type);
	fputc(')', g->out);
}

static bool can_be_chosen(const struct type *type)
{
	return type_has(type, STORED);
}

void write_value(struct generator *g, const struct type *type)
{
	int what = random_below(&g->random, 100);
	bool is_written = false;

	g->depth--;
	if (what < 25 || g->depth < 0)
		is_written = write_variable(g, type);
	else if (what < 40)
		is_written = write_map_value(g, type);
	else if (what < 45)
		is_written = write_call(g, type);
	else if (what < 50 && can_be_chosen(type)) {
		write_choice(g, type);
		is_written = true;
	}
	if (!is_written)
		write_row(g, type);
	g->depth++;
}

/* ---- statements ---- */

void write_line_start(struct generator *g)
{
	for (int i = 0; i < g->indent; i++)
		fputc('\t', g->out);
}

void write_statement(struct generator *g)
{
	const struct row *possible[COUNT(statements)];
	int count = 0, sum = 0, chosen;

	for (int i = 0; i < COUNT(statements); i++) {
		if (!has_gives(g, statements[i].needs) || !can_fill(g, statements[i].text))
			continue;
		possible[count++] = &statements[i];
		sum += statements[i].weight;
	}
	chosen = random_below(&g->random, sum);
	for (count = 0; chosen >= possible[count]->weight; count++)
		chosen -= possible[count]->weight;
	write_line_start(g);
	g->statements--;
	g->depth = random_percent(&g->random, 80) ? 2 : 4;
	fill(g, possible[count]->text);
	fputc('\n', g->out);
}
