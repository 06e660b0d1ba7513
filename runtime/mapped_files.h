/*
 * The files that processes have mapped, each opened and parsed once however many map it.
 *
 * A file is reached through the process while it is there (so in its container, and also when it
 * was deleted), else through those that it descends from, which are most often in the same
 * container, by its path, or as another file of the same build. Once open, it stays readable when
 * the process is gone. Where the build ID is known, a file of another build is not taken for it.
 */
#ifndef MEMTAP_MAPPED_FILES_H
#define MEMTAP_MAPPED_FILES_H

#include <stddef.h>
#include <stdint.h>

#include "runtime/build_id.h"

struct elf_file;
struct mapped_files;
struct mapping;

struct mapped_files *mapped_files_new(void);
void mapped_files_free(struct mapped_files *files);

#define LINEAGE_MAX 8

struct mapped_file {
	const struct mapping *mapping;
	uint64_t inode;	    /* 0: not known */
	struct build_id id; /* of size 0: not known */
	/* Who has mapped it, then its parent, and so on. */
	uint32_t lineage[LINEAGE_MAX];
	size_t lineage_count;
};

/* NULL when there is no such file any more or it is no ELF file. */
struct elf_file *mapped_files_open(struct mapped_files *files, const struct mapped_file *wanted);

#endif
