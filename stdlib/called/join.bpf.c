/*
 * join(): a list of strings, such as the arguments of a command.
 */
#include "stdlib/helpers.bpf.h"

/* Those that an array of pointers names, each in a place of its own; an empty one ends them. */
SHARED void mt_join_list(uint8_t *to, uint64_t list, uint64_t is_user)
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
