#include "runtime/stream.h"

#include <errno.h>

int stream_flush(FILE *out)
{
	errno = 0;
	if (fflush(out) == 0 && !ferror(out))
		return 0;
	if (!errno) { /* a write failed before; why, another one will tell */
		fputc('\n', out);
		fflush(out);
	}
	return errno ? -errno : -EIO;
}
