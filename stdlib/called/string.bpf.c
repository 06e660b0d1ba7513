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

/* At most `most` bytes, NUL included, of the `size` that there is room for. `how`: ABI_STRING_...
 */
SHARED void mt_string_read(uint8_t *to, uint32_t size, uint64_t most, uint64_t address,
			   uint64_t how)
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
