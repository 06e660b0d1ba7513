/*
 * In which registers a function finds its parameters: the calling convention of x86-64 (System V
 * ABI, 3.2.3).
 *
 * Where the debug info itself says in which register a parameter is at the function's first
 * instruction, that counts: functions that nobody else calls may have conventions of their own.
 */
#include <string.h>

#include "parser/debug_private.h"

#define EIGHTBYTE	 8
#define IN_REGISTERS_MAX (2 * EIGHTBYTE) /* larger ones are passed in memory */
#define VECTOR_REGISTERS 8

static const char *const argument_registers[] = {"di", "si", "dx", "cx", "r8", "r9"};
#define ARGUMENT_REGISTERS (sizeof(argument_registers) / sizeof(*argument_registers))

/* By DWARF's numbers. */
static const char *const registers[] = {"ax", "dx", "cx",  "bx",  "si",	 "di",	"bp",  "sp",
					"r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"};
#define REGISTERS (sizeof(registers) / sizeof(*registers))

enum class {
	CLASS_NONE,
	CLASS_INTEGER,
	CLASS_VECTOR, /* float, double: XMM registers */
	CLASS_MEMORY,
};

/* Of each half of what has up to 16 bytes. */
struct classes {
	enum class halves[2];
};

struct classification {
	struct debug_info *info;
	struct classes classes;
};

static void merge(struct classes *classes, uint64_t offset, enum class class)
{
	enum class *half = &classes->halves[offset / EIGHTBYTE % 2];

	if (*half == CLASS_NONE || class == CLASS_MEMORY ||
	    (*half == CLASS_VECTOR && class == CLASS_INTEGER))
		*half = class;
}

static uint64_t encoding_of(Dwarf_Die *type)
{
	Dwarf_Attribute attribute;
	Dwarf_Word encoding;

	return dwarf_attr(type, DW_AT_encoding, &attribute) &&
			       dwarf_formudata(&attribute, &encoding) == 0
		       ? encoding
		       : 0;
}

static bool is_floating(uint64_t encoding)
{
	return encoding == DW_ATE_float || encoding == DW_ATE_complex_float ||
	       encoding == DW_ATE_imaginary_float || encoding == DW_ATE_decimal_float;
}

/* A long double is in memory, as are larger ones. */
static enum class class_of_scalar(Dwarf_Die *type, uint64_t size) {
	if (dwarf_tag(type) != DW_TAG_base_type ||
	    !is_floating(encoding_of(type))) return CLASS_INTEGER;
	return size > EIGHTBYTE ? CLASS_MEMORY : CLASS_VECTOR;
}

static void classify(struct classification *c, Dwarf_Die *type, uint64_t offset, int depth);

static void classify_elements(struct classification *c, Dwarf_Die *array, uint64_t offset,
			      uint64_t size, int depth)
{
	Dwarf_Die element;
	Dwarf_Word step;

	if (!debug_type_of(array, &element) || !debug_peel(&element) ||
	    dwarf_aggregate_size(&element, &step) != 0 || !step)
		return;
	for (uint64_t at = 0; at < size && at < IN_REGISTERS_MAX && debug_step(c->info); at += step)
		classify(c, &element, offset + at, depth + 1);
}

static void classify_members(struct classification *c, Dwarf_Die *container, uint64_t offset,
			     int depth)
{
	Dwarf_Die child, type;

	for (int left = dwarf_child(container, &child); left == 0 && debug_step(c->info);
	     left = dwarf_siblingof(&child, &child)) {
		int tag = dwarf_tag(&child);
		uint64_t bit_offset;
		uint32_t bit_size;

		if ((tag != DW_TAG_member && tag != DW_TAG_inheritance) ||
		    dwarf_hasattr(&child, DW_AT_declaration))
			continue;
		if (!debug_member_place(&child, &bit_offset, &bit_size))
			merge(&c->classes, 0, CLASS_MEMORY);
		else if (debug_type_of(&child, &type) && debug_peel(&type))
			classify(c, &type, offset + bit_offset / 8, depth + 1);
	}
}

static void classify(struct classification *c, Dwarf_Die *type, uint64_t offset, int depth)
{
	Dwarf_Word size = EIGHTBYTE;

	if (depth > DEBUG_DEPTH_MAX)
		return;
	dwarf_aggregate_size(type, &size);
	if (offset + size > IN_REGISTERS_MAX) {
		merge(&c->classes, 0, CLASS_MEMORY);
	} else if (debug_is_struct(type)) {
		classify_members(c, type, offset, depth);
	} else if (dwarf_tag(type) == DW_TAG_array_type) {
		classify_elements(c, type, offset, size, depth);
	} else {
		merge(&c->classes, offset, class_of_scalar(type, size));
		if (size > EIGHTBYTE)
			merge(&c->classes, offset + EIGHTBYTE, class_of_scalar(type, size));
	}
}

/* ---- what C++ passes by a pointer to a copy ---- */

/* A reference to that class: what a constructor that copies or moves takes. */
static bool is_reference_to(Dwarf_Die *class, Dwarf_Die *type)
{
	int tag = dwarf_tag(type);
	Dwarf_Die target;

	return (tag == DW_TAG_reference_type || tag == DW_TAG_rvalue_reference_type) &&
	       debug_type_of(type, &target) && debug_peel(&target) &&
	       dwarf_dieoffset(&target) == dwarf_dieoffset(class);
}

/* Its first parameter but `this`. */
static bool takes_own_class(struct debug_info *info, Dwarf_Die *class, Dwarf_Die *method)
{
	Dwarf_Die child, type;

	for (int left = dwarf_child(method, &child); left == 0 && debug_step(info);
	     left = dwarf_siblingof(&child, &child))
		if (dwarf_tag(&child) == DW_TAG_formal_parameter &&
		    !dwarf_hasattr(&child, DW_AT_artificial))
			return debug_type_of(&child, &type) && is_reference_to(class, &type);
	return false;
}

/* A destructor, or a constructor that copies, of the class's own. */
static bool is_special(struct debug_info *info, Dwarf_Die *class, Dwarf_Die *method)
{
	const char *name = dwarf_diename(method), *own = dwarf_diename(class);
	Dwarf_Attribute attribute;
	Dwarf_Word defaulted;

	if (!name || !own || dwarf_hasattr(method, DW_AT_artificial))
		return false;
	if (dwarf_attr(method, DW_AT_defaulted, &attribute) &&
	    dwarf_formudata(&attribute, &defaulted) == 0 && defaulted == DW_DEFAULTED_in_class)
		return false;
	if (*name == '~')
		return true;
	return strlen(name) == strcspn(own, "<") && !strncmp(own, name, strlen(name)) &&
	       takes_own_class(info, class, method);
}

/* One with such functions, virtual ones, or members that have: a copy has to be made by code. */
static bool is_copied_by_code(struct debug_info *info, Dwarf_Die *class, int depth)
{
	Dwarf_Die child, type;

	if (depth > DEBUG_DEPTH_MAX)
		return false;
	if (dwarf_hasattr(class, DW_AT_containing_type)) /* of the table of virtual functions */
		return true;
	for (int left = dwarf_child(class, &child); left == 0 && debug_step(info);
	     left = dwarf_siblingof(&child, &child)) {
		int tag = dwarf_tag(&child);

		if (tag == DW_TAG_subprogram && is_special(info, class, &child))
			return true;
		if ((tag == DW_TAG_member || tag == DW_TAG_inheritance) &&
		    !dwarf_hasattr(&child, DW_AT_declaration) && debug_type_of(&child, &type) &&
		    debug_peel(&type) && debug_is_struct(&type) &&
		    is_copied_by_code(info, &type, depth + 1))
			return true;
	}
	return false;
}

/* clang says it, gcc does not. */
bool debug_is_passed_by_pointer(struct debug_info *info, Dwarf_Die *type)
{
	Dwarf_Attribute attribute;
	Dwarf_Word convention;

	if (!debug_is_struct(type))
		return false;
	if (dwarf_attr(type, DW_AT_calling_convention, &attribute) &&
	    dwarf_formudata(&attribute, &convention) == 0)
		return convention == DW_CC_pass_by_reference;
	return is_copied_by_code(info, type, 0);
}

/* ---- one after the other ---- */

static struct classes classes_of(struct debug_info *info, Dwarf_Die *type)
{
	struct classification classification = {info, {{CLASS_NONE, CLASS_NONE}}};

	if (debug_is_passed_by_pointer(info, type))
		classification.classes.halves[0] = CLASS_INTEGER;
	else
		classify(&classification, type, 0, 0);
	return classification.classes;
}

static size_t count_of(const struct classes *classes, enum class class)
{
	return (classes->halves[0] == class) + (classes->halves[1] == class);
}

struct convention {
	struct debug_info *info;
	size_t integers, vectors; /* registers that are taken */
};

/* A result that does not fit into registers has a place, whose address comes first. */
static void take_result(struct convention *convention, Dwarf_Die *function)
{
	Dwarf_Die type;
	struct classes classes;

	if (!debug_type_of(function, &type) || !debug_peel(&type))
		return;
	classes = classes_of(convention->info, &type);
	if (debug_is_passed_by_pointer(convention->info, &type) ||
	    (debug_is_struct(&type) && count_of(&classes, CLASS_MEMORY)))
		convention->integers++;
}

/* Why what has this type cannot be read from a register, wherever it is; NULL: it can. */
static const char *problem_of(struct debug_info *info, Dwarf_Die *type,
			      const struct classes *classes)
{
	if (debug_is_struct(type) && !debug_is_passed_by_pointer(info, type))
		return "is a struct passed by value";
	if (classes->halves[0] != CLASS_INTEGER || classes->halves[1] != CLASS_NONE)
		return "is not an integer or pointer of at most 8 bytes";
	return NULL;
}

/* The first of the registers that it is passed in; NULL: it is passed on the stack. */
static const char *take_registers(struct convention *convention, const struct classes *classes)
{
	size_t integers = count_of(classes, CLASS_INTEGER),
	       vectors = count_of(classes, CLASS_VECTOR);
	size_t first = convention->integers;

	if (count_of(classes, CLASS_MEMORY) || first + integers > ARGUMENT_REGISTERS ||
	    convention->vectors + vectors > VECTOR_REGISTERS)
		return NULL;
	convention->integers += integers;
	convention->vectors += vectors;
	return integers ? argument_registers[first] : NULL;
}

/* ---- what the debug info says itself ---- */

/* NULL: not in a register, or not yet known there, as in functions that are not optimised. */
static const char *register_at(Dwarf_Die *parameter, Dwarf_Addr entry)
{
	Dwarf_Attribute attribute;
	Dwarf_Op *code;
	size_t length;

	if (!dwarf_attr_integrate(parameter, DW_AT_location, &attribute) ||
	    dwarf_getlocation_addr(&attribute, entry, &code, &length, 1) != 1 || length != 1 ||
	    code->atom < DW_OP_reg0 || code->atom >= DW_OP_reg0 + REGISTERS)
		return NULL;
	return registers[code->atom - DW_OP_reg0];
}

/*
 * f.constprop.0, f.isra.0: made of another function; what it does not need is not passed. clang
 * keeps the name of a function that it changes so, and says that it is not to be called.
 */
static bool is_changed(Dwarf_Die *function, const char *symbol)
{
	Dwarf_Attribute attribute;
	Dwarf_Word convention;

	if (symbol && strchr(symbol, '.'))
		return true;
	return dwarf_attr_integrate(function, DW_AT_calling_convention, &attribute) &&
	       dwarf_formudata(&attribute, &convention) == 0 && convention == DW_CC_nocall;
}

static void place_parameter(struct convention *convention, Dwarf_Die *type, const char *said,
			    bool is_function_changed, struct debug_parameter *parameter)
{
	struct classes classes = classes_of(convention->info, type);
	const char *reg = take_registers(convention, &classes);

	parameter->problem = problem_of(convention->info, type, &classes);
	if (parameter->problem)
		return;
	parameter->reg = said ? said : reg;
	if (!said && is_function_changed)
		parameter->problem = "is not there when this copy of the function is entered";
	else if (!parameter->reg)
		parameter->problem = DEBUG_ON_STACK;
}

void debug_place_parameters(struct debug_info *info, Dwarf_Die *function, const char *symbol,
			    Dwarf_Addr entry, Dwarf_Die *dies, struct debug_parameter *parameters,
			    size_t count)
{
	bool is_function_changed = is_changed(function, symbol);
	struct convention convention = {.info = info};

	take_result(&convention, function);
	for (size_t i = 0; i < count; i++) {
		Dwarf_Die type;

		if (debug_type_of(&dies[i], &type) && debug_peel(&type))
			place_parameter(&convention, &type, register_at(&dies[i], entry),
					is_function_changed, &parameters[i]);
		else
			parameters[i].problem = "is of no known type";
	}
	/* What was not looked at may take registers, too. */
	for (size_t i = 0; i < count && !info->steps_left; i++)
		parameters[i].problem = DEBUG_TOO_MANY_MEMBERS;
}
