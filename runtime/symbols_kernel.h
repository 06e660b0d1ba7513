/*
 * The kernel's symbols: /proc/kallsyms, read once, on the first lookup.
 *
 * Without the right to see addresses (kptr_restrict) the file holds zeros, and nothing is found,
 * which is said once.
 */
#ifndef MEMTAP_SYMBOLS_KERNEL_H
#define MEMTAP_SYMBOLS_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/symbols.h"

struct kernel_symbols;

struct kernel_symbols *kernel_symbols_new(void);
/* From a text of that format, which is copied: for tests. */
struct kernel_symbols *kernel_symbols_from_text(const char *text, size_t length);
void kernel_symbols_free(struct kernel_symbols *symbols);

struct symbol kernel_symbols_find(struct kernel_symbols *symbols, uint64_t address);
bool kernel_symbols_find_address(struct kernel_symbols *symbols, const char *name,
				 uint64_t *address);

#endif
