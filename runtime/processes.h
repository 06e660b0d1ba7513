/*
 * What happens to processes while they are traced, for those that have to know: the naming of user
 * addresses (what is mapped where, also by processes that are gone when they are reported), held
 * objects that have an owner (they go when it execs or exits) and watchpoints (the same).
 *
 * The kernel's records are taken in the order in which things happened, whichever CPU saw them.
 * Those that it dropped are counted as a loss.
 */
#ifndef MEMTAP_PROCESSES_H
#define MEMTAP_PROCESSES_H

#include <stdbool.h>
#include <sys/types.h>

#include "codegen/plan.h"
#include "runtime/load.h"
#include "runtime/output.h"
#include "runtime/symbols.h"
#include "runtime/watches.h"

struct processes;

struct processes_input {
	const struct plan *plan;
	const struct loaded *loaded;
	struct symbols *symbols;
	struct watches *watches; /* forget processes that are gone */
	struct output *output; /* counts losses */
	pid_t target; /* the only one of interest, whose exit ends the run and lets nothing go; or 0
		       */
	bool follows; /* --follow: of interest are also those that it forks, and so on */
};

/* Has the plan a use for it? */
bool processes_matter(const struct plan *plan);

/* NULL: the plan has no use for it, or the kernel does not permit it, which is said. */
struct processes *processes_open(const struct processes_input *input);
void processes_close(struct processes *processes); /* NULL is allowed */

/* A CPU has come, perhaps again: what processes do there is seen, too. NULL is allowed. */
void processes_add_cpu(struct processes *processes, int cpu);

/* Readable when something has happened. -1 for NULL. */
int processes_fd(const struct processes *processes);
/* Takes in all that has happened until now. NULL is allowed. */
void processes_update(struct processes *processes);
/*
 * The same before `shown` is printed, or all maps (NULL): held objects of processes that are gone
 * go at once. Those of a process that was followed have to have been printed.
 */
void processes_settle(struct processes *processes, const struct plan_map *shown);
/* The same before maps are read for another reason: it is no report of them. NULL is allowed. */
void processes_let_go(struct processes *processes);

#endif
