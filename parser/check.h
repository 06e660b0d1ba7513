/*
 * AST -> checked AST.
 *
 * Resolves names, types every expression, replaces named probes by the points of their definitions
 * (loading stdlib libraries that define them), expands what must be known when compiling
 * (tracepoint wildcards whose fields are read), and lays out each clause's variants and
 * attachments. When it returns true, no user error is left but limits of the running kernel.
 *
 * `kernel` may be NULL: what cannot be checked then is left to the loader, but programs that need
 * kernel types get an error that names --kernel.
 */
#ifndef MEMTAP_CHECK_H
#define MEMTAP_CHECK_H

#include <stdbool.h>

#include "lexer/diag.h"
#include "parser/ast.h"
#include "parser/kernel.h"

/*
 * Expressions and statements of a program: first as it is written, with its macros put in, then
 * each as often as it is compiled.
 */
#define PROGRAM_NODES_MAX 100000
#define CLAUSE_NODES_MAX 16384 /* of one clause or function, as often as it is unrolled */

struct check_options {
	uint32_t max_strlen; /* bytes of a str() without a length, NUL included */
	uint32_t stack_mode, stack_depth; /* of kstack and ustack alone; depth 0: the most */
	const char *allocator, *allocator_prefix; /* see parser/config.def */
	bool allow_unsafe;   /* functions that change what they watch */
	bool own_programs;   /* a program for each point, for loaders that attach each to one place */
};

/* Gives the text of a stdlib library ("mem" for mem:alloc), or NULL when there is none. */
typedef const char *library_source(const char *name, size_t *length);

struct debug_info;

struct checker_input {
	struct arena *arena;
	struct sources *sources;
	struct diag *diag;
	struct types *types;
	struct kernel *kernel;
	struct debug_info *debug_info; /* of probed binaries; NULL: nothing is known of them */
	library_source *library;
	const char *const *library_names; /* to suggest, NULL at the end; NULL: not known */
	struct check_options options;
};

bool check_program(const struct checker_input *input, struct program *program);

#endif
