/*
 * Files are read with read(2), never mapped: one that is cut short meanwhile then gives errors
 * instead of SIGBUS.
 */
#include "runtime/binary.h"

#include <errno.h>
#include <gelf.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "lexer/debug_file.h"
#include "lexer/regular_file.h"
#include "lexer/text.h"
#include "runtime/elf_image.h"
#include "runtime/privileges.h"

#define NOTE_STAPSDT   3      /* sys/sdt.h */
#define VERSION_HIDDEN 0x8000 /* in .gnu.version */

struct binary {
	struct arena *arena;
	const char *path;
	int fd;
	Elf *elf;
	GElf_Ehdr header;
	dev_t device;
	ino_t inode;
	bool has_functions, has_notes;
	ARRAY(struct binary_function) functions;
	ARRAY(struct binary_note) notes;
};

/* ---- opening ---- */

static bool open_elf(struct binary *binary, struct reason *reason)
{
	struct stat status;

	binary->fd = regular_file_open("", binary->path, &status);
	if (binary->fd < 0 && errno == EINVAL)
		return reason_set(reason, "%s is not an ELF file", binary->path);
	if (binary->fd < 0)
		return reason_set(reason, "cannot open %s: %s%s", binary->path, strerror(errno),
				  errno == EACCES ? privileges_lacking_to_read(binary->path) : "");
	binary->device = status.st_dev;
	binary->inode = status.st_ino;
	binary->elf = elf_begin(binary->fd, ELF_C_READ, NULL);
	if (!binary->elf || !gelf_getehdr(binary->elf, &binary->header))
		return reason_set(reason, "%s is not an ELF file", binary->path);
	return true;
}

struct binary *binary_open(struct arena *arena, const char *path, struct reason *reason)
{
	struct binary *binary = arena_new_of(arena, struct binary);

	elf_version(EV_CURRENT);
	binary->arena = arena;
	binary->path = arena_strdup(arena, path);
	binary->fd = -1;
	if (!open_elf(binary, reason)) {
		binary_close(binary);
		return NULL;
	}
	return binary;
}

void binary_close(struct binary *binary)
{
	if (!binary)
		return;
	elf_end(binary->elf);
	if (binary->fd >= 0)
		close(binary->fd);
	binary->elf = NULL;
	binary->fd = -1;
}

const char *binary_path(const struct binary *binary)
{
	return binary->path;
}

int binary_descriptor(const struct binary *binary)
{
	return binary->fd;
}

dev_t binary_device(const struct binary *binary)
{
	return binary->device;
}

ino_t binary_inode(const struct binary *binary)
{
	return binary->inode;
}

bool binary_is_native(const struct binary *binary)
{
#if defined(__x86_64__)
	return binary->header.e_machine == EM_X86_64;
#elif defined(__aarch64__)
	return binary->header.e_machine == EM_AARCH64;
#else
	return binary->header.e_ident[EI_CLASS] == (sizeof(void *) == 8 ? ELFCLASS64 : ELFCLASS32);
#endif
}

/* ---- sections ---- */

struct section {
	Elf_Scn *handle;
	GElf_Shdr header;
	Elf_Data *data;
};

/* The next section of a type after `section`, which starts out zeroed. */
static bool next_section(Elf *elf, uint32_t type, struct section *section)
{
	while ((section->handle = elf_nextscn(elf, section->handle))) {
		if (!gelf_getshdr(section->handle, &section->header) ||
		    section->header.sh_type != type)
			continue;
		section->data = elf_getdata(section->handle, NULL);
		if (section->data && section->data->d_buf)
			return true;
	}
	return false;
}

static size_t entry_count(const struct section *section)
{
	return section->header.sh_entsize ? section->header.sh_size / section->header.sh_entsize : 0;
}

struct note {
	struct section section;
	size_t next; /* offset in the section */
	const char *text;
	size_t size;
};

/* The next note of an owner and type in the current section. */
static bool next_note_here(const char *owner, uint32_t type, struct note *note)
{
	const char *bytes = note->section.data->d_buf;
	size_t owner_size = strlen(owner) + 1, name, text;
	GElf_Nhdr header;

	while ((note->next = gelf_getnote(note->section.data, note->next, &header, &name, &text))) {
		if (header.n_type != type || header.n_namesz != owner_size ||
		    memcmp(bytes + name, owner, owner_size) != 0)
			continue;
		note->text = bytes + text;
		note->size = header.n_descsz;
		return true;
	}
	return false;
}

/* The next note after `note`, which starts out zeroed. */
static bool next_note(Elf *elf, const char *owner, uint32_t type, struct note *note)
{
	if (note->section.handle && next_note_here(owner, type, note))
		return true;
	while (next_section(elf, SHT_NOTE, &note->section))
		if (next_note_here(owner, type, note))
			return true;
	return false;
}

/* ---- functions ---- */

/* .gnu.version says which of two dynamic symbols of one name new programs link to. */
static bool is_default_version(const struct section *versions, size_t index)
{
	GElf_Versym version;

	return versions->data && gelf_getversym(versions->data, index, &version) &&
	       !(version & VERSION_HIDDEN);
}

static const char *name_without_version(struct arena *arena, const char *name)
{
	const char *at = strchr(name, '@');

	return at && at != name ? arena_strndup(arena, name, at - name) : name;
}

static bool is_function(const GElf_Sym *symbol)
{
	int type = GELF_ST_TYPE(symbol->st_info);

	return type == STT_FUNC || type == STT_GNU_IFUNC;
}

static void add_function(struct binary *binary, Elf *elf, const struct section *table,
			 const struct section *versions, size_t index)
{
	struct binary_function function = {0};
	GElf_Sym symbol;
	const char *name;

	if (!gelf_getsym(table->data, index, &symbol) || !is_function(&symbol))
		return;
	name = elf_strptr(elf, table->header.sh_link, symbol.st_name);
	if (!name || !*name)
		return;
	/* A debug file is closed before its names are used. */
	function.name = elf == binary->elf ? name : arena_strdup(binary->arena, name);
	function.name = name_without_version(binary->arena, function.name);
	function.address = symbol.st_value;
	function.size = symbol.st_size;
	function.is_indirect = GELF_ST_TYPE(symbol.st_info) == STT_GNU_IFUNC;
	function.is_imported = symbol.st_shndx == SHN_UNDEF;
	if (!function.is_imported)
		function.rank = 1 + (GELF_ST_BIND(symbol.st_info) != STB_LOCAL) +
				is_default_version(versions, index);
	array_push(binary->arena, &binary->functions, function);
}

/* Returns whether there is such a table. */
static bool add_functions(struct binary *binary, Elf *elf, uint32_t table_type)
{
	struct section table = {0}, versions = {0};
	bool found = false;

	if (table_type == SHT_DYNSYM)
		next_section(elf, SHT_GNU_versym, &versions);
	while (next_section(elf, table_type, &table)) {
		found = true;
		for (size_t i = 0; i < entry_count(&table); i++)
			add_function(binary, elf, &table, &versions, i);
	}
	return found;
}

/* Below the root that the binary's path begins with, "/proc/1234/root", there may be one, too. */
static int open_debug_file(const struct binary *binary)
{
	int fd = debug_file_search("", binary->path, binary->elf), end = 0;
	char *root;

	if (fd >= 0 || sscanf(binary->path, "/proc/%*u/root%n", &end) != 0 ||
	    binary->path[end] != '/' || !end)
		return fd;
	root = arena_strndup(binary->arena, binary->path, (size_t)end);
	return debug_file_search(root, binary->path + end, binary->elf);
}

static void add_debug_functions(struct binary *binary)
{
	int fd = open_debug_file(binary);
	Elf *elf;

	elf_image_tell_left_out();
	if (fd < 0)
		return;
	elf = elf_begin(fd, ELF_C_READ, NULL);
	if (elf)
		add_functions(binary, elf, SHT_SYMTAB);
	elf_end(elf);
	close(fd);
}

size_t binary_functions(struct binary *binary, const struct binary_function **functions)
{
	if (!binary->has_functions) {
		binary->has_functions = true;
		add_functions(binary, binary->elf, SHT_DYNSYM);
		if (!add_functions(binary, binary->elf, SHT_SYMTAB))
			add_debug_functions(binary);
	}
	*functions = binary->functions.items;
	return binary->functions.count;
}

static const char *nearest_function(struct binary *binary, const char *name)
{
	size_t count = 0;
	const char **names = heap_alloc((binary->functions.count + 1) * sizeof(*names));
	const char *nearest;

	for (size_t i = 0; i < binary->functions.count; i++)
		if (!binary->functions.items[i].is_imported)
			names[count++] = binary->functions.items[i].name;
	nearest = nearest_name(name, names, count);
	free(names);
	return nearest;
}

/* How many functions the name stands for, of which `best` is one. Two tables may have it. */
static size_t count_meant(const struct binary *binary, const char *name,
			  const struct binary_function **best)
{
	size_t count = 0;

	*best = NULL;
	for (size_t i = 0; i < binary->functions.count; i++) {
		const struct binary_function *function = &binary->functions.items[i];

		if (strcmp(function->name, name) != 0 || (*best && function->rank < (*best)->rank))
			continue;
		if (!*best || function->rank > (*best)->rank)
			count = 1;
		else
			count += function->address != (*best)->address;
		*best = function;
	}
	return count;
}

bool binary_find_function(struct binary *binary, const char *name,
			  struct binary_function *function, struct reason *reason)
{
	const struct binary_function *functions, *best;
	size_t count = binary_functions(binary, &functions);
	size_t meant = count_meant(binary, name, &best);

	if (!meant) {
		reason_set(reason, count ? "no function '%s' in %s"
					 : "no function '%s' in %s: it has no symbols",
			   name, binary->path);
		return reason_add_nearest(reason, nearest_function(binary, name));
	}
	if (meant > 1)
		return reason_set(reason, "%s has %zu functions '%s': name one by its address",
				  binary->path, meant, name);
	if (best->is_imported)
		return reason_set(reason, "%s uses '%s', but it is defined in a library",
				  binary->path, name);
	if (best->is_indirect)
		return reason_set(reason,
				  "'%s' in %s is chosen among several functions when the program "
				  "starts (IFUNC): probe those",
				  name, binary->path);
	*function = *best;
	return true;
}

bool binary_file_offset(struct binary *binary, uint64_t address, uint64_t *offset)
{
	GElf_Phdr segment;
	size_t count = 0;

	elf_getphdrnum(binary->elf, &count);
	for (size_t i = 0; i < count && gelf_getphdr(binary->elf, (int)i, &segment); i++) {
		if (segment.p_type != PT_LOAD || !(segment.p_flags & PF_X))
			continue;
		if (address >= segment.p_vaddr && address - segment.p_vaddr < segment.p_filesz) {
			*offset = address - segment.p_vaddr + segment.p_offset;
			return true;
		}
	}
	return false;
}

/* ---- USDT notes ---- */

/*
 * The description of a note: three addresses (of the place, of a base, of the semaphore), then
 * provider, name and arguments, each with a NUL.
 */
static void add_note(struct binary *binary, const char *text, size_t size)
{
	size_t addresses = 3 * gelf_fsize(binary->elf, ELF_T_ADDR, 1, EV_CURRENT);
	struct binary_note note;
	size_t length;

	if (size <= addresses)
		return;
	note.provider = text + addresses;
	length = strnlen(note.provider, size - addresses);
	if (length + 1 >= size - addresses)
		return;
	note.name = note.provider + length + 1;
	if (!memchr(note.name, '\0', text + size - note.name))
		return;
	array_push(binary->arena, &binary->notes, note);
}

static void add_notes(struct binary *binary)
{
	struct note note = {0};

	while (next_note(binary->elf, "stapsdt", NOTE_STAPSDT, &note))
		add_note(binary, note.text, note.size);
}

size_t binary_notes(struct binary *binary, const struct binary_note **notes)
{
	if (!binary->has_notes) {
		binary->has_notes = true;
		add_notes(binary);
	}
	*notes = binary->notes.items;
	return binary->notes.count;
}

/* ---- what it needs ---- */

static const char *interpreter(struct binary *binary)
{
	GElf_Phdr segment;
	size_t count = 0;
	char text[PATH_MAX];

	elf_getphdrnum(binary->elf, &count);
	for (size_t i = 0; i < count && gelf_getphdr(binary->elf, (int)i, &segment); i++) {
		ssize_t length;

		if (segment.p_type != PT_INTERP || segment.p_filesz >= sizeof(text))
			continue;
		length = pread(binary->fd, text, segment.p_filesz, segment.p_offset);
		if (length > 0)
			return arena_strndup(binary->arena, text, strnlen(text, (size_t)length));
	}
	return NULL;
}

void binary_needs(struct binary *binary, struct binary_needs *needs)
{
	struct section dynamic = {0};
	ARRAY(const char *) libraries = {0};

	*needs = (struct binary_needs){.interpreter = interpreter(binary)};
	if (!next_section(binary->elf, SHT_DYNAMIC, &dynamic))
		return;
	for (size_t i = 0; i < entry_count(&dynamic); i++) {
		const char *text;
		GElf_Dyn entry;

		if (!gelf_getdyn(dynamic.data, i, &entry) || entry.d_tag == DT_NULL)
			break;
		if (entry.d_tag != DT_NEEDED && entry.d_tag != DT_RUNPATH && entry.d_tag != DT_RPATH)
			continue;
		text = elf_strptr(binary->elf, dynamic.header.sh_link, entry.d_un.d_val);
		if (text && entry.d_tag == DT_NEEDED)
			array_push(binary->arena, &libraries, text);
		else if (text)
			needs->run_path = text;
	}
	needs->libraries = libraries.items;
	needs->library_count = libraries.count;
}
