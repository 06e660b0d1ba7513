/*
 * Unit tests: a test is a function, and main() runs them one after the other.
 *
 *     static void star_matches_nothing(void)
 *     {
 *             CHECK(glob_match("a*", "a"));
 *             CHECK_INT(count, 3);
 *             CHECK_STR(name, "size");
 *     }
 *
 *     int main(void)
 *     {
 *             RUN(star_matches_nothing);
 *             return unit_status();
 *     }
 *
 * Printed is a line for each test, as tests/run reads it: `ok PROGRAM TEST`, or `not ok PROGRAM
 * TEST: FILE:LINE: REASON`. The first check that fails ends the function it is in; of a test's
 * failures the first is printed.
 */
#ifndef MEMTAP_UNIT_H
#define MEMTAP_UNIT_H

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static char unit_reason[1024]; /* empty: no check of this test has failed */
static bool unit_failed;      /* a test has */

static inline void unit_run(const char *name, void (*test)(void))
{
	unit_reason[0] = '\0';
	test();
	if (unit_reason[0]) {
		unit_failed = true;
		printf("not ok %s %s: %s\n", program_invocation_short_name, name, unit_reason);
	} else {
		printf("ok %s %s\n", program_invocation_short_name, name);
	}
	fflush(stdout); /* the next one may crash */
}

static inline int unit_status(void)
{
	return unit_failed ? 1 : 0;
}

static inline bool unit_same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

#define UNIT_FAIL(format, ...)                                                                 \
	do {                                                                                   \
		if (!unit_reason[0])                                                           \
			snprintf(unit_reason, sizeof(unit_reason), "%s:%d: " format, __FILE__, \
				 __LINE__, __VA_ARGS__);                                       \
		return;                                                                        \
	} while (0)

#define CHECK(condition)                             \
	do {                                         \
		if (!(condition))                    \
			UNIT_FAIL("%s", #condition); \
	} while (0)

#define CHECK_INT(actual, expected)                                                     \
	do {                                                                            \
		long long unit_a = (long long)(actual), unit_e = (long long)(expected); \
		if (unit_a != unit_e)                                                   \
			UNIT_FAIL("%s is %lld, not %lld", #actual, unit_a, unit_e);     \
	} while (0)

#define CHECK_STR(actual, expected)                                                                \
	do {                                                                                       \
		const char *unit_a = (actual), *unit_e = (expected);                               \
		if (!unit_same(unit_a, unit_e))                                                    \
			UNIT_FAIL("%s is \"%s\", not \"%s\"", #actual, unit_a ? unit_a : "(null)", \
				  unit_e ? unit_e : "(null)");                                     \
	} while (0)

#define RUN(test) unit_run(#test, test)

#endif
