/*
 * --info: what this process, this kernel and this machine can do, and the way out where they
 * cannot. Nothing is taken from a version: what can be tried is tried, for an instant, on memtap
 * itself.
 */
#ifndef MEMTAP_INFO_H
#define MEMTAP_INFO_H

#include <stdbool.h>
#include <stdio.h>

void info_print(FILE *out, bool as_json);

#endif
