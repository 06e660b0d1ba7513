/*
 * self: what happens to memtap itself, which is a signal that it is sent.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>

#include "runtime/kind.h"

static int signal_number(const char *name)
{
	if (strcmp(name, "SIGUSR1") == 0)
		return SIGUSR1;
	return strcmp(name, "SIGUSR2") == 0 ? SIGUSR2 : 0;
}

static bool resolve(struct machine *machine, const struct plan_point *point, bool sure,
		    struct places *places, struct reason *reason)
{
	struct place place = {.target = point->target, .name = point->name};

	if (!signal_number(point->name))
		return reason_set(reason, "'%s' is no signal for scripts", point->name);
	array_push(machine->arena, &places->list, place);
	return true;
}

/* The command of -c has been started already, with the signal as it was. */
static int attach(const struct machine *machine, struct hook *hook, struct bpf_program *program,
		  uint64_t id)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, signal_number(hook->place.name));
	if (sigprocmask(SIG_BLOCK, &set, NULL) < 0)
		return -errno;
	hook->ready = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return hook->ready < 0 ? -errno : 0;
}

const struct kind kind_self = {.resolve = resolve,
				.attach = attach,
				.trial = {.target = "signal", .name = "SIGUSR1"}};
