/*
 * DWARF's types -> ours.
 */
#include <string.h>

#include "parser/debug_private.h"

/* ---- bounds ---- */

void debug_begin(struct debug_info *info)
{
	info->steps_left = DEBUG_STEPS_MAX;
}

bool debug_step(struct debug_info *info)
{
	if (!info->steps_left)
		return false;
	info->steps_left--;
	return true;
}

/* ---- references ---- */

bool debug_type_of(Dwarf_Die *die, Dwarf_Die *type)
{
	Dwarf_Attribute attribute;

	return dwarf_attr_integrate(die, DW_AT_type, &attribute) &&
	       dwarf_formref_die(&attribute, type);
}

/* A struct may be declared in one unit and have a unit of its own for its definition. */
static void follow_signature(Dwarf_Die *type)
{
	Dwarf_Attribute attribute;
	Dwarf_Die definition;

	if (dwarf_attr(type, DW_AT_signature, &attribute) &&
	    dwarf_formref_die(&attribute, &definition))
		*type = definition;
}

bool debug_peel(Dwarf_Die *type)
{
	for (int depth = 0; depth < DEBUG_DEPTH_MAX; depth++) {
		Dwarf_Die inner;

		switch (dwarf_tag(type)) {
		case DW_TAG_typedef:
		case DW_TAG_const_type:
		case DW_TAG_volatile_type:
		case DW_TAG_restrict_type:
		case DW_TAG_atomic_type:
			if (!debug_type_of(type, &inner))
				return false;
			*type = inner;
			break;
		default:
			follow_signature(type);
			return true;
		}
	}
	return false;
}

bool debug_is_struct(Dwarf_Die *type)
{
	int tag = dwarf_tag(type);

	return tag == DW_TAG_structure_type || tag == DW_TAG_union_type || tag == DW_TAG_class_type;
}

static uint64_t size_of(Dwarf_Die *type)
{
	Dwarf_Word size;

	return dwarf_aggregate_size(type, &size) == 0 ? size : 0;
}

static uint64_t number(Dwarf_Die *die, unsigned int name, uint64_t otherwise)
{
	Dwarf_Attribute attribute;
	Dwarf_Word value;

	return dwarf_attr_integrate(die, name, &attribute) &&
			       dwarf_formudata(&attribute, &value) == 0
		       ? value
		       : otherwise;
}

/* ---- structs and enums by number ---- */

/* Numbers of the kernel's BTF are far below; type->btf_id tells them apart. */
#define FIRST_NUMBER (1u << 31)

bool debug_info_has(const struct type *type)
{
	return type->btf_id >= FIRST_NUMBER;
}

struct debug_entry *debug_entry_of(struct debug_info *info, const struct type *type)
{
	return &info->entries.items[type->btf_id - FIRST_NUMBER];
}

static struct debug_entry describe(struct debug_info *info, struct debug_file *file, Dwarf_Die *die)
{
	struct debug_entry entry = {.file = file, .die = *die, .tag = dwarf_tag(die)};
	const char *name = dwarf_diename(die);

	entry.name = arena_strdup(info->arena, name ? name : "");
	entry.size = size_of(die);
	dwarf_decl_line(die, &entry.line);
	return entry;
}

static bool is_same_type(struct debug_info *info, Dwarf_Die *a, Dwarf_Die *b, int depth);

/* What tells members, enumerators and dimensions of arrays apart, but names and types. */
static bool has_same_numbers(Dwarf_Die *a, Dwarf_Die *b)
{
	static const unsigned int names[] = {
		DW_AT_data_member_location, DW_AT_data_bit_offset,
		DW_AT_bit_offset,	    DW_AT_bit_size,
		DW_AT_const_value,	    DW_AT_count,
		DW_AT_upper_bound,
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (number(a, names[i], UINT64_MAX) != number(b, names[i], UINT64_MAX))
			return false;
	return true;
}

static bool has_same_children(struct debug_info *info, Dwarf_Die *a, Dwarf_Die *b, int depth)
{
	Dwarf_Die child, other;
	int end = dwarf_child(a, &child), other_end = dwarf_child(b, &other);

	while (end == 0 && other_end == 0) {
		if (!has_same_numbers(&child, &other) ||
		    !is_same_type(info, &child, &other, depth + 1))
			return false;
		end = dwarf_siblingof(&child, &child);
		other_end = dwarf_siblingof(&other, &other);
	}
	return end == other_end;
}

/* Also of members. Types of one name and size are not looked into. */
static bool is_same_type(struct debug_info *info, Dwarf_Die *a, Dwarf_Die *b, int depth)
{
	const char *name = dwarf_diename(a) ?: "", *other_name = dwarf_diename(b) ?: "";
	bool is_member = dwarf_tag(a) == DW_TAG_member;
	Dwarf_Die type, other;

	if (depth > DEBUG_DEPTH_MAX || !debug_step(info))
		return false;
	if (dwarf_tag(a) != dwarf_tag(b) || size_of(a) != size_of(b) ||
	    strcmp(name, other_name) != 0)
		return false;
	if (*name && !is_member)
		return true;
	if (!has_same_children(info, a, b, depth))
		return false;
	if (!debug_type_of(a, &type))
		return !debug_type_of(b, &other);
	return debug_type_of(b, &other) && is_same_type(info, &type, &other, depth + 1);
}

/*
 * Every unit that uses a struct may describe it: of one name and size, declared in one line, it is
 * one type. (Of which file is not asked: libdw aborts when a unit has no list of files.) Those
 * without a name have to have the same members as well.
 */
static bool is_same_entry(struct debug_info *info, struct debug_entry *a, struct debug_entry *b)
{
	if (a->file != b->file || a->tag != b->tag || a->size != b->size || a->line != b->line ||
	    strcmp(a->name, b->name) != 0)
		return false;
	return *a->name || a->die.addr == b->die.addr || is_same_type(info, &a->die, &b->die, 0);
}

static uint32_t number_of(struct debug_info *info, struct debug_file *file, Dwarf_Die *die)
{
	struct debug_entry entry = describe(info, file, die);
	uint32_t i;

	for (i = 0; i < info->entries.count; i++)
		if (is_same_entry(info, &info->entries.items[i], &entry))
			return FIRST_NUMBER + i;
	array_push(info->arena, &info->entries, entry);
	return FIRST_NUMBER + i;
}

static const struct type *convert_struct(struct debug_info *info, struct debug_file *file,
					 Dwarf_Die *die)
{
	uint32_t id = number_of(info, file, die);
	const struct debug_entry *entry = &info->entries.items[id - FIRST_NUMBER];

	if (entry->size > UINT32_MAX)
		return type_void(info->types);
	return type_struct(info->types, entry->name, dwarf_tag(die) == DW_TAG_union_type,
			   (uint32_t)entry->size, id);
}

/* Those below zero are written with a sign, others in as few bytes as they need. */
static int64_t enumerator_value(Dwarf_Die *die)
{
	Dwarf_Attribute attribute;
	Dwarf_Sword low = 0;
	Dwarf_Word value = 0;

	if (!dwarf_attr(die, DW_AT_const_value, &attribute))
		return 0;
	if (dwarf_whatform(&attribute) == DW_FORM_sdata ||
	    dwarf_whatform(&attribute) == DW_FORM_implicit_const) {
		dwarf_formsdata(&attribute, &low);
		return low;
	}
	dwarf_formudata(&attribute, &value);
	return (int64_t)value;
}

static bool is_number_size(uint64_t size)
{
	return size == 1 || size == 2 || size == 4 || size == 8;
}

static const struct type *convert_enum(struct debug_info *info, struct debug_file *file,
				       Dwarf_Die *die)
{
	ARRAY(struct enumerator) list = {0};
	uint64_t size = size_of(die);
	bool is_signed = false;
	Dwarf_Die child;

	if (!is_number_size(size))
		return type_void(info->types);
	for (int left = dwarf_child(die, &child); left == 0;
	     left = dwarf_siblingof(&child, &child)) {
		int64_t value = enumerator_value(&child);
		const char *name = dwarf_diename(&child);

		is_signed |= value < 0;
		array_push(info->arena, &list,
			   ((struct enumerator){arena_strdup(info->arena, name ? name : ""),
						(uint64_t)value}));
	}
	if (!list.count)
		return type_int(info->types, (uint32_t)size, is_signed);
	return type_enum(info->types, arena_strdup(info->arena, dwarf_diename(die) ?: ""),
			 (uint32_t)size, is_signed, number_of(info, file, die), list.items,
			 (uint32_t)list.count);
}

/* ---- the others ---- */

static const struct type *convert_base(struct debug_info *info, Dwarf_Die *die)
{
	uint64_t size = size_of(die);
	bool is_signed = false;

	if (!is_number_size(size))
		return type_void(info->types);
	switch (number(die, DW_AT_encoding, 0)) {
	case DW_ATE_boolean:
		return size == 1 ? type_bool(info->types)
				 : type_int(info->types, (uint32_t)size, false);
	case DW_ATE_signed:
	case DW_ATE_signed_char:
		is_signed = true;
		break;
	case DW_ATE_unsigned:
	case DW_ATE_unsigned_char:
	case DW_ATE_UTF:
	case DW_ATE_address:
		break;
	default: /* floating-point numbers */
		return type_void(info->types);
	}
	return type_int(info->types, (uint32_t)size, is_signed);
}

static bool is_char(Dwarf_Die *type)
{
	const char *name = dwarf_diename(type);

	return dwarf_tag(type) == DW_TAG_base_type && name && !strcmp(name, "char");
}

/* Elements along one dimension; 0: it has no bound. */
static uint64_t count_of(Dwarf_Die *range)
{
	uint64_t count = number(range, DW_AT_count, UINT64_MAX);
	uint64_t last = number(range, DW_AT_upper_bound, UINT64_MAX);

	if (count != UINT64_MAX)
		return count;
	return last == UINT64_MAX ? 0 : last + 1;
}

static const struct type *convert(struct debug_info *info, struct debug_file *file, Dwarf_Die *die,
				  int depth);

static const struct type *convert_type_of(struct debug_info *info, struct debug_file *file,
					  Dwarf_Die *die, int depth)
{
	Dwarf_Die type;

	return debug_type_of(die, &type) ? convert(info, file, &type, depth + 1)
					 : type_void(info->types);
}

/* An array of char is a string; one without end has no size to be a value of. */
static const struct type *convert_array(struct debug_info *info, struct debug_file *file,
					Dwarf_Die *die, int depth)
{
	const struct type *type = convert_type_of(info, file, die, depth);
	ARRAY(uint64_t) counts = {0};
	Dwarf_Die child, element;
	uint32_t size;

	for (int left = dwarf_child(die, &child); left == 0; left = dwarf_siblingof(&child, &child))
		if (dwarf_tag(&child) == DW_TAG_subrange_type)
			array_push(info->arena, &counts, count_of(&child));
	for (size_t i = counts.count; i--;) {
		uint64_t count = counts.items[i];
		bool is_string = i == counts.count - 1 && count && debug_type_of(die, &element) &&
				 debug_peel(&element) && is_char(&element);

		if (type->kind == TYPE_VOID || count > UINT32_MAX ||
		    __builtin_mul_overflow(type->size, (uint32_t)count, &size))
			return type_void(info->types);
		type = is_string ? type_string(info->types, (uint32_t)count)
				 : type_array(info->types, type, (uint32_t)count, SPACE_USER);
	}
	return type;
}

static const struct type *convert(struct debug_info *info, struct debug_file *file, Dwarf_Die *die,
				  int depth)
{
	Dwarf_Die type = *die;

	if (depth > DEBUG_DEPTH_MAX || !debug_peel(&type))
		return type_void(info->types);
	switch (dwarf_tag(&type)) {
	case DW_TAG_base_type:
		return convert_base(info, &type);
	case DW_TAG_enumeration_type:
		return convert_enum(info, file, &type);
	case DW_TAG_pointer_type:
	case DW_TAG_reference_type:
	case DW_TAG_rvalue_reference_type:
		return type_pointer(info->types, convert_type_of(info, file, &type, depth),
				    SPACE_USER);
	case DW_TAG_array_type:
		return convert_array(info, file, &type, depth);
	case DW_TAG_structure_type:
	case DW_TAG_union_type:
	case DW_TAG_class_type:
		return convert_struct(info, file, &type);
	}
	return type_void(info->types);
}

const struct type *debug_convert(struct debug_info *info, struct debug_file *file, Dwarf_Die *die)
{
	return convert(info, file, die, 0);
}

const struct type *debug_convert_type_of(struct debug_info *info, struct debug_file *file,
					 Dwarf_Die *die)
{
	return convert_type_of(info, file, die, 0);
}

/* ---- members ---- */

/* Before DWARF 5 bits may be counted from the other end of the number that they are in. */
static uint64_t first_bit(Dwarf_Die *member, uint64_t byte, uint32_t bits)
{
	uint64_t skipped = number(member, DW_AT_bit_offset, 0);
	uint64_t size = number(member, DW_AT_byte_size, 0);
	Dwarf_Die type;

	if (!size && debug_type_of(member, &type) && debug_peel(&type))
		size = size_of(&type);
	return byte * 8 + size * 8 - skipped - bits;
}

bool debug_member_place(Dwarf_Die *member, uint64_t *bit_offset, uint32_t *bit_size)
{
	uint64_t byte = number(member, DW_AT_data_member_location, 0);
	Dwarf_Attribute attribute;

	/* Of a virtual base class only the program itself knows where it is. */
	if (dwarf_attr(member, DW_AT_data_member_location, &attribute) &&
	    dwarf_whatform(&attribute) == DW_FORM_exprloc)
		return false;
	*bit_size = (uint32_t)number(member, DW_AT_bit_size, 0);
	*bit_offset = number(member, DW_AT_data_bit_offset, byte * 8);
	if (*bit_size && dwarf_hasattr(member, DW_AT_bit_offset))
		*bit_offset = first_bit(member, byte, *bit_size);
	return *bit_offset <= UINT32_MAX;
}

struct member_visit {
	struct debug_info *info;
	const char *wanted; /* or NULL: all are added to `names` */
	ARRAY(const char *) names;
	Dwarf_Die found;
	uint64_t bit_offset;
	uint32_t bit_size;
};

/* Static members of a class are elsewhere. */
static bool is_member(Dwarf_Die *die)
{
	int tag = dwarf_tag(die);

	return (tag == DW_TAG_member && !dwarf_hasattr(die, DW_AT_declaration)) ||
	       tag == DW_TAG_inheritance;
}

static bool take_member(struct member_visit *visit, Dwarf_Die *member, const char *name,
			uint64_t bit_offset, uint32_t bit_size)
{
	if (!visit->wanted)
		array_push(visit->info->arena, &visit->names,
			   arena_strdup(visit->info->arena, name));
	if (!visit->wanted || strcmp(visit->wanted, name) != 0)
		return false;
	visit->found = *member;
	visit->bit_offset = bit_offset;
	visit->bit_size = bit_size;
	return true;
}

/* Those of anonymous structs inside, and of base classes, are its own. True ends the visit. */
static bool visit_members(struct member_visit *visit, Dwarf_Die *container, uint64_t from,
			  int depth)
{
	Dwarf_Die child, type;
	bool is_found = false;

	for (int left = dwarf_child(container, &child);
	     left == 0 && !is_found && debug_step(visit->info);
	     left = dwarf_siblingof(&child, &child)) {
		const char *name = dwarf_diename(&child);
		uint64_t bit_offset;
		uint32_t bit_size;

		if (!is_member(&child) || !debug_member_place(&child, &bit_offset, &bit_size))
			continue;
		if (name && *name)
			is_found = take_member(visit, &child, name, from + bit_offset, bit_size);
		else if (depth < DEBUG_DEPTH_MAX && debug_type_of(&child, &type) &&
			 debug_peel(&type) && debug_is_struct(&type))
			is_found = visit_members(visit, &type, from + bit_offset, depth + 1);
	}
	return is_found;
}

bool debug_info_find_member(struct debug_info *info, const struct type *container, const char *name,
			    struct kernel_member *member)
{
	struct debug_entry *entry = debug_entry_of(info, container);
	struct member_visit visit = {.info = info, .wanted = name};
	Dwarf_Die die = entry->die;

	debug_begin(info);
	if (!visit_members(&visit, &die, 0, 0) || visit.bit_offset > UINT32_MAX)
		return false;
	*member = (struct kernel_member){
		.name = arena_strdup(info->arena, name),
		.type = debug_convert_type_of(info, entry->file, &visit.found),
		.bit_offset = (uint32_t)visit.bit_offset,
		.bit_size = visit.bit_size,
		.is_fixed = true,
	};
	return true;
}

size_t debug_info_member_names(struct debug_info *info, const struct type *container,
			       const char *const **names)
{
	struct member_visit visit = {.info = info};
	Dwarf_Die die = debug_entry_of(info, container)->die;

	debug_begin(info);
	visit_members(&visit, &die, 0, 0);
	*names = visit.names.items;
	return visit.names.count;
}
