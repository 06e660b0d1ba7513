/*
 * A script's text -> the same in the one layout: memtap fmt.
 *
 * Lines stay as they were broken. What is set anew is all white space else: the indentation, by a
 * tab a block; blanks round operators and brackets; blank lines, at most one; the ends of lines. A
 * line that goes on with a statement keeps its place below what it was aligned with. Comments stay.
 *
 *     format_items.c    text -> tokens, comments and lines with a '#', with the line breaks between
 *     format_follow.c   which statement and brackets they are in, and what they are there
 *     format_space.c    is there a blank between two of them?
 *     format.c          where lines begin; the text
 *
 * Formatting what is formatted changes nothing.
 */
#ifndef MEMTAP_FORMAT_H
#define MEMTAP_FORMAT_H

#include <stddef.h>

struct arena;
struct diag;
struct source;

/*
 * The text, in the arena; NULL when the script does not parse, which `diag` says, or, without a
 * word there, when what has become of it were other tokens, which is a bug.
 */
const char *format_source(struct arena *arena, const struct source *source, struct diag *diag,
			  size_t *length);

#endif
