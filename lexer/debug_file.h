/*
 * Where the debug info of a binary is when it is in a file of its own: by build ID in
 * /usr/lib/debug/.build-id, or under the name that the binary has for it (.gnu_debuglink), beside
 * the binary, in .debug there, or in /usr/lib/debug. That what is found so is the binary's, its
 * build ID says, or the checksum where there is none.
 *
 * Nothing but regular files is opened: others than root may have put there what would block or do
 * things (lexer/regular_file.h). No server is asked, whatever DEBUGINFOD_URLS says: see
 * runtime/debuginfod.h.
 */
#ifndef MEMTAP_DEBUG_FILE_H
#define MEMTAP_DEBUG_FILE_H

#include <elfutils/libdwfl.h>
#include <stdbool.h>

#define DEBUG_FILE_ID_MAX 64 /* bytes of a build ID; they have 20 */

/* What is read at most to take checksums: of one file, and of all while this process runs. */
#define DEBUG_FILE_SUMMED_MIB	  64
#define DEBUG_FILE_ALL_SUMMED_MIB 256

/* A find_debuginfo for Dwfl_Callbacks: on this machine. */
int debug_file_find(Dwfl_Module *module, void **data, const char *name, Dwarf_Addr base,
		    const char *path, const char *link, GElf_Word checksum, char **found);

/* The same under another root, such as "/proc/1234/root", where `path` is and links stay. A
 * descriptor, or -1. */
int debug_file_search(const char *root, const char *path, Elf *elf);

/* Whether an open file has that build ID. */
bool debug_file_has_id(int fd, const void *id, size_t size);

/* Whether a debug file may have been missed, for it was too much to take its checksum. */
bool debug_file_has_given_up(void);

#endif
