/*
 * One string in another.
 */
#include "stdlib/helpers.bpf.h"

/* The same number, said in a way that the verifier sees and the compiler does not take out. */
static HELPER uint64_t below_most(uint64_t n)
{
	asm volatile("%0 &= %1" : "+r"(n) : "i"(ABI_STRING_MAX - 1));
	return n;
}

/*
 * Compares at each place, one character a step. Where it is, is in memory, which the verifier does
 * not follow: all steps are one to it.
 */
static long search_step(uint32_t step, void *context)
{
	struct abi_search *search = *(struct abi_search **)context;
	uint64_t at = search->at, matched = search->matched;
	uint8_t wanted, there;

	if (matched >= ABI_STRING_MAX || at + matched >= ABI_STRING_MAX || at >= ABI_STRING_MAX)
		return 1;
	wanted = search->part[below_most(matched)];
	there = search->text[below_most(at + matched)];
	if (!wanted) {
		search->is_found = 1;
		return 1;
	}
	if (!there)
		return 1;
	if (wanted == there) {
		search->matched = matched + 1;
	} else {
		search->at = at + 1;
		search->matched = 0;
	}
	return 0;
}

#define SEARCH_STEPS \
	(ABI_STRING_MAX * ABI_STRING_MAX / 4) /* half of either: no search takes more */

FUNCTION uint64_t mt_search_string(struct abi_search *search)
{
	if (!search)
		return 0;
	search->at = 0;
	search->matched = 0;
	search->is_found = 0;
	bpf_loop(SEARCH_STEPS + ABI_STRING_MAX, search_step, &search, 0);
	return search->is_found;
}
