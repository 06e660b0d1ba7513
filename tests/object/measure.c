/*
 * measure N COMMAND ARG...: runs the command N times, with what it prints thrown away, and prints
 * the least and the median of its processor time in microseconds and the most memory it had
 * resident, in kilobytes. Other work on the machine adds to each run's time, to the least of them
 * least. Exit status 1 when one of the runs failed.
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

struct measured {
	long microseconds, kilobytes;
};

static long microseconds(struct timeval time)
{
	return time.tv_sec * 1000000L + time.tv_usec;
}

static bool run(char **command, struct measured *measured)
{
	pid_t child = fork();
	struct rusage usage;
	int status;

	if (child == 0) {
		dup2(open("/dev/null", O_RDWR), STDOUT_FILENO);
		execvp(command[0], command);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &usage) < 0 || status != 0)
		return false;
	*measured = (struct measured){microseconds(usage.ru_utime) + microseconds(usage.ru_stime),
				      usage.ru_maxrss};
	return true;
}

static int ascending(const void *a, const void *b)
{
	long left = *(const long *)a, right = *(const long *)b;

	return left < right ? -1 : left > right;
}

int main(int argc, char **argv)
{
	int n = argc > 2 ? atoi(argv[1]) : 0;
	long *times = calloc(n > 0 ? n : 1, sizeof(*times));
	long kilobytes = 0;

	if (n < 1 || !times)
		return 2;
	for (int i = 0; i < n; i++) {
		struct measured measured;

		if (!run(argv + 2, &measured))
			return 1;
		times[i] = measured.microseconds;
		if (measured.kilobytes > kilobytes)
			kilobytes = measured.kilobytes;
	}
	qsort(times, n, sizeof(*times), ascending);
	printf("%ld %ld %ld\n", times[0], times[n / 2], kilobytes);
	return 0;
}
