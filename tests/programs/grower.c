/*
 * grower: after the go its heap grows by 256 KiB, of which it touches 10 pages, and its mappings by
 * 7 MiB: one of 8 MiB, of which it touches 100 pages and gives 1 MiB back. So it has 110 page
 * faults, and some for its own stack and data.
 */
#include "workload.h"

#include <sys/mman.h>

#define PAGE 4096
#define MIB  (1 << 20)

static void touch(char *memory, int pages)
{
	for (int i = 0; i < pages; i++)
		((volatile char *)memory)[i * PAGE] = 1;
}

int main(int argc, char **argv)
{
	char *heap, *mapped;

	workload_options(&argc, &argv);
	workload_begin();
	heap = sbrk(256 << 10);
	mapped = mmap(NULL, 8 * MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (heap == (void *)-1 || mapped == MAP_FAILED)
		abort();
	madvise(mapped, 8 * MIB, MADV_NOHUGEPAGE);
	touch(heap, 10);
	touch(mapped, 100);
	munmap(mapped + 7 * MIB, MIB);
	workload_end();
	return 0;
}
