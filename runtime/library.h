/*
 * The BINARY of a probe -> a path.
 *
 *     /usr/bin/x, ./x    the file itself, as the target sees it
 *     libc, libfoo.so.1  the library that the target maps, or would load; without a target, the
 *                        one that the dynamic linker would find
 *     bash               a program in PATH
 *     /opt/x/lib*.so     all programs and libraries that match
 *     *                  the target's program and all libraries it maps, or would load
 */
#ifndef MEMTAP_LIBRARY_H
#define MEMTAP_LIBRARY_H

#include "runtime/machine.h"

/* In the machine's arena; NULL with the reason. */
const char *library_find(struct machine *machine, const char *name, struct reason *reason);

struct library_files {
	ARRAY(struct binary *) list; /* the machine's */
};

/*
 * The same, opened; of what has a '*' all that match and are of this machine, each file once. False
 * with the reason when there is none.
 */
bool library_find_files(struct machine *machine, const char *name, struct library_files *files,
			struct reason *reason);

/* A program by the rules of execvp(3); NULL with the reason. */
const char *library_find_program(struct arena *arena, const char *name, struct reason *reason);

/* Does a file's name stand for the library: is "libc.so.6" or "libc-2.31.so" meant by "libc"? */
bool library_matches(const char *name, const char *file);

/* The first library of an ld.so.cache that is meant by `name` and that `accept` takes, or NULL. */
const char *library_in_cache(const char *cache, size_t size, const char *name,
			     bool (*accept)(const char *path));

#endif
