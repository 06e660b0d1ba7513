/*
 * watched N: memory at a known address, to be watched by the processor.
 *
 *     0x7000000000    written N times by the main thread, and as often by one that it starts
 *     0x7000000008    written once, and read N times
 */
#include "workload.h"

#include <pthread.h>
#include <sys/mman.h>

static volatile long *const words = (long *)0x7000000000;

static void *write_often(void *count)
{
	for (long i = 0; i < (long)count; i++)
		words[0] = i;
	return NULL;
}

static void read_often(long count)
{
	long sum = 0;

	words[1] = 1;
	for (long i = 0; i < count; i++)
		sum += words[1];
	workload_say("sum %ld\n", sum);
}

int main(int argc, char **argv)
{
	pthread_t thread;
	long count;

	workload_options(&argc, &argv);
	if (argc != 2)
		return 2;
	count = atol(argv[1]);
	if (mmap((void *)words, 4096, PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) == MAP_FAILED)
		return 1;
	workload_begin();
	write_often((void *)count);
	pthread_create(&thread, NULL, write_often, (void *)count);
	pthread_join(thread, NULL);
	read_often(count);
	workload_end();
	return 0;
}
