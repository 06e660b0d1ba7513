#include "runtime/mapped_files.h"

#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <search.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "lexer/arena.h"
#include "runtime/address_space.h"
#include "runtime/elf_file.h"
#include "runtime/file.h"
#include "runtime/message.h"

#define FILES_MAX 8192

struct known_file { /* what is known of a file on disk */
	dev_t device;
	ino_t inode;
	struct elf_file *file; /* NULL: no ELF file */
};

struct mapped_files {
	void *known;	    /* a tree of them, see tsearch(3) */
	size_t count, most; /* each keeps a file open */
	struct elf_file *vdso;
	bool has_vdso; /* it was looked for */
	bool is_full;  /* it was said that there is no room for more */
};

static int compare_files(const void *a, const void *b)
{
	const struct known_file *left = a, *right = b;

	if (left->device != right->device)
		return left->device < right->device ? -1 : 1;
	return left->inode < right->inode ? -1 : left->inode > right->inode;
}

/* Half of what may be open is left for probes. */
static size_t most_files(void)
{
	struct rlimit limit;

	return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? (size_t)limit.rlim_cur / 2 : FILES_MAX;
}

struct mapped_files *mapped_files_new(void)
{
	struct mapped_files *files = heap_alloc(sizeof(*files));

	files->most = most_files() < FILES_MAX ? most_files() : FILES_MAX;
	return files;
}

static void free_file(void *data)
{
	struct known_file *known = data;

	elf_file_close(known->file);
	free(known);
}

void mapped_files_free(struct mapped_files *files)
{
	if (!files)
		return;
	tdestroy(files->known, free_file);
	elf_file_close(files->vdso);
	free(files);
}

/* ---- files on disk ---- */

static bool has_room(struct mapped_files *files)
{
	if (files->count < files->most)
		return true;
	if (!files->is_full)
		complain("functions of some files have no names: %zu file%s open, as many as may "
			 "be; with -p there are fewer",
			 files->count, files->count == 1 ? " is" : "s are");
	files->is_full = true;
	return false;
}

/* A container may have debug files of its own. */
static void look_in_container(struct elf_file *file, uint32_t pid)
{
	struct stat own, other;
	char root[32];

	snprintf(root, sizeof(root), "/proc/%" PRIu32 "/root", pid);
	if (stat("/", &own) == 0 && stat(root, &other) == 0 &&
	    (own.st_dev != other.st_dev || own.st_ino != other.st_ino))
		elf_file_look_below(file, root);
}

/* False when there is no such file there. */
static bool open_path(struct mapped_files *files, uint32_t pid, const char *path, const char *name,
		      uint64_t inode, struct elf_file **file)
{
	struct known_file key = {0}, *known;
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
	found = tfind(&key, &files->known, compare_files);
	if (found) {
		*file = (*(struct known_file **)found)->file;
		return true;
	}
	fd = has_room(files) ? open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK) : -1;
	if (fd < 0)
		return false;
	files->count++;
	key.file = *file = elf_file_open(fd, name);
	if (*file)
		look_in_container(*file, pid);
	known = heap_alloc(sizeof(*known));
	*known = key;
	tsearch(known, &files->known, compare_files);
	return true;
}

/* ---- the vdso ---- */

/* How much is mapped at an address of our own. */
static size_t own_mapping_size(const void *image)
{
	char *maps = file_read("/proc/self/maps", NULL), *rest = maps, *line;
	size_t size = 0;

	while (!size && (line = strsep(&rest, "\n"))) {
		uintptr_t start, end;

		if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR, &start, &end) == 2 &&
		    start == (uintptr_t)image)
			size = end - start;
	}
	free(maps);
	return size;
}

/* Ours is as good as any 64-bit process's: the kernel has one for all. */
static struct elf_file *open_vdso(struct mapped_files *files, const struct mapping *mapping)
{
	const void *image = (const void *)getauxval(AT_SYSINFO_EHDR);
	size_t size;

	if (!image || mapping->start <= UINT32_MAX)
		return NULL;
	if (!files->has_vdso) {
		size = own_mapping_size(image);
		files->vdso = size ? elf_file_from_memory(image, size, "[vdso]") : NULL;
	}
	files->has_vdso = true;
	return files->vdso;
}

/* ---- all together ---- */

struct elf_file *mapped_files_open(struct mapped_files *files, uint32_t pid,
				   const struct mapping *mapping, uint64_t inode)
{
	char path[PATH_MAX + 64];
	struct elf_file *file = NULL;

	if (strcmp(mapping->path, "[vdso]") == 0)
		return open_vdso(files, mapping);
	if (mapping->path[0] != '/')
		return NULL;
	/* The mapping itself: right also where the path leads elsewhere or the file was deleted. */
	snprintf(path, sizeof(path), "/proc/%" PRIu32 "/map_files/%" PRIx64 "-%" PRIx64, pid,
		 mapping->start, mapping->end);
	if (open_path(files, pid, path, mapping->path, 0, &file))
		return file;
	snprintf(path, sizeof(path), "/proc/%" PRIu32 "/root%s", pid, mapping->path);
	if (open_path(files, pid, path, mapping->path, inode, &file) ||
	    open_path(files, pid, mapping->path, mapping->path, inode, &file))
		return file;
	return NULL;
}
