/*
 * Text -> tokens.
 *
 * The lexer owns the tokens (lexer/tokens.def); the parser's grammar names the same ones in the
 * same order and asserts that it does, so that nothing here depends on the parser. Flex's names
 * stay inside lexer/lexer.l.
 *
 * What is wrong with a character or a literal is reported (E_LEX) and answered with TOKEN_ERROR,
 * upon which the parser recovers without a word of its own. An unclosed '{' is reported as well
 * (E_SYNTAX), at the brace; the '}'s that are missing are then supplied.
 */
#ifndef MEMTAP_TOKEN_H
#define MEMTAP_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include "lexer/diag.h"
#include "lexer/source.h"

struct arena;

enum token {
	TOKEN_END,
	TOKEN_ERROR,
	TOKEN_UNKNOWN, /* never returned: bison has a number here */
#define TOKEN(name, role, text) TOKEN_##name,
#include "lexer/tokens.def"
#undef TOKEN
	TOKEN_COUNT
};

struct number_literal {
	uint64_t value;
	bool is_duration; /* 10ms: `value` is in nanoseconds */
};

struct string_literal {
	const char *bytes; /* escapes resolved */
	uint32_t length;
};

union token_value {
	const char *
		name; /* POINT, NAME, VARIABLE and PARAMETER with $, MAP with @, TYPE, STRUCT, RESERVED, INCLUDE, DEFINE */
	struct number_literal number;
	struct string_literal string;
	uint32_t pointers; /* POINTER: how many * */
};

struct lexer;

struct lexer *lexer_new(struct arena *arena, const struct source *source, struct diag *diag);
void lexer_free(struct lexer *lexer);

/* After the last token it is TOKEN_END for ever. */
enum token lexer_next(struct lexer *lexer, union token_value *value, struct span *span);

/*
 * Where the last line ends that is neither of a token nor a comment: #!, #ifdef, #else, #endif, and
 * what these leave out; 0 as long as there was none.
 */
uint32_t lexer_hash_end(const struct lexer *lexer);

const char *token_name(enum token token); /* "LEFT_BRACE" */
const char *token_text(enum token token); /* "'{'" */

#endif
