#include "runtime/progress.h"

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/message.h"
#include "tests/unit/unit.h"

#define PATIENT_MS 10000 /* for what has to come */
#define LATE_MS	   700	 /* what has not come by then does not come */

static int terminal; /* the side of who looks at it */
static char seen[4096];

/* Adds to `seen` what comes until it has the text, or for so long. */
static bool see(const char *text, int milliseconds)
{
	struct pollfd ready = {.fd = terminal, .events = POLLIN};
	int count;

	while (!*text || !strstr(seen, text)) {
		size_t length = strlen(seen);
		ssize_t size;

		do
			count = poll(&ready, 1, milliseconds);
		while (count < 0 && errno == EINTR); /* the line is drawn */
		if (count <= 0)
			return false;
		size = read(terminal, seen + length, sizeof(seen) - length - 1);
		seen[length + (size > 0 ? (size_t)size : 0)] = '\0';
	}
	return true;
}

/* All that is there by now. */
static const char *rest(void)
{
	see("", 100);
	return seen;
}

static void look_anew(void)
{
	rest();
	seen[0] = '\0';
}

/* ---- tests ---- */

static void long_work_has_a_line(void)
{
	look_anew();
	progress_begin("reading symbols of", "/usr/bin/\033x");
	CHECK(see("\033[K", PATIENT_MS));
	CHECK_STR(seen, "\runit: reading symbols of /usr/bin/\\x1bx\033[K");
	look_anew();
	progress_end();
	CHECK_STR(rest(), "\r\033[K");
}

static void the_innermost_is_told(void)
{
	look_anew();
	progress_begin("outer", "");
	CHECK(see("outer", PATIENT_MS));
	progress_begin("inner", "");
	CHECK(see("\runit: inner\033[K", PATIENT_MS));
	look_anew();
	progress_end();
	progress_begin("next", "");
	CHECK(see("\runit: next\033[K", PATIENT_MS));
	progress_end();
	look_anew();
	progress_end();
	CHECK_STR(rest(), "\r\033[K");
}

/* Also when nothing else begins. */
static void what_is_around_is_told_again(void)
{
	progress_begin("outer", "");
	progress_begin("inner", "");
	CHECK(see("inner", PATIENT_MS));
	look_anew();
	progress_end();
	CHECK(see("\runit: outer\033[K", PATIENT_MS));
	progress_end();
	progress_begin_steps("attaching probes", 5);
	progress_begin("inner", "");
	CHECK(see("inner", PATIENT_MS));
	progress_end();
	look_anew();
	CHECK(!see("unit", LATE_MS)); /* no signal disturbs the steps */
	progress_end();
}

static void steps_are_counted(void)
{
	look_anew();
	progress_begin_steps("attaching probes", 1000000);
	for (int i = 0; i < 7 && !strstr(seen, "K"); i++) {
		progress_step(1000);
		see("K", 100);
	}
	CHECK(strstr(seen, "\runit: attaching probes: "));
	CHECK(strstr(seen, "000 of 1000000\033[K"));
	progress_end();
}

/* A message comes where the line was, and this not again before something begins. */
static void messages_take_it_away(void)
{
	progress_begin("work", "");
	CHECK(see("work", PATIENT_MS));
	look_anew();
	complain("no more");
	CHECK_STR(rest(), "\r\033[Kunit: no more\r\n");
	look_anew();
	progress_end();
	CHECK_STR(rest(), "");
}

static void output_takes_it_away(void)
{
	FILE *out = fdopen(dup(STDERR_FILENO), "w"), *guard = progress_guard(out);

	progress_begin("work", "");
	CHECK(see("work", PATIENT_MS));
	look_anew();
	fputs("a line\n", guard);
	CHECK_STR(rest(), "\r\033[Ka line\r\n");
	look_anew();
	fputs("part of ", guard);
	fflush(guard);
	progress_begin("more", ""); /* which would be written over that */
	CHECK(!see("more", LATE_MS));
	CHECK_STR(seen, "part of ");
	fputs("a line\n", guard);
	progress_end();
	progress_begin("again", "");
	CHECK(see("again", PATIENT_MS));
	progress_end();
	progress_end();
	fclose(guard);
	fclose(out);
}

static void it_fits_the_window(void)
{
	struct winsize size = {.ws_row = 5, .ws_col = 14};

	ioctl(terminal, TIOCSWINSZ, &size);
	look_anew();
	progress_begin("1234 \xc3\xa9", "");
	CHECK(see("\033[K", PATIENT_MS));
	CHECK_STR(seen, "\runit: 1234 \xc3\xa9\033[K");
	progress_end();
	size.ws_col = 13;
	ioctl(terminal, TIOCSWINSZ, &size);
	look_anew();
	progress_begin("1234 \xc3\xa9", "");
	CHECK(see("\033[K", PATIENT_MS));
	CHECK_STR(seen, "\runit: 1234 \033[K");
	progress_end();
}

static void it_can_be_forbidden(void)
{
	look_anew();
	progress_allow(false);
	progress_begin("one", "");
	progress_begin_steps("two", 5);
	CHECK(!see("unit", LATE_MS));
	progress_step(1);
	progress_end();
	progress_end();
	progress_allow(true);
	CHECK_STR(rest(), "");
}

/* As after ^Z and bg. */
static void another_has_the_terminal(void)
{
	pid_t own = getpgrp(), child = fork();

	if (child == 0) {
		pause();
		_exit(0);
	}
	signal(SIGTTOU, SIG_IGN);
	progress_begin("work", "");
	CHECK(see("work", PATIENT_MS));
	look_anew();
	CHECK(setpgid(child, child) == 0 && tcsetpgrp(STDERR_FILENO, child) == 0);
	progress_hide();
	progress_begin("more", "");
	CHECK(!see("more", LATE_MS));
	CHECK_STR(seen, "");
	CHECK(tcsetpgrp(STDERR_FILENO, own) == 0);
	progress_begin("again", "");
	CHECK(see("again", PATIENT_MS));
	progress_end();
	progress_end();
	progress_end();
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

/* Results are not for the terminal that standard error is now. */
static int test(void)
{
	setenv("TERM", "linux", 1);
	program_name = "unit";
	progress_begin("nothing", ""); /* not opened: no harm */
	progress_end();
	progress_open();
	RUN(long_work_has_a_line);
	RUN(the_innermost_is_told);
	RUN(what_is_around_is_told_again);
	RUN(steps_are_counted);
	RUN(messages_take_it_away);
	RUN(output_takes_it_away);
	RUN(it_fits_the_window);
	RUN(it_can_be_forbidden);
	RUN(another_has_the_terminal);
	return unit_status();
}

/* A session of its own, whose terminal it is, needs a process that leads no group. */
static int test_in_session(int other)
{
	if (setsid() < 0 || ioctl(other, TIOCSCTTY, 0) < 0 || dup2(other, STDERR_FILENO) < 0) {
		printf("not ok unit-progress terminal: %s\n", strerror(errno));
		return 1;
	}
	return test();
}

int main(void)
{
	int other, status;
	pid_t child;

	if (openpty(&terminal, &other, NULL, NULL, NULL) < 0) {
		puts("skip unit-progress: there is no pseudo-terminal");
		return 0;
	}
	child = fork();
	if (child == 0)
		return test_in_session(other);
	return waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
