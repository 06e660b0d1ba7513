/*
 * named N: N times calls itself through functions of other languages, by the names that their
 * compilers give them, and at the end of all asks for its parent. From main:
 *
 *     start            C, to be seen from outside
 *     hidden           C, static: in no table of dynamic symbols
 *     rust_now         mycrate::shape::area, as Rust mangles by now ("v0")
 *     rust_before      core::fmt::Formatter::pad, as it did before
 *     cplusplus        geo::Shape<int>::scale(long, char const*)
 *     getppid          libc's
 */
#include "workload.h"

int start(int n);
int rust_now(int n) __asm__("_RNvNtCs1234_7mycrate5shape4area");
int rust_before(int n) __asm__("_ZN4core3fmt9Formatter3pad17h0123456789abcdefE");
int cplusplus(int n) __asm__("_ZN3geo5ShapeIiE5scaleElPKc");

int cplusplus(int n)
{
	return getppid() + n;
}

int rust_before(int n)
{
	return cplusplus(n) + 1;
}

int rust_now(int n)
{
	return rust_before(n) + 1;
}

static int hidden(int n)
{
	return rust_now(n) + 1;
}

int start(int n)
{
	return hidden(n) + 1;
}

int main(int argc, char **argv)
{
	volatile int result;

	workload_options(&argc, &argv);
	if (argc != 2)
		return 2;
	workload_begin();
	for (int i = atoi(argv[1]); i > 0; i--)
		result = start(i);
	(void)result;
	workload_end();
	return 0;
}
