/*
 * paths N: calls leaf() from N different stacks, N at most 131072: below main() and path() there are 17
 * functions, `zero` or `one`, as the bits of 0 ... N - 1 are.
 */
#include "workload.h"

#define DEPTH 17

/* The compiler calls it as written, knowing nothing of it. */
#define OPAQUE __attribute__((noipa))

OPAQUE static int leaf(int i)
{
	return i;
}

static int path(int i, int depth);

OPAQUE static int zero(int i, int depth)
{
	return path(i, depth) + 1;
}

OPAQUE static int one(int i, int depth)
{
	return path(i, depth) + 2;
}

OPAQUE static int path(int i, int depth)
{
	if (!depth)
		return leaf(i) + 1;
	return (i >> (depth - 1) & 1 ? one(i, depth - 1) : zero(i, depth - 1)) + 1;
}

int main(int argc, char **argv)
{
	int count;

	workload_options(&argc, &argv);
	count = argc == 2 ? atoi(argv[1]) : 0;
	if (count <= 0 || count > 1 << DEPTH)
		return 2;
	workload_begin();
	for (int i = 0; i < count; i++)
		if (path(i, DEPTH) <= i)
			abort();
	workload_end();
	return 0;
}
