#include "lexer/diag.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"

struct hint {
	const char *text;
	struct hint *next;
};

struct message {
	struct span span;
	enum diag_tag tag;
	bool is_warning;
	const char *text;
	struct hint *hints, **hints_end;
	size_t number; /* in the order of reports, which decides between two of one place */
};

struct severity {
	size_t total;	/* all that were reported */
	size_t kept;	/* of these, in `messages` or printed */
	size_t dropped; /* more than DIAG_MAX, since the last diag_print() */
};

struct diag {
	struct arena *arena;
	const struct sources *sources;
	ARRAY(struct message *) messages; /* since the last diag_print() */
	struct message *last;		  /* that hints go to; NULL: it was not kept */
	struct severity errors, warnings;
};

static const char *const tag_names[] = {
#define TAG(name, meaning) #name,
#include "lexer/tags.def"
#undef TAG
};

struct diag *diag_new(struct arena *arena, const struct sources *sources)
{
	struct diag *diag = arena_new_of(arena, struct diag);

	diag->arena = arena;
	diag->sources = sources;
	return diag;
}

bool diag_failed(const struct diag *diag)
{
	return diag->errors.total != 0;
}

size_t diag_errors(const struct diag *diag)
{
	return diag->errors.total;
}

size_t diag_warnings(const struct diag *diag)
{
	return diag->warnings.total;
}

const char *diag_first_error(const struct diag *diag)
{
	for (size_t i = 0; i < diag->messages.count; i++)
		if (!diag->messages.items[i]->is_warning)
			return diag->messages.items[i]->text;
	return "";
}

/* ---- reporting ---- */

/* The message to be filled in; NULL when there are enough of its kind. */
static struct message *add_message(struct diag *diag, struct severity *severity)
{
	struct message *message;

	severity->total++;
	diag->last = NULL;
	if (severity->kept == DIAG_MAX) {
		severity->dropped++;
		return NULL;
	}
	severity->kept++;
	message = arena_new_of(diag->arena, struct message);
	message->hints_end = &message->hints;
	message->number = diag->messages.count;
	array_push(diag->arena, &diag->messages, message);
	diag->last = message;
	return message;
}

static void report(struct diag *diag, struct severity *severity, struct span span,
		   enum diag_tag tag, const char *format, va_list args)
{
	struct message *message = add_message(diag, severity);

	if (!message)
		return;
	message->span = span;
	message->tag = tag;
	message->is_warning = severity == &diag->warnings;
	message->text = arena_vprintf(diag->arena, format, args);
}

void diag_error(struct diag *diag, struct span span, enum diag_tag tag, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	report(diag, &diag->errors, span, tag, format, args);
	va_end(args);
}

void diag_warning(struct diag *diag, struct span span, enum diag_tag tag, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	report(diag, &diag->warnings, span, tag, format, args);
	va_end(args);
}

void diag_hint(struct diag *diag, const char *format, ...)
{
	struct hint *hint;
	va_list args;

	if (!diag->last)
		return;
	hint = arena_new_of(diag->arena, struct hint);
	va_start(args, format);
	hint->text = arena_vprintf(diag->arena, format, args);
	va_end(args);
	*diag->last->hints_end = hint;
	diag->last->hints_end = &hint->next;
}

void diag_hint_place(struct diag *diag, const char *what, struct span span)
{
	struct position position = sources_locate(diag->sources, span.begin);

	if (position.source)
		diag_hint(diag, "%s at %s:%u:%u", what, position.source->name, position.line,
			  position.column);
}

/* ---- printing ---- */

#define TAB_WIDTH   8
#define SHOWN_BYTES 100 /* of a line at most, */
#define SHOWN_AHEAD 40	/* so many of them before the place */

struct colours {
	const char *bold, *error, *warning, *caret, *off;
};

static const struct colours no_colours = {"", "", "", "", ""};
static const struct colours terminal_colours = {"\033[1m", "\033[1;31m", "\033[1;35m", "\033[1;32m",
						"\033[0m"};

/* Part of a source line, as bytes of it. */
struct excerpt {
	const char *line;
	uint32_t length;
	uint32_t from, to;   /* what is shown */
	uint32_t begin, end; /* what is marked; empty: only where it begins */
};

static bool is_continuation(char byte) /* of a character in UTF-8 */
{
	return ((unsigned char)byte & 0xc0) == 0x80;
}

static bool is_control(char byte)
{
	return (unsigned char)byte < ' ' || byte == 0x7f;
}

static uint32_t at_character(const struct excerpt *excerpt, uint32_t at)
{
	while (at > 0 && at < excerpt->length && is_continuation(excerpt->line[at]))
		at--;
	return at;
}

static struct excerpt make_excerpt(const struct position *position, struct span span)
{
	uint32_t begin = position->column - 1;
	uint32_t marked = span.end > span.begin ? span.end - span.begin : 0;
	struct excerpt excerpt = {
		.line = position->line_text,
		.length = position->line_length,
		.to = position->line_length,
	};

	if (begin > excerpt.length) /* at the end of a line that ends in \r\n */
		begin = excerpt.length;
	excerpt.begin = at_character(&excerpt, begin);
	excerpt.end = marked > excerpt.length - begin ? excerpt.length : begin + marked;
	if (excerpt.length > SHOWN_BYTES) {
		if (begin > SHOWN_AHEAD)
			excerpt.from = at_character(&excerpt, begin - SHOWN_AHEAD);
		if (excerpt.length - excerpt.from > SHOWN_BYTES)
			excerpt.to = at_character(&excerpt, excerpt.from + SHOWN_BYTES);
	}
	if (excerpt.end > excerpt.to)
		excerpt.end = excerpt.to;
	return excerpt;
}

/* What users wrote may be in a text: control characters must not reach the terminal. */
static void print_text(const char *text, FILE *out)
{
	for (; *text; text++)
		fputc(is_control(*text) ? '?' : *text, out);
}

/* How many columns the byte takes that is shown at `column`. */
static uint32_t byte_width(char byte, uint32_t column)
{
	if (byte == '\t')
		return TAB_WIDTH - column % TAB_WIDTH;
	return is_continuation(byte) ? 0 : 1;
}

/* Tabs become spaces, since the terminal's stops do not begin where the line does. */
static void print_line(const struct excerpt *excerpt, FILE *out)
{
	uint32_t column = 0;

	for (uint32_t i = excerpt->from; i < excerpt->to; i++) {
		char byte = excerpt->line[i];
		uint32_t width = byte_width(byte, column);

		if (byte == '\t')
			fprintf(out, "%*s", (int)width, "");
		else
			fputc(is_control(byte) ? '?' : byte, out);
		column += width;
	}
}

/* "    ^~~~" */
static void print_marks(const struct excerpt *excerpt, FILE *out)
{
	uint32_t column = 0, begin = 0;

	for (uint32_t i = excerpt->from; i < excerpt->to && i < excerpt->end; i++) {
		if (i == excerpt->begin)
			begin = column;
		column += byte_width(excerpt->line[i], column);
	}
	if (excerpt->begin >= excerpt->end)
		begin = column;
	fprintf(out, "%*s^", (int)begin, "");
	while (++begin < column)
		fputc('~', out);
}

static void print_excerpt(const struct position *position, struct span span,
			  const struct colours *colours, FILE *out)
{
	struct excerpt excerpt = make_excerpt(position, span);
	const char *before = excerpt.from > 0 ? "..." : "";
	int digits = snprintf(NULL, 0, "%" PRIu32, position->line);

	fprintf(out, "  %" PRIu32 " | %s", position->line, before);
	print_line(&excerpt, out);
	fprintf(out, "%s\n  %*s | %*s%s", excerpt.to < excerpt.length ? "..." : "", digits, "",
		(int)strlen(before), "", colours->caret);
	print_marks(&excerpt, out);
	fprintf(out, "%s\n", colours->off);
}

static void print_message(const struct diag *diag, const struct message *message,
			  const struct colours *colours, FILE *out)
{
	struct position position = sources_locate(diag->sources, message->span.begin);

	fputs(colours->bold, out);
	if (position.source) {
		print_text(position.source->name, out);
		fprintf(out, ":%" PRIu32 ":%" PRIu32 ": ", position.line, position.column);
	}
	fprintf(out, "%s%s%s: ", message->is_warning ? colours->warning : colours->error,
		message->is_warning ? "warning" : "error", colours->off);
	print_text(message->text, out);
	fprintf(out, " [%s]\n", tag_names[message->tag]);
	if (position.line_length)
		print_excerpt(&position, message->span, colours, out);
	for (const struct hint *hint = message->hints; hint; hint = hint->next) {
		fputs("  hint: ", out);
		print_text(hint->text, out);
		fputc('\n', out);
	}
}

static int compare_messages(const void *a, const void *b)
{
	const struct message *left = *(struct message *const *)a;
	const struct message *right = *(struct message *const *)b;

	if (left->span.begin != right->span.begin)
		return left->span.begin < right->span.begin ? -1 : 1;
	return left->number < right->number ? -1 : 1;
}

static void print_dropped(struct severity *severity, const char *what, FILE *out)
{
	if (severity->dropped)
		fprintf(out, "%zu more %s%s\n", severity->dropped, what,
			severity->dropped == 1 ? "" : "s");
	severity->dropped = 0;
}

void diag_print(struct diag *diag, FILE *out, bool colour)
{
	const struct colours *colours = colour ? &terminal_colours : &no_colours;

	if (diag->messages.count)
		qsort(diag->messages.items, diag->messages.count, sizeof(*diag->messages.items),
		      compare_messages);
	for (size_t i = 0; i < diag->messages.count; i++)
		print_message(diag, diag->messages.items[i], colours, out);
	print_dropped(&diag->errors, "error", out);
	print_dropped(&diag->warnings, "warning", out);
	diag->messages.count = 0;
	diag->last = NULL;
}
