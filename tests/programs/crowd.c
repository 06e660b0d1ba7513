/*
 * crowd N: has N children, by vfork(), which call born() and end, and for which it does not wait.
 */
#include "workload.h"

__attribute__((noipa)) static void born(void)
{
	__asm__ volatile("");
}

int main(int argc, char **argv)
{
	int count;

	workload_options(&argc, &argv);
	if (argc < 2)
		return 2;
	count = atoi(argv[1]);
	workload_begin();
	for (int i = 0; i < count; i++) {
		pid_t child = vfork();

		if (child < 0)
			return 1;
		if (child == 0) {
			born();
			_exit(0);
		}
	}
	workload_end();
	return 0;
}
