#include "parser/format.h"

#include <string.h>

#include "lexer/diag.h"
#include "lexer/source.h"
#include "parser/format_private.h"
#include "parser/parse.h"

/* ---- writing ---- */

static void put(struct format *format, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		format->line += text[i] == '\n';
		format->column = format_advance(format->column, text[i]);
		array_push(format->arena, &format->text, text[i]);
	}
}

static void put_text(struct format *format, const char *text)
{
	put(format, text, strlen(text));
}

static void indent(struct format *format, uint32_t column)
{
	while (format->column + FORMAT_TAB <= column)
		put_text(format, "\t");
	while (format->column < column)
		put_text(format, " ");
}

/* A further line of a comment moves with its first one, or has its star below the first. */
static void put_comment_line(struct format *format, const struct item *item, const char *text,
			     size_t length)
{
	uint32_t column = 0;

	while (length && strchr(" \t\r\f\v", text[length - 1]))
		length--;
	if (!length)
		return;
	while (*text == ' ' || *text == '\t') {
		column = format_advance(column, *text++);
		length--;
	}
	if (*text == '*')
		column = item->placed + 1;
	else if (column + item->placed > item->column)
		column = column + item->placed - item->column;
	else
		column = 0;
	indent(format, column);
	put(format, text, length);
}

static void put_comment(struct format *format, const struct item *item)
{
	const char *text = item->text, *end = text + item->length;
	const char *newline = memchr(text, '\n', item->length);
	size_t first = newline ? (size_t)(newline - text) : item->length;

	while (first && strchr(" \t\r\f\v", text[first - 1]))
		first--;
	put(format, text, first);
	while (newline) {
		text = newline + 1;
		newline = memchr(text, '\n', (size_t)(end - text));
		put_text(format, "\n");
		put_comment_line(format, item, text, (size_t)((newline ? newline : end) - text));
	}
}

/* The stars of a type are one token, which may hold blanks. */
static void put_item(struct format *format, const struct item *item)
{
	switch (item->kind) {
	case ITEM_COMMENT:
		put_comment(format, item);
		break;
	case TOKEN_POINTER:
		for (uint32_t i = 0; i < item->length; i++)
			if (item->text[i] == '*')
				put_text(format, "*");
		break;
	default:
		put(format, item->text, item->length);
		break;
	}
}

/* ---- where a line begins ---- */

/* What the item stands for that begins a line: a comment for what follows. */
static unsigned int kind_of_line(const struct item *item)
{
	if (item->kind != ITEM_COMMENT)
		return item->kind;
	switch (item->next) {
	case TOKEN_RIGHT_BRACE:
	case TOKEN_RIGHT_PAREN:
	case TOKEN_RIGHT_BRACKET:
	case TOKEN_PREDICATE_END:
	case TOKEN_LEFT_BRACE:
		return ITEM_COMMENT;
	default:
		return item->next;
	}
}

/* May a line of the statement begin where its first one does? An operand of a value that is one. */
static bool may_stay_below(const struct format *format)
{
	return !is_in_operands(format) && !format->statement.has_assignment &&
	       format->statement.first != TOKEN_RETURN;
}

/* Of a line that goes on with a statement: below that of the bracket around it, or the first. */
static uint32_t place_below(const struct format *format, uint32_t column)
{
	const struct item *above =
		item_at(format, is_in_operands(format) ? innermost(format)->line_first
						       : format->statement.line_first);
	uint32_t further = column > above->column ? column - above->column : 0;
	size_t anchor = column < ANCHOR_COLUMNS ? format->anchors[column] : 0;

	if (anchor && anchor - 1 >= format->statement.line_first) {
		uint32_t placed = item_at(format, anchor - 1)->placed;

		if (placed > above->placed || (placed == above->placed && may_stay_below(format)))
			return placed;
	}
	return above->placed + (further > FORMAT_TAB ? further : FORMAT_TAB);
}

/* The points of clauses and definitions, with what belongs to each. */
static bool place_point(const struct format *format, unsigned int kind, uint32_t *column)
{
	bool is_definition = format->statement.first == TOKEN_PROBE;

	if (format->brackets.count || (!is_definition && format->statement.first != TOKEN_POINT))
		return false;
	if (kind == TOKEN_POINT)
		*column = is_definition ? FORMAT_TAB : 0;
	else if (kind == TOKEN_PREDICATE_BEGIN || (kind == TOKEN_LEFT_PAREN && is_definition))
		*column = is_definition ? 2 * FORMAT_TAB : 0;
	else
		return false;
	return true;
}

static uint32_t place_line(const struct format *format, const struct item *item)
{
	unsigned int kind = kind_of_line(item);
	uint32_t column;

	switch (kind) {
	case ITEM_HASH:
	case TOKEN_INCLUDE:
	case TOKEN_DEFINE:
		return 0;
	case TOKEN_RIGHT_BRACE:
	case TOKEN_RIGHT_PAREN:
	case TOKEN_RIGHT_BRACKET:
	case TOKEN_PREDICATE_END:
		return format->brackets.count ? innermost(format)->outer : 0;
	default:
		break;
	}
	if (!format->statement.has_begun)
		return format_level_within(format);
	if (kind == TOKEN_LEFT_BRACE && !is_in_operands(format) &&
	    !format->statement.has_assignment)
		return format->statement.level;
	if (place_point(format, kind, &column))
		return column;
	return place_below(format, item->column);
}

/* What lines below are aligned with: what begins a line or an operand, and the '?' of a choice. */
static bool is_anchor(const struct format *format, size_t i)
{
	unsigned int kind = item_at(format, i)->kind;
	const struct item *left = format->last;

	return i == format->line_first || kind == TOKEN_QUESTION || kind == TOKEN_COLON ||
	       (left && (left->kind == TOKEN_LEFT_PAREN || left->kind == TOKEN_LEFT_BRACKET ||
			 left->kind == TOKEN_PREDICATE_BEGIN || left->kind == TOKEN_RETURN ||
			 is_assignment(left->kind)));
}

/* ---- item by item ---- */

static void begin_line(struct format *format, size_t i, const struct item *left)
{
	const struct item *item = item_at(format, i);
	uint32_t column = place_line(format, item);
	bool is_at_brace =
		item->kind == TOKEN_RIGHT_BRACE || (left && left->kind == TOKEN_LEFT_BRACE);

	if (left && item->is_continued)
		put_text(format, " \\");
	if (left)
		put_text(format, "\n");
	if (left && item->newlines > 1 && !is_at_brace && !item->is_continued)
		put_text(format, "\n");
	format->line_first = i;
	indent(format, column);
}

static bool ends_line(const struct format *format, size_t i)
{
	const struct item *right;

	if (i + 1 == format->items.list.count)
		return true;
	right = item_at(format, i + 1);
	return right->newlines || right->kind == TOKEN_DEFINE_END;
}

static void go_on_line(struct format *format, size_t i, const struct item *left)
{
	const struct item *item = item_at(format, i);
	struct format_place place = {
		.is_outside = !format->brackets.count,
		.is_head =
			format->statement.first == TOKEN_PROBE && !format->statement.has_assignment,
		.is_in_declaration = format_is_in_declaration(format),
	};
	struct trailing trailing = {
		.offset = format->text.count,
		.line = format->line,
		.column = item->column,
		.least = format->column + 1,
	};

	if (item->kind != ITEM_COMMENT || !ends_line(format, i) ||
	    memchr(item->text, '\n', item->length)) {
		if (format_has_blank(left, item, &place))
			put_text(format, " ");
		return;
	}
	array_push(format->arena, &format->trailing, trailing);
}

static void write_item(struct format *format, size_t i)
{
	struct item *item = item_at(format, i);
	const struct item *left = i ? item_at(format, i - 1) : NULL;

	if (item->kind < TOKEN_COUNT)
		format_judge(format, i);
	if (item->kind == TOKEN_DEFINE_END)
		; /* what follows begins a line */
	else if (!left || item->newlines)
		begin_line(format, i, left);
	else
		go_on_line(format, i, left);
	item->placed = format->column;
	if (item->column < ANCHOR_COLUMNS && is_anchor(format, i))
		format->anchors[item->column] = i + 1;
	put_item(format, item);
	if (item->kind >= TOKEN_COUNT)
		return;
	format_follow(format, i);
	format->before_last = format->last;
	format->last = item;
}

/* ---- comments at the ends of lines ---- */

/* Those from there on that are on lines one below the other, and were aligned. */
static size_t count_aligned(const struct format *format, size_t from)
{
	const struct trailing *items = format->trailing.items;
	size_t to = from + 1;

	while (to < format->trailing.count && items[to].line == items[to - 1].line + 1 &&
	       items[to].column == items[from].column)
		to++;
	return to - from;
}

static void align_trailing(struct format *format, size_t from, size_t count)
{
	struct trailing *items = format->trailing.items + from;
	uint32_t column = 0;

	for (size_t i = 0; i < count; i++)
		if (items[i].least > column)
			column = items[i].least;
	for (size_t i = 0; i < count; i++)
		items[i].column = column;
}

/* The text with blanks in front of these comments. */
static void insert_blanks(struct format *format)
{
	const char *text = format->text.items;
	size_t done = 0, end = format->text.count;

	format->text.items = NULL;
	format->text.count = format->text.capacity = 0;
	for (size_t i = 0; i < format->trailing.count; i++) {
		const struct trailing *trailing = &format->trailing.items[i];

		put(format, text + done, trailing->offset - done);
		for (uint32_t at = trailing->least; at <= trailing->column; at++)
			put_text(format, " ");
		done = trailing->offset;
	}
	put(format, text + done, end - done);
}

static void place_trailing(struct format *format)
{
	size_t count;

	for (size_t i = 0; i < format->trailing.count; i += count) {
		count = count_aligned(format, i);
		align_trailing(format, i, count);
	}
	if (format->trailing.count)
		insert_blanks(format);
}

/* ---- the whole ---- */

static void write_text(struct format *format)
{
	for (size_t i = 0; i < format->items.list.count; i++)
		write_item(format, i);
	place_trailing(format);
	if (format->text.count)
		put_text(format, "\n");
	array_push(format->arena, &format->text, '\0');
}

/* Whatever else may be wrong with the layout, the program is the same. */
static bool is_same_program(struct format *format)
{
	struct sources *sources = sources_new(format->arena);
	struct diag *diag = diag_new(format->arena, sources);
	const struct source *source =
		sources_add(sources, "", format->text.items, format->text.count - 1);
	struct items items = {.arena = format->arena};

	if (!source)
		return false;
	format_read_items(&items, source, diag);
	return !diag_failed(diag) && format_is_same(&format->items, &items);
}

const char *format_source(struct arena *arena, const struct source *source, struct diag *diag,
			  size_t *length)
{
	struct format *format = arena_new_of(arena, struct format);
	struct program program = {0};

	parse_source(arena, source, diag, &program);
	if (diag_failed(diag))
		return NULL;
	*format = (struct format){.arena = arena, .items.arena = arena};
	format_read_items(&format->items, source, diag);
	write_text(format);
	if (!is_same_program(format))
		return NULL;
	*length = format->text.count - 1;
	return format->text.items;
}
