/*
 * Whether what is printed arrives.
 */
#ifndef MEMTAP_STREAM_H
#define MEMTAP_STREAM_H

#include <stdio.h>

/* Returns 0, -EPIPE when nobody reads it any more, or another negative errno, also of before. */
int stream_flush(FILE *out);

#endif
