/*
 * toucher FILE: page faults whose number is known. After the go
 *
 *     touch_new()     writes to 200 pages of new anonymous memory
 *     touch_copied()  writes to 50 pages of a private mapping of FILE
 *     fill_new()      has the kernel write to 30 pages of new anonymous memory
 *     touch_cold()    reads 8 pages of FILE, one in eight of 64, which are not in memory any more
 * if FILE is on a disk
 *
 * and nothing else: what the program itself needs is in memory by then. Prints "minor N" and "major
 * N", what getrusage(2) counted meanwhile.
 */
#include "workload.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>

#define PAGE 4096

static char *map(size_t pages, int prot, int flags, int fd)
{
	char *memory = mmap(NULL, pages * PAGE, prot, flags, fd, 0);

	if (memory == MAP_FAILED || madvise(memory, pages * PAGE, MADV_NOHUGEPAGE) ||
	    madvise(memory, pages * PAGE, MADV_RANDOM))
		abort();
	return memory;
}

static void touch_new(char *memory)
{
	for (size_t i = 0; i < 200; i++)
		memory[i * PAGE] = 1;
}

static void touch_copied(char *memory)
{
	for (size_t i = 0; i < 50; i++)
		memory[i * PAGE] = 1;
}

static void fill_new(char *memory, int zeros)
{
	if (read(zeros, memory, 30 * PAGE) != 30 * PAGE)
		abort();
}

static void touch_cold(const volatile char *memory)
{
	for (size_t i = 0; i < 8; i++)
		(void)memory[i * 8 * PAGE];
}

int main(int argc, char **argv)
{
	int file = argc > 1 ? open(argv[argc - 1], O_RDONLY | O_CLOEXEC) : -1;
	int zeros = open("/dev/zero", O_RDONLY | O_CLOEXEC);
	int private = MAP_PRIVATE | MAP_ANONYMOUS, write = PROT_READ | PROT_WRITE;
	char *new, *copied, *filled, *cold;
	struct rusage before, after;

	workload_options(&argc, &argv);
	if (file < 0 || zeros < 0 || mlockall(MCL_CURRENT))
		return 2;
	new = map(200, write, private, -1);
	filled = map(30, write, private, -1);
	copied = map(50, write, MAP_PRIVATE, file);
	cold = map(64, PROT_READ, MAP_SHARED, file);
	workload_begin();
	getrusage(RUSAGE_SELF, &before);
	touch_new(new);
	touch_copied(copied);
	fill_new(filled, zeros);
	if (posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED))
		abort();
	touch_cold(cold);
	getrusage(RUSAGE_SELF, &after);
	workload_say("minor %ld\nmajor %ld\n", after.ru_minflt - before.ru_minflt,
		     after.ru_majflt - before.ru_majflt);
	workload_end();
	return 0;
}
