/*
 * movepages PAGES: has PAGES pages of its own on node 0, moves them to node 1 by move_pages(2), and says how many are there.
 * movepages --use PAGES: uses them from a CPU of node 1 until the kernel has moved them by itself.
 */
#include <linux/mempolicy.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "workload.h"

#define PAGES_MAX 4096

static char *memory;
static long count;
static void *pages[PAGES_MAX];
static int nodes[PAGES_MAX], status[PAGES_MAX];

static bool place(void)
{
	unsigned long node_0 = 1;

	memory = mmap(NULL, count << 12, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED || madvise(memory, count << 12, MADV_NOHUGEPAGE))
		return false;
	/* For now only: a policy of its own would keep them there. */
	if (syscall(SYS_set_mempolicy, MPOL_BIND, &node_0, 64))
		return false;
	for (long i = 0; i < count; i++) {
		pages[i] = memory + (i << 12);
		nodes[i] = 1;
		*(long *)pages[i] = i + 1;
	}
	return syscall(SYS_set_mempolicy, MPOL_DEFAULT, NULL, 0) == 0;
}

static long count_moved(void)
{
	long moved = 0;

	if (syscall(SYS_move_pages, 0, count, pages, NULL, status, 0))
		abort();
	for (long i = 0; i < count; i++)
		moved += status[i] == 1;
	return moved;
}

static void use(void)
{
	volatile long sum = 0;

	while (count_moved() < count)
		for (int round = 0; round < 100; round++)
			for (long i = 0; i < count; i++)
				sum += *(volatile long *)pages[i];
}

int main(int argc, char **argv)
{
	bool only_uses = argc > 1 && !strcmp(argv[1], "--use");
	cpu_set_t cpu_1;

	if (only_uses) {
		argv++;
		argc--;
	}
	workload_options(&argc, &argv);
	count = atol(argc > 1 ? argv[1] : "1");
	CPU_ZERO(&cpu_1);
	CPU_SET(1, &cpu_1);
	if (count > PAGES_MAX || !place() || (only_uses && sched_setaffinity(0, sizeof(cpu_1), &cpu_1)))
		return 1;
	workload_begin();
	if (only_uses)
		use();
	else if (syscall(SYS_move_pages, 0, count, pages, nodes, status, MPOL_MF_MOVE) < 0)
		return 1;
	workload_say("moved %ld\n", count_moved());
	workload_end();
	return 0;
}
