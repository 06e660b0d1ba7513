/*
 * What the test programs share: they wait until told to go, so that a tracer can attach in between,
 * and stay alive after their work until told to end, so that it can look at them.
 *
 *     print "ready PID"; wait for SIGUSR1, or a line on standard input
 *     do the work
 *     print "done"; wait for SIGUSR1, SIGTERM, or a line on standard input
 *
 * --now in front of the arguments skips the first wait, --exit the second. SIGTERM during the work
 * waits for its end. Nothing here allocates memory: a tracer of allocations sees what the programs
 * do themselves.
 */
#ifndef WORKLOAD_H
#define WORKLOAD_H

#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

static struct {
	bool now, exit;
	int signals; /* readable when a signal has come */
	int input;   /* -1 once it is at its end */
} workload;

/* Prints a line; printf and dprintf would allocate a buffer. */
__attribute__((format(printf, 1, 2))) static inline void workload_say(const char *format, ...)
{
	char line[200];
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	if (write(1, line, n) != n)
		abort();
}

/*
 * Waits for a signal, which it returns, or a line. Standard input at its end is no line: in the
 * background it is /dev/null.
 */
static inline int workload_wait(void)
{
	struct pollfd fds[] = {{workload.signals, POLLIN, 0}, {workload.input, POLLIN, 0}};
	struct signalfd_siginfo info;
	char c;

	for (;;) {
		if (poll(fds, 2, -1) < 0)
			continue;
		if (fds[0].revents && read(workload.signals, &info, sizeof(info)) > 0)
			return info.ssi_signo;
		if (fds[1].revents) {
			if (read(0, &c, 1) <= 0)
				fds[1].fd = workload.input = -1;
			else if (c == '\n')
				return 0;
		}
	}
}

/* Takes --now and --exit out of the arguments; later threads inherit the signal mask. */
static inline void workload_options(int *argc, char ***argv)
{
	sigset_t set;

	for (; *argc > 1 && !strncmp((*argv)[1], "--", 2); --*argc, ++*argv) {
		if (!strcmp((*argv)[1], "--now"))
			workload.now = true;
		else if (!strcmp((*argv)[1], "--exit"))
			workload.exit = true;
		else
			break;
		(*argv)[1] = (*argv)[0];
	}
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	workload.signals = signalfd(-1, &set, SFD_CLOEXEC);
}

static inline void workload_begin(void)
{
	workload_say("ready %d\n", getpid());
	if (!workload.now && workload_wait() == SIGTERM)
		exit(0);
}

static inline void workload_end(void)
{
	workload_say("done\n");
	if (!workload.exit)
		workload_wait();
}

#endif
