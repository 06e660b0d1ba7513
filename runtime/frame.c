#include "runtime/frame.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#include "lexer/arena.h"
#include "lexer/text.h"

#define TAB_WIDTH     8
#define MESSAGES_MOST 3 /* lines that are shown */

#define ERASE_LINE  "\033[K"
#define ERASE_BELOW "\033[J"
#define TOP_LEFT    "\033[H"
#define PLAIN	    "\033[m"

/* Bytes that are kept; of what is more the oldest lines go. */
static const size_t kept_most[FRAME_PARTS] = {
	[FRAME_HEAD] = 4 << 20,
	[FRAME_REPORT] = 4 << 20,
	[FRAME_EVENTS] = 16 << 10,
	[FRAME_MESSAGES] = 16 << 10,
};

struct text {
	char *bytes;
	size_t length, capacity;
	bool is_cut; /* older lines are gone */
};

struct report {
	size_t program;
	struct text text;
};

struct frame {
	struct text parts[FRAME_PARTS]; /* FRAME_REPORT: the one that is being made */
	struct report *reports;		/* by program */
	size_t report_count;
	locale_t utf8; /* 0: the machine has none */
};

/* ---- text ---- */

static void make_room(struct text *text, size_t more)
{
	if (text->capacity - text->length >= more)
		return;
	text->capacity = 2 * text->capacity + more;
	text->bytes = heap_realloc(text->bytes, text->capacity);
}

/* Half of what may be kept, from the beginning of a line on. */
static void drop_oldest(struct text *text, size_t most)
{
	char *from = text->bytes + text->length - most / 2;
	char *line = memchr(from, '\n', text->bytes + text->length - from);

	from = line ? line + 1 : from;
	text->length -= from - text->bytes;
	memmove(text->bytes, from, text->length);
	text->is_cut = true;
}

static void add(struct text *text, const char *bytes, size_t length, size_t most)
{
	if (!length) /* there may be no bytes at all, which memcpy() must not be given */
		return;
	make_room(text, length);
	memcpy(text->bytes + text->length, bytes, length);
	text->length += length;
	if (text->length > most)
		drop_oldest(text, most);
}

static void write_text(const struct text *text, FILE *out)
{
	if (text->is_cut)
		fputs("[earlier lines were not kept]\n", out);
	if (text->length)
		fwrite(text->bytes, 1, text->length, out);
}

/* ---- parts ---- */

struct frame *frame_new(void)
{
	struct frame *frame = heap_alloc(sizeof(*frame));

	frame->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", 0);
	return frame;
}

void frame_free(struct frame *frame)
{
	if (!frame)
		return;
	for (size_t i = 0; i < FRAME_PARTS; i++)
		free(frame->parts[i].bytes);
	for (size_t i = 0; i < frame->report_count; i++)
		free(frame->reports[i].text.bytes);
	free(frame->reports);
	if (frame->utf8)
		freelocale(frame->utf8);
	free(frame);
}

void frame_add(struct frame *frame, enum frame_part part, const char *text, size_t length)
{
	add(&frame->parts[part], text, length, kept_most[part]);
}

/* Where it is, or would be. */
static size_t report_place(const struct frame *frame, size_t program)
{
	size_t at = 0;

	while (at < frame->report_count && frame->reports[at].program < program)
		at++;
	return at;
}

static bool has_report(const struct frame *frame, size_t program)
{
	size_t at = report_place(frame, program);

	return at < frame->report_count && frame->reports[at].program == program;
}

static struct report *find_report(struct frame *frame, size_t program)
{
	size_t at = report_place(frame, program);

	if (has_report(frame, program))
		return &frame->reports[at];
	frame->reports =
		heap_realloc(frame->reports, (frame->report_count + 1) * sizeof(*frame->reports));
	memmove(&frame->reports[at + 1], &frame->reports[at],
		(frame->report_count++ - at) * sizeof(*frame->reports));
	frame->reports[at] = (struct report){.program = program};
	return &frame->reports[at];
}

bool frame_end_report(struct frame *frame, size_t program)
{
	struct text *made = &frame->parts[FRAME_REPORT], before;
	struct report *report;

	if (!made->length && !has_report(frame, program))
		return false;
	report = find_report(frame, program);
	before = report->text;
	report->text = *made;
	*made = (struct text){.bytes = before.bytes, .capacity = before.capacity};
	return true;
}

void frame_write(const struct frame *frame, enum frame_part part, FILE *out)
{
	write_text(&frame->parts[part], out);
	for (size_t i = 0; part == FRAME_REPORT && i < frame->report_count; i++)
		write_text(&frame->reports[i].text, out);
}

void frame_send(const struct frame *frame, enum frame_part part, int fd)
{
	const struct text *text = &frame->parts[part];

	if (text->length && write(fd, text->bytes, text->length) < 0)
		return; /* there is nobody left to tell */
}

/* ---- a line in a window ---- */

struct pen {
	FILE *out;
	unsigned column, columns;
	bool knows_widths; /* of characters: else each is taken for one column */
	bool has_style;
};

/* "ESC [ > 4 ; 2 m" is another thing: it changes what keys send. */
static bool is_style(const char *parameters, size_t length)
{
	return strspn(parameters, "0123456789;:") >= length;
}

/*
 * What begins with an escape: how long it is. Only styles are for a line, "ESC [ 1 m"; the rest
 * would leave its place.
 */
static size_t take_escape(struct pen *pen, const char *text, size_t length)
{
	size_t end = 2;

	if (length < 2 || text[1] != '[')
		return 1;
	while (end < length && text[end] >= 0x20 && text[end] < 0x40)
		end++;
	if (end == length)
		return length;
	if (text[end] == 'm' && is_style(text + 2, end - 2)) {
		fwrite(text, 1, end + 1, pen->out);
		pen->has_style = true;
	}
	return end + 1;
}

static bool put_blanks(struct pen *pen)
{
	unsigned end = (pen->column / TAB_WIDTH + 1) * TAB_WIDTH;

	for (; pen->column < end && pen->column < pen->columns; pen->column++)
		fputc(' ', pen->out);
	return pen->column < pen->columns;
}

/* How many columns it takes; -1: it is of control, or not known. */
static int character_width(const struct pen *pen, const char *text, size_t size)
{
	mbstate_t state = {0};
	wchar_t character;

	if (!pen->knows_widths || !size)
		return 1;
	return mbrtowc(&character, text, size, &state) == size ? wcwidth(character) : -1;
}

/* Returns its bytes; 0 when it does not fit. */
static size_t put_character(struct pen *pen, const char *text, size_t length)
{
	size_t size = text_character(text, length);
	int width = character_width(pen, text, size);

	if (width < 0)
		return size;
	if (pen->column + (unsigned)width > pen->columns)
		return 0;
	pen->column += (unsigned)width;
	fwrite(size ? text : "?", 1, size ?: 1, pen->out);
	return size ?: 1;
}

static size_t put_next(struct pen *pen, const char *text, size_t length)
{
	if (*text == '\033')
		return take_escape(pen, text, length);
	if (*text == '\t')
		return put_blanks(pen);
	if ((unsigned char)*text < ' ' || *text == '\177')
		return 1;
	return put_character(pen, text, length);
}

/* Erased first: what erases behind the last column takes that away on some terminals. */
static void put_line(struct pen pen, const char *text, size_t length)
{
	fputs(ERASE_LINE, pen.out);
	for (size_t at = 0, size; at < length; at += size) {
		size = put_next(&pen, text + at, length - at);
		if (!size)
			break;
	}
	if (pen.has_style)
		fputs(PLAIN, pen.out);
}

/* ---- a window ---- */

struct window {
	struct pen pen; /* at the beginning of a line */
	unsigned rows;
	unsigned row; /* the next one */
};

static size_t count_lines(const struct text *text)
{
	size_t count = 0;

	for (size_t i = 0; i < text->length; i++)
		count += text->bytes[i] == '\n';
	return count + (text->length && text->bytes[text->length - 1] != '\n');
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static void draw_line(struct window *window, const char *text, size_t length)
{
	if (window->row >= window->rows)
		return;
	fputs(window->row++ ? "\r\n" : TOP_LEFT, window->pen.out);
	put_line(window->pen, text, length);
}

/* Without its first `skipped` lines. */
static void draw_text(struct window *window, const struct text *text, size_t skipped)
{
	const char *line = text->bytes, *end = line + text->length;

	while (line < end) {
		const char *newline = memchr(line, '\n', end - line);
		const char *line_end = newline ? newline : end;

		if (skipped)
			skipped--;
		else
			draw_line(window, line, line_end - line);
		line = newline ? newline + 1 : end;
	}
}

static void draw_last(struct window *window, const struct text *text, size_t lines)
{
	draw_text(window, text, count_lines(text) - lines);
}

static size_t count_reports(const struct frame *frame)
{
	size_t count = 0;

	for (size_t i = 0; i < frame->report_count; i++)
		count += count_lines(&frame->reports[i].text);
	return count;
}

static void draw_reports(struct window *window, const struct frame *frame, size_t room)
{
	size_t count = count_reports(frame);
	bool has_note = count > room && room > 1;
	size_t skipped = count > room ? count - room + has_note : 0;
	char note[64];

	if (has_note) {
		snprintf(note, sizeof(note), "[%zu lines above do not fit]", skipped);
		draw_line(window, note, strlen(note));
	}
	for (size_t i = 0; i < frame->report_count; i++) {
		const struct text *text = &frame->reports[i].text;
		size_t lines = least(count_lines(text), skipped);

		draw_text(window, text, lines);
		skipped -= lines;
	}
}

static void draw(const struct frame *frame, struct window *window)
{
	const struct text *parts = frame->parts;
	size_t rows = window->rows;
	size_t messages =
		least(count_lines(&parts[FRAME_MESSAGES]), least(rows / 4, MESSAGES_MOST));
	size_t head = least(count_lines(&parts[FRAME_HEAD]), (rows - messages) / 2);
	size_t room = rows - messages - head, reports = least(count_reports(frame), room);

	draw_last(window, &parts[FRAME_HEAD], head);
	draw_reports(window, frame, room);
	draw_last(window, &parts[FRAME_EVENTS],
		  least(count_lines(&parts[FRAME_EVENTS]), room - reports));
	draw_last(window, &parts[FRAME_MESSAGES], messages);
}

void frame_draw(const struct frame *frame, FILE *out, unsigned rows, unsigned columns)
{
	struct window window = {
		.pen = {.out = out, .columns = columns, .knows_widths = frame->utf8 != 0},
		.rows = rows,
	};
	locale_t before = frame->utf8 ? uselocale(frame->utf8) : 0;

	draw(frame, &window);
	if (window.row < rows)
		fputs(window.row ? "\r\n" ERASE_BELOW : TOP_LEFT ERASE_BELOW, out);
	if (before)
		uselocale(before);
}
