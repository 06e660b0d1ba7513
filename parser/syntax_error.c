/*
 * What is said when the grammar does not go on: what was found, what was expected where that is
 * short enough to help, and a hint on slips that are often made.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "lexer/arena.h"
#include "parser/build.h"
#include "parser/builtins.h"

#define MOST_LISTED  4
#define LONGEST_TEXT 40

struct expectation {
	struct parser *parser;
	const enum token *tokens;
	size_t count;
};

enum role { PLAIN, STARTS, JOINS };

static enum role role_of(enum token token)
{
	static const enum role roles[] = {
		PLAIN,
		PLAIN,
		PLAIN,
#define TOKEN(name, role, text) role,
#include "lexer/tokens.def"
#undef TOKEN
	};

	return roles[token];
}

static bool expects(const struct expectation *expected, enum token token)
{
	for (size_t i = 0; i < expected->count; i++)
		if (expected->tokens[i] == token)
			return true;
	return false;
}

/* ---- what was expected ---- */

struct phrases {
	const char *items[MOST_LISTED];
	size_t count; /* may be more than there is room for */
};

static void add_phrase(struct phrases *phrases, const char *phrase)
{
	if (phrases->count < MOST_LISTED)
		phrases->items[phrases->count] = phrase;
	phrases->count++;
}

/* Behind for ($i, where a '=' is only taken to be refused. */
static bool is_c_for(const struct expectation *expected)
{
	return expects(expected, TOKEN_COLON) && expected->count == 2;
}

/* A '(' or '=' among many others is one of them; alone it is news. */
static bool is_listed(const struct expectation *expected, enum token token)
{
	switch (token) {
	case TOKEN_LEFT_PAREN:
		return !expects(expected, TOKEN_DOT);
	case TOKEN_ASSIGN:
		return !expects(expected, TOKEN_ASSIGN_ADD) && !is_c_for(expected);
	default:
		return role_of(token) != JOINS;
	}
}

static struct phrases expected_phrases(const struct expectation *expected)
{
	struct phrases phrases = {.count = 0};
	bool takes_operand = expects(expected, TOKEN_NUMBER) && expects(expected, TOKEN_VARIABLE);

	if (expects(expected, TOKEN_PROBE))
		add_phrase(&phrases, "a probe");
	else if (expects(expected, TOKEN_IF))
		add_phrase(&phrases, "a statement");
	else if (takes_operand)
		add_phrase(&phrases, "an expression");
	if (phrases.count)
		return phrases;
	for (size_t i = 0; i < expected->count; i++)
		if (is_listed(expected, expected->tokens[i]))
			add_phrase(&phrases, token_text(expected->tokens[i]));
	return phrases;
}

/* "expected ',' or ')'", or NULL when that is nothing or too much. */
static const char *expected_text(const struct expectation *expected)
{
	struct phrases phrases = expected_phrases(expected);
	const char *text = "expected ";

	if (!phrases.count || phrases.count > MOST_LISTED)
		return NULL;
	for (size_t i = 0; i < phrases.count; i++) {
		const char *before = i + 1 < phrases.count ? ", " : " or ";

		text = arena_printf(expected->parser->arena, "%s%s%s", text, i ? before : "",
				    phrases.items[i]);
	}
	return text;
}

/* ---- what was found ---- */

static const char *found_text(const struct parser *parser, enum token token, struct span span)
{
	const char *text = parser->source->text + (span.begin - parser->source->base);
	uint32_t length = span.end - span.begin;

	if (token == TOKEN_END)
		return "the end of the program";
	if (token == TOKEN_DEFINE_END)
		return token_text(token);
	if (length > LONGEST_TEXT)
		return arena_printf(parser->arena, "'%.*s...'", LONGEST_TEXT, text);
	return arena_printf(parser->arena, "'%.*s'", (int)length, text);
}

/* ---- slips ---- */

static bool begins_statement(enum token token)
{
	return role_of(token) == STARTS || token == TOKEN_IF || token == TOKEN_RETURN ||
	       token == TOKEN_WHILE || token == TOKEN_FOR || token == TOKEN_UNROLL ||
	       token == TOKEN_BREAK || token == TOKEN_CONTINUE || token == TOKEN_LET ||
	       token == TOKEN_RESERVED || token == TOKEN_INCREMENT || token == TOKEN_DECREMENT;
}

/* kprobe: f */
static bool is_parted(const struct parser *parser)
{
	uint32_t end = parser->previous.end - parser->source->base;

	return end && parser->source->text[end - 1] == ':';
}

static bool is_behind(const struct parser *parser, const char *word)
{
	const char *text = parser->source->text + (parser->previous.begin - parser->source->base);
	size_t length = parser->previous.end - parser->previous.begin;

	return length == strlen(word) && !strncmp(text, word, length);
}

/* "int ", on this line */
static bool is_behind_word(const struct parser *parser, struct span span)
{
	const char *text = parser->source->text + (parser->previous.begin - parser->source->base);

	return isalpha((unsigned char)*text) &&
	       !memchr(text, '\n', span.begin - parser->previous.begin);
}

/* print, of "print x" */
static const struct function *function_behind(const struct parser *parser)
{
	const char *text = parser->source->text + (parser->previous.begin - parser->source->base);
	size_t length = parser->previous.end - parser->previous.begin;

	return function_find(arena_strndup(parser->arena, text, length));
}

/* int x, int $x, where the first word is an expression so far; uint64 x, struct file *f */
static bool is_c_declaration(const struct expectation *expected, enum token token, struct span span)
{
	if (token == TOKEN_NAME || token == TOKEN_VARIABLE)
		return expects(expected, TOKEN_ASSIGN) && expects(expected, TOKEN_SEMICOLON) &&
		       is_behind_word(expected->parser, span) && !function_behind(expected->parser);
	return expects(expected, TOKEN_IF) &&
	       (token == TOKEN_TYPE || token == TOKEN_STRUCT || token == TOKEN_ENUM);
}

static void hint_on_token(const struct expectation *expected, enum token token)
{
	struct diag *diag = expected->parser->diag;

	if (token == TOKEN_ASSIGN && expects(expected, TOKEN_EQUAL))
		diag_hint(diag, "'==' compares, '=' assigns and is a statement");
	else if (expects(expected, TOKEN_PREDICATE_END))
		diag_hint(diag, "a predicate ends with a '/' before the '{'");
	else if (token == TOKEN_ELSE)
		diag_hint(diag, "an 'else' follows the '}' of an 'if'");
	else if (token == TOKEN_RIGHT_BRACE && expects(expected, TOKEN_PROBE))
		diag_hint(diag, "this '}' has no '{'");
	else if (token == TOKEN_POINT && is_parted(expected->parser))
		diag_hint(diag, "there are no blanks in a probe");
	else if (token == TOKEN_NAME && expects(expected, TOKEN_NUMBER) && expected->count == 1)
		diag_hint(diag, "a number is written out here: no name of a #define");
	else if (expected->count == 1 && expects(expected, TOKEN_VARIABLE) &&
		 is_behind(expected->parser, "("))
		diag_hint(diag, "for ($i : 0..5) { }, or while ($i < 5) { }");
	else if (token == TOKEN_MAP && is_behind(expected->parser, "let"))
		diag_hint(diag, "maps are declared outside of clauses: let @m = hash(1000);");
}

void refuse_token(struct parser *parser, enum token token, struct span span,
		  const enum token *tokens, size_t count)
{
	struct expectation expected = {parser, tokens, count};
	const struct function *function;
	const char *found, *wanted;

	if (token == TOKEN_RIGHT_BRACE && span.begin == span.end)
		return; /* supplied by the lexer, which has said why */
	if (diag_errors(parser->diag) >= DIAG_MAX) { /* only counted */
		diag_error(parser->diag, span, E_SYNTAX, "unexpected");
		return;
	}
	found = found_text(parser, token, span);
	if (token == TOKEN_PREDICATE_BEGIN && expects(&expected, TOKEN_PREDICATE_END)) {
		diag_error(parser->diag, span, E_SYNTAX, "a predicate has no block in it");
		return;
	}
	if (token == TOKEN_RESERVED) {
		diag_error(parser->diag, span, E_SYNTAX, "memtap's language has no %s", found);
		return;
	}
	if (is_c_declaration(&expected, token, span)) {
		diag_error(parser->diag, span, E_SYNTAX,
			   "variables begin with '$' and are declared without a type");
		diag_hint(parser->diag, "$x = 5; or, where it needs a type, let $x : int32 = 5;");
		return;
	}
	if (expects(&expected, TOKEN_SEMICOLON) && expects(&expected, TOKEN_RIGHT_BRACE) &&
	    begins_statement(token)) {
		span = (struct span){parser->previous.end, parser->previous.end};
		diag_error(parser->diag, span, E_SYNTAX, "missing ';' before %s", found);
		function = function_behind(parser);
		if (function)
			diag_hint(parser->diag, "%s", function->synopsis);
		return;
	}
	wanted = expected_text(&expected);
	if (wanted)
		diag_error(parser->diag, span, E_SYNTAX, "%s, found %s", wanted, found);
	else
		diag_error(parser->diag, span, E_SYNTAX, "unexpected %s", found);
	hint_on_token(&expected, token);
}

void refuse_c_for(struct parser *parser, struct span span)
{
	diag_error(parser->diag, span, E_SYNTAX, "for goes through a map or a range of numbers");
	diag_hint(parser->diag, "for ($i : 0..5) { }");
}

void refuse_no_value(struct parser *parser, struct span span)
{
	diag_error(parser->diag, span, E_SYNTAX, "expected an expression, found '}'");
	diag_hint(parser->diag,
		  "a block that is a value ends with an expression, with no ';' behind it");
}
