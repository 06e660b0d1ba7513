/*
 * Where an address of a file is in the source, by its debug info (libdw): file and line, and the
 * functions that the compiler has put into others there.
 *
 * Of a unit of the debug info the functions are read once and sorted, so that a lookup takes hardly
 * longer the more functions there are. What was asked for lately is kept: each report asks the same
 * again.
 */
#ifndef MEMTAP_ELF_SOURCE_H
#define MEMTAP_ELF_SOURCE_H

#include <stddef.h>
#include <stdint.h>

struct elf_image;
struct elf_source;

/* Both live as long as the elf_source. */
struct source_frame {
	const char *function; /* demangled, of one that is inlined; NULL: the symbol's */
	const char *file;     /* as the debug info has it; NULL: not known */
	int line;
};

#define SOURCE_FRAMES_MAX 64 /* functions that are inlined into each other */

/* The image must outlive it. Never NULL. */
struct elf_source *elf_source_open(struct elf_image *image);
void elf_source_close(struct elf_source *source); /* NULL is allowed */

/* The frames at an address, innermost first; the last is the function that the others are inlined
 * into. Returns how many; 0: there is no debug info for it. */
size_t elf_source_find(struct elf_source *source, uint64_t address,
		       const struct source_frame **frames);

#endif
