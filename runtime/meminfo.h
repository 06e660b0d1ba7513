/*
 * /proc/meminfo. Which lines it has differs between kernels and does not change while one runs: a
 * line is known by its number.
 */
#ifndef MEMTAP_MEMINFO_H
#define MEMTAP_MEMINFO_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* "MemFree", without the colon. False: there is none. */
bool meminfo_find(const char *name, uint64_t *line);

/* What it says now: "12.3 MiB"; of a line without a unit the number. */
void meminfo_print(FILE *out, uint64_t line);

#endif
