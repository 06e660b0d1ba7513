/*
 * Numbers that look random and are the same for the same seed (splitmix64, by Sebastiano Vigna).
 */
#ifndef MEMTAP_GENERATE_RANDOM_H
#define MEMTAP_GENERATE_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

struct random {
	uint64_t state; /* the seed, to begin with */
};

static inline uint64_t random_bits(struct random *random)
{
	uint64_t z = random->state += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

/* 0 to limit - 1 */
static inline int random_below(struct random *random, int limit)
{
	return random_bits(random) % (uint64_t)limit;
}

static inline bool random_percent(struct random *random, int percent)
{
	return random_below(random, 100) < percent;
}

#endif
