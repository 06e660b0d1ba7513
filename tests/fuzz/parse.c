/*
 * Lexer and parser: any text. What is accepted can be written as source again, which is accepted,
 * too, unless it is too deep: for `**x` it has `*(*x)`, and brackets count. And it can be formatted,
 * which keeps its tokens; once it is, formatting changes nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"
#include "lexer/diag.h"
#include "parser/format.h"
#include "tests/fuzz/script.h"

#define TOO_DEEP "nested too deeply"

void fuzz_begin(void)
{
}

static void parse_again(const struct fuzz_script *script)
{
	struct fuzz_script again;
	char *text;
	size_t size;
	FILE *out = heap_stream(&text, &size);

	ast_write_source(out, &script->program);
	fclose(out);
	if (!fuzz_script_parse(&again, (const uint8_t *)text, size) &&
	    strncmp(diag_first_error(again.diag), TOO_DEEP, strlen(TOO_DEEP)) != 0)
		fuzz_fail("what is written of it is refused: %s", diag_first_error(again.diag));
	fuzz_script_end(&again);
	free(text);
}

static const char *format(const struct fuzz_script *script, const char *text, size_t size,
			  size_t *length)
{
	const struct source *source = sources_add(script->sources, "fuzz.mt", text, size);
	const char *formatted = format_source(script->arena, source, script->diag, length);

	if (!formatted)
		fuzz_fail("what is formatted is another program%s%s",
			  diag_failed(script->diag) ? ": " : "", diag_first_error(script->diag));
	return formatted;
}

static void format_twice(const struct fuzz_script *script, const uint8_t *data, size_t size)
{
	size_t length, length_again;
	char *given = memcpy(arena_alloc(script->arena, size + 1), data, size);
	const char *text = format(script, given, size, &length);
	const char *again = format(script, text, length, &length_again);

	if (length != length_again || memcmp(text, again, length) != 0)
		fuzz_fail("formatted once:\n%s\nand twice:\n%s", text, again);
}

void fuzz_one(const uint8_t *data, size_t size)
{
	struct fuzz_script script;

	if (fuzz_script_parse(&script, data, size)) {
		parse_again(&script);
		format_twice(&script, data, size);
	}
	fuzz_script_end(&script);
}
