/*
 * What the targets have in common whose input is a script: the phases of runtime/compile.c, for the
 * kernel that golden tests are compiled for ($FUZZ_KERNEL) and, whatever binary a probe names, for
 * one program ($FUZZ_PROGRAM). Some bits of the input's size choose what a command line would.
 */
#ifndef MEMTAP_FUZZ_SCRIPT_H
#define MEMTAP_FUZZ_SCRIPT_H

#include <stdbool.h>

#include "parser/ast.h"
#include "parser/debug_info.h"
#include "parser/kernel.h"
#include "tests/fuzz/fuzz.h"

struct fuzz_script {
	struct arena *arena;
	struct sources *sources;
	struct diag *diag;
	struct types *types;
	struct kernel *kernel;
	struct debug_info *debug_info;
	struct program program;
};

/* Whether it could be parsed. */
bool fuzz_script_parse(struct fuzz_script *script, const uint8_t *data, size_t size);
/* And with that, whether it could be checked. */
bool fuzz_script_check(struct fuzz_script *script, size_t size);
void fuzz_script_end(struct fuzz_script *script);

#endif
