#include "runtime/options.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"
#include "runtime/message.h"
#include "runtime/run.h"
#include "runtime/words.h"

enum {
	OPTION_COMPILE = UCHAR_MAX + 1,
	OPTION_FOLLOW,
	OPTION_KERNEL,
	OPTION_MAX_COST,
	OPTION_SNAPSHOT,
	OPTION_UNSAFE
};

#define MAX_COST_MOST 100000 /* percent; the setting's, too */

/* '-': what is no option comes in its place, as OPERAND; ':': errors are ours to print. */
#define OPERAND 1
static const char short_options[] = "-:e:I:lp:c:o:f:d:nvqhV";

static const struct option long_options[] = {
	{"compile", required_argument, NULL, OPTION_COMPILE},
	{"follow", no_argument, NULL, OPTION_FOLLOW},
	{"kernel", required_argument, NULL, OPTION_KERNEL},
	{"snapshot", required_argument, NULL, OPTION_SNAPSHOT},
	{"unsafe", no_argument, NULL, OPTION_UNSAFE},
	{"max-cost", required_argument, NULL, OPTION_MAX_COST},
	{"help", no_argument, NULL, 'h'},
	{"version", no_argument, NULL, 'V'},
	{0},
};

static int __attribute__((format(printf, 1, 2))) wrong(const char *format, ...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	complain("%s; see memtap --help", text);
	return STATUS_USAGE;
}

static int take_mode(struct options *options, enum mode mode)
{
	if (options->mode != MODE_RUN && options->mode != mode)
		return wrong("of -d, -l, -n, --compile and --snapshot only one can be given");
	options->mode = mode;
	return STATUS_DONE;
}

static int take_stage(struct options *options, const char *name)
{
	static const char *const names[] = {[STAGE_TOKENS] = "tokens",
					    [STAGE_SOURCE] = "source",
					    [STAGE_AST] = "ast",
					    [STAGE_PLAN] = "plan",
					    [STAGE_IR] = "ir",
					    [STAGE_OBJECT] = "obj"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (strcmp(names[i], name) == 0) {
			options->stage = i;
			return take_mode(options, MODE_DUMP);
		}
	}
	return wrong("-d takes tokens, source, ast, plan, ir or obj, not '%s'", name);
}

static int take_pid(struct options *options, const char *text)
{
	char *end;
	long pid;

	if (options->pid)
		return wrong("only one process can be traced: -p is given twice");
	errno = 0;
	pid = strtol(text, &end, 10);
	if (end == text || *end || errno || pid < 1 || pid > INT_MAX)
		return wrong("-p takes the ID of a process, not '%s'", text);
	options->pid = pid;
	return STATUS_DONE;
}

static int take_command(struct options *options, struct arena *arena, const char *text)
{
	if (options->command)
		return wrong("only one command can be traced: -c is given twice");
	options->command = words_split(arena, text);
	if (!options->command)
		return wrong("-c: a quote or a backslash is left open in '%s'", text);
	return options->command[0] ? STATUS_DONE : wrong("-c: no command in '%s'", text);
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
		return wrong("--max-cost takes percent of a CPU, such as 5%%, not '%s'", text);
	return STATUS_DONE;
}

/* Adds a word of the command line to a list of them. */
static void add_word(struct arena *arena, const char *const **list, size_t *count, const char *word)
{
	const char **longer = arena_alloc(arena, (*count + 1) * sizeof(*longer));

	for (size_t i = 0; i < *count; i++)
		longer[i] = (*list)[i];
	longer[(*count)++] = word;
	*list = longer;
}

static int take_format(struct options *options, const char *name)
{
	options->as_json = strcmp(name, "json") == 0;
	if (options->as_json || strcmp(name, "text") == 0)
		return STATUS_DONE;
	return wrong("-f takes text or json, not '%s'", name);
}

/* What is no option: the file, unless there is -e; behind it words for the script. */
static int take_operand(struct options *options, struct arena *arena, const char *text)
{
	if (!options->file && !options->program_count) {
		options->file = text;
		return STATUS_DONE;
	}
	if (options->mode == MODE_LIST)
		return wrong("-l takes one pattern; '%s' is too much", text);
	add_word(arena, &options->words, &options->word_count, text);
	return STATUS_DONE;
}

static bool is_own(const char *name, size_t length)
{
	for (const struct option *own = long_options; own->name; own++)
		if (strlen(own->name) == length && strncmp(own->name, name, length) == 0)
			return true;
	return false;
}

/* An option of the script, or a negative number: behind it, and none of memtap's own options. */
static bool is_of_script(const struct options *options, const char *word)
{
	if ((!options->file && !options->program_count) || options->mode == MODE_LIST ||
	    word[0] != '-')
		return false;
	if (word[1] == '-')
		return word[2] && !is_own(word + 2, strcspn(word + 2, "="));
	return isalnum((unsigned char)word[1]) && !strchr(OPTION_LETTERS, word[1]);
}

/* getopt(3) has gone past it already. */
static int refuse(const struct options *options, char **argv)
{
	const char *word = argv[optind - 1];
	char letter[] = {'-', optopt, '\0'};

	if (optopt && optopt <= UCHAR_MAX && strncmp(word, "--", 2) != 0)
		word = letter; /* one of several in a word */
	if (options->file)
		return wrong("%s has no option '%s'", options->file, word);
	return wrong("unknown option '%s'", word);
}

static int take_option(struct options *options, struct arena *arena, int option, char **argv)
{
	switch (option) {
	case OPERAND:
		return take_operand(options, arena, optarg);
	case 'e':
		add_word(arena, &options->programs, &options->program_count, optarg);
		return STATUS_DONE;
	case 'I':
		add_word(arena, &options->directories, &options->directory_count, optarg);
		return STATUS_DONE;
	case 'l':
		return take_mode(options, MODE_LIST);
	case 'p':
		return take_pid(options, optarg);
	case 'c':
		return take_command(options, arena, optarg);
	case 'f':
		return take_format(options, optarg);
	case 'o':
		options->output = optarg;
		return STATUS_DONE;
	case 'd':
		return take_stage(options, optarg);
	case 'n':
		return take_mode(options, MODE_CHECK);
	case 'v':
		options->verbose = true;
		return STATUS_DONE;
	case 'q':
		options->quiet = true;
		return STATUS_DONE;
	case OPTION_COMPILE:
		options->to = optarg;
		return take_mode(options, MODE_COMPILE);
	case OPTION_FOLLOW:
		options->follows = true;
		return STATUS_DONE;
	case OPTION_KERNEL:
		options->kernel = optarg;
		return STATUS_DONE;
	case OPTION_UNSAFE:
		options->unsafe = true;
		return STATUS_DONE;
	case OPTION_MAX_COST:
		return take_max_cost(options, optarg);
	case OPTION_SNAPSHOT:
		options->to = optarg;
		return take_mode(options, MODE_SNAPSHOT);
	case ':':
		return wrong("'%s' takes an argument", argv[optind - 1]);
	}
	return refuse(options, argv);
}

/* What is given must be enough, and not too much. */
static int check(const struct options *options)
{
	if (options->pid && options->command)
		return wrong("either -p or -c, not both");
	if (options->follows && !options->pid && !options->command)
		return wrong("--follow needs -p or -c: whose children?");
	switch (options->mode) {
	case MODE_LIST:
		return options->program_count ? wrong("-l takes no program") : STATUS_DONE;
	case MODE_SNAPSHOT:
		if (options->file || options->program_count)
			return wrong("--snapshot takes no program");
		return STATUS_DONE;
	default:
		if (options->file && options->program_count)
			return wrong("either -e or a file, not both: '%s'", options->file);
		if (!options->file && !options->program_count)
			return wrong("no program: a file, the name of a tool, or -e PROGRAM");
		return STATUS_DONE;
	}
}

int options_parse(struct options *options, struct arena *arena, int argc, char **argv)
{
	int option, status = STATUS_DONE;

	*options = (struct options){.mode = argc > 1 ? MODE_RUN : MODE_TOOLS};
	if (argc < 2)
		return STATUS_DONE;
	optind = 0; /* also when this is not the first time */
	for (option = 0; !status && option >= 0;) {
		if (optind < argc && is_of_script(options, argv[optind])) {
			add_word(arena, &options->words, &options->word_count, argv[optind++]);
			continue;
		}
		option = getopt_long(argc, argv, short_options, long_options, NULL);
		if (option == 'h' || option == 'V') {
			options->mode = option == 'V'	? MODE_VERSION
					: options->file ? MODE_TOOL_HELP
							: MODE_HELP;
			return STATUS_DONE;
		}
		if (option >= 0)
			status = take_option(options, arena, option, argv);
	}
	while (!status && optind < argc) /* behind -- */
		status = take_operand(options, arena, argv[optind++]);
	return status ?: check(options);
}
