/*
 * attached PATTERN COMMAND ARG...: how long it takes a tracer from its start until it says that it traces.
 *
 * Runs the command on a terminal of its own, so that it does not hold its lines back, and prints what it prints. When a part of
 * that matches the extended regular expression PATTERN, prints a line `attached MICROSECONDS` on standard error. SIGINT is passed
 * on. When the command has ended, prints `ended KILOBYTES`, the most memory that it had resident.
 */
#include <pty.h>
#include <regex.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static pid_t child;

static void pass_on(int signal)
{
	kill(child, signal);
}

static int64_t microseconds(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * INT64_C(1000000) + time.tv_nsec / 1000;
}

/* Reads what the command prints until it has ended. What does not fit is not looked at. */
static void relay(int terminal, const regex_t *pattern, int64_t begin)
{
	char text[65536];
	size_t length = 0;
	bool is_attached = false;

	for (;;) {
		ssize_t n = read(terminal, text + length, sizeof(text) - 1 - length);

		if (n <= 0)
			return;
		fwrite(text + length, 1, n, stdout);
		fflush(stdout);
		if (is_attached)
			continue;
		length += n;
		text[length] = '\0';
		if (regexec(pattern, text, 0, NULL, 0) == 0) {
			fprintf(stderr, "attached %lld\n", (long long)(microseconds() - begin));
			is_attached = true;
		}
		if (is_attached || length >= sizeof(text) - 1)
			length = 0;
	}
}

int main(int argc, char **argv)
{
	struct sigaction action = {.sa_handler = pass_on, .sa_flags = SA_RESTART};
	struct rusage usage;
	regex_t pattern;
	int64_t begin;
	int terminal, status;

	if (argc < 3 || regcomp(&pattern, argv[1], REG_EXTENDED | REG_NOSUB) != 0)
		return 2;
	begin = microseconds();
	child = forkpty(&terminal, NULL, NULL, NULL);
	if (child < 0)
		return 2;
	if (child == 0) {
		execvp(argv[2], argv + 2);
		perror(argv[2]);
		_exit(127);
	}
	sigaction(SIGINT, &action, NULL);
	relay(terminal, &pattern, begin);
	if (wait4(child, &status, 0, &usage) < 0)
		return 2;
	fprintf(stderr, "ended %ld\n", usage.ru_maxrss);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
