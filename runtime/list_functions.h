/*
 * memtap -l -v: what functions of programs take, by their debug info.
 *
 * This belongs to main(): unlike the rest of the runtime it sees the compiler.
 */
#ifndef MEMTAP_LIST_FUNCTIONS_H
#define MEMTAP_LIST_FUNCTIONS_H

#include <stdio.h>

#include "runtime/machine.h"

/* Prints the lines of a list, and below each "uprobe:BINARY:FUNCTION" its parameters. */
void list_functions(struct machine *machine, char *lines, FILE *out);

#endif
