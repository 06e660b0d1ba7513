#include "runtime/help.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "parser/script.h"
#include "tests/unit/unit.h"

/* The help of a script, up to its usage; behind the text there is nothing that can be read. */
static const char *help_of(const char *text)
{
	static char *help;
	struct script script = {0};
	size_t page = sysconf(_SC_PAGESIZE), size = strlen(text) + 1, help_size;
	char *pages =
		mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	FILE *out;

	free(help);
	out = open_memstream(&help, &help_size);
	mprotect(pages + page, page, PROT_NONE);
	help_print_script(out, "x.mt", memcpy(pages + page - size, text, size), &script);
	fclose(out);
	munmap(pages, 2 * page);
	*strstr(help, "\nUsage: memtap ") = '\0';
	return help;
}

static void the_first_comment_is_shown(void)
{
	CHECK_STR(help_of("// One.\n//\n//   two\nBEGIN { }\n// not this\n"), "One.\n\n  two\n");
	CHECK_STR(help_of("#!/usr/bin/env memtap\n\n// One.\n"), "One.\n");
	CHECK_STR(help_of("/* One.\n * Two.\n */\nBEGIN { }\n"), "One.\nTwo.\n");
	CHECK_STR(help_of("BEGIN { } // not this\n"), "");
}

static void texts_may_end_anywhere(void)
{
	static const char *const texts[] = {"",	   "#!/usr/bin/env memtap", "\n", "#!",
					    "//",  "/* never closed",	    "/*", "// x",
					    "/**/"};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		CHECK(help_of(texts[i]));
}

int main(void)
{
	RUN(the_first_comment_is_shown);
	RUN(texts_may_end_anywhere);
	return unit_status();
}
