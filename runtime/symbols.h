/*
 * Addresses -> names.
 *
 * Kernel addresses through /proc/kallsyms; user addresses through the mappings of their process
 * and the symbol tables, call frame information and debug info of the mapped files (libdw), or what
 * the process says itself of code that it has compiled. The
 * mappings of a process are read when it is first named and again when an address is in none of
 * them; they are kept after it ended, those of the last 16384 processes.
 */
#ifndef MEMTAP_SYMBOLS_H
#define MEMTAP_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "codegen/abi.h"

struct build_id;
struct elf_file;
struct source_frame;
struct symbols;

struct symbols *symbols_new(void);
void symbols_free(struct symbols *symbols);

/* Read a process's mappings now, while it is there. */
void symbols_learn_process(struct symbols *symbols, uint32_t pid);
/* Tell of one mapping (from a perf MMAP2 record); replaces what it overlaps. NULL: the file's build
 * ID is not known. */
void symbols_learn_mapping(struct symbols *symbols, uint32_t pid, uint64_t start, uint64_t end,
			   uint64_t file_offset, const char *path, const struct build_id *id);
/* exec: the old mappings are gone. Addresses captured before must be named before. */
void symbols_forget_process(struct symbols *symbols, uint32_t pid);
/* fork: the child has what its parent has; what had its pid before is forgotten. */
void symbols_fork_process(struct symbols *symbols, uint32_t parent, uint32_t child);

struct symbol {
	const char *name;   /* demangled; NULL: unknown. Lives until its process is forgotten */
	const char *module; /* path of the file or "[kernel]", "[vdso]"; NULL: no mapping */
	uint64_t offset;    /* from the symbol's start, or into the file when there is no name */
};

struct symbol symbols_kernel(struct symbols *symbols, uint64_t address);
struct symbol symbols_user(struct symbols *symbols, uint32_t pid, uint64_t address);

struct symbol_mapping {
	uint64_t start, end, offset; /* in the file, of `start` */
	const char *path;     /* or a name in brackets */
	const char *build_id; /* in hex; NULL: none */
	struct elf_file *file; /* NULL: none that can be read. All three live as long as symbols */
};

/* What is mapped at an address of a process; false: nothing that is known. */
bool symbols_find_mapping(struct symbols *symbols, uint32_t pid, uint64_t address,
			  struct symbol_mapping *mapping);

/* Where an address of a process is in the source, functions that are inlined there first: see
 * elf_source_find(). */
size_t symbols_find_source(struct symbols *symbols, uint32_t pid, uint64_t address,
			   const struct source_frame **frames);

/* The same of an offset in a mapped file, for which the process need not be there any more. */
size_t symbols_find_source_in(struct elf_file *file, uint64_t offset,
			      const struct source_frame **frames);

/*
 * The frames that a captured user stack really has: puts `word` in as the caller where the call
 * frame information says that the innermost function had not set up its frame, and leaves out the
 * trampolines of pending return probes, and what is behind a frame that is in no code. Returns how
 * many were written to `frames`, at most ABI_STACK_MAX + 1.
 */
size_t symbols_user_frames(struct symbols *symbols, uint32_t pid, const struct abi_stack *stack,
			   uint64_t frames[ABI_STACK_MAX + 1]);

#endif
