#include "stdlib/embed.h"

#include "stdlib/embedded.h"

extern const struct embedded_file stdlib_files[];
extern const char *const stdlib_files_sources[];

const char *stdlib_source(const char *name, size_t *length)
{
	return embedded_find(stdlib_files, name, ".mt", length);
}

const char *stdlib_bitcode(const char *name, size_t *length)
{
	return embedded_find(stdlib_files, name, ".bc", length);
}

const char *stdlib_called(const char *name, size_t *length)
{
	return embedded_find(stdlib_files, name, ".called.o", length);
}

const char *stdlib_declarations(size_t *length)
{
	return embedded_find(stdlib_files, "called", ".bc", length);
}

const char *const *stdlib_source_names(void)
{
	return stdlib_files_sources;
}
