/*
 * memtap fmt: scripts in the one layout (parser/format.h). It reads files, and writes them with -w;
 * it needs no kernel that can trace, and no privileges.
 */
#ifndef MEMTAP_FMT_H
#define MEMTAP_FMT_H

#include <stdbool.h>

/* The first word alone says so: a script of that name is ./fmt. */
bool fmt_is_meant(int argc, char **argv);

/* argv[0] is that word. Returns an exit status; the messages are printed. */
int fmt(int argc, char **argv);

#endif
