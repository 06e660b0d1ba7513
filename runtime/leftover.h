/*
 * A file that this run has made and may have no use for: at the end it is removed if nothing was
 * written to it. A process of its own does that, begun before the fence (fence.h), behind which
 * memtap removes no file; it waits, and knows nothing else.
 */
#ifndef MEMTAP_LEFTOVER_H
#define MEMTAP_LEFTOVER_H

#include <sys/types.h>

struct leftover {
	int end; /* open until the file is to be looked at; -1: there is none */
	pid_t remover;
};

/* `fd` is the file, just made. Without a process for it the file just stays. */
void leftover_watch(struct leftover *leftover, const char *path, int fd);
/* Returns once it was looked at. */
void leftover_finish(struct leftover *leftover);

#endif
