/*
 * Terminals: whether a file descriptor is one, and what it can.
 */
#ifndef MEMTAP_TERMINAL_H
#define MEMTAP_TERMINAL_H

#include <stdbool.h>

/* Whether it is one, and understands the escapes that all but the simplest do (TERM=dumb). */
bool terminal_has_escapes(int fd);
/* The same, and colours are wanted: NO_COLOR is not set. */
bool terminal_has_colours(int fd);
/* Whether it is one, and this process is not in the background there. For signal handlers, too. */
bool terminal_is_ours(int fd);

struct terminal_size {
	unsigned rows, columns;
};

/* As it is now; 24 and 80 where it does not say. */
struct terminal_size terminal_size(int fd);

#endif
