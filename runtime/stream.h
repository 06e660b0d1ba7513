/*
 * Where what is printed goes, and whether it arrives.
 */
#ifndef MEMTAP_STREAM_H
#define MEMTAP_STREAM_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

#include "runtime/leftover.h"

/* Returns 0, -EPIPE when nobody reads it any more, or another negative errno, also of before. */
int stream_flush(FILE *out);

/* For heap_writer(), whose cookie it is: on to another stream, at once. */
ssize_t stream_pass(void *out, const char *bytes, size_t size);

/*
 * A file that is opened later must not become standard output or error, if those are closed. In
 * their place is what cannot be written to, so that printing fails as it should.
 */
void stream_hold_standard(void);

/* The file, or standard output for NULL. Returns an exit status; the message is printed. */
int stream_open(FILE **out, const char *path);

/* Whether both write one regular file; NULL is none. */
bool stream_is_same(FILE *a, FILE *b);

/*
 * A file that keeps what is in it, until somebody replaces it; one that is new is removed at the
 * end if nothing was written. Comes before the fence.
 */
struct kept_stream {
	FILE *out; /* NULL: the path was */
	struct leftover leftover;
};

/* As stream_open(). */
int stream_open_kept(struct kept_stream *kept, const char *path);
/* Once it was opened, also when that failed; as stream_finish(). */
int stream_finish_kept(struct kept_stream *kept, int status);

/*
 * Closes it after all else. Returns `status`, unless that is STATUS_DONE and what was printed did
 * not arrive. A reader that has gone is no error: it has read what it wanted.
 */
int stream_finish(FILE *out, int status); /* NULL is allowed */

#endif
