/*
 * Where a file is, as called/path.bpf.c has found it.
 */
#include "stdlib/called/path.bpf.h"

/* The text, zero behind it. */
HELPER void mt_path_copy(uint8_t *to, uint32_t size, const struct abi_path *path)
{
	static const uint8_t zeros[ABI_STRING_MAX];

	bpf_probe_read_kernel(to, size, zeros);
	bpf_probe_read_kernel_str(to, size, &path->text[in_text(path->begin)]);
}
