/* maxfiles PID COUNT: so many file descriptors are the most that a running process opens from now on. */
#include <err.h>
#include <stdlib.h>
#include <sys/resource.h>

int main(int argc, char **argv)
{
	struct rlimit limit;
	pid_t pid;

	if (argc != 3)
		errx(2, "maxfiles PID COUNT");
	pid = atoi(argv[1]);
	if (prlimit(pid, RLIMIT_NOFILE, NULL, &limit) < 0)
		err(1, "%s", argv[1]);
	limit.rlim_cur = strtoul(argv[2], NULL, 10);
	if (prlimit(pid, RLIMIT_NOFILE, &limit, NULL) < 0)
		err(1, "%s", argv[1]);
	return 0;
}
