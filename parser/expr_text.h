/*
 * How parts of an expression are spelled: for dumps and messages. The whole is ast_expr_text().
 */
#ifndef MEMTAP_EXPR_TEXT_H
#define MEMTAP_EXPR_TEXT_H

#include "parser/ast.h"

const char *unary_text(enum unary_op op);
const char *binary_text(enum binary_op op); /* "" for BINARY_NONE */
bool unary_is_postfix(enum unary_op op);

/* "struct task_struct *", "uint8[4]" */
const char *type_spec_text(struct arena *arena, const struct type_spec *spec);

/* "$x = 1; print($x); " */
const char *stmts_text(struct arena *arena, const struct stmt *list);

/* In quotes, with escapes. */
const char *string_text(struct arena *arena, const char *bytes, size_t length);

#endif
