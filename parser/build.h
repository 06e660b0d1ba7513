/*
 * What the grammar's actions call: one function makes one node, or adds one to a list.
 *
 *     build.c         expressions, statements, definitions, clauses
 *     build_script.c  settings, imports, macros, functions, declarations of maps
 *     build_c.c       declarations as in C
 *     build_point.c   the text of a probe, taken apart and checked
 *     syntax_error.c  what is said when the grammar does not go on
 *
 * Only the parser's own files include this. Every node knows how deep the tree under it is while it
 * is built: one that would be deeper than PARSE_DEPTH_MAX is reported once (E_LIMIT) and left out,
 * whatever the depth comes from: brackets, a chain of operators or of else-ifs. All later passes
 * may therefore recurse over the tree.
 */
#ifndef MEMTAP_BUILD_H
#define MEMTAP_BUILD_H

#include "lexer/token.h"
#include "parser/ast.h"

struct parser {
	struct arena *arena;
	const struct source *source;
	struct diag *diag;
	struct program *program;
	struct definition **definitions_end;
	struct clause **clauses_end;
	struct config_line **settings_end;
	struct c_declaration **c_declarations_end;
	struct include **includes_end;
	struct import **imports_end;
	struct map_declaration **declarations_end;
	struct macro **macros_end;
	struct subprogram **subprograms_end;

	struct lexer *lexer;
	struct span token, previous; /* the last two that the lexer gave */
	bool is_too_deep;	     /* said already */
	bool is_replaced;	     /* the text of a probe does not stand in the source */
};

/* ---- values of the grammar's symbols ---- */

struct built_expr {
	struct expr *expr;
	uint32_t depth;
};

struct built_exprs {
	struct expr *first, *last;
	uint32_t count, depth; /* depth of the deepest */
};

struct built_stmt {
	struct stmt *stmt; /* NULL: nothing, as after an error */
	uint32_t depth;
};

struct built_stmts {
	struct stmt *first, *last;
	uint32_t depth;
	bool is_open; /* no ';' behind the last one: in a macro, its value */
};

struct built_points {
	struct point *first, *last;
	uint32_t count;
};

struct built_names {
	struct field_name *first, *last;
	uint32_t count;
};

struct built_record {
	struct built_names names;
	struct built_exprs values;
};

struct built_members {
	struct c_member *first, *last;
};

struct built_c_type {
	const char *words; /* all but the last, with blanks between; NULL: a struct */
	const char *last;
	struct span last_span;
	bool is_struct, is_union, is_inner;
	struct c_member *inner;
};

struct built_size {
	struct expr *counts[4];
	uint32_t count, bits;
};

struct built_c_name {
	const char *name;
	struct span span;
	struct built_size size;
};

union semantic {
	struct built_record record;
	struct built_members members;
	struct built_c_type c_type;
	struct built_c_name c_name;
	struct built_size c_size;
	union token_value token;
	struct built_expr expr;
	struct built_exprs exprs;
	struct built_stmt stmt;
	struct built_stmts stmts;
	struct point *point;
	struct built_points points;
	struct built_names names;
	struct type_spec *type;
	enum binary_op op;
	bool flag;
	uint32_t pointers;
};

/* ---- expressions ---- */

struct built_expr build_number(struct parser *parser, struct span span,
			       struct number_literal number);
struct built_expr build_string(struct parser *parser, struct span span,
			       struct string_literal string);
struct built_expr build_name(struct parser *parser, struct span span, const char *name);
struct built_expr build_variable(struct parser *parser, struct span span, const char *name);
struct built_expr build_parameter(struct parser *parser, struct span span, const char *name);
struct built_expr build_map(struct parser *parser, struct span span, const char *name,
			    struct built_exprs key);
struct built_expr build_field(struct parser *parser, struct span span, struct built_expr base,
			      bool is_arrow, const char *name, struct span name_span);
struct built_expr build_element(struct parser *parser, struct span span, struct built_expr base,
				struct number_literal index, struct span index_span);
struct built_expr build_index(struct parser *parser, struct span span, struct built_expr base,
			      struct built_expr index);
struct built_expr build_unary(struct parser *parser, struct span span, enum unary_op op,
			      struct built_expr operand);
/* ++ and --: the operand has to be a variable or map. */
struct built_expr build_step(struct parser *parser, struct span span, enum unary_op op,
			     struct built_expr operand);
struct built_expr build_binary(struct parser *parser, struct span span, enum binary_op op,
			       struct built_expr left, struct built_expr right);
/* `yes` without an expression: a ?: b */
struct built_expr build_ternary(struct parser *parser, struct span span,
				struct built_expr condition, struct built_expr yes,
				struct built_expr no);
/* Without an operand: the type alone, as in sizeof(struct x). */
struct built_expr build_cast(struct parser *parser, struct span span, const struct type_spec *type,
			     struct built_expr operand);
struct built_expr build_call(struct parser *parser, struct span span, const char *name,
			     struct span name_span, struct built_exprs arguments);
struct built_expr build_tuple(struct parser *parser, struct span span, struct built_expr first,
			      struct built_exprs rest);
/* (a = x, b = y): reports names that are there twice (E_REDEFINED). */
struct built_expr build_record(struct parser *parser, struct span span, struct built_record record);
struct built_record build_record_add(struct parser *parser, struct built_record list,
				     struct span span, const char *name, struct built_expr value);
struct built_expr build_block_expr(struct parser *parser, struct span span,
				   struct built_stmts statements, struct built_expr value);
struct built_expr build_parens(struct parser *parser, struct span span, struct built_expr inner);

struct built_exprs build_exprs(struct built_expr first);
struct built_exprs build_exprs_add(struct built_exprs list, struct built_expr next);

struct type_spec *build_type(struct parser *parser, struct span span, const char *name,
			     bool is_struct, uint32_t pointers);
struct type_spec *build_enum_type(struct parser *parser, struct span span, const char *name);
struct type_spec *build_array_type(struct parser *parser, struct span span, const char *name,
				   struct number_literal count);

/* ---- statements ---- */

struct built_stmt build_expr_stmt(struct parser *parser, struct span span, struct built_expr expr);
struct built_stmt build_assign(struct parser *parser, struct span span, struct built_expr target,
			       enum binary_op op, struct built_expr value);
struct built_stmt build_if(struct parser *parser, struct span span, struct built_expr condition,
			   struct built_stmts yes, struct built_stmts no);
struct built_stmt build_block(struct parser *parser, struct span span, struct built_stmts list);
/* break, continue, return */
struct built_stmt build_jump(struct parser *parser, struct span span, enum stmt_kind kind);
/* type: NULL when none is written; value: without an expression when there is none */
/* return expr; */
struct built_stmt build_return(struct parser *parser, struct span span, struct built_expr value);
struct built_stmt build_let(struct parser *parser, struct span span, struct built_expr variable,
			    const struct type_spec *type, struct built_expr value);
struct built_stmt build_while(struct parser *parser, struct span span, struct built_expr condition,
			      struct built_stmts body);
struct built_stmt build_unroll(struct parser *parser, struct span span, struct built_expr times,
			       struct built_stmts body);
/* for ($kv : @map) */
struct built_stmt build_each(struct parser *parser, struct span span, struct built_expr variable,
			     struct built_expr map, struct built_stmts body);
/* for ($i : from..to) */
struct built_stmt build_range(struct parser *parser, struct span span, struct built_expr variable,
			      struct built_expr from, struct built_expr to,
			      struct built_stmts body);

struct built_stmts build_stmts(struct built_stmt only);
struct built_stmts build_stmts_add(struct built_stmts list, struct built_stmt next);
struct built_stmts build_last_stmt(struct built_stmts list, struct built_stmt last);

/* ---- what stands beside clauses ---- */

void build_import(struct parser *parser, struct span span, const char *name, uint32_t length,
		  bool is_library);
void build_include(struct parser *parser, struct span span, const char *text);
/* fn name(parameters) : result { body } */
void build_subprogram(struct parser *parser, struct span span, const char *name,
		      struct span name_span, struct built_stmts parameters,
		      const struct type_spec *result, struct built_stmts body);
/* #define NAME value: a macro without parameters. */
void build_define(struct parser *parser, struct span span, const char *name,
		  struct built_expr value);
/* ---- build_c.c: declarations as in C ---- */

struct built_c_type build_c_word(struct parser *parser, struct built_c_type type, struct span span,
				 const char *word);
struct built_c_type build_c_struct_type(struct parser *parser, struct span span, const char *kind,
					const char *name);
struct built_c_type build_c_enum_type(struct parser *parser, struct span span, const char *name);
/* const struct foo */
struct built_c_type build_c_qualified(struct parser *parser, struct built_c_type words,
				      struct span span, const char *kind, const char *name);
struct built_c_type build_c_inner(struct parser *parser, struct span span, const char *kind,
				  struct built_members members);
struct built_size build_c_bits(struct number_literal bits);
struct built_size build_c_count(struct parser *parser, struct built_size size, struct span span,
				struct built_expr count);
struct built_c_name build_c_name(struct span span, const char *name, struct built_size size);
/* Of words alone: the last is the name. */
struct built_members build_c_names(struct parser *parser, struct built_c_type words,
				   struct built_size size);
struct built_members build_c_member(struct parser *parser, struct built_c_type type,
				    uint32_t pointers, struct built_c_name name);
struct built_members build_c_function(struct parser *parser, struct built_c_type type,
				      struct span span, const char *name);
/* One more of the type of the last. */
struct built_members build_c_more(struct parser *parser, struct built_members members,
				  uint32_t pointers, struct built_c_name name);
struct built_members build_c_enumerator(struct parser *parser, struct span span, const char *name,
					struct built_expr value);
struct built_members build_c_members_add(struct built_members list, struct built_members more);
void build_c_struct(struct parser *parser, struct span span, const char *name, const char *kind,
		    struct built_members members);
void build_c_enum(struct parser *parser, struct span span, const char *name,
		  struct built_members members);
void build_c_typedef(struct parser *parser, struct built_members members);
void build_c_typedef_struct(struct parser *parser, struct span span, const char *name,
			    const char *kind, struct built_members members);
void build_c_typedef_name(struct parser *parser, struct span span, const char *name,
			  const char *of);

void build_setting(struct parser *parser, const char *name, struct span name_span,
		   struct built_expr value);
void build_macro(struct parser *parser, struct span span, const char *name, struct span name_span,
		 struct built_exprs parameters, struct built_stmts body);

/* ---- probes ---- */

/* Never NULL: what is wrong with the text is reported (E_PROBE). */
struct point *build_point(struct parser *parser, struct span span, const char *text);
bool build_is_name(const char *text); /* letters, digits and '_', no digit first */
/* The name of a definition has to be one of the form mem:alloc; reports E_PROBE. */
void build_check_name(struct parser *parser, struct span span, const char *name);
/* begin .. end; begin: NULL for a point that is no pair */
struct point *build_place(struct point *begin, struct point *end, bool is_optional);
struct point *build_source(struct point *point, struct built_exprs fields,
			   struct built_expr predicate);
struct built_points build_alternative(struct parser *parser, struct built_points chain,
				      struct point *next);
struct built_points build_points_add(struct built_points list, struct point *next);

struct built_names build_names_add(struct parser *parser, struct built_names list, struct span span,
				   const char *name);
void build_definition(struct parser *parser, struct span span, const char *name,
		      struct span name_span, struct built_names fields, const char *family,
		      struct point *points);
void build_clause(struct parser *parser, struct span span, struct point *points,
		  struct built_expr predicate, struct built_stmts body);

/* let @m = sort(entries); */
void build_declaration(struct parser *parser, struct span span, const char *name, const char *sort,
		       struct span sort_span, struct number_literal entries);

/* ---- errors ---- */

/* The tree or the grammar's stack would become too deep. */
void refuse_depth(struct parser *parser, struct span span);
/* for ($i = 0; $i < 5; $i++) */
void refuse_c_for(struct parser *parser, struct span span);
void refuse_no_value(struct parser *parser, struct span span);
void refuse_token(struct parser *parser, enum token token, struct span span,
		  const enum token *expected, size_t count);

#endif
