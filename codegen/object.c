#include "codegen/object.h"

#include <gelf.h>
#include <string.h>

/* Where in the image a symbol's section is says where the symbol is. */
static bool locate(Elf *elf, uint8_t *image, size_t image_size, const GElf_Sym *found,
		   struct object_symbol *symbol)
{
	Elf_Scn *section = elf_getscn(elf, found->st_shndx);
	GElf_Shdr header;

	if (!section || !gelf_getshdr(section, &header) || found->st_value > header.sh_size ||
	    found->st_size > header.sh_size - found->st_value)
		return false;
	*symbol = (struct object_symbol){.offset = found->st_value, .size = found->st_size};
	if (header.sh_type == SHT_NOBITS)
		return true;
	if (header.sh_offset > image_size || header.sh_size > image_size - header.sh_offset)
		return false;
	symbol->bytes = image + header.sh_offset + found->st_value;
	return true;
}

static bool find_in_table(Elf *elf, const Elf_Scn *section, const char *name, GElf_Sym *found)
{
	Elf_Data *data = elf_getdata((Elf_Scn *)section, NULL);
	GElf_Shdr header;

	if (!data || !gelf_getshdr((Elf_Scn *)section, &header))
		return false;
	for (int i = 0; gelf_getsym(data, i, found); i++) {
		const char *text = elf_strptr(elf, header.sh_link, found->st_name);

		if (text && strcmp(text, name) == 0 && found->st_shndx != SHN_UNDEF)
			return true;
	}
	return false;
}

bool object_find(uint8_t *image, size_t size, const char *name, struct object_symbol *symbol)
{
	Elf_Scn *section = NULL;
	bool is_found = false;
	GElf_Shdr header;
	GElf_Sym found;
	Elf *elf;

	elf_version(EV_CURRENT);
	elf = elf_memory((char *)image, size);
	while (elf && !is_found && (section = elf_nextscn(elf, section)))
		is_found = gelf_getshdr(section, &header) && header.sh_type == SHT_SYMTAB &&
			   find_in_table(elf, section, name, &found) &&
			   locate(elf, image, size, &found, symbol);
	elf_end(elf);
	return is_found;
}
