#include "lexer/text.h"

#include "tests/unit/unit.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void star_stands_for_any_run(void)
{
	CHECK(glob_match("*", ""));
	CHECK(glob_match("*", "malloc"));
	CHECK(glob_match("mal*", "malloc"));
	CHECK(glob_match("mal*", "mal"));
	CHECK(glob_match("*loc", "malloc"));
	CHECK(glob_match("m*l*c", "malloc"));
	CHECK(glob_match("**", "malloc"));
	CHECK(glob_match("*ab", "aab"));
	CHECK(glob_match("*a*b", "xaxbxb"));
	CHECK(!glob_match("mal*x", "malloc"));
	CHECK(!glob_match("*x*", "malloc"));
	CHECK(!glob_match("m*lx*c", "malloc"));
}

static void other_characters_stand_for_themselves(void)
{
	CHECK(glob_match("", ""));
	CHECK(glob_match("malloc", "malloc"));
	CHECK(glob_match("[a-z]?.", "[a-z]?."));
	CHECK(!glob_match("", "m"));
	CHECK(!glob_match("m", ""));
	CHECK(!glob_match("mallo", "malloc"));
	CHECK(!glob_match("malloc", "mallo"));
	CHECK(!glob_match("m?lloc", "malloc"));
}

static void many_stars_take_no_longer(void)
{
	char text[2001], pattern[202];

	memset(text, 'a', 2000);
	text[2000] = '\0';
	for (int i = 0; i < 100; i++)
		memcpy(pattern + 2 * i, "a*", 2);
	strcpy(pattern + 200, "b");
	CHECK(!glob_match(pattern, text));
}

static void wildcards_are_found(void)
{
	CHECK(glob_has_wildcard("vfs_*"));
	CHECK(!glob_has_wildcard("vfs_read"));
	CHECK(!glob_has_wildcard(""));
}

static const char *const names[] = {"size",   "sizeof", "ptr",	     "count",
				    "kstack", "ustack", "elapsed_ns"};

static void slips_are_understood(void)
{
	CHECK_STR(nearest_name("sise", names, COUNT(names)), "size");
	CHECK_STR(nearest_name("siez", names, COUNT(names)), "size"); /* one slip: swapped */
	CHECK_STR(nearest_name("cuont", names, COUNT(names)), "count");
	CHECK_STR(nearest_name("pt", names, COUNT(names)), "ptr");
	CHECK_STR(nearest_name("stack", names, COUNT(names)), "kstack"); /* the first of two */
	CHECK_STR(nearest_name("elapsedns", names, COUNT(names)), "elapsed_ns");
	CHECK_STR(nearest_name("counts", names, COUNT(names)), "count");
}

static void the_nearest_of_several_wins(void)
{
	static const char *const near[] = {"malloc_x", "mallac", "malloc"};

	CHECK_STR(nearest_name("malloc", near, COUNT(near)), "malloc");
	CHECK_STR(nearest_name("mallocx", near, COUNT(near)), "malloc_x");
}

static void other_names_are_not_guessed(void)
{
	CHECK(!nearest_name("latency", names, COUNT(names)));
	CHECK(!nearest_name("abcd", names, COUNT(names)));
	CHECK(!nearest_name("x", names, COUNT(names)));
	CHECK(!nearest_name("", names, COUNT(names)));
	CHECK(!nearest_name("size", names, 0));
}

static void long_names_are_not_compared(void)
{
	char name[300];
	const char *same = name;

	memset(name, 'a', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	CHECK(!nearest_name(name, names, COUNT(names)));
	CHECK(!nearest_name(name, &same, 1));
	CHECK(!nearest_name("size", &same, 1));
	name[64] = '\0'; /* the longest that is */
	CHECK_STR(nearest_name(name, &same, 1), name);
}

static const char *put(const char *text, size_t length)
{
	static char printed[200];
	FILE *out = fmemopen(printed, sizeof(printed), "w");

	printed[0] = '\0';
	text_put(out, text, length);
	fclose(out);
	return printed;
}

#define PUT(text) put(text, sizeof(text) - 1)

static void what_a_terminal_would_do_is_shown(void)
{
	CHECK_STR(PUT("\033]0;title\007"), "\\x1b]0;title\\x07");
	CHECK_STR(PUT("a\rb\177"), "a\\x0db\\x7f");
	CHECK_STR(PUT("\xc2\x9b" "31m"), "\\xc2\\x9b31m"); /* CSI in UTF-8 */
	CHECK_STR(PUT("\x9b" "31m"), "\\x9b" "31m");	    /* and in Latin-1 */
	CHECK_STR(PUT("\xe2\x9b"), "\xe2\\x9b");	    /* no character: cut */
}

static void other_text_stays(void)
{
	CHECK_STR(PUT("two\nlines\tand a tab"), "two\nlines\tand a tab");
	CHECK_STR(PUT("gr\xc3\xbc\xc3\x9f" "e \xe2\x9b\x84"), "gr\xc3\xbc\xc3\x9f" "e \xe2\x9b\x84");
	CHECK_STR(PUT("Latin: \xe4\xff"), "Latin: \xe4\xff");
	CHECK_STR(PUT(""), "");
}

int main(void)
{
	RUN(star_stands_for_any_run);
	RUN(other_characters_stand_for_themselves);
	RUN(many_stars_take_no_longer);
	RUN(wildcards_are_found);
	RUN(slips_are_understood);
	RUN(the_nearest_of_several_wins);
	RUN(other_names_are_not_guessed);
	RUN(long_names_are_not_compared);
	RUN(what_a_terminal_would_do_is_shown);
	RUN(other_text_stays);
	return unit_status();
}
