#include "runtime/message.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/text.h"
#include "runtime/progress.h"

const char *program_name = "memtap";

void complain(const char *format, ...)
{
	char *text = NULL;
	va_list args;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		text = NULL; /* there is no memory for what is wrong */
	va_end(args);
	progress_hide();
	fprintf(stderr, "%s: ", program_name);
	if (text)
		text_put(stderr, text, strlen(text));
	fputc('\n', stderr);
	free(text);
}

bool reason_set(struct reason *reason, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(reason->text, sizeof(reason->text), format, args);
	va_end(args);
	return false;
}

bool reason_add_nearest(struct reason *reason, const char *name)
{
	size_t length = strlen(reason->text);

	if (name)
		snprintf(reason->text + length, sizeof(reason->text) - length,
			 "; did you mean '%s'?", name);
	return false;
}
