/*
 * What an executable or shared library has to attach to: functions and USDT notes.
 *
 * Symbols come from .symtab and .dynsym, and from the separate debug file when the binary is
 * stripped and the debug file is installed. All memory is the arena's; binary_close() closes the
 * file.
 */
#ifndef MEMTAP_BINARY_H
#define MEMTAP_BINARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "runtime/message.h"

struct arena;
struct binary;

struct binary *binary_open(struct arena *arena, const char *path, struct reason *reason);
void binary_close(struct binary *binary); /* NULL is allowed */

const char *binary_path(const struct binary *binary);
int binary_descriptor(const struct binary *binary);
dev_t binary_device(const struct binary *binary);
ino_t binary_inode(const struct binary *binary);

struct binary_function {
	const char *name;
	uint64_t address; /* as the file is linked */
	uint64_t size;    /* 0: not known */
	uint32_t rank;    /* of symbols of one name, the highest is meant */
	bool is_indirect; /* chosen by a resolver (IFUNC): its address is the resolver's */
	bool is_imported; /* only used here, defined in a library */
};

/* All symbols of functions, in no order; names may repeat. Read on first use. */
size_t binary_functions(struct binary *binary, const struct binary_function **functions);

/* False with the reason, and the nearest name, when there is none that can be probed. */
bool binary_find_function(struct binary *binary, const char *name,
			  struct binary_function *function, struct reason *reason);

/* Where an address is in the file; false when it is in no executable segment. */
bool binary_file_offset(struct binary *binary, uint64_t address, uint64_t *offset);

struct binary_note {
	const char *provider, *name;
};

/* USDT notes; one row a place in the code, so names may repeat. Read on first use. */
size_t binary_notes(struct binary *binary, const struct binary_note **notes);

/* What the dynamic linker will look for. Strings are NULL or empty when there are none. */
struct binary_needs {
	const char *interpreter;
	const char *run_path; /* directories, ':' between */
	const char *const *libraries; /* DT_NEEDED */
	size_t library_count;
};
void binary_needs(struct binary *binary, struct binary_needs *needs);

/* "int main" of another machine can be neither run nor probed here. */
bool binary_is_native(const struct binary *binary);

#endif
