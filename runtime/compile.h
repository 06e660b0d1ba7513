/*
 * Sources -> plan, by way of all the compiler's phases; what -d asks for is printed between them.
 *
 *     sources --parse_source--> AST --check_program--> checked AST --codegen_program--> plan
 *
 * This belongs to the command memtap: unlike what runs plans it sees the compiler.
 */
#ifndef MEMTAP_COMPILE_H
#define MEMTAP_COMPILE_H

#include <stdio.h>

#include "codegen/plan.h"
#include "runtime/options.h"

struct plan_cache;

/* Before a fence of system calls, which refuses what it does. */
void compile_open(void);
void compile_close(void);

/*
 * `path`: the script, or NULL when all is in -e. `cache` may be NULL. `plan` stays NULL where -d
 * stops before it. Returns an exit status; messages are printed.
 */
int compile(const struct options *options, const char *path, struct plan_cache *cache, FILE *out,
	    struct plan **plan);

#endif
