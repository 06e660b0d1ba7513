/*
 * Copies of what maps hold: values that are read as a whole.
 */
#include "stdlib/helpers.bpf.h"

/* What is under a key, or zeros: the helper makes these of what cannot be read, as at NULL. */
SHARED void mt_copy_value(void *map, const void *key, void *to, uint32_t size)
{
	bpf_probe_read_kernel(to, size, bpf_map_lookup_elem(map, key));
}
