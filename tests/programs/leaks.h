/*
 * What test programs share that leak a known set of blocks: leaks by the functions of every C library,
 * each of the size that the tables of the programs say.
 */
#ifndef LEAKS_H
#define LEAKS_H

#include "workload.h"

#include <stdint.h>

/* Volatile: neither is a pair of calls dropped, nor a size warned of that is wrong on purpose. */
static volatile size_t huge = SIZE_MAX / 2;
/* Leaked blocks, reachable so that nothing else calls them lost for another reason. */
static void *kept[1000];
static int kept_count;

static void check(bool ok, const char *what)
{
	if (ok)
		return;
	workload_say("unexpected: %s\n", what);
	_exit(1);
}

static void *got(void *block)
{
	check(block != NULL, "no memory");
	*(volatile char *)block = 1;
	return block;
}

static void keep(void *block)
{
	kept[kept_count++] = got(block);
}

/* Each call leaks one block. */

static void leak_aligned_alloc(void)
{
	keep(aligned_alloc(64, 640));
}

static void leak_calloc(void)
{
	keep(calloc(10, 300));
}

static void leak_malloc(void)
{
	keep(malloc(1000));
}

static void leak_posix_memalign(void)
{
	void *block;

	check(posix_memalign(&block, 256, 900) == 0, "posix_memalign");
	keep(block);
}

static void leak_realloc_failed(void)
{
	void *volatile block = got(malloc(1234)); /* the compiler takes it for freed */

	check(!realloc(block, huge), "realloc of a huge size");
	keep(block);
}

static void leak_realloc_null(void)
{
	keep(realloc(NULL, 700));
}

#endif
