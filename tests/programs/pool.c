/*
 * pool: an allocator of its own, of the kind that docs/extending.md takes to a leak report.
 *
 *     pool_get(pool, size)    a block
 *     pool_put(pool, block)   it goes
 *
 * Each also carries a static note (USDT), provider pool: get(block, size) and put(block). After the
 * go keep() leaves 12 blocks of 96 bytes, and lend() takes and gives back 30 of 200.
 */
#include "workload.h"

#include <sys/sdt.h>

struct pool {
	size_t used;
	_Alignas(16) char memory[32 << 10];
};

__attribute__((noipa)) void *pool_get(struct pool *pool, size_t size)
{
	void *block = pool->memory + pool->used;

	if (size > sizeof(pool->memory) - pool->used)
		return NULL;
	pool->used += (size + 15) & ~(size_t)15;
	STAP_PROBE2(pool, get, block, size);
	return block;
}

__attribute__((noipa)) void pool_put(struct pool *pool, void *block)
{
	STAP_PROBE1(pool, put, block);
	__asm__ volatile("" : : "r"(pool), "r"(block));
}

static struct pool pool;

static void keep(void)
{
	for (int i = 0; i < 12; i++)
		pool_get(&pool, 96);
}

static void lend(void)
{
	for (int i = 0; i < 30; i++)
		pool_put(&pool, pool_get(&pool, 200));
}

int main(int argc, char **argv)
{
	workload_options(&argc, &argv);
	workload_begin();
	keep();
	lend();
	workload_end();
	return 0;
}
