/*
 * What a tracepoint calls the values of one of its fields: the lists of __print_flags() and
 * __print_symbolic() in the last part of its format file,
 *
 *     print fmt: "reason=%s", __print_symbolic(REC->reason, {0, "compaction"}, {1,
 * "memory_failure"})
 *
 * whose values are constant expressions of C. They are the only place where a running kernel says
 * how its flags are numbered, which differs from one kernel to the next.
 */
#ifndef MEMTAP_VALUE_NAMES_H
#define MEMTAP_VALUE_NAMES_H

#include <stddef.h>
#include <stdint.h>

struct arena;

struct value_name {
	uint64_t value;
	const char *name;
};

struct value_names {
	const struct value_name *items; /* in the kernel's order: of flags, combinations first */
	size_t count;
};

/* Those of the field in the text of a format file; none when it has no list, or a damaged one. */
struct value_names value_names_parse(struct arena *arena, const char *text, const char *field);

#endif
