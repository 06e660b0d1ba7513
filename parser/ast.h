/*
 * The abstract syntax tree.
 *
 * Tagged unions, every node with its span. The parser builds it; the checker (parser/check.h)
 * alone writes the members marked [checked]; codegen reads a const tree. All of it lives in the
 * compilation's arena. Lists are linked through `next`, in the order of the source.
 *
 *     program
 *       settings      config = { max_strlen = 128; }
 *       imports       import "file.mt"
 *       macros        macro twice(x) { x * 2 }
 *       subprograms   fn twice($x : uint64) : uint64 { return $x * 2; }
 *       definitions   probe mem:free(ptr) = uprobe:libc:free (arg0) /arg0/;
 *       clauses       mem:free /pid == 3/ { release(@heap, (pid, args.ptr)); }
 */
#ifndef MEMTAP_AST_H
#define MEMTAP_AST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "lexer/probe_kind.h"
#include "lexer/source.h"
#include "parser/config.h"
#include "parser/type.h"

struct arena;
struct builtin;  /* parser/builtins.h: a row of builtins.def */
struct function; /* parser/builtins.h: a row of functions.def */

/* ---- expressions ---- */

enum expr_kind {
	EXPR_INT,
	EXPR_STRING,
	EXPR_NAME,     /* a builtin: pid, args, retval, arg0 */
	EXPR_VARIABLE, /* $x */
	EXPR_PARAMETER, /* $1, $#: gone after script_expand() */
	EXPR_MAP,      /* @m, @m[key] */
	EXPR_FIELD,    /* a.b, a->b */
	EXPR_ELEMENT,  /* tuple.0 */
	EXPR_INDEX,    /* a[i] of an array or pointer */
	EXPR_UNARY,
	EXPR_BINARY,
	EXPR_TERNARY,
	EXPR_CAST,
	EXPR_CALL,
	EXPR_TUPLE,
	EXPR_BLOCK, /* { statements; value }, also what script_expand() makes of a macro */
};

enum unary_op {
	UNARY_NEGATE,
	UNARY_NOT,        /* ! */
	UNARY_COMPLEMENT, /* ~ */
	UNARY_DEREF,      /* * */
	UNARY_PRE_INC,    /* ++x: the operand is a variable or map */
	UNARY_PRE_DEC,
	UNARY_POST_INC,
	UNARY_POST_DEC,
};

enum binary_op {
	BINARY_NONE, /* in an assignment: plain = */
	BINARY_ADD,
	BINARY_SUB,
	BINARY_MUL,
	BINARY_DIV,
	BINARY_MOD,
	BINARY_SHL,
	BINARY_SHR,
	BINARY_AND,
	BINARY_OR,
	BINARY_XOR,
	BINARY_EQ,
	BINARY_NE,
	BINARY_LT,
	BINARY_LE,
	BINARY_GT,
	BINARY_GE,
	BINARY_LOGICAL_AND,
	BINARY_LOGICAL_OR,
};

/* A type as written: in a cast, in sizeof. */
struct type_spec {
	struct span span;
	const char *name;    /* "uint32", "task_struct", "string" */
	bool is_struct;      /* written with the word struct or union */
	uint32_t pointers;   /* how many * */
	bool has_count;
	uint64_t count;      /* [N] */
};

struct variable { /* [checked] one $x of one block of a clause */
	const char *name;
	const struct type *type;
	uint32_t index; /* from 0 within the clause */
	struct variable *next;
};

struct map { /* [checked] one @m of the program */
	const char *name; /* "@heap", "@" */
	struct span span; /* of its first use */
	const struct type *key;   /* NULL: a scalar map */
	const struct type *value; /* plain type, or TYPE_AGGREGATE */
	bool key_is_tuple;        /* written @m[a, b]: printed without the tuple's own brackets */
	const struct expr *key_list; /* as first written: a, b; or NULL */
	uint32_t index;
	uint32_t entries; /* as declared; 0: config.max_map_keys */
	bool is_lru;	  /* when it is full, what was not used for longest goes */
	bool is_listed;	  /* [checked] printed as a whole before the end, and not only older() ones */
	bool is_cleared;  /* [checked] by clear() */
	bool is_read;	  /* [checked] programs look into it, or take something out; else it is only printed */

	/* AGGREGATE_HOLD: the type of the names of held objects; where the owner's pid is in them. */
	const struct type *object_name;
	bool has_owner;
	uint32_t owner_offset; /* bytes of the u32 pid within object_name */
	bool is_sampled; /* [checked] objects of a sample: each stands for bytes of its own */
	struct map *next;
};

struct field_access { /* [checked] what a.b is */
	enum {
		FIELD_MEMBER,     /* of a struct in memory: CO-RE relocated */
		FIELD_TRACEPOINT, /* args.b of a tracepoint: patched by the loader, by name */
		FIELD_ARGUMENT,   /* args.b of a function or raw tracepoint, by its name in the BTF */
		FIELD_NAMED,      /* args.b of a named probe: variant->fields[index] */
	} kind;
	const char *name;
	uint32_t index;
	uint32_t bit_offset, bit_size; /* FIELD_MEMBER; bit_size is 0 but for bit fields */
	bool is_enum;                  /* FIELD_MEMBER */
	bool is_fixed;                 /* FIELD_MEMBER: of the program's own struct, not relocated */
	const struct type *container;  /* FIELD_MEMBER: the struct that it is a member of */
};

struct field_name;

struct expr {
	enum expr_kind kind;
	struct span span;
	const struct type *type; /* [checked] never NULL after the checker */
	struct expr *next;       /* in an argument, key or tuple list */
	union {
		struct {
			uint64_t value;
			bool is_duration; /* 10s, 5ms: nanoseconds */
			const struct type *enumeration; /* [checked] it is an enumerator; or NULL */
		} integer;
		struct {
			const char *bytes; /* escapes resolved; may hold NULs */
			uint32_t length;
		} string;
		struct {
			const char *name;
			const struct builtin *builtin; /* [checked] */
			uint32_t argument;             /* [checked] N of argN */
		} name;
		struct {
			const char *name; /* with its $ */
			struct variable *variable; /* [checked] */
		} variable;
		struct {
			const char *name; /* with its $ */
		} parameter;
		struct {
			const char *name; /* with its @ */
			struct expr *key; /* list; NULL for a scalar */
			struct map *map;  /* [checked] */
		} map;
		struct {
			struct expr *base;
			const char *name;
			bool is_arrow;
			struct span name_span;
			struct field_access access; /* [checked] */
		} field;
		struct {
			struct expr *base;
			uint32_t index;
		} element;
		struct {
			struct expr *base, *index;
		} index;
		struct {
			enum unary_op op;
			struct expr *operand;
		} unary;
		struct {
			enum binary_op op;
			struct expr *left, *right;
		} binary;
		struct {
			struct expr *condition, *yes, *no; /* yes is NULL for a ?: b */
		} ternary;
		struct {
			struct type_spec spec;
			struct expr *operand; /* NULL: the spec alone, as in sizeof(struct x) */
		} cast;
		struct {
			const char *name;
			struct span name_span;
			struct expr *arguments;
			uint32_t argument_count;
			const struct function *function; /* [checked] or NULL: */
			struct subprogram *subprogram;	 /* [checked] it is one of the program's */
			/* [checked] entry(x): which of the variant's entry values; move(): which
			 * of the clause's moves. */
			uint32_t slot;
			struct map *map; /* [checked] hold(), move(): what they are assigned to */
			struct expr *place; /* [checked] offsetof(): the member of a struct at 0 */
		} call;
		struct {
			struct expr *elements;
			uint32_t count;
			const struct field_name *names; /* of a record: one for each; or NULL */
		} tuple;
		struct {
			struct stmt *statements; /* list; may be NULL */
			struct expr *value;
		} block;
	};
};

/* ---- statements ---- */

enum stmt_kind {
	STMT_EXPR,
	STMT_ASSIGN, /* target op= value; target is EXPR_VARIABLE or EXPR_MAP */
	STMT_IF,
	STMT_BLOCK,
	STMT_LET,    /* let $x: type = value; */
	STMT_WHILE,  /* while (control) */
	STMT_UNROLL, /* unroll (control) */
	STMT_RANGE,  /* for (variable : control..to) */
	STMT_EACH,   /* for (variable : control), which is a map */
	STMT_BREAK,
	STMT_CONTINUE,
	STMT_RETURN,
};

struct stmt {
	enum stmt_kind kind;
	struct span span;
	struct stmt *next;
	union {
		struct expr *expr;
		struct {
			struct expr *target, *value;
			enum binary_op op;
		} assign;
		struct {
			struct expr *condition;
			struct stmt *yes, *no; /* `no` may be NULL */
		} branch;
		struct stmt *block; /* the first of a list; NULL when empty */
		struct {
			struct expr *result;	    /* or NULL */
			struct variable *result_in; /* [checked] the function's, which it goes to */
		} leave;
		struct {
			struct expr *variable;
			const struct type_spec *type; /* NULL: not written */
			struct expr *value;	      /* NULL: zero */
		} let;
		struct {
			struct expr *control, *to, *variable;
			struct stmt *body;
		} loop;
	};
};

/* ---- probes ---- */

enum point_kind {
#define PROBE_KIND(id, ...) POINT_##id,
#include "lexer/probe_kinds.def"
#undef PROBE_KIND
	POINT_NAMED, /* mem:alloc (target mem, name alloc), as a definition is named */
};

/*
 * A point: one place to attach to. In a definition it brings fields and a predicate of its own.
 *
 *     uretprobe:libc:calloc ? (retval, entry(arg0 * arg1)) /retval/
 *     A .. B (fields)        `begin` is A, the rest is of B
 *     A | B                  `alternative` of A is B
 */
struct point {
	enum point_kind kind;
	struct span span;
	const char *text;   /* as written, for messages and the probe builtin */
	const char *target; /* binary, module or category; NULL where there is none */
	const char *provider; /* usdt; NULL: any. uprobe: "cpp", the name is as in the source */
	const char *name;   /* function, event or note; may hold '*' */
	uint64_t offset;    /* +OFFSET; or the address when name is NULL */
	uint64_t period;    /* interval: nanoseconds */
	bool is_optional;
	bool says_missing; /* optional only as missing_probes is "warn" */
	struct point *begin;
	struct point *alternative;
	struct expr *fields; /* list, in the order of the definition's field names */
	struct expr *predicate;
	struct point *next;
	const struct definition *definition; /* [checked] POINT_NAMED */
};

struct field_name {
	const char *name;
	struct span span;
	const struct type *type; /* [checked] common type of the points' expressions */
	struct field_name *next;
};

/*
 * probe mem:alloc(ptr, size) outermost(heap) = points;
 *
 * outermost(FAMILY): of nested calls in one thread, among all points of that family that the
 * program attaches, only the outermost one fires.
 */
struct definition {
	struct span span;
	const char *name; /* "mem:alloc" */
	struct span name_span;
	const char *family; /* NULL: none */
	struct field_name *fields;
	uint32_t field_count;
	struct point *points;
	struct definition *next;
};

/*
 * [checked] What codegen makes programs from: the clause's body in the setting of one kind of
 * point. Points that share kind, fields, predicates and entry values share a variant.
 */
struct variant {
	enum point_kind kind;      /* never POINT_NAMED */
	const struct point *point; /* the one the others are like; its category and event give the
				      tracepoint that FIELD_TRACEPOINT reads, see `target` */
	bool is_pair;              /* entry values, elapsed_ns() or a family need the beginning */
	bool needs_elapsed;        /* elapsed_ns() is used, or may be */
	enum point_kind begin_kind;
	const struct point *begin; /* written A of A .. B; NULL when implied (function entry) */
	const struct expr *const *fields; /* of the clause's first definition, in its order; checked
					     for this point; NULL: the body does not use it */
	uint32_t field_count;
	const struct expr *predicate;     /* the point's own; NULL */
	const struct expr *const *entries; /* values to keep at the beginning */
	uint32_t entry_count;
	/* For each of the clause's moves the name of the old object, to be evaluated at the
	 * beginning of the pair: entry(x) is x there, args.f is the field's expression. */
	const struct expr *const *taken;
	uint32_t family; /* 0: none; else from 1, one number a family in the program */
	uint32_t index;  /* from 0 within the clause */
	struct variant *next;
};

/* [checked] One resolved point of a clause: what the loader will attach and with which variant. */
struct attachment {
	const struct point *point;
	const struct variant *variant;
	bool is_optional;
	uint32_t group; /* attachments of one clause whose addresses must be attached only once */
	struct attachment *alternative; /* tried when this one is not there; in no other list */
	struct attachment *next;
};

struct clause {
	struct span span;
	struct point *points;
	struct expr *predicate;
	struct stmt *body; /* list */
	struct clause *next;

	/* [checked] */
	struct variable *variables;
	uint32_t variable_count;
	bool has_loops; /* that are not unrolled; or what it calls has them */
	bool has_calls; /* of subprograms */
	bool uses_pair; /* entry(), elapsed_ns() or move() is in predicate or body */
	uint32_t depth; /* of functions and loops in each other */
	bool holds;	/* objects: hold() or move() is in it, or in what it calls */
	struct variant *variants;
	struct attachment *attachments;
	const struct expr *const *moves; /* the EXPR_CALLs of move(), equal old objects once, which
					    are taken at the beginning; the index is call.slot */
	uint32_t move_count;
	uint32_t index;
};

/*
 * fn name($a : type, $b) : type { statements }: a BPF subprogram, which clauses, macros and other
 * subprograms call. It is compiled for each kind of point that it is called from.
 */
struct subprogram {
	struct span span;
	const char *name;
	struct span name_span;
	struct stmt *parameters; /* list of STMT_LET */
	uint32_t parameter_count;
	struct stmt *result; /* STMT_LET: of the variable that what is returned is stored in */
	struct clause *code; /* without points and predicate */
	struct subprogram *next;

	/* [checked] */
	bool is_called;
	bool has_result;
	bool is_of_place; /* uses what only its caller's probe says: argN, func, ctx, stacks */
	bool may_exit;	  /* exit() is called in it, or in what it calls */
	uint32_t index;
};

/* ---- what stands beside clauses: all of it is resolved by script_expand() ---- */

/* #include <linux/sched.h>: asks for types of the kernel, which come from its BTF. */
struct include {
	struct span span;
	const char *text; /* the whole line */
	struct include *next;
};

/* import "file.mt", relative to the file that it stands in; import mem, of the library. */
struct import {
	struct span span; /* of the name */
	const char *name;
	bool is_library;
	struct import *next;
};

/* macro name($variable, @map, expression) { statements; value } */
struct macro {
	struct span span;
	const char *name;
	struct span name_span;
	struct expr *parameters; /* list: EXPR_VARIABLE, EXPR_MAP or EXPR_NAME */
	uint32_t parameter_count;
	struct stmt *body; /* list */
	bool has_value;	   /* of the last statement, an expression without a ';' */
	struct macro *next;
};

/* A member of a struct, an enumerator, or what a typedef names. */
struct c_member {
	const char *name; /* "": an anonymous struct */
	struct span span;
	const char *type;	 /* "unsigned long", "foo"; NULL: `inner`, or an enumerator */
	bool is_struct;		 /* `type` is written with the word struct or union */
	bool is_union;
	struct c_member *inner;	 /* of a struct that is declared in place */
	bool is_inner;
	uint32_t pointers;
	struct expr *counts[4];	 /* [N] */
	uint32_t count_count;
	uint32_t bits;		 /* 0: no bit field */
	struct expr *value;	 /* of an enumerator; NULL: the one before and 1 */
	struct c_member *next;
};

/* struct foo { int a; }; enum foo { A, B }; typedef unsigned long foo; */
struct c_declaration {
	enum { C_STRUCT, C_UNION, C_ENUM, C_TYPEDEF } kind;
	const char *name;
	struct span span; /* of the name */
	struct c_member *members;
	struct c_declaration *next;
};

/* One of config = { name = value; } */
struct config_line {
	const char *name;
	struct span name_span;
	struct expr *value; /* EXPR_INT, EXPR_STRING or EXPR_NAME */
	struct config_line *next;
};

/* let @m = hash(100); */
struct map_declaration {
	struct span span, sort_span;
	const char *name, *sort;
	uint64_t entries;
	struct map_declaration *next;
};

/* Did has_target decide which clauses are left? */
enum program_cut { CUT_FOR_ANY, CUT_FOR_TARGET, CUT_FOR_ALL };

struct program {
	struct config_line *settings;
	struct config config; /* what they come to: written by script_expand() */
	struct c_declaration *c_declarations;
	struct include *includes;
	struct import *imports;
	struct macro *macros;
	struct subprogram *subprograms;
	struct map_declaration *declarations;
	struct definition *definitions;
	struct clause *clauses;
	struct clause *left_out;  /* written by script_expand(): their predicates are false */
	enum program_cut cut_for; /* written by script_expand() */
	struct map *maps; /* [checked] in order of first use */
	uint32_t map_count;
	uint32_t family_count; /* [checked] */
};

/* The tree as text, for -d ast and golden files: one node a line, indented, types once checked. */
void ast_dump(FILE *out, const struct program *program);

/*
 * A parsed program as source, for -d source: canonical, so that a program and what is printed of
 * it give the same tree.
 */
void ast_write_source(FILE *out, const struct program *program);

/* One expression as source text in canonical form: equal text means equal meaning. */
const char *ast_expr_text(struct arena *arena, const struct expr *expr);

#endif
