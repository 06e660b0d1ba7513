/*
 * The page of --report: runtime/report/ as one file of HTML, embedded and compressed when memtap is
 * built. `data` is a JSON object, which is put into it.
 */
#ifndef MEMTAP_REPORT_PAGE_H
#define MEMTAP_REPORT_PAGE_H

#include <stdio.h>

/* Replaces what is in the file, if it is one. What cannot be written, the stream keeps in mind. */
void report_page_write(FILE *file, const char *data);

#endif
