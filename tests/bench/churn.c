/*
 * churn COUNT [DEPTH]: a program that does little but allocate: COUNT times malloc(64) and free(), called through DEPTH frames.
 *
 * After the go prints `pair NANOSECONDS`, what one time took on average.
 *
 * With CHURN_LISTEN in the environment the notes of libmemsample.so are on, as if somebody listened, but without the kernel's
 * part: what the sampler itself costs.
 */
#include "tests/programs/workload.h"

#include <dlfcn.h>
#include <stdint.h>
#include <time.h>

static void *volatile kept; /* so that no call is optimised away */

__attribute__((noipa)) static void churn(unsigned long count)
{
	for (unsigned long i = 0; i < count; i++) {
		kept = malloc(64);
		free(kept);
	}
}

/* The empty part behind the call keeps it from being the function's last act, which would drop its frame. */
__attribute__((noipa)) static void descend(int depth, unsigned long count)
{
	if (depth > 0)
		descend(depth - 1, count);
	else
		churn(count);
	__asm__ volatile("");
}

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * UINT64_C(1000000000) + time.tv_nsec;
}

static void listen_to(const char *semaphore)
{
	unsigned short *listeners = dlsym(RTLD_DEFAULT, semaphore);

	if (!listeners) {
		fprintf(stderr, "churn: no %s here: is libmemsample.so preloaded?\n", semaphore);
		exit(2);
	}
	*listeners = 1;
}

int main(int argc, char **argv)
{
	unsigned long count;
	uint64_t begin;
	int depth;

	workload_options(&argc, &argv);
	count = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
	depth = argc > 2 ? atoi(argv[2]) : 0;
	if (!count)
		return 2;
	if (getenv("CHURN_LISTEN")) {
		listen_to("otel_memory_alloc_semaphore");
		listen_to("otel_memory_free_semaphore");
	}
	workload_begin();
	begin = now();
	descend(depth, count);
	workload_say("pair %.3f\n", (double)(now() - begin) / (double)count);
	workload_end();
	return 0;
}
