/*
 * memtap -l PATTERN: the probes that there are. Named probes of the library come with their fields.
 *
 * This belongs to main(): unlike the rest of the runtime it sees the parser.
 */
#ifndef MEMTAP_LIST_H
#define MEMTAP_LIST_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

/*
 * `pid`: the target, whose libraries are meant; or 0. `in_detail`: with what named probes are on this
 * machine, and what functions of programs take. Returns an exit status; messages are printed.
 */
int list_probes(const char *pattern, pid_t pid, bool in_detail, FILE *out);

#endif
