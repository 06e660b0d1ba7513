/*
 * lines [--expect]: allocates from known lines of its source.
 *
 * After the go first() allocates 100 bytes and does nothing with the result, so that what follows
 * the call belongs to another line; second() allocates 200 twice, in the middle of an expression of
 * two lines. --expect prints where as lines "FUNCTION (lines.c:LINE)", and does nothing else.
 */
#include "workload.h"

static void *volatile kept;
static volatile int calls;

enum { FIRST_LINE = __LINE__ + 3 };
static void first(void)
{
	(void)!malloc(100);
	calls++;
}

enum { SECOND_LINE = __LINE__ + 3 };
static int second(int before)
{
	return before + ((kept = malloc(200)) != NULL);
}

int main(int argc, char **argv)
{
	workload_options(&argc, &argv);
	if (argc > 1 && !strcmp(argv[1], "--expect")) {
		workload_say("first (lines.c:%d)\n", FIRST_LINE);
		workload_say("second (lines.c:%d)\n", SECOND_LINE);
		return 0;
	}
	workload_begin();
	first();
	calls = second(second(calls));
	workload_end();
	return 0;
}
