#include "runtime/follow.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"
#include "runtime/pidfd.h"
#include "runtime/run.h"
#include "stdlib/embed.h"

#define PROGRAMS_MAX 2

struct follow {
	struct bpf_object *object;
	struct bpf_link *links[PROGRAMS_MAX];
	size_t link_count;
	int pids; /* the map */
};

/* Maps that the plan's object has, too, are those. */
static int share_maps(const struct follow *follow, const struct loaded *loaded)
{
	struct bpf_map *map, *shared;
	int error = 0;

	bpf_object__for_each_map(map, follow->object)
	{
		shared = bpf_object__find_map_by_name(loaded->object, bpf_map__name(map));
		if (shared && !error)
			error = bpf_map__reuse_fd(map, bpf_map__fd(shared));
	}
	return error;
}

static int attach_programs(struct follow *follow)
{
	struct bpf_program *program;

	bpf_object__for_each_program(program, follow->object)
	{
		struct bpf_link *link = bpf_program__attach(program);

		if (!link)
			return -errno;
		follow->links[follow->link_count++] = link;
	}
	return 0;
}

static int begin(struct follow *follow, const struct loaded *loaded, uint32_t pid)
{
	const uint64_t first = 0;
	size_t size;
	const char *bytes = stdlib_object("follow", &size);
	int error;

	follow->object = bpf_object__open_mem(bytes, size, NULL);
	if (!follow->object)
		return -errno;
	error = share_maps(follow, loaded) ?: bpf_object__load(follow->object);
	if (error)
		return error;
	follow->pids = bpf_object__find_map_fd_by_name(follow->object, ABI_MAP_FOLLOWED);
	return bpf_map_update_elem(follow->pids, &pid, &first, BPF_ANY) ?: attach_programs(follow);
}

int follow_open(struct follow **follow, const struct loaded *loaded, pid_t pid)
{
	int error;

	*follow = heap_alloc(sizeof(**follow));
	error = begin(*follow, loaded, pid);
	if (!error)
		return STATUS_DONE;
	complain("cannot follow child processes: %s", strerror(-error));
	return STATUS_ENVIRONMENT;
}

void follow_close(struct follow *follow)
{
	if (!follow)
		return;
	for (size_t i = 0; i < follow->link_count; i++)
		bpf_link__destroy(follow->links[i]);
	bpf_object__close(follow->object);
	free(follow);
}

/* ---- who is left ---- */

/* Goes through the map once and takes those out that have ended, until one is met that lives. */
static int find_living(struct follow *follow, uint32_t first)
{
	int found = pidfd_open_living(first);
	uint32_t pid = first, next;
	bool has_next = true;

	while (found == -ESRCH && has_next) {
		has_next = bpf_map_get_next_key(follow->pids, &pid, &next) == 0;
		bpf_map_delete_elem(follow->pids, &pid);
		pid = next;
		if (has_next)
			found = pidfd_open_living(pid);
	}
	return found;
}

/*
 * Who lives is in the map, and was before it ran: when nothing is left there, there is nobody. The
 * kernel's search for a first key cannot miss a child because its parent ends meanwhile: that one
 * stays in the map until the search is over (RCU).
 */
int follow_survivor(struct follow *follow)
{
	int survivor = -ESRCH;
	uint32_t first;

	while (follow && survivor == -ESRCH &&
	       bpf_map_get_next_key(follow->pids, NULL, &first) == 0)
		survivor = find_living(follow, first);
	return survivor;
}
