/*
 * A small ELF file with nothing in it but the name and the checksum of its debug file.
 */
#ifndef MEMTAP_UNIT_LINKED_ELF_H
#define MEMTAP_UNIT_LINKED_ELF_H

#include <elf.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "runtime/file.h"

struct linked_elf {
	Elf64_Ehdr header;
	char names[32]; /* of sections */
	char link[32];  /* with a NUL, then at the next 4 bytes the checksum */
	Elf64_Shdr sections[3];
};

static uint32_t linked_elf_checksum(const char *path)
{
	size_t size = 0;
	char *bytes = file_read(path, &size);
	uint32_t sum = (uint32_t)crc32(0, (const unsigned char *)bytes, (uInt)size);

	free(bytes);
	return sum;
}

static void linked_elf_write(const char *path, const char *link, uint32_t checksum)
{
	static const char names[] = "\0.shstrtab\0.gnu_debuglink";
	size_t padded = (strlen(link) + 4) / 4 * 4;
	FILE *file = fopen(path, "w");
	struct linked_elf elf = {
		.header = {.e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64,
				       __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? ELFDATA2LSB
										 : ELFDATA2MSB,
				       EV_CURRENT},
			   .e_type = ET_DYN,
			   .e_version = EV_CURRENT,
			   .e_shoff = offsetof(struct linked_elf, sections),
			   .e_ehsize = sizeof(Elf64_Ehdr),
			   .e_shentsize = sizeof(Elf64_Shdr),
			   .e_shnum = 3,
			   .e_shstrndx = 1},
		.sections = {[1] = {.sh_name = 1,
				    .sh_type = SHT_STRTAB,
				    .sh_offset = offsetof(struct linked_elf, names),
				    .sh_size = sizeof(names)},
			     [2] = {.sh_name = sizeof("\0.shstrtab"),
				    .sh_type = SHT_PROGBITS,
				    .sh_offset = offsetof(struct linked_elf, link),
				    .sh_size = padded + sizeof(checksum),
				    .sh_addralign = 4}},
	};

	memcpy(elf.names, names, sizeof(names));
	strcpy(elf.link, link);
	memcpy(elf.link + padded, &checksum, sizeof(checksum));
	fwrite(&elf, sizeof(elf), 1, file);
	fclose(file);
}

#endif
