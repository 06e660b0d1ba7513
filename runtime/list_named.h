/*
 * memtap -v -l 'mem:*': what a named probe is on this machine. Below its name come the types of its
 * fields, and its points: whether they are there, why not, and which of alternatives is taken.
 *
 * This belongs to main(): unlike the rest of the runtime it sees the compiler.
 */
#ifndef MEMTAP_LIST_NAMED_H
#define MEMTAP_LIST_NAMED_H

#include <stdio.h>

#include "parser/ast.h"
#include "runtime/machine.h"

struct definitions {
	const struct definition **items;
	size_t count, capacity;
};

/* "mem:alloc(ptr, size)" */
void list_signature(const struct definition *definition, FILE *out);

/* All of them at once. Returns an exit status; messages are printed. */
int list_in_detail(struct machine *machine, const struct definitions *list, FILE *out);

#endif
