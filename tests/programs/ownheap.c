/*
 * ownheap: an allocator of its own, whose functions have a prefix as those of jemalloc may have,
 * and operators new and delete that do not end in them. None of them calls libc's.
 *
 * After the go, beside what it frees again, it leaks 7 blocks of 100 bytes of je_malloc(), 5 of 10
 * times 30 of je_calloc(), 3 that je_realloc() brought from 50 to 200 bytes, and 4 of 64 bytes of
 * operator new: 3056 bytes in 19 blocks.
 */
#include "workload.h"

#include <stdint.h>

static _Alignas(16) char memory[64 << 10];
static size_t used;

static void *take(size_t size)
{
	void *block = memory + used;

	used += (size + 15) & ~(size_t)15;
	return used <= sizeof(memory) ? block : NULL;
}

/* What is called from outside stays a function of its own. */
#define PUBLIC __attribute__((noipa))

PUBLIC void *je_malloc(size_t size)
{
	return take(size);
}

PUBLIC void *je_calloc(size_t count, size_t size)
{
	return take(count * size);
}

PUBLIC void *je_realloc(void *old, size_t size)
{
	void *block = take(size);

	if (old)
		memcpy(block, old, size / 4);
	return block;
}

PUBLIC void je_free(void *block)
{
	__asm__ volatile("" : : "r"(block));
}

/* operator new(unsigned long), operator delete(void *) */
PUBLIC void *_Znwm(size_t size)
{
	return take(size);
}

PUBLIC void _ZdlPv(void *block)
{
	__asm__ volatile("" : : "r"(block));
}

static void leak(void)
{
	for (int i = 0; i < 7; i++)
		je_malloc(100);
	for (int i = 0; i < 5; i++)
		je_calloc(10, 30);
	for (int i = 0; i < 3; i++)
		je_realloc(je_malloc(50), 200);
	for (int i = 0; i < 4; i++)
		_Znwm(64);
}

static void free_again(void)
{
	for (int i = 0; i < 20; i++) {
		je_free(je_realloc(je_calloc(2, 20), 80));
		_ZdlPv(_Znwm(48));
	}
}

int main(int argc, char **argv)
{
	workload_options(&argc, &argv);
	workload_begin();
	leak();
	free_again();
	workload_end();
	return 0;
}
