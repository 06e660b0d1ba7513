/*
 * What a kernel has: its BTF types, tracepoints and functions.
 *
 * Read from files under a root: "/" for the running kernel, or a directory that mirrors
 * sys/kernel/btf/vmlinux and sys/kernel/tracing/ of another one (memtap --snapshot DIR writes it).
 * Everything is read on first use: a program that needs no types never opens the BTF.
 */
#ifndef MEMTAP_KERNEL_H
#define MEMTAP_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lexer/tracefs.h"
#include "parser/type.h"

struct kernel;

struct kernel *kernel_open(struct arena *arena, struct types *types, const char *root);
void kernel_close(struct kernel *kernel);

bool kernel_has_btf(struct kernel *kernel);         /* readable and sound */
bool kernel_has_tracepoints(struct kernel *kernel); /* tracefs readable */
bool kernel_has_functions(struct kernel *kernel);   /* the list of traceable functions readable */

/* Declarations of the program, which hide types of the kernel; reports what is wrong in them. */
struct diag;
struct c_declaration;
void kernel_declare(struct kernel *kernel, struct diag *diag, const struct c_declaration *list);
/* Is it one of the type that is written so: "enum a", or "a", behind struct or union or alone? */
bool kernel_is_declared_by(const struct c_declaration *declaration, const char *type, bool is_struct);

/* Is it one of these declarations? */
bool kernel_declares(const struct kernel *kernel, const struct type *container);

/* A struct or union by name; NULL when the kernel has none, or no BTF. */
const struct type *kernel_find_struct(struct kernel *kernel, const char *name);
/* A typedef, enum or base type of the kernel ("size_t", "gfp_t"); NULL when there is none. */
const struct type *kernel_find_type(struct kernel *kernel, const char *name);
/* "pid_type", of `enum pid_type`; NULL when there is none. */
const struct type *kernel_find_enum(struct kernel *kernel, const char *name);
/* An enumerator's value ("PAGE_SHIFT" is none, "NR_FREE_PAGES" is one), and its enum, as an int64. */
const struct type *kernel_find_enumerator(struct kernel *kernel, const char *name, int64_t *value);

struct kernel_member {
	const char *name;
	/*
	 * char[N] is a string. Pointers and arrays carry SPACE_KERNEL, or SPACE_USER where the
	 * kernel's BTF says __user. What the language has no values of, such as __int128, is void.
	 */
	const struct type *type;
	uint32_t bit_offset;
	uint32_t bit_size; /* 0 but for bit fields */
	bool is_fixed;	   /* of a struct that the program declares: nothing is relocated */
	bool is_enum;	   /* or an array of them: to the language an integer, to CO-RE another kind */
};

/* Members of anonymous structs and unions inside count as its own. */
bool kernel_find_member(struct kernel *kernel, const struct type *container, const char *name,
			struct kernel_member *member);
/* All member names, for "did you mean"; an array in the arena. */
size_t kernel_member_names(struct kernel *kernel, const struct type *container,
			   const char *const **names);

struct kernel_prototype {
	const struct type *result;
	const struct kernel_parameter {
		const char *name;
		const struct type *type;
	} *parameters;
	size_t parameter_count;
};

/* Of a function of the kernel itself, not of a module; false when the BTF does not have it. */
bool kernel_find_prototype(struct kernel *kernel, const char *function,
			   struct kernel_prototype *prototype);
/* Functions that have one and match, sorted. */
size_t kernel_match_prototypes(struct kernel *kernel, const char *pattern,
			       const char *const **names);

/* NULL when there is no such event, or tracefs cannot be read. Cached. */
const struct tracefs_format *kernel_find_tracepoint(struct kernel *kernel, const char *category,
						    const char *event);

/* Its format file, for free(); NULL as above. */
char *kernel_read_format(struct kernel *kernel, const char *category, const char *event,
			 size_t *size);

/*
 * What a compilation has taken from the kernel besides its BTF: the tracepoints that it has asked
 * for, also those that are not there (false behind the last), and whether any of the lists of what
 * can be traced.
 */
bool kernel_asked_tracepoint(const struct kernel *kernel, size_t index, const char **category,
			     const char **event);
bool kernel_was_listed(const struct kernel *kernel);

/*
 * Names that match `pattern` ('*' any run of characters), sorted, in the arena. Tracepoints as
 * "category:event"; the pattern has both parts.
 */
size_t kernel_match_tracepoints(struct kernel *kernel, const char *pattern,
				const char *const **names);
size_t kernel_match_functions(struct kernel *kernel, const char *pattern,
			      const char *const **names);

#endif
