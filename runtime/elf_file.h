/*
 * One mapped file: its symbols and its call frame information.
 *
 * Symbols come from the file's symbol tables, its .gnu_debugdata, or its separate debug file,
 * whichever libdwfl finds; they are read on the first lookup. Addresses are those that the file
 * itself uses (its program headers' p_vaddr). A damaged file has fewer symbols or none: nothing
 * here fails.
 */
#ifndef MEMTAP_ELF_FILE_H
#define MEMTAP_ELF_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/build_id.h"

struct elf_file;
struct source_frame;

/* Takes over `fd`. NULL when it is no program or library; `fd` is closed then. `path` is for
 * messages and to find a separate debug file beside it. */
struct elf_file *elf_file_open(int fd, const char *path);
/* An image in memory, as the vdso is; it must outlive the result. */
struct elf_file *elf_file_from_memory(const void *image, size_t size, const char *path);
void elf_file_close(struct elf_file *file); /* NULL is allowed */

/* Its build ID; of size 0 when it has none. */
struct build_id elf_file_id(const struct elf_file *file);

/* Look for its separate debug file now, below another root, where `path` is: that of a container,
 * which may be gone when names are asked for. */
void elf_file_look_below(struct elf_file *file, const char *root);

/* The address of what is at an offset in the file. False when it is in no loadable segment. */
bool elf_file_address(const struct elf_file *file, uint64_t offset, uint64_t *address);

/* In hex, as debug files are named by; NULL: it has none. Lives as long as the file. */
const char *elf_file_build_id(struct elf_file *file);

/* The symbol that an address is in. Its name is demangled and lives as long as the file. */
bool elf_file_find(struct elf_file *file, uint64_t address, const char **name, uint64_t *start);

/* Where an address is in the source, functions that are inlined there included: see
 * elf_source_find(). */
size_t elf_file_find_source(struct elf_file *file, uint64_t address,
			    const struct source_frame **frames);

/*
 * Whether the function at `address` has no frame of its own there: the word at the stack pointer
 * is its return address.
 */
bool elf_file_is_frameless(struct elf_file *file, uint64_t address);

#endif
