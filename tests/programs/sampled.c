/*
 * sampled SEED: a heap of blocks of many sizes, from 16 bytes to 8 KiB. keep() allocates until there are 61 MiB; pass()
 * allocates as much and frees it at once.
 *
 * After the go prints `kept BYTES BLOCKS`, what keep() has left.
 */
#include "workload.h"

#include <stdint.h>

#define KEPT (61u << 20)

static uint64_t state;
static void *last; /* a list: each block begins with the address of the one before */

static size_t next_size(void)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return 16 + (state >> 20) % ((uint64_t)1 << (4 + (state >> 59) % 10));
}

__attribute__((noipa)) static void keep(size_t size)
{
	void **block = malloc(size);

	if (!block)
		abort();
	*block = last;
	last = block;
}

__attribute__((noipa)) static void pass(size_t size)
{
	void *volatile block = malloc(size);

	free(block);
}

int main(int argc, char **argv)
{
	uint64_t bytes = 0, blocks = 0;

	workload_options(&argc, &argv);
	state = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
	workload_begin();
	for (; bytes < KEPT; blocks++) {
		size_t size = next_size();

		keep(size);
		pass(size);
		bytes += size;
	}
	workload_say("kept %lu %lu\n", bytes, blocks);
	workload_end();
	return 0;
}
