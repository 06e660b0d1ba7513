/*
 * What the debug info (DWARF) of programs and libraries says of them: the parameters and results of
 * functions, structures by name and their members.
 *
 * A file is opened when it is first asked for, and of its debug info only that is read which the
 * question takes. Types become those of parser/type.h, their pointers leading into the process.
 * Everything is the compilation's arena's but the open files, which debug_info_close() closes. This
 * is the only header of the compiler that reads DWARF (through libdw).
 */
#ifndef MEMTAP_DEBUG_INFO_H
#define MEMTAP_DEBUG_INFO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "parser/kernel.h"
#include "parser/type.h"

struct debug_info;
struct point;

/* Where a function is, or a note, that a point of the program stands for. */
struct debug_place {
	const char *path; /* of the binary */
	const char *name; /* of the function; NULL: the point is an address */
	uint64_t offset;  /* in that file */
};

struct debug_places {
	const struct debug_place *items;
	size_t count;
};

/* Only the runtime knows which binary is meant. False with the problem when there is none. */
typedef bool debug_finder(void *context, const struct point *point, struct debug_places *places,
			  const char **problem);

struct debug_info *debug_info_new(struct arena *arena, struct types *types, debug_finder *finder,
				  void *context);
void debug_info_close(struct debug_info *info);

/* Has the compilation asked for places, without which nothing else can be asked? */
bool debug_info_was_asked(const struct debug_info *info);

/* As the finder has it; asked once a point. */
bool debug_info_places(struct debug_info *info, const struct point *point,
		       struct debug_places *places, const char **problem);

struct debug_parameter {
	const char *name; /* "": it has none */
	const struct type *type;
	const char *reg;     /* that it is in when the function is entered, as reg() names it */
	const char *problem; /* why it cannot be read: "is a struct passed by value"; or NULL */
};

/* Two of these problems. */
#define DEBUG_ON_STACK "is passed on the stack"
#define DEBUG_TOO_MANY_MEMBERS \
	"cannot be placed: the function's types have more than 100000 members"

struct debug_function {
	const char *name;	   /* of its symbol, or NULL */
	const struct type *result; /* void: none */
	const struct debug_parameter *parameters;
	size_t parameter_count;
};

/* NULL, with the problem, when the place is not the start of a function that is described. */
const struct debug_function *debug_info_find_function(struct debug_info *info,
						      const struct debug_place *place,
						      const char **problem);

/* The parameter of the function that a point stands for; NULL when it has none of that name. */
const struct debug_parameter *
debug_info_find_parameter(struct debug_info *info, const struct point *point, const char *name);

enum debug_kind {
	DEBUG_STRUCT, /* a union or class, too */
	DEBUG_ENUM,
	DEBUG_TYPEDEF,
	DEBUG_ENUMERATOR, /* the enum that has it */
};

/* A type of a binary by name; NULL when it has none, or no debug info. */
const struct type *debug_info_find_type(struct debug_info *info, const char *path,
					enum debug_kind kind, const char *name);

/* Was the struct found here, not in the kernel's BTF? */
bool debug_info_has(const struct type *type);
/* One that was only declared where it was met, as it is defined elsewhere in the file. */
const struct type *debug_info_complete(struct debug_info *info, const struct type *type);
/* Of a struct that was found here: as kernel_find_member() and kernel_member_names() do. */
bool debug_info_find_member(struct debug_info *info, const struct type *container, const char *name,
			    struct kernel_member *member);
size_t debug_info_member_names(struct debug_info *info, const struct type *container,
			       const char *const **names);

#endif
