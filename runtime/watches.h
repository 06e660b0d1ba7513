/*
 * The watchpoints of watch() and unwatch(): opened and closed while the script runs.
 *
 * Each is a perf event in every thread that the process has when it is opened, inherited by those
 * that these start, and runs the programs of the probes watchpoint:armed. Registers are the
 * processor's: four a thread.
 */
#ifndef MEMTAP_WATCHES_H
#define MEMTAP_WATCHES_H

#include <stdint.h>

#include "runtime/choose.h"
#include "runtime/load.h"
#include "runtime/output.h"

struct watches;

/* What the output asks for is done from here on; what cannot be is counted as a loss. */
struct watches *watches_new(const struct loaded *loaded, const struct probes *probes,
			    struct output *output);
void watches_free(struct watches *watches); /* and all that is open; NULL is allowed */

/* The process has ended or has become another program. */
void watches_forget(struct watches *watches, uint32_t pid);

#endif
