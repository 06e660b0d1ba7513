#include "stdlib/embed.h"

#include <string.h>

/* A table that the Makefile writes as assembly with .incbin: NAME.mt, NAME.bc and NAME.bpf.o, NULL
 * at the end. */
struct embedded_file {
	const char *name;
	const char *begin, *end;
};

extern const struct embedded_file stdlib_files[];
extern const char *const stdlib_names[];

static const char *find(const char *name, const char *suffix, size_t *length)
{
	size_t stem = strlen(name);

	for (const struct embedded_file *file = stdlib_files; file->name; file++) {
		if (strncmp(file->name, name, stem) == 0 && strcmp(file->name + stem, suffix) == 0) {
			*length = file->end - file->begin;
			return file->begin;
		}
	}
	return NULL;
}

const char *stdlib_source(const char *name, size_t *length)
{
	return find(name, ".mt", length);
}

const char *stdlib_bitcode(const char *name, size_t *length)
{
	return find(name, ".bc", length);
}

const char *stdlib_object(const char *name, size_t *length)
{
	return find(name, ".bpf.o", length);
}

const char *const *stdlib_source_names(void)
{
	return stdlib_names;
}
