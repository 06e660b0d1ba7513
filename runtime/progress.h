/*
 * What takes so long: a line on the terminal, below all else, shown after half a second of the same work.
 *
 *     memtap: reading symbols of /usr/lib/x86_64-linux-gnu/libLLVM-19.so
 *     memtap: attaching probes: 1200 of 5000
 *
 * Work is in work; the innermost is shown. Whoever else writes to the terminal takes the line away
 * before; it comes back with the next thing that is begun.
 */
#ifndef MEMTAP_PROGRESS_H
#define MEMTAP_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Once. Without it, and where standard error is no terminal that is ours, there is never a line. */
void progress_open(void);
/* For the time that another program has the terminal, or another screen is shown. */
void progress_allow(bool is_allowed);

/* With `work`, such as "reading symbols of", and what it is done to, or "". Pairs, with no way out between. */
void progress_begin(const char *work, const char *object);
void progress_end(void);
/*
 * Work in so many steps, of which `done` more are done. A signal that draws the line would disturb what
 * the kernel is asked for: it is drawn with a step.
 */
void progress_begin_steps(const char *work, size_t steps);
void progress_step(size_t done);

/* Before anything is written to standard error. */
void progress_hide(void);
/* A stream to `terminal` whose text has the line out of its way, for fclose(3); NULL: there is no need. */
FILE *progress_guard(FILE *terminal);

#endif
