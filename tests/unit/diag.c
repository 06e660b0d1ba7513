#include "lexer/diag.h"

#include <stdlib.h>

#include "lexer/arena.h"
#include "tests/unit/unit.h"

static struct arena *arena;
static struct sources *sources;
static struct diag *diag;

static const struct source *add(const char *text)
{
	return sources_add(sources, "leak.mt", text, strlen(text));
}

/* Where `word` is in the source. */
static struct span span_of(const struct source *source, const char *word)
{
	uint32_t begin = source->base + (uint32_t)(strstr(source->text, word) - source->text);

	return (struct span){begin, begin + (uint32_t)strlen(word)};
}

static const char *printed(bool colour)
{
	char *text, *copy;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	diag_print(diag, out, colour);
	fclose(out);
	copy = arena_strdup(arena, text);
	free(text);
	return copy;
}

static void an_error_shows_its_place(void)
{
	const struct source *source = add("mem:alloc {\n\n  @bytes = sum(sise);\n}\n");

	CHECK(!diag_failed(diag));
	diag_error(diag, span_of(source, "sise"), E_NAME, "unknown builtin '%s'", "sise");
	diag_hint(diag, "did you mean '%s'?", "size");
	CHECK(diag_failed(diag));
	CHECK_INT(diag_errors(diag), 1);
	CHECK_STR(printed(false), "leak.mt:3:16: error: unknown builtin 'sise' [E_NAME]\n"
				  "  3 |   @bytes = sum(sise);\n"
				  "    |                ^~~~\n"
				  "  hint: did you mean 'size'?\n");
	CHECK_STR(printed(false), "");
	CHECK(diag_failed(diag));
}

static void a_warning_is_no_failure(void)
{
	const struct source *source = add("return; x");

	diag_warning(diag, span_of(source, "x"), W_UNREACHABLE, "never runs");
	diag_hint(diag, "one");
	diag_hint(diag, "two");
	CHECK(!diag_failed(diag));
	CHECK_INT(diag_errors(diag), 0);
	CHECK_STR(printed(false), "leak.mt:1:9: warning: never runs [W_UNREACHABLE]\n"
				  "  1 | return; x\n"
				  "    |         ^\n"
				  "  hint: one\n"
				  "  hint: two\n");
}

static void no_place_prints_no_position(void)
{
	add("BEGIN {}");
	diag_error(diag, (struct span){0, 0}, E_PROBE, "no kernel");
	CHECK_STR(printed(false), "error: no kernel [E_PROBE]\n");
}

static void errors_come_in_order_of_place(void)
{
	const struct source *source = add("a b c");

	diag_error(diag, span_of(source, "c"), E_NAME, "third");
	diag_error(diag, span_of(source, "a"), E_NAME, "first");
	diag_error(diag, span_of(source, "b"), E_NAME, "second");
	diag_error(diag, span_of(source, "c"), E_NAME, "fourth");
	CHECK_STR(printed(false), "leak.mt:1:1: error: first [E_NAME]\n"
				  "  1 | a b c\n"
				  "    | ^\n"
				  "leak.mt:1:3: error: second [E_NAME]\n"
				  "  1 | a b c\n"
				  "    |   ^\n"
				  "leak.mt:1:5: error: third [E_NAME]\n"
				  "  1 | a b c\n"
				  "    |     ^\n"
				  "leak.mt:1:5: error: fourth [E_NAME]\n"
				  "  1 | a b c\n"
				  "    |     ^\n");
}

static void too_many_errors_are_counted(void)
{
	const char *text;

	for (int i = 0; i < DIAG_MAX + 3; i++)
		diag_error(diag, (struct span){0, 0}, E_NAME, "error %d", i);
	diag_hint(diag, "of an error that was not kept");
	CHECK_INT(diag_errors(diag), DIAG_MAX + 3);
	text = printed(false);
	CHECK(strstr(text, "error: error 19 [E_NAME]\n3 more errors\n"));
	CHECK(!strstr(text, "error 20"));
	CHECK(!strstr(text, "hint"));
	diag_error(diag, (struct span){0, 0}, E_NAME, "another");
	CHECK_STR(printed(false), "1 more error\n");
}

static void tabs_are_kept_in_line(void)
{
	const struct source *source = add("\tx\t= y + z");

	diag_error(diag, span_of(source, "y + z"), E_TYPE, "wrong");
	CHECK_STR(printed(false), "leak.mt:1:6: error: wrong [E_TYPE]\n"
				  "  1 |         x       = y + z\n"
				  "    |                   ^~~~~\n");
	diag_error(diag, span_of(source, "x\t="), E_TYPE, "wrong");
	CHECK_STR(printed(false), "leak.mt:1:2: error: wrong [E_TYPE]\n"
				  "  1 |         x       = y + z\n"
				  "    |         ^~~~~~~~~\n");
}

static void characters_of_several_bytes_take_one_column(void)
{
	const struct source *source = add("\"größe\" x");

	diag_error(diag, span_of(source, "x"), E_TYPE, "wrong");
	CHECK_STR(printed(false), "leak.mt:1:11: error: wrong [E_TYPE]\n"
				  "  1 | \"größe\" x\n"
				  "    |         ^\n");
}

static void a_span_ends_with_its_line(void)
{
	const struct source *source = add("if (a\n  b)");

	diag_error(diag, span_of(source, "a\n  b"), E_SYNTAX, "wrong");
	CHECK_STR(printed(false), "leak.mt:1:5: error: wrong [E_SYNTAX]\n"
				  "  1 | if (a\n"
				  "    |     ^\n");
}

static void the_end_of_the_text_is_a_place(void)
{
	const struct source *source = add("BEGIN {");
	uint32_t end = source->base + source->length;

	diag_error(diag, (struct span){end, end}, E_SYNTAX, "no end");
	CHECK_STR(printed(false), "leak.mt:1:8: error: no end [E_SYNTAX]\n"
				  "  1 | BEGIN {\n"
				  "    |        ^\n");
	source = add("BEGIN {\n");
	end = source->base + source->length;
	diag_error(diag, (struct span){end, end}, E_SYNTAX, "no end");
	CHECK_STR(printed(false), "leak.mt:2:1: error: no end [E_SYNTAX]\n"); /* an empty line */
}

static void long_lines_are_shown_around_the_place(void)
{
	char *text = arena_alloc(arena, 100001), *line, *marks;
	const struct source *source;

	memset(text, 'a', 100000);
	memcpy(text + 5000, "WRONG", 5);
	source = add(text);
	diag_error(diag, span_of(source, "WRONG"), E_NAME, "wrong");
	line = strchr(printed(false), '\n') + 1;
	marks = strchr(line, '\n') + 1;
	CHECK(!strncmp(line, "  1 | ...aaaa", 13));
	CHECK(!strncmp(marks - 8, "aaaa...\n", 8));
	CHECK(marks - line < 120);
	CHECK(!strncmp(line + (strchr(marks, '^') - marks), "WRONG", 5));
	CHECK_STR(strchr(marks, '^'), "^~~~~\n");
}

static void long_lines_may_be_marked_whole(void)
{
	char *text = arena_alloc(arena, 1001), *line, *marks;
	const struct source *source;

	memset(text, 'a', 1000);
	source = add(text);
	diag_error(diag, span_of(source, text), E_NAME, "wrong");
	line = strchr(printed(false), '\n') + 1;
	marks = strchr(line, '\n') + 1;
	CHECK(!strncmp(line, "  1 | aaaa", 10));
	CHECK_INT(strlen(marks), strlen("    | ") + 100 + 1);
}

static void control_characters_do_not_reach_the_terminal(void)
{
	const struct source *source = add("x \033[31m y");

	diag_error(diag, span_of(source, "y"), E_LEX, "bad '%s'", "\033[31m\n");
	CHECK_STR(printed(false), "leak.mt:1:9: error: bad '?[31m?' [E_LEX]\n"
				  "  1 | x ?[31m y\n"
				  "    |         ^\n");
}

static void colour_comes_only_when_asked(void)
{
	const struct source *source = add("sise");
	struct span span = span_of(source, "sise");

	diag_error(diag, span, E_NAME, "unknown");
	CHECK(!strchr(printed(false), '\033'));
	diag_error(diag, span, E_NAME, "unknown");
	CHECK(strchr(printed(true), '\033'));
}

static void with_diag(const char *name, void (*test)(void))
{
	arena = arena_new();
	sources = sources_new(arena);
	diag = diag_new(arena, sources);
	unit_run(name, test);
	arena_free(arena);
}

#define RUN_WITH_DIAG(test) with_diag(#test, test)

int main(void)
{
	RUN_WITH_DIAG(an_error_shows_its_place);
	RUN_WITH_DIAG(a_warning_is_no_failure);
	RUN_WITH_DIAG(no_place_prints_no_position);
	RUN_WITH_DIAG(errors_come_in_order_of_place);
	RUN_WITH_DIAG(too_many_errors_are_counted);
	RUN_WITH_DIAG(tabs_are_kept_in_line);
	RUN_WITH_DIAG(characters_of_several_bytes_take_one_column);
	RUN_WITH_DIAG(a_span_ends_with_its_line);
	RUN_WITH_DIAG(the_end_of_the_text_is_a_place);
	RUN_WITH_DIAG(long_lines_are_shown_around_the_place);
	RUN_WITH_DIAG(long_lines_may_be_marked_whole);
	RUN_WITH_DIAG(control_characters_do_not_reach_the_terminal);
	RUN_WITH_DIAG(colour_comes_only_when_asked);
	return unit_status();
}
