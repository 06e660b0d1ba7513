#include "runtime/frame.h"

#include <locale.h>
#include <stdlib.h>

#include "tests/unit/unit.h"

/* ---- what is drawn, with '/' for where a line begins: "top left" or the next one ---- */

static char *drawn;

static const char *draw(const struct frame *frame, unsigned rows, unsigned columns)
{
	static const struct {
		const char *from, *to;
	} shorter[] = {{"\033[H\033[K", "/"},
		       {"\r\n\033[K", "/"},
		       {"\r\n\033[J", "/below"},
		       {"\033[H\033[J", "below"}};
	size_t size;
	FILE *out;

	free(drawn);
	out = open_memstream(&drawn, &size);
	frame_draw(frame, out, rows, columns);
	fclose(out);
	for (size_t i = 0; i < sizeof(shorter) / sizeof(*shorter); i++) {
		size_t from = strlen(shorter[i].from), to = strlen(shorter[i].to);

		for (char *at; (at = strstr(drawn, shorter[i].from));) {
			memmove(at + to, at + from, strlen(at + from) + 1);
			memcpy(at, shorter[i].to, to);
		}
	}
	return drawn;
}

static void add(struct frame *frame, enum frame_part part, const char *text)
{
	frame_add(frame, part, text, strlen(text));
}

static bool report(struct frame *frame, size_t program, const char *text)
{
	add(frame, FRAME_REPORT, text);
	return frame_end_report(frame, program);
}

static const char *written(const struct frame *frame, enum frame_part part)
{
	size_t size;
	FILE *out;

	free(drawn);
	out = open_memstream(&drawn, &size);
	frame_write(frame, part, out);
	fclose(out);
	return drawn;
}

/* Of one line. */
static const char *draw_line(const char *text, unsigned columns)
{
	struct frame *frame = frame_new();
	const char *line;

	report(frame, 0, text);
	line = draw(frame, 1, columns);
	frame_free(frame);
	return line;
}

/* ---- tests ---- */

static void a_report_takes_the_place_of_the_last_one(void)
{
	struct frame *frame = frame_new();

	CHECK_STR(draw(frame, 3, 80), "below");
	CHECK(report(frame, 7, "a\nb\n"));
	CHECK_STR(draw(frame, 3, 80), "/a/b/below");
	CHECK(report(frame, 7, "c\n"));
	CHECK_STR(draw(frame, 3, 80), "/c/below");
	frame_free(frame);
}

static void also_an_empty_one(void)
{
	struct frame *frame = frame_new();

	CHECK(!report(frame, 7, ""));
	report(frame, 7, "a\n");
	report(frame, 8, "b\n");
	CHECK(report(frame, 7, ""));
	CHECK_STR(draw(frame, 3, 80), "/b/below");
	CHECK_STR(written(frame, FRAME_REPORT), "b\n");
	CHECK(report(frame, 7, "c\n"));
	CHECK_STR(draw(frame, 3, 80), "/c/b/below");
	frame_free(frame);
}

static void each_program_has_its_own(void)
{
	struct frame *frame = frame_new();

	report(frame, 9, "nine\n");
	report(frame, 2, "two\n");
	report(frame, 5, "five");
	CHECK_STR(draw(frame, 4, 80), "/two/five/nine/below");
	report(frame, 5, "FIVE\n");
	CHECK_STR(draw(frame, 3, 80), "/two/FIVE/nine");
	CHECK_STR(written(frame, FRAME_REPORT), "two\nFIVE\nnine\n");
	frame_free(frame);
}

static void head_and_messages_stay_and_events_take_what_is_left(void)
{
	struct frame *frame = frame_new();

	add(frame, FRAME_HEAD, "head\n");
	add(frame, FRAME_EVENTS, "1\n2\n3\n");
	add(frame, FRAME_MESSAGES, "m1\nm2\nm3\nm4\n");
	report(frame, 0, "a\nb\n");
	CHECK_STR(draw(frame, 20, 80), "/head/a/b/1/2/3/m2/m3/m4/below");
	CHECK_STR(draw(frame, 8, 80), "/head/a/b/1/2/3/m3/m4");
	CHECK_STR(draw(frame, 5, 80), "/head/a/b/3/m4");
	CHECK_STR(draw(frame, 3, 80), "/head/a/b");
	frame_free(frame);
}

static void the_last_lines_are_those_that_matter(void)
{
	struct frame *frame = frame_new();

	add(frame, FRAME_HEAD, "h1\nh2\nh3\n");
	report(frame, 0, "a\nb\nc\n");
	report(frame, 1, "d\n\ne\n");
	CHECK_STR(draw(frame, 6, 80), "/h1/h2/h3/[4 lines above do not fit]//e");
	CHECK_STR(draw(frame, 3, 80), "/h3/[5 lines above do not fit]/e");
	CHECK_STR(draw(frame, 2, 80), "/h3/e");
	CHECK_STR(draw(frame, 1, 80), "/e");
	frame_free(frame);
}

static void lines_are_cut_where_the_window_ends(void)
{
	CHECK_STR(draw_line("0123456789\n", 10), "/0123456789");
	CHECK_STR(draw_line("0123456789\n", 4), "/0123");
	CHECK_STR(draw_line("a\tb\tc\n", 10), "/a       b ");
	CHECK_STR(draw_line("a\tb\n", 5), "/a    ");
	CHECK_STR(draw_line("\xc3\xa9\xc3\xa9\xc3\xa9\n", 2), "/\xc3\xa9\xc3\xa9");
	CHECK_STR(draw_line("a\xff\xc3", 9), "/a??");
}

/* Two columns each, of which none is cut in half. */
static void wide_characters_are_wide(void)
{
	locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", 0);

	if (!utf8)
		return;
	freelocale(utf8);
	CHECK_STR(draw_line("\xe4\xb8\xad\xe4\xb8\xad\n", 4), "/\xe4\xb8\xad\xe4\xb8\xad");
	CHECK_STR(draw_line("\xe4\xb8\xad\xe4\xb8\xad\n", 3), "/\xe4\xb8\xad");
	CHECK_STR(draw_line("e\xcc\x81x\n", 1), "/e\xcc\x81");
}

static void nothing_leaves_its_line(void)
{
	CHECK_STR(draw_line("\033[1mbold\033[m plain\n", 6), "/\033[1mbold\033[m p\033[m");
	CHECK_STR(draw_line("\033[2J\033[5;5Hx\033[?25h\ry\bz\x7f\n", 6), "/xyz");
	CHECK_STR(draw_line("x\033\n", 6), "/x");
	CHECK_STR(draw_line("\033[38;5:9mx\033[>4;2my\033[?4mz\033[4 m\n", 6),
		  "/\033[38;5:9mxyz\033[m");
	CHECK_STR(draw_line("x\033[12\n", 6), "/x");
}

static void of_too_much_the_newest_is_kept(void)
{
	struct frame *frame = frame_new();
	char line[16];

	for (int i = 0; i < 10000; i++) {
		snprintf(line, sizeof(line), "%d\n", i);
		add(frame, FRAME_EVENTS, line);
	}
	CHECK(!strncmp(written(frame, FRAME_EVENTS), "[earlier lines were not kept]\n", 30));
	CHECK(strlen(drawn) < 20000);
	CHECK_STR(drawn + strlen(drawn) - 10, "9998\n9999\n");
	CHECK_STR(draw(frame, 2, 80), "/9998/9999");
	frame_free(frame);
}

int main(void)
{
	RUN(a_report_takes_the_place_of_the_last_one);
	RUN(also_an_empty_one);
	RUN(each_program_has_its_own);
	RUN(head_and_messages_stay_and_events_take_what_is_left);
	RUN(the_last_lines_are_those_that_matter);
	RUN(lines_are_cut_where_the_window_ends);
	RUN(wide_characters_are_wide);
	RUN(nothing_leaves_its_line);
	RUN(of_too_much_the_newest_is_kept);
	free(drawn);
	return unit_status();
}
