/*
 * reference builtins | functions | losses: prints one table of docs/language.md, made from the rows
 * that the compiler and the runtime use themselves (parser/builtins.def, parser/functions.def,
 * codegen/loss.def).
 */
#include <stdio.h>
#include <string.h>

#include "lexer/arena.h"
#include "lexer/probe_kind.h"
#include "parser/builtins.h"

/* ---- where a row is available ---- */

static void print_place(const char *text, bool *is_first)
{
	printf("%s%s", *is_first ? "" : ", ", text);
	*is_first = false;
}

static void print_kinds(struct arena *arena, uint32_t contexts, bool *is_first)
{
	for (unsigned int i = 0; i < PROBE_KIND_COUNT; i++)
		if (contexts & 1u << i)
			print_place(arena_printf(arena, "`%s`", probe_kinds[i].name), is_first);
}

static void print_places(struct arena *arena, uint32_t contexts)
{
	bool is_first = true;

	contexts &= ~(uint32_t)UNSAFE;
	if (contexts == IN_ANY) {
		fputs("everywhere", stdout);
		return;
	}
	if (contexts == IN_ATTACHED) {
		fputs("all but ", stdout);
		print_kinds(arena, ~contexts, &is_first);
		return;
	}
	print_kinds(arena, contexts, &is_first);
	if (contexts & IN_NAMED)
		print_place("named probes", &is_first);
	if (contexts & IN_PAIR)
		print_place("pairs and return probes", &is_first);
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
		print_places(arena, row->contexts);
		printf(" | %s |\n", row->doc);
	}
}

static void print_functions(struct arena *arena)
{
	puts("| function | available in | |\n|---|---|---|");
	for (size_t i = 0; i < FUNCTION_COUNT; i++) {
		printf("| `%s` | ", functions[i].synopsis);
		print_places(arena, functions[i].contexts);
		printf(" | %s |\n", functions[i].doc);
	}
}

static void print_losses(struct arena *arena)
{
	static const struct {
		const char *text, *meaning, *advice;
	} rows[] = {
#define LOSS(id, singular, plural, advice, meaning) {plural, meaning, advice},
#include "codegen/loss.def"
#undef LOSS
	};

	puts("| what was lost, and the advice that is printed with it | what it means, and the way out |\n|---|---|");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		printf("| %s%s%s%s | %s |\n", rows[i].text, rows[i].advice ? " (" : "",
		       rows[i].advice ? rows[i].advice : "", rows[i].advice ? ")" : "",
		       rows[i].meaning);
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
