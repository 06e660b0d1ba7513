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

struct codegen_input {
	struct arena *arena;
	const struct sources *sources;
	struct types *types;
	struct kernel *kernel; /* or NULL */
	struct debug_info *debug_info; /* the checker's */
	const char *name;      /* of the script */
	FILE *dump_ir;         /* where to print the optimised module, or NULL */
};

/* NULL: a bug, already printed. */
struct plan *codegen_program(const struct codegen_input *input, const struct program *program);

#endif
