/*
 * What the compiler reads of a kernel, copied to a directory that --kernel takes: its types (BTF),
 * its tracepoints, and the functions that can be probed.
 */
#ifndef MEMTAP_SNAPSHOT_H
#define MEMTAP_SNAPSHOT_H

/* Returns an exit status; messages are printed. */
int snapshot_write(const char *directory);

#endif
