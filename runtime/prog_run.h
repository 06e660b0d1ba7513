/*
 * Programs that memtap runs itself: BEGIN, END, interval, and those that let go a process's
 * objects. They are raw tracepoint programs; what they take is the first words of their context.
 */
#ifndef MEMTAP_PROG_RUN_H
#define MEMTAP_PROG_RUN_H

#include <stddef.h>
#include <stdint.h>

struct bpf_program;

/* Returns 0 or a negative errno. */
int prog_run(const struct bpf_program *program, const uint64_t *words, size_t count);

#endif
