/*
 * press KIB PAGES: has the kernel keep KIB free (vm.min_free_kbytes), writes to PAGES new pages meanwhile, and sets it back.
 * Where less is free, and the page cache holds enough, each of these pages has to be reclaimed first.
 */
#include <fcntl.h>
#include <sys/mman.h>

#include "workload.h"

static int limit;

static void keep_free(const char *text)
{
	if (pwrite(limit, text, strlen(text), 0) < 0)
		abort();
}

int main(int argc, char **argv)
{
	char before[32] = "";
	size_t size;
	char *memory;

	workload_options(&argc, &argv);
	if (argc < 3)
		return 2;
	size = (size_t)atol(argv[2]) << 12;
	limit = open("/proc/sys/vm/min_free_kbytes", O_RDWR);
	memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	/* What it needs to set it back must be there. */
	if (read(limit, before, sizeof(before) - 1) <= 0 || memory == MAP_FAILED)
		return 1;
	workload_begin();
	keep_free(argv[1]);
	for (size_t i = 0; i < size; i += 4096)
		memory[i] = 1;
	keep_free(before);
	workload_end();
	return 0;
}
