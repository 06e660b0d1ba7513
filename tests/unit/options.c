#include "runtime/options.h"

#include "lexer/arena.h"
#include "runtime/run.h"
#include "runtime/words.h"
#include "tests/unit/unit.h"

static struct arena *arena;

/* ---- words ---- */

/* Each word in brackets; NULL when the text is refused. */
static const char *split(const char *text)
{
	char **words = words_split(arena, text);
	const char *joined = "";

	if (!words)
		return NULL;
	for (; *words; words++)
		joined = arena_printf(arena, "%s[%s]", joined, *words);
	return joined;
}

static void blanks_separate_words(void)
{
	CHECK_STR(split("a bc  d\te\nf "), "[a][bc][d][e][f]");
	CHECK_STR(split("  "), "");
	CHECK_STR(split(""), "");
}

static void quotes_keep_blanks(void)
{
	CHECK_STR(split("a 'b  c' d"), "[a][b  c][d]");
	CHECK_STR(split("a\"b c\"d"), "[ab cd]");
	CHECK_STR(split("'' \"\""), "[][]");
	CHECK_STR(split("'\"' \"'\""), "[\"][']");
}

static void backslashes_are_those_of_a_shell(void)
{
	CHECK_STR(split("a\\ b \\\\ \\'"), "[a b][\\][']");
	CHECK_STR(split("'a\\b'"), "[a\\b]");
	CHECK_STR(split("\"a\\\"b\\$c\\`d\\\\e\\nf\""), "[a\"b$c`d\\e\\nf]");
}

static void nothing_else_is_special(void)
{
	CHECK_STR(split("$HOME *.c a|b>c;d&e #f"), "[$HOME][*.c][a|b>c;d&e][#f]");
}

static void what_is_left_open_is_refused(void)
{
	CHECK_STR(split("a 'b"), NULL);
	CHECK_STR(split("a \"b"), NULL);
	CHECK_STR(split("a \"b\\\""), NULL);
	CHECK_STR(split("a \"b\\"), NULL);
	CHECK_STR(split("a\\"), NULL);
}

/* ---- options ---- */

#define PARSE(options, ...)                                                       \
	options_parse((options), arena,                                           \
		      sizeof((char *[]){"memtap", __VA_ARGS__}) / sizeof(char *), \
		      (char *[]){"memtap", __VA_ARGS__, NULL})

static void a_run_has_a_file_or_a_program(void)
{
	struct options options;

	CHECK_INT(PARSE(&options, "-p", "12", "-qv", "-o", "out", "x.mt"), STATUS_DONE);
	CHECK_INT(options.mode, MODE_RUN);
	CHECK_INT(options.pid, 12);
	CHECK(options.quiet && options.verbose);
	CHECK_STR(options.output, "out");
	CHECK_STR(options.file, "x.mt");
	CHECK_INT(PARSE(&options, "-e", "one", "-e", "two"), STATUS_DONE);
	CHECK_INT(options.program_count, 2);
	CHECK_STR(options.programs[0], "one");
	CHECK_STR(options.programs[1], "two");
	CHECK_INT(PARSE(&options, "-q"), STATUS_USAGE);
	CHECK_INT(PARSE(&options, "x.mt", "-e", "one"), STATUS_USAGE);
}

static void options_may_come_behind_the_file(void)
{
	struct options options;

	CHECK_INT(PARSE(&options, "memleak", "-p", "12"), STATUS_DONE);
	CHECK_STR(options.file, "memleak");
	CHECK_INT(options.pid, 12);
	CHECK_INT(PARSE(&options, "--", "-x.mt"), STATUS_DONE);
	CHECK_STR(options.file, "-x.mt");
	CHECK_INT(PARSE(&options, "-"), STATUS_DONE);
	CHECK_STR(options.file, "-");
}

static void scripts_take_words(void)
{
	struct options options;

	CHECK_INT(PARSE(&options, "x.mt", "5", "--min=3", "-p", "1", "--", "-q", "--help"),
		  STATUS_DONE);
	CHECK_STR(options.file, "x.mt");
	CHECK_INT(options.pid, 1);
	CHECK_INT(options.quiet, false);
	CHECK_INT(options.word_count, 4);
	CHECK_STR(options.words[0], "5");
	CHECK_STR(options.words[1], "--min=3");
	CHECK_STR(options.words[2], "-q");
	CHECK_STR(options.words[3], "--help");
	CHECK_INT(PARSE(&options, "-e", "BEGIN {}", "word", "--c=1"), STATUS_DONE);
	CHECK_INT(options.word_count, 2);
	CHECK_STR(options.words[1], "--c=1"); /* short for none of ours */
	CHECK_INT(PARSE(&options, "--min=3", "x.mt"), STATUS_USAGE);
	CHECK_INT(PARSE(&options, "x.mt", "-h"), STATUS_DONE);
	CHECK_INT(options.mode, MODE_TOOL_HELP);
}

static void pids_are_numbers_of_processes(void)
{
	struct options options;

	CHECK_INT(PARSE(&options, "-p", "0", "x"), STATUS_USAGE);
	CHECK_INT(PARSE(&options, "-p", "-3", "x"), STATUS_USAGE);
	CHECK_INT(PARSE(&options, "-p", "12a", "x"), STATUS_USAGE);
	CHECK_INT(PARSE(&options, "-p", "", "x"), STATUS_USAGE);
	CHECK_INT(PARSE(&options, "-p", "4294967297", "x"), STATUS_USAGE);
	CHECK_INT(PARSE(&options, "-p", "99999999999999999999", "x"), STATUS_USAGE);
}

static void commands_are_split(void)
{
	struct options options;

	CHECK_INT(PARSE(&options, "-c", "ls '-l a'", "x"), STATUS_DONE);
	CHECK_STR(options.command[0], "ls");
	CHECK_STR(options.command[1], "-l a");
	CHECK_STR(options.command[2], NULL);
	CHECK_INT(PARSE(&options, "-c", " ", "x"), STATUS_USAGE);
	CHECK_INT(PARSE(&options, "-c", "ls '", "x"), STATUS_USAGE);
	CHECK_INT(PARSE(&options, "-c", "ls", "-p", "1", "x"), STATUS_USAGE);
}

/* Tracing only the last would leave out the others in silence. */
static void there_is_one_target(void)
{
	struct options options;

	CHECK_INT(PARSE(&options, "-p", "1", "-p", "2", "x"), STATUS_USAGE);
	CHECK_INT(PARSE(&options, "-c", "ls", "-c", "ls", "x"), STATUS_USAGE);
	CHECK_INT(PARSE(&options, "-p", "1", "-c", "ls", "x"), STATUS_USAGE);
	CHECK_INT(PARSE(&options, "x", "--follow", "-p", "1"), STATUS_DONE);
	CHECK(options.follows && options.word_count == 0);
	CHECK_INT(PARSE(&options, "x", "--follow"), STATUS_USAGE);
	CHECK_INT(PARSE(&options, "x", "--serve", "9435", "word"), STATUS_DONE);
	CHECK(options.serve && options.word_count == 1);
	CHECK_INT(PARSE(&options, "x", "--serve"), STATUS_USAGE);
	CHECK_INT(PARSE(&options, "x", "--top"), STATUS_DONE);
	CHECK(options.top && options.word_count == 0);
	CHECK_INT(PARSE(&options, "--top", "x", "--top=3", "--top", "-q"), STATUS_DONE);
	CHECK(options.top && options.word_count == 1);
	CHECK_INT(PARSE(&options, "x", "--top", "3", "--top=5"), STATUS_DONE); /* the script's */
	CHECK(!options.top && options.word_count == 3);
}

static void modes_exclude_each_other(void)
{
	struct options options;

	CHECK_INT(PARSE(&options, "-d", "plan", "x"), STATUS_DONE);
	CHECK_INT(options.mode, MODE_DUMP);
	CHECK_INT(options.stage, STAGE_PLAN);
	CHECK_INT(PARSE(&options, "-d", "plans", "x"), STATUS_USAGE);
	CHECK_INT(PARSE(&options, "-d", "plan", "-n", "x"), STATUS_USAGE);
	CHECK_INT(PARSE(&options, "--compile", "y", "-l"), STATUS_USAGE);
	CHECK_INT(PARSE(&options, "--compile", "y", "x"), STATUS_DONE);
	CHECK_INT(options.mode, MODE_COMPILE);
	CHECK_STR(options.to, "y");
	CHECK_STR(options.file, "x");
	CHECK_INT(PARSE(&options, "--snapshot", "dir", "x"), STATUS_USAGE);
	CHECK_INT(PARSE(&options, "--snapshot", "dir"), STATUS_DONE);
	CHECK_INT(options.mode, MODE_SNAPSHOT);
}

static void a_list_may_have_a_pattern(void)
{
	struct options options;

	CHECK_INT(PARSE(&options, "-l"), STATUS_DONE);
	CHECK_STR(options.file, NULL);
	CHECK_INT(PARSE(&options, "-l", "mem:*"), STATUS_DONE);
	CHECK_STR(options.file, "mem:*");
	CHECK_INT(PARSE(&options, "-l", "a", "b"), STATUS_USAGE);
	CHECK_INT(PARSE(&options, "-l", "-e", "x"), STATUS_USAGE);
}

static void help_comes_before_all_else(void)
{
	struct options options;

	CHECK_INT(PARSE(&options, "-p", "12", "-h", "--nonsense"), STATUS_DONE);
	CHECK_INT(options.mode, MODE_HELP);
	CHECK_INT(PARSE(&options, "--version"), STATUS_DONE);
	CHECK_INT(options.mode, MODE_VERSION);
	CHECK_INT(options_parse(&options, arena, 1, (char *[]){"memtap", NULL}), STATUS_DONE);
	CHECK_INT(options.mode, MODE_TOOLS);
}

static void unknown_options_and_missing_arguments_are_refused(void)
{
	struct options options;

	CHECK_INT(PARSE(&options, "-z", "x"), STATUS_USAGE);
	CHECK_INT(PARSE(&options, "--nonsense", "x"), STATUS_USAGE);
	CHECK_INT(PARSE(&options, "--help=3"), STATUS_USAGE);
	CHECK_INT(PARSE(&options, "x", "-p"), STATUS_USAGE);
	CHECK_INT(PARSE(&options, "--compile"), STATUS_USAGE);
}

int main(void)
{
	arena = arena_new();
	RUN(blanks_separate_words);
	RUN(quotes_keep_blanks);
	RUN(backslashes_are_those_of_a_shell);
	RUN(nothing_else_is_special);
	RUN(what_is_left_open_is_refused);
	RUN(a_run_has_a_file_or_a_program);
	RUN(options_may_come_behind_the_file);
	RUN(scripts_take_words);
	RUN(pids_are_numbers_of_processes);
	RUN(commands_are_split);
	RUN(there_is_one_target);
	RUN(modes_exclude_each_other);
	RUN(a_list_may_have_a_pattern);
	RUN(help_comes_before_all_else);
	RUN(unknown_options_and_missing_arguments_are_refused);
	arena_free(arena);
	return unit_status();
}
