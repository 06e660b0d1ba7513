/*
 * --follow: the processes that the target forks, and those that they fork, are traced, too.
 *
 * Who they are is in a map, ABI_MAP_FOLLOWED, in which programs look the current process up. It is
 * kept by two programs of the kernel's object stdlib/follow.bpf.c, which are attached here.
 */
#ifndef MEMTAP_FOLLOW_H
#define MEMTAP_FOLLOW_H

#include <sys/types.h>

#include "runtime/load.h"

struct follow;

/*
 * Follows `pid`, and from here on its children. Returns an exit status; messages are printed. After
 * any end, follow_close() is due; NULL is allowed.
 */
int follow_open(struct follow **follow, const struct loaded *loaded, pid_t pid);
void follow_close(struct follow *follow);

/*
 * A pidfd, for the caller to close, of one of the processes that still live; -ESRCH: none does.
 * Returns another negative errno when it cannot be known. NULL follows nobody.
 */
int follow_survivor(struct follow *follow);

#endif
