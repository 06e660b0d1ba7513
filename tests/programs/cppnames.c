/*
 * cppnames N: functions under the names that a C++ compiler gives them, without its library.
 *
 *     math::add(int)     called N times
 *     math::add(long)    2 N times
 *     math::sub(int)     3 N times
 *     leap::jump(int)    N times; it continues as leap::jump(long), by a jump
 *     other              N times, a name of C
 */
#include "workload.h"

static volatile int seen;

int add_int(int n) __asm__("_ZN4math3addEi");
int add_long(long n) __asm__("_ZN4math3addEl");
int sub_int(int n) __asm__("_ZN4math3subEi");
int jump_int(int n) __asm__("_ZN4leap4jumpEi");
int jump_long(long n) __asm__("_ZN4leap4jumpEl");

__attribute__((noinline)) int add_int(int n)
{
	return seen += n;
}

__attribute__((noinline)) int add_long(long n)
{
	return seen += (int)n;
}

__attribute__((noinline)) int sub_int(int n)
{
	return seen -= n;
}

__attribute__((used, noipa)) int jump_long(long n)
{
	return seen += (int)n;
}

__asm__(".text\n"
	".globl _ZN4leap4jumpEi\n"
	".type _ZN4leap4jumpEi, @function\n"
	"_ZN4leap4jumpEi:	jmp _ZN4leap4jumpEl\n"
	".size _ZN4leap4jumpEi, . - _ZN4leap4jumpEi\n");

__attribute__((noinline)) int other(int n)
{
	return seen = n;
}

int main(int argc, char **argv)
{
	workload_options(&argc, &argv);
	if (argc != 2)
		return 2;
	workload_begin();
	for (int i = 0; i < atoi(argv[1]); i++) {
		add_int(i);
		for (int j = 0; j < 2; j++)
			add_long(j);
		for (int j = 0; j < 3; j++)
			sub_int(j);
		jump_int(i);
		other(i);
	}
	workload_end();
	return 0;
}
