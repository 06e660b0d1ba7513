/*
 * Loaded programs -> attached probes.
 */
#ifndef MEMTAP_ATTACH_H
#define MEMTAP_ATTACH_H

#include "runtime/choose.h"
#include "runtime/load.h"

/*
 * Attaches everything, the beginning of a pair before its end. Of what a wildcard matched, some may
 * be refused, which is said; otherwise all or nothing. Returns an exit status; messages are
 * printed. What was attached stays so until detach_probes(), also after a failure.
 */
int attach_probes(const struct loaded *loaded, struct machine *machine, struct probes *probes);
void detach_probes(struct probes *probes);

/* How many are attached. */
size_t attach_count(const struct probes *probes);

#endif
