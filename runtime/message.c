#include "runtime/message.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

void complain(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fputs("memtap: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
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
