/*
 * The tools: scripts that come with memtap, found from where its executable is, so that a moved
 * installation works.
 *
 *     PREFIX/bin/memtap    PREFIX/share/memtap/scripts/NAME.mt
 *     build/memtap         scripts/NAME.mt in the source tree
 */
#ifndef MEMTAP_TOOLS_H
#define MEMTAP_TOOLS_H

#include <stddef.h>

struct arena;

struct tool {
	const char *name; /* "memleak" */
	const char *summary; /* its first line of comment, or "" */
};

/* That of memtap's executable, which all that is installed is found from; NULL without /proc. */
const char *tools_directory(struct arena *arena);

/* All tools, sorted by name. Returns their count. */
size_t tools_list(struct arena *arena, const struct tool **tools);
/* The path of the script; NULL when there is no such tool. */
const char *tools_find(struct arena *arena, const char *name);
/* The name that may have been meant, or NULL. */
const char *tools_nearest(struct arena *arena, const char *name);

#endif
