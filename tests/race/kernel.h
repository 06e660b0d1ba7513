/*
 * What BPF programs have of the kernel: maps, as the kernel's are in what matters to programs that
 * run at the same time, CPUs and tasks. A thread is a task, and on one CPU; several may be on the
 * same one, as programs that interrupt each other are.
 *
 * Maps: a lock for each bucket, which changes take and lookups do not; elements that were deleted
 * are used again at once, while programs may still have pointers into them.
 */
#ifndef RACE_KERNEL_H
#define RACE_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RACE_CPUS 4

struct kernel_map; /* may be given to helpers as a map */

enum kernel_map_type { KERNEL_HASH, KERNEL_PERCPU_HASH, KERNEL_ARRAY, KERNEL_PERCPU_ARRAY };

/* Values are multiples of 8 bytes; keys, too, or of 4. */
struct kernel_map *kernel_map_new(enum kernel_map_type type, size_t key_size, size_t value_size,
				  size_t entries);
void kernel_map_free(struct kernel_map *map);
/* Where a helper names its map itself. */
void kernel_map_bind(const void *variable, struct kernel_map *map);
/* One of so many changes fails with -EBUSY; 0: none. */
void kernel_map_fail(struct kernel_map *map, uint32_t one_in);
/* After the next lookup in it, before who looked goes on: what others do meanwhile. For one thread. */
void kernel_map_meanwhile(struct kernel_map *map, void (*others)(void));
size_t kernel_map_count(struct kernel_map *map);

/* The current thread. */
void kernel_set_cpu(uint32_t cpu);
void kernel_set_stack(const uint64_t *frames, size_t count);
void kernel_end_task(void);

uint64_t kernel_losses(uint32_t loss); /* since it was last asked */

#endif
