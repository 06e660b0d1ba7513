/*
 * How many files may be open (ulimit -n). memtap raises its own limit; a program that it starts is
 * to have the one that memtap was started with, as select(2) takes no descriptor above 1023.
 */
#ifndef MEMTAP_FILE_LIMIT_H
#define MEMTAP_FILE_LIMIT_H

/* To the most that is allowed. */
void file_limit_raise(void);

/* Where it was raised: to what it was before, and back. In between a program is started, and no file opened. */
void file_limit_lower(void);
void file_limit_restore(void);

#endif
