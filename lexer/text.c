#include "lexer/text.h"

#include <stdint.h>
#include <string.h>

#include "lexer/arena.h"

bool glob_has_wildcard(const char *text)
{
	return strchr(text, '*') != NULL;
}

/*
 * Each star first takes nothing, and one character more each time that the rest does not match.
 * Only the last star seen has to be tried again: what an earlier one could take more, the later
 * one can take as well.
 */
bool glob_match(const char *pattern, const char *text)
{
	const char *after_star = NULL, *taken = NULL;

	while (*text) {
		if (*pattern == '*') {
			after_star = ++pattern;
			taken = text;
		} else if (*pattern == *text) {
			pattern++;
			text++;
		} else if (after_star) {
			pattern = after_star;
			text = ++taken;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}

/* ---- did you mean ---- */

#define LONGEST_NAME 64 /* longer ones are not compared */

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/*
 * How many characters to insert, remove, replace, or swap with their neighbour to make `b` of `a`
 * (the optimal string alignment distance). Row i of the table holds the distances from the first i
 * characters of `a`; a row is made from the two before it.
 */
static size_t edit_distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
	uint8_t rows[3][LONGEST_NAME + 1];

	for (size_t j = 0; j <= b_length; j++)
		rows[0][j] = (uint8_t)j;
	for (size_t i = 1; i <= a_length; i++) {
		uint8_t *row = rows[i % 3];
		const uint8_t *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];

		row[0] = (uint8_t)i;
		for (size_t j = 1; j <= b_length; j++) {
			size_t distance = above[j - 1] + (a[i - 1] != b[j - 1]);

			distance = smaller(distance, above[j] + 1u);
			distance = smaller(distance, row[j - 1] + 1u);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				distance = smaller(distance, two_above[j - 2] + 1u);
			row[j] = (uint8_t)distance;
		}
	}
	return rows[a_length % 3][b_length];
}

const char *nearest_name(const char *name, const char *const *names, size_t count)
{
	size_t length = strlen(name);
	/* About a third of the characters wrong is a slip; more is another name. */
	size_t best = (length + 1) / 3 + 1;
	const char *nearest = NULL;

	if (length > LONGEST_NAME)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		size_t other = strlen(names[i]), distance;

		if (other > LONGEST_NAME || other + best <= length || length + best <= other)
			continue;
		distance = edit_distance(name, length, names[i], other);
		if (distance < best) {
			best = distance;
			nearest = names[i];
		}
	}
	return nearest;
}

/* ---- characters ---- */

/* What the first byte of a character says; 0: it is none. */
static size_t length_by_first(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first < 0xc0 || first >= 0xf8)
		return 0;
	return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/* No UTF-8, too, are what takes more bytes than it needs, and the halves of pairs that UTF-16 has. */
size_t text_character(const char *text, size_t length)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	unsigned char first = length ? (unsigned char)*text : 0xff;
	size_t size = length_by_first(first);
	uint32_t code = size == 1 ? first : first & 0x7f >> size;

	if (size > length)
		return 0;
	for (size_t i = 1; i < size; i++) {
		if (((unsigned char)text[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | ((unsigned char)text[i] & 0x3f);
	}
	if (code < least[size] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
		return 0;
	return size;
}

/*
 * ASCII's, and those that Latin-1 and Unicode have at 0x80 to 0x9f, alone or in UTF-8; `size` as
 * text_character() has it.
 */
static bool is_control(const char *text, size_t size)
{
	unsigned char first = (unsigned char)text[0];

	if (size == 1)
		return (first < ' ' && first != '\n' && first != '\t') || first == 0x7f;
	if (size == 2)
		return first == 0xc2 && (unsigned char)text[1] < 0xa0;
	return size == 0 && first >= 0x80 && first < 0xa0;
}

char *text_as_utf8(const char *text)
{
	static const char replacement[] = "\xef\xbf\xbd";
	size_t left = strlen(text);
	char *clean = heap_alloc(left * strlen(replacement) + 1), *end = clean;

	while (left) {
		size_t length = text_character(text, left), step = length ? length : 1;

		if (length)
			end = mempcpy(end, text, length);
		else
			end = mempcpy(end, replacement, strlen(replacement));
		text += step;
		left -= step;
	}
	return clean;
}

void text_put(FILE *out, const char *text, size_t length)
{
	while (length) {
		size_t size = text_character(text, length), step = size ? size : 1;

		if (!is_control(text, size))
			fwrite(text, 1, step, out);
		else
			for (size_t i = 0; i < step; i++)
				fprintf(out, "\\x%02x", (unsigned char)text[i]);
		text += step;
		length -= step;
	}
}
