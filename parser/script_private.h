/*
 * What the files of script_expand() share; nobody else includes it.
 */
#ifndef MEMTAP_SCRIPT_PRIVATE_H
#define MEMTAP_SCRIPT_PRIVATE_H

#include "lexer/arena.h"
#include "lexer/literal.h"
#include "parser/script.h"
#include "parser/walk.h"

/* What one program may become by its macros, so that it ends. */
#define SCRIPT_NESTING_MAX 20
#define SCRIPT_DEPTH_MAX   400

struct expander {
	struct walker walker; /* the first member: the walker's functions know it by that */
	const struct script_input *in;
	struct program *program;
	struct script *script;

	uint32_t depth;	  /* of the tree, where the walk is */
	uint32_t nesting; /* of macros in macros */
	uint32_t serial;  /* of the last call of a macro */
	uint32_t nodes;	  /* of the tree, so far */
	uint32_t copied;  /* nodes that macros have made */
	bool is_too_large;

	ARRAY(const char *) positional; /* words that belong to no option */
};

/* ---- import.c ---- */

/* Reads all that is imported, by imports as well; each file once. */
void import_all(const struct script_input *in, struct program *program);

/* ---- config.c ---- */

/* config = { ... }, expanded, the environment; probes that may be missing become optional. */
void config_take_all(struct expander *expander);

/* ---- macro.c ---- */

/* By themselves: names, parameters. */
void macro_check_all(struct expander *expander);
/* A call of a macro becomes its body, and true is returned. */
bool macro_expand_expr(struct expander *expander, struct expr *expr);
/* The same of a call that is a statement: it needs no value. */
bool macro_expand_stmt(struct expander *expander, struct stmt *stmt);

/* ---- option.c ---- */

/* Of all getopt(): what they declare, and which words of the command line are theirs. */
void option_take_all(struct expander *expander);
/* A getopt() becomes what the command line says, or its default. */
void option_replace(struct expander *expander, struct expr *call);
/* ustack(getopt("frames", 16)): a depth that no stack has is a mistake of the command line. */
void option_check_depth(struct expander *expander, const struct expr *stack);
/* The option whose value on the command line a getopt() becomes; NULL: none, or its default. */
const struct script_option *option_given(const struct expander *expander, const struct expr *expr);
/* What a word of that kind has to be, in words that fit behind "takes". */
const char *option_wants(enum option_kind kind);

/* ---- parameter.c ---- */

void parameter_replace(struct expander *expander, struct expr *expr); /* $1, $# */
/* $1 ?: 5: the default says what kind of number the word has to be. */
void parameter_check_default(struct expander *expander, const struct expr *ternary);
void parameter_replace_str(struct expander *expander, struct expr *call);
void parameter_replace_point(struct expander *expander, struct point *point);
bool parameter_is_in(const char *text); /* of a probe */
/* Of a probe that is left out: its words are taken all the same. */
void parameter_note_point(struct expander *expander, const struct point *point);
/* After all: is each word of the command line asked for, or are they counted? */
void parameter_check_words(struct expander *expander);

/* ---- replace.c: an expression becomes a literal ---- */

struct word_number {
	struct number_literal literal;
	bool is_negative;
};

/* False when the word is no number. */
bool word_read_number(const char *word, struct word_number *number);
/* Of OPTION_INTEGER or OPTION_DURATION: nor when its unit is of the other; 0 needs none. */
bool word_read_kind(const char *word, enum option_kind kind, struct word_number *number);

void replace_by_string(struct expr *expr, const char *text, size_t length);
void replace_by_number(struct expander *expander, struct expr *expr, struct word_number number);
void replace_by_bool(struct expander *expander, struct expr *expr, bool value);
void replace_by_copy(struct expr *expr, const struct expr *literal);

/* ---- constant.c ---- */

/* Of an expanded predicate. */
bool constant_is_false(struct expander *expander, struct expr *predicate);

#endif
