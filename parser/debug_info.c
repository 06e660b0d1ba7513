#include <stdlib.h>
#include <string.h>

#include "lexer/debug_file.h"
#include "parser/ast.h"
#include "parser/debug_private.h"

struct known_places {
	const struct point *point;
	struct debug_places places;
	const char *problem; /* NULL: there are some */
	struct known_places *next;
};

struct known_function {
	const struct debug_file *file;
	uint64_t offset;
	struct debug_function function;
	const char *problem; /* NULL: it was found */
	struct known_function *next;
};

struct debug_info *debug_info_new(struct arena *arena, struct types *types, debug_finder *finder,
				  void *context)
{
	struct debug_info *info = arena_new_of(arena, struct debug_info);

	info->arena = arena;
	info->types = types;
	info->finder = finder;
	info->context = context;
	return info;
}

void debug_info_close(struct debug_info *info)
{
	for (struct debug_file *file = info->files; file; file = file->next)
		if (file->dwfl)
			dwfl_end(file->dwfl);
	info->files = NULL;
}

bool debug_info_was_asked(const struct debug_info *info)
{
	return info->places != NULL;
}

bool debug_info_places(struct debug_info *info, const struct point *point,
		       struct debug_places *places, const char **problem)
{
	struct known_places *known;

	for (known = info->places; known; known = known->next)
		if (known->point == point)
			break;
	if (!known) {
		known = arena_new_of(info->arena, struct known_places);
		known->point = point;
		if (!info->finder(info->context, point, &known->places, problem))
			known->problem = *problem;
		known->next = info->places;
		info->places = known;
	}
	*places = known->places;
	*problem = known->problem;
	return !known->problem;
}

/* ---- files ---- */

static bool read_debug_info(struct debug_file *file)
{
	static const Dwfl_Callbacks callbacks = {
		.section_address = dwfl_offline_section_address,
		.find_debuginfo = debug_file_find,
	};
	Dwfl_Module *module;
	Dwarf_Addr bias, debug_bias;

	file->dwfl = dwfl_begin(&callbacks);
	if (!file->dwfl)
		return false;
	module = dwfl_report_offline(file->dwfl, file->path, file->path, -1);
	dwfl_report_end(file->dwfl, NULL, NULL);
	file->elf = module ? dwfl_module_getelf(module, &bias) : NULL;
	file->dwarf = file->elf ? dwfl_module_getdwarf(module, &debug_bias) : NULL;
	if (file->dwarf)
		file->bias = (int64_t)(bias - debug_bias);
	return file->dwarf != NULL;
}

static struct debug_file *open_file(struct debug_info *info, const char *path)
{
	struct debug_file *file;

	for (file = info->files; file; file = file->next)
		if (!strcmp(file->path, path))
			return file;
	file = arena_new_of(info->arena, struct debug_file);
	file->path = arena_strdup(info->arena, path);
	if (!read_debug_info(file))
		file->problem = arena_printf(info->arena, "%s has no debug info", path);
	file->next = info->files;
	info->files = file;
	return file;
}

/* A unit may be in a file of its own (.dwo), of which this one has the skeleton. */
void debug_visit_units(Dwarf *dwarf, debug_unit_visitor *visit, void *context)
{
	Dwarf_CU *unit = NULL;
	Dwarf_Die top, split;
	uint8_t type;

	while (dwarf_get_units(dwarf, unit, &unit, NULL, &type, &top, &split) == 0)
		if (visit(context, type == DW_UT_skeleton && dwarf_tag(&split) ? &split : &top))
			return;
}

/* ---- functions ---- */

static bool address_of(const struct debug_file *file, uint64_t offset, Dwarf_Addr *address)
{
	GElf_Phdr segment;
	size_t count = 0;

	elf_getphdrnum(file->elf, &count);
	for (size_t i = 0; i < count && gelf_getphdr(file->elf, (int)i, &segment); i++) {
		if (segment.p_type != PT_LOAD || !(segment.p_flags & PF_X) || offset < segment.p_offset ||
		    offset - segment.p_offset >= segment.p_filesz)
			continue;
		*address = segment.p_vaddr + (offset - segment.p_offset) + (uint64_t)file->bias;
		return true;
	}
	return false;
}

struct function_search {
	Dwarf_Addr address;
	Dwarf_Die found;
	bool is_found;
};

/* A function in several parts begins with the first of its ranges. */
static bool begins_at(Dwarf_Die *function, Dwarf_Addr address)
{
	Dwarf_Addr entry, base, end;

	if (dwarf_entrypc(function, &entry) == 0)
		return entry == address;
	return dwarf_ranges(function, 0, &base, &entry, &end) > 0 && entry == address;
}

static int look_at_function(Dwarf_Die *function, void *context)
{
	struct function_search *search = context;

	if (!begins_at(function, search->address))
		return DWARF_CB_OK;
	search->found = *function;
	search->is_found = true;
	return DWARF_CB_ABORT;
}

static bool look_at_unit(void *context, Dwarf_Die *unit)
{
	struct function_search *search = context;

	if (dwarf_haspc(unit, search->address) > 0)
		dwarf_getfuncs(unit, look_at_function, search, 0);
	return search->is_found;
}

static void add_parameter(struct debug_info *info, struct debug_file *file, Dwarf_Die *die,
			  struct debug_parameter *parameter)
{
	const char *name = dwarf_diename(die);
	Dwarf_Die type;

	parameter->name = arena_strdup(info->arena, name ? name : "");
	parameter->type = debug_convert_type_of(info, file, die);
	if (debug_type_of(die, &type) && debug_peel(&type) &&
	    debug_is_passed_by_pointer(info, &type))
		parameter->type = type_pointer(info->types, parameter->type, SPACE_USER);
}

static void read_function(struct debug_info *info, struct debug_file *file, Dwarf_Die *die,
			  Dwarf_Addr entry, struct debug_function *function)
{
	ARRAY(Dwarf_Die) dies = {0};
	struct debug_parameter *parameters;
	Dwarf_Die child;

	for (int left = dwarf_child(die, &child); left == 0; left = dwarf_siblingof(&child, &child))
		if (dwarf_tag(&child) == DW_TAG_formal_parameter)
			array_push(info->arena, &dies, child);
	parameters = arena_alloc(info->arena, (dies.count + 1) * sizeof(*parameters));
	for (size_t i = 0; i < dies.count; i++)
		add_parameter(info, file, &dies.items[i], &parameters[i]);
	debug_place_parameters(info, die, function->name, entry, dies.items, parameters,
			       dies.count);
	function->result = debug_convert_type_of(info, file, die);
	function->parameters = parameters;
	function->parameter_count = dies.count;
}

static void find_function(struct debug_info *info, struct debug_file *file,
			  const struct debug_place *place, struct known_function *known)
{
	struct function_search search = {0};

	if (!file->dwarf) {
		known->problem = file->problem;
		return;
	}
	if (address_of(file, place->offset, &search.address))
		debug_visit_units(file->dwarf, look_at_unit, &search);
	if (search.is_found)
		read_function(info, file, &search.found, search.address, &known->function);
	else if (place->name)
		known->problem =
			arena_printf(info->arena, "the debug info of %s does not describe '%s'",
				     place->path, place->name);
	else
		known->problem =
			arena_printf(info->arena, "the debug info of %s has no function there",
				     place->path);
}

const struct debug_function *debug_info_find_function(struct debug_info *info,
						      const struct debug_place *place,
						      const char **problem)
{
	struct debug_file *file = open_file(info, place->path);
	struct known_function *known;

	for (known = info->functions; known; known = known->next)
		if (known->file == file && known->offset == place->offset)
			break;
	if (!known) {
		known = arena_new_of(info->arena, struct known_function);
		known->file = file;
		known->offset = place->offset;
		known->function.name = place->name;
		debug_begin(info);
		find_function(info, file, place, known);
		known->next = info->functions;
		info->functions = known;
	}
	*problem = known->problem;
	return known->problem ? NULL : &known->function;
}

const struct debug_parameter *debug_info_find_parameter(struct debug_info *info,
							const struct point *point, const char *name)
{
	const struct debug_function *function;
	struct debug_places places;
	const char *problem;

	if (!debug_info_places(info, point, &places, &problem))
		return NULL;
	function = debug_info_find_function(info, &places.items[0], &problem);
	for (size_t i = 0; function && i < function->parameter_count; i++)
		if (!strcmp(function->parameters[i].name, name))
			return &function->parameters[i];
	return NULL;
}

/* ---- types by name ---- */

struct collection {
	struct debug_info *info;
	struct debug_file *file;
};

static void add_definition(struct collection *to, enum debug_kind kind, const char *name,
			   const Dwarf_Die *die)
{
	struct debug_definition definition = {.name = name, .kind = kind, .die = *die};

	if (name)
		array_push(to->info->arena, &to->file->definitions, definition);
}

static void add_enum(struct collection *to, Dwarf_Die *die)
{
	Dwarf_Die child;

	add_definition(to, DEBUG_ENUM, dwarf_diename(die), die);
	for (int left = dwarf_child(die, &child); left == 0; left = dwarf_siblingof(&child, &child))
		add_definition(to, DEBUG_ENUMERATOR, dwarf_diename(&child), die);
}

static void collect_definitions(struct collection *to, Dwarf_Die *scope, int depth);

static void collect_definition(struct collection *to, Dwarf_Die *die, int depth)
{
	switch (dwarf_tag(die)) {
	case DW_TAG_namespace:
		if (depth < DEBUG_DEPTH_MAX)
			collect_definitions(to, die, depth + 1);
		break;
	case DW_TAG_structure_type:
	case DW_TAG_union_type:
	case DW_TAG_class_type:
		add_definition(to, DEBUG_STRUCT, dwarf_diename(die), die);
		break;
	case DW_TAG_enumeration_type:
		add_enum(to, die);
		break;
	case DW_TAG_typedef:
	case DW_TAG_base_type:
		add_definition(to, DEBUG_TYPEDEF, dwarf_diename(die), die);
		break;
	}
}

static void collect_definitions(struct collection *to, Dwarf_Die *scope, int depth)
{
	Dwarf_Die child;

	for (int left = dwarf_child(scope, &child); left == 0;
	     left = dwarf_siblingof(&child, &child))
		if (!dwarf_hasattr(&child, DW_AT_declaration))
			collect_definition(to, &child, depth);
}

static bool collect_unit(void *context, Dwarf_Die *unit)
{
	collect_definitions(context, unit, 0);
	return false;
}

static int compare_definitions(const void *a, const void *b)
{
	const struct debug_definition *left = a, *right = b;

	return strcmp(left->name, right->name);
}

static void read_definitions(struct debug_info *info, struct debug_file *file)
{
	struct collection to = {info, file};
	Dwarf *shared = dwarf_getalt(file->dwarf); /* what dwz has taken out of several files */

	file->has_definitions = true;
	debug_visit_units(file->dwarf, collect_unit, &to);
	if (shared)
		debug_visit_units(shared, collect_unit, &to);
	if (file->definitions.count)
		qsort(file->definitions.items, file->definitions.count,
		      sizeof(*file->definitions.items), compare_definitions);
}

static Dwarf_Die *find_definition(struct debug_info *info, struct debug_file *file,
				  enum debug_kind kind, const char *name)
{
	size_t low = 0, high;

	if (!file->has_definitions)
		read_definitions(info, file);
	high = file->definitions.count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(file->definitions.items[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < file->definitions.count; low++) {
		struct debug_definition *definition = &file->definitions.items[low];

		if (strcmp(definition->name, name) != 0)
			return NULL;
		if (definition->kind == kind)
			return &definition->die;
	}
	return NULL;
}

const struct type *debug_info_find_type(struct debug_info *info, const char *path,
					enum debug_kind kind, const char *name)
{
	struct debug_file *file = open_file(info, path);
	Dwarf_Die *die = file->dwarf ? find_definition(info, file, kind, name) : NULL;
	const struct type *type;

	debug_begin(info);
	type = die ? debug_convert(info, file, die) : NULL;
	return type && type->kind != TYPE_VOID ? type : NULL;
}

const struct type *debug_info_complete(struct debug_info *info, const struct type *type)
{
	const struct type *whole;
	struct debug_file *file;

	if (type->kind != TYPE_STRUCT || type->size || !debug_info_has(type) || !*type->name)
		return type;
	file = debug_entry_of(info, type)->file;
	whole = debug_info_find_type(info, file->path, DEBUG_STRUCT, type->name);
	return whole ? whole : type;
}
