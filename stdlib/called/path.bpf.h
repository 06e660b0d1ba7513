/*
 * What called/path.bpf.c and path.bpf.c share.
 */
#ifndef MEMTAP_PATH_BPF_H
#define MEMTAP_PATH_BPF_H

#include "stdlib/helpers.bpf.h"

/* An index of the text, bounded for the verifier, which the compiler must not find out. */
static inline HELPER uint64_t in_text(uint64_t n)
{
	asm volatile("%0 &= %1" : "+r"(n) : "i"(ABI_STRING_MAX - 1));
	return n;
}

#endif
