/*
 * Processes by descriptors (pidfd_open(2), Linux 5.3), which do not come to mean another process when
 * a pid is used again, and are readable once the process has ended.
 */
#ifndef MEMTAP_PIDFD_H
#define MEMTAP_PIDFD_H

#include <stdbool.h>
#include <sys/types.h>

/*
 * Of a process, also of one that has ended and that nobody has waited for; or a negative errno:
 * -ESRCH when there is none, also where there is a thread, a process group or a session of that number.
 */
int pidfd_open_process(pid_t pid);

/* Of a process that lives, or a negative errno: -ESRCH when it has ended. */
int pidfd_open_living(pid_t pid);

bool pidfd_has_ended(int pidfd);

#endif
