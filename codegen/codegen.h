/*
 * Checked AST -> plan.
 *
 * There is no user error left to find here: codegen either succeeds or says that memtap has a bug
 * (exit 70). LLVM is initialised on the first call.
 */
#ifndef MEMTAP_CODEGEN_H
#define MEMTAP_CODEGEN_H

#include <stdio.h>

#include "codegen/plan.h"
#include "lexer/source.h"
#include "parser/ast.h"
#include "parser/kernel.h"

struct debug_info;

/*
 * For other loaders than memtap's, which know of a program only its section's name: "kprobe/vfs_read".
 * What is at hand is asked before anything is compiled.
 */
struct codegen_places {
	void *context;
	uint32_t cpus; /* that there is scratch memory for */
	/* Chooses among the plan's attachments; false: not possible, already said. */
	bool (*choose)(void *context, const struct plan *plan);
	/* NULL: the program is attached nowhere, and is left out. */
	const char *(*section)(void *context, const char *program);
	/* There is a clause that asks user space to do something; `place`: "leak.mt:3:1". */
	void (*tell_event)(void *context, const char *place);
};

struct codegen_input {
	struct arena *arena;
	const struct sources *sources;
	struct types *types;
	struct kernel *kernel; /* or NULL */
	struct debug_info *debug_info; /* the checker's */
	const char *name;      /* of the script */
	FILE *dump_ir;         /* where to print the optimised module, or NULL */
	const struct codegen_places *places; /* NULL: the plan is run by memtap */
};

/* NULL: a bug, or places that cannot be chosen; already printed. */
struct plan *codegen_program(const struct codegen_input *input, const struct program *program);

#endif
