/*
 * What an expression of a map's key is about, in a word: "comm", "order" of args.order, "x" of $x. Other
 * programs are told so what the parts of the key mean; what memtap prints as text does not need it.
 */
#ifndef MEMTAP_EXPR_LABEL_H
#define MEMTAP_EXPR_LABEL_H

struct expr;

/* An identifier, of the expression's own memory; NULL: there is no such word. */
const char *expr_label(const struct expr *expr);

#endif
