/*
 * recurse DEPTH: entries and returns of functions that call themselves.
 *
 *     sum(n)       calls itself down to sum(0) and returns n + (n-1) + ... + 0. Called once with
 *                  DEPTH: DEPTH + 1 entries and as many returns, of 0, 1, 3, 6, ... in this order.
 *     jump_out(n)  calls itself down to jump_out(0), which leaves by longjmp: DEPTH + 1 entries, no
 *                  return.
 *     square(n)    called after each of the two, with 7 and 8: returns 49 and 64. Its frames are
 *                  where those that were left by longjmp had been.
 *
 * The whole is done twice, the second time in another thread.
 */
#include "workload.h"

#include <pthread.h>
#include <setjmp.h>

static int depth;
static volatile bool leave = true; /* only so that the compiler sees a way to return */
static __thread jmp_buf out;

static long sum(long n)
{
	return n ? n + sum(n - 1) : 0;
}

static long jump_out(long n)
{
	if (n == 0) {
		if (leave)
			longjmp(out, 1);
		return 0;
	}
	return 1 + jump_out(n - 1);
}

static long square(long n)
{
	return n * n;
}

static void *work(void *unused)
{
	long volatile a, b, c;

	a = sum(depth);
	b = square(7);
	if (!setjmp(out))
		jump_out(depth);
	c = square(8);
	workload_say("sum %ld, squares %ld %ld\n", a, b, c);
	return unused;
}

int main(int argc, char **argv)
{
	pthread_t thread;

	workload_options(&argc, &argv);
	if (argc != 2)
		return 2;
	depth = atoi(argv[1]);
	workload_begin();
	work(NULL);
	if (pthread_create(&thread, NULL, work, NULL))
		return 1;
	pthread_join(thread, NULL);
	workload_end();
	return 0;
}
