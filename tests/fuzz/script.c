#include "tests/fuzz/script.h"

#include <string.h>

#include "lexer/arena.h"
#include "parser/check.h"
#include "parser/parse.h"
#include "parser/script.h"
#include "runtime/binary.h"
#include "runtime/options.h"
#include "stdlib/embed.h"

enum { HAS_NO_KERNEL = 7, HAS_TARGET = 1, HAS_WORDS = 2 }; /* bits of the size */

static struct binary *open_program(struct arena *arena)
{
	struct reason reason;
	struct binary *binary = binary_open(arena, fuzz_setting("FUZZ_PROGRAM"), &reason);

	if (!binary)
		fuzz_fail("%s", reason.text);
	return binary;
}

/* What is probed is always the same program. */
static bool find_places(void *context, const struct point *point, struct debug_places *places,
			const char **problem)
{
	struct arena *arena = context;
	struct binary *binary = open_program(arena);
	struct debug_place *place = arena_new_of(arena, struct debug_place);
	struct binary_function function = {0};
	struct reason reason;

	*place = (struct debug_place){.path = binary_path(binary),
				      .name = point->name,
				      .offset = point->offset};
	if (point->name && binary_find_function(binary, point->name, &function, &reason))
		binary_file_offset(binary, function.address, &place->offset);
	binary_close(binary);
	if (point->name && !function.name) {
		*problem = "there is no such function";
		return false;
	}
	*places = (struct debug_places){place, 1};
	return true;
}

bool fuzz_script_parse(struct fuzz_script *script, const uint8_t *data, size_t size)
{
	const struct source *source;
	const char *text;

	*script = (struct fuzz_script){.arena = arena_new()};
	script->sources = sources_new(script->arena);
	script->diag = diag_new(script->arena, script->sources);
	text = memcpy(arena_alloc(script->arena, size + 1), data, size);
	source = sources_add(script->sources, "fuzz.mt", text, size);
	parse_source(script->arena, source, script->diag, &script->program);
	return !diag_failed(script->diag);
}

static bool expand(struct fuzz_script *script, size_t size)
{
	static const char *const words[] = {"1", "--top=3", "kfree", "-p"};
	struct script_input input = {
		.arena = script->arena,
		.sources = script->sources,
		.diag = script->diag,
		.library = stdlib_source,
		.words = {words, size & HAS_WORDS ? 3 : 0},
		.has_target = size & HAS_TARGET,
		.reserved_letters = OPTION_LETTERS,
	};
	struct script result = {0};

	return script_expand(&input, &script->program, &result) && !result.problem;
}

bool fuzz_script_check(struct fuzz_script *script, size_t size)
{
	const struct config *config = &script->program.config;
	bool has_kernel = size % (HAS_NO_KERNEL + 1) != HAS_NO_KERNEL;
	struct checker_input input;

	script->types = types_new(script->arena);
	script->kernel = kernel_open(script->arena, script->types,
				     has_kernel ? fuzz_setting("FUZZ_KERNEL") : "/nowhere");
	script->debug_info =
		debug_info_new(script->arena, script->types, find_places, script->arena);
	if (!expand(script, size))
		return false;
	input = (struct checker_input){.arena = script->arena,
				       .sources = script->sources,
				       .diag = script->diag,
				       .types = script->types,
				       .kernel = script->kernel,
				       .debug_info = script->debug_info,
				       .library = stdlib_source,
				       .library_names = stdlib_source_names(),
				       .options = {.max_strlen = config->max_strlen,
						   .stack_mode = config->stack_mode,
						   .stack_depth = config->stack_depth,
						   .allocator = config->allocator,
						   .allocator_prefix = config->allocator_prefix,
						   .allow_unsafe = true}};
	return check_program(&input, &script->program);
}

void fuzz_script_end(struct fuzz_script *script)
{
	diag_print(script->diag, fuzz_nowhere(), true);
	if (script->debug_info)
		debug_info_close(script->debug_info);
	kernel_close(script->kernel);
	arena_free(script->arena);
}
