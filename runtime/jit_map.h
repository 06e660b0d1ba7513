/*
 * Names of code that a process has compiled while it runs, as it tells perf(1) of them: lines
 * "START SIZE NAME", in hexadecimal, of /tmp/perf-PID.map, written by Node, Java, Python, .NET and
 * others when they are asked to. The folder is that of the process's own mounts, the number the
 * one that it has for itself.
 *
 * Anybody can write such a file: it is taken only if it is a regular one of the process's own user,
 * and no more than JIT_ENTRIES_MAX of its functions and JIT_BYTES_MAX of it, and JIT_MEMORY_MAX of
 * all such files together. What is told later holds: code moves.
 */
#ifndef MEMTAP_JIT_MAP_H
#define MEMTAP_JIT_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JIT_ENTRIES_MAX 1000000
#define JIT_BYTES_MAX	(64 << 20)
#define JIT_MEMORY_MAX	(256 << 20)

struct jit_map;

/* What the maps have together; begins with zeros, and outlives them. */
struct jit_total {
	size_t memory; /* bytes of functions and their names */
	bool is_told;  /* it was said that it is too much */
};

/*
 * To be called while the process is there, then names are found also after it has ended. NULL: it
 * is not there. The file need not be: a lookup looks for it, and for what has been added.
 */
struct jit_map *jit_map_open(uint32_t pid, struct jit_total *total);
void jit_map_close(struct jit_map *map); /* NULL is allowed */

/* The name lives as long as the map. */
bool jit_map_find(struct jit_map *map, uint64_t address, const char **name, uint64_t *start);

/* "/tmp/perf-1234.map" */
const char *jit_map_path(const struct jit_map *map);

#endif
