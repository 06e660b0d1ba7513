/*
 * Sampling by bytes: each byte that is allocated is as likely as any other to be met, on average
 * one in `interval`. An allocation of `size` bytes is so kept with p = 1 - e^(-size / interval),
 * and what is kept stands for size / p bytes: then sums are right on average, whatever the sizes
 * are. (A clock, or every Nth call, would not be: it prefers what is allocated often.)
 */
#include "stdlib/helpers.bpf.h"

/* Numbers with 32 bits behind the point. */
#define ONE ((uint64_t)1 << 32)

#define TERMS	 9
#define HALVINGS 6  /* from 32 to 1/2, where TERMS terms are exact to the last bits */
#define CERTAIN	 32 /* 1 - e^-32 is 1, to the last bit */

/* size / interval, which is below CERTAIN. */
static HELPER uint64_t ratio(uint64_t size, uint64_t interval)
{
	return size >> 31 ? ((size >> 16) << 32) / ((interval >> 16) + 1) : (size << 32) / interval;
}

/* 1 - e^-x of x at most 1/2: x (1 - x/2 (1 - x/3 (1 - ...))) */
static HELPER uint64_t small_probability(uint64_t x)
{
	uint64_t term = ONE;

#pragma clang loop unroll(full)
	for (uint64_t i = TERMS; i > 1; i--)
		term = ONE - (x * term >> 32) / i;
	return x * term >> 32;
}

/* From x to 2x: 1 - (1 - p)^2 = 2p - p^2 */
static HELPER uint64_t probability(uint64_t x)
{
	uint64_t p;
	uint32_t halvings = 0;

#pragma clang loop unroll(full)
	for (int i = 0; i < HALVINGS; i++) {
		if (x > ONE / 2) {
			x /= 2;
			halvings++;
		}
	}
	p = small_probability(x);
#pragma clang loop unroll(full)
	for (uint32_t i = 0; i < HALVINGS; i++)
		if (i < halvings)
			p = 2 * p - (p * p >> 32);
	return p;
}

/* The bytes that it stands for; 0: it is left out. An interval of 0 or 1 keeps all. */
SHARED uint64_t mt_sample_bytes(uint64_t size, uint64_t interval)
{
	uint64_t p;

	if (interval <= 1 || size / interval >= CERTAIN)
		return size;
	p = probability(ratio(size, interval));
	if (!p || bpf_get_prandom_u32() >= p)
		return 0;
	return size >> 31 ? ((size >> 16 << 32) / p) << 16 : (size << 32) / p;
}
