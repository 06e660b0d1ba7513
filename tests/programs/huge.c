/*
 * huge hugetlb|transparent N: after the go, N faults that ask for huge pages of 2 MiB, and nothing
 * else that would
 *
 *     hugetlb      in a mapping that nothing is reserved for; then a child of the process wants one
 * more, and is killed by SIGBUS if there is none: "killed by N" is printed transparent  each in
 * memory of its own that is to have huge pages
 */
#include "workload.h"

#include <stdint.h>
#include <sys/mman.h>
#include <sys/wait.h>

#define HUGE (2ul << 20)

static char *map(size_t count, int flags)
{
	char *memory = mmap(NULL, count * HUGE, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | flags, -1, 0);

	if (memory == MAP_FAILED)
		abort();
	return memory;
}

static void touch(char *memory, size_t count)
{
	for (size_t i = 0; i < count; i++)
		memory[i * HUGE] = 1;
}

static void touch_in_child(char *memory)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		touch(memory, 1);
		_exit(0);
	}
	if (waitpid(child, &status, 0) != child)
		abort();
	workload_say("child %d\nkilled by %d\n", child, WIFSIGNALED(status) ? WTERMSIG(status) : 0);
}

static char *map_transparent(size_t count)
{
	char *memory = map(count + 1, 0);

	memory += -(uintptr_t)memory & (HUGE - 1);
	if (madvise(memory, count * HUGE, MADV_HUGEPAGE))
		abort();
	return memory;
}

int main(int argc, char **argv)
{
	bool is_hugetlb = argc > 1 && !strcmp(argv[argc - 2], "hugetlb");
	size_t count;
	char *memory;

	workload_options(&argc, &argv);
	if (argc != 3)
		return 2;
	count = atoi(argv[2]);
	memory = is_hugetlb ? map(count + 1, MAP_HUGETLB) : map_transparent(count);
	workload_begin();
	touch(memory, count);
	if (is_hugetlb)
		touch_in_child(memory + count * HUGE);
	workload_end();
	return 0;
}
