/*
 * Values of literals.
 *
 * Each function returns NULL, or what is wrong with the text, in words that fit behind a colon.
 */
#ifndef MEMTAP_LITERAL_H
#define MEMTAP_LITERAL_H

#include <stddef.h>

#include "lexer/token.h"

/* 42, 0x2a, 052, 1_000, 1e6, 10ms, 64K */
const char *literal_number(const char *text, size_t length, struct number_literal *number);

/*
 * What stands between the quotes of a string or character, with C's escapes resolved. When it is
 * wrong, `place` is the offset of the escape.
 */
const char *literal_string(struct arena *arena, const char *text, size_t length,
			   struct string_literal *string, size_t *place);

#endif
