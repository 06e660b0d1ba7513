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

/*
 * At most `limit` bytes, NUL included, and never more than `size`. Limit 0: as much as there is
 * room for, and what is cut is counted.
 */
HELPER void mt_string_read(uint8_t *to, uint32_t size, uint64_t limit, uint64_t address,
			   bool is_user)
{
	const void *from = (const void *)address;
	uint32_t most = limit && limit < size ? limit : size;
	long length;

	bpf_probe_read_kernel(to, size, zeros);
	length = is_user ? bpf_probe_read_user_str(to, most, from)
			 : bpf_probe_read_kernel_str(to, most, from);
	if (length < 0)
		mt_core_lose(ABI_LOSS_READ);
	else if (!limit && length == size)
		count_if_cut(from + size - 1, is_user);
}

HELPER bool mt_string_is_equal(const uint8_t *a, const uint8_t *b, uint32_t size)
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
