/*
 * Lexer and parser: any text. What is accepted can be written as source again, which is accepted,
 * too.
 */
#include <stdlib.h>

#include "lexer/arena.h"
#include "lexer/diag.h"
#include "tests/fuzz/script.h"

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
	if (!fuzz_script_parse(&again, (const uint8_t *)text, size))
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
