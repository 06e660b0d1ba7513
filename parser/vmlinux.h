/*
 * A file of BTF as the kernel has it in /sys/kernel/btf/vmlinux, for looking at
 * (Documentation/bpf/btf.rst). libbpf's btf__new() copies its four to six megabytes and walks
 * through them thrice before it answers anything, and tells names one at a time: that was a fifth
 * of the time the compiler took.
 *
 * Types have IDs from 1 on; 0 is void. What is told lives until the file is closed. Only the frame
 * is checked here, as libbpf does: types are where they should be, but may refer to each other in
 * any way.
 */
#ifndef MEMTAP_VMLINUX_H
#define MEMTAP_VMLINUX_H

#include <linux/btf.h>
#include <stdint.h>

#include "lexer/arena.h"

struct vmlinux;

/* NULL when there is no such file, or it is no BTF of this machine's byte order. */
struct vmlinux *vmlinux_open(struct arena *arena, const char *path);
void vmlinux_close(struct vmlinux *vmlinux); /* NULL is allowed */

uint32_t vmlinux_count(const struct vmlinux *vmlinux); /* one more than the last ID */
const struct btf_type *vmlinux_type(const struct vmlinux *vmlinux, uint32_t id); /* or NULL */
const char *vmlinux_text(const struct vmlinux *vmlinux, uint32_t offset);	 /* or NULL */

/* The first of a kind (BTF_KIND_FUNC) that has the name; 0: there is none. */
uint32_t vmlinux_find(const struct vmlinux *vmlinux, const char *name, uint32_t kind);

#endif
