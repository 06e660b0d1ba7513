/*
 * Lexer and parser: any text. What is accepted can be written as source again, which is accepted,
 * too, unless it is too deep: for `**x` it has `*(*x)`, and brackets count.
 */
#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"
#include "lexer/diag.h"
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

void fuzz_one(const uint8_t *data, size_t size)
{
	struct fuzz_script script;

	if (fuzz_script_parse(&script, data, size))
		parse_again(&script);
	fuzz_script_end(&script);
}
