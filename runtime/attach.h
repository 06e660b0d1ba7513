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
void detach_probe(struct probe *probe);

/* Is any of them attached on each CPU? */
bool attach_is_on_cpus(const struct probes *probes);
/* A CPU has come, perhaps again: attaches these there. What cannot be is said. */
void attach_cpu(const struct loaded *loaded, const struct probes *probes, int cpu);

/* What it means that such a probe could not be attached: a negative errno. */
const char *attach_error_meaning(enum plan_point_kind kind, int error);

/* How many are attached. */
size_t attach_count(const struct probes *probes);

#endif
