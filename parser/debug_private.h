/*
 * What the files behind parser/debug_info.h share: debug_info.c opens files and finds functions,
 * debug_type.c makes types, debug_call.c says in which registers parameters are.
 */
#ifndef MEMTAP_DEBUG_PRIVATE_H
#define MEMTAP_DEBUG_PRIVATE_H

#include <dwarf.h>
#include <elfutils/libdwfl.h>

#include "lexer/arena.h"
#include "parser/debug_info.h"

/*
 * How deep types are followed: typedefs, qualifiers, arrays, structs in each other. Damaged debug
 * info may go in circles.
 */
#define DEBUG_DEPTH_MAX 32
/*
 * Members of types that are looked at for one function, one type or one member: structs in each
 * other, each of which has several of the next one, multiply. DEBUG_TOO_MANY_MEMBERS says it.
 */
#define DEBUG_STEPS_MAX 100000

/* A type that a file defines under a name. */
struct debug_definition {
	const char *name;
	enum debug_kind kind;
	Dwarf_Die die;
};

struct debug_file {
	const char *path;
	Dwfl *dwfl;
	Dwarf *dwarf; /* NULL: it has no debug info, and that is the problem */
	const char *problem;
	Elf *elf;
	int64_t bias;	      /* from addresses of the file to those of its debug info */
	bool has_definitions; /* they were looked for */
	ARRAY(struct debug_definition) definitions; /* sorted by name */
	struct debug_file *next;
};

/* A struct, union or enum: what the number of a type stands for. */
struct debug_entry {
	struct debug_file *file;
	Dwarf_Die die;
	int tag, line;
	const char *name; /* "": none */
	uint64_t size;
};

struct debug_info {
	struct arena *arena;
	struct types *types;
	debug_finder *finder;
	void *context;
	struct debug_file *files;
	struct known_places *places;
	struct known_function *functions;
	ARRAY(struct debug_entry) entries;
	uint32_t steps_left; /* of DEBUG_STEPS_MAX */
};

/* ---- debug_info.c ---- */

/* Calls `visit` for the top of each unit of the file, until it returns true. */
typedef bool debug_unit_visitor(void *context, Dwarf_Die *unit);
void debug_visit_units(Dwarf *dwarf, debug_unit_visitor *visit, void *context);

/* ---- debug_type.c ---- */

/* To be called before anything is looked for. */
void debug_begin(struct debug_info *info);
/* One member more is looked at; false when there were too many. */
bool debug_step(struct debug_info *info);

/* The DIE that DW_AT_type of another refers to. */
bool debug_type_of(Dwarf_Die *die, Dwarf_Die *type);
/* Goes through typedefs and qualifiers; false when nothing is behind them: void, or damaged. */
bool debug_peel(Dwarf_Die *type);
bool debug_is_struct(Dwarf_Die *type);
/* Where a member or a base class is in its struct, in bytes, and in bits if it is a bit field. */
bool debug_member_place(Dwarf_Die *member, uint64_t *bit_offset, uint32_t *bit_size);
struct debug_entry *debug_entry_of(struct debug_info *info, const struct type *type);
/* What the language has no values of becomes void. */
const struct type *debug_convert(struct debug_info *info, struct debug_file *file, Dwarf_Die *die);
/* The type that DW_AT_type says; void when there is none. */
const struct type *debug_convert_type_of(struct debug_info *info, struct debug_file *file,
					 Dwarf_Die *die);

/* ---- debug_call.c ---- */

/*
 * Sets `reg` or `problem` of each of a function's parameters, whose DIEs these are. `symbol`: the
 * function's, or NULL.
 */
void debug_place_parameters(struct debug_info *info, Dwarf_Die *function, const char *symbol,
			    Dwarf_Addr entry, Dwarf_Die *dies, struct debug_parameter *parameters,
			    size_t count);
/* A class that C++ passes by a pointer to a copy. */
bool debug_is_passed_by_pointer(struct debug_info *info, Dwarf_Die *type);

#endif
