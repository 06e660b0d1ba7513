/*
 * What one process has mapped where: its executable mappings, in order of address.
 *
 * What is put in replaces what it overlaps; what is unmapped stays, for addresses that were
 * captured before. Paths and files are borrowed.
 */
#ifndef MEMTAP_ADDRESS_SPACE_H
#define MEMTAP_ADDRESS_SPACE_H

#include <stddef.h>
#include <stdint.h>

struct elf_file;

struct mapping {
	uint64_t start, end; /* [start, end) */
	uint64_t offset;     /* in the file, of `start` */
	const char *path;    /* or a name in brackets: "[vdso]", "[anon]" */
	struct elf_file *file; /* NULL: none, or none that could be read */
};

struct address_space {
	struct mapping *mappings;
	size_t count;
};

void address_space_put(struct address_space *space, const struct mapping *mapping);
const struct mapping *address_space_find(const struct address_space *space, uint64_t address);
/* `to` becomes equal; what it was is gone. */
void address_space_copy(struct address_space *to, const struct address_space *from);
void address_space_clear(struct address_space *space);

#endif
