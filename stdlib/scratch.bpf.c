/*
 * Memory for what does not fit on the stack of a program: see called/scratch.bpf.c.
 */
#include "stdlib/helpers.bpf.h"

/* The word before the bytes says that they are in use. */
HELPER void mt_scratch_release(void *bytes)
{
	__sync_lock_test_and_set((uint64_t *)bytes - 1, 0);
}
