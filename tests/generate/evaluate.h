/*
 * Random programs that compute with integers, and what they print: the rules of docs/language.md
 * once more, written down in another way than in memtap.
 */
#ifndef MEMTAP_GENERATE_EVALUATE_H
#define MEMTAP_GENERATE_EVALUATE_H

#include <stdint.h>
#include <stdio.h>

void evaluate(uint64_t seed, FILE *program, FILE *expected);

#endif
