/*
 * usdtprog N: a program with static probes (USDT) of its own, provider memtest.
 *
 *     hit(int i, const char *word)  N times, i = 0 ... N-1, word = "even" or "odd"; no semaphore
 *     gated(long i)                 where i is a multiple of 10, and only while its semaphore is up
 *
 * Prints how often the semaphore was up: "gated 0" when nobody traced that probe.
 */
#include "workload.h"

#define _SDT_HAS_SEMAPHORES 1
#include <sys/sdt.h>

unsigned short memtest_gated_semaphore __attribute__((section(".probes")));

/* With semaphores each probe of a file refers to one. Address 0 says that hit has none. */
extern unsigned short memtest_hit_semaphore;
__asm__(".set memtest_hit_semaphore, 0");

static int run(int n)
{
	int gated = 0;

	for (int i = 0; i < n; i++) {
		STAP_PROBE2(memtest, hit, i, i % 2 ? "odd" : "even");
		if (i % 10 == 0 && *(unsigned short volatile *)&memtest_gated_semaphore) {
			STAP_PROBE1(memtest, gated, (long)i);
			gated++;
		}
	}
	return gated;
}

int main(int argc, char **argv)
{
	int gated;

	workload_options(&argc, &argv);
	if (argc != 2)
		return 2;
	workload_begin();
	gated = run(atoi(argv[1]));
	workload_say("gated %d\n", gated);
	workload_end();
	return 0;
}
