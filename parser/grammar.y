/*
 * The grammar. Actions are one call each, to parser/build.h.
 *
 * The lexer decides what is a probe's text and where a predicate ends, see lexer/lexer.l. Parsing
 * goes on behind an error at the next ';', '}' or body; what the tree lacks then does not matter,
 * as it is only used when there was none.
 *
 * Casts need no table of type names. A type that is written with a word of its own (uint32,
 * struct x) or with a '*' in front of the ')' is one for certain. A name in parentheses is one when
 * what follows could not go on with an expression: (size_t)x and (size_t)(-1) are casts, while
 * (size_t)-1 is a subtraction.
 */
%define api.pure full
%define api.prefix {grammar_}
%define api.header.include {"parser/grammar.h"}
%define api.location.type {struct span}
%define api.value.type {union semantic}
%define api.token.raw
%define api.token.prefix {GRAMMAR_}
%define parse.error custom
%define parse.lac full
%define lr.type ielr
%locations
%expect 0
%param {struct parser *parser}

%code requires {
#include "parser/build.h"
}

%code {
#define YYLLOC_DEFAULT(whole, parts, count)                                    \
	do {                                                                   \
		(whole).begin = (count) ? YYRHSLOC(parts, 1).begin             \
					: YYRHSLOC(parts, 0).end;              \
		(whole).end = YYRHSLOC(parts, count).end;                      \
	} while (0)

static int yylex(union semantic *value, struct span *span, struct parser *parser);
static void yyerror(const struct span *span, struct parser *parser, const char *message);

static const struct built_expr no_expr;
}

%token END 0 "end"

%token <token.name> POINT "point"
%token PROBE "probe" OUTERMOST "outermost" PREDICATE_BEGIN "/ at the beginning"
%token PREDICATE_END "/ at the end" RANGE ".."
%token IMPORT "import" MACRO "macro" FN "fn" CONFIG "config"
%token <token.name> INCLUDE "#include" DEFINE "#define"
%token DEFINE_END "the end of the line" TYPEDEF "typedef"

%token <token.name> NAME "name" VARIABLE "$variable" MAP "@map"
%token <token.name> PARAMETER "$1"
%token <token.number> NUMBER "number"
%token <token.string> STRING "string"
%token <token.name> TYPE "type" RESERVED "reserved word"
%token IF "if" ELSE "else" WHILE "while" FOR "for" UNROLL "unroll" BREAK "break"
%token CONTINUE "continue" RETURN "return" LET "let" SIZEOF "sizeof" ENUM "enum" OFFSETOF "offsetof"
%token <token.name> STRUCT "struct"

%token LEFT_BRACE "{" RIGHT_BRACE "}" LEFT_PAREN "(" RIGHT_PAREN ")"
%token LEFT_BRACKET "[" RIGHT_BRACKET "]" COMMA "," SEMICOLON ";"
%token QUESTION "?" COLON ":" DOT "." ARROW "->"

%token PLUS "+" MINUS "-" STAR "*"
%token <token.pointers> POINTER "* of a type"
%token SLASH "/" PERCENT "%" SHIFT_LEFT "<<" SHIFT_RIGHT ">>"
%token AND "&" OR "|" XOR "^" NOT "!" COMPLEMENT "~"
%token EQUAL "==" NOT_EQUAL "!=" LESS "<" LESS_EQUAL "<=" GREATER ">" GREATER_EQUAL ">="
%token LOGICAL_AND "&&" LOGICAL_OR "||" INCREMENT "++" DECREMENT "--"

%token ASSIGN "=" ASSIGN_ADD "+=" ASSIGN_SUB "-=" ASSIGN_MUL "*=" ASSIGN_DIV "/=" ASSIGN_MOD "%="
%token ASSIGN_SHL "<<=" ASSIGN_SHR ">>=" ASSIGN_AND "&=" ASSIGN_OR "|=" ASSIGN_XOR "^="

/* A name, or a map, that a bracket follows belongs to the bracket. */
%precedence ALONE
%precedence ")" "["

/*
 * { a; b } where a statement can begin is a block of statements, the last without its ';'. Elsewhere
 * it is an expression, with the value of b. Only LR's own states (ielr) tell the places apart.
 */
%precedence "}"
%precedence STATEMENT

/* for $x : (name) { ... } has a body, and no block that is cast. */
%precedence "{"
%precedence NO_CAST

/* C's */
%right "?" ":"
%left "||"
%left "&&"
%left "|"
%left "^"
%left "&"
%left "==" "!="
%left "<" "<=" ">" ">="
%left "<<" ">>"
%left "+" "-"
%left "*" "/" "%"

%type <point> place source
%type <points> points alternatives sources source_alternatives
%type <flag> optional
%type <names> field_names names
%type <token.name> probe_name family member
%type <stmts> block statements else fn_parameters parameters
%type <stmt> simple terminated compound if loop let parameter
%type <expr> predicate expr unary postfix primary variable map call cast operand macro_name value
%type <exprs> fields arguments macro_arguments macro_names
%type <type> type parenthesized_name written_type result
%type <pointers> stars
%type <record> record
%type <op> assign
%type <members> c_members c_member c_enumerators c_enumerator
%type <c_type> c_words c_struct
%type <c_name> c_name
%type <c_size> c_size
%type <pointers> c_stars
%type <token.name> c_word

%%

program:
  %empty
| program item
;

item:
  definition
| import
| config
| macro
| fn
| c_declaration
| INCLUDE { build_include(parser, @$, $INCLUDE); }
| define
| declaration
| clause
| ";"
| error ";"   { yyerrok; }
| error "}"   { yyerrok; }
| error block { yyerrok; }
;

/* ---- what stands beside clauses ---- */

import:
  "import" STRING { build_import(parser, @STRING, $STRING.bytes, $STRING.length, false); }
| "import" NAME   { build_import(parser, @NAME, $NAME, 0, true); }
;

config:
  "config" "=" "{" settings "}"
| "config" "=" "{" settings setting "}"
;

settings:
  %empty
| settings setting ";"
| settings ";"
| settings error ";" { yyerrok; }
;

setting:
  NAME "=" value { build_setting(parser, $NAME, @NAME, $value); }
;

value:
  NUMBER { $$ = build_number(parser, @$, $NUMBER); }
| STRING { $$ = build_string(parser, @$, $STRING); }
| NAME   { $$ = build_name(parser, @$, $NAME); }
| call
;

declaration:
  "let" MAP "=" NAME "(" NUMBER ")" ";"
	{ build_declaration(parser, @$, $MAP, $NAME, @NAME, $NUMBER); }
;

macro:
  "macro" NAME "(" macro_arguments ")" block
	{ build_macro(parser, @$, $NAME, @NAME, $macro_arguments, $block); }
;

fn:
  "fn" NAME "(" fn_parameters ")" result block
	{ build_subprogram(parser, @$, $NAME, @NAME, $fn_parameters, $result, $block); }
;

fn_parameters:
  %empty { $$ = (struct built_stmts){0}; }
| parameters
;

parameters:
  parameter                { $$ = build_stmts($1); }
| parameters "," parameter { $$ = build_stmts_add($1, $3); }
;

parameter:
  variable                  { $$ = build_let(parser, @$, $1, NULL, no_expr); }
| variable ":" written_type { $$ = build_let(parser, @$, $1, $3, no_expr); }
;

result:
  %empty           { $$ = NULL; }
| ":" written_type { $$ = $2; }
;

define:
  DEFINE expr DEFINE_END  { build_define(parser, @$, $DEFINE, $expr); }
| DEFINE DEFINE_END
| DEFINE error DEFINE_END { yyerrok; }
;

/* ---- declarations as in C ---- */

c_declaration:
  STRUCT NAME "{" c_members "}"
	{ build_c_struct(parser, @NAME, $NAME, $STRUCT, $c_members); }
| "enum" NAME "{" c_enumerators "}"
	{ build_c_enum(parser, @NAME, $NAME, $c_enumerators); }
| "enum" "{" c_enumerators "}"
	{ build_c_enum(parser, @1, "", $c_enumerators); }
| "typedef" c_member ";"
	{ build_c_typedef(parser, $c_member); }
| "typedef" STRUCT "{" c_members "}" POINT ";"
	{ build_c_typedef_struct(parser, @POINT, $POINT, $STRUCT, $c_members); }
| "typedef" STRUCT NAME "{" c_members "}" POINT ";"
	{ build_c_struct(parser, @NAME, $NAME, $STRUCT, $c_members);
	  build_c_typedef_name(parser, @POINT, $POINT, $NAME); }
;

c_members:
  %empty                     { $$ = (struct built_members){0}; }
| c_members c_member ";"     { $$ = build_c_members_add($1, $2); }
| c_members error ";"        { yyerrok; $$ = $1; }
;

/* One declaration with its names; of words alone the last one is the name. */
c_member:
  c_words c_size             { $$ = build_c_names(parser, $1, $2); }
| c_words c_stars c_name     { $$ = build_c_member(parser, $1, $2, $3); }
| c_words "(" STAR NAME ")" "(" c_prototype ")"
	{ $$ = build_c_function(parser, $1, @NAME, $NAME); }
| c_struct c_name            { $$ = build_c_member(parser, $1, 0, $2); }
| c_struct c_stars c_name    { $$ = build_c_member(parser, $1, $2, $3); }
| c_struct                   { $$ = build_c_member(parser, $1, 0, (struct built_c_name){0}); }
| c_member "," c_name        { $$ = build_c_more(parser, $1, 0, $3); }
| c_member "," c_stars c_name { $$ = build_c_more(parser, $1, $3, $4); }
;

c_words:
  c_word         { $$ = build_c_word(parser, (struct built_c_type){0}, @$, $1); }
| c_words c_word { $$ = build_c_word(parser, $1, @2, $2); }
;

c_word:
  NAME
| TYPE
;

c_struct:
  STRUCT NAME                   { $$ = build_c_struct_type(parser, @$, $STRUCT, $NAME); }
| "enum" NAME                   { $$ = build_c_enum_type(parser, @$, $NAME); }
| c_words STRUCT NAME           { $$ = build_c_qualified(parser, $1, @3, $STRUCT, $NAME); }
| STRUCT "{" c_members "}"      { $$ = build_c_inner(parser, @$, $STRUCT, $c_members); }
;

c_stars:
  "*"         { $$ = 1; }
| c_stars "*" { $$ = $1 + 1; }
;

c_name:
  NAME c_size { $$ = build_c_name(@NAME, $NAME, $c_size); }
;

c_size:
  %empty                { $$ = (struct built_size){0}; }
| ":" NUMBER            { $$ = build_c_bits($NUMBER); }
| c_size "[" expr "]"   { $$ = build_c_count(parser, $1, @expr, $expr); }
| c_size "[" "]"        { $$ = build_c_count(parser, $1, @2, build_number(parser, @2, (struct number_literal){0})); }
;

c_prototype:
  %empty
| c_prototype NAME
| c_prototype TYPE
| c_prototype STRUCT
| c_prototype "*"
| c_prototype POINTER
| c_prototype ","
;

c_enumerators:
  c_enumerator                   { $$ = build_c_members_add((struct built_members){0}, $1); }
| c_enumerators "," c_enumerator { $$ = build_c_members_add($1, $3); }
| c_enumerators ","
;

c_enumerator:
  NAME          { $$ = build_c_enumerator(parser, @$, $NAME, (struct built_expr){0}); }
| NAME "=" expr { $$ = build_c_enumerator(parser, @$, $NAME, $expr); }
;

macro_arguments:
  %empty { $$ = (struct built_exprs){0}; }
| macro_names
;

macro_names:
  macro_name                 { $$ = build_exprs($1); }
| macro_names "," macro_name { $$ = build_exprs_add($1, $3); }
;

macro_name:
  VARIABLE { $$ = build_variable(parser, @$, $VARIABLE); }
| MAP      { $$ = build_map(parser, @$, $MAP, (struct built_exprs){0}); }
| NAME     { $$ = build_name(parser, @$, $NAME); }
;

/* ---- probes ---- */

definition:
  "probe" probe_name "(" field_names ")" family "=" sources ";"
	{ build_definition(parser, @$, $probe_name, @probe_name, $field_names, $family,
			   $sources.first); }
;

probe_name:
  POINT
| NAME
;

field_names:
  %empty { $$ = (struct built_names){0}; }
| names
;

names:
  NAME           { $$ = build_names_add(parser, (struct built_names){0}, @NAME, $NAME); }
| names "," NAME { $$ = build_names_add(parser, $1, @NAME, $NAME); }
;

family:
  %empty                   { $$ = NULL; }
| "outermost" "(" NAME ")" { $$ = $NAME; }
;

sources:
  source_alternatives             { $$ = build_points_add((struct built_points){0}, $1.first); }
| sources "," source_alternatives { $$ = build_points_add($1, $3.first); }
;

source_alternatives:
  source                         { $$ = build_alternative(parser, (struct built_points){0}, $1); }
| source_alternatives "|" source { $$ = build_alternative(parser, $1, $3); }
;

source:
  place fields predicate { $$ = build_source($place, $fields, $predicate); }
;

fields:
  %empty            { $$ = (struct built_exprs){0}; }
| "(" ")"           { $$ = (struct built_exprs){0}; }
| "(" arguments ")" { $$ = $arguments; }
;

clause:
  points predicate block { build_clause(parser, @$, $points.first, $predicate, $block); }
;

points:
  alternatives            { $$ = build_points_add((struct built_points){0}, $1.first); }
| points "," alternatives { $$ = build_points_add($1, $3.first); }
;

alternatives:
  place                  { $$ = build_alternative(parser, (struct built_points){0}, $1); }
| alternatives "|" place { $$ = build_alternative(parser, $1, $3); }
;

place:
  POINT optional
	{ $$ = build_place(NULL, build_point(parser, @POINT, $POINT), $optional); }
| POINT[begin] ".." POINT[end] optional
	{ $$ = build_place(build_point(parser, @begin, $begin), build_point(parser, @end, $end),
			   $optional); }
;

optional:
  %empty { $$ = false; }
| "?"    { $$ = true; }
;

predicate:
  %empty                             { $$ = (struct built_expr){0}; }
| PREDICATE_BEGIN expr PREDICATE_END { $$ = $expr; }
;

/* ---- statements ---- */

block:
  "{" statements "}"        { $$ = $statements; }
| "{" statements simple "}" { $$ = build_last_stmt($statements, $simple); }
| "{" statements error "}"  { yyerrok; $$ = $statements; }
;

statements:
  %empty                { $$ = (struct built_stmts){0}; }
| statements terminated { $$ = build_stmts_add($1, $terminated); }
;

terminated:
  ";"        { $$ = (struct built_stmt){0}; }
| simple ";"
| compound
| error ";"  { yyerrok; $$ = (struct built_stmt){0}; }
;

simple:
  expr %prec STATEMENT { $$ = build_expr_stmt(parser, @$, $expr); }
| expr assign expr { $$ = build_assign(parser, @$, $1, $assign, $3); }
| let
| "break"          { $$ = build_jump(parser, @$, STMT_BREAK); }
| "continue"       { $$ = build_jump(parser, @$, STMT_CONTINUE); }
| "return"         { $$ = build_jump(parser, @$, STMT_RETURN); }
| "return" expr    { $$ = build_return(parser, @$, $2); }
;

let:
  "let" variable                    { $$ = build_let(parser, @$, $2, NULL, no_expr); }
| "let" variable "=" expr           { $$ = build_let(parser, @$, $2, NULL, $expr); }
| "let" variable ":" written_type   { $$ = build_let(parser, @$, $2, $4, no_expr); }
| "let" variable ":" written_type "=" expr
	{ $$ = build_let(parser, @$, $2, $4, $expr); }
;

assign:
  "="   { $$ = BINARY_NONE; }
| "+="  { $$ = BINARY_ADD; }
| "-="  { $$ = BINARY_SUB; }
| "*="  { $$ = BINARY_MUL; }
| "/="  { $$ = BINARY_DIV; }
| "%="  { $$ = BINARY_MOD; }
| "<<=" { $$ = BINARY_SHL; }
| ">>=" { $$ = BINARY_SHR; }
| "&="  { $$ = BINARY_AND; }
| "|="  { $$ = BINARY_OR; }
| "^="  { $$ = BINARY_XOR; }
;

compound:
  if
| loop
| block            { $$ = build_block(parser, @$, $block); }
| error block else { yyerrok; $$ = (struct built_stmt){0}; }
;

if:
  "if" "(" expr ")" block else { $$ = build_if(parser, @$, $expr, $block, $else); }
;

loop:
  "while" "(" expr ")" block  { $$ = build_while(parser, @$, $expr, $block); }
| "unroll" "(" expr ")" block { $$ = build_unroll(parser, @$, $expr, $block); }
| "for" "(" variable ":" expr ")" block
	{ $$ = build_each(parser, @$, $variable, $expr, $block); }
| "for" "(" variable ":" expr[from] ".." expr[to] ")" block
	{ $$ = build_range(parser, @$, $variable, $from, $to, $block); }
| "for" "(" variable "=" expr ";" expr ";" simple ")" block
	{ refuse_c_for(parser, @4); $$ = (struct built_stmt){0}; }
| "for" "(" error ")" block { yyerrok; $$ = (struct built_stmt){0}; }
| "for" variable ":" expr block
	{ $$ = build_each(parser, @$, $variable, $expr, $block); }
| "for" variable ":" expr[from] ".." expr[to] block
	{ $$ = build_range(parser, @$, $variable, $from, $to, $block); }
;

else:
  %empty       { $$ = (struct built_stmts){0}; }
| "else" block { $$ = $block; }
| "else" if    { $$ = build_stmts($if); }
;

/* ---- expressions ---- */

expr:
  unary
| expr "||" expr { $$ = build_binary(parser, @$, BINARY_LOGICAL_OR, $1, $3); }
| expr "&&" expr { $$ = build_binary(parser, @$, BINARY_LOGICAL_AND, $1, $3); }
| expr "|" expr  { $$ = build_binary(parser, @$, BINARY_OR, $1, $3); }
| expr "^" expr  { $$ = build_binary(parser, @$, BINARY_XOR, $1, $3); }
| expr "&" expr  { $$ = build_binary(parser, @$, BINARY_AND, $1, $3); }
| expr "==" expr { $$ = build_binary(parser, @$, BINARY_EQ, $1, $3); }
| expr "!=" expr { $$ = build_binary(parser, @$, BINARY_NE, $1, $3); }
| expr "<" expr  { $$ = build_binary(parser, @$, BINARY_LT, $1, $3); }
| expr "<=" expr { $$ = build_binary(parser, @$, BINARY_LE, $1, $3); }
| expr ">" expr  { $$ = build_binary(parser, @$, BINARY_GT, $1, $3); }
| expr ">=" expr { $$ = build_binary(parser, @$, BINARY_GE, $1, $3); }
| expr "<<" expr { $$ = build_binary(parser, @$, BINARY_SHL, $1, $3); }
| expr ">>" expr { $$ = build_binary(parser, @$, BINARY_SHR, $1, $3); }
| expr "+" expr  { $$ = build_binary(parser, @$, BINARY_ADD, $1, $3); }
| expr "-" expr  { $$ = build_binary(parser, @$, BINARY_SUB, $1, $3); }
| expr "*" expr  { $$ = build_binary(parser, @$, BINARY_MUL, $1, $3); }
| expr "/" expr  { $$ = build_binary(parser, @$, BINARY_DIV, $1, $3); }
| expr "%" expr  { $$ = build_binary(parser, @$, BINARY_MOD, $1, $3); }
| expr "?" expr ":" expr
	{ $$ = build_ternary(parser, @$, $1, $3, $5); }
| expr "?" ":" expr
	{ $$ = build_ternary(parser, @$, $1, (struct built_expr){0}, $4); }
;

unary:
  postfix
| cast
| "-" unary  { $$ = build_unary(parser, @$, UNARY_NEGATE, $2); }
| "+" unary  { $$ = build_parens(parser, @$, $2); }
| "!" unary  { $$ = build_unary(parser, @$, UNARY_NOT, $2); }
| "~" unary  { $$ = build_unary(parser, @$, UNARY_COMPLEMENT, $2); }
| "*" unary  { $$ = build_unary(parser, @$, UNARY_DEREF, $2); }
| "++" unary { $$ = build_step(parser, @$, UNARY_PRE_INC, $2); }
| "--" unary { $$ = build_step(parser, @$, UNARY_PRE_DEC, $2); }
;

cast:
  "(" type ")" unary           { $$ = build_cast(parser, @$, $type, $unary); }
| parenthesized_name operand   { $$ = build_cast(parser, @$, $1, $operand); }
;

/* What cannot go on with an expression that ends in ')'. */
operand:
  postfix
| cast
| "!" unary { $$ = build_unary(parser, @$, UNARY_NOT, $2); }
| "~" unary { $$ = build_unary(parser, @$, UNARY_COMPLEMENT, $2); }
;

parenthesized_name:
  "(" NAME ")" { $$ = build_type(parser, @NAME, $NAME, false, 0); }
;

type:
  TYPE                { $$ = build_type(parser, @$, $TYPE, false, 0); }
| TYPE POINTER        { $$ = build_type(parser, @$, $TYPE, false, $POINTER); }
| TYPE "[" NUMBER "]" { $$ = build_array_type(parser, @$, $TYPE, $NUMBER); }
| "enum" NAME         { $$ = build_enum_type(parser, @$, $NAME); }
| STRUCT NAME         { $$ = build_type(parser, @$, $NAME, true, 0); }
| STRUCT NAME POINTER { $$ = build_type(parser, @$, $NAME, true, $POINTER); }
| NAME POINTER        { $$ = build_type(parser, @$, $NAME, false, $POINTER); }
;

/* Behind a ':', where nothing else can stand: the '*' of a pointer needs no ')'. */
written_type:
  type
| NAME              { $$ = build_type(parser, @$, $NAME, false, 0); }
| TYPE stars        { $$ = build_type(parser, @$, $TYPE, false, $stars); }
| STRUCT NAME stars { $$ = build_type(parser, @$, $NAME, true, $stars); }
| NAME stars        { $$ = build_type(parser, @$, $NAME, false, $stars); }
;

stars:
  "*"       { $$ = 1; }
| stars "*" { $$ = $1 + 1; }
;

postfix:
  primary
| postfix "[" expr "]"    { $$ = build_index(parser, @$, $1, $expr); }
| postfix "." member      { $$ = build_field(parser, @$, $1, false, $member, @member); }
| postfix "->" member     { $$ = build_field(parser, @$, $1, true, $member, @member); }
| postfix "." NUMBER      { $$ = build_element(parser, @$, $1, $NUMBER, @NUMBER); }
| postfix "++"            { $$ = build_step(parser, @$, UNARY_POST_INC, $1); }
| postfix "--"            { $$ = build_step(parser, @$, UNARY_POST_DEC, $1); }
;

member:
  NAME
| TYPE
| RESERVED
| "let"    { $$ = "let"; }
| "unroll" { $$ = "unroll"; }
;

primary:
  NAME %prec ALONE           { $$ = build_name(parser, @$, $NAME); }
| parenthesized_name %prec NO_CAST
	{ $$ = build_parens(parser, @$, build_name(parser, $1->span, $1->name)); }
| variable
| PARAMETER                  { $$ = build_parameter(parser, @$, $PARAMETER); }
| NUMBER                     { $$ = build_number(parser, @$, $NUMBER); }
| STRING                     { $$ = build_string(parser, @$, $STRING); }
| map
| call
| "(" expr ")"               { $$ = build_parens(parser, @$, $expr); }
| "(" expr "," arguments ")" { $$ = build_tuple(parser, @$, $expr, $arguments); }
| "(" record ")"             { $$ = build_record(parser, @$, $record); }
| "{" statements expr "}"    { $$ = build_block_expr(parser, @$, $statements, $expr); }
| "{" statements no_value "}" { $$ = build_number(parser, @$, (struct number_literal){0}); }
;

/* Where a statement can begin it is none, and the '}' is the block's. */
no_value:
  %empty %prec ALONE { refuse_no_value(parser, parser->token); }
;

record:
  NAME "=" expr
	{ $$ = build_record_add(parser, (struct built_record){0}, @NAME, $NAME, $expr); }
| record "," NAME "=" expr
	{ $$ = build_record_add(parser, $1, @NAME, $NAME, $expr); }
;

variable:
  VARIABLE { $$ = build_variable(parser, @$, $VARIABLE); }
;

map:
  MAP %prec ALONE       { $$ = build_map(parser, @$, $MAP, (struct built_exprs){0}); }
| MAP "[" arguments "]" { $$ = build_map(parser, @$, $MAP, $arguments); }
;

call:
  NAME "(" ")"
	{ $$ = build_call(parser, @$, $NAME, @NAME, (struct built_exprs){0}); }
| NAME "(" arguments ")"
	{ $$ = build_call(parser, @$, $NAME, @NAME, $arguments); }
| "sizeof" "(" expr ")"
	{ $$ = build_call(parser, @$, "sizeof", @1, build_exprs($expr)); }
| "sizeof" "(" type ")"
	{ $$ = build_call(parser, @$, "sizeof", @1, build_exprs(
			  build_cast(parser, @type, $type, (struct built_expr){0}))); }
| "offsetof" "(" NAME "," expr ")"
	{ $$ = build_call(parser, @$, "offsetof", @1,
			  build_exprs_add(build_exprs(build_cast(
				parser, @NAME, build_type(parser, @NAME, $NAME, false, 0),
				(struct built_expr){0})), $expr)); }
| "offsetof" "(" type "," expr ")"
	{ $$ = build_call(parser, @$, "offsetof", @1,
			  build_exprs_add(build_exprs(build_cast(parser, @type, $type,
							     (struct built_expr){0})),
					  $expr)); }
;

arguments:
  expr               { $$ = build_exprs($expr); }
| arguments "," expr { $$ = build_exprs_add($1, $expr); }
;

%%

/* The grammar's tokens are the lexer's. */
_Static_assert((int)GRAMMAR_END == (int)TOKEN_END && (int)YYSYMBOL_YYerror == (int)TOKEN_ERROR &&
	       (int)YYSYMBOL_YYUNDEF == (int)TOKEN_UNKNOWN, "the tokens that bison adds");
#define TOKEN(name, role, text)                                        \
	_Static_assert((int)GRAMMAR_##name == (int)TOKEN_##name,       \
		       #name ": %token and lexer/tokens.def differ");
#include "lexer/tokens.def"
#undef TOKEN

static int yylex(union semantic *value, struct span *span, struct parser *parser)
{
	enum token token = lexer_next(parser->lexer, &value->token, span);

	parser->previous = parser->token;
	parser->token = *span;
	return (int)token;
}

/* Symbols that are tokens have the tokens' numbers (api.token.raw). */
static int yyreport_syntax_error(const yypcontext_t *context, struct parser *parser)
{
	yysymbol_kind_t symbols[YYNTOKENS];
	enum token expected[YYNTOKENS];
	int count = 0;

	if (diag_errors(parser->diag) < DIAG_MAX) /* more are only counted */
		count = yypcontext_expected_tokens(context, symbols, YYNTOKENS);
	for (int i = 0; i < count; i++)
		expected[i] = (enum token)symbols[i];
	refuse_token(parser, (enum token)yypcontext_token(context), *yypcontext_location(context),
		     expected, count > 0 ? (size_t)count : 0);
	return 0;
}

/* Called only when a stack is full: all else goes through yyreport_syntax_error(). */
static void yyerror(const struct span *span, struct parser *parser, const char *message)
{
	refuse_depth(parser, *span);
}
