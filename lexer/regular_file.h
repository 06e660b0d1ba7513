/*
 * Opens regular files and nothing else, where others may have put what they like: to open a device
 * or a FIFO may do things or wait. What is not a regular file is told before it is opened, and what
 * is opened is what was told, also when the path leads elsewhere meanwhile.
 *
 * An empty file is left alone, too. So are with it those of /proc and tracefs that are made as they
 * are read: reading some of them takes away what others wait for.
 */
#ifndef MEMTAP_REGULAR_FILE_H
#define MEMTAP_REGULAR_FILE_H

#include <sys/stat.h>

/*
 * Opens a file for reading: a descriptor, or -1 with errno set, which is EINVAL for what is no
 * regular file. Where `root` is not "", it is a folder, such as "/proc/1234/root", that links and
 * ".." do not lead out of.
 */
int regular_file_open(const char *root, const char *path, struct stat *status);

/* The same in two steps: a descriptor that only stands for the file (O_PATH), and one to read it. */
int regular_file_find(const char *root, const char *path, struct stat *status);
int regular_file_open_found(int found);

#endif
