#include "lexer/literal.h"

#include <ctype.h>
#include <string.h>

#include "lexer/arena.h"

/* ---- numbers ---- */

#define TOO_LARGE "the number does not fit in 64 bits"

struct suffix {
	const char *text;
	uint64_t factor;
	bool is_duration;
};

static const struct suffix suffixes[] = {
	{"ns", 1, true},
	{"us", 1000, true},
	{"ms", 1000 * 1000, true},
	{"s", 1000 * 1000 * 1000, true},
	{"m", UINT64_C(60) * 1000 * 1000 * 1000, true},
	{"h", UINT64_C(3600) * 1000 * 1000 * 1000, true},
	{"d", UINT64_C(24) * 3600 * 1000 * 1000 * 1000, true},
	{"K", 1 << 10, false},
	{"M", 1 << 20, false},
	{"G", 1 << 30, false},
};

struct cursor {
	const char *at, *end;
};

static int peek(const struct cursor *cursor)
{
	return cursor->at < cursor->end ? (unsigned char)*cursor->at : 0;
}

static unsigned digit_value(int c)
{
	if (isdigit(c))
		return (unsigned)(c - '0');
	return isxdigit(c) ? (unsigned)(tolower(c) - 'a' + 10) : 16;
}

/* Digits of the base, single '_' between them. */
static const char *read_digits(struct cursor *cursor, unsigned base, uint64_t *value)
{
	bool after_digit = false;

	*value = 0;
	for (; digit_value(peek(cursor)) < base || peek(cursor) == '_'; cursor->at++) {
		if (peek(cursor) == '_') {
			if (!after_digit)
				return "a '_' stands between two digits";
			after_digit = false;
			continue;
		}
		after_digit = true;
		if (__builtin_mul_overflow(*value, base, value) ||
		    __builtin_add_overflow(*value, digit_value(peek(cursor)), value))
			return TOO_LARGE;
	}
	return after_digit ? NULL : "a digit is missing";
}

static const char *read_exponent(struct cursor *cursor, uint64_t *value)
{
	uint64_t exponent;
	const char *problem;

	if (peek(cursor) != 'e')
		return NULL;
	cursor->at++;
	problem = read_digits(cursor, 10, &exponent);
	if (problem)
		return problem;
	for (; exponent && *value; exponent--)
		if (__builtin_mul_overflow(*value, 10, value))
			return TOO_LARGE;
	return NULL;
}

/* As constants from headers have them: here a number has the type that it needs. */
static void skip_c_suffix(struct cursor *cursor)
{
	static const char *const c_suffixes[] = {"U", "L", "UL", "LL", "ULL"};
	size_t length = (size_t)(cursor->end - cursor->at);

	for (size_t i = 0; i < sizeof(c_suffixes) / sizeof(*c_suffixes); i++)
		if (strlen(c_suffixes[i]) == length &&
		    memcmp(c_suffixes[i], cursor->at, length) == 0) {
			cursor->at = cursor->end;
			return;
		}
}

static const char *read_suffix(struct cursor *cursor, struct number_literal *number)
{
	size_t length = (size_t)(cursor->end - cursor->at);

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		const struct suffix *suffix = &suffixes[i];

		if (strlen(suffix->text) != length || memcmp(suffix->text, cursor->at, length) != 0)
			continue;
		cursor->at += length;
		number->is_duration = suffix->is_duration;
		if (__builtin_mul_overflow(number->value, suffix->factor, &number->value))
			return TOO_LARGE;
		return NULL;
	}
	return "unknown suffix; durations end in ns us ms s m h d, sizes in K M G";
}

static const char *read_number(struct cursor *cursor, struct number_literal *number)
{
	const char *problem;

	if (peek(cursor) == '0' && cursor->end - cursor->at > 1) {
		char next = cursor->at[1];

		if (next == 'x' || next == 'X') {
			cursor->at += 2;
			problem = read_digits(cursor, 16, &number->value);
			skip_c_suffix(cursor);
			return !problem && peek(cursor) ? "not a hexadecimal digit" : problem;
		}
		if (isdigit((unsigned char)next) || next == '_') {
			problem = read_digits(cursor, 8, &number->value);
			skip_c_suffix(cursor);
			return !problem && peek(cursor) ? "a number with a leading 0 is octal"
							: problem;
		}
	}
	problem = read_digits(cursor, 10, &number->value);
	if (!problem)
		problem = read_exponent(cursor, &number->value);
	skip_c_suffix(cursor);
	return !problem && peek(cursor) ? read_suffix(cursor, number) : problem;
}

const char *literal_number(const char *text, size_t length, struct number_literal *number)
{
	struct cursor cursor = {text, text + length};
	const char *problem;

	*number = (struct number_literal){0};
	problem = read_number(&cursor, number);
	if (problem)
		*number = (struct number_literal){0};
	return problem;
}

/* ---- strings ---- */

static int simple_escape(int c)
{
	static const char letters[] = "abfnrtv\\\"'?", values[] = "\a\b\f\n\r\t\v\\\"'?";
	const char *letter = c ? strchr(letters, c) : NULL;

	return letter ? (unsigned char)values[letter - letters] : -1;
}

static unsigned read_code(struct cursor *cursor, unsigned base, unsigned most_digits)
{
	unsigned code = 0;

	for (; most_digits && digit_value(peek(cursor)) < base; most_digits--, cursor->at++)
		code = code * base + digit_value(peek(cursor));
	return code;
}

/* What follows a backslash. As in bpftrace, two hexadecimal digits at most. */
static const char *read_escape(struct cursor *cursor, char *byte)
{
	int c = peek(cursor);
	unsigned code;

	if (simple_escape(c) >= 0) {
		cursor->at++;
		*byte = (char)simple_escape(c);
		return NULL;
	}
	if (digit_value(c) < 8) {
		code = read_code(cursor, 8, 3);
		*byte = (char)code;
		return code <= 0xff ? NULL : "an octal escape is at most \\377";
	}
	if (c == 'x') {
		cursor->at++;
		if (!isxdigit(peek(cursor)))
			return "\\x is followed by one or two hexadecimal digits";
		*byte = (char)read_code(cursor, 16, 2);
		return NULL;
	}
	if (c == 'u' || c == 'U')
		return "memtap has no \\u escapes; write the character itself";
	return "unknown escape; write \\\\ for a backslash";
}

const char *literal_string(struct arena *arena, const char *text, size_t length,
			   struct string_literal *string, size_t *place)
{
	struct cursor cursor = {text, text + length};
	char *bytes = arena_alloc(arena, length + 1), *to = bytes;

	while (cursor.at < cursor.end) {
		const char *begin = cursor.at, *problem;

		if (*cursor.at != '\\') {
			*to++ = *cursor.at++;
			continue;
		}
		cursor.at++;
		problem = read_escape(&cursor, to++);
		if (problem) {
			*place = (size_t)(begin - text);
			return problem;
		}
	}
	*string = (struct string_literal){bytes, (uint32_t)(to - bytes)};
	return NULL;
}
