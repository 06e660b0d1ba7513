/*
 * Numbers that a program takes for constants, and that only the running machine knows: addresses of
 * symbols, IDs of control groups.
 */
#ifndef MEMTAP_CONSTANTS_H
#define MEMTAP_CONSTANTS_H

#include <stdint.h>

#include "codegen/plan.h"
#include "runtime/machine.h"

/* Sets them in the object's bytes. Returns an exit status; messages are printed. */
int constants_set(struct machine *machine, const struct plan *plan, uint8_t *image);

#endif
