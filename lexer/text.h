/*
 * Small services on names, used by every folder.
 */
#ifndef MEMTAP_TEXT_H
#define MEMTAP_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* '*' in the pattern stands for any run of characters, also none. */
bool glob_match(const char *pattern, const char *text);
bool glob_has_wildcard(const char *text);

/*
 * "Did you mean": the name among `names` (`count` of them) nearest to `name` by edit distance, or
 * NULL when none is near enough to be helpful.
 */
const char *nearest_name(const char *name, const char *const *names, size_t count);

#endif
