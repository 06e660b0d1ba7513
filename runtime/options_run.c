#include "runtime/options_run.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/file.h"
#include "runtime/message.h"
#include "runtime/output.h"
#include "runtime/run.h"
#include "runtime/serve.h"
#include "runtime/stream.h"
#include "runtime/words.h"

#define MAX_COST_MOST 100000 /* percent; the setting's, too */

const char options_run_help[] =
	"Whom to trace, unless everybody:\n"
	"  -p PID            this process, until it ends\n"
	"  -c 'COMMAND ...'  this command, which begins once everything is attached, until it\n"
	"                    ends; quoted as for a shell, but no shell runs it\n"
	"  --follow          also the processes that it forks, and theirs, until the last one ends\n"
	"  --unsafe          allow functions that change what they watch, such as system()\n"
	"\n"
	"What it may cost:\n"
	"  --max-cost 5%     detach what takes more of a CPU, what takes most first\n"
	"\n"
	"Output:\n"
	"  -o FILE           print to FILE\n"
	"  -f FORMAT         text; json: an object a line; folded: stacks, for flame graphs; pprof:\n"
	"                    a profile, for Speedscope and others; openmetrics: for Prometheus\n"
	"  --report FILE     at the end, also write a page of HTML: flame graph, charts, tables\n"
	"  --serve PORT      answer who asks for metrics by HTTP, at PORT of this machine alone;\n"
	"                    ADDRESS:PORT at another of its addresses\n"
	"  --top             on a terminal, show each report in place of the last, as top(1) does\n"
	"  -q                only what the program prints: no maps at the end\n"
	"  -v                also what libbpf and the kernel's verifier have to say\n";

static void tell_wrong(const char *command, const char *format, va_list args)
{
	char text[1024];

	vsnprintf(text, sizeof(text), format, args);
	complain("%s; see %s --help", text, command);
}

int options_wrong(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	tell_wrong(program_name, format, args);
	va_end(args);
	return STATUS_USAGE;
}

int options_wrong_of(const char *command, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	tell_wrong(command, format, args);
	va_end(args);
	return STATUS_USAGE;
}

static int take_pid(struct options *options, const char *text)
{
	char *end;
	long pid;

	if (options->pid)
		return options_wrong("only one process can be traced: -p is given twice");
	errno = 0;
	pid = strtol(text, &end, 10);
	if (end == text || *end || errno || pid < 1 || pid > INT_MAX)
		return options_wrong("-p takes the ID of a process, not '%s'", text);
	options->pid = pid;
	return STATUS_DONE;
}

static int take_command(struct options *options, struct arena *arena, const char *text)
{
	if (options->command)
		return options_wrong("only one command can be traced: -c is given twice");
	options->command = words_split(arena, text);
	if (!options->command)
		return options_wrong("-c: a quote or a backslash is left open in '%s'", text);
	return options->command[0] ? STATUS_DONE : options_wrong("-c: no command in '%s'", text);
}

static int take_format(struct options *options, const char *name)
{
	options->form = output_find_form(name);
	if (options->form)
		return STATUS_DONE;
	return options_wrong("-f takes text, json, folded, pprof or openmetrics, not '%s'", name);
}

/* "5" or "5%", of one CPU: more than 100% is possible. */
static int take_max_cost(struct options *options, const char *text)
{
	char *end;

	errno = 0;
	options->max_cost = strtod(text, &end);
	end += *end == '%';
	if (end == text || *end || errno || !(options->max_cost > 0) ||
	    options->max_cost > MAX_COST_MOST)
		return options_wrong("--max-cost takes percent of a CPU, such as 5%%, not '%s'",
				     text);
	return STATUS_DONE;
}

static int take_serve(struct options *options, struct arena *arena, const char *text)
{
	options->serve = serve_parse_address(arena, text);
	if (options->serve)
		return STATUS_DONE;
	return options_wrong(
		"--serve takes a port, such as 9435, or an IP address and a port, such as "
		"0.0.0.0:9435 or [::]:9435, not '%s'",
		text);
}

/* getopt(3) has gone past it already. */
static int refuse(const struct options *options, char **argv)
{
	const char *word = argv[optind - 1];
	char letter[] = {'-', optopt, '\0'};

	if (optopt && optopt <= UCHAR_MAX && strncmp(word, "--", 2) != 0)
		word = letter; /* one of several in a word */
	if (options->file)
		return options_wrong("%s has no option '%s'", options->file, word);
	return options_wrong("unknown option '%s'", word);
}

int options_take_run(struct options *options, struct arena *arena, int option, char **argv)
{
	switch (option) {
	case 'p':
		return take_pid(options, optarg);
	case 'c':
		return take_command(options, arena, optarg);
	case 'f':
		return take_format(options, optarg);
	case 'o':
		options->output = optarg;
		return STATUS_DONE;
	case 'v':
		options->verbose = true;
		return STATUS_DONE;
	case 'q':
		options->quiet = true;
		return STATUS_DONE;
	case OPTION_FOLLOW:
		options->follows = true;
		return STATUS_DONE;
	case OPTION_MAX_COST:
		return take_max_cost(options, optarg);
	case OPTION_REPORT:
		options->report = optarg;
		return STATUS_DONE;
	case OPTION_SERVE:
		return take_serve(options, arena, optarg);
	case OPTION_TOP:
		options->top = true;
		return STATUS_DONE;
	case OPTION_UNSAFE:
		options->unsafe = true;
		return STATUS_DONE;
	case ':':
		return options_wrong("'%s' takes an argument", argv[optind - 1]);
	default:
		return refuse(options, argv);
	}
}

int options_check_run(const struct options *options)
{
	if (options->pid && options->command)
		return options_wrong("either -p or -c, not both");
	if (options->follows && !options->pid && !options->command)
		return options_wrong("--follow needs -p or -c: whose children?");
	if (options->top && options->form && options->form != &output_form_text)
		return options_wrong("--top is for text, on a terminal: not for the other formats of -f");
	if (options->mode == MODE_RUN && options->form && !options->output &&
	    output_form_is_binary(options->form) && isatty(STDOUT_FILENO))
		return options_wrong("-f pprof is no text for a terminal: give -o FILE");
	if (options->mode == MODE_INFO && options->form && options->form != &output_form_text &&
	    options->form != &output_form_json)
		return options_wrong("--info is text, or with -f json an object a line");
	return STATUS_DONE;
}

static bool is_same_file(const char *a, const char *b)
{
	return a && b && (strcmp(a, b) == 0 || file_is_same(a, b));
}

int options_check_outputs(const struct options *options)
{
	if (is_same_file(options->output, options->report))
		return options_wrong("-o and --report write the same file: %s", options->report);
	return options_check_output(options, "-o", options->output)
		       ?: options_check_output(options, "--report", options->report);
}

/* Only once both are open is it known of files that were not there before. */
int options_open_report(const struct options *options, FILE *out, struct kept_stream *report)
{
	int status = stream_open_kept(report, options->report);

	if (status || !stream_is_same(out, report->out))
		return status;
	return options_wrong("%s and --report write the same file: %s",
			     options->output ? "-o" : "standard output", options->report);
}

int options_check_output(const struct options *options, const char *option, const char *to)
{
	if (!to || !options->file || !file_is_same(to, options->file))
		return STATUS_DONE;
	complain("%s would overwrite the program %s", option, options->file);
	return STATUS_USAGE;
}
