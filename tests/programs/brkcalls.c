/*
 * brkcalls inline|libc|sbrk N: exactly N brk system calls after the go, each growing the heap by a
 * page, from
 *
 *     inline  grow_inline(), by an instruction of its own: the innermost frame is grow_inline
 *     libc    grow_libc(), through libc's brk(), which has no frame: a walk by frame pointers alone
 *             misses grow_libc
 *     sbrk    grow_sbrk(), through libc's sbrk(), which calls brk()
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
		else if (!strcmp(argv[1], "libc"))
			grow_libc();
		else
			grow_sbrk();
	}
	workload_end();
	return 0;
}
