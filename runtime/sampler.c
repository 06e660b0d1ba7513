#include "runtime/sampler.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "runtime/file.h"
#include "runtime/message.h"
#include "runtime/run.h"
#include "runtime/tools.h"

/* From the directory of memtap's executable. */
static const char *const places[] = {"../lib/memtap/libmemsample.so", "libmemsample.so"};

const char *sampler_find(struct arena *arena)
{
	const char *own = tools_directory(arena);

	for (size_t i = 0; own && i < sizeof(places) / sizeof(*places); i++) {
		const char *path = arena_printf(arena, "%s/%s", own, places[i]);

		if (file_is_regular(path))
			return path;
	}
	return NULL;
}

/* First, so that it stands before an allocator that the caller preloads. */
void sampler_set_environment(const struct sampler *sampler)
{
	const char *others = getenv("LD_PRELOAD");
	char *list = NULL, interval[16];

	if (!sampler->path)
		return;
	snprintf(interval, sizeof(interval), "%u", sampler->interval);
	if (asprintf(&list, "%s%s%s", sampler->path, others ? ":" : "", others ? others : "") < 0 ||
	    setenv("LD_PRELOAD", list, 1) < 0 || setenv("MEMSAMPLE_INTERVAL", interval, 1) < 0) {
		complain("cannot give the command its environment: %s", strerror(errno));
		_exit(STATUS_ENVIRONMENT);
	}
	free(list);
}
