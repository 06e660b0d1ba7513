/*
 * inlined [--expect]: allocates in functions that the compiler puts into their callers.
 *
 * After the go outer() allocates 100 bytes, through middle() and inner(), which are in it; and 200 in a
 * block of its own, through inner() alone. --expect prints the frames of both, innermost first, as
 * lines "FUNCTION [inlined] (inlined.c:LINE)", and does nothing else.
 */
#include "workload.h"

#define INLINED static inline __attribute__((always_inline))

static void *volatile kept;
static volatile int calls;

enum { INNER_LINE = __LINE__ + 3 };
INLINED void inner(int size)
{
	kept = malloc(size);
	calls++;
}

enum { MIDDLE_LINE = __LINE__ + 4 };
INLINED void middle(int size)
{
	calls++;
	inner(size);
	calls++;
}

enum { OUTER_LINE = __LINE__ + 3, BLOCK_LINE = __LINE__ + 7 };
static void outer(void)
{
	middle(100);
	for (int i = 0; i < 1; i++) {
		volatile int size = 200;

		inner(size);
	}
}

int main(int argc, char **argv)
{
	workload_options(&argc, &argv);
	if (argc > 1 && !strcmp(argv[1], "--expect")) {
		workload_say("inner [inlined] (inlined.c:%d)\n", INNER_LINE);
		workload_say("middle [inlined] (inlined.c:%d)\n", MIDDLE_LINE);
		workload_say("outer (inlined.c:%d)\n", OUTER_LINE);
		workload_say("inner [inlined] (inlined.c:%d)\n", INNER_LINE);
		workload_say("outer (inlined.c:%d)\n", BLOCK_LINE);
		return 0;
	}
	workload_begin();
	outer();
	workload_end();
	return 0;
}
