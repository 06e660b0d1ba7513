/*
 * The options of a run, which memtap and memtap-run have in common: the process or command, what is
 * allowed, where output goes and in which form; and those that say something instead.
 *
 * Each program's parser gives getopt_long(3) what is here and its own, and hands on what it does
 * not know itself.
 */
#ifndef MEMTAP_OPTIONS_RUN_H
#define MEMTAP_OPTIONS_RUN_H

#include <limits.h>
#include <stdio.h>

#include "runtime/options.h"

struct kept_stream;

/* Options without a letter; a program's own ones come last. */
enum {
	OPTION_FOLLOW = UCHAR_MAX + 1,
	OPTION_INFO,
	OPTION_MAX_COST,
	OPTION_REPORT,
	OPTION_SERVE,
	OPTION_TOP,
	OPTION_UNSAFE,
	OPTION_OF_PROGRAM
};

#define OPERAND 1

/* '-': what is no option comes in its place, as OPERAND; ':': errors are ours to print. */
#define RUN_SHORT_OPTIONS "-:p:c:o:f:vqhV"

/* clang-format off */
#define RUN_LONG_OPTIONS \
	{"follow", no_argument, NULL, OPTION_FOLLOW}, \
	{"info", no_argument, NULL, OPTION_INFO}, \
	{"max-cost", required_argument, NULL, OPTION_MAX_COST}, \
	{"report", required_argument, NULL, OPTION_REPORT}, \
	{"serve", required_argument, NULL, OPTION_SERVE}, \
	{"top", no_argument, NULL, OPTION_TOP}, \
	{"unsafe", no_argument, NULL, OPTION_UNSAFE}, \
	{"help", no_argument, NULL, 'h'}, \
	{"version", no_argument, NULL, 'V'}
/* clang-format on */

/* What --help says of them: lines below headings. */
extern const char options_run_help[];

/* All return an exit status, and print what is wrong. */

/* Prints that, and where help is. Returns STATUS_USAGE. */
int options_wrong(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The same, where the command has a help of its own. */
int options_wrong_of(const char *command, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* What getopt_long(3) returned last. Refuses what is no option of a run. */
int options_take_run(struct options *options, struct arena *arena, int option, char **argv);

/* Once all are taken: do they go together? */
int options_check_run(const struct options *options);

/* `to`, which may be NULL, is where `option` has something written: not over the program. */
int options_check_output(const struct options *options, const char *option, const char *to);
/* The same of -o and --report, which are not one file either. */
int options_check_outputs(const struct options *options);

/* Opens that of --report, if there is one, which may not be where `out` goes. Comes before the fence;
 * stream_finish_kept() is due in any case. */
int options_open_report(const struct options *options, FILE *out, struct kept_stream *report);

#endif
