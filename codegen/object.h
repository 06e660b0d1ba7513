/*
 * Symbols of a BPF ELF object in memory, and what its programs may do.
 */
#ifndef MEMTAP_OBJECT_H
#define MEMTAP_OBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct object_symbol {
	uint8_t *bytes;  /* in the image; NULL where the file has none: .bss */
	uint64_t offset; /* in its section */
	uint64_t size;
};

/* False when the object has no such symbol, or is damaged. */
bool object_find(uint8_t *image, size_t size, const char *name, struct object_symbol *symbol);

/* The names that it uses and does not define; NULL for one that is damaged. */
void object_undefined(const uint8_t *image, size_t size,
		      void (*take)(void *context, const char *name), void *context);

/*
 * Can its programs do more than look? They do when they call a helper that writes to a process,
 * sends signals or lets a function return, or a function of the kernel, or are of a type that
 * decides on something. What is no object can do nothing: libbpf finds no programs in it, either.
 */
bool object_is_unsafe(const uint8_t *image, size_t size);

#endif
