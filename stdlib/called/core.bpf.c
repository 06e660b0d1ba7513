/*
 * Processes that are followed; losses are counted.
 */
#include "stdlib/enter.bpf.h"

struct loss_map mt_loss MAP;
struct followed_map mt_followed MAP;

/* Not a FUNCTION: these are verified also where nobody calls them, and where nobody is followed there is no map. */
SHARED uint64_t mt_core_is_followed(uint32_t pid)
{
	return bpf_map_lookup_elem(&mt_followed, &pid) != NULL;
}

/* Rare: not worth its instructions in every place. */
FUNCTION uint64_t mt_core_lose(uint32_t loss)
{
	uint64_t *count = bpf_map_lookup_elem(&mt_loss, &loss);

	if (count) /* a program in an interrupt may count on the same CPU */
		__sync_fetch_and_add(count, 1);
	return 0;
}

/* Whether a program is to run, for scripts of so many that code for it in each takes long to compile. */
SHARED uint64_t mt_core_is_wanted(uint64_t of_all)
{
	return may_run(of_all);
}
