/*
 * brkcalls inline|libc|sbrk|mixed N: exactly N brk system calls after the go, each growing the heap
 * by a page, from
 *
 *     inline  grow_inline(), by an instruction of its own: the innermost frame is grow_inline
 *     libc    grow_libc(), through libc's brk(), which has no frame: a walk by frame pointers alone
 *             misses grow_libc
 *     sbrk    grow_sbrk(), through libc's sbrk(), which calls brk()
 *
 *     mixed   grow_libc(); and then come three calls that only ask where the end is, one that takes two
 *             pages back, and one for more than there can be
 *
 * and all of them from main. None before the go once it is ready, none after it until it ends.
 */
#include "workload.h"

#include <sys/syscall.h>

#define PAGE 4096

static char *end; /* of the heap */

static void grow_inline(void)
{
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "0"((long)SYS_brk), "D"(end + PAGE)
			 : "rcx", "r11", "memory");
	if (result != (long)(end + PAGE))
		abort();
	end += PAGE;
}

static void grow_libc(void)
{
	if (brk(end + PAGE))
		abort();
	end += PAGE;
}

static void grow_sbrk(void)
{
	if (sbrk(PAGE) != end)
		abort();
	end += PAGE;
}

/* All but growing. */
static void ask_for_more(void)
{
	for (int i = 0; i < 3; i++)
		if (syscall(SYS_brk, 0) != (long)end)
			abort();
	end -= 2 * PAGE;
	if (brk(end) || syscall(SYS_brk, -1L) != (long)end)
		abort();
}

int main(int argc, char **argv)
{
	int n;

	workload_options(&argc, &argv);
	if (argc != 3)
		return 2;
	n = atoi(argv[2]);
	end = sbrk(0); /* here, because the first call in a process asks the kernel */
	workload_begin();
	for (int i = 0; i < n; i++) {
		if (!strcmp(argv[1], "inline"))
			grow_inline();
		else if (!strcmp(argv[1], "sbrk"))
			grow_sbrk();
		else
			grow_libc();
	}
	if (!strcmp(argv[1], "mixed"))
		ask_for_more();
	workload_end();
	return 0;
}
