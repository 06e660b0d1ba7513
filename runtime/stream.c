#include "runtime/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "runtime/message.h"
#include "runtime/run.h"

int stream_flush(FILE *out)
{
	errno = 0;
	if (fflush(out) == 0 && !ferror(out))
		return 0;
	/* A write failed before; why, another one will tell, if it fails, too. */
	if (!errno && fputc('\n', out) != EOF && fflush(out) == 0)
		return -EIO;
	return errno ? -errno : -EIO;
}

ssize_t stream_pass(void *out, const char *bytes, size_t size)
{
	int error;

	fwrite(bytes, 1, size, out);
	error = stream_flush(out);
	errno = -error;
	return error ? 0 : (ssize_t)size;
}

void stream_hold_standard(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDONLY);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

int stream_open(FILE **out, const char *path)
{
	*out = path ? fopen(path, "we") : stdout;
	if (*out)
		return STATUS_DONE;
	complain("cannot write %s: %s", path, strerror(errno));
	return STATUS_ENVIRONMENT;
}

int stream_open_kept(FILE **out, const char *path)
{
	int fd = path ? open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666) : -1;

	*out = fd < 0 ? NULL : fdopen(fd, "w");
	if (*out || !path)
		return STATUS_DONE;
	complain("cannot write %s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return STATUS_ENVIRONMENT;
}

int stream_finish(FILE *out, int status)
{
	int error;

	if (!out)
		return status;
	error = stream_flush(out);
	if (fclose(out) != 0 && !error)
		error = -errno;
	if (!error || error == -EPIPE || status)
		return status;
	complain("cannot write the output: %s", strerror(-error));
	return STATUS_ENVIRONMENT;
}
