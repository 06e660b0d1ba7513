/*
 * The time in nanoseconds: CLOCK_BOOTTIME is what programs and records of processes carry.
 */
#ifndef MEMTAP_CLOCK_H
#define MEMTAP_CLOCK_H

#include <stdint.h>
#include <time.h>

#define NS_PER_S UINT64_C(1000000000)

uint64_t clock_ns(clockid_t clock);

#endif
