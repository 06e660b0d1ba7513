#include "lexer/fault.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void nothing(void)
{
}

static void (*make_way)(void) = nothing;

void fault_before(void (*function)(void))
{
	make_way = function;
}

void fault_say(const char *format, ...)
{
	va_list args;

	make_way();
	fputs("memtap: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
}

/* Not by `stderr`, which may be a stream of ours that keeps what it is given. */
_Noreturn void fault_out_of_memory(void)
{
	static const char text[] = "memtap: out of memory; " FAULT_MEMORY_ADVICE "\n";
	ssize_t written;

	make_way();
	written = write(STDERR_FILENO, text, strlen(text));
	(void)written; /* there is no other way to say it */
	_exit(FAULT_EXIT);
}
