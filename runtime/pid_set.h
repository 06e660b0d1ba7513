/*
 * A set of processes: a bit for each that there can be.
 */
#ifndef MEMTAP_PID_SET_H
#define MEMTAP_PID_SET_H

#include <stdbool.h>
#include <stdint.h>

struct pid_set;

struct pid_set *pid_set_new(void);
void pid_set_free(struct pid_set *set); /* NULL is allowed */

/* What cannot be a pid is never in it. */
void pid_set_add(struct pid_set *set, uint32_t pid);
void pid_set_remove(struct pid_set *set, uint32_t pid);
bool pid_set_has(const struct pid_set *set, uint32_t pid);

#endif
