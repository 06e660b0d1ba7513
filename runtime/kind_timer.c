/*
 * BEGIN, END and interval: programs that memtap runs itself.
 */
#include "runtime/kind.h"

#include <errno.h>
#include <sys/timerfd.h>

#include "runtime/clock.h"

static bool resolve(struct machine *machine, const struct plan_point *point, bool sure,
		    struct places *places, struct reason *reason)
{
	struct place place = {.period = point->period};

	array_push(machine->arena, &places->list, place);
	return true;
}

static int attach_nothing(const struct machine *machine, struct hook *hook,
			  struct bpf_program *program, uint64_t id)
{
	return 0;
}

static int attach_timer(const struct machine *machine, struct hook *hook,
			struct bpf_program *program, uint64_t id)
{
	hook->ready = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	return hook->ready < 0 ? -errno : 0;
}

static int start_timer(const struct hook *hook)
{
	struct timespec period = {.tv_sec = hook->place.period / NS_PER_S,
				  .tv_nsec = hook->place.period % NS_PER_S};
	struct itimerspec setting = {.it_interval = period, .it_value = period};

	return timerfd_settime(hook->ready, 0, &setting, NULL) < 0 ? -errno : 0;
}

const struct kind kind_begin = {.resolve = resolve, .attach = attach_nothing};
const struct kind kind_end = {.resolve = resolve, .attach = attach_nothing};
const struct kind kind_interval = {.resolve = resolve,
				   .attach = attach_timer,
				   .start = start_timer,
				   .trial = {.period = NS_PER_S}};
