#include "runtime/signals.h"

#include <signal.h>
#include <stddef.h>

const int signals_ending[SIGNALS_ENDING] = {SIGINT, SIGTERM, SIGHUP};

static const int ignored[] = {SIGPIPE, SIGXFSZ};

#define IGNORED_COUNT (sizeof(ignored) / sizeof(*ignored))

/* When memtap was started. */
static sigset_t blocked;
static void (*handlers[IGNORED_COUNT])(int);

void signals_open(void)
{
	sigset_t ending;

	for (size_t i = 0; i < IGNORED_COUNT; i++)
		handlers[i] = signal(ignored[i], SIG_IGN);
	sigemptyset(&ending);
	for (size_t i = 0; i < SIGNALS_ENDING; i++)
		sigaddset(&ending, signals_ending[i]);
	sigprocmask(SIG_UNBLOCK, &ending, &blocked);
}

void signals_restore(void)
{
	for (size_t i = 0; i < IGNORED_COUNT; i++)
		signal(ignored[i], handlers[i]);
	sigprocmask(SIG_SETMASK, &blocked, NULL);
}

void signals_restore_in(posix_spawnattr_t *attributes)
{
	sigset_t usual;

	sigemptyset(&usual);
	for (size_t i = 0; i < IGNORED_COUNT; i++)
		if (handlers[i] != SIG_IGN)
			sigaddset(&usual, ignored[i]);
	posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigmask(attributes, &blocked);
	posix_spawnattr_setsigdefault(attributes, &usual);
}
