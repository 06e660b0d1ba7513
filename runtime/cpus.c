#include "runtime/cpus.h"

#include <errno.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "runtime/machine.h"

#define MESSAGE_SIZE 8192 /* the kernel's are smaller: UEVENT_BUFFER_SIZE */
#define FROM_KERNEL  1	  /* the group; udev sends its own to another */

int cpus_open(void)
{
	static const struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
	static const int group = FROM_KERNEL;
	int fd = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
			NETLINK_KOBJECT_UEVENT);
	int error;

	if (fd < 0)
		return -errno;
	/* connect(2) gives it an address, without which nothing is sent to it; so does bind(2),
	 * which the fence refuses. */
	if (connect(fd, (const struct sockaddr *)&kernel, sizeof(kernel)) == 0 &&
	    setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)) == 0)
		return fd;
	error = -errno;
	close(fd);
	return error;
}

/* There were too many messages: any CPU may have come. */
static void take_all(void (*came)(void *context, int cpu), void *context)
{
	int cpus = machine_cpus();

	for (int cpu = 0; cpu < cpus; cpu++)
		came(context, cpu);
}

/* Processes with CAP_NET_ADMIN may send to the group, too. */
static bool is_from_kernel(const struct sockaddr_nl *sender, socklen_t length)
{
	return length == sizeof(*sender) && sender->nl_pid == 0;
}

void cpus_take(int fd, void (*came)(void *context, int cpu), void *context)
{
	char message[MESSAGE_SIZE + 1];
	struct sockaddr_nl sender;
	socklen_t length = sizeof(sender);
	int cpu, cpus = machine_cpus();
	ssize_t size;

	/* What changed, then a NUL and more about it. */
	while ((size = recvfrom(fd, message, MESSAGE_SIZE, 0, (struct sockaddr *)&sender,
				&length)) >= 0 ||
	       errno == ENOBUFS) {
		if (size < 0) {
			take_all(came, context);
			continue;
		}
		message[size] = '\0';
		if (is_from_kernel(&sender, length) &&
		    sscanf(message, "online@/devices/system/cpu/cpu%d", &cpu) == 1 && cpu >= 0 &&
		    cpu < cpus)
			came(context, cpu);
		length = sizeof(sender);
	}
}
