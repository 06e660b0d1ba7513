/*
 * Words that are arguments: nsecs(boot), kstack(perf), reg("ip"), signal("SIGTERM").
 */
#ifndef MEMTAP_WORD_LIST_H
#define MEMTAP_WORD_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct word {
	const char *name;
	uint32_t value;
};

struct word_list {
	const char *all; /* for messages */
	const struct word *words;
	size_t count;
};

enum word_clock { CLOCK_WORD_BOOT, CLOCK_WORD_MONOTONIC, CLOCK_WORD_TAI, CLOCK_WORD_SW_TAI };

extern const struct word_list words_clocks;    /* enum word_clock */
extern const struct word_list words_stacks;    /* enum stack_mode */
extern const struct word_list words_registers; /* offset in struct pt_regs */
extern const struct word_list words_signals;   /* number */
extern const struct word_list words_series;    /* enum abi_series */

bool word_find(const struct word_list *list, const char *name, uint32_t *value);

#endif
