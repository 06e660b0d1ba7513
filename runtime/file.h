/*
 * Whole files in memory, files of /proc and tracefs among them (whose size is not known before
 * they are read).
 */
#ifndef MEMTAP_FILE_H
#define MEMTAP_FILE_H

#include <stdbool.h>
#include <stddef.h>

/* For free(); a NUL that is not counted follows. NULL with errno set. `size` may be NULL. */
char *file_read(const char *path, size_t *size);

bool file_is_regular(const char *path);

/* Two names of one regular file. */
bool file_is_same(const char *a, const char *b);

/* As access(2), with the capabilities that this process has, which that one leaves out. */
bool file_is_accessible(const char *path, int mode);

/* Within the limit of open files. */
bool file_can_open(int count);

/* Closes what is open, and makes it -1. */
void file_close(int *fd);

#endif
