/*
 * otelnotes: tells of a sample of a heap as OpenTelemetry's contract says, by notes of its own and without a semaphore.
 *
 * After the go 10 blocks of 1000 bytes that stand for 4000 each, of which 4 go again: 6000 bytes that stand for 24000 are
 * left, in 24 objects; their bound is 1.96 sqrt(6 * 4000 * 3000) = 16632 bytes.
 */
#include "workload.h"

#include <sys/sdt.h>

static char heap[10][1000];

int main(int argc, char **argv)
{
	workload_options(&argc, &argv);
	workload_begin();
	for (int i = 0; i < 10; i++)
		STAP_PROBE3(otel_memory, alloc, heap[i], sizeof(heap[i]), 4 * sizeof(heap[i]));
	for (int i = 0; i < 4; i++)
		STAP_PROBE1(otel_memory, free, heap[2 * i]);
	workload_end();
	return 0;
}
