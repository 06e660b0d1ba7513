#include "runtime/watches.h"

#include <bpf/libbpf.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"
#include "runtime/perf_event_open.h"

#define WATCHES_MAX 256	  /* of all processes; one of them has four at most */
#define LINKS_MAX   16384 /* of a watchpoint: threads, once for each probe */

struct watch {
	uint32_t pid;
	uint64_t address;
	struct bpf_link **links;
	size_t count;
};

struct watches {
	const struct loaded *loaded;
	const struct probes *probes;
	struct output *output;
	struct watch open[WATCHES_MAX];
	size_t count;
};

/* ---- close ---- */

static void close_links(struct watch *watch)
{
	for (size_t i = 0; i < watch->count; i++)
		bpf_link__destroy(watch->links[i]);
	free(watch->links);
}

static void close_at(struct watches *watches, size_t index)
{
	close_links(&watches->open[index]);
	watches->open[index] = watches->open[--watches->count];
}

static void unwatch(void *context, uint32_t pid, uint64_t address)
{
	struct watches *watches = context;

	for (size_t i = watches->count; i-- > 0;)
		if (watches->open[i].pid == pid && watches->open[i].address == address)
			close_at(watches, i);
}

void watches_forget(struct watches *watches, uint32_t pid)
{
	for (size_t i = watches->count; i-- > 0;)
		if (watches->open[i].pid == pid)
			close_at(watches, i);
}

/* ---- open ---- */

struct threads {
	pid_t *ids;
	size_t count;
};

/*
 * All are listed before a watchpoint is opened in the first: from then on a thread that one of
 * them starts has inherited it, and would have it twice if it were met in the list.
 */
static struct threads list_threads(uint32_t pid)
{
	struct threads threads = {0};
	struct dirent *entry;
	char path[32];
	DIR *directory;

	snprintf(path, sizeof(path), "/proc/%u/task", pid);
	directory = opendir(path);
	while (directory && threads.count < LINKS_MAX && (entry = readdir(directory))) {
		if (entry->d_name[0] == '.')
			continue;
		threads.ids = heap_realloc(threads.ids, (threads.count + 1) * sizeof(pid_t));
		threads.ids[threads.count++] = atoi(entry->d_name);
	}
	if (directory)
		closedir(directory);
	return threads;
}

static bool is_armed_probe(const struct probe *probe)
{
	return probe->attach->point.kind == PLAN_WATCHPOINT &&
	       strcmp(probe->hook.place.name, PROBE_ARMED) == 0;
}

static int open_link(struct watches *watches, struct watch *watch, const struct probe *probe,
		     const struct perf_event_attr *event, pid_t thread)
{
	struct bpf_program *program = load_find_program(watches->loaded, probe->hook.program);
	struct bpf_link *link;
	int error;

	if (watch->count == LINKS_MAX)
		return -E2BIG;
	error = perf_event_link(program, probe->id, event, thread, -1, &link);
	if (error)
		return error == -ESRCH ? 0 : error; /* a thread that has ended */
	watch->links = heap_realloc(watch->links, (watch->count + 1) * sizeof(*watch->links));
	watch->links[watch->count++] = link;
	return 0;
}

static int open_links(struct watches *watches, struct watch *watch,
		      const struct perf_event_attr *event)
{
	struct threads threads = list_threads(watch->pid);
	int error = 0;

	for (size_t i = 0; i < watches->probes->list.count; i++) {
		const struct probe *probe = &watches->probes->list.items[i];

		for (size_t t = 0; t < threads.count && !error && is_armed_probe(probe); t++)
			error = open_link(watches, watch, probe, event, threads.ids[t]);
	}
	free(threads.ids);
	return error;
}

/* The kernel would watch its own memory, too, where the thread is in it. */
static bool is_of_process(uint64_t address)
{
	return !(address >> 63);
}

static void watch(void *context, uint32_t pid, uint64_t address, uint64_t length, const char *mode)
{
	struct perf_event_attr event = watchpoint_event(address, length, mode);
	struct watch new = {.pid = pid, .address = address};
	struct watches *watches = context;
	int error;

	event.inherit = 1;
	event.inherit_thread = 1; /* a child process has memory of its own */
	event.remove_on_exec = 1;
	unwatch(watches, pid, address);
	error = is_of_process(address) && watches->count < WATCHES_MAX
			? open_links(watches, &new, &event)
			: -EINVAL;
	if (error)
		output_count_loss(watches->output,
				  error == -ENOSPC ? ABI_LOSS_WATCH_FULL : ABI_LOSS_WATCH_REFUSED,
				  1);
	if (error || !new.count) /* none: the process has ended */
		close_links(&new);
	else
		watches->open[watches->count++] = new;
}

/* ---- all ---- */

struct watches *watches_new(const struct loaded *loaded, const struct probes *probes,
			    struct output *output)
{
	struct watches *watches = heap_alloc(sizeof(*watches));
	struct output_watcher watcher = {.context = watches, .watch = watch, .unwatch = unwatch};

	*watches = (struct watches){.loaded = loaded, .probes = probes, .output = output};
	output_set_watcher(output, &watcher);
	return watches;
}

void watches_free(struct watches *watches)
{
	if (!watches)
		return;
	while (watches->count)
		close_at(watches, watches->count - 1);
	free(watches);
}
