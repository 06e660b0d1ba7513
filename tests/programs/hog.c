/*
 * hog MIB [ROUNDS]: writes to MIB MiB of memory of its own, to each page once a round, none of them zero, and keeps them.
 */
#include <sys/mman.h>

#include "workload.h"

int main(int argc, char **argv)
{
	size_t size;
	long rounds;
	char *memory;

	workload_options(&argc, &argv);
	size = (size_t)atol(argc > 1 ? argv[1] : "1") << 20;
	rounds = atol(argc > 2 ? argv[2] : "1");
	workload_begin();
	memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		return 1;
	for (long round = 1; round <= rounds; round++)
		for (size_t i = 0; i < size; i += 4096)
			memory[i] = (char)round;
	workload_end();
	return 0;
}
