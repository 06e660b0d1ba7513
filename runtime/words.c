#include "runtime/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "lexer/arena.h"

/* In double quotes a backslash means something only before these, as in a shell. */
static bool is_escapable(char c)
{
	return c && strchr("\"\\$`", c);
}

/* What is left of a word is read at `from` and goes to `to`, which never is ahead of it. */
struct cursor {
	const char *from;
	char *to;
};

static bool take_single_quoted(struct cursor *cursor)
{
	while (*cursor->from && *cursor->from != '\'')
		*cursor->to++ = *cursor->from++;
	return *cursor->from++;
}

static bool take_double_quoted(struct cursor *cursor)
{
	while (*cursor->from && *cursor->from != '"') {
		if (*cursor->from == '\\' && is_escapable(cursor->from[1]))
			cursor->from++;
		*cursor->to++ = *cursor->from++;
	}
	return *cursor->from++;
}

static bool take_escaped(struct cursor *cursor)
{
	if (!*cursor->from)
		return false;
	*cursor->to++ = *cursor->from++;
	return true;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static bool take_word(struct cursor *cursor)
{
	bool is_sound = true;

	while (is_sound && *cursor->from && !is_blank(*cursor->from)) {
		char c = *cursor->from++;

		if (c == '\'')
			is_sound = take_single_quoted(cursor);
		else if (c == '"')
			is_sound = take_double_quoted(cursor);
		else if (c == '\\')
			is_sound = take_escaped(cursor);
		else
			*cursor->to++ = c;
	}
	return is_sound;
}

static void skip_blanks(struct cursor *cursor)
{
	while (is_blank(*cursor->from))
		cursor->from++;
}

char **words_split(struct arena *arena, const char *text)
{
	/* A word needs no more room than what it is written as, and a blank for its end. */
	struct cursor cursor = {.from = text, .to = arena_alloc(arena, strlen(text) + 1)};
	ARRAY(char *) words = {0};

	for (skip_blanks(&cursor); *cursor.from; skip_blanks(&cursor)) {
		array_push(arena, &words, cursor.to);
		if (!take_word(&cursor))
			return NULL;
		*cursor.to++ = '\0';
	}
	array_push(arena, &words, NULL);
	return words.items;
}
