#include "runtime/elf_source.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <search.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"
#include "runtime/clock.h"
#include "runtime/demangle.h"
#include "runtime/elf_image.h"
#include "runtime/message.h"

#define ANSWERS_CACHED 256
#define NESTED_MAX     64	 /* namespaces and classes, and blocks of code, in each other */
#define ENTRIES_MAX    (1 << 22) /* of one unit that are looked at */

/* Of one file, and of one lookup: ranges of code, many entries may have the same, and how long
 * libdw may look for them, in nanoseconds of CPU time. It passes over what is no range by itself.
 */
#define FILE_RANGES_MAX	  (1 << 22)
#define FILE_NS_MAX	  INT64_C(10000000000)
#define LOOKUP_RANGES_MAX (1 << 18)
#define LOOKUP_NS_MAX	  INT64_C(1000000000)

/* What is left of it. A damaged file may want any amount. */
struct budget {
	long ranges;
	int64_t ns;
};

struct answer {
	bool is_known;
	uint64_t address;
	struct source_frame *frames;
	size_t count;
};

/* Part of the code of a function, or of a unit. */
struct code_range {
	Dwarf_Addr start, end;
	Dwarf_Off entry; /* in the debug info */
};

struct code_ranges {
	struct code_range *list; /* sorted */
	size_t count, capacity;
};

struct unit {
	Dwarf_Off offset;
	struct code_ranges functions;
};

/* The demangled name of one that is in the debug info, where it is but once. */
struct known_name {
	const char *mangled;
	char *plain;
};

struct elf_source {
	const char *path;
	Dwfl *dwfl;
	Dwfl_Module *module;
	Dwarf *dwarf;	      /* NULL: there is no debug info */
	Dwarf_Addr file_bias; /* what libdwfl adds to addresses of the file, */
	Dwarf_Addr bias;      /* and to those of the debug info */
	struct budget budget; /* to read ranges of units and functions */
	bool is_too_large;    /* a budget was used up: nothing more of it is looked at */
	bool has_ranges;      /* those of the units were read */
	struct code_ranges ranges;
	struct arena *line_tables;
	void *units; /* those asked for, a tree, see tsearch(3) */
	void *names;
	struct answer answers[ANSWERS_CACHED];
};

/* ---- opening ---- */

/*
 * libdw (0.188) looks for the end of a file's name without asking where the table ends, which in a
 * damaged one is too far: what it reads gets a zero byte behind. libelf frees what it has read itself.
 */
static void end_line_table(struct elf_source *source, Elf_Scn *section)
{
	Elf_Data *data = elf_getdata(section, NULL);
	uint8_t *table;

	if (!data || !data->d_buf)
		return;
	table = arena_alloc(source->line_tables, data->d_size + 1);
	data->d_buf = memcpy(table, data->d_buf, data->d_size);
}

static void end_line_tables(struct elf_source *source)
{
	Elf *elf = dwarf_getelf(source->dwarf);
	Elf_Scn *section = NULL;
	size_t names;

	if (elf_getshdrstrndx(elf, &names) < 0)
		return;
	while ((section = elf_nextscn(elf, section))) {
		GElf_Shdr header;
		const char *name = gelf_getshdr(section, &header)
					   ? elf_strptr(elf, names, header.sh_name)
					   : NULL;

		if (name && strstr(name, "debug_line"))
			end_line_table(source, section);
	}
}

struct elf_source *elf_source_open(struct elf_image *image)
{
	struct elf_source *source = heap_alloc(sizeof(*source));

	source->path = image->path;
	source->line_tables = arena_new();
	source->budget = (struct budget){FILE_RANGES_MAX, FILE_NS_MAX};
	source->dwfl = elf_image_module(image, &source->module);
	if (source->dwfl && dwfl_module_getelf(source->module, &source->file_bias))
		source->dwarf = dwfl_module_getdwarf(source->module, &source->bias);
	if (source->dwarf)
		end_line_tables(source);
	return source;
}

static void free_unit(void *data)
{
	struct unit *unit = data;

	free(unit->functions.list);
	free(unit);
}

static void free_name(void *data)
{
	struct known_name *name = data;

	free(name->plain);
	free(name);
}

void elf_source_close(struct elf_source *source)
{
	if (!source)
		return;
	for (size_t i = 0; i < ANSWERS_CACHED; i++)
		free(source->answers[i].frames);
	free(source->ranges.list);
	tdestroy(source->units, free_unit);
	tdestroy(source->names, free_name);
	dwfl_end(source->dwfl);
	arena_free(source->line_tables);
	free(source);
}

/* ---- walking entries ---- */

/* The next one on the same level. In a damaged file it may lie before, and there is no end. */
static bool step(Dwarf_Die *entry)
{
	Dwarf_Die next;

	if (dwarf_siblingof(entry, &next) != 0 || dwarf_dieoffset(&next) <= dwarf_dieoffset(entry))
		return false;
	*entry = next;
	return true;
}

/* ---- ranges of code ---- */

static void add_range(struct code_ranges *ranges, const struct code_range *range)
{
	if (range->start >= range->end)
		return;
	if (ranges->count == ranges->capacity) {
		ranges->capacity = ranges->capacity ? 2 * ranges->capacity : 64;
		ranges->list = heap_realloc(ranges->list, ranges->capacity * sizeof(*ranges->list));
	}
	ranges->list[ranges->count++] = *range;
}

static bool is_spent(const struct budget *budget)
{
	return budget->ranges <= 0 || budget->ns <= 0;
}

/* Once for each file. */
static void stop_if_spent(struct elf_source *source, const struct budget *budget)
{
	if (!is_spent(budget) || source->is_too_large)
		return;
	source->is_too_large = true;
	complain("%s: its debug info has too many ranges of code: functions that are inlined there "
		 "are not shown",
		 source->path);
}

/* The next range of an entry, which also counts where there is none. */
static bool next_range(struct budget *budget, Dwarf_Die *entry, ptrdiff_t *at,
		       struct code_range *range)
{
	Dwarf_Addr base;

	budget->ranges--;
	*at = dwarf_ranges(entry, *at, &base, &range->start, &range->end);
	return *at > 0;
}

/* Only a list can take long. */
static uint64_t start_of_list(Dwarf_Die *entry)
{
	return dwarf_hasattr(entry, DW_AT_ranges) ? clock_ns(CLOCK_THREAD_CPUTIME_ID) : 0;
}

static void count_time(struct budget *budget, uint64_t start)
{
	if (start)
		budget->ns -= (int64_t)(clock_ns(CLOCK_THREAD_CPUTIME_ID) - start);
}

static void add_ranges(struct budget *budget, struct code_ranges *ranges, Dwarf_Die *entry)
{
	struct code_range range = {.entry = dwarf_dieoffset(entry)};
	uint64_t start = start_of_list(entry);
	ptrdiff_t at = 0;

	while (!is_spent(budget) && next_range(budget, entry, &at, &range))
		add_range(ranges, &range);
	count_time(budget, start);
}

static bool has_address(struct budget *budget, Dwarf_Die *entry, Dwarf_Addr address)
{
	struct code_range range = {0};
	uint64_t start = start_of_list(entry);
	ptrdiff_t at = 0;
	bool is_in = false;

	while (!is_in && !is_spent(budget) && next_range(budget, entry, &at, &range))
		is_in = address >= range.start && address < range.end;
	count_time(budget, start);
	return is_in;
}

static int compare_ranges(const void *a, const void *b)
{
	const struct code_range *left = a, *right = b;

	return left->start < right->start ? -1 : left->start > right->start;
}

static void sort_ranges(struct code_ranges *ranges)
{
	if (ranges->count)
		qsort(ranges->list, ranges->count, sizeof(*ranges->list), compare_ranges);
}

static const struct code_range *find_range(const struct code_ranges *ranges, Dwarf_Addr address)
{
	size_t low = 0, high = ranges->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (ranges->list[middle].start <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return low && address < ranges->list[low - 1].end ? &ranges->list[low - 1] : NULL;
}

/* ---- the functions of a unit ---- */

/* What may hold functions. */
static bool is_scope(int tag)
{
	return tag == DW_TAG_namespace || tag == DW_TAG_module || tag == DW_TAG_structure_type ||
	       tag == DW_TAG_class_type || tag == DW_TAG_union_type ||
	       tag == DW_TAG_enumeration_type;
}

static void add_functions(struct budget *budget, struct code_ranges *functions, Dwarf_Die *parent,
			  int depth, long *entries)
{
	Dwarf_Die child;

	if (depth == NESTED_MAX || dwarf_child(parent, &child) != 0)
		return;
	do {
		int tag = dwarf_tag(&child);

		if (tag == DW_TAG_subprogram)
			add_ranges(budget, functions, &child);
		else if (is_scope(tag))
			add_functions(budget, functions, &child, depth + 1, entries);
	} while (--*entries > 0 && !is_spent(budget) && step(&child));
}

static int compare_units(const void *a, const void *b)
{
	const struct unit *left = a, *right = b;

	return left->offset < right->offset ? -1 : left->offset > right->offset;
}

static struct unit *get_unit(struct elf_source *source, Dwarf_Die *entry)
{
	struct unit key = {.offset = dwarf_dieoffset(entry)}, *unit;
	void *found = tfind(&key, &source->units, compare_units);
	long entries = ENTRIES_MAX;

	if (found)
		return *(struct unit **)found;
	unit = heap_alloc(sizeof(*unit));
	*unit = key;
	add_functions(&source->budget, &unit->functions, entry, 0, &entries);
	stop_if_spent(source, &source->budget);
	sort_ranges(&unit->functions);
	tsearch(unit, &source->units, compare_units);
	return unit;
}

/* ---- names ---- */

static int compare_names(const void *a, const void *b)
{
	const struct known_name *left = a, *right = b;

	return left->mangled < right->mangled ? -1 : left->mangled > right->mangled;
}

static const char *plain_name(struct elf_source *source, const char *mangled)
{
	struct known_name key = {.mangled = mangled}, *known;
	void *found = tfind(&key, &source->names, compare_names);

	if (!found) {
		known = heap_alloc(sizeof(*known));
		*known = (struct known_name){mangled, demangle(mangled, true)};
		tsearch(known, &source->names, compare_names);
	} else {
		known = *(struct known_name **)found;
	}
	return known->plain ? known->plain : mangled;
}

static const char *name_of(struct elf_source *source, Dwarf_Die *function)
{
	Dwarf_Attribute attribute;
	const char *name = NULL;

	if (dwarf_attr_integrate(function, DW_AT_linkage_name, &attribute))
		name = dwarf_formstring(&attribute);
	if (name)
		return plain_name(source, name);
	name = dwarf_diename(function);
	return name ? name : "?";
}

/* ---- what is inlined ---- */

static bool holds_code(int tag)
{
	return tag == DW_TAG_inlined_subroutine || tag == DW_TAG_lexical_block ||
	       tag == DW_TAG_try_block || tag == DW_TAG_catch_block;
}

/* The block of code in `block` that an address is in. */
static bool find_inner(struct budget *budget, Dwarf_Die *block, Dwarf_Addr address,
		       Dwarf_Die *inner)
{
	if (dwarf_child(block, inner) != 0)
		return false;
	do {
		if (holds_code(dwarf_tag(inner)) && has_address(budget, inner, address))
			return true;
		budget->ranges--; /* a call or a variable, which takes as long as a range */
	} while (!is_spent(budget) && step(inner));
	return false;
}

/* Calls that are inlined into a function at an address, outermost first. */
static size_t find_inlined(struct elf_source *source, Dwarf_Die function, Dwarf_Addr address,
			   Dwarf_Die calls[SOURCE_FRAMES_MAX - 1])
{
	Dwarf_Die block = function, inner;
	struct budget budget = {LOOKUP_RANGES_MAX, LOOKUP_NS_MAX};
	size_t count = 0;

	for (int depth = 0; depth < 2 * NESTED_MAX && count < SOURCE_FRAMES_MAX - 1 &&
			    find_inner(&budget, &block, address, &inner);
	     depth++) {
		if (dwarf_tag(&inner) == DW_TAG_inlined_subroutine)
			calls[count++] = inner;
		block = inner;
	}
	stop_if_spent(source, &budget);
	return count;
}

static size_t find_calls(struct elf_source *source, Dwarf_Die *unit, Dwarf_Addr address,
			 Dwarf_Die calls[SOURCE_FRAMES_MAX - 1])
{
	const struct code_range *range;
	Dwarf_Die function;

	if (source->is_too_large)
		return 0;
	range = find_range(&get_unit(source, unit)->functions, address);
	if (!range || !dwarf_offdie(source->dwarf, range->entry, &function))
		return 0;
	return find_inlined(source, function, address, calls);
}

/* ---- places ---- */

static void put_place(struct source_frame *frame, const char *file, int line)
{
	if (!file || line <= 0)
		return;
	frame->file = file;
	frame->line = line;
}

static void put_line(struct source_frame *frame, Dwarf_Die *unit, Dwarf_Addr address)
{
	Dwarf_Line *found = dwarf_getsrc_die(unit, address);
	int line;

	if (found && dwarf_lineno(found, &line) == 0)
		put_place(frame, dwarf_linesrc(found, NULL, NULL), line);
}

static bool get_number(Dwarf_Die *entry, unsigned name, Dwarf_Word *number)
{
	Dwarf_Attribute attribute;

	return dwarf_attr(entry, name, &attribute) && dwarf_formudata(&attribute, number) == 0;
}

static void put_call(struct source_frame *frame, Dwarf_Die *unit, Dwarf_Die *call)
{
	Dwarf_Word file, line;
	Dwarf_Files *files;
	size_t count;

	if (get_number(call, DW_AT_call_file, &file) && get_number(call, DW_AT_call_line, &line) &&
	    line <= INT32_MAX && dwarf_getsrcfiles(unit, &files, &count) == 0 && file < count)
		put_place(frame, dwarf_filesrc(files, file, NULL, NULL), (int)line);
}

/* ---- all together ---- */

static void read_ranges(struct elf_source *source)
{
	Dwarf_CU *unit = NULL;
	Dwarf_Die entry;

	source->has_ranges = true;
	while (!source->is_too_large &&
	       dwarf_get_units(source->dwarf, unit, &unit, NULL, NULL, &entry, NULL) == 0) {
		add_ranges(&source->budget, &source->ranges, &entry);
		stop_if_spent(source, &source->budget);
	}
	sort_ranges(&source->ranges);
}

/* Not all compilers write the table of which unit has which addresses. */
static bool find_unit(struct elf_source *source, Dwarf_Addr address, Dwarf_Die *unit)
{
	Dwarf_Addr bias;
	Dwarf_Die *found = dwfl_module_addrdie(source->module, address + source->bias, &bias);
	const struct code_range *range;

	if (found) {
		*unit = *found;
		return true;
	}
	if (!source->has_ranges)
		read_ranges(source);
	range = find_range(&source->ranges, address);
	return range && dwarf_offdie(source->dwarf, range->entry, unit);
}

static void ask(struct elf_source *source, struct answer *answer)
{
	Dwarf_Addr address = answer->address + source->file_bias - source->bias;
	Dwarf_Die unit, calls[SOURCE_FRAMES_MAX - 1];
	struct source_frame *frames;
	size_t count;

	if (!find_unit(source, address, &unit))
		return;
	count = find_calls(source, &unit, address, calls);
	answer->count = count + 1;
	answer->frames = frames = heap_alloc(answer->count * sizeof(*frames));
	put_line(&frames[0], &unit, address);
	for (size_t i = 0; i < count; i++) {
		Dwarf_Die *call = &calls[count - 1 - i];

		frames[i].function = name_of(source, call);
		put_call(&frames[i + 1], &unit, call);
	}
}

size_t elf_source_find(struct elf_source *source, uint64_t address,
		       const struct source_frame **frames)
{
	struct answer *answer = &source->answers[address % ANSWERS_CACHED];

	if (!source->dwarf)
		return 0;
	if (!answer->is_known || answer->address != address) {
		free(answer->frames);
		*answer = (struct answer){.address = address, .is_known = true};
		ask(source, answer);
	}
	*frames = answer->frames;
	return answer->count;
}
