/*
 * Text -> AST.
 *
 * Input: one source. Output: definitions and clauses appended to `program`, in the arena. Errors go
 * to `diag`; after one the parser recovers at ';' and '}' and goes on, so the tree is only whole
 * when diag_failed() is false. Nesting deeper than PARSE_DEPTH_MAX is E_LIMIT; brackets, operators
 * of a chain and else-ifs all count, so that later passes may recurse over the tree.
 */
#ifndef MEMTAP_PARSE_H
#define MEMTAP_PARSE_H

#include <stdio.h>

#include "lexer/diag.h"
#include "parser/ast.h"

#define PARSE_DEPTH_MAX 200

void parse_source(struct arena *arena, const struct source *source, struct diag *diag,
		  struct program *program);

/* One token a line: -d tokens. */
void dump_tokens(FILE *out, struct arena *arena, const struct source *source, struct diag *diag);

#endif
