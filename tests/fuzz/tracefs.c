/*
 * A tracepoint's description, as the checker and the loader read it.
 */
#include "lexer/tracefs.h"

#include "lexer/arena.h"
#include "lexer/value_names.h"
#include "tests/fuzz/fuzz.h"

void fuzz_begin(void)
{
}

static void ask_values(struct arena *arena, const char *text, const char *field)
{
	struct value_names names = value_names_parse(arena, text, field);

	for (size_t i = 0; i < names.count; i++)
		fputs(names.items[i].name, fuzz_nowhere());
}

void fuzz_one(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	const char *text = arena_strndup(arena, (const char *)data, size);
	struct tracefs_format *format = tracefs_parse_format(arena, (const char *)data, size);

	ask_values(arena, text, "flags");
	for (size_t i = 0; format && i < format->field_count; i++) {
		const struct tracefs_field *field = &format->fields[i];

		if (!tracefs_find_field(format, field->name))
			fuzz_fail("field '%s' is not found", field->name);
		if (field->offset > UINT16_MAX || field->size > UINT16_MAX)
			fuzz_fail("field '%s' is beyond any record", field->name);
		ask_values(arena, text, field->name);
	}
	arena_free(arena);
}
