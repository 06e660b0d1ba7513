#include "codegen/object.h"

#include <gelf.h>
#include <linux/bpf.h>
#include <string.h>

#include "lexer/probe_kind.h"

/* ---- symbols ---- */

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

static void take_undefined(Elf *elf, Elf_Scn *section, const GElf_Shdr *header,
			   void (*take)(void *context, const char *name), void *context)
{
	Elf_Data *symbols = elf_getdata(section, NULL);
	GElf_Sym symbol;

	for (int i = 0; symbols && gelf_getsym(symbols, i, &symbol); i++)
		if (symbol.st_shndx == SHN_UNDEF && GELF_ST_BIND(symbol.st_info) != STB_LOCAL)
			take(context, elf_strptr(elf, header->sh_link, symbol.st_name));
}

void object_undefined(const uint8_t *image, size_t size,
		      void (*take)(void *context, const char *name), void *context)
{
	Elf_Scn *section = NULL;
	GElf_Shdr header;
	Elf *elf;

	elf_version(EV_CURRENT);
	elf = elf_memory((char *)image, size);
	while (elf && (section = elf_nextscn(elf, section)))
		if (gelf_getshdr(section, &header) && header.sh_type == SHT_SYMTAB)
			take_undefined(elf, section, &header, take, context);
	elf_end(elf);
}

/* ---- what programs may do ---- */

static bool is_unsafe_call(const struct bpf_insn *instruction)
{
	if (instruction->code != (BPF_JMP | BPF_CALL) || instruction->src_reg == BPF_PSEUDO_CALL)
		return false;
	if (instruction->src_reg) /* a function of the kernel, by its number */
		return true;
	switch (instruction->imm) {
	case BPF_FUNC_probe_write_user:
	case BPF_FUNC_override_return:
	case BPF_FUNC_send_signal:
	case BPF_FUNC_send_signal_thread:
	case BPF_FUNC_setsockopt:
		return true;
	default:
		return false;
	}
}

static bool has_unsafe_call(Elf_Scn *section)
{
	const Elf_Data *code = elf_rawdata(section, NULL);
	struct bpf_insn instruction;

	for (size_t at = 0; code && code->d_buf && sizeof(instruction) <= code->d_size - at;
	     at += sizeof(instruction)) {
		memcpy(&instruction, (const uint8_t *)code->d_buf + at, sizeof(instruction));
		if (is_unsafe_call(&instruction))
			return true;
	}
	return false;
}

/* libbpf takes the type of a program from the name: of "fmod_ret" and "lsm" the result counts. */
static bool is_of_a_probe(const char *section)
{
	if (strcmp(section, ".text") == 0) /* functions that programs call */
		return true;
	for (size_t i = 0; i < PROBE_KIND_COUNT; i++) {
		const char *known = probe_kinds[i].section;
		size_t length = strlen(known);

		if (strncmp(section, known, length) == 0 &&
		    (known[length - 1] == '/' || !section[length] || section[length] == '/' ||
		     strncmp(section + length, ".multi/", strlen(".multi/")) == 0))
			return true;
	}
	return false;
}

static bool is_unsafe_code(Elf *elf, Elf_Scn *section, const GElf_Shdr *header)
{
	size_t names;
	const char *name = elf_getshdrstrndx(elf, &names) == 0
				   ? elf_strptr(elf, names, header->sh_name)
				   : NULL;

	return !name || !is_of_a_probe(name) || has_unsafe_call(section);
}

/* Functions of the kernel that libbpf puts in. What libbpf says of the kernel to usdt probes is none. */
static void find_kernel_function(void *is_found, const char *name)
{
	if (!name || strcmp(name, "LINUX_HAS_BPF_COOKIE") != 0)
		*(bool *)is_found = true;
}

static bool is_unsafe_section(Elf *elf, Elf_Scn *section)
{
	bool has_kernel_function = false;
	GElf_Shdr header;

	if (!gelf_getshdr(section, &header))
		return false;
	if (header.sh_type == SHT_SYMTAB)
		take_undefined(elf, section, &header, find_kernel_function, &has_kernel_function);
	return has_kernel_function ||
	       (header.sh_type == SHT_PROGBITS && (header.sh_flags & SHF_EXECINSTR) &&
		header.sh_size > 0 && is_unsafe_code(elf, section, &header));
}

bool object_is_unsafe(const uint8_t *image, size_t size)
{
	Elf_Scn *section = NULL;
	bool is_unsafe = false;
	Elf *elf;

	elf_version(EV_CURRENT);
	elf = elf_memory((char *)image, size);
	while (elf && !is_unsafe && (section = elf_nextscn(elf, section)))
		is_unsafe = is_unsafe_section(elf, section);
	elf_end(elf);
	return is_unsafe;
}
