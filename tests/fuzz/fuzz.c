#include "tests/fuzz/fuzz.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static int messages = STDERR_FILENO;

/* libFuzzer closes standard error, so that targets are quiet. */
__attribute__((constructor)) static void keep_messages(void)
{
	messages = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
}

void fuzz_fail(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	dprintf(messages, "fuzz: ");
	vdprintf(messages, format, args);
	dprintf(messages, "\n");
	va_end(args);
	abort();
}

const char *fuzz_file(const uint8_t *data, size_t size)
{
	static char path[64];
	static int fd = -1;

	if (fd < 0) {
		fd = memfd_create("input", MFD_CLOEXEC);
		snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int)getpid(), fd);
	}
	if (fd < 0 || ftruncate(fd, 0) != 0 || pwrite(fd, data, size, 0) != (ssize_t)size)
		fuzz_fail("the input cannot be put into a file");
	return path;
}

FILE *fuzz_nowhere(void)
{
	static FILE *nowhere;

	if (!nowhere)
		nowhere = fopen("/dev/null", "we");
	if (!nowhere)
		fuzz_fail("/dev/null cannot be opened");
	return nowhere;
}

const char *fuzz_setting(const char *variable)
{
	const char *value = getenv(variable);

	if (!value)
		fuzz_fail("%s is not set: see tests/fuzz/run", variable);
	return value;
}
