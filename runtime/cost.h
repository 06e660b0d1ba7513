/*
 * What tracing costs, watched while it runs: the time of the run's programs, which the kernel
 * measures on demand (BPF_ENABLE_STATS), and of what leads to them, which it does not: taken for as
 * long as it takes on common hardware. In percent of one CPU, all CPUs together, second by second.
 *
 * Above the limit it is said once or, with --max-cost, what costs most is detached, and with it
 * what shares a map with it, until the rest is below.
 */
#ifndef MEMTAP_COST_H
#define MEMTAP_COST_H

#include "runtime/choose.h"
#include "runtime/load.h"
#include "runtime/output.h"

struct cost;

struct cost_input {
	const struct plan *plan; /* its limit, where none is demanded */
	const struct loaded *loaded;
	struct probes *probes; /* attached */
	struct output *output;
	double demanded; /* --max-cost; 0: it is not given */
};

/*
 * Returns an exit status; the message is printed. *cost is NULL when there is nothing to watch: no
 * limit, no probe, or, if no limit is demanded, no permission to measure.
 */
int cost_open(const struct cost_input *input, struct cost **cost);
/* Takes NULL, too. */
void cost_close(struct cost *cost);

/* Readable when it is time for cost_check(); -1 of NULL. */
int cost_fd(const struct cost *cost);
void cost_check(struct cost *cost);

/* What was detached, for the end of a report; nothing of NULL. */
void cost_report(const struct cost *cost);

#endif
