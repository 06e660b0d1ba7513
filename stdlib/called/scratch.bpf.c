/*
 * Memory for what does not fit on the stack of a program.
 *
 * Programs on uprobes can be preempted, and one on an interrupt may run on the same CPU: each
 * claims one of the CPU's slots for itself. A slot is its `busy` word and the codegen's bytes.
 */
#include <stddef.h>

#include "stdlib/helpers.bpf.h"

struct slot {
	uint64_t busy;
	uint8_t bytes[];
};

_Static_assert(offsetof(struct slot, bytes) == ABI_SCRATCH_BUSY, "where codegen clears it");

/* The bytes of a slot, or NULL: counted. */
SHARED void *mt_scratch_claim(void *scratch)
{
	uint32_t first = bpf_get_smp_processor_id() * ABI_SCRATCH_SLOTS;

#pragma clang loop unroll(disable)
	for (uint32_t i = 0; i < ABI_SCRATCH_SLOTS; i++) {
		uint32_t index = first + i;
		struct slot *slot = bpf_map_lookup_elem(scratch, &index);

		if (slot && !__sync_lock_test_and_set(&slot->busy, 1))
			return slot->bytes;
	}
	mt_core_lose(ABI_LOSS_SCRATCH);
	return NULL;
}
