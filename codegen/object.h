/*
 * Symbols of a BPF ELF object in memory.
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

#endif
