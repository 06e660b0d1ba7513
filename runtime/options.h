/*
 * The command line -> what to do.
 */
#ifndef MEMTAP_OPTIONS_H
#define MEMTAP_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct arena;
struct output_form;
struct serve_address;

enum mode {
	MODE_RUN,
	MODE_CHECK,    /* -n */
	MODE_DUMP,     /* -d */
	MODE_COMPILE,  /* --compile */
	MODE_EMIT_ELF, /* --emit-elf */
	MODE_LIST,     /* -l */
	MODE_SNAPSHOT, /* --snapshot */
	MODE_INFO,     /* --info */
	MODE_TOOLS,    /* no arguments at all */
	MODE_HELP,     /* -h */
	MODE_TOOL_HELP, /* FILE -h */
	MODE_VERSION,  /* -V */
};

enum stage { STAGE_TOKENS, STAGE_SOURCE, STAGE_AST, STAGE_PLAN, STAGE_IR, STAGE_OBJECT };

struct options {
	enum mode mode;
	enum stage stage;	     /* MODE_DUMP */
	const char *to;		     /* MODE_COMPILE, MODE_EMIT_ELF: the file; MODE_SNAPSHOT: the directory */
	const char *const *programs; /* -e; or `file` */
	size_t program_count;
	const char *file;     /* FILE or TOOL; MODE_LIST: the pattern; or NULL */
	const char *const *words; /* behind FILE or the program: $1, --name=value */
	size_t word_count;
	const char *const *directories; /* -I */
	size_t directory_count;
	pid_t pid;	      /* -p; or 0 */
	char *const *command; /* -c; or NULL */
	bool follows;	      /* --follow */
	const char *output;   /* -o; or NULL */
	const char *report;   /* --report; or NULL */
	const char *kernel;   /* --kernel; or NULL */
	const struct output_form *form; /* -f; NULL: text */
	bool no_cache;	      /* --no-cache */
	bool verbose, quiet;
	bool unsafe; /* --unsafe */
	const struct serve_address *serve; /* --serve; or NULL */
	bool top; /* --top */
	double max_cost; /* --max-cost: percent of a CPU; or 0 */
};

/* Of memtap's own options: those of a script have others. */
#define OPTION_LETTERS "IVcdefhlnopqv"

/* Returns an exit status; what is wrong is printed. Words are the arena's, the rest argv's. */
int options_parse(struct options *options, struct arena *arena, int argc, char **argv);

#endif
