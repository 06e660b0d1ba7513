/*
 * mappings FILE: after the go, in this order and each once
 *
 *     mmap    1 MiB of private anonymous memory
 *     mmap    64 KiB of FILE, shared, to be read
 *     mmap    4 MiB reserved without access
 *     mmap    of nothing, which fails with EINVAL
 *     mremap  the first to 2 MiB
 *     munmap  64 KiB, 2 MiB and 4 MiB
 *
 * and nothing else. Where they are is printed before the end: "NAME ADDRESS" a line.
 */
#include "workload.h"

#include <fcntl.h>
#include <sys/mman.h>

#define KIB 1024
#define MIB (1024 * KIB)

static void *map(size_t length, int prot, int flags, int fd)
{
	return mmap(NULL, length, prot, flags, fd, 0);
}

static void unmap(void *address, size_t length)
{
	if (munmap(address, length))
		abort();
}

int main(int argc, char **argv)
{
	void *memory, *file, *reserved, *moved;
	int fd;

	workload_options(&argc, &argv);
	fd = argc == 2 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;
	if (fd < 0)
		return 2;
	workload_begin();
	memory = map(MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	file = map(64 * KIB, PROT_READ, MAP_SHARED, fd);
	reserved = map(4 * MIB, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1);
	if (memory == MAP_FAILED || file == MAP_FAILED || reserved == MAP_FAILED ||
	    map(0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1) != MAP_FAILED)
		abort();
	moved = mremap(memory, MIB, 2 * MIB, MREMAP_MAYMOVE);
	if (moved == MAP_FAILED)
		abort();
	unmap(file, 64 * KIB);
	unmap(moved, 2 * MIB);
	unmap(reserved, 4 * MIB);
	workload_say("memory %p\nfile %p\nreserved %p\nmoved %p\n", memory, file, reserved, moved);
	workload_end();
	return 0;
}
