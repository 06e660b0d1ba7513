#include "lexer/debug_file.h"

#include <elfutils/libdwelf.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "lexer/regular_file.h"

#define DEBUG_FOLDER "/usr/lib/debug"
#define SUMMED_MAX   (DEBUG_FILE_SUMMED_MIB << 20)

/* What is looked for: whose debug info, and how to know it. */
struct search {
	const char *root, *path;
	const void *id; /* build ID; NULL: none */
	size_t id_size;
	const char *link; /* NULL: none */
	GElf_Word checksum;
};

/* ---- is it the one? ---- */

bool debug_file_has_id(int fd, const void *id, size_t size)
{
	Elf *elf = elf_begin(fd, ELF_C_READ, NULL);
	const void *found;
	bool is_same = elf && dwelf_elf_gnu_build_id(elf, &found) == (ssize_t)size &&
		       memcmp(found, id, size) == 0;

	elf_end(elf);
	return is_same;
}

static off_t left_to_sum = DEBUG_FILE_ALL_SUMMED_MIB << 20;
static bool has_given_up;

bool debug_file_has_given_up(void)
{
	return has_given_up;
}

/* Files of others may be large at no cost to them, and many may be links to one. */
static bool may_sum(off_t size)
{
	if (size > SUMMED_MAX || size > left_to_sum) {
		has_given_up = true;
		return false;
	}
	left_to_sum -= size;
	return true;
}

static bool is_elf(int fd)
{
	char magic[SELFMAG];

	return pread(fd, magic, SELFMAG, 0) == SELFMAG && memcmp(magic, ELFMAG, SELFMAG) == 0;
}

static bool has_checksum(const struct search *search, int fd, off_t size)
{
	unsigned char bytes[1 << 16];
	uLong sum = crc32(0, NULL, 0);
	ssize_t got = 1;

	if (!is_elf(fd) || !may_sum(size))
		return false;
	for (off_t all = 0; all < size && got > 0; all += got) {
		got = pread(fd, bytes, sizeof(bytes), all);
		if (got > 0)
			sum = crc32(sum, bytes, (uInt)got);
	}
	return got > 0 && sum == search->checksum;
}

static bool is_other_file(const struct search *search, const struct stat *status)
{
	struct stat own;
	int found = regular_file_find(search->root, search->path, &own);

	if (found < 0)
		return true;
	close(found);
	return own.st_dev != status->st_dev || own.st_ino != status->st_ino;
}

/* ---- where it may be ---- */

static int try_path(const struct search *search, const char *path)
{
	struct stat status;
	int fd = regular_file_open(search->root, path, &status);

	if (fd < 0 || (is_other_file(search, &status) &&
		       (search->id ? debug_file_has_id(fd, search->id, search->id_size)
				   : has_checksum(search, fd, status.st_size))))
		return fd;
	close(fd);
	return -1;
}

static int try_id(const struct search *search)
{
	char path[PATH_MAX], digits[2 * DEBUG_FILE_ID_MAX + 1];
	const unsigned char *id = search->id;

	if (!id || search->id_size < 2 || search->id_size > DEBUG_FILE_ID_MAX)
		return -1;
	for (size_t i = 0; i < search->id_size; i++)
		sprintf(digits + 2 * i, "%02x", id[i]);
	snprintf(path, sizeof(path), DEBUG_FOLDER "/.build-id/%.2s/%s.debug", digits, digits + 2);
	return try_path(search, path);
}

static int try_link(const struct search *search)
{
	static const struct {
		const char *before, *after; /* the folder of the binary */
	} places[] = {{"", ""}, {"", "/.debug"}, {DEBUG_FOLDER, ""}};
	const char *slash = strrchr(search->path, '/');
	int fd = -1;

	if (!search->link || strchr(search->link, '/') || !slash)
		return -1;
	for (size_t i = 0; i < sizeof(places) / sizeof(*places) && fd < 0; i++) {
		char path[PATH_MAX];

		snprintf(path, sizeof(path), "%s%.*s%s/%s", places[i].before,
			 (int)(slash - search->path), search->path, places[i].after, search->link);
		fd = try_path(search, path);
	}
	return fd;
}

int debug_file_search(const char *root, const char *path, Elf *elf)
{
	struct search search = {.root = root, .path = path};
	ssize_t id_size = dwelf_elf_gnu_build_id(elf, &search.id);
	int fd;

	if (id_size > 0)
		search.id_size = (size_t)id_size;
	else
		search.id = NULL;
	search.link = dwelf_elf_gnu_debuglink(elf, &search.checksum);
	fd = try_id(&search);
	return fd >= 0 ? fd : try_link(&search);
}

/* libdwfl also asks so for what several debug files have in common, by a link without checksum, and
 * knows that file by its build ID. */
int debug_file_find(Dwfl_Module *module, void **data, const char *name, Dwarf_Addr base,
		    const char *path, const char *link, GElf_Word checksum, char **found)
{
	int fd = dwfl_build_id_find_debuginfo(module, data, name, base, path, link, checksum, found);
	GElf_Addr bias;
	Elf *elf;

	if (fd >= 0 || !path || (link && !checksum))
		return fd;
	elf = dwfl_module_getelf(module, &bias);
	return elf ? debug_file_search("", path, elf) : -1;
}
