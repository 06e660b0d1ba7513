/*
 * Reads a file of BTF such as /sys/kernel/btf/vmlinux (Documentation/bpf/btf.rst), which is mapped
 * or read whole, once. libbpf's btf__new() copies its four to six megabytes, walks through them
 * thrice and then once more for each name, by calls: for uaf, which asks for four names, 10 of 182
 * million instructions and 1,100 of 2,900 page faults.
 *
 * Types have IDs from 1 on; 0 is void. What is told lives until the file is closed. Only the frame
 * is checked here, as libbpf 1.1 does: types are where they should be, but may refer to each other
 * in any way.
 */
#ifndef MEMTAP_VMLINUX_H
#define MEMTAP_VMLINUX_H

#include <linux/btf.h>
#include <stdint.h>

#include "lexer/arena.h"

struct vmlinux;

/* NULL when there is no such regular file, or it is no BTF of this machine's byte order. */
struct vmlinux *vmlinux_open(struct arena *arena, const char *path);
void vmlinux_close(struct vmlinux *vmlinux); /* NULL is allowed */

/* What libbpf is to read of it; the caller's until it is closed. */
const void *vmlinux_bytes(const struct vmlinux *vmlinux, uint32_t *size);

uint32_t vmlinux_count(const struct vmlinux *vmlinux); /* one more than the last ID */
const struct btf_type *vmlinux_type(const struct vmlinux *vmlinux, uint32_t id); /* or NULL */
const char *vmlinux_text(const struct vmlinux *vmlinux, uint32_t offset);	 /* or NULL */

/* The first of a kind (BTF_KIND_FUNC) that has the name; 0: there is none. */
uint32_t vmlinux_find(const struct vmlinux *vmlinux, const char *name, uint32_t kind);

#endif
