/*
 * The signals of memtap as a whole: how it was started with them, and what it makes of that. Programs
 * that it starts get them as it did.
 */
#ifndef MEMTAP_SIGNALS_H
#define MEMTAP_SIGNALS_H

#include <spawn.h>

/* Those that end tracing, or memtap where nothing is traced. */
#define SIGNALS_ENDING 3
extern const int signals_ending[SIGNALS_ENDING];

/*
 * First of all. Whoever has started memtap may have blocked those, as threads of daemons do: they are
 * not any more. SIGPIPE and SIGXFSZ are ignored: a write says the same by EPIPE and EFBIG.
 */
void signals_open(void);

/* In a child that becomes another program. */
void signals_restore(void);
/* The same for posix_spawn(3). */
void signals_restore_in(posix_spawnattr_t *attributes);

#endif
