/*
 * Where what is printed goes, and whether it arrives.
 */
#ifndef MEMTAP_STREAM_H
#define MEMTAP_STREAM_H

#include <stdio.h>
#include <sys/types.h>

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

/* A file that keeps what is in it, until somebody replaces it; NULL for NULL. The same. */
int stream_open_kept(FILE **out, const char *path);

/*
 * Closes it after all else. Returns `status`, unless that is STATUS_DONE and what was printed did
 * not arrive. A reader that has gone is no error: it has read what it wanted.
 */
int stream_finish(FILE *out, int status); /* NULL is allowed */

#endif
