/*
 * Over the parts of a tree, for passes before the checker that change a few kinds of nodes only.
 */
#ifndef MEMTAP_WALK_H
#define MEMTAP_WALK_H

#include "parser/ast.h"

struct walker {
	void (*expr)(struct walker *walker, struct expr *expr);
	void (*stmt)(struct walker *walker, struct stmt *stmt);
};

/* Calls walker->expr and walker->stmt for what is right below the node. */
void walk_expr(struct walker *walker, struct expr *expr);
void walk_stmt(struct walker *walker, struct stmt *stmt);

void walk_exprs(struct walker *walker, struct expr *list);
void walk_stmts(struct walker *walker, struct stmt *list);

#endif
