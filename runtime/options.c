#include "runtime/options.h"

#include <ctype.h>
#include <getopt.h>
#include <string.h>

#include "lexer/arena.h"
#include "runtime/options_run.h"
#include "runtime/run.h"

enum {
	OPTION_COMPILE = OPTION_OF_PROGRAM,
	OPTION_EMIT_ELF,
	OPTION_KERNEL,
	OPTION_NO_CACHE,
	OPTION_SNAPSHOT,
};

static const char short_options[] = RUN_SHORT_OPTIONS "e:I:ld:n";

static const struct option long_options[] = {
	{"compile", required_argument, NULL, OPTION_COMPILE},
	{"emit-elf", required_argument, NULL, OPTION_EMIT_ELF},
	{"kernel", required_argument, NULL, OPTION_KERNEL},
	{"no-cache", no_argument, NULL, OPTION_NO_CACHE},
	{"snapshot", required_argument, NULL, OPTION_SNAPSHOT},
	RUN_LONG_OPTIONS,
	{0},
};

static int take_mode(struct options *options, enum mode mode)
{
	if (options->mode != MODE_RUN && options->mode != mode)
		return options_wrong(
			"of -d, -l, -n, --compile, --emit-elf, --info and --snapshot only one can be "
			"given");
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
	return options_wrong("-d takes tokens, source, ast, plan, ir or obj, not '%s'", name);
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

/* What is no option: the file, unless there is -e; behind it words for the script. */
static int take_operand(struct options *options, struct arena *arena, const char *text)
{
	if (!options->file && !options->program_count) {
		options->file = text;
		return STATUS_DONE;
	}
	if (options->mode == MODE_LIST)
		return options_wrong("-l takes one pattern; '%s' is too much", text);
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

/* Many tools have a --top of their own, which takes a number: memtap's takes nothing. */
static bool is_top_of_script(const char *word, const char *next)
{
	return strncmp(word, "--top=", strlen("--top=")) == 0 ||
	       (strcmp(word, "--top") == 0 && next && *next != '-');
}

/* An option of the script, or a negative number: behind it, and none of memtap's own options. */
static bool is_of_script(const struct options *options, char *const *argv)
{
	const char *word = *argv;

	if ((!options->file && !options->program_count) || options->mode == MODE_LIST ||
	    word[0] != '-')
		return false;
	if (word[1] == '-')
		return word[2] && (!is_own(word + 2, strcspn(word + 2, "=")) ||
				   is_top_of_script(word, argv[1]));
	return isalnum((unsigned char)word[1]) && !strchr(OPTION_LETTERS, word[1]);
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
	case 'd':
		return take_stage(options, optarg);
	case 'n':
		return take_mode(options, MODE_CHECK);
	case OPTION_COMPILE:
		options->to = optarg;
		return take_mode(options, MODE_COMPILE);
	case OPTION_EMIT_ELF:
		options->to = optarg;
		return take_mode(options, MODE_EMIT_ELF);
	case OPTION_INFO:
		return take_mode(options, MODE_INFO);
	case OPTION_KERNEL:
		options->kernel = optarg;
		return STATUS_DONE;
	case OPTION_NO_CACHE:
		options->no_cache = true;
		return STATUS_DONE;
	case OPTION_SNAPSHOT:
		options->to = optarg;
		return take_mode(options, MODE_SNAPSHOT);
	default:
		return options_take_run(options, arena, option, argv);
	}
}

/* Options that matter to tracing alone; -n takes them, to check the command line of a run. */
static int check_tracing(const struct options *options)
{
	const char *option = options->follows	 ? "--follow"
			     : options->max_cost ? "--max-cost"
			     : options->report	 ? "--report"
			     : options->serve	 ? "--serve"
			     : options->top	 ? "--top"
						 : NULL;

	if (options->mode == MODE_RUN || options->mode == MODE_CHECK || !option)
		return STATUS_DONE;
	if (options->mode == MODE_COMPILE)
		return options_wrong("a compiled program does not keep %s: give it when that runs",
				     option);
	return options_wrong("%s is for tracing, not for -d, -l, --emit-elf, --info or --snapshot", option);
}

/* An object is for whoever loads it: of a program alone, for the kernel that runs here. */
static int check_object(const struct options *options)
{
	if (options->kernel)
		return options_wrong("--emit-elf is for the kernel that runs here, not for --kernel: "
				     "--compile writes what runs on others");
	if (options->pid || options->command)
		return options_wrong("--emit-elf keeps no -p and runs no -c: compare pid or comm in a "
				     "predicate");
	if (options->output)
		return options_wrong("--emit-elf writes nothing else, for -o to keep");
	return STATUS_DONE;
}

/* What is given must be enough, and not too much. */
static int check(const struct options *options)
{
	switch (options->mode) {
	case MODE_LIST:
	case MODE_INFO:
	case MODE_SNAPSHOT:
		if (options->kernel)
			return options_wrong("-l, --info and --snapshot are about the kernel that "
					     "runs here, not that of --kernel");
		if (options->program_count || (options->file && options->mode != MODE_LIST))
			return options_wrong("%s takes no program",
					     options->mode == MODE_LIST	  ? "-l"
					     : options->mode == MODE_INFO ? "--info"
									  : "--snapshot");
		return STATUS_DONE;
	default:
		if (options->file && options->program_count)
			return options_wrong("either -e or a file, not both: '%s'", options->file);
		if (!options->file && !options->program_count)
			return options_wrong("no program: a file, the name of a tool, or -e PROGRAM");
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
		if (optind < argc && is_of_script(options, &argv[optind])) {
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
	status = status ?: options_check_run(options) ?: check_tracing(options) ?: check(options);
	if (!status && options->mode == MODE_EMIT_ELF)
		status = check_object(options);
	return status;
}
