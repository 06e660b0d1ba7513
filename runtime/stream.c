#include "runtime/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
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

bool stream_is_same(FILE *a, FILE *b)
{
	struct stat left, right;

	return a && b && fstat(fileno(a), &left) == 0 && fstat(fileno(b), &right) == 0 &&
	       S_ISREG(left.st_mode) && left.st_dev == right.st_dev && left.st_ino == right.st_ino;
}

int stream_open_kept(struct kept_stream *kept, const char *path)
{
	int flags = O_WRONLY | O_CREAT | O_CLOEXEC, fd;
	bool is_new;

	*kept = (struct kept_stream){.leftover.end = -1};
	if (!path)
		return STATUS_DONE;
	fd = open(path, flags | O_EXCL, 0666);
	is_new = fd >= 0;
	if (!is_new)
		fd = open(path, flags, 0666);
	kept->out = fd < 0 ? NULL : fdopen(fd, "w");
	if (kept->out) {
		if (is_new)
			leftover_watch(&kept->leftover, path, fd);
		return STATUS_DONE;
	}
	complain("cannot write %s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return STATUS_ENVIRONMENT;
}

int stream_finish_kept(struct kept_stream *kept, int status)
{
	status = stream_finish(kept->out, status);
	leftover_finish(&kept->leftover);
	return status;
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
