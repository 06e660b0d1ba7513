/*
 * The file is read with read(2), never mapped: one that is cut short while memtap runs then gives
 * errors instead of SIGBUS.
 */
#include "runtime/elf_file.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwelf.h>
#include <elfutils/libdwfl.h>
#include <gelf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "lexer/debug_file.h"
#include "runtime/demangle.h"
#include "runtime/elf_image.h"
#include "runtime/elf_source.h"
#include "runtime/progress.h"

#define SEGMENTS_MAX  16 /* executable segments; real files have one or two */
#define ENCLOSING_MAX 16 /* how far back an enclosing symbol is looked for */
#define FRAMES_CACHED 256
#define SHOWN_ID_MAX  64 /* bytes of a build ID: it is a hash */

struct segment {
	uint64_t offset, address, size;
};

struct elf_symbol {
	uint64_t start;
	const char *name;
	uint32_t size;
	uint8_t rank; /* among symbols at the same address, the lowest is shown */
	bool is_demangled;
};

struct frame_answer {
	uint64_t address;
	bool is_known, is_frameless;
};

struct elf_file {
	struct elf_image image;
	struct segment segments[SEGMENTS_MAX];
	size_t segment_count;
	uint16_t machine;
	const char *build_id; /* NULL: not looked for, or none */

	bool has_symbols; /* they were read */
	struct arena *arena;
	struct elf_symbol *symbols; /* sorted by start, one for each */
	size_t symbol_count;

	struct elf_source *source; /* NULL: not asked for yet */

	bool has_cfi; /* it was looked for */
	Dwarf_CFI *cfi;
	struct frame_answer frames[FRAMES_CACHED];
};

/* ---- opening ---- */

static void read_segments(struct elf_file *file)
{
	size_t count;

	if (elf_getphdrnum(file->image.elf, &count) != 0)
		return;
	for (size_t i = 0; i < count && file->segment_count < SEGMENTS_MAX; i++) {
		GElf_Phdr header;

		if (!gelf_getphdr(file->image.elf, (int)i, &header))
			return;
		if (header.p_type == PT_LOAD && (header.p_flags & PF_X))
			file->segments[file->segment_count++] =
				(struct segment){header.p_offset, header.p_vaddr, header.p_filesz};
	}
}

/*
 * Programs and libraries. Anyone can map an object file as code, but its symbols have no addresses
 * yet, and to relocate it libdwfl would ask for a callback that there is none of.
 */
static bool is_image(Elf *elf, GElf_Ehdr *header)
{
	return elf && elf_kind(elf) == ELF_K_ELF && gelf_getehdr(elf, header) &&
	       (header->e_type == ET_EXEC || header->e_type == ET_DYN);
}

static struct elf_file *finish_open(Elf *elf, int fd, const char *path)
{
	struct elf_file *file;
	GElf_Ehdr header;

	if (!is_image(elf, &header)) {
		elf_end(elf);
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	file = heap_alloc(sizeof(*file));
	file->image = (struct elf_image){
		.fd = fd, .debug_fd = -1, .path = heap_strdup(path), .elf = elf};
	file->machine = header.e_machine;
	file->arena = arena_new();
	read_segments(file);
	return file;
}

struct elf_file *elf_file_open(int fd, const char *path)
{
	elf_version(EV_CURRENT);
	return finish_open(elf_begin(fd, ELF_C_READ, NULL), fd, path);
}

struct elf_file *elf_file_from_memory(const void *image, size_t size, const char *path)
{
	elf_version(EV_CURRENT);
	return finish_open(elf_memory((char *)image, size), -1, path);
}

void elf_file_close(struct elf_file *file)
{
	if (!file)
		return;
	if (file->cfi)
		dwarf_cfi_end(file->cfi);
	elf_source_close(file->source);
	elf_image_close(&file->image);
	free(file->symbols);
	arena_free(file->arena);
	free(file);
}

struct build_id elf_file_id(const struct elf_file *file)
{
	struct build_id id = {0};
	const void *bytes;
	ssize_t size = dwelf_elf_gnu_build_id(file->image.elf, &bytes);

	if (size > 0 && size <= BUILD_ID_MAX) {
		id.size = (uint8_t)size;
		memcpy(id.bytes, bytes, (size_t)size);
	}
	return id;
}

void elf_file_look_below(struct elf_file *file, const char *root)
{
	if (file->image.debug_fd >= 0)
		return;
	file->image.debug_fd = debug_file_search(root, file->image.path, file->image.elf);
	elf_image_tell_left_out();
}

bool elf_file_address(const struct elf_file *file, uint64_t offset, uint64_t *address)
{
	for (size_t i = 0; i < file->segment_count; i++) {
		const struct segment *segment = &file->segments[i];

		if (offset >= segment->offset && offset - segment->offset < segment->size) {
			*address = segment->address + (offset - segment->offset);
			return true;
		}
	}
	return false;
}

/* ---- reading symbols ---- */

/* Of several names for one address: a plain one before those with underscores, then public ones. */
static uint8_t symbol_rank(const char *name, const GElf_Sym *symbol)
{
	uint8_t rank = 0;

	if (symbol->st_size == 0)
		rank |= 16;
	if (GELF_ST_TYPE(symbol->st_info) == STT_NOTYPE)
		rank |= 8;
	if (name[0] == '_')
		rank |= 4;
	if (GELF_ST_BIND(symbol->st_info) == STB_LOCAL)
		rank |= 2;
	else if (GELF_ST_BIND(symbol->st_info) == STB_WEAK)
		rank |= 1;
	return rank;
}

static bool is_code(const GElf_Sym *symbol, const char *name, const GElf_Shdr *section)
{
	int type = GELF_ST_TYPE(symbol->st_info);

	if (!name || !name[0] || !(section->sh_flags & SHF_EXECINSTR))
		return false;
	return type == STT_FUNC || type == STT_GNU_IFUNC || type == STT_NOTYPE;
}

/* A symbol without a size reaches to the end of its section, unless another begins before. */
static uint64_t symbol_size(const GElf_Sym *symbol, const GElf_Shdr *section)
{
	uint64_t into = symbol->st_value - section->sh_addr;

	if (symbol->st_size)
		return symbol->st_size;
	return symbol->st_value >= section->sh_addr && into < section->sh_size
		       ? section->sh_size - into
		       : 0;
}

/* Where a file's symbols have their names. */
struct name_table {
	Elf *elf;
	size_t section; /* 0: none */
};

static struct name_table name_table_of(Elf *elf)
{
	struct name_table table = {.elf = elf};
	Elf_Scn *section = NULL;
	GElf_Shdr header;

	while ((section = elf_nextscn(elf, section))) {
		if (!gelf_getshdr(section, &header))
			continue;
		if (header.sh_type == SHT_SYMTAB || (header.sh_type == SHT_DYNSYM && !table.section))
			table.section = header.sh_link;
		if (header.sh_type == SHT_SYMTAB)
			break;
	}
	return table;
}

/*
 * libdwfl has the name, too, but in a damaged file, which any process can have mapped, it may have
 * no end. libelf looks for it.
 */
static const char *symbol_name(struct name_table *table, Elf *elf, const GElf_Sym *symbol)
{
	if (table->elf != elf)
		*table = name_table_of(elf);
	return table->section ? elf_strptr(elf, table->section, symbol->st_name) : NULL;
}

static void add_symbol(struct elf_file *file, Dwfl_Module *module, int index, GElf_Addr main_bias,
		       struct name_table *names)
{
	GElf_Sym symbol;
	GElf_Addr start;
	GElf_Word section_index;
	Elf *elf;
	Dwarf_Addr bias;
	GElf_Shdr section;
	const char *name;
	uint64_t size;

	if (!dwfl_module_getsym_info(module, index, &symbol, &start, &section_index, &elf, &bias) ||
	    !elf || section_index == SHN_UNDEF || section_index >= SHN_LORESERVE)
		return;
	name = symbol_name(names, elf, &symbol);
	if (!name)
		return;
	if (!gelf_getshdr(elf_getscn(elf, section_index), &section) ||
	    !is_code(&symbol, name, &section))
		return;
	size = symbol_size(&symbol, &section);
	if (size == 0)
		return;
	file->symbols[file->symbol_count++] = (struct elf_symbol){
		.start = start - main_bias,
		.name = arena_strndup(file->arena, name, strcspn(name, "@")), /* less its version */
		.size = size > UINT32_MAX ? UINT32_MAX : (uint32_t)size,
		.rank = symbol_rank(name, &symbol),
	};
}

static int compare_symbols(const void *a, const void *b)
{
	const struct elf_symbol *left = a, *right = b;
	size_t left_length, right_length;

	if (left->start != right->start)
		return left->start < right->start ? -1 : 1;
	if (left->rank != right->rank)
		return left->rank < right->rank ? -1 : 1;
	left_length = strlen(left->name);
	right_length = strlen(right->name);
	if (left_length != right_length)
		return left_length < right_length ? -1 : 1;
	return strcmp(left->name, right->name);
}

/* One for each address; those without a size are cut where the next begins. */
static void sort_symbols(struct elf_file *file)
{
	size_t kept = 0;

	if (file->symbol_count == 0)
		return;
	qsort(file->symbols, file->symbol_count, sizeof(*file->symbols), compare_symbols);
	for (size_t i = 1; i < file->symbol_count; i++)
		if (file->symbols[i].start != file->symbols[kept].start)
			file->symbols[++kept] = file->symbols[i];
	file->symbol_count = kept + 1;
	file->symbols = heap_realloc(file->symbols, file->symbol_count * sizeof(*file->symbols));
}

static void read_module_symbols(struct elf_file *file, Dwfl_Module *module)
{
	int count = dwfl_module_getsymtab(module);
	struct name_table names = {0};
	GElf_Addr main_bias;

	if (count <= 0 || !dwfl_module_getelf(module, &main_bias))
		return;
	file->symbols = heap_alloc((size_t)count * sizeof(*file->symbols));
	for (int i = 0; i < count; i++)
		add_symbol(file, module, i, main_bias, &names);
	sort_symbols(file);
}

static void read_symbols(struct elf_file *file)
{
	Dwfl_Module *module;
	Dwfl *dwfl;

	progress_begin("reading symbols of", file->image.path);
	dwfl = elf_image_module(&file->image, &module);
	file->has_symbols = true;
	if (dwfl)
		read_module_symbols(file, module);
	dwfl_end(dwfl);
	progress_end();
}

/* ---- finding symbols ---- */

/* The last symbol that begins at or before an address. */
static struct elf_symbol *last_before(struct elf_file *file, uint64_t address)
{
	size_t low = 0, high = file->symbol_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (file->symbols[middle].start <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? &file->symbols[low - 1] : NULL;
}

static const char *demangled(struct elf_file *file, struct elf_symbol *symbol)
{
	char *plain;

	if (symbol->is_demangled)
		return symbol->name;
	symbol->is_demangled = true;
	plain = demangle(symbol->name, true);
	if (plain)
		symbol->name = arena_strdup(file->arena, plain);
	free(plain);
	return symbol->name;
}

bool elf_file_find(struct elf_file *file, uint64_t address, const char **name, uint64_t *start)
{
	struct elf_symbol *symbol;

	if (!file->has_symbols)
		read_symbols(file);
	symbol = last_before(file, address);
	for (int i = 0; symbol && i < ENCLOSING_MAX; i++) {
		if (address - symbol->start < symbol->size) {
			*name = demangled(file, symbol);
			*start = symbol->start;
			return true;
		}
		symbol = symbol > file->symbols ? symbol - 1 : NULL;
	}
	return false;
}

const char *elf_file_build_id(struct elf_file *file)
{
	const uint8_t *bytes;
	ssize_t size;
	char *text;

	if (file->build_id)
		return file->build_id;
	size = dwelf_elf_gnu_build_id(file->image.elf, (const void **)&bytes);
	if (size <= 0 || size > SHOWN_ID_MAX)
		return NULL;
	file->build_id = text = arena_alloc(file->arena, 2 * (size_t)size + 1);
	for (ssize_t i = 0; i < size; i++)
		sprintf(text + 2 * i, "%02x", bytes[i]);
	return text;
}

/* ---- the source ---- */

size_t elf_file_find_source(struct elf_file *file, uint64_t address,
			    const struct source_frame **frames)
{
	size_t count;

	progress_begin("reading debug info of", file->image.path);
	if (!file->source)
		file->source = elf_source_open(&file->image);
	count = elf_source_find(file->source, address, frames);
	progress_end();
	return count;
}

/* ---- call frames ---- */

/* In DWARF's numbering of x86-64 registers; the return address is always right below the CFA. */
#define DWARF_RSP 7

static bool is_above_stack_pointer(const Dwarf_Op *op, uint64_t distance)
{
	if (op->atom == DW_OP_bregx)
		return op->number == DWARF_RSP && op->number2 == distance;
	return op->atom == DW_OP_breg0 + DWARF_RSP && op->number == distance;
}

static bool ask_cfi(struct elf_file *file, uint64_t address)
{
	Dwarf_Frame *frame;
	Dwarf_Op *ops;
	size_t count;
	bool answer;

	if (!file->has_cfi) {
		file->has_cfi = true;
		file->cfi = dwarf_getcfi_elf(file->image.elf);
	}
	if (!file->cfi || dwarf_cfi_addrframe(file->cfi, address, &frame) != 0)
		return false;
	answer = dwarf_frame_cfa(frame, &ops, &count) == 0 && count == 1 &&
		 is_above_stack_pointer(&ops[0], 8);
	free(frame);
	return answer;
}

bool elf_file_is_frameless(struct elf_file *file, uint64_t address)
{
	struct frame_answer *answer = &file->frames[address % FRAMES_CACHED];

	if (file->machine != EM_X86_64)
		return false;
	if (!answer->is_known || answer->address != address)
		*answer = (struct frame_answer){address, true, ask_cfi(file, address)};
	return answer->is_frameless;
}
