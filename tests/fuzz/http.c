/*
 * What anybody sends to the port of --serve: requests, one after the other, each up to its empty
 * line, as the server cuts them.
 */
#include "runtime/http.h"

#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"

void fuzz_begin(void)
{
}

static void check_text(const char *what, const char *text, const char *head, size_t size)
{
	const char *end =
		text < head || text >= head + size ? NULL : memchr(text, '\0', head + size - text);

	if (!end)
		fuzz_fail("the %s is not in the request", what);
	for (const char *c = text; c < end; c++)
		if (*c <= ' ' || *c > '~')
			fuzz_fail("the %s has the character %d", what, *c);
}

/* In memory of its own, so that what is read beyond it is found. */
static void ask(const uint8_t *data, size_t size)
{
	char *head = malloc(size);
	struct http_request request;

	memcpy(head, data, size);
	if (http_parse(&request, head, size)) {
		check_text("method", request.method, head, size);
		check_text("path", request.path, head, size);
		if (strchr(request.path, '?'))
			fuzz_fail("the path has the query");
	}
	free(head);
}

void fuzz_one(const uint8_t *data, size_t size)
{
	static const char empty_line[] = "\r\n\r\n";
	const uint8_t *end;

	while ((end = memmem(data, size, empty_line, strlen(empty_line)))) {
		end += strlen(empty_line);
		ask(data, (size_t)(end - data));
		size -= (size_t)(end - data);
		data = end;
	}
}
