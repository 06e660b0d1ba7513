/*
 * The files of the target of -p. They need not be what we have under the same path: it may be in a
 * container or have called chroot(2), and a file that it has mapped may have been replaced since (a
 * package upgrade) or deleted. Paths that are returned lead to the right file from here.
 */
#ifndef MEMTAP_TARGET_FILES_H
#define MEMTAP_TARGET_FILES_H

#include "runtime/machine.h"

/* The first that it has mapped of the library or program of this name; NULL: none. */
const char *target_file_named(struct machine *machine, const char *name);

struct target_file_list {
	ARRAY(const char *) list;
};

/* Those that it may run code from, in order of addresses; one may be there more than once. */
void target_files_of_code(struct machine *machine, struct target_file_list *files);

/*
 * What the target, if there is one, means by a path: the file that it has mapped from there, or
 * else the one that is there now, if any. A relative path begins at our directory, not at the
 * target's.
 */
const char *target_file_at(struct machine *machine, const char *path);

/* The same, without regard to what is mapped; `path` may be a pattern. */
const char *target_file_below(struct machine *machine, const char *path);

#endif
