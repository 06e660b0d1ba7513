#include "runtime/mapped_files.h"

#include <elf.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <search.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>

#include "lexer/arena.h"
#include "runtime/address_space.h"
#include "runtime/elf_file.h"

struct entry { /* what is known of a file on disk */
	dev_t device;
	ino_t inode;
	struct elf_file *file; /* NULL: no ELF file */
};

struct mapped_files {
	void *entries; /* a tree of them, see tsearch(3) */
	struct elf_file *vdso;
	bool has_vdso; /* it was looked for */
};

static int compare_entries(const void *a, const void *b)
{
	const struct entry *left = a, *right = b;

	if (left->device != right->device)
		return left->device < right->device ? -1 : 1;
	return left->inode < right->inode ? -1 : left->inode > right->inode;
}

struct mapped_files *mapped_files_new(void)
{
	return xalloc(sizeof(struct mapped_files));
}

static void free_entry(void *data)
{
	struct entry *entry = data;

	elf_file_close(entry->file);
	free(entry);
}

void mapped_files_free(struct mapped_files *files)
{
	if (!files)
		return;
	tdestroy(files->entries, free_entry);
	elf_file_close(files->vdso);
	free(files);
}

/* False when there is no such file there. */
static bool open_path(struct mapped_files *files, const char *path, const char *name,
		      uint64_t inode, struct elf_file **file)
{
	struct entry key = {0}, *entry;
	struct stat status;
	void *found;
	int fd;

	/* Only regular files: opening a device may do things. */
	if (stat(path, &status) != 0 || !S_ISREG(status.st_mode))
		return false;
	if (inode && status.st_ino != inode)
		return false; /* another file has taken the path since */
	key.device = status.st_dev;
	key.inode = status.st_ino;
	found = tfind(&key, &files->entries, compare_entries);
	if (found) {
		*file = (*(struct entry **)found)->file;
		return true;
	}
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return false;
	key.file = *file = elf_file_open(fd, name);
	entry = xalloc(sizeof(*entry));
	*entry = key;
	tsearch(entry, &files->entries, compare_entries);
	return true;
}

/* Ours is as good as any 64-bit process's: the kernel has one for all. */
static struct elf_file *open_vdso(struct mapped_files *files, const struct mapping *mapping)
{
	const unsigned char *image = (const unsigned char *)getauxval(AT_SYSINFO_EHDR);

	if (!image || mapping->start <= UINT32_MAX)
		return NULL;
	if (!files->has_vdso)
		files->vdso = elf_file_from_memory(image, mapping->end - mapping->start, "[vdso]");
	files->has_vdso = true;
	return files->vdso;
}
