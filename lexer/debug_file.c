#include "lexer/debug_file.h"

#include <stdlib.h>

int debug_file_find(Dwfl_Module *module, void **data, const char *name, Dwarf_Addr base,
		    const char *path, const char *link, GElf_Word checksum, char **found)
{
	if (getenv("DEBUGINFOD_URLS"))
		return dwfl_build_id_find_debuginfo(module, data, name, base, path, link, checksum,
						    found);
	return dwfl_standard_find_debuginfo(module, data, name, base, path, link, checksum, found);
}
