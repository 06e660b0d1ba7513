/*
 * What the files of the checker share (parser/check*.c); nobody else includes it.
 *
 *     check.c         check_program(): the order of the work
 *     check_point.c   probes: definitions, libraries, variants and attachments of each clause
 *     check_expr.c    expressions and their types; the builtins
 *     check_call.c    functions, one check_call_NAME() a row of functions.def
 *     check_map.c     maps: one key type and one value type for the whole program
 *     check_stmt.c    statements, predicates, conditions
 */
#ifndef MEMTAP_CHECKER_H
#define MEMTAP_CHECKER_H

#include "lexer/arena.h"
#include "parser/ast.h"
#include "parser/builtins.h"
#include "parser/check.h"

struct expr_list {
	ARRAY(const struct expr *) list;
};

/* Where an expression is evaluated. */
struct setting {
	const uint32_t *places; /* one set of enum context for each point that it must suit */
	size_t place_count;
	const struct definition *definition; /* args.x are its fields; NULL: no named probe */
	const struct tracefs_format *const *formats; /* args.x are fields of all of these; an item is
							NULL when the kernel's is not known */
	const char *const *events; /* "category:event" of each format */
	size_t format_count;
	const struct setting *begin; /* of the pair's beginning, for entry(); NULL: no pair */
	struct expr_list *entries;   /* what entry() adds to, equal expressions once */
	struct expr_list *moves;     /* what move() adds to; NULL: move() is not allowed */
};

struct checker {
	const struct checker_input *in;
	struct program *program;
	struct clause *clause;         /* the one that is being checked; NULL in a definition */
	const struct setting *setting; /* of the expression that is being checked */
	uint32_t depth;
};

/* ---- check_expr.c ---- */

/* Types the expression and all in it; reports what is wrong. Never NULL. */
const struct type *check_expr(struct checker *checker, struct expr *expr);
/* The same, and it must be an integer, pointer, bool (a condition also takes these only). */
const struct type *check_integral(struct checker *checker, struct expr *expr, const char *what);
/* What both become together ("common type"); NULL when they do not fit. */
const struct type *check_common_type(struct checker *checker, const struct type *a,
				     const struct type *b);
/* Is the row allowed in every place of the setting? Reports E_CONTEXT with where it is. */
bool check_context(struct checker *checker, struct span span, const char *name, uint32_t contexts);
/* "uint32", "struct task_struct *" as written -> a type; reports E_NAME. */
const struct type *check_type_spec(struct checker *checker, const struct type_spec *spec);

/* ---- check_call.c ---- */

const struct type *check_call(struct checker *checker, struct expr *call);
/* @m[k] = count(), hold(...), move(...): true when `value` is such a call; types it. */
bool check_aggregation(struct checker *checker, struct expr *map, struct expr *value);

/* ---- check_map.c ---- */

struct map *check_map_find(struct checker *checker, struct expr *map); /* makes it on first use */
void check_map_key(struct checker *checker, struct expr *map);
/* A value is stored; strings and integers widen to the common type. Reports E_MAP. */
void check_map_value(struct checker *checker, struct expr *map, const struct type *value);
/* After everything: maps that were read but never written. */
void check_maps_used(struct checker *checker);

/* ---- check_stmt.c ---- */

void check_statements(struct checker *checker, struct stmt *list);
void check_condition(struct checker *checker, struct expr *condition);

/* ---- check_point.c ---- */

/* Reads the libraries that the program's probes name, and checks all definitions' names. */
void check_definitions(struct checker *checker);
/* Resolves a clause's probes into variants and attachments, and checks its predicate and body. */
void check_clause(struct checker *checker, struct clause *clause);

/* ---- clone.c ---- */

/* A deep copy without the [checked] members. */
struct expr *clone_expr(struct arena *arena, const struct expr *expr);

#endif
