/* deaf COMMAND [ARG...]: runs the command with SIGINT, SIGTERM and SIGHUP blocked. */
#include <err.h>
#include <signal.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	sigset_t set;

	if (argc < 2)
		errx(2, "deaf COMMAND [ARG...]");
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	execvp(argv[1], argv + 1);
	err(127, "%s", argv[1]);
}
