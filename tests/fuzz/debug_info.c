/*
 * The debug info of a binary: lines of addresses, functions with their parameters, types by name,
 * members of structures. What libdw reads of it.
 */
#include "parser/debug_info.h"

#include <fcntl.h>

#include "lexer/arena.h"
#include "runtime/binary.h"
#include "runtime/elf_file.h"
#include "runtime/elf_source.h"
#include "tests/fuzz/fuzz.h"

#define ASKED_MAX 64 /* functions of one file, addresses, members of a struct */

/* Those of tests/debug/layout.c and hidden.c. */
static const char *const names[] = {"hidden", "level", "record_t", "LOW", "LIMIT", "int", "char"};

void fuzz_begin(void)
{
}

static bool find_no_places(void *context, const struct point *point, struct debug_places *places,
			   const char **problem)
{
	*problem = "nothing is probed";
	return false;
}

static void show_type(const struct type *type)
{
	fprintf(fuzz_nowhere(), "%u %u", (unsigned int)type->kind, type->size);
}

static void ask_members(struct debug_info *info, const struct type *type)
{
	const char *const *members;
	size_t count;

	type = debug_info_complete(info, type);
	if (type->kind != TYPE_STRUCT || !debug_info_has(type))
		return;
	count = debug_info_member_names(info, type, &members);
	for (size_t i = 0; i < count && i < ASKED_MAX; i++) {
		struct kernel_member member;

		if (debug_info_find_member(info, type, members[i], &member))
			show_type(member.type);
	}
}

static void ask_types(struct debug_info *info, const char *path)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		for (int kind = DEBUG_STRUCT; kind <= DEBUG_ENUMERATOR; kind++) {
			const struct type *type =
				debug_info_find_type(info, path, (enum debug_kind)kind, names[i]);

			if (type)
				ask_members(info, type);
		}
	}
}

static void ask_function(struct debug_info *info, const struct debug_place *place)
{
	const struct debug_function *function;
	const char *problem;

	function = debug_info_find_function(info, place, &problem);
	for (size_t i = 0; function && i < function->parameter_count; i++) {
		const struct debug_parameter *parameter = &function->parameters[i];

		fprintf(fuzz_nowhere(), "%s %s", parameter->name,
			parameter->reg ? parameter->reg : parameter->problem);
		show_type(parameter->type);
		if (parameter->type->kind == TYPE_STRUCT)
			ask_members(info, parameter->type);
	}
	if (function)
		show_type(function->result);
}

static void ask_functions(struct debug_info *info, struct arena *arena, const char *path)
{
	struct reason reason;
	struct binary *binary = binary_open(arena, path, &reason);
	const struct binary_function *functions;
	size_t count = binary ? binary_functions(binary, &functions) : 0;

	for (size_t i = 0; i < count && i < ASKED_MAX; i++) {
		struct debug_place place = {.path = path, .name = functions[i].name};

		if (binary_file_offset(binary, functions[i].address, &place.offset))
			ask_function(info, &place);
	}
	binary_close(binary);
}

static void ask_lines(const char *path, size_t size)
{
	struct elf_file *file = elf_file_open(open(path, O_RDONLY | O_CLOEXEC), path);

	for (uint64_t offset = 0; file && offset < size; offset += size / ASKED_MAX + 1) {
		uint64_t address = offset;
		const struct source_frame *frames;
		size_t count;

		elf_file_address(file, offset, &address);
		count = elf_file_find_source(file, address, &frames);
		for (size_t i = 0; i < count; i++)
			fprintf(fuzz_nowhere(), "%s %s:%d", i < count - 1 ? frames[i].function : "",
				frames[i].file ? frames[i].file : "", frames[i].line);
	}
	elf_file_close(file);
}

void fuzz_one(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct types *types = types_new(arena);
	struct debug_info *info = debug_info_new(arena, types, find_no_places, NULL);
	const char *path = fuzz_file(data, size);

	ask_functions(info, arena, path);
	ask_types(info, path);
	debug_info_close(info);
	ask_lines(path, size);
	arena_free(arena);
}
