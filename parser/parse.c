#include "parser/parse.h"

#include "lexer/arena.h"
#include "parser/build.h"
#include "parser/grammar.h"

static struct definition **end_of_definitions(struct program *program)
{
	struct definition **end = &program->definitions;

	while (*end)
		end = &(*end)->next;
	return end;
}

static struct clause **end_of_clauses(struct program *program)
{
	struct clause **end = &program->clauses;

	while (*end)
		end = &(*end)->next;
	return end;
}

static struct config_line **end_of_settings(struct program *program)
{
	struct config_line **end = &program->settings;

	while (*end)
		end = &(*end)->next;
	return end;
}

static struct include **end_of_includes(struct program *program)
{
	struct include **end = &program->includes;

	while (*end)
		end = &(*end)->next;
	return end;
}

static struct c_declaration **end_of_c_declarations(struct program *program)
{
	struct c_declaration **end = &program->c_declarations;

	while (*end)
		end = &(*end)->next;
	return end;
}

static struct import **end_of_imports(struct program *program)
{
	struct import **end = &program->imports;

	while (*end)
		end = &(*end)->next;
	return end;
}

static struct macro **end_of_macros(struct program *program)
{
	struct macro **end = &program->macros;

	while (*end)
		end = &(*end)->next;
	return end;
}

static struct subprogram **end_of_subprograms(struct program *program)
{
	struct subprogram **end = &program->subprograms;

	while (*end)
		end = &(*end)->next;
	return end;
}

static struct map_declaration **end_of_declarations(struct program *program)
{
	struct map_declaration **end = &program->declarations;

	while (*end)
		end = &(*end)->next;
	return end;
}

void parse_source(struct arena *arena, const struct source *source, struct diag *diag,
		  struct program *program)
{
	struct span begin = {source->base, source->base};
	struct parser parser = {
		.arena = arena,
		.source = source,
		.diag = diag,
		.program = program,
		.definitions_end = end_of_definitions(program),
		.clauses_end = end_of_clauses(program),
		.settings_end = end_of_settings(program),
		.includes_end = end_of_includes(program),
		.c_declarations_end = end_of_c_declarations(program),
		.imports_end = end_of_imports(program),
		.declarations_end = end_of_declarations(program),
		.macros_end = end_of_macros(program),
		.subprograms_end = end_of_subprograms(program),
		.lexer = lexer_new(arena, source, diag),
		.token = begin,
		.previous = begin,
	};

	grammar_parse(&parser); /* what it returns is in `diag` as well */
	lexer_free(parser.lexer);
}
