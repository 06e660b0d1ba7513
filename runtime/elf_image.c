#include "runtime/elf_image.h"

#include <elfutils/libdwelf.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lexer/debug_file.h"
#include "runtime/debuginfod.h"
#include "runtime/file.h"
#include "runtime/message.h"

/* It gets one more reference to the file that is open already. */
static int find_main_file(Dwfl_Module *module, void **data, const char *name, Dwarf_Addr base,
			  char **path, Elf **elf)
{
	struct elf_image *image = *data;

	*elf = elf_begin(image->fd, ELF_C_READ, image->elf);
	*path = strdup(image->path);
	return -1;
}

/* Once: symbols and source are both looked for in it. */
static void ask_servers(struct elf_image *image)
{
	const void *id;
	ssize_t size = dwelf_elf_gnu_build_id(image->elf, &id);

	if (size > 0 && image->fd >= 0 && !image->has_asked)
		image->debug_fd = debuginfod_find(id, (size_t)size);
	image->has_asked = true;
}

void elf_image_tell_left_out(void)
{
	static bool has_told;

	if (debug_file_has_given_up() && !has_told) {
		complain("debug files without a build ID were left out: of at most %d MiB each and "
			 "%d MiB in all is the checksum taken; link with --build-id",
			 DEBUG_FILE_SUMMED_MIB, DEBUG_FILE_ALL_SUMMED_MIB);
		has_told = true;
	}
}

/* A link without checksum is to what debug files have in common (see debug_file_find()). */
static int find_debug_file(Dwfl_Module *module, void **data, const char *name, Dwarf_Addr base,
			   const char *path, const char *link, GElf_Word checksum, char **found)
{
	struct elf_image *image = *data;
	bool is_own = !link || checksum;
	int fd = -1;

	if (!is_own || image->debug_fd < 0) {
		fd = debug_file_find(module, data, name, base, path, link, checksum, found);
		elf_image_tell_left_out();
	}
	if (fd >= 0 || !is_own)
		return fd;
	if (image->debug_fd < 0)
		ask_servers(image);
	return image->debug_fd >= 0 ? fcntl(image->debug_fd, F_DUPFD_CLOEXEC, 0) : -1;
}

Dwfl *elf_image_module(struct elf_image *image, Dwfl_Module **module)
{
	static const Dwfl_Callbacks callbacks = {.find_elf = find_main_file,
						 .find_debuginfo = find_debug_file};
	Dwfl *dwfl = dwfl_begin(&callbacks);
	void **data;

	if (!dwfl)
		return NULL;
	dwfl_report_begin(dwfl);
	/* Any place in memory will do: what it adds to addresses is taken off again. */
	*module = dwfl_report_module(dwfl, image->path, 0, UINT64_MAX);
	if (*module && dwfl_module_info(*module, &data, NULL, NULL, NULL, NULL, NULL, NULL)) {
		*data = image;
		dwfl_report_end(dwfl, NULL, NULL);
		return dwfl;
	}
	dwfl_end(dwfl);
	return NULL;
}

void elf_image_close(struct elf_image *image)
{
	elf_end(image->elf);
	file_close(&image->debug_fd);
	file_close(&image->fd);
	free(image->path);
}
