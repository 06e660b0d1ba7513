#include "runtime/signals.h"

#include <signal.h>
#include <stddef.h>

const int signals_ending[SIGNALS_ENDING] = {SIGINT, SIGTERM, SIGHUP};

static const int ignored[] = {SIGPIPE, SIGXFSZ};

#define IGNORED_COUNT (sizeof(ignored) / sizeof(*ignored))

static sigset_t blocked; /* when memtap was started */

static sigset_t set_of(const int *numbers, size_t count)
{
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < count; i++)
		sigaddset(&set, numbers[i]);
	return set;
}

static void handle_ignored(void (*handler)(int))
{
	for (size_t i = 0; i < IGNORED_COUNT; i++)
		signal(ignored[i], handler);
}

void signals_open(void)
{
	sigset_t ending = set_of(signals_ending, SIGNALS_ENDING);

	handle_ignored(SIG_IGN);
	sigprocmask(SIG_UNBLOCK, &ending, &blocked);
}

void signals_restore(void)
{
	handle_ignored(SIG_DFL);
	sigprocmask(SIG_SETMASK, &blocked, NULL);
}

void signals_restore_in(posix_spawnattr_t *attributes)
{
	sigset_t usual = set_of(ignored, IGNORED_COUNT);

	posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigmask(attributes, &blocked);
	posix_spawnattr_setsigdefault(attributes, &usual);
}
