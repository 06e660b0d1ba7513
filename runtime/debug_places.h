/*
 * Where the probes of a program are in binaries, for the compiler to look into their debug info.
 *
 * This belongs to main(): unlike the rest of the runtime it sees the compiler.
 */
#ifndef MEMTAP_DEBUG_PLACES_H
#define MEMTAP_DEBUG_PLACES_H

#include "parser/debug_info.h"

debug_finder debug_places_find; /* its context is a struct machine */

#endif
