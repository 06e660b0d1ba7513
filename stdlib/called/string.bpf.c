/*
 * Strings: fixed-size buffers that end at the first NUL and are zero behind it, so that equal
 * strings are equal bytes.
 */
#include "stdlib/helpers.bpf.h"

static const uint8_t zeros[ABI_STRING_MAX];

static HELPER void count_if_cut(const void *last, bool is_user)
{
	char there = 0;

	if (is_user)
		bpf_probe_read_user(&there, 1, last);
	else
		bpf_probe_read_kernel(&there, 1, last);
	if (there)
		mt_core_lose(ABI_LOSS_STRING_CUT);
}

/* A size that a program has computed; never 0, for there is always room for the NUL. */
SHARED uint64_t mt_string_limit(uint64_t limit, uint32_t size)
{
	limit += limit == 0;
	/* The verifier has to see the bound of the very register that the helper takes. */
	asm volatile("" : "+r"(limit));
	return limit < size ? limit : size;
}

/* At most `most` bytes, NUL included, of the `size` that there is room for. `how`: ABI_STRING_... */
SHARED void mt_string_read(uint8_t *to, uint32_t size, uint64_t most, uint64_t address, uint64_t how)
{
	bool is_user = how & ABI_STRING_OF_USER, counts_cut = how & ABI_STRING_COUNTS_CUT;
	const void *from = (const void *)address;
	long length;

	bpf_probe_read_kernel(to, size, zeros);
	length = is_user ? bpf_probe_read_user_str(to, most, from)
			 : bpf_probe_read_kernel_str(to, most, from);
	if (length < 0)
		mt_core_lose(ABI_LOSS_READ);
	else if (counts_cut && length == size)
		count_if_cut(from + size - 1, is_user);
}

SHARED uint64_t mt_string_is_equal(const uint8_t *a, const uint8_t *b, uint32_t size)
{
#pragma clang loop unroll(disable)
	for (uint32_t i = 0; i < size; i++) {
		if (a[i] != b[i])
			return false;
		if (!a[i])
			break;
	}
	return true;
}

/* ---- functions of the language ---- */

/* `copy` has room for `size` bytes, too: what the kernel counts, the verifier need not walk. */
SHARED uint64_t mt_string_length(uint8_t *copy, const uint8_t *text, uint32_t size)
{
	long length = bpf_probe_read_kernel_str(copy, size, text);

	return length > 0 ? length - 1 : 0;
}

/* The bytes at an address, zero behind them. `room` is that of `to`. */
SHARED void mt_string_bytes(struct abi_buffer *to, uint32_t room, uint64_t length, uint64_t address,
			    uint64_t is_user)
{
	uint32_t bytes = length < room ? length : room;
	long error;

	to->length = bytes;
	bpf_probe_read_kernel(to->bytes, room, zeros);
	error = is_user ? bpf_probe_read_user(to->bytes, bytes, (void *)address)
			: bpf_probe_read_kernel(to->bytes, bytes, (void *)address);
	if (error)
		mt_core_lose(ABI_LOSS_READ);
}

/* The strings that an array of pointers names, each in a place of its own; an empty one ends them. */
SHARED void mt_string_list(uint8_t *to, uint64_t list, uint64_t is_user)
{
#pragma clang loop unroll(disable)
	for (uint32_t i = 0; i < ABI_JOIN_MOST; i++, to += ABI_STRING_MAX) {
		uint64_t pointer = 0;
		long length;

		to[0] = '\0';
		if (is_user)
			bpf_probe_read_user(&pointer, sizeof(pointer), (void *)(list + i * 8));
		else
			bpf_probe_read_kernel(&pointer, sizeof(pointer), (void *)(list + i * 8));
		if (!pointer)
			break;
		length = is_user ? bpf_probe_read_user_str(to, ABI_STRING_MAX, (void *)pointer)
				 : bpf_probe_read_kernel_str(to, ABI_STRING_MAX, (void *)pointer);
		if (length < 0)
			mt_core_lose(ABI_LOSS_READ);
	}
}

/* ---- one string in another ---- */

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

FUNCTION uint64_t mt_string_search(struct abi_search *search)
{
	if (!search)
		return 0;
	search->at = 0;
	search->matched = 0;
	search->is_found = 0;
	bpf_loop(SEARCH_STEPS + ABI_STRING_MAX, search_step, &search, 0);
	return search->is_found;
}
