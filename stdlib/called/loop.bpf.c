/*
 * How often loops go round.
 */
#include "stdlib/helpers.bpf.h"

/* Takes one of the rounds that are left; false: there are none. That is counted once. */
SHARED uint64_t mt_loop_next(uint64_t *rounds)
{
	if ((int64_t)*rounds > 0) {
		--*rounds;
		return true;
	}
	if (!*rounds)
		mt_core_lose(ABI_LOSS_LOOP);
	*rounds = -1;
	return false;
}

/* From one number to the one before the other. */
SHARED uint64_t mt_loop_rounds(int64_t from, int64_t to)
{
	uint64_t count = (uint64_t)to - (uint64_t)from;

	if (from >= to)
		return 0;
	return min(count, (uint64_t)ABI_LOOP_ROUNDS + 1); /* the last is counted as lost */
}
