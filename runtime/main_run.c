/*
 * memtap-run: runs what memtap --compile wrote, on machines where no compiler is wanted. It is
 * linked from the runtime and what reads plans: no parser, no LLVM.
 *
 *     command line --> plan_read --> run_plan
 */
#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <string.h>

#include "codegen/plan.h"
#include "lexer/arena.h"
#include "runtime/info.h"
#include "runtime/launch.h"
#include "runtime/message.h"
#include "runtime/options.h"
#include "runtime/options_run.h"
#include "runtime/output.h"
#include "runtime/privileges.h"
#include "runtime/progress.h"
#include "runtime/run.h"
#include "runtime/serve.h"
#include "runtime/signals.h"
#include "runtime/stream.h"

static const char help_head[] =
	"Usage: memtap-run [OPTION]... FILE\n"
	"Run a compiled memtap program, also on another kernel than it was compiled for.\n"
	"\n"
	"What to run:\n"
	"  FILE              what memtap --compile FILE wrote; - is standard input\n"
	"\n";

static const char help_rest[] =
	"\n"
	"Instead of tracing:\n"
	"  --info            say what this machine can trace, and what to do where it cannot\n"
	"  -h, --help        print this\n"
	"  -V, --version     print the version\n"
	"\n"
	"Words and options of the program's own are given to memtap when it compiles it:\n"
	"  memtap --compile memleak.mto -p 1 memleak 60 --top=20\n"
	"  memtap-run -p 1234 memleak.mto\n"
	"\n"
	"Exit status: as memtap's. See also memtap-run(1).\n";

/* ---- the command line ---- */

/* Past the file, what is not known can only be meant for the program. */
static int take_option(struct options *options, struct arena *arena, int option, char **argv)
{
	if (options->file && (option == OPERAND || option == '?'))
		return launch_refuse_words(options->file);
	if (option == OPTION_INFO) {
		options->mode = MODE_INFO;
		return STATUS_DONE;
	}
	if (option != OPERAND)
		return options_take_run(options, arena, option, argv);
	options->file = optarg;
	return STATUS_DONE;
}

static int parse(struct options *options, struct arena *arena, int argc, char **argv)
{
	static const struct option long_options[] = {RUN_LONG_OPTIONS, {0}};
	int option, status = STATUS_DONE;

	while (!status &&
	       (option = getopt_long(argc, argv, RUN_SHORT_OPTIONS, long_options, NULL)) >= 0) {
		if (option == 'h' || option == 'V') {
			options->mode = option == 'V' ? MODE_VERSION : MODE_HELP;
			return STATUS_DONE;
		}
		status = take_option(options, arena, option, argv);
	}
	for (; !status && optind < argc; optind++) { /* behind -- */
		if (options->file)
			return launch_refuse_words(options->file);
		options->file = argv[optind];
	}
	if (!status && options->mode == MODE_INFO && options->file)
		return options_wrong("--info takes no program");
	if (!status && options->mode == MODE_RUN && !options->file)
		return options_wrong("no program: a file that memtap --compile wrote");
	return status
		       ?: options_check_run(options)
		       ?: options_check_outputs(options);
}

/* ---- the program ---- */

static int read_plan(const struct options *options, struct plan **plan)
{
	const char *path = options->file;
	bool is_standard = strcmp(path, "-") == 0;
	FILE *in = is_standard ? stdin : fopen(path, "re");
	int status;

	if (!in) {
		complain("cannot read %s: %s%s", path, strerror(errno),
			 errno == ENOENT ? "; memtap-run takes what memtap --compile wrote" : "");
		return STATUS_USAGE;
	}
	status = launch_read(options, is_standard ? "standard input" : path, in, plan);
	if (!is_standard)
		fclose(in);
	return status;
}

static int run(const struct options *options, FILE *out)
{
	struct launch with = {.out = out};
	struct kept_stream report;
	struct plan *plan = NULL;
	int status = options_open_report(options, out, &report)
			     ?: serve_open(options->serve, &with.server);

	if (status)
		return stream_finish_kept(&report, status);
	with.report = report.out;
	with.is_fenced = launch_fence(options); /* which has nobody listen any more */
	status = read_plan(options, &plan)
			 ?: privileges_check()
			 ?: launch(&with, options, plan);
	plan_free(plan);
	serve_close(with.server);
	return stream_finish_kept(&report, status);
}

static void print_help(FILE *out)
{
	fputs(help_head, out);
	fputs(options_run_help, out);
	fputs(help_rest, out);
}

static int do_job(const struct options *options, FILE *out)
{
	switch (options->mode) {
	case MODE_HELP:
		print_help(out);
		return STATUS_DONE;
	case MODE_INFO:
		info_print(out, options->form == &output_form_json);
		return STATUS_DONE;
	case MODE_VERSION:
		fputs("memtap-run " MEMTAP_VERSION "\n", out);
		return STATUS_DONE;
	default:
		return run(options, out);
	}
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct options options = {.mode = MODE_RUN};
	FILE *out;
	int status;

	program_name = "memtap-run";
	signals_open();
	status = privileges_refuse_set_id() ?: parse(&options, arena, argc, argv);
	stream_hold_standard();
	if (!options.quiet)
		progress_open();
	if (!status)
		status = stream_open(&out, options.output)
				 ?: stream_finish(out, do_job(&options, out));
	arena_free(arena);
	return status;
}
