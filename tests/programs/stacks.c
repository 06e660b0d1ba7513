/*
 * stacks DEPTH: calls of leaf() from known stacks, each function with a frame of its own. After the
 * go:
 *
 *     main, deep (DEPTH + 1 frames), leaf     once
 *     main, path_a, leaf                      30 times
 *     main, path_b, middle, leaf              70 times
 */
#include "workload.h"

/* The compiler calls it as written, knowing nothing of it. */
#define OPAQUE __attribute__((noipa))

OPAQUE static int leaf(int i)
{
	return i;
}

OPAQUE static int middle(int i)
{
	return leaf(i) + 1;
}

OPAQUE static int path_a(int i)
{
	return leaf(i) + 2;
}

OPAQUE static int path_b(int i)
{
	return middle(i) + 3;
}

OPAQUE static int deep(int n)
{
	return (n ? deep(n - 1) : leaf(n)) + 1;
}

int main(int argc, char **argv)
{
	int depth;

	workload_options(&argc, &argv);
	if (argc != 2)
		return 2;
	depth = atoi(argv[1]);
	workload_begin();
	if (deep(depth) != depth + 1)
		abort();
	for (int i = 0; i < 100; i++)
		if ((i % 10 < 3 ? path_a(i) : path_b(i)) < i)
			abort();
	workload_end();
	return 0;
}
