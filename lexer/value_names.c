#include "lexer/value_names.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"

#define DEPTH_MAX 64 /* of brackets; the kernel's own have about ten */

struct names_parser {
	const char *at;
	unsigned int depth;
	bool failed;
};

static char next_of(struct names_parser *parser)
{
	parser->at += strspn(parser->at, " \t");
	return *parser->at;
}

static bool accept(struct names_parser *parser, const char *token)
{
	size_t length = strlen(token);

	next_of(parser);
	if (strncmp(parser->at, token, length) != 0)
		return false;
	parser->at += length;
	return true;
}

static void expect(struct names_parser *parser, const char *token)
{
	if (!accept(parser, token))
		parser->failed = true;
}

/* ---- constant expressions: numbers, casts, ( ) ~ << & | ---- */

static uint64_t parse_or(struct names_parser *parser);

static uint64_t parse_number(struct names_parser *parser)
{
	char *end;
	uint64_t number = strtoull(parser->at, &end, 0);

	parser->failed |= end == parser->at;
	parser->at = end + strspn(end, "uUlL");
	return number;
}

static uint64_t parse_unary(struct names_parser *parser);

/* "( gfp_t)0x40u", or an expression. No constant is too wide for its type, so that casts keep it.
 */
static uint64_t parse_parenthesis(struct names_parser *parser)
{
	uint64_t value;

	if (isalpha((unsigned char)next_of(parser)) || *parser->at == '_') {
		parser->at += strcspn(parser->at, ")");
		expect(parser, ")");
		return parse_unary(parser);
	}
	value = parse_or(parser);
	expect(parser, ")");
	return value;
}

static uint64_t parse_unary(struct names_parser *parser)
{
	uint64_t value = 0;

	if (parser->depth++ == DEPTH_MAX)
		parser->failed = true;
	if (parser->failed)
		return 0;
	if (accept(parser, "~"))
		value = ~parse_unary(parser);
	else if (accept(parser, "("))
		value = parse_parenthesis(parser);
	else
		value = parse_number(parser);
	parser->depth--;
	return value;
}

static uint64_t parse_shift(struct names_parser *parser)
{
	uint64_t value = parse_unary(parser);

	while (!parser->failed && accept(parser, "<<")) {
		uint64_t bits = parse_unary(parser);

		parser->failed |= bits > 63;
		value <<= bits & 63;
	}
	return value;
}

static uint64_t parse_and(struct names_parser *parser)
{
	uint64_t value = parse_shift(parser);

	while (!parser->failed && accept(parser, "&"))
		value &= parse_shift(parser);
	return value;
}

static uint64_t parse_or(struct names_parser *parser)
{
	uint64_t value = parse_and(parser);

	while (!parser->failed && accept(parser, "|"))
		value |= parse_and(parser);
	return value;
}

/* ---- the list ---- */

/* {VALUE, "NAME"}; false at what ends the list, such as { 0, NULL }. */
static bool parse_entry(struct names_parser *parser, struct arena *arena, struct value_name *entry)
{
	size_t length;

	expect(parser, "{");
	entry->value = parse_or(parser);
	expect(parser, ",");
	if (parser->failed || !accept(parser, "\""))
		return false;
	length = strcspn(parser->at, "\"\n");
	entry->name = arena_strndup(arena, parser->at, length);
	parser->at += length;
	expect(parser, "\"");
	expect(parser, "}");
	return !parser->failed;
}

/* Where the field's list begins; NULL when it has none. */
static const char *find_list(const char *text, const char *field)
{
	static const char *const calls[] = {"__print_flags(REC->", "__print_symbolic(REC->"};

	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
		for (const char *at = text; (at = strstr(at, calls[i]));) {
			at += strlen(calls[i]);
			if (strncmp(at, field, strlen(field)) == 0 && at[strlen(field)] == ',')
				return strchr(at, '{');
		}
	}
	return NULL;
}

struct value_names value_names_parse(struct arena *arena, const char *text, const char *field)
{
	const char *format = strstr(text, "\nprint fmt:");
	const char *list = format ? find_list(format, field) : NULL;
	struct names_parser parser = {.at = list};
	ARRAY(struct value_name) found = {0};
	struct value_name entry;

	if (!list)
		return (struct value_names){0};
	do {
		if (!parse_entry(&parser, arena, &entry))
			break;
		array_push(arena, &found, entry);
	} while (accept(&parser, ","));
	if (parser.failed)
		return (struct value_names){0};
	return (struct value_names){found.items, found.count};
}
