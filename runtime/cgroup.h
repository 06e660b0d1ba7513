/*
 * Control groups (cgroup2): a group's ID is the inode number of its directory.
 */
#ifndef MEMTAP_CGROUP_H
#define MEMTAP_CGROUP_H

#include <stdbool.h>
#include <stdint.h>

/* False with errno. */
bool cgroup_find_id(const char *directory, uint64_t *id);

/* The path below where cgroup2 is mounted, "/" for the root; for free(). NULL: there is no such
 * group any more. */
char *cgroup_find_path(uint64_t id);

#endif
