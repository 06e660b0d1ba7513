/*
 * heapuse KIND: one access to the heap or a mapping that is wrong, or none.
 *
 *     freed       reads a block of 104 bytes after it was freed
 *     copied      the same by memmove(), which is in the C library
 *     reused      reads a block that was allocated again after the free
 *     large       reads a block of 1 MiB, which was unmapped when it was freed
 *     unmapped    reads a mapping that was unmapped
 *     behind      writes the byte behind a block of 40 bytes
 *     within      writes its last byte
 *     guard       writes behind a mapping, into a guard
 *     checked     copies 9 bytes into 8 with a copy that is checked (_FORTIFY_SOURCE)
 *     smashed     writes behind an array on the stack, whose function notices (-fstack-protector)
 *     replaced    maps two pages, unmaps the second one, and then calls exec to run:
 *     elsewhere   reads where that second page was
 *     none        allocates and frees
 *
 * Between the allocation, and the free, and the access it prints "ready" and waits to be told to go
 * on, so that the memory can be watched.
 */
#include "workload.h"

#include <sys/mman.h>

#define PAGE  4096
#define LARGE (1 << 20)

#define ELSEWHERE ((char *)0x200000000000) /* nothing else is there */

static char *volatile block;

__attribute__((noipa)) static char load(const volatile char *from)
{
	return *from;
}

__attribute__((noipa)) static void store(volatile char *to)
{
	*to = 1;
}

/*
 * Byte by byte: of the vector stores of memset(), QEMU takes some for hits of a watchpoint that is
 * elsewhere on their page.
 */
__attribute__((noipa)) static void fill(volatile char *at, size_t size)
{
	for (size_t i = 0; i < size; i++)
		at[i] = 1;
}

__attribute__((noipa)) static void make(size_t size)
{
	block = malloc(size);
	if (!block)
		abort();
	fill(block, size);
}

__attribute__((noipa)) static void let_go(void)
{
	free(block);
}

__attribute__((noipa)) static void use_freed(void)
{
	make(104);
	let_go();
	workload_begin();
	load(block);
}

__attribute__((noipa)) static void copy_freed(void)
{
	char copy[8];

	make(104);
	let_go();
	workload_begin();
	memmove(copy, block, *(volatile size_t[]){8});
	load(copy);
}

__attribute__((noipa)) static void use_again(void)
{
	char *old;

	make(104);
	old = block;
	let_go();
	workload_begin();
	make(104);
	if (block != old)
		abort();
	load(block);
	let_go();
}

__attribute__((noipa)) static void use_large(void)
{
	make(LARGE);
	let_go();
	load(block + 100);
}

static char *map(int size)
{
	char *at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (at == MAP_FAILED)
		abort();
	return at;
}

__attribute__((noipa)) static void unmap(char *at)
{
	munmap(at, PAGE);
}

__attribute__((noipa)) static void use_unmapped(void)
{
	char *at = map(PAGE);

	unmap(at);
	load(at + 16);
}

__attribute__((noipa)) static void write_behind(void)
{
	make(40);
	workload_begin();
	store(block + 40);
}

__attribute__((noipa)) static void write_within(void)
{
	make(40);
	workload_begin();
	store(block + 39);
	let_go();
}

__attribute__((noipa)) static void write_guard(void)
{
	char *at = map(2 * PAGE);

	mprotect(at + PAGE, PAGE, PROT_NONE);
	store(at + PAGE + 8);
}

void *__memcpy_chk(void *to, const void *from, size_t size, size_t room);

__attribute__((noipa)) static void copy_checked(void)
{
	char to[8];

	__memcpy_chk(to, "12345678", *(volatile size_t[]){9}, sizeof(to));
}

__attribute__((noipa, optimize("stack-protector-all"))) static void smash(void)
{
	char array[8];

	fill(array, 24);
}

static void do_none(void)
{
	for (int i = 0; i < 100; i++) {
		make(40 + i);
		let_go();
	}
	unmap(map(PAGE));
}

static void replace(void)
{
	char *at = mmap(ELSEWHERE, 2 * PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (at != ELSEWHERE)
		abort();
	unmap(at + PAGE);
	execl("/proc/self/exe", "heapuse", "--now", "--exit", "elsewhere", NULL);
	abort();
}

static void use_elsewhere(void)
{
	load(ELSEWHERE + PAGE + 16);
}

static const struct kind {
	const char *name;
	void (*function)(void);
} kinds[] = {
	{"freed", use_freed},	   {"copied", copy_freed},   {"reused", use_again},
	{"large", use_large},	   {"unmapped", use_unmapped}, {"behind", write_behind},
	{"within", write_within}, {"guard", write_guard},   {"checked", copy_checked},
	{"smashed", smash},	   {"replaced", replace},    {"elsewhere", use_elsewhere},
	{"none", do_none},
};

int main(int argc, char **argv)
{
	workload_options(&argc, &argv);
	for (size_t i = 0; argc == 2 && i < sizeof(kinds) / sizeof(*kinds); i++)
		if (!strcmp(argv[1], kinds[i].name)) {
			workload_begin();
			kinds[i].function();
			workload_end();
			return 0;
		}
	fprintf(stderr, "usage: heapuse [--now] [--exit] KIND\n");
	return 2;
}
