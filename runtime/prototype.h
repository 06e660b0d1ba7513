/*
 * Functions and raw tracepoints of the running kernel as its BTF describes them, for probes whose
 * arguments have names: fentry, fexit, rawtracepoint. Modules are not looked at.
 */
#ifndef MEMTAP_PROTOTYPE_H
#define MEMTAP_PROTOTYPE_H

#include "runtime/machine.h"

/* Does the kernel have a raw tracepoint of this name? True also when that cannot be told. */
bool prototype_has_event(struct machine *machine, const char *event);
/* Names of all, in no order. */
size_t prototype_events(struct machine *machine, const char *const **names);

/*
 * An argument as a field of the context: eight bytes for each argument. `kind` is the name of the
 * kind of probe. NULL with the reason.
 */
const struct tracefs_field *prototype_find_argument(struct machine *machine, const char *kind,
						    const char *name, const char *argument,
						    struct reason *reason);

#endif
