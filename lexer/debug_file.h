/*
 * Where the debug info of a binary is: in itself, or in a file of its own.
 */
#ifndef MEMTAP_DEBUG_FILE_H
#define MEMTAP_DEBUG_FILE_H

#include <elfutils/libdwfl.h>

/*
 * A find_debuginfo for Dwfl_Callbacks: by build ID and .gnu_debuglink, as libdwfl itself does, but
 * only on this machine. With debuginfod configured, libdwfl would wait for a server.
 */
int debug_file_find(Dwfl_Module *module, void **data, const char *name, Dwarf_Addr base,
		    const char *path, const char *link, GElf_Word checksum, char **found);

#endif
