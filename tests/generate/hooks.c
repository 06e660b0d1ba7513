#include "tests/generate/generator.h"

#include <stdlib.h>
#include <string.h>

/* ---- variables ---- */

void add_variable(struct generator *g, const char *text, const struct type *type, bool is_fixed)
{
	struct variable *variable = &g->variables[g->variable_count];

	if (g->variable_count == VARIABLES_MAX)
		return;
	g->variable_count++;
	*variable = (struct variable){.type = type, .is_fixed = is_fixed};
	snprintf(variable->text, sizeof(variable->text), "%s", text);
}

struct found {
	char text[VARIABLES_MAX][64];
	int count;
};

static void find_in(struct found *found, const char *text, const struct type *value,
		    const struct type *type)
{
	char element[80];

	if (value == type && found->count < VARIABLES_MAX && strlen(text) < sizeof(*found->text))
		strcpy(found->text[found->count++], text);
	for (int i = 0; i < value->count; i++) {
		if (value->is_record)
			snprintf(element, sizeof(element), "%s.%c", text, 'a' + i);
		else
			snprintf(element, sizeof(element), "%s.%d", text, i);
		find_in(found, element, value->elements[i], type);
	}
}

bool random_variable(struct generator *g, const struct type *type, char *text, size_t size)
{
	struct found found = {.count = 0};

	for (int i = 0; i < g->variable_count; i++)
		find_in(&found, g->variables[i].text, g->variables[i].type, type);
	if (found.count)
		snprintf(text, size, "%s", found.text[random_below(&g->random, found.count)]);
	return found.count;
}

static void new_name(struct generator *g, char *name, size_t size, const char *prefix)
{
	snprintf(name, size, "%s%d", prefix, ++g->number);
}

/* ---- maps ---- */

static bool is_any(const struct generator *g, const struct map *map)
{
	return true;
}

static bool is_keyed(const struct generator *g, const struct map *map)
{
	return map->key;
}

static bool is_keyed_here(const struct generator *g, const struct map *map)
{
	return map->key && can_write(g, map->key);
}

/* What print() can divide. */
static bool is_of_numbers(const struct generator *g, const struct map *map)
{
	return map->key && (map->aggregation ? map->aggregation->traits & DIVIDED
					     : map->value == basic_type(SYMBOL_INTEGER));
}

static bool is_held(const struct generator *g, const struct map *map)
{
	return map->object;
}

static bool is_not_held(const struct generator *g, const struct map *map)
{
	return !map->object;
}

static bool is_entered_here(const struct generator *g, const struct map *map)
{
	return !map->object && is_keyed_here(g, map);
}

static bool is_assigned_here(const struct generator *g, const struct map *map)
{
	return map->value && can_write_entry(g, map) && can_write(g, map->value);
}

static bool is_aggregated_here(const struct generator *g, const struct map *map)
{
	return !map->value && can_write_entry(g, map);
}

static bool is_integer_here(const struct generator *g, const struct map *map)
{
	return map->value == basic_type(SYMBOL_INTEGER) && can_write_entry(g, map);
}

/* What `for` gives a key and a value of. */
static bool is_walked(const struct generator *g, const struct map *map)
{
	return map->key && (map->value || (map->aggregation && map->aggregation->traits & READ));
}

typedef bool is_map(const struct generator *g, const struct map *map);

static int find_maps(const struct generator *g, is_map *is_wanted, const struct map **maps)
{
	int count = 0;

	for (int i = 0; i < g->map_count && !g->is_typing_maps; i++)
		if (is_wanted(g, &g->maps[i]))
			maps[count++] = &g->maps[i];
	return count;
}

static bool has_map(const struct generator *g, is_map *is_wanted)
{
	const struct map *maps[MAPS_MAX];

	return find_maps(g, is_wanted, maps);
}

static const struct map *random_map(struct generator *g, is_map *is_wanted)
{
	const struct map *maps[MAPS_MAX];
	int count = find_maps(g, is_wanted, maps);

	return maps[random_below(&g->random, count)];
}

static void write_map(struct generator *g, is_map *is_wanted)
{
	fputs(random_map(g, is_wanted)->name, g->out);
}

bool can_write_entry(const struct generator *g, const struct map *map)
{
	return !map->key || can_write(g, map->key);
}

/* A key of several values is a list, or a tuple. */
static void write_key(struct generator *g, const struct map *map)
{
	const struct type *key = map->key;

	if (key->id != SYMBOL_TUPLE || key->is_record || random_percent(&g->random, 50)) {
		write_value(g, key);
		return;
	}
	for (int i = 0; i < key->count; i++) {
		fprintf(g->out, "%s", i ? ", " : "");
		write_value(g, key->elements[i]);
	}
}

void write_entry(struct generator *g, const struct map *map)
{
	fputs(map->name, g->out);
	if (!map->key)
		return;
	fputc('[', g->out);
	write_key(g, map);
	fputc(']', g->out);
}

static void write_map_and_key(struct generator *g)
{
	const struct map *map = random_map(g, is_entered_here);

	fprintf(g->out, "%s, ", map->name);
	write_value(g, map->key);
}

static void write_held_and_name(struct generator *g)
{
	const struct map *map = random_map(g, is_held);

	fprintf(g->out, "%s, ", map->name);
	fill(g, map->object);
}

/* ---- what is assigned ---- */

static bool is_place(const struct variable *variable)
{
	return !variable->is_fixed && variable->text[0] == '$';
}

static int count_places(const struct generator *g, const struct type *type)
{
	int count = 0;

	for (int i = 0; i < g->variable_count; i++)
		if (is_place(&g->variables[i]) && (!type || g->variables[i].type == type))
			count++;
	return count;
}

/* A variable that can be assigned, of the type or of any. */
static const struct variable *random_place(struct generator *g, const struct type *type)
{
	int skip = random_below(&g->random, count_places(g, type)), i = 0;

	for (;; i++)
		if (is_place(&g->variables[i]) && (!type || g->variables[i].type == type) &&
		    !skip--)
			return &g->variables[i];
}

static bool can_write_integer_place(const struct generator *g)
{
	return count_places(g, basic_type(SYMBOL_INTEGER)) || has_map(g, is_integer_here);
}

static void write_integer_place(struct generator *g)
{
	const struct type *integer = basic_type(SYMBOL_INTEGER);

	if (!has_map(g, is_integer_here) ||
	    (count_places(g, integer) && random_percent(&g->random, 50)))
		fputs(random_place(g, integer)->text, g->out);
	else
		write_entry(g, random_map(g, is_integer_here));
}

static bool can_write_assignment(const struct generator *g)
{
	return has_map(g, is_assigned_here);
}

void write_map_assignment(struct generator *g, const struct map *map)
{
	write_entry(g, map);
	fputs(" = ", g->out);
	if (map->value) {
		write_value(g, map->value);
	} else if (map->aggregation) {
		fill(g, map->aggregation->text);
	} else {
		fputs("hold(", g->out);
		fill(g, map->object);
		fill(g, ", %{INTEGER})");
	}
}

static void write_assignment(struct generator *g)
{
	if (count_places(g, NULL) && random_percent(&g->random, 30)) {
		const struct variable *variable = random_place(g, NULL);

		if (can_write(g, variable->type)) {
			fprintf(g->out, "%s = ", variable->text);
			write_value(g, variable->type);
			return;
		}
	}
	write_map_assignment(g, random_map(g, is_assigned_here));
}

static void write_declaration(struct generator *g)
{
	static const char *const integers[] = {"int8",	"uint8",  "int16", "uint16",
					       "int32", "uint32", "int64", "uint64"};
	const struct type *type = random_type(g, STORED, 1);
	int what = random_below(&g->random, 4);
	char name[16];

	new_name(g, name, sizeof(name), "$v");
	if (what == 0) {
		type = basic_type(SYMBOL_INTEGER);
		fprintf(g->out, "let %s: %s = ", name, integers[random_below(&g->random, 8)]);
		write_value(g, type);
	} else if (what == 1) {
		fprintf(g->out, "let %s; ", name);
		fill(g, "if (%{CONDITION}) { ");
		fprintf(g->out, "%s = ", name);
		write_value(g, type);
		fputs("; }", g->out);
	} else {
		fprintf(g->out, "%s%s = ", what == 2 ? "let " : "", name);
		write_value(g, type);
	}
	add_variable(g, name, type, false);
}

/* ---- what is printed ---- */

static void write_printf(struct generator *g)
{
	const struct type *types[4];
	int count = random_below(&g->random, 5);

	fputs("printf(\"", g->out);
	for (int i = 0; i < count; i++) {
		types[i] = random_percent(&g->random, 10) ? basic_type(SYMBOL_BUFFER)
							  : random_type(g, STORED, 1);
		write_conversion(g, types[i]);
		fputc(' ', g->out);
	}
	fputs("\\n\"", g->out);
	for (int i = 0; i < count; i++) {
		fputs(", ", g->out);
		write_value(g, types[i]);
	}
	fputc(')', g->out);
}

/* ---- blocks, loops ---- */

void write_block(struct generator *g, int statements)
{
	int variables = g->variable_count;

	fputs("{\n", g->out);
	g->indent++;
	while (statements-- && g->statements > 0)
		write_statement(g);
	g->indent--;
	write_line_start(g);
	fputc('}', g->out);
	g->variable_count = variables;
}

void nest(struct generator *g, int levels)
{
	g->nesting += levels;
	if (g->nesting > g->nesting_most)
		g->nesting_most = g->nesting;
}

static void write_loop_block(struct generator *g)
{
	int gives = g->gives;

	g->gives |= LOOP;
	nest(g, 1);
	write_block(g, 1 + random_below(&g->random, 3));
	g->nesting--;
	g->gives = gives;
}

static void write_while(struct generator *g)
{
	char name[16];
	int gives = g->gives;

	new_name(g, name, sizeof(name), "$w");
	fprintf(g->out, "let %s = 0; while (%s < %d && ", name, name,
		1 + random_below(&g->random, 6));
	nest(g, 1); /* which the condition is, too */
	fill(g, "%{CONDITION}) {\n");
	add_variable(g, name, basic_type(SYMBOL_INTEGER), true);
	g->gives |= LOOP;
	g->indent++;
	write_line_start(g);
	fprintf(g->out, "%s++;\n", name);
	write_line_start(g);
	write_block(g, 1 + random_below(&g->random, 3));
	fputc('\n', g->out);
	g->indent--;
	write_line_start(g);
	fputc('}', g->out);
	g->nesting--;
	g->gives = gives;
}

static void write_range(struct generator *g)
{
	int variables = g->variable_count;
	char name[16];

	new_name(g, name, sizeof(name), "$i");
	fprintf(g->out, "for (%s : ", name);
	if (random_percent(&g->random, 50))
		fprintf(g->out, "0..%d) ", random_below(&g->random, 7));
	else
		fill(g, "(%{INTEGER} & 3)..(%{INTEGER} & 7)) ");
	add_variable(g, name, basic_type(SYMBOL_INTEGER), true);
	write_loop_block(g);
	g->variable_count = variables;
}

static void write_entries(struct generator *g)
{
	const struct map *map = random_map(g, is_walked);
	struct type *entry = &g->types[g->type_count++];
	int variables = g->variable_count;
	char name[16];

	*entry = (struct type){.id = SYMBOL_TUPLE,
			       .count = 2,
			       .elements = {map->key, map->value ?: basic_type(SYMBOL_INTEGER)}};
	new_name(g, name, sizeof(name), "$kv");
	fprintf(g->out, "for (%s : %s) ", name, map->name);
	add_variable(g, name, entry, true);
	write_loop_block(g);
	g->variable_count = variables;
}

static bool can_loop(const struct generator *g)
{
	return g->nesting < NESTING_MAX && g->statements > 0;
}

/* ---- functions ---- */

bool can_call(const struct generator *g, const struct function *function)
{
	if (g->nesting + function->nesting > NESTING_MAX || !has_gives(g, function->needs))
		return false;
	for (int i = 0; i < function->parameter_count; i++)
		if (!can_write(g, function->parameters[i]))
			return false;
	return true;
}

void write_function_call(struct generator *g, const struct function *function)
{
	nest(g, function->nesting);
	fprintf(g->out, "%s(", function->name);
	for (int i = 0; i < function->parameter_count; i++) {
		fprintf(g->out, "%s", i ? ", " : "");
		write_value(g, function->parameters[i]);
	}
	fputc(')', g->out);
	g->nesting -= function->nesting;
}

static const struct function *callable(const struct generator *g)
{
	for (int i = 0; i < g->function_count; i++)
		if (!g->functions[i].result && can_call(g, &g->functions[i]))
			return &g->functions[i];
	return NULL;
}

/* ---- move: the name of the old object is what is known at the beginning of the pair ---- */

static const char *known_before(const struct generator *g)
{
	for (int i = 0; i < g->variable_count; i++)
		if (g->variables[i].type->id == SYMBOL_INTEGER &&
		    !strncmp(g->variables[i].text, "entry(", 6))
			return g->variables[i].text;
	return NULL;
}

static bool is_moved_here(const struct generator *g, const struct map *map)
{
	return map->object && !strstr(map->object, "STRING") && can_write_entry(g, map);
}

static void write_move(struct generator *g)
{
	const struct map *map = random_map(g, is_moved_here);
	const char *place = strstr(map->object, "%{INTEGER}");

	write_entry(g, map);
	fprintf(g->out, " = move(%.*s%s%s, ", (int)(place - map->object), map->object,
		known_before(g), place + strlen("%{INTEGER}"));
	fill(g, map->object);
	fill(g, ", %{INTEGER})");
}

/* ---- all of them ---- */

bool hook_can_write(const struct generator *g, enum symbol hook)
{
	switch (hook) {
	case SYMBOL_ASSIGNMENT:
		return can_write_assignment(g);
	case SYMBOL_AGGREGATION:
		return has_map(g, is_aggregated_here);
	case SYMBOL_DECLARATION:
		return g->variable_count < VARIABLES_MAX / 2;
	case SYMBOL_MAP:
		return has_map(g, is_any);
	case SYMBOL_KEYED_MAP:
		return has_map(g, is_keyed);
	case SYMBOL_NUMBERS_MAP:
		return has_map(g, is_of_numbers);
	case SYMBOL_ZEROED_MAP:
		return has_map(g, is_not_held);
	case SYMBOL_HOLD_MAP:
	case SYMBOL_HOLD_MAP_AND_NAME:
		return has_map(g, is_held);
	case SYMBOL_ENTRY:
	case SYMBOL_MAP_AND_KEY:
		return has_map(g, is_entered_here);
	case SYMBOL_INTEGER_PLACE:
		return can_write_integer_place(g);
	case SYMBOL_WHILE:
	case SYMBOL_RANGE:
		return can_loop(g);
	case SYMBOL_ENTRIES:
		return can_loop(g) && has_map(g, is_walked) && g->type_count < TYPES_MAX;
	case SYMBOL_CALL:
		return callable(g);
	case SYMBOL_MOVE:
		return known_before(g) && has_map(g, is_moved_here);
	default:
		return true;
	}
}

void hook_write(struct generator *g, enum symbol hook)
{
	switch (hook) {
	case SYMBOL_BLOCK:
		write_block(g, 1 + random_below(&g->random, 3));
		break;
	case SYMBOL_ASSIGNMENT:
		write_assignment(g);
		break;
	case SYMBOL_AGGREGATION:
		write_map_assignment(g, random_map(g, is_aggregated_here));
		break;
	case SYMBOL_DECLARATION:
		write_declaration(g);
		break;
	case SYMBOL_PRINTF:
		write_printf(g);
		break;
	case SYMBOL_ANYTHING:
		write_value(g, random_type(g, STORED, 2));
		break;
	case SYMBOL_MAP:
		write_map(g, is_any);
		break;
	case SYMBOL_KEYED_MAP:
		write_map(g, is_keyed);
		break;
	case SYMBOL_NUMBERS_MAP:
		write_map(g, is_of_numbers);
		break;
	case SYMBOL_ZEROED_MAP:
		write_map(g, is_not_held);
		break;
	case SYMBOL_HOLD_MAP:
		write_map(g, is_held);
		break;
	case SYMBOL_ENTRY:
		write_entry(g, random_map(g, is_entered_here));
		break;
	case SYMBOL_MAP_AND_KEY:
		write_map_and_key(g);
		break;
	case SYMBOL_HOLD_MAP_AND_NAME:
		write_held_and_name(g);
		break;
	case SYMBOL_INTEGER_PLACE:
		write_integer_place(g);
		break;
	case SYMBOL_WHILE:
		write_while(g);
		break;
	case SYMBOL_RANGE:
		write_range(g);
		break;
	case SYMBOL_ENTRIES:
		write_entries(g);
		break;
	case SYMBOL_CALL:
		write_function_call(g, callable(g));
		break;
	case SYMBOL_MOVE:
		write_move(g);
		break;
	default:
		abort();
	}
}
