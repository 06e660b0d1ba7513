/*
 * What -h and -V print.
 */
#ifndef MEMTAP_HELP_H
#define MEMTAP_HELP_H

#include <stdio.h>

void help_print(FILE *out);
void help_print_version(FILE *out);

#endif
