/*
 * Debug files from servers: those of DEBUGINFOD_URLS, by build ID, where that variable is set and
 * Debian's libdebuginfod1 is installed.
 *
 * memtap itself has no network once it is fenced. A helper, a process without capabilities that is
 * started before, and is who called sudo(8) or nobody where memtap is root, asks for it and hands descriptors over. The servers are told the build ID, and by
 * libdebuginfod its version, the distribution and the architecture; nothing else.
 */
#ifndef MEMTAP_DEBUGINFOD_H
#define MEMTAP_DEBUGINFOD_H

#include <stddef.h>

#define DEBUGINFOD_URLS	   "DEBUGINFOD_URLS"
#define DEBUGINFOD_LIBRARY "libdebuginfod.so.1"

#define DEBUGINFOD_ONE_SECONDS 30 /* waited for one file, unless DEBUGINFOD_MAXTIME says else */
#define DEBUGINFOD_ALL_SECONDS 90 /* for all of a run; then no more are asked for */

/* Before the fence. Does nothing where the variable is not set. */
void debuginfod_start(void);

/* A file with that build ID; -1: there is none, or no answer in time. */
int debuginfod_find(const void *id, size_t size);

#endif
