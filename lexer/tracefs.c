/*
 * A format file:
 *
 *     name: sched_switch
 *     ID: 316
 *     format:
 *     	field:unsigned short common_type;	offset:0;	size:2;	signed:0;
 *
 *     	field:char prev_comm[16];	offset:8;	size:16;	signed:0;
 *     	field:__data_loc char[] name;	offset:24;	size:4;	signed:0;
 *
 *     print fmt: "prev_comm=%s ...", REC->prev_comm
 */
#include "lexer/tracefs.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"

#define LARGEST_RECORD 65535 /* bytes; the kernel's own limit is lower */

struct format_parser {
	struct arena *arena;
	struct tracefs_format *format;
	ARRAY(struct tracefs_field) fields;
	bool has_id;
};

/* ---- one field ---- */

static bool starts_with(const char *text, const char *prefix)
{
	return !strncmp(text, prefix, strlen(prefix));
}

static bool ends_with(const char *text, char last)
{
	size_t length = strlen(text);

	return length && text[length - 1] == last;
}

static void trim_end(char *text)
{
	size_t length = strlen(text);

	while (length && isspace((unsigned char)text[length - 1]))
		text[--length] = '\0';
}

/* Where the identifier begins that the text ends in; NULL when there is none. */
static char *last_word(char *text)
{
	char *word = text + strlen(text);

	while (word > text && (isalnum((unsigned char)word[-1]) || word[-1] == '_'))
		word--;
	return *word && !isdigit((unsigned char)*word) ? word : NULL;
}

/* The declared type without what does not change how it is read. */
static const char *skip_qualifiers(const char *type)
{
	static const char *const qualifiers[] = {"__data_loc ", "__rel_loc ", "const "};

	for (size_t i = 0; i < sizeof(qualifiers) / sizeof(*qualifiers); i++)
		if (starts_with(type, qualifiers[i]))
			type += strlen(qualifiers[i]);
	return type;
}

static bool is_char_type(const char *type)
{
	type = skip_qualifiers(type);
	return !strcmp(type, "char") || starts_with(type, "char[");
}

/*
 * The number in "[16]". Older kernels left a macro's name there, of char arrays alone: then there
 * is an element for each byte.
 */
static uint32_t element_count(const char *brackets, uint32_t size)
{
	char *end;
	unsigned long count = strtoul(brackets + 1, &end, 10);

	return end == brackets + 1 || count > size ? size : (uint32_t)count;
}

/* "char prev_comm[16]" is a name with a type on both its sides. */
static bool parse_declaration(struct arena *arena, char *declaration, struct tracefs_field *field)
{
	const char *array = "";
	char *name;

	trim_end(declaration);
	if (ends_with(declaration, ']')) {
		char *brackets = strchr(declaration, '[');

		if (!brackets)
			return false;
		field->is_array = true;
		field->count = element_count(brackets, field->size);
		array = arena_strdup(arena, brackets);
		*brackets = '\0';
		trim_end(declaration);
	}
	name = last_word(declaration);
	if (!name)
		return false;
	field->name = arena_strdup(arena, name);
	*name = '\0';
	trim_end(declaration);
	field->type = arena_printf(arena, "%s%s", declaration, array);
	field->is_data_loc = starts_with(declaration, "__data_loc ");
	field->is_rel_loc = starts_with(declaration, "__rel_loc ");
	field->is_pointer = ends_with(field->type, '*');
	field->is_char = is_char_type(field->type);
	return *declaration != '\0';
}

/* What follows "field:" in its line. */
static bool parse_field(struct format_parser *parser, char *text)
{
	struct tracefs_field field = {0};
	char *numbers = strchr(text, ';');
	unsigned int is_signed = 0;

	if (!numbers)
		return false;
	*numbers++ = '\0';
	/* Five digits each, so that no number overflows. */
	if (sscanf(numbers, " offset:%5u; size:%5u; signed:%1u;", &field.offset, &field.size,
		   &is_signed) != 3)
		return false;
	if (field.offset > LARGEST_RECORD || field.size > LARGEST_RECORD)
		return false;
	field.is_signed = is_signed;
	if (!parse_declaration(parser->arena, text, &field))
		return false;
	if ((field.is_data_loc || field.is_rel_loc) && field.size != 4)
		return false;
	if (!starts_with(field.name, "common_"))
		array_push(parser->arena, &parser->fields, field);
	return true;
}

/* ---- the file ---- */

static bool parse_line(struct format_parser *parser, char *line)
{
	while (isspace((unsigned char)*line))
		line++;
	trim_end(line);
	if (starts_with(line, "field:"))
		return parse_field(parser, line + strlen("field:"));
	if (starts_with(line, "name: "))
		parser->format->name = line + strlen("name: ");
	else if (starts_with(line, "ID: "))
		parser->has_id = sscanf(line, "ID: %9u", &parser->format->id) == 1;
	return true;
}

struct tracefs_format *tracefs_parse_format(struct arena *arena, const char *text, size_t length)
{
	/* Without its last part the file was cut short. */
	const char *end = memmem(text, length, "\nprint fmt:", strlen("\nprint fmt:"));
	struct format_parser parser = {.arena = arena};
	char *rest, *line;

	if (!end || memchr(text, '\0', (size_t)(end - text)))
		return NULL;
	parser.format = arena_new_of(arena, struct tracefs_format);
	rest = arena_strndup(arena, text, (size_t)(end - text));
	while ((line = strsep(&rest, "\n")))
		if (!parse_line(&parser, line))
			return NULL;
	if (!parser.format->name || !parser.has_id)
		return NULL;
	parser.format->fields = parser.fields.items;
	parser.format->field_count = parser.fields.count;
	return parser.format;
}

const struct tracefs_field *tracefs_find_field(const struct tracefs_format *format,
					       const char *name)
{
	for (size_t i = 0; i < format->field_count; i++)
		if (!strcmp(format->fields[i].name, name))
			return &format->fields[i];
	return NULL;
}
