#include "runtime/pidfd.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/unit.h"

static void one_that_lives_is_opened(void)
{
	int fd = pidfd_open_living(getpid());

	CHECK(fd >= 0);
	CHECK(!pidfd_has_ended(fd));
	close(fd);
}

static void one_that_nobody_has_waited_for_has_ended(void)
{
	pid_t child = fork();
	siginfo_t end;
	int fd;

	if (child == 0)
		_exit(0);
	waitid(P_PID, child, &end, WEXITED | WNOWAIT);
	fd = pidfd_open_process(child);
	CHECK(fd >= 0);
	CHECK(pidfd_has_ended(fd));
	close(fd);
	CHECK_INT(pidfd_open_living(child), -ESRCH);
	waitpid(child, NULL, 0);
	CHECK_INT(pidfd_open_process(child), -ESRCH);
}

/* The leader of a process group, which another process is in. Both have begun when this returns. */
static pid_t start_group(void)
{
	int begun[2];
	pid_t leader;
	char byte;

	if (pipe(begun) < 0)
		abort();
	leader = fork();
	if (leader == 0) {
		setpgid(0, 0);
		if (fork() == 0) {
			if (write(begun[1], "", 1) == 1)
				pause();
			_exit(1);
		}
		_exit(0);
	}
	if (read(begun[0], &byte, 1) != 1)
		abort();
	close(begun[0]);
	close(begun[1]);
	return leader;
}

static void the_number_of_a_group_is_no_process(void)
{
	pid_t leader = start_group();

	waitpid(leader, NULL, 0);
	CHECK_INT(kill(-leader, 0), 0); /* the group is there */
	CHECK_INT(pidfd_open_process(leader), -ESRCH);
	CHECK_INT(pidfd_open_living(leader), -ESRCH);
	kill(-leader, SIGKILL);
}

int main(void)
{
	RUN(one_that_lives_is_opened);
	RUN(one_that_nobody_has_waited_for_has_ended);
	RUN(the_number_of_a_group_is_no_process);
	return unit_status();
}
