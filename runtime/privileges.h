/*
 * May memtap trace at all? Asked before anything is compiled or opened, so that one line says what
 * is missing and not the first thing that happened to fail.
 */
#ifndef MEMTAP_PRIVILEGES_H
#define MEMTAP_PRIVILEGES_H

/* Returns an exit status; the message is printed. */
int privileges_check(void);

#endif
