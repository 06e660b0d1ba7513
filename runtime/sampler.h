/*
 * libmemsample.so (runtime/memsample/), for a command that is to carry it: plan -> environment.
 */
#ifndef MEMTAP_SAMPLER_H
#define MEMTAP_SAMPLER_H

#include <stdint.h>

struct arena;

struct sampler {
	const char *path;  /* NULL: none */
	uint32_t interval; /* bytes */
};

/* Beside memtap, as installed or built; NULL when it is not there. */
const char *sampler_find(struct arena *arena);

/* In the child that will be the command: ends it with a message when that fails. */
void sampler_set_environment(const struct sampler *sampler);

#endif
