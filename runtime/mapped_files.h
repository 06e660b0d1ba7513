/*
 * The files that processes have mapped, each opened and parsed once however many map it.
 *
 * A file is reached through the process while it is there (so in its container, and also when it
 * was deleted), else by its path. Once open, it stays readable when the process is gone.
 */
#ifndef MEMTAP_MAPPED_FILES_H
#define MEMTAP_MAPPED_FILES_H

#include <stdint.h>

struct elf_file;
struct mapped_files;
struct mapping;

struct mapped_files *mapped_files_new(void);
void mapped_files_free(struct mapped_files *files);

/* Inode 0: not known. NULL when there is no such file any more or it is no ELF file. */
struct elf_file *mapped_files_open(struct mapped_files *files, uint32_t pid,
				   const struct mapping *mapping, uint64_t inode);

#endif
