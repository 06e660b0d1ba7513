/*
 * heapload ALLOCATIONS: two threads allocate so many blocks together, and free what the one or the
 * other has allocated: each block takes the place of one that goes. A hundred blocks of 72 bytes
 * that leak() allocates in each thread are never freed; all others are.
 */
#include "workload.h"

#include <pthread.h>
#include <stdatomic.h>

#define PLACES 512
#define LEAKS  100

static void *_Atomic places[PLACES];
static void *volatile kept;
static long per_thread;

__attribute__((noipa)) static void *make(size_t size)
{
	void *block = malloc(size);

	if (!block)
		abort();
	return block;
}

__attribute__((noipa)) static void leak(void)
{
	kept = make(72);
}

static void *work(void *seed)
{
	unsigned long random = (unsigned long)seed;

	for (long i = 0; i < per_thread; i++) {
		random = random * 6364136223846793005ul + 1442695040888963407ul;
		free(atomic_exchange(&places[(random >> 33) % PLACES], make(16 + i % 64)));
		if (i % (per_thread / LEAKS) == 0 && i / (per_thread / LEAKS) < LEAKS)
			leak();
	}
	return NULL;
}

int main(int argc, char **argv)
{
	pthread_t threads[2];

	workload_options(&argc, &argv);
	per_thread = argc == 2 ? atol(argv[1]) / 2 : 0;
	if (per_thread < LEAKS)
		return 2;
	workload_begin();
	for (unsigned long i = 0; i < 2; i++)
		if (pthread_create(&threads[i], NULL, work, (void *)(i + 1)))
			abort();
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	for (int i = 0; i < PLACES; i++)
		free(places[i]);
	workload_end();
	return 0;
}
