/*
 * In place of libbpf's header, where the BPF-side helpers are built as code of the machine: the
 * kernel's helpers are functions of tests/race/kernel.c.
 */
#ifndef RACE_BPF_HELPERS_H
#define RACE_BPF_HELPERS_H

#include <stddef.h>
#include <stdint.h>

#define __uint(name, value) int(*name)[value]
#define __type(name, value) __typeof__(value) *name

/* Words that others may be changing: atomic for ThreadSanitizer, too. */
#define read_once(word)		__atomic_load_n(&(word), __ATOMIC_RELAXED)
#define write_once(word, value) __atomic_store_n(&(word), value, __ATOMIC_RELAXED)

/* Few places: names share them. */
#define ABI_RELEASED_MOST 8

struct task_struct;

void *bpf_map_lookup_elem(void *map, const void *key);
void *bpf_map_lookup_percpu_elem(void *map, const void *key, uint32_t cpu);
long bpf_map_update_elem(void *map, const void *key, const void *value, uint64_t flags);
long bpf_map_delete_elem(void *map, const void *key);
long bpf_for_each_map_elem(void *map, void *callback, void *context, uint64_t flags);
long bpf_loop(uint32_t count, void *callback, void *context, uint64_t flags);

void *bpf_task_storage_get(void *map, struct task_struct *task, void *value, uint64_t flags);
struct task_struct *bpf_get_current_task_btf(void);
uint64_t bpf_get_current_pid_tgid(void);
uint64_t bpf_get_attach_cookie(void *context);
uint32_t bpf_get_smp_processor_id(void);
uint64_t bpf_ktime_get_boot_ns(void);
long bpf_task_pt_regs(struct task_struct *task);
long bpf_find_vma(struct task_struct *task, uint64_t address, void *callback, void *context,
		  uint64_t flags);
long bpf_get_stack(void *context, void *buffer, uint32_t size, uint64_t flags);

long bpf_probe_read_kernel(void *to, uint32_t size, const void *from);
long bpf_probe_read_user(void *to, uint32_t size, const void *from);

void *bpf_ringbuf_reserve(void *ring, uint64_t size, uint64_t flags);
void bpf_ringbuf_submit(void *record, uint64_t flags);
void bpf_ringbuf_discard(void *record, uint64_t flags);
long bpf_tail_call(void *context, void *programs, uint32_t index);

#endif
