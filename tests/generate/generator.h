/*
 * Random programs of memtap's language that are right: each has to compile, and its BPF programs
 * have to get past the verifier of every kernel.
 *
 * Programs are written top down. What there is to choose from are the tables of this folder,
 * expressions.def, statements.def, aggregations.def and probes.def, whose texts have places for
 * values of a type (types.def) and for what hooks write: all that depends on the program so far,
 * such as its variables and maps. write.c chooses, hooks.c are the hooks, program.c is what a
 * program consists of.
 */
#ifndef MEMTAP_GENERATE_GENERATOR_H
#define MEMTAP_GENERATE_GENERATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "tests/generate/random.h"

/* What a row needs, and a place in the program gives. */
enum {
	ATTACHED = 1 << 0, /* to something: the current task and its stacks are those of interest */
	REGISTERS = 1 << 1,
	ARGUMENTS = 1 << 2, /* arg0 to arg2 */
	RETURNED = 1 << 3,  /* retval */
	PAIR = 1 << 4,
	FUNCTION_NAME = 1 << 5, /* func */
	BINARY = 1 << 6,	/* tests/programs/calls.c is probed */
	ALL_ARGUMENTS = 1 << 7, /* args by itself */
	CLAUSE = 1 << 8,	/* not in a function */
	BODY = 1 << 9,		/* not in a predicate */
	LOOP = 1 << 10,
	WATCH = 1 << 11,	 /* the program has watchpoint:armed */
	SHORT_STRINGS = 1 << 12, /* max_strlen is small */

	K_ENTRY = ATTACHED | REGISTERS | ARGUMENTS | FUNCTION_NAME,
	K_RETURN = ATTACHED | REGISTERS | RETURNED | FUNCTION_NAME,
	U_ENTRY = K_ENTRY,
	U_RETURN = K_RETURN,
	F_ENTRY = ATTACHED | ARGUMENTS | FUNCTION_NAME | ALL_ARGUMENTS,
	F_EXIT = F_ENTRY | RETURNED,
	RAW = ATTACHED | ARGUMENTS,
	TRACED = ATTACHED | ALL_ARGUMENTS, /* tracepoint */
	ITERATOR = 0,
};

enum { STORED = 1 << 0, KEYED = 1 << 1 }; /* traits of types */
enum { READ = 1 << 0, DIVIDED = 1 << 1 }; /* traits of aggregations */

/* What a place in a text may be for: a type, or a hook. */
enum symbol {
#define TYPE(id, traits, conversions) SYMBOL_##id,
#include "tests/generate/types.def"
#undef TYPE
	SYMBOL_TUPLE, /* has no row: made of others */
	SYMBOL_TYPES, /* how many types there are */
	SYMBOL_BEFORE_HOOKS = SYMBOL_TYPES - 1,
#define HOOK(id) SYMBOL_##id,
#include "tests/generate/hooks.def"
#undef HOOK
	SYMBOL_COUNT
};

#define ELEMENTS_MAX 3

struct type {
	enum symbol id;
	int count; /* of a tuple's elements */
	const struct type *elements[ELEMENTS_MAX];
	bool is_record; /* its elements have the names a, b and c */
};

struct variable { /* of a block, a parameter, or a value that a probe has */
	char text[64];
	const struct type *type;
	bool is_fixed; /* not to be assigned to */
};

struct aggregation {
	int traits;
	const char *text;
};

struct map {
	char name[16];
	const struct type *key; /* NULL: none */
	/* one of them */
	const struct type *value;
	const struct aggregation *aggregation;
	const char *object; /* of objects that are held, how they are named */
};

struct function {
	char name[16];
	int needs;
	int parameter_count;
	const struct type *parameters[3];
	const struct type *result; /* NULL: none */
	int nesting;		   /* loops and functions in each other, itself included */
};

#define NESTING_MAX   4 /* as docs/language.md says */
#define TYPES_MAX     256
#define VARIABLES_MAX 64
#define MAPS_MAX      8
#define FUNCTIONS_MAX 3

struct generator {
	struct random random;
	FILE *out;
	int gives;	/* what the current place has */
	int depth;	/* that expressions may still get */
	int statements; /* that the clause may still get */
	int indent;
	int nesting, nesting_most; /* of the clause or function */
	int number;		   /* of the last name */
	struct type types[TYPES_MAX];
	int type_count;
	struct variable variables[VARIABLES_MAX]; /* those in sight */
	int variable_count;
	struct map maps[MAPS_MAX];
	int map_count;
	bool is_typing_maps; /* so that none can be read, nor functions called, which may read them */
	struct function functions[FUNCTIONS_MAX];
	int function_count;
};

/* ---- write.c ---- */

const struct type *basic_type(enum symbol id);
const struct type *type_named(const char *name);
bool type_has(const struct type *type, int trait);
/* One of those that this place can write, with the trait; of tuples at most `tuples` in each other. */
const struct type *random_type(struct generator *g, int trait, int tuples);
bool can_write(const struct generator *g, const struct type *type);
void write_value(struct generator *g, const struct type *type);
/* A conversion of printf() for the type. */
void write_conversion(struct generator *g, const struct type *type);

bool has_gives(const struct generator *g, int needs);
bool can_fill(const struct generator *g, const char *text);
void fill(struct generator *g, const char *text);

void write_statement(struct generator *g);
void write_line_start(struct generator *g);

/* ---- hooks.c ---- */

bool hook_can_write(const struct generator *g, enum symbol hook);
void hook_write(struct generator *g, enum symbol hook);
void write_block(struct generator *g, int statements);
void add_variable(struct generator *g, const char *text, const struct type *type, bool is_fixed);
/* The program is that many loops and functions deeper here; what adds them takes them away. */
void nest(struct generator *g, int levels);
void write_map_assignment(struct generator *g, const struct map *map);
void write_entry(struct generator *g, const struct map *map); /* @m, or @m[key] */
bool can_write_entry(const struct generator *g, const struct map *map);
/* What a variable or an element of one that has the type is written as; false: there is none. */
bool random_variable(struct generator *g, const struct type *type, char *text, size_t size);
void write_function_call(struct generator *g, const struct function *function);
bool can_call(const struct generator *g, const struct function *function);

/* ---- program.c ---- */

void generate(uint64_t seed, FILE *out);

#endif
