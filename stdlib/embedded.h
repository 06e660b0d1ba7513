/*
 * A table of files that the Makefile writes as assembly with .incbin (stdlib/embed.sh): NAME.mt,
 * NAME.bc or NAME.bpf.o, a NULL at the end.
 */
#ifndef MEMTAP_EMBEDDED_H
#define MEMTAP_EMBEDDED_H

#include <stddef.h>
#include <string.h>

struct embedded_file {
	const char *name;
	const char *begin, *end;
};

static inline const char *embedded_find(const struct embedded_file *files, const char *name,
					const char *suffix, size_t *length)
{
	size_t stem = strlen(name);

	for (const struct embedded_file *file = files; file->name; file++) {
		if (strncmp(file->name, name, stem) == 0 && strcmp(file->name + stem, suffix) == 0) {
			*length = file->end - file->begin;
			return file->begin;
		}
	}
	return NULL;
}

#endif
