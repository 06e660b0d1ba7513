#include "runtime/snapshot.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "runtime/file.h"
#include "runtime/machine.h"
#include "runtime/message.h"
#include "runtime/run.h"

#define BTF	"sys/kernel/btf/vmlinux"
#define TRACEFS "sys/kernel/tracing" /* in the copy, wherever it is mounted here */

struct snapshot {
	struct machine machine;
	const char *directory, *tracefs;
};

static bool make_directories(struct snapshot *snapshot, const char *path)
{
	char *directory = arena_strdup(snapshot->machine.arena, path);

	for (char *at = directory + 1; (at = strchr(at, '/')); *at++ = '/') {
		*at = '\0';
		if (mkdir(directory, 0777) < 0 && errno != EEXIST)
			return false;
	}
	return true;
}

static bool write_file(struct snapshot *snapshot, const char *path, const char *bytes, size_t size)
{
	FILE *out = make_directories(snapshot, path) ? fopen(path, "we") : NULL;
	bool is_written;

	if (!out)
		return false;
	is_written = fwrite(bytes, 1, size, out) == size;
	return fclose(out) == 0 && is_written;
}

/* `name` is relative to the root, and to the snapshot. */
static int copy(struct snapshot *snapshot, const char *from, const char *name)
{
	const char *to = arena_printf(snapshot->machine.arena, "%s/%s", snapshot->directory, name);
	size_t size;
	char *bytes = file_read(from, &size);
	bool is_written;

	if (!bytes) {
		complain("cannot read %s: %s", from, strerror(errno));
		return STATUS_ENVIRONMENT;
	}
	is_written = write_file(snapshot, to, bytes, size);
	free(bytes);
	if (is_written)
		return STATUS_DONE;
	complain("cannot write %s: %s", to, strerror(errno));
	return STATUS_ENVIRONMENT;
}

static int copy_tracefs(struct snapshot *snapshot, const char *name)
{
	struct arena *arena = snapshot->machine.arena;

	return copy(snapshot, arena_printf(arena, "%s/%s", snapshot->tracefs, name),
		    arena_printf(arena, TRACEFS "/%s", name));
}

/* Events of the function tracer have no id. */
static int copy_if_there(struct snapshot *snapshot, const char *name)
{
	struct arena *arena = snapshot->machine.arena;

	if (!file_is_accessible(arena_printf(arena, "%s/%s", snapshot->tracefs, name), F_OK))
		return STATUS_DONE;
	return copy_tracefs(snapshot, name);
}

static int copy_category(struct snapshot *snapshot, const char *category)
{
	struct arena *arena = snapshot->machine.arena;
	const char *const *events;
	size_t count = machine_match_events(&snapshot->machine, category, "*", &events);
	int status = STATUS_DONE;

	for (size_t i = 0; i < count && !status; i++) {
		const char *event = arena_printf(arena, "events/%s/%s", category, events[i]);

		status = copy_if_there(snapshot, arena_printf(arena, "%s/format", event))
				 ?: copy_if_there(snapshot, arena_printf(arena, "%s/id", event));
	}
	return status;
}

static int copy_tracepoints(struct snapshot *snapshot)
{
	const char *const *categories;
	size_t count = machine_match_events(&snapshot->machine, NULL, "*", &categories);
	int status = STATUS_DONE;

	for (size_t i = 0; i < count && !status; i++)
		status = copy_category(snapshot, categories[i]);
	return status;
}

int snapshot_write(const char *directory)
{
	struct snapshot snapshot = {.machine = {.arena = arena_new()}, .directory = directory};
	struct reason reason;
	int status = STATUS_ENVIRONMENT;

	snapshot.tracefs = machine_tracefs(&reason);
	if (!snapshot.tracefs)
		complain("%s", reason.text);
	else
		status = copy(&snapshot, "/" BTF, BTF)
				 ?: copy_tracefs(&snapshot, "available_events")
				 ?: copy_tracefs(&snapshot, "available_filter_functions")
				 ?: copy_tracepoints(&snapshot);
	machine_close(&snapshot.machine);
	arena_free(snapshot.machine.arena);
	return status;
}
