/*
 * heapnew [--expect] arenas|heaps|sbrk N: growth of malloc's heaps that fires libc's own static
 * probes (USDT) a known number of times. Meant for the C library of Debian sid, which has them:
 * linked to the one in /sid/lib of the test VM.
 *
 *     arenas  N threads, all alive at once, allocate for the first time: each makes an arena, which
 *             begins with a heap
 *     heaps   one thread allocates until its arena has N heaps (of 64 MB; little of that is
 *             touched)
 *     sbrk    the main thread allocates N blocks, each of which takes one sbrk
 *
 * --expect prints the counts after the go as lines `PROBE COUNT`, sorted, for memory_arena_new,
 * memory_heap_new and memory_sbrk_more, and does nothing else.
 */
#include "workload.h"

#include <malloc.h>
#include <pthread.h>
#include <stdint.h>

/* HEAP_MAX_SIZE of glibc on 64-bit machines; heaps are aligned to it. */
#define HEAP_SIZE ((uintptr_t)64 << 20)
#define BLOCK	  (64 << 10)

static int n;
static pthread_barrier_t barrier;
static void *volatile block; /* volatile, so that the compiler leaves the calls alone */

static void *new_arena(void *unused)
{
	block = malloc(100);
	pthread_barrier_wait(&barrier); /* the arena of a thread that ended would be used again */
	return unused;
}

static void *new_heaps(void *unused)
{
	uintptr_t heap = 0;

	for (int heaps = 0; heaps < n;) {
		block = malloc(BLOCK);
		if ((uintptr_t)block / HEAP_SIZE != heap) {
			heap = (uintptr_t)block / HEAP_SIZE;
			heaps++;
		}
	}
	return unused;
}

static void run_threads(int count, void *(*start)(void *))
{
	pthread_t threads[count];

	for (int i = 0; i < count; i++)
		if (pthread_create(&threads[i], NULL, start, NULL))
			abort();
	for (int i = 0; i < count; i++)
		pthread_join(threads[i], NULL);
}

int main(int argc, char **argv)
{
	bool expect = false, arenas, heaps, sbrk;

	workload_options(&argc, &argv);
	if (argc > 1 && !strcmp(argv[1], "--expect")) {
		expect = true;
		argc--, argv++;
	}
	if (argc != 3)
		return 2;
	arenas = !strcmp(argv[1], "arenas");
	heaps = !strcmp(argv[1], "heaps");
	sbrk = !strcmp(argv[1], "sbrk");
	n = atoi(argv[2]);
	if (expect) {
		workload_say("memory_arena_new %d\n", arenas ? n : heaps ? 1 : 0);
		workload_say("memory_heap_new %d\n", arenas || heaps ? n : 0);
		workload_say("memory_sbrk_more %d\n", sbrk ? n : 0);
		return 0;
	}
	mallopt(M_ARENA_MAX, n + 2); /* else there are no more than eight a processor */
	mallopt(M_TOP_PAD, 0);
	mallopt(M_MMAP_THRESHOLD, 4 * BLOCK);
	if (!sbrk) { /* room in the main arena for what pthread_create needs */
		block = malloc(BLOCK);
		free(block);
	}
	pthread_barrier_init(&barrier, NULL, n);
	workload_begin();
	if (arenas)
		run_threads(n, new_arena);
	if (heaps)
		run_threads(1, new_heaps);
	for (int i = 0; sbrk && i < n; i++)
		block = malloc(BLOCK);
	workload_end();
	return 0;
}
