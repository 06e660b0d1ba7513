/*
 * Whether this kernel can attach a program to many places with one link. Found out by doing it,
 * with a program that does nothing.
 */
#ifndef MEMTAP_MANY_H
#define MEMTAP_MANY_H

#include "runtime/choose.h"

/* The hook's kind has a way to attach to many places: has the kernel? Tried at the hook's place. */
bool many_is_possible(struct hook *hook);

/* Takes `is_many` from probes of the kinds for which it cannot. */
void many_check(struct probes *probes);

#endif
