#include "runtime/mapped_files.h"

#include <inttypes.h>
#include <search.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "lexer/regular_file.h"
#include "runtime/address_space.h"
#include "runtime/elf_file.h"
#include "runtime/file.h"
#include "runtime/message.h"

#define FILES_MAX 8192

/* Of an ELF file: its own, that of its debug file, and libdwfl's copy of that one. */
#define DESCRIPTORS_MAX 3

struct known_file { /* what is known of a file on disk */
	dev_t device;
	ino_t inode;
	struct elf_file *file; /* NULL: no ELF file */
};

struct known_build {
	struct build_id id;
	struct elf_file *file; /* the first that was met */
};

struct mapped_files {
	void *known;	    /* a tree of them, see tsearch(3) */
	void *builds;	    /* the same of known_build */
	size_t known_count;
	size_t count, most; /* ELF files: they stay open */
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

	return getrlimit(RLIMIT_NOFILE, &limit) == 0
		       ? (size_t)limit.rlim_cur / 2 / DESCRIPTORS_MAX
		       : FILES_MAX;
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
	tdestroy(files->builds, free);
	elf_file_close(files->vdso);
	free(files);
}

/* ---- files on disk ---- */

static bool has_room(struct mapped_files *files)
{
	bool is_all_known = files->known_count == FILES_MAX;
	size_t count = is_all_known ? files->known_count : files->count;

	if (!is_all_known && files->count < files->most)
		return true;
	if (!files->is_full)
		complain("functions of some files have no names: %zu file%s %s, as many as may "
			 "be; with -p there are fewer",
			 count, count == 1 ? " is" : "s are", is_all_known ? "known" : "open");
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

static int compare_builds(const void *a, const void *b)
{
	return memcmp(&((const struct known_build *)a)->id, &((const struct known_build *)b)->id,
		      sizeof(struct build_id));
}

static struct elf_file *find_build(const struct mapped_files *files, const struct build_id *id)
{
	struct known_build key = {.id = *id};
	void *found = id->size ? tfind(&key, &files->builds, compare_builds) : NULL;

	return found ? (*(struct known_build **)found)->file : NULL;
}

static void learn_build(struct mapped_files *files, struct elf_file *file)
{
	struct known_build *build = heap_alloc(sizeof(*build));

	*build = (struct known_build){elf_file_id(file), file};
	if (!build->id.size || find_build(files, &build->id))
		free(build);
	else
		tsearch(build, &files->builds, compare_builds);
}

static bool is_build(const struct elf_file *file, const struct build_id *id)
{
	struct build_id own;

	if (!id->size)
		return true;
	if (!file)
		return false;
	own = elf_file_id(file);
	return memcmp(&own, id, sizeof(own)) == 0;
}

/* `found` is as from regular_file_find(). NULL when it cannot be opened. */
static struct known_file *open_file(struct mapped_files *files, const struct mapped_file *wanted,
				    int found, const struct known_file *key)
{
	int fd = has_room(files) ? regular_file_open_found(found) : -1;
	struct known_file *known;

	if (fd < 0)
		return NULL;
	files->known_count++;
	known = heap_alloc(sizeof(*known));
	*known = *key;
	known->file = elf_file_open(fd, wanted->mapping->path);
	tsearch(known, &files->known, compare_files);
	if (known->file) {
		files->count++;
		look_in_container(known->file, wanted->lineage[0]);
		learn_build(files, known->file);
	}
	return known;
}

static struct known_file *know_file(struct mapped_files *files, const struct mapped_file *wanted,
				    int found, const struct stat *status)
{
	struct known_file key = {.device = status->st_dev, .inode = status->st_ino};
	void *node = tfind(&key, &files->known, compare_files);

	return node ? *(struct known_file **)node : open_file(files, wanted, found, &key);
}

/* False when the file is not there. `root` is as for regular_file_find(). */
static bool open_path(struct mapped_files *files, const struct mapped_file *wanted,
		      const char *root, const char *path, uint64_t inode, struct elf_file **file)
{
	struct known_file *known = NULL;
	struct stat status;
	int found = regular_file_find(root, path, &status);

	if (found < 0)
		return false;
	if (!inode || status.st_ino == inode) /* else another has taken the path since */
		known = know_file(files, wanted, found, &status);
	close(found);
	*file = known ? known->file : NULL;
	return known && is_build(*file, &wanted->id);
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

/* A process that is gone may have been in the container of its parent, which is not. Without a
 * build ID there is no telling. */
static bool open_below_root(struct mapped_files *files, const struct mapped_file *wanted,
			    struct elf_file **file)
{
	size_t count = wanted->id.size ? wanted->lineage_count : 1;
	bool is_open = false;

	for (size_t i = 0; i < count && !is_open; i++) {
		char root[32];

		snprintf(root, sizeof(root), "/proc/%" PRIu32 "/root", wanted->lineage[i]);
		is_open = open_path(files, wanted, root, wanted->mapping->path, wanted->inode, file);
	}
	return is_open;
}

struct elf_file *mapped_files_open(struct mapped_files *files, const struct mapped_file *wanted)
{
	const struct mapping *mapping = wanted->mapping;
	struct elf_file *file = NULL;
	char path[96];

	if (strcmp(mapping->path, "[vdso]") == 0)
		return open_vdso(files, mapping);
	if (mapping->path[0] != '/')
		return NULL;
	/* The mapping itself: right also where the path leads elsewhere or the file was deleted. */
	snprintf(path, sizeof(path), "/proc/%" PRIu32 "/map_files/%" PRIx64 "-%" PRIx64,
		 wanted->lineage[0], mapping->start, mapping->end);
	if (open_path(files, wanted, "", path, 0, &file) ||
	    open_below_root(files, wanted, &file) ||
	    open_path(files, wanted, "", mapping->path, wanted->inode, &file))
		return file;
	return find_build(files, &wanted->id);
}
