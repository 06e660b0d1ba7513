#include "runtime/leftover.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/file.h"

/* Only the end of memtap ends it, not what ends tracing. */
static void ignore_signals(void)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		signal(signals[i], SIG_IGN);
}

/* What is open would stay so for others: readers of the output wait for its end. */
static void keep_only(int fd)
{
	if (fd != STDIN_FILENO)
		dup2(fd, STDIN_FILENO);
	close_range(STDIN_FILENO + 1, UINT_MAX, 0);
}

static void wait_for_end(void)
{
	char byte;

	while (read(STDIN_FILENO, &byte, 1) < 0 && errno == EINTR)
		;
}

static _Noreturn void remove_at_end(const char *path, const struct stat *made, int begin)
{
	struct stat status;

	ignore_signals();
	keep_only(begin);
	wait_for_end();
	if (lstat(path, &status) == 0 && status.st_dev == made->st_dev &&
	    status.st_ino == made->st_ino && status.st_size == 0)
		unlink(path);
	_exit(0);
}

void leftover_watch(struct leftover *leftover, const char *path, int fd)
{
	struct stat made;
	int ends[2];

	*leftover = (struct leftover){.end = -1};
	if (fstat(fd, &made) < 0 || pipe2(ends, O_CLOEXEC) < 0)
		return;
	leftover->end = ends[1];
	leftover->remover = fork();
	if (leftover->remover == 0)
		remove_at_end(path, &made, ends[0]);
	close(ends[0]);
	if (leftover->remover < 0)
		file_close(&leftover->end);
}

void leftover_finish(struct leftover *leftover)
{
	if (leftover->end < 0)
		return;
	file_close(&leftover->end);
	kill(leftover->remover, SIGCONT); /* ^Z has stopped it, too, and who continues memtap need not know it */
	while (waitpid(leftover->remover, NULL, 0) < 0 && errno == EINTR)
		;
}
