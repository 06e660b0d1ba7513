/*
 * Numbers in the units that a person reads: "1.5 MiB", "12.3 ms". Below the first unit that is more
 * than one they are exact, above it rounded to a tenth.
 */
#ifndef MEMTAP_UNITS_H
#define MEMTAP_UNITS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "codegen/plan.h"

/* Of PLAN_UNIT_NONE: the plain number. */
void unit_print(FILE *out, enum plan_unit unit, uint64_t number, bool is_signed);

#endif
