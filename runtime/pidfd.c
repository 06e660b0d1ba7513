#include "runtime/pidfd.h"

#include <errno.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

int pidfd_open_process(pid_t pid)
{
	int fd = syscall(SYS_pidfd_open, pid, 0);

	return fd < 0 ? -errno : fd;
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
