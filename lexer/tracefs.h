/*
 * Tracepoint descriptions: the text of tracefs' events/CATEGORY/EVENT/format, parsed.
 *
 * Read by the checker (from the machine or from a kernel snapshot) for the types of `args`, and by
 * the loader (always from the running kernel) for their offsets. Format: Documentation/trace/events.rst.
 */
#ifndef MEMTAP_TRACEFS_H
#define MEMTAP_TRACEFS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct tracefs_field {
	const char *name;
	const char *type;    /* as declared: "unsigned long", "__data_loc char[]", "char[16]" */
	uint32_t offset;     /* bytes from the start of the record */
	uint32_t size;       /* bytes; a __data_loc field has 4 */
	bool is_signed;
	bool is_array;       /* fixed array: `count` elements inside the record */
	bool is_data_loc;    /* __data_loc: u32 of length << 16 | offset */
	bool is_rel_loc;     /* __rel_loc: the offset counts from after the field */
	bool is_pointer;     /* its type ends in '*' */
	bool is_char;        /* its element type is char: an array of them is a string */
	uint32_t count;      /* elements of a fixed array */
};

struct tracefs_format {
	const char *name; /* the event's */
	uint32_t id;
	struct tracefs_field *fields; /* the common_ fields are left out */
	size_t field_count;
};

/* NULL when the text is damaged. Strings live in the arena. */
struct tracefs_format *tracefs_parse_format(struct arena *arena, const char *text, size_t length);

const struct tracefs_field *tracefs_find_field(const struct tracefs_format *format, const char *name);

#endif
