/*
 * Between the parser and the checker: what a program takes from other files and from its command
 * line is put into the tree, after which nothing is left of it there.
 *
 *     script.c      script_expand(): the order of the work; what is walked over
 *     import.c      import "file.mt", import mem: their clauses and definitions come first
 *     config.c      config = { name = value; }, and the same in the environment
 *     macro.c       calls of macros become what they stand for
 *     option.c      getopt("name|n", default, "help", least)
 *     parameter.c   $1, $#, str($1)
 *     replace.c     what both of these become
 *     constant.c    predicates that are false whatever happens: their clauses are left out
 *
 * Input: a parsed program. Output: the same without imports, macros and parameters, and what is
 * known of its options. What is wrong with the program goes to `diag`; what is wrong with its
 * command line or environment is a text, for the caller to print.
 */
#ifndef MEMTAP_SCRIPT_H
#define MEMTAP_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lexer/diag.h"
#include "parser/ast.h"
#include "parser/check.h"

struct script_words {
	const char *const *words; /* in order: "value", "--name=value", "-n" */
	size_t count;
};

enum option_kind { OPTION_BOOL, OPTION_INTEGER, OPTION_DURATION, OPTION_STRING };

/* What one getopt() declares. */
struct script_option {
	const char *name; /* without its -- */
	char letter;	  /* -n; or 0 */
	enum option_kind kind;
	const char *default_text;	  /* as written; NULL: it is a bool that is false */
	const char *help;		  /* or "" */
	const struct expr *default_value; /* a literal */
	const struct expr *least;	  /* of the values on the command line; NULL: any */
	struct span span;
	bool is_given;	   /* on the command line */
	const char *value; /* the last that is; NULL: none, as of --name */
	struct script_option *next;
};

struct script_input {
	struct arena *arena;
	struct sources *sources;
	struct diag *diag;
	library_source *library;
	const char *path;		/* of the script; NULL: it is in -e */
	const char *const *directories; /* -I: where imports are looked for as well */
	size_t directory_count;
	struct script_words words;
	bool has_target;			/* -p or -c is given */
	const char *reserved_letters;		/* that options of a script cannot have */
	char *(*environment)(const char *name); /* getenv(3); NULL: none */
	bool only_describes;			/* its options are wanted: words may be missing */
};

/* Who counts the words may take any number of them. */
#define SCRIPT_WORDS_ANY UINT64_MAX

struct script {
	struct script_option *options; /* in order of their first getopt() */
	uint64_t words_max;	       /* that it takes: N of its last $N; SCRIPT_WORDS_ANY: $# */
	const char *problem;	       /* with the command line or environment; NULL: none */
};

/* False when the program is wrong. */
bool script_expand(const struct script_input *input, struct program *program,
		   struct script *script);

#endif
