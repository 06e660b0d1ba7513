/*
 * A command line in one string -> its words, with a shell's quotes and backslashes.
 *
 *     a 'b c' "d \"e\"" f\ g     four words
 *
 * Nothing else of a shell's is special: no variables, no patterns, no redirection.
 */
#ifndef MEMTAP_WORDS_H
#define MEMTAP_WORDS_H

struct arena;

/* In the arena, NULL at the end. NULL when a quote is not closed, or a backslash ends the text. */
char **words_split(struct arena *arena, const char *text);

#endif
