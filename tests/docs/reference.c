/*
 * reference builtins | functions | losses: prints one table of docs/language.md, made from the rows
 * that the compiler and the runtime use themselves (parser/builtins.def, parser/functions.def,
 * codegen/loss.def).
 */
#include <stdio.h>
#include <string.h>

#include "lexer/arena.h"
#include "parser/builtins.h"

/* ---- where a row is available ---- */

static const struct {
	uint32_t context;
	const char *name;
} places[] = {
	{IN_BEGIN_END, "`BEGIN`, `END`"},
	{IN_INTERVAL, "`interval`"},
	{IN_KPROBE, "`kprobe`"},
	{IN_KRETPROBE, "`kretprobe`"},
	{IN_UPROBE, "`uprobe`"},
	{IN_URETPROBE, "`uretprobe`"},
	{IN_USDT, "`usdt`"},
	{IN_TRACEPOINT, "`tracepoint`"},
	{IN_NAMED, "named probes"},
	{IN_PAIR, "pairs and return probes"},
};

static void print_places(uint32_t contexts)
{
	const char *separator = "";

	if (contexts == IN_ANY) {
		fputs("everywhere", stdout);
		return;
	}
	if (contexts == IN_ATTACHED) {
		fputs("all but `BEGIN`, `END`, `interval`", stdout);
		return;
	}
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		if (!(contexts & places[i].context))
			continue;
		printf("%s%s", separator, places[i].name);
		separator = ", ";
	}
}

/* ---- the tables ---- */

struct type_row {
	const char *name;
	const struct type *type; /* NULL: it depends on the probe or the kernel */
	uint32_t contexts;
	const char *doc;
};

static void print_builtins(struct arena *arena)
{
	struct types *types = types_new(arena);
	const struct type_row rows[] = {
#define BUILTIN(id, name, contexts, type, doc) {name, type, contexts, doc},
#include "parser/builtins.def"
#undef BUILTIN
	};

	puts("| builtin | type | available in | |\n|---|---|---|---|");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct type_row *row = &rows[i];

		printf("| `%s` | %s | ", row->name, row->type ? type_name(arena, row->type) : "");
		print_places(row->contexts);
		printf(" | %s |\n", row->doc);
	}
}

static void print_functions(struct arena *arena)
{
	puts("| function | available in | |\n|---|---|---|");
	for (size_t i = 0; i < FUNCTION_COUNT; i++) {
		printf("| `%s` | ", functions[i].synopsis);
		print_places(functions[i].contexts);
		printf(" | %s |\n", functions[i].doc);
	}
}

static void print_losses(struct arena *arena)
{
	static const struct {
		const char *text, *advice;
	} rows[] = {
#define LOSS(id, singular, plural, advice) {plural, advice},
#include "codegen/loss.def"
#undef LOSS
	};

	puts("| what was lost | advice |\n|---|---|");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		printf("| %s | %s |\n", rows[i].text, rows[i].advice ? rows[i].advice : "");
}

static const struct {
	const char *name;
	void (*print)(struct arena *arena);
} tables[] = {{"builtins", print_builtins},
	      {"functions", print_functions},
	      {"losses", print_losses}};

int main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	int status = 2;

	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
		if (argc != 2 || strcmp(argv[1], tables[i].name) != 0)
			continue;
		tables[i].print(arena);
		status = 0;
	}
	arena_free(arena);
	return status;
}
