/*
 * Formats are parsed once, into pieces: text that is printed as it is, and behind it a conversion.
 *
 *     "%5d bytes\n"  ->  {"", %5d} {" bytes\n"}
 *
 * As in C, the length modifier says how much of an integer is printed: an int without one.
 */
#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"
#include "runtime/output_private.h"

#define FLAGS	  "-+ #0"
#define FIELD_MAX 4096 /* columns: a plan read from a file may ask for any number */

struct conversion {
	char letter; /* '\0': none */
	char flags[sizeof(FLAGS)];
	int width;     /* 0: none */
	int precision; /* -1: none */
	uint32_t size; /* bytes of an integer */
	enum buffer_look look; /* 'r' */
};

struct piece {
	const char *text;
	size_t length;
	struct conversion conversion;
};

struct format {
	char *text;
	struct piece *pieces;
	size_t count, capacity;
};

/* ---- parsing ---- */

static const char *parse_flags(const char *at, struct conversion *conversion)
{
	size_t count = 0;

	for (; *at && strchr(FLAGS, *at); at++)
		if (!strchr(conversion->flags, *at))
			conversion->flags[count++] = *at;
	return at;
}

static const char *parse_number(const char *at, int *number)
{
	for (*number = 0; isdigit((unsigned char)*at); at++)
		if (*number < FIELD_MAX)
			*number = *number * 10 + (*at - '0');
	if (*number > FIELD_MAX)
		*number = FIELD_MAX;
	return at;
}

static const char *parse_length(const char *at, uint32_t *size)
{
	static const struct {
		const char *text;
		uint32_t size;
	} modifiers[] = {
		{"hh", sizeof(char)},  {"h", sizeof(short)},   {"ll", sizeof(long long)},
		{"l", sizeof(long)},   {"j", sizeof(int64_t)}, {"z", sizeof(size_t)},
		{"t", sizeof(size_t)},
	};

	*size = sizeof(int);
	for (size_t i = 0; i < sizeof(modifiers) / sizeof(*modifiers); i++) {
		size_t length = strlen(modifiers[i].text);

		if (strncmp(at, modifiers[i].text, length) == 0) {
			*size = modifiers[i].size;
			return at + length;
		}
	}
	return at;
}

/* What stands behind a '%'. Returns where it ends; NULL: it is no conversion. */
static const char *parse_conversion(const char *at, struct conversion *conversion)
{
	*conversion = (struct conversion){.precision = -1};
	at = parse_flags(at, conversion);
	at = parse_number(at, &conversion->width);
	if (*at == '.')
		at = parse_number(at + 1, &conversion->precision);
	at = parse_length(at, &conversion->size);
	if (!*at || !strchr("diuxXocpsr", *at))
		return NULL;
	conversion->letter = *at++;
	conversion->look = BUFFER_TEXT;
	if (conversion->letter == 'r' && (*at == 'x' || *at == 'h'))
		conversion->look = *at++ == 'x' ? BUFFER_ESCAPED : BUFFER_HEX;
	return at;
}

static void add_piece(struct format *format, const char *text, size_t length,
		      const struct conversion *conversion)
{
	if (format->count == format->capacity) {
		format->capacity = format->capacity ? 2 * format->capacity : 8;
		format->pieces =
			heap_realloc(format->pieces, format->capacity * sizeof(*format->pieces));
	}
	format->pieces[format->count++] = (struct piece){text, length, *conversion};
}

struct format *format_parse(const char *text)
{
	static const struct conversion none;
	struct format *format = heap_alloc(sizeof(*format));
	const char *start, *at;

	start = at = format->text = heap_strdup(text);
	while ((at = strchr(at, '%'))) {
		struct conversion conversion;
		const char *end = parse_conversion(at + 1, &conversion);

		if (end) {
			add_piece(format, start, at - start, &conversion);
			start = at = end;
		} else if (at[1] == '%') {
			add_piece(format, start, at + 1 - start, &none);
			start = at += 2;
		} else {
			at++;
		}
	}
	add_piece(format, start, strlen(start), &none);
	return format;
}

void format_free(struct format *format)
{
	if (!format)
		return;
	free(format->pieces);
	free(format->text);
	free(format);
}

/* ---- printing ---- */

/* What the C library is to do: its own conversion with our flags, but for those in `without`. */
static void make_spec(char *spec, const struct conversion *conversion, const char *without,
		      const char *rest)
{
	*spec++ = '%';
	for (const char *flag = conversion->flags; *flag; flag++)
		if (!strchr(without, *flag))
			*spec++ = *flag;
	strcpy(spec, rest);
}

#define SPEC_SIZE 16

static uint64_t cut(uint64_t integer, uint32_t size, bool is_signed)
{
	uint32_t unused = 64 - 8 * size;

	integer <<= unused;
	return is_signed ? (uint64_t)((int64_t)integer >> unused) : integer >> unused;
}

static void print_integer(FILE *out, const struct conversion *conversion, uint64_t integer)
{
	bool is_signed = conversion->letter == 'd' || conversion->letter == 'i';
	char spec[SPEC_SIZE], rest[] = "*.*llX";

	rest[sizeof(rest) - 2] = conversion->letter;
	make_spec(spec, conversion, "", rest);
	integer = cut(integer, conversion->size, is_signed);
	fprintf(out, spec, conversion->width, conversion->precision, (unsigned long long)integer);
}

static void print_pointer(FILE *out, const struct conversion *conversion, uint64_t address)
{
	char spec[SPEC_SIZE];

	make_spec(spec, conversion, "#", "#*llx");
	fprintf(out, spec, conversion->width, (unsigned long long)address);
}

static void print_text(FILE *out, const struct conversion *conversion, const char *text)
{
	char spec[SPEC_SIZE];

	make_spec(spec, conversion, "+ #0", "*.*s");
	fprintf(out, spec, conversion->width, conversion->precision, text);
}

/* 0 is one, too. */
static void print_character(struct output *output, FILE *out, const struct conversion *conversion,
			    uint64_t integer)
{
	const struct plan_type type = {.kind = PLAN_STRING, .size = 1};
	uint8_t character = (uint8_t)integer;
	char spec[SPEC_SIZE], *text;

	if (character) {
		text = value_text(output, &type, &character);
		print_text(out, conversion, text);
		free(text);
		return;
	}
	make_spec(spec, conversion, "+ #0", "*c");
	fprintf(out, spec, conversion->width, 0);
}

/* For free(). */
static char *argument_text(struct output *output, const struct conversion *conversion,
			   const struct plan_type *type, const uint8_t *bytes)
{
	char *text = NULL;
	size_t size;
	FILE *out;

	if (conversion->letter != 'r' || type->kind != PLAN_BUFFER)
		return value_text(output, type, bytes);
	out = heap_stream(&text, &size);
	buffer_print(out, type, bytes, conversion->look);
	fclose(out);
	return text;
}

static void print_argument(struct output *output, FILE *out, const struct conversion *conversion,
			   const struct plan_type *type, const uint8_t *bytes)
{
	uint64_t integer;
	char *text;

	if (conversion->letter == 's' || conversion->letter == 'r' || !value_integer(type, bytes, &integer)) {
		text = argument_text(output, conversion, type, bytes);
		print_text(out, conversion, text);
		free(text);
	} else if (conversion->letter == 'c') {
		print_character(output, out, conversion, integer);
	} else if (conversion->letter == 'p') {
		print_pointer(out, conversion, integer);
	} else {
		print_integer(out, conversion, integer);
	}
}

void format_print(struct output *output, FILE *out, const struct format *format,
		  const struct plan_type *arguments, const uint8_t *bytes)
{
	uint32_t next = 0;

	for (size_t i = 0; i < format->count; i++) {
		const struct piece *piece = &format->pieces[i];
		const struct plan_type *type;

		fwrite(piece->text, 1, piece->length, out);
		if (!piece->conversion.letter || next == arguments->element_count)
			continue;
		type = &arguments->elements[next++];
		print_argument(output, out, &piece->conversion, type, bytes + type->offset);
	}
}
