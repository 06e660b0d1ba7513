#include "lexer/source.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "tests/unit/unit.h"

static struct arena *arena;
static struct sources *sources;

static const struct source *add(const char *name, const char *text)
{
	return sources_add(sources, name, text, strlen(text));
}

static void sources_share_one_space(void)
{
	const struct source *first = add("a.mt", "abc"), *second = add("b.mt", ""),
			    *third = add("c.mt", "xy");

	CHECK_INT(first->base, 1);
	CHECK(second->base > first->base + first->length);
	CHECK(third->base > second->base);
	CHECK(sources_locate(sources, first->base).source == first);
	CHECK(sources_locate(sources, first->base + 3).source == first); /* its end */
	CHECK(sources_locate(sources, second->base).source == second);
	CHECK(sources_locate(sources, third->base + 1).source == third);
}

static void no_place_has_no_source(void)
{
	const struct source *source = add("a.mt", "abc");

	CHECK(!sources_locate(sources, 0).source);
	CHECK(!sources_locate(sources, source->base + 4).source);
	CHECK(!sources_locate(sources, UINT32_MAX).source);
}

static void lines_and_columns_count_from_one(void)
{
	const struct source *source = add("a.mt", "one\n\n\tthree\nfour");
	struct position position = sources_locate(sources, source->base);

	CHECK_INT(position.line, 1);
	CHECK_INT(position.column, 1);
	CHECK_INT(position.line_length, 3);
	position = sources_locate(sources, source->base + 3); /* the line's end */
	CHECK_INT(position.line, 1);
	CHECK_INT(position.column, 4);
	position = sources_locate(sources, source->base + 4);
	CHECK_INT(position.line, 2);
	CHECK_INT(position.column, 1);
	CHECK_INT(position.line_length, 0);
	position = sources_locate(sources, source->base + 6);
	CHECK_INT(position.line, 3);
	CHECK_INT(position.column, 2);
	CHECK(!strncmp(position.line_text, "\tthree\n", 7));
	CHECK_INT(position.line_length, 6);
	position = sources_locate(sources, source->base + source->length);
	CHECK_INT(position.line, 4);
	CHECK_INT(position.column, 5);
	CHECK_INT(position.line_length, 4);
}

static void places_are_found_in_any_order(void)
{
	const struct source *source = add("a.mt", "one\ntwo\nthree\n");
	static const uint32_t offsets[] = {13, 4, 3, 8, 0, 14, 7}, lines[] = {3, 2, 1, 3, 1, 4, 2};

	for (size_t i = 0; i < sizeof(offsets) / sizeof(*offsets); i++)
		CHECK_INT(sources_locate(sources, source->base + offsets[i]).line, lines[i]);
}

static void a_carriage_return_ends_a_line_with_its_newline(void)
{
	const struct source *source = add("a.mt", "one\r\ntwo");

	CHECK_INT(sources_locate(sources, source->base).line_length, 3);
	CHECK_INT(sources_locate(sources, source->base + 5).line, 2);
}

static void span_text_stays_in_its_source(void)
{
	const struct source *first = add("a.mt", "abcdef"), *second = add("b.mt", "xyz");
	size_t length;
	const char *text =
		sources_span_text(sources, (struct span){first->base + 1, first->base + 4},
				  &length);

	CHECK_INT(length, 3);
	CHECK(!strncmp(text, "bcd", 3));
	sources_span_text(sources, (struct span){first->base + 2, second->base + 2}, &length);
	CHECK_INT(length, 4);
	CHECK(!sources_span_text(sources, (struct span){0, 0}, &length));
	CHECK_INT(length, 0);
}

static void spans_join(void)
{
	struct span joined = span_join((struct span){5, 8}, (struct span){2, 3});

	CHECK_INT(joined.begin, 2);
	CHECK_INT(joined.end, 8);
	CHECK_INT(span_join((struct span){0, 0}, (struct span){2, 3}).begin, 2);
	CHECK_INT(span_join((struct span){2, 3}, (struct span){0, 0}).begin, 2);
}

static void what_does_not_fit_the_space_is_refused(void)
{
	errno = 0;
	CHECK(!sources_add(sources, "a.mt", "", (size_t)UINT32_MAX));
	CHECK_INT(errno, EFBIG);
}

/* ---- files ---- */

static char path[] = "/tmp/unit-source-XXXXXX";

static bool write_file(const char *bytes, size_t size, off_t length)
{
	int fd = open(path, O_WRONLY | O_TRUNC);
	bool is_written =
		fd >= 0 && write(fd, bytes, size) == (ssize_t)size && ftruncate(fd, length) == 0;

	close(fd);
	return is_written;
}

static void files_are_read_with_all_their_bytes(void)
{
	const struct source *source;

	CHECK(write_file("a\0b\n", 4, 4));
	source = sources_read(sources, path);
	CHECK(source);
	CHECK_STR(source->name, path);
	CHECK_INT(source->length, 4);
	CHECK(!memcmp(source->text, "a\0b\n", 5)); /* and a NUL */
}

static void an_empty_file_is_a_source(void)
{
	const struct source *source;

	CHECK(write_file("", 0, 0));
	source = sources_read(sources, path);
	CHECK(source);
	CHECK_INT(source->length, 0);
	CHECK_STR(source->text, "");
}

static void files_past_the_limit_are_refused(void)
{
	const struct source *source;

	sources = sources_new(arena);
	CHECK(write_file("", 0, SOURCES_BYTES_MAX + 1));
	CHECK(!sources_read(sources, path));
	CHECK_INT(errno, EFBIG);
	CHECK(write_file("", 0, SOURCES_BYTES_MAX));
	source = sources_read(sources, path);
	CHECK(source);
	CHECK_INT(source->length, SOURCES_BYTES_MAX);
	CHECK(write_file("x", 1, 1)); /* all together are too large now */
	CHECK(!sources_read(sources, path));
	CHECK_INT(errno, EFBIG);
}

static void files_that_cannot_be_read_are_refused(void)
{
	CHECK(!sources_read(sources, "/nonexistent/a.mt"));
	CHECK_INT(errno, ENOENT);
	CHECK(!sources_read(sources, "/tmp"));
	CHECK_INT(errno, EISDIR);
}

static void standard_input_is_a_file(void)
{
	const struct source *source;
	int saved = dup(STDIN_FILENO), fd;

	CHECK(write_file("BEGIN", 5, 5));
	fd = open(path, O_RDONLY);
	CHECK(fd >= 0);
	dup2(fd, STDIN_FILENO);
	source = sources_read(sources, "-");
	dup2(saved, STDIN_FILENO);
	close(saved);
	close(fd);
	CHECK(source);
	CHECK_STR(source->name, "<stdin>");
	CHECK_STR(source->text, "BEGIN");
}

static void with_sources(const char *name, void (*test)(void))
{
	arena = arena_new();
	sources = sources_new(arena);
	unit_run(name, test);
	arena_free(arena);
}

#define RUN_WITH_SOURCES(test) with_sources(#test, test)

int main(void)
{
	int fd = mkstemp(path);

	if (fd < 0) {
		perror(path);
		return 1;
	}
	close(fd);
	RUN_WITH_SOURCES(sources_share_one_space);
	RUN_WITH_SOURCES(no_place_has_no_source);
	RUN_WITH_SOURCES(lines_and_columns_count_from_one);
	RUN_WITH_SOURCES(places_are_found_in_any_order);
	RUN_WITH_SOURCES(a_carriage_return_ends_a_line_with_its_newline);
	RUN_WITH_SOURCES(span_text_stays_in_its_source);
	RUN_WITH_SOURCES(spans_join);
	RUN_WITH_SOURCES(what_does_not_fit_the_space_is_refused);
	RUN_WITH_SOURCES(files_are_read_with_all_their_bytes);
	RUN_WITH_SOURCES(an_empty_file_is_a_source);
	RUN_WITH_SOURCES(files_past_the_limit_are_refused);
	RUN_WITH_SOURCES(files_that_cannot_be_read_are_refused);
	RUN_WITH_SOURCES(standard_input_is_a_file);
	unlink(path);
	return unit_status();
}
