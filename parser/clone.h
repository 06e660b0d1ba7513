/*
 * Deep copies of a tree, without the members that the checker writes.
 */
#ifndef MEMTAP_CLONE_H
#define MEMTAP_CLONE_H

#include "parser/ast.h"

struct expr *clone_expr(struct arena *arena, const struct expr *expr); /* not what is behind it */
struct stmt *clone_stmts(struct arena *arena, const struct stmt *list);

#endif
