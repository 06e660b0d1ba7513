#include "runtime/report_page.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "lexer/arena.h"
#include "runtime/message.h"
#include "stdlib/embedded.h"

#define MARK "@DATA@" /* in the page, where data belongs */

extern const struct embedded_file report_files[];

/* gzip says at its end how long it is, as 32 bits, the lowest first. */
static size_t unpacked_size(const char *packed, size_t size)
{
	const unsigned char *last = (const unsigned char *)packed + size - 4;

	return last[0] | last[1] << 8 | last[2] << 16 | (size_t)last[3] << 24;
}

/* For free(); NULL: it is damaged, which no build is. */
static char *unpack(const char *packed, size_t size)
{
	size_t length = unpacked_size(packed, size);
	char *page = heap_alloc(length + 1);
	z_stream stream = {.next_in = (unsigned char *)packed,
			   .avail_in = (uInt)size,
			   .next_out = (unsigned char *)page,
			   .avail_out = (uInt)length};
	int result = inflateInit2(&stream, 16 + MAX_WBITS); /* 16: of gzip */

	if (result == Z_OK)
		result = inflate(&stream, Z_FINISH);
	inflateEnd(&stream);
	if (result == Z_STREAM_END)
		return page;
	free(page);
	return NULL;
}

/* Inside of <script> a '<' could begin its end, or a comment; JSON has it in strings alone. */
static void put_data(FILE *file, const char *data)
{
	for (const char *c = data; *c; c++) {
		if (*c == '<')
			fputs("\\u003c", file);
		else
			fputc(*c, file);
	}
}

static void empty(FILE *file)
{
	struct stat status;

	if (fstat(fileno(file), &status) == 0 && S_ISREG(status.st_mode) &&
	    ftruncate(fileno(file), 0) < 0)
		complain("--report: what was in the file before may be left at its end");
}

void report_page_write(FILE *file, const char *data)
{
	size_t size = 0;
	const char *packed = embedded_find(report_files, "page", ".html.gz", &size);
	char *page = size ? unpack(packed, size) : NULL;
	char *mark = page ? strstr(page, MARK) : NULL;

	if (mark) {
		empty(file);
		fwrite(page, 1, mark - page, file);
		put_data(file, data);
		fputs(mark + strlen(MARK), file);
	}
	free(page);
}
