/*
 * fibleak [--fix] N [INTERVAL-MS]: a leak with a known stack.
 *
 * A thread runs child(), which calls fibonacci(), which takes N steps and in each callocs 1024 long
 * longs (8192 bytes), stores a Fibonacci number there, and forgets it. So N blocks are leaked, N
 * times 8192 bytes, all from the one stack
 *
 *     fibonacci+..., child+..., start_thread (libc), clone3 (libc)
 *
 * With --fix each block is freed before the next step: nothing is left. The thread runs on a stack
 * of our own, because libc would keep what belongs to a stack that it makes.
 */
#include "workload.h"

#include <pthread.h>
#include <time.h>

static bool fix;
static int steps, interval_ms;

/* Volatile: else the compiler sees that nobody reads the block and allocates none. */
static long long *volatile block;

static void pause_ms(int ms)
{
	struct timespec t = {ms / 1000, ms % 1000 * 1000000L};

	nanosleep(&t, NULL);
}

static long long fibonacci(int n)
{
	long long a = 0, b = 1;

	for (int i = 0; i < n; i++) {
		block = calloc(1024, sizeof(*block));
		if (!block)
			abort();
		*block = a;
		b += a;
		a = b - a;
		if (fix)
			free(block);
		if (interval_ms)
			pause_ms(interval_ms);
	}
	return a;
}

static void *child(void *result)
{
	*(long long *)result = fibonacci(steps);
	return NULL;
}

static pthread_t start_child(long long *result)
{
	static _Alignas(4096) char stack[64 << 10];
	pthread_attr_t attr;
	pthread_t thread;

	pthread_attr_init(&attr);
	if (pthread_attr_setstack(&attr, stack, sizeof(stack)) ||
	    pthread_create(&thread, &attr, child, result))
		abort();
	return thread;
}

int main(int argc, char **argv)
{
	long long result;

	workload_options(&argc, &argv);
	if (argc > 1 && !strcmp(argv[1], "--fix")) {
		fix = true;
		argc--, argv++;
	}
	if (argc < 2)
		return 2;
	steps = atoi(argv[1]);
	interval_ms = argc > 2 ? atoi(argv[2]) : 0;
	workload_begin();
	pthread_join(start_child(&result), NULL);
	workload_say("fibonacci(%d) = %lld\n", steps, result);
	workload_end();
	return 0;
}
