#include "runtime/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lexer/arena.h"

#define FIRST_SIZE 4096

static char *read_all(int fd, size_t *size)
{
	size_t capacity = FIRST_SIZE, count = 0;
	char *bytes = heap_alloc(capacity);

	for (;;) {
		ssize_t got = read(fd, bytes + count, capacity - 1 - count);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			free(bytes);
			return NULL;
		}
		if (got == 0)
			break;
		count += got;
		if (count == capacity - 1)
			bytes = heap_realloc(bytes, capacity *= 2);
	}
	bytes[count] = '\0';
	if (size)
		*size = count;
	return bytes;
}

char *file_read(const char *path, size_t *size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), saved;
	char *bytes;

	if (fd < 0)
		return NULL;
	bytes = read_all(fd, size);
	saved = errno;
	close(fd);
	errno = saved;
	return bytes;
}

bool file_is_regular(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

bool file_is_same(const char *a, const char *b)
{
	struct stat left, right;

	return stat(a, &left) == 0 && stat(b, &right) == 0 && S_ISREG(left.st_mode) &&
	       left.st_dev == right.st_dev && left.st_ino == right.st_ino;
}

bool file_is_accessible(const char *path, int mode)
{
	return faccessat(AT_FDCWD, path, mode, AT_EACCESS) == 0;
}

/* From the first number that is free on. */
bool file_can_open(int count)
{
	int first = open("/", O_PATH | O_CLOEXEC);
	int last = first < 0 ? -1 : fcntl(first, F_DUPFD_CLOEXEC, first + count - 1);
	bool can_open = last >= 0;

	file_close(&last);
	file_close(&first);
	return can_open;
}

void file_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}
