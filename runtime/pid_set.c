#include "runtime/pid_set.h"

#include <stdlib.h>

#include "lexer/arena.h"

#define PIDS_MAX (1 << 22) /* the kernel's own limit: include/linux/threads.h */

struct pid_set {
	uint8_t bits[PIDS_MAX / 8];
};

struct pid_set *pid_set_new(void)
{
	return heap_alloc(sizeof(struct pid_set));
}

void pid_set_free(struct pid_set *set)
{
	free(set);
}

static uint8_t bit_of(uint32_t pid)
{
	return 1 << pid % 8;
}

void pid_set_add(struct pid_set *set, uint32_t pid)
{
	if (pid < PIDS_MAX)
		set->bits[pid / 8] |= bit_of(pid);
}

void pid_set_remove(struct pid_set *set, uint32_t pid)
{
	if (pid < PIDS_MAX)
		set->bits[pid / 8] &= ~bit_of(pid);
}

bool pid_set_has(const struct pid_set *set, uint32_t pid)
{
	return pid < PIDS_MAX && (set->bits[pid / 8] & bit_of(pid)) != 0;
}
