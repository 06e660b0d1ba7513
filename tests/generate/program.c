#include "tests/generate/generator.h"

#include <string.h>

static const struct aggregation aggregations[] = {
#define AGGREGATION(traits, text) {traits, text},
#include "tests/generate/aggregations.def"
#undef AGGREGATION
};

struct probe {
	int gives;
	const char *text, *fields;
};

static const struct probe probes[] = {
#define PROBE(gives, text, fields) {gives, text, fields},
#include "tests/generate/probes.def"
#undef PROBE
};

#define COUNT(array) (int)(sizeof(array) / sizeof(*(array)))

/* ---- what programs begin with ---- */

static const char beginning[] =
	"#include <linux/sched.h>\n"
	"#define LIMIT (16 * 1024)\n"
	"enum state { FREE, USED = 4, GONE };\n"
	"struct pool {\n"
	"\tunsigned long used;\n"
	"\tenum state state;\n"
	"\tunsigned int is_old : 1, generation : 7;\n"
	"\tchar name[16];\n"
	"\tstruct { int first, last; } slots[4];\n"
	"};\n"
	"macro twice(x) { let $x = x; $x + $x }\n"
	"macro at_most(x, most) { x > most ? most : x }\n"
	"probe test:number(n, name) = uprobe:calls:inner (arg0, comm),\n"
	"\turetprobe:calls:outer (entry(arg0) + 100, entry(comm)) /retval/, uprobe:calls:no_such ? "
	"(1, \"\");\n"
	"probe test:taken(size) outermost(test) = uretprobe:libc:malloc (entry(arg0)) /retval/,\n"
	"\turetprobe:libc:calloc (entry(arg0 * arg1)) /retval/;\n";

/* What is printed is dropped rather than printed late: it is not what counts here. */
static void write_settings(struct generator *g)
{
	fputs("config = { perf_rb_pages = 8; max_map_keys = 100;", g->out);
	if (random_percent(&g->random, 30)) {
		g->gives |= SHORT_STRINGS;
		fputs(" max_strlen = 64; hold_order = count;", g->out);
	}
	if (random_percent(&g->random, 20))
		fputs(" stack_depth = 5; stack_mode = perf;", g->out);
	fputs(" }\n", g->out);
}

/* ---- maps ---- */

static void choose_value(struct generator *g, struct map *map)
{
	static const char *const names[] = {"%{INTEGER}", "(pid, %{INTEGER})",
					    "(%{STRING}, %{INTEGER})"};
	int what = random_below(&g->random, 100);

	if (what < 45)
		map->value = random_type(g, STORED, 2);
	else if (what < 85 || !map->key)
		map->aggregation = &aggregations[random_below(&g->random, COUNT(aggregations))];
	else
		map->object = names[random_below(&g->random, COUNT(names))];
}

static void declare_size(struct generator *g, const struct map *map)
{
	static const char *const plain[] = {"hash", "lruhash"};
	static const char *const aggregated[] = {"percpuhash", "percpulruhash"};

	if (!map->key || map->object || random_percent(&g->random, 75))
		return;
	fprintf(g->out, "let %s = %s(%d);\n", map->name,
		(map->aggregation ? aggregated : plain)[random_below(&g->random, 2)],
		1 + random_below(&g->random, 1000));
}

/* Their types may be of what only some probes have. */
static void choose_maps(struct generator *g, int gives)
{
	int before = g->gives;

	g->gives |= gives;
	for (int count = 2 + random_below(&g->random, MAPS_MAX - 2); count; count--) {
		struct map *map = &g->maps[g->map_count++];

		*map = (struct map){.key = NULL};
		if (random_percent(&g->random, 70))
			map->key = random_type(g, KEYED, 2);
		if (g->map_count == 1 && random_percent(&g->random, 30))
			strcpy(map->name, "@");
		else
			snprintf(map->name, sizeof(map->name), "@m%d", g->map_count);
		choose_value(g, map);
		declare_size(g, map);
	}
	g->gives = before;
}

/* ---- functions ---- */

static const char *declared_type(const struct type *type)
{
	return type->id == SYMBOL_INTEGER  ? "int64"
	       : type->id == SYMBOL_BOOL   ? "bool"
	       : type->id == SYMBOL_STRING ? "string[64]"
	       : type->id == SYMBOL_TASK   ? "struct task_struct *"
					   : NULL;
}

static void write_type(struct generator *g, const struct type *type)
{
	if (declared_type(type) && random_percent(&g->random, 50))
		fprintf(g->out, ": %s", declared_type(type));
}

static void write_parameters(struct generator *g, struct function *function)
{
	for (int i = 0; i < function->parameter_count; i++) {
		char name[16];

		snprintf(name, sizeof(name), "$p%d", i);
		fprintf(g->out, "%s%s", i ? ", " : "", name);
		function->parameters[i] = random_type(g, STORED, 1);
		write_type(g, function->parameters[i]);
		add_variable(g, name, function->parameters[i], false);
	}
}

static void begin_clause(struct generator *g)
{
	g->variable_count = 0;
	g->nesting = 0;
	g->nesting_most = 0;
	g->statements = 2 + random_below(&g->random, 12);
}

static void write_return(struct generator *g, const struct function *function, const char *before,
			 const char *after)
{
	g->depth = 2;
	write_line_start(g);
	fill(g, before);
	fputs("return", g->out);
	if (function->result) {
		fputc(' ', g->out);
		write_value(g, function->result);
	}
	fprintf(g->out, ";%s\n", after);
}

static void write_function(struct generator *g)
{
	struct function *function = &g->functions[g->function_count];
	int before = g->gives;

	*function = (struct function){.parameter_count = random_below(&g->random, 4)};
	snprintf(function->name, sizeof(function->name), "f%d", g->function_count + 1);
	function->needs = random_percent(&g->random, 40) ? ATTACHED : 0;
	g->gives |= function->needs | BODY;
	begin_clause(g);
	g->statements = 2 + random_below(&g->random, 6);
	nest(g, 1);
	fprintf(g->out, "fn %s(", function->name);
	write_parameters(g, function);
	fputc(')', g->out);
	if (random_percent(&g->random, 75))
		function->result = random_type(g, STORED, 1);
	if (function->result)
		write_type(g, function->result);
	fputs(" {\n", g->out);
	g->indent++;
	if (random_percent(&g->random, 50))
		write_return(g, function, "if (%{CONDITION}) { ", " }");
	while (g->statements > 0)
		write_statement(g);
	if (function->result)
		write_return(g, function, "", "");
	g->indent--;
	fputs("}\n", g->out);
	function->nesting = g->nesting_most;
	g->gives = before;
	g->function_count++;
}

/* ---- clauses ---- */

/* The fields of a probe, as values by which to write others. */
static void add_fields(struct generator *g, const char *fields)
{
	char name[32], text[64];
	int length;

	while (sscanf(fields, " %31[A-Z_] %63[^;]%n", name, text, &length) == 2) {
		add_variable(g, text, type_named(name), true);
		fields += length;
		if (*fields == ';')
			fields++;
	}
}

static void write_predicate(struct generator *g)
{
	g->depth = 2;
	fill(g, " /%{CONDITION}/");
}

/* A tracepoint may not be in a clause twice, and named probes may stand for one. */
static bool can_be_added(const struct probe *probe)
{
	return !probe->gives || probe->gives & REGISTERS;
}

/* Of several probes a clause has what all of them have. */
static int write_probes(struct generator *g, int most)
{
	const struct probe *probe = &probes[random_below(&g->random, COUNT(probes))];
	int gives = probe->gives, count = 1;

	fputs(probe->text, g->out);
	for (; count < most && random_percent(&g->random, 20); count++) {
		do
			probe = &probes[random_below(&g->random, COUNT(probes))];
		while (!can_be_added(probe));
		gives &= probe->gives & ~(BINARY | PAIR | ALL_ARGUMENTS | ARGUMENTS | RETURNED);
		fprintf(g->out, ", %s", probe->text);
	}
	if (count == 1)
		add_fields(g, probe->fields);
	return gives;
}

static void write_body(struct generator *g)
{
	fputs(" {\n", g->out);
	g->indent++;
	while (g->statements > 0)
		write_statement(g);
	g->indent--;
	fputs("}\n", g->out);
}

static void write_clause(struct generator *g)
{
	int before = g->gives;

	begin_clause(g);
	g->gives |= CLAUSE | write_probes(g, 3);
	if (random_percent(&g->random, 30))
		write_predicate(g);
	g->gives |= BODY;
	write_body(g);
	g->gives = before;
}

/* Each map is assigned once, in a clause that has all that their types may need. */
static void write_first_clause(struct generator *g, int gives)
{
	int before = g->gives;

	begin_clause(g);
	g->gives |= CLAUSE | BODY | gives;
	fprintf(g->out, "%s {\n",
		random_percent(&g->random, 50) ? "kprobe:vfs_read" : "uprobe:libc:malloc");
	g->indent++;
	if (has_gives(g, WATCH))
		fputs("\twatch(arg0, 8, \"rw\");\n", g->out);
	g->is_typing_maps = true;
	for (int i = 0; i < g->map_count; i++) {
		g->depth = 2;
		write_line_start(g);
		write_map_assignment(g, &g->maps[i]);
		fputs(";\n", g->out);
	}
	g->is_typing_maps = false;
	g->indent--;
	fputs("}\n", g->out);
	g->gives = before;
}

static void write_watchpoint(struct generator *g)
{
	int before = g->gives;

	begin_clause(g);
	g->gives |= CLAUSE | BODY | ATTACHED;
	add_variable(g, "ctx->addr", basic_type(SYMBOL_INTEGER), true);
	fputs("watchpoint:armed", g->out);
	write_body(g);
	g->gives = before;
}

void generate(uint64_t seed, FILE *out)
{
	struct generator *g = &(struct generator){.random = {seed}, .out = out};

	fprintf(out, "// generated from the number %lu\n%s", (unsigned long)seed, beginning);
	write_settings(g);
	choose_maps(g, K_ENTRY | CLAUSE);
	for (int count = random_below(&g->random, FUNCTIONS_MAX + 1); count; count--)
		write_function(g);
	if (random_percent(&g->random, 10)) {
		g->gives |= WATCH;
		write_watchpoint(g);
	}
	write_first_clause(g, K_ENTRY);
	for (int count = 1 + random_below(&g->random, 3); count; count--)
		write_clause(g);
	fputs("interval:ms:50 { exit(); }\n", out);
}
