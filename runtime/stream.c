#include "runtime/stream.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>

static bool has_no_reader(FILE *out)
{
	struct pollfd wait = {.fd = fileno(out)};

	return poll(&wait, 1, 0) == 1;
}

int stream_flush(FILE *out)
{
	errno = 0;
	if (fflush(out) == 0 && !ferror(out))
		return 0;
	if (errno)
		return -errno;
	return has_no_reader(out) ? -EPIPE
				  : -EIO; /* a write failed before, for a reason now lost */
}
