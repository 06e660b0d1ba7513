/*
 * rustnames-v0 N, rustnames-legacy N: N times, functions of Rust allocate, those of shop.rs: 64 bytes in four pieces, 32 in others.
 */
#include "tests/programs/workload.h"

void shop_open(size_t times);

int main(int argc, char **argv)
{
	workload_options(&argc, &argv);
	if (argc != 2)
		return 2;
	workload_begin();
	shop_open(atoi(argv[1]));
	workload_end();
	return 0;
}
