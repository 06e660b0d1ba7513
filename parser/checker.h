/*
 * What the files of the checker share (parser/check*.c); nobody else includes it.
 *
 *     check.c         check_program(): the order of the work
 *     check_point.c   probes: libraries, definitions, what the kernel has
 *     check_clause.c  clauses: predicate, body, variants and attachments
 *     check_subprogram.c  functions of the program's own, their calls
 *     check_stmt.c    statements, conditions
 *     check_loop.c    loops
 *     check_expr.c    literals, operators, casts
 *     check_name.c    builtins, where each may be used
 *     check_variable.c  variables and their scopes
 *     check_suggest.c  what was meant by a name that is not known
 *     check_argument.c  args.x and retval of functions and raw tracepoints whose types are known
 *     check_debug.c   args.x of uprobes and types of the probed binary, by its debug info
 *     check_field.c   args.x, members of structs, elements
 *     check_call.c    functions: one check_call_NAME() a row of functions.def, the larger groups
 *                     of them in files of their own
 *     check_aggregation.c  count() and its like, hold(), move(), release()
 *     check_text.c    functions that make, or look at, strings and other text
 *     check_machine.c functions that ask the machine: clocks, stacks, registers, symbols
 *     check_action.c  functions that do something in user space or to a process
 *     check_format.c  format strings
 *     check_declare.c maps that are declared
 *     check_map.c     maps: one key type and one value type for the whole program
 *     check_type.c    types that fit together, types as written
 *     check_size.c    how much code it will be, when all else is known
 *
 * The types of maps and variables depend on each other in any order, so the whole program is
 * checked several times without a word, until none of them changes any more, and then once aloud.
 */
#ifndef MEMTAP_CHECKER_H
#define MEMTAP_CHECKER_H

#include "lexer/arena.h"
#include "parser/ast.h"
#include "parser/builtins.h"
#include "parser/check.h"
#include "parser/debug_info.h"

/* The largest program that memtap takes. */
#define CHECK_CLAUSES_MAX     1000 /* named probes, and what is attached to, have the same limit */
#define CHECK_COPIED_BYTES    1048576 /* source of what is written out again for each point */
#define CHECK_MAPS_MAX	      256
#define CHECK_VARIABLES_MAX   256 /* of a clause */
#define CHECK_VARIABLES_BYTES 16384
#define CHECK_ELEMENTS_MAX    16 /* of a tuple or key; fields of a named probe */
#define CHECK_TUPLES_NEST     "an element can be a tuple itself: ((a, b), c)"
#define CHECK_TUPLE_BYTES     4096 /* ABI_VALUE_MAX */
#define CHECK_KEY_BYTES	      2048
#define CHECK_STRING_BYTES    1024 /* ABI_STRING_MAX */
#define CHECK_ENTRY_BYTES     912  /* that a pair keeps: four of them fit into ABI_ENTRIES_SIZE */
#define CHECK_ENTRIES_MAX     (CHECK_ENTRY_BYTES / 8)
#define CHECK_LOOPS_MAX	      4	 /* in each other */
#define CHECK_ARGUMENTS_MAX   64 /* of printf() */
#define CHECK_FUNCTION_ARGS   6	 /* that x86-64 passes in registers */
#define CHECK_NOTE_ARGS	      12 /* BPF_USDT_MAX_ARG_CNT of libbpf */

struct expr_list {
	ARRAY(const struct expr *) list;
	ARRAY(const char *) texts; /* of entry()'s and of old objects, to know equal ones */
};

/* One point in whose setting an expression is evaluated. */
struct place {
	uint32_t contexts; /* a set of enum context */
	const struct point *point;
	const struct definition *definition; /* in the body of a clause: args.x are its fields, and
						what its points have is not seen; NULL: none */
	bool may_be_missing;		     /* optional, or one of alternatives */
	bool is_unknown;		     /* a probe that does not exist, reported already */
};

/* Where an expression is evaluated, and what that takes. */
struct setting {
	ARRAY(struct place) places; /* it must suit all of them */
	struct setting *begin;	    /* of the pair's beginning, for entry() */
	bool is_begin;
	bool has_variables;	   /* $x: only in a body */
	struct expr_list *entries; /* what entry() adds to, equal expressions once */
	struct expr_list *moves;   /* what move() adds to; NULL: it is not allowed */

	bool needs_elapsed;	      /* elapsed_ns() was used */
	bool needs_tracepoint_fields; /* args.x of the places' own events was used */
	bool needs_parameters;	      /* args.x of functions of a program */
	bool is_guess; /* the last args.x was of an event that this kernel does not have */
	const struct type *field_types[CHECK_ELEMENTS_MAX]; /* of the named probe's fields that were
							       used; NULL: it was not */
};

/* A map, with what only the checker has to know of it. */
struct map_record {
	struct map map;
	struct span key_span;	/* its first use with or without a key; no place: none yet */
	struct span value_span; /* where it was first stored to */
	bool is_keyed;
	bool is_stored;
	uint32_t owner_elements; /* bit I: element I of each object's name is the builtin pid */
};

struct variable_record {
	struct variable variable;
	const void *owner; /* of the scope that it is in */
	struct span span;  /* of its first use */
	bool is_visible;   /* in the place that is being checked: assigned or declared before */
	bool is_assigned;  /* anywhere */
	bool is_declared;  /* by its first use: let, a parameter */
	bool has_written_type;
};

static inline struct variable_record *variable_record_of(const struct variable *variable)
{
	return (struct variable_record *)variable;
}

/* A block, or a loop with its variable; `owner` is a part of the tree that no other scope has. */
struct scope {
	const void *owner;
	struct scope *parent;
};

struct loop_state {
	bool is_inside; /* so that there is something to break */
	uint32_t depth; /* of loops that are functions */
};

/* A clause's state between its check and the layout of its programs. */
struct clause_record {
	struct setting body, begin;
	struct expr_list entries, moves;
};

/* A function of the program, with what only the checker has to know of it. */
struct subprogram_record {
	struct setting setting; /* all places that it is called from */
	ARRAY(struct subprogram *) callees;
	uint32_t depth; /* of the functions and loops in each other that run in it */
	bool is_checked; /* its body was, in an earlier pass */
	bool returns_value;
	uint32_t search; /* the last that came by, see reaches() */
};

struct kernel_names {
	const char *const *names;
	size_t count;
	bool was_read;
};

struct checker {
	const struct checker_input *in;
	struct program *program;
	struct clause *clause;	 /* the one that is being checked; NULL in a definition */
	struct subprogram *subprogram; /* whose code that clause is; NULL: it is a clause */
	struct subprogram_record *subprograms; /* by their index */
	uint32_t searches;	 /* through what functions call */
	struct setting *setting; /* of the expression that is being checked */
	struct scope *scope;	 /* the innermost */
	struct loop_state loop;
	bool has_changed;	 /* a map's or variable's type, since this pass began */
	bool guesses;		 /* what has no type is taken for what its use suggests */
	ARRAY(struct definition *) definitions; /* that the program uses */
	ARRAY(const char *) libraries;		/* that were looked for */
	ARRAY(const char *) families;
	struct kernel_names functions; /* that can be probed; none: not known */
	struct clause_record *records; /* by clause->index */
	struct span watch, armed; /* a call of watch(), a probe watchpoint:armed; empty: none */
	uint32_t attachment_count, group_count;
	size_t copied_bytes;
};

/* Of what was refused, which silences what depends on it. */
static inline const struct type *no_type(struct checker *checker)
{
	return type_error(checker->in->types);
}

/* Of a call that is a statement. */
static inline const struct type *no_value(struct checker *checker)
{
	return type_void(checker->in->types);
}

/* ---- check.c ---- */

/* Reports an error, and gives no_type(). */
const struct type *check_refuse(struct checker *checker, struct span span, enum diag_tag tag,
				const char *format, ...) __attribute__((format(printf, 4, 5)));
void check_hint_place(struct checker *checker, const char *what, struct span span);
/* Of two types that do not fit: pointers of one name differ in whose memory they lead to. */
void check_hint_space(struct checker *checker, const struct type *a, const struct type *b);
/* "did you mean": NULL also when so much was reported that nobody would read it. */
const char *check_nearest(struct checker *checker, const char *name, const char *const *names,
			  size_t count);
bool check_is_heard(struct checker *checker); /* is the last error one of those that are shown? */

/* ---- check_expr.c ---- */

/* Types the expression and all in it; reports what is wrong. Never NULL. */
const struct type *check_expr(struct checker *checker, struct expr *expr);
/* The same, and it must be something that can be kept and printed. */
const struct type *check_value(struct checker *checker, struct expr *expr);
/*
 * Types of the elements of a tuple or key (`what`) at `span`, CHECK_ELEMENTS_MAX of them at most.
 * Returns how many there are; 0: one has no type, or there are too many, which is reported.
 */
uint32_t check_elements(struct checker *checker, struct expr *first, struct span span,
			const char *what, const struct type **elements);
/* The same as check_value(), and it must be an integer, pointer or bool. */
const struct type *check_integral(struct checker *checker, struct expr *expr, const char *what);
bool check_is_negative(const struct expr *expr); /* a literal with a minus */
/* `a op b` of these types. */
const struct type *check_operation(struct checker *checker, struct span span, enum binary_op op,
				   const struct type *a, const struct type *b);

/* ---- check_name.c ---- */

const struct type *check_name(struct checker *checker, struct expr *expr);
/* Is the row allowed in every place of the setting? Reports E_CONTEXT with where it is. */
bool check_context(struct checker *checker, struct span span, const char *name, uint32_t contexts);

/* ---- check_suggest.c: hints of the name that is nearest in spelling ---- */

void check_suggest_name(struct checker *checker, const char *name);
void check_suggest_function(struct checker *checker, const char *name);
void check_suggest_variable(struct checker *checker, const char *name);

/* ---- check_variable.c ---- */

const struct type *check_variable(struct checker *checker, struct expr *expr);
void check_variable_assign(struct checker *checker, struct expr *expr, const struct type *type);
/* An argument becomes the value of a parameter. */
void check_pass(struct checker *checker, const struct subprogram *callee, struct expr *parameter,
		struct expr *argument);
/* let $x; $x += n: as if it had been made 0. */
void check_variable_number(struct checker *checker, struct expr *expr);
void check_open_scope(struct checker *checker, struct scope *scope);
void check_close_scope(struct checker *checker);
/* A new variable of the innermost scope, which gets a value of that type. */
void check_declare(struct checker *checker, struct expr *expr, const struct type *type);
/* let $x: type = value */
void check_let(struct checker *checker, struct stmt *stmt);
/* After everything: variables that never got a value. */
void check_variables(struct checker *checker, const struct clause *clause);

/* ---- check_field.c ---- */

const struct type *check_field(struct checker *checker, struct expr *expr);
const struct type *check_element(struct checker *checker, struct expr *expr);
const struct type *check_index(struct checker *checker, struct expr *expr);
const struct type *check_deref(struct checker *checker, struct expr *expr);
/* Index of the field in the named probe; false when it has none of that name. */
bool check_find_field(const struct definition *definition, const char *name, uint32_t *index);
/* The names behind args that the first place has. */
size_t check_field_names(struct checker *checker, const char *const **names);
/* args as a whole: it becomes a record of all that is behind it. */
const struct type *check_all_args(struct checker *checker, struct expr *expr);

/* ---- check_argument.c ---- */

/* Are all places of kinds whose arguments the kernel's BTF has? */
bool check_is_typed(struct checker *checker);
/* Of the first function or event that a point stands for. */
size_t check_argument_names(struct checker *checker, const struct point *point,
			    const char *const **names);
/* args.x there, and what a function returned. */
const struct type *check_typed_argument(struct checker *checker, struct expr *expr);
const struct type *check_typed_result(struct checker *checker, const struct expr *expr);
/* The functions or raw tracepoints that a point stands for. */
size_t check_match_prototypes(struct checker *checker, const struct point *point,
			      const char *const **names);
/* Of one of them. False: it has none, or there is no BTF. */
bool check_find_prototype(struct checker *checker, const struct point *point, const char *name,
			  struct kernel_prototype *prototype);

/* ---- check_debug.c ---- */

/* Are all places entries of functions of programs? */
bool check_is_described(struct checker *checker);
/* Has debug info the first of these functions? Reports when it has not. */
bool check_is_function_known(struct checker *checker, const struct expr *args);
/* Of the first function that a point stands for. */
size_t check_parameter_names(struct checker *checker, const struct point *point,
			     const char *const **names);
/* args.x there. */
const struct type *check_parameter(struct checker *checker, struct expr *expr);
/* Of a function of a program, where `expr` is the builtin retval: what it returns; else NULL. */
const struct type *check_described_result(struct checker *checker, const struct expr *expr);
/* A struct of the probed binary: do the clause's others that have it agree? False when refused. */
bool check_has_one_layout(struct checker *checker, struct span span, const struct type *type);
/* A type of the probed binary; NULL when it has none, or the probe is not of a process. */
const struct type *check_debug_type(struct checker *checker, enum debug_kind kind,
				    const char *name);
/* A struct that was only declared where it was met. */
const struct type *check_complete(struct checker *checker, const struct type *type);

/* ---- check_call.c ---- */

const struct type *check_call(struct checker *checker, struct expr *call);
/* Is there such a function, with so many arguments, here? */
bool check_called(struct checker *checker, struct expr *call);

/* Each row of functions.def has its check in one of the files. */
#define FUNCTION(id, name, least, most, contexts, synopsis, doc) \
	const struct type *check_call_##id(struct checker *checker, struct expr *call);
#include "parser/functions.def"
#undef FUNCTION

/* ---- check_aggregation.c ---- */

/* @m[k] = count(), hold(...), move(...): true when `value` is such a call; types it. */
bool check_aggregation(struct checker *checker, struct expr *map, struct expr *value);
bool check_is_held(const struct type *type); /* what a map of hold() has */

/* ---- check_action.c ---- */

/* After everything: watch() and watchpoint:armed are of use together only. */
void check_watches(struct checker *checker);

/* ---- check_format.c ---- */

/* The format of printf() and its like, and the arguments behind it. */
const struct type *check_formatted(struct checker *checker, struct expr *call);


/* printf()'s arguments, typed already, against its format. */
void check_format(struct checker *checker, const struct expr *format, const struct expr *arguments);

/* ---- check_map.c ---- */

struct map *check_map_find(struct checker *checker, struct expr *map); /* makes it on first use */
bool check_map_key(struct checker *checker, struct expr *map);	       /* false: it was refused */
/* @m or @m[k] as a value. */
const struct type *check_map_read(struct checker *checker, struct expr *map);
/* @m without a key, as a whole. */
struct map *check_map_whole(struct checker *checker, struct expr *map);
/* @m without a key, which has keys elsewhere; false: reported. */
bool check_map_keyed(struct checker *checker, struct expr *map);
/* What an entry is worth in an expression, when the map holds `value`; reports E_MAP. */
const struct type *check_value_type(struct checker *checker, const struct expr *map,
				    const struct type *value);
/* A value is stored; strings and integers widen to the common type. Reports E_MAP. */
void check_map_value(struct checker *checker, struct expr *map, const struct type *value);
void check_map_object(struct checker *checker, struct map *map, struct expr *name, bool is_held);
/* What a map holds, for messages: "count()", "'int64'". */
const char *check_value_name(struct checker *checker, const struct type *type);
/* Something is stored in a map, but no pass has found of what type. */
bool check_has_untyped_map(const struct checker *checker);
/* After everything: maps that were read but never written; sizes; owners of objects. */
void check_maps(struct checker *checker);

/* ---- check_loop.c ---- */

void check_loop(struct checker *checker, struct stmt *stmt);
/* break, continue; what makes that the rest can never run */
const char *check_jump(struct checker *checker, const struct stmt *stmt);

/* ---- check_declare.c ---- */

/* After everything, when the types of all maps are known. */
void check_declarations(struct checker *checker);

/* ---- check_subprogram.c ---- */

struct subprogram *check_find_subprogram(struct checker *checker, const char *name);
void check_subprogram_names(struct checker *checker);
/* Once a pass: before the clauses their parameters, after them their bodies. */
void check_begin_subprograms(struct checker *checker);
void check_subprograms(struct checker *checker);
const struct type *check_subprogram_call(struct checker *checker, struct expr *call,
					 struct subprogram *callee);
void check_return(struct checker *checker, struct stmt *stmt);
/* So many functions and loops are in each other here. */
void check_note_depth(struct checker *checker, struct span span, uint32_t depth);
/* What only the clause knows: false in a function, where it is refused. */
bool check_is_of_probe(struct checker *checker, struct span span, const char *name);

/* ---- check_stmt.c ---- */

void check_statements(struct checker *checker, struct stmt *list); /* in a scope of their own */
void check_statements_here(struct checker *checker, struct stmt *list);
void check_condition(struct checker *checker, struct expr *condition);

/* ---- check_point.c ---- */

/* Reads the libraries that the program's probes name; checks definitions and points by themselves.
 * False: the program is too large to be looked at. */
bool check_points(struct checker *checker);
/* Types the fields of the definitions that are used. */
void check_definitions(struct checker *checker);
/* Adds a place, and its beginning, to a setting; begin must be set. */
void check_add_place(struct checker *checker, struct setting *setting, const struct point *point,
		     const struct definition *definition, bool may_be_missing);
void check_refuse_size(struct checker *checker, const struct clause *clause); /* too many probes */
bool check_is_return(enum point_kind kind);
bool check_is_pattern(const struct point *point); /* may stand for several */
/* The tracepoints that a point stands for, "category:event"; needs a kernel. */
size_t check_match_events(struct checker *checker, const struct point *point,
			  const char *const **names);

/* ---- check_clause.c ---- */

void check_variables_size(struct checker *checker, const struct clause *clause);
/* The predicate and body of a clause. */
void check_clause(struct checker *checker, struct clause *clause);
/* When there is no error: what its programs are, and what they are attached to. */
void check_layout(struct checker *checker, struct clause *clause);

/* ---- check_size.c ---- */

void check_program_size(struct checker *checker); /* of the whole program, laid out */

/* ---- check_type.c ---- */

/* What two values become together; NULL when they do not fit. */
const struct type *check_common_type(struct checker *checker, const struct type *a,
				     const struct type *b);
/* Integers become 64 bits wide, also in tuples. */
const struct type *check_stored_type(struct checker *checker, const struct type *type);
/* What a map or variable of type `old` (NULL: none yet) becomes with `new` in it; NULL when it does
 * not fit. A name is only compared: a pointer is as good as an integer. */
const struct type *check_fit_type(struct checker *checker, const struct type *old,
				  const struct type *new, bool is_name);
/* What is read from memory of that space when the memory holds `type`. */
const struct type *check_loaded_type(struct checker *checker, const struct type *type,
				     enum address_space space);
/* "uint32", "struct task_struct *" as written -> a type; reports E_NAME. */
const struct type *check_type_spec(struct checker *checker, const struct type_spec *spec,
				   enum address_space space);
/* Is it one, or a declaration that was refused? */
bool check_has_type(struct checker *checker, const struct type_spec *spec);
const char *check_type_name(struct checker *checker, const struct type *type);
bool check_has_btf(struct checker *checker);
/* A pointer to a struct of the kernel; without BTF its address. */
const struct type *check_kernel_object(struct checker *checker, const char *name);
void check_hint_btf(struct checker *checker);

#endif
