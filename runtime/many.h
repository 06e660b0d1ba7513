/*
 * Whether this kernel can attach a program to many places with one link. Found out by doing it,
 * with a program that does nothing.
 */
#ifndef MEMTAP_MANY_H
#define MEMTAP_MANY_H

#include "runtime/choose.h"

/* Takes `is_many` from probes of the kinds for which it cannot. */
void many_check(struct probes *probes);

#endif
