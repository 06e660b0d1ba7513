/*
 * An ELF file that is open, and libdwfl's view of it, with which symbols and debug info are read
 * wherever they are: in the file, compressed in its .gnu_debugdata, or in a separate debug file.
 */
#ifndef MEMTAP_ELF_IMAGE_H
#define MEMTAP_ELF_IMAGE_H

#include <elfutils/libdwfl.h>
#include <stdbool.h>

struct elf_image {
	int fd;	      /* -1: in memory */
	int debug_fd; /* its separate debug file, where that was found already; else -1 */
	bool has_asked; /* servers were asked for it */
	char *path;
	Elf *elf;
};

/* NULL: no memory for it. To be ended by dwfl_end(), before the image is closed. */
Dwfl *elf_image_module(struct elf_image *image, Dwfl_Module **module);

/* Says, once, that debug files were left out: for who has just looked for one. */
void elf_image_tell_left_out(void);

void elf_image_close(struct elf_image *image);

#endif
