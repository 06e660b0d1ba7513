/*
 * The number that a linker gives each build of a program or library, by which it is known wherever
 * it lies.
 */
#ifndef MEMTAP_BUILD_ID_H
#define MEMTAP_BUILD_ID_H

#include <stdint.h>

#define BUILD_ID_MAX 20 /* bytes; the kernel tells of no more */

struct build_id {
	uint8_t size; /* 0: not known */
	uint8_t bytes[BUILD_ID_MAX];
};

#endif
