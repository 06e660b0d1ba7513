/*
 * Source texts and places in them.
 *
 * A compilation reads several texts: the script, the library files it uses, `-e` arguments. They
 * share one space of offsets, as if written one after the other, so a place is two numbers and
 * knows its file. Offsets are bytes. Line and column, both from 1, are computed when a message is
 * printed; a column counts bytes, a tab being one.
 */
#ifndef MEMTAP_SOURCE_H
#define MEMTAP_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct arena;

struct span {
	uint32_t begin, end; /* [begin, end) in the common space; {0, 0} is no place */
};

struct source {
	const char *name; /* as messages show it: a path, "-e", "-e 2", "<stdlib>/mem.mt" */
	const char *text; /* `length` bytes and a NUL that is not counted */
	uint32_t length;
	uint32_t base; /* offset of its first byte in the common space; never 0 */
	bool is_file;  /* sources_read() has opened it by its name: */
	dev_t device;
	ino_t inode;
	uid_t owner;
	gid_t group;
	mode_t mode;
};

struct sources;

struct position {
	const struct source *source; /* NULL for no place */
	uint32_t line, column;
	const char *line_text; /* not terminated */
	uint32_t line_length;
};

struct sources *sources_new(struct arena *arena);

/* The text is kept by reference and must live as long as the arena. */
const struct source *sources_add(struct sources *sources, const char *name, const char *text,
				 size_t length);

#define SOURCES_BYTES_MAX (4u << 20) /* of all files together */

/* Read a whole file ("-" is standard input). NULL with errno set: EFBIG past the limit. */
const struct source *sources_read(struct sources *sources, const char *path);

/* Of all of them so far. */
uint32_t sources_bytes(const struct sources *sources);

/* In the order in which they came; NULL behind the last. */
const struct source *sources_at(const struct sources *sources, size_t index);

/* The first that is so, or NULL. */
const struct source *sources_find(const struct sources *sources,
				  bool (*is_so)(const struct source *source));

struct position sources_locate(const struct sources *sources, uint32_t offset);
const char *sources_span_text(const struct sources *sources, struct span span, size_t *length);

static inline struct span span_join(struct span a, struct span b)
{
	if (!a.end)
		return b;
	if (!b.end)
		return a;
	return (struct span){a.begin < b.begin ? a.begin : b.begin, a.end > b.end ? a.end : b.end};
}

#endif
