#include <string.h>

#include "parser/format_private.h"

struct reader {
	struct items *items;
	const struct source *source;
	uint32_t at, column; /* in the text */
	uint32_t newlines;
	bool is_continued;
	uint32_t hash_end;
};

/* Bytes that go on with a character of UTF-8 take no column. */
uint32_t format_advance(uint32_t column, char byte)
{
	if (byte == '\n')
		return 0;
	if (byte == '\t')
		return column - column % FORMAT_TAB + FORMAT_TAB;
	return column + ((byte & 0xc0) != 0x80);
}

static void skip_to(struct reader *reader, uint32_t end)
{
	for (; reader->at < end; reader->at++)
		reader->column = format_advance(reader->column, reader->source->text[reader->at]);
}

static uint32_t without_blanks_at_end(const char *text, uint32_t length)
{
	while (length && strchr(" \t\r\f\v", text[length - 1]))
		length--;
	return length;
}

static void take(struct reader *reader, unsigned int kind, uint32_t end)
{
	const char *text = reader->source->text + reader->at;
	struct item item = {
		.text = text,
		.length = without_blanks_at_end(text, end - reader->at),
		.newlines = reader->newlines,
		.column = reader->column,
		.kind = (unsigned char)kind,
		.is_continued = reader->is_continued,
	};

	array_push(reader->items->arena, &reader->items->list, item);
	skip_to(reader, end);
	reader->newlines = 0;
	reader->is_continued = false;
}

static uint32_t end_of_line(const struct reader *reader, uint32_t end)
{
	const char *text = reader->source->text + reader->at;
	const char *newline = memchr(text, '\n', end - reader->at);

	return newline ? (uint32_t)(newline - reader->source->text) : end;
}

static uint32_t end_of_comment(const struct reader *reader, uint32_t end)
{
	const char *text = reader->source->text + reader->at;
	const char *close = memmem(text + 2, end - reader->at - 2, "*/", 2);

	return close ? (uint32_t)(close + 2 - reader->source->text) : end;
}

/* What is in front of a token that begins at `end`. */
static void take_gap(struct reader *reader, uint32_t end)
{
	const char *text = reader->source->text;

	while (reader->at < end) {
		char byte = text[reader->at];
		char next = reader->at + 1 < end ? text[reader->at + 1] : '\0';

		if (byte == '/' && next == '/') {
			take(reader, ITEM_COMMENT, end_of_line(reader, end));
		} else if (byte == '/' && next == '*') {
			take(reader, ITEM_COMMENT, end_of_comment(reader, end));
		} else if (byte == '#') {
			take(reader, ITEM_HASH, reader->hash_end);
		} else {
			reader->newlines += byte == '\n';
			reader->is_continued |= byte == '\\';
			skip_to(reader, reader->at + 1);
		}
	}
}

static void take_token(struct reader *reader, enum token token, uint32_t end)
{
	bool ends_line = token == TOKEN_DEFINE_END && end > reader->at;

	take(reader, token, token == TOKEN_DEFINE_END ? reader->at : end);
	skip_to(reader, end);
	reader->newlines = ends_line;
}

static void set_next(struct items *items)
{
	unsigned char next = TOKEN_END;

	for (size_t i = items->list.count; i-- > 0;) {
		struct item *item = &items->list.items[i];

		item->next = next;
		if (item->kind < TOKEN_COUNT)
			next = item->kind;
	}
}

void format_read_items(struct items *items, const struct source *source, struct diag *diag)
{
	struct lexer *lexer = lexer_new(items->arena, source, diag);
	struct reader reader = {.items = items, .source = source};
	union token_value value;
	struct span span;
	enum token token;

	while ((token = lexer_next(lexer, &value, &span)) != TOKEN_END) {
		if (lexer_hash_end(lexer))
			reader.hash_end = lexer_hash_end(lexer) - source->base;
		take_gap(&reader, span.begin - source->base);
		take_token(&reader, token, span.end - source->base);
	}
	if (lexer_hash_end(lexer))
		reader.hash_end = lexer_hash_end(lexer) - source->base;
	take_gap(&reader, source->length);
	lexer_free(lexer);
	set_next(items);
}

/* ---- comparing ---- */

/* The first from there on that the parser gets, or that decides about what it gets. */
static const struct item *next_of_program(const struct items *items, size_t *at)
{
	while (*at < items->list.count && items->list.items[*at].kind == ITEM_COMMENT)
		++*at;
	return *at < items->list.count ? &items->list.items[(*at)++] : NULL;
}

static uint32_t count_stars(const struct item *item)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < item->length; i++)
		count += item->text[i] == '*';
	return count;
}

/* The stars of a type may have lost blanks. */
static bool is_same_text(const struct item *a, const struct item *b)
{
	if (a->kind == TOKEN_POINTER)
		return count_stars(a) == count_stars(b);
	return a->length == b->length && !memcmp(a->text, b->text, a->length);
}

static size_t count_comments(const struct items *items)
{
	size_t count = 0;

	for (size_t i = 0; i < items->list.count; i++)
		count += items->list.items[i].kind == ITEM_COMMENT;
	return count;
}

bool format_is_same(const struct items *a, const struct items *b)
{
	size_t at_a = 0, at_b = 0;
	const struct item *item_a, *item_b;

	if (count_comments(a) != count_comments(b))
		return false;
	do {
		item_a = next_of_program(a, &at_a);
		item_b = next_of_program(b, &at_b);
		if (!item_a || !item_b)
			return item_a == item_b;
	} while (item_a->kind == item_b->kind && is_same_text(item_a, item_b));
	return false;
}
