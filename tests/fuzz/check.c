/*
 * The checker, with what comes before it: imports of the library, macros, options.
 */
#include "tests/fuzz/script.h"

void fuzz_begin(void)
{
	fuzz_setting("FUZZ_KERNEL");
	fuzz_setting("FUZZ_PROGRAM");
}

void fuzz_one(const uint8_t *data, size_t size)
{
	struct fuzz_script script;

	if (fuzz_script_parse(&script, data, size) && fuzz_script_check(&script, size))
		ast_dump(fuzz_nowhere(), &script.program);
	fuzz_script_end(&script);
}
