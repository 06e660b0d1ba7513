/*
 * Compiled programs that are kept from run to run, so that LLVM is not needed twice.
 *
 * A program is still parsed, with what it imports; what it then is, and all else that decides what
 * is compiled, makes the key: its texts, the command line, the settings in the environment, memtap
 * itself and its libraries, the kernel. What of the kernel can change while it runs, formats of
 * tracepoints, is kept beside the plan and compared. What was looked at besides, such as debug info,
 * is not followed: such a program is not kept.
 */
#ifndef MEMTAP_PLAN_CACHE_H
#define MEMTAP_PLAN_CACHE_H

#include <stdbool.h>

struct arena;
struct kernel;
struct options;
struct plan;
struct plan_cache;
struct sources;

/* To be called ahead of the fence. NULL: this run has none. The arena keeps it. */
struct plan_cache *plan_cache_open(struct arena *arena, const struct options *options);
void plan_cache_close(struct plan_cache *cache);

/*
 * The plan of a program that has been parsed, if it is there. All that follows may be given NULL
 * for a cache, and then does nothing.
 */
bool plan_cache_take(struct plan_cache *cache, const struct sources *sources,
		     struct kernel *kernel, struct plan **plan);

/* The same, compiled. */
void plan_cache_keep(struct plan_cache *cache, struct kernel *kernel, const struct plan *plan);

/* It is not kept, and why. */
void plan_cache_leave(struct plan_cache *cache, const char *why);

#endif
