#include "runtime/pidfd.h"

#include <errno.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * The number of a process that has been waited for may be in use still: for a moment, and for longer
 * by the process group or session that it led. Older kernels say EINVAL then, newer ones ENOENT.
 */
static bool is_gone(int error)
{
	return error == EINVAL || error == ENOENT || error == ESRCH;
}

int pidfd_open_process(pid_t pid)
{
	int fd = syscall(SYS_pidfd_open, pid, 0);

	if (fd >= 0)
		return fd;
	return is_gone(errno) ? -ESRCH : -errno;
}

bool pidfd_has_ended(int pidfd)
{
	struct pollfd wait = {.fd = pidfd, .events = POLLIN};

	return poll(&wait, 1, 0) == 1;
}

int pidfd_open_living(pid_t pid)
{
	int fd = pidfd_open_process(pid);

	if (fd < 0 || !pidfd_has_ended(fd))
		return fd;
	close(fd);
	return -ESRCH;
}
