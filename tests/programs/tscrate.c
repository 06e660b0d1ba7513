/*
 * tscrate: prints how many thousand times a second the processor's time stamp counter ticks; nothing where there is none.
 *
 * For the test VM, whose counter is the machine's. Its kernel would measure that against an emulated timer, and be wrong several
 * times over when the machine is busy.
 */
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#ifdef __x86_64__
#include <x86intrin.h>

struct reading {
	uint64_t ticks, ns;
};

static struct reading read_once(uint64_t *span)
{
	uint64_t before = __rdtsc();
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	*span = __rdtsc() - before;
	return (struct reading){before + *span / 2, time.tv_sec * UINT64_C(1000000000) + time.tv_nsec};
}

/* The one of some that was interrupted least. */
static struct reading read_both(void)
{
	uint64_t least = UINT64_MAX, span;
	struct reading best = {0};

	for (int i = 0; i < 50; i++) {
		struct reading reading = read_once(&span);

		if (span >= least)
			continue;
		least = span;
		best = reading;
	}
	return best;
}

int main(void)
{
	const struct timespec pause = {.tv_nsec = 50000000};
	struct reading begin = read_both(), end;

	nanosleep(&pause, NULL);
	end = read_both();
	printf("%.0f\n", (double)(end.ticks - begin.ticks) * 1e6 / (double)(end.ns - begin.ns));
	return 0;
}
#else
int main(void)
{
	return 0;
}
#endif
