/*
 * Small services on names, used by every folder.
 */
#ifndef MEMTAP_TEXT_H
#define MEMTAP_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* '*' in the pattern stands for any run of characters, also none. */
bool glob_match(const char *pattern, const char *text);
bool glob_has_wildcard(const char *text);

/*
 * "Did you mean": the name among `names` (`count` of them) nearest to `name` by edit distance, or
 * NULL when none is near enough to be helpful.
 */
const char *nearest_name(const char *name, const char *const *names, size_t count);

/* How many bytes the UTF-8 character at `text` has, of `length` that are there; 0: it is none. */
size_t text_character(const char *text, size_t length);

/* What is no UTF-8 in it replaced by U+FFFD; for free(). */
char *text_as_utf8(const char *text);

/*
 * Prints what others wrote: what would have a terminal do things, control characters but for tabs
 * and the ends of lines, as "\x1b".
 */
void text_put(FILE *out, const char *text, size_t length);

#endif
