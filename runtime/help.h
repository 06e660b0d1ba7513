/*
 * What -h and -V print.
 */
#ifndef MEMTAP_HELP_H
#define MEMTAP_HELP_H

#include <stdio.h>

struct script; /* parser/script.h */

void help_print(FILE *out);
/* Of one script: its first comment, and the options that it declares. */
void help_print_script(FILE *out, const char *name, const char *text, const struct script *script);
void help_print_version(FILE *out);

#endif
