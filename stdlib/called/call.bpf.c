/*
 * Pairs of the entries and returns of several functions, which share two programs: also the probe's
 * attach id tells an entry from others. And calls of a family that have no end.
 */
#include "stdlib/called/entry.bpf.h"

static HELPER uint64_t with_attach_id(uint64_t what, void *context)
{
	return what | bpf_get_attach_cookie(context) << ABI_ENTRY_PAIR_BITS;
}

static HELPER uint64_t register_at(void *context, uint64_t offset)
{
	return *(uint64_t *)(context + offset);
}

SHARED struct abi_entry *mt_call_begin(void *map, uint64_t what, void *context)
{
	return begin_entry(map, with_attach_id(what, context), register_at(context, ABI_REGS_SP),
			   register_at(context, ABI_REGS_IP));
}

/* The return address is off the stack, which the stack pointer was at. */
SHARED struct abi_entry *mt_call_end(void *map, uint64_t what, void *context)
{
	return end_entry(map, with_attach_id(what, context),
			 register_at(context, ABI_REGS_SP) - sizeof(uint64_t));
}

/* Is this task traced, and outside of all calls of the family? */
SHARED uint64_t mt_call_is_outermost(void *map, uint64_t what, uint64_t sp, uint64_t function)
{
	struct abi_entries *entries;

	if (!may_run(what & ABI_ENTRY_OF_ALL))
		return false;
	entries = entries_of_task(map, 0);
	return !entries || !entries->depth ||
	       !is_nested(entries, (uint16_t)(what >> 32), sp, function);
}
