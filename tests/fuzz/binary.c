/*
 * A probed binary, and one whose addresses are shown by name: symbols, USDT notes, what it needs,
 * call frames. What libelf reads of it.
 */
#include "runtime/binary.h"

#include <fcntl.h>
#include <string.h>

#include "lexer/arena.h"
#include "runtime/elf_file.h"
#include "tests/fuzz/fuzz.h"

#define ASKED_MAX 64 /* functions of one file */

void fuzz_begin(void)
{
}

static void ask_function(struct binary *binary, const char *name)
{
	struct binary_function found;
	struct reason reason;

	if (binary_find_function(binary, name, &found, &reason) && strcmp(found.name, name) != 0)
		fuzz_fail("another function than the one asked for is found");
}

static void ask_functions(struct binary *binary)
{
	const struct binary_function *functions;
	size_t count = binary_functions(binary, &functions);
	uint64_t offset;

	for (size_t i = 0; i < count && i < ASKED_MAX; i++) {
		ask_function(binary, functions[i].name);
		binary_file_offset(binary, functions[i].address, &offset);
	}
	ask_function(binary, "no such function");
}

static void ask_notes(struct binary *binary)
{
	const struct binary_note *notes;
	size_t count = binary_notes(binary, &notes);

	for (size_t i = 0; i < count; i++)
		fprintf(fuzz_nowhere(), "%s:%s", notes[i].provider, notes[i].name);
}

static void ask_needs(struct binary *binary)
{
	struct binary_needs needs;

	binary_needs(binary, &needs);
	if (needs.interpreter)
		fputs(needs.interpreter, fuzz_nowhere());
	if (needs.run_path)
		fputs(needs.run_path, fuzz_nowhere());
	for (size_t i = 0; i < needs.library_count; i++)
		fputs(needs.libraries[i], fuzz_nowhere());
}

static void read_as_probed(const char *path)
{
	struct arena *arena = arena_new();
	struct reason reason;
	struct binary *binary = binary_open(arena, path, &reason);

	if (binary) {
		binary_is_native(binary);
		ask_functions(binary);
		ask_notes(binary);
		ask_needs(binary);
	}
	binary_close(binary);
	arena_free(arena);
}

static void ask_address(struct elf_file *file, uint64_t address)
{
	const char *name;
	uint64_t start;

	if (elf_file_find(file, address, &name, &start))
		fputs(name, fuzz_nowhere());
	elf_file_is_frameless(file, address);
}

static void read_as_mapped(const char *path, size_t size)
{
	struct elf_file *file = elf_file_open(open(path, O_RDONLY | O_CLOEXEC), path);

	for (uint64_t offset = 0; file && offset < size; offset += size / ASKED_MAX + 1) {
		uint64_t address;

		ask_address(file, offset);
		if (elf_file_address(file, offset, &address))
			ask_address(file, address);
	}
	elf_file_close(file);
}

void fuzz_one(const uint8_t *data, size_t size)
{
	const char *path = fuzz_file(data, size);

	read_as_probed(path);
	read_as_mapped(path, size);
}
