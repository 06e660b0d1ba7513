#include "runtime/jit_map.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "runtime/clock.h"
#include "runtime/file.h"
#include "runtime/message.h"

#define CHUNK_SIZE    (1 << 18) /* bytes read at a time; no line is longer */
#define NAME_LENGTH   1024	/* bytes; what is longer is cut */
#define ENCLOSING_MAX 16	/* how many that begin before an address are looked at */

/* Between two looks at the file: at least so long, and so many times as long as the last one took. */
#define WAIT_NS	    UINT64_C(100000000)
#define WAIT_FACTOR 10

struct jit_entry {
	uint64_t start, size;
	const char *name;
	uint32_t number; /* of its line */
};

struct jit_map {
	char path[32];
	int folder; /* /tmp of the process; -1: the file is open */
	int fd;	    /* -1: not there yet */
	uid_t owner;
	uint64_t next_look_ns;
	off_t position; /* up to which it was read */
	bool is_full;
	struct jit_total *total;
	size_t memory; /* of the total */

	struct arena *arena;
	struct jit_entry *entries; /* sorted by start, then from old to new */
	size_t count, capacity;
	uint32_t lines;
};

/* ---- opening ---- */

/* The user whose files it makes, and its number in the innermost of its namespaces. */
static bool read_status(uint32_t pid, uid_t *owner, unsigned long *own_pid)
{
	char path[32], *text, *uids, *pids;
	unsigned long value;

	snprintf(path, sizeof(path), "/proc/%" PRIu32 "/status", pid);
	text = file_read(path, NULL);
	uids = text ? strstr(text, "\nUid:") : NULL;
	pids = text ? strstr(text, "\nNSpid:") : NULL;
	if (!uids || sscanf(uids, "\nUid: %*u %*u %*u %lu", &value) != 1) {
		free(text);
		return false;
	}
	*owner = (uid_t)value;
	*own_pid = pid;
	if (pids) {
		pids += strlen("\nNSpid:");
		pids[strcspn(pids, "\n")] = '\0';
		*own_pid = strtoul(strrchr(pids, '\t') ? strrchr(pids, '\t') : pids, NULL, 10);
	}
	free(text);
	return true;
}

struct jit_map *jit_map_open(uint32_t pid, struct jit_total *total)
{
	struct jit_map *map;
	unsigned long own_pid;
	char path[32];
	uid_t owner;
	int folder;

	snprintf(path, sizeof(path), "/proc/%" PRIu32 "/root/tmp", pid);
	folder = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0)
		return NULL;
	if (!read_status(pid, &owner, &own_pid)) {
		close(folder);
		return NULL;
	}
	map = heap_alloc(sizeof(*map));
	*map = (struct jit_map){
		.folder = folder, .fd = -1, .owner = owner, .total = total, .arena = arena_new()};
	snprintf(map->path, sizeof(map->path), "/tmp/perf-%lu.map", own_pid);
	return map;
}

void jit_map_close(struct jit_map *map)
{
	if (!map)
		return;
	file_close(&map->folder);
	file_close(&map->fd);
	map->total->memory -= map->memory;
	free(map->entries);
	arena_free(map->arena);
	free(map);
}

const char *jit_map_path(const struct jit_map *map)
{
	return map->path;
}

/* A link would lead to files of others, a FIFO to waiting. */
static void open_file(struct jit_map *map)
{
	struct stat status;
	int fd = openat(map->folder, map->path + strlen("/tmp/"),
			O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	if (fd < 0)
		return;
	if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode) || status.st_uid != map->owner) {
		close(fd);
		return;
	}
	map->fd = fd;
	file_close(&map->folder);
}

/* ---- reading ---- */

static void add_entry(struct jit_map *map, const struct jit_entry *entry)
{
	if (map->count == map->capacity) {
		map->capacity = map->capacity ? 2 * map->capacity : 1024;
		map->entries = heap_realloc(map->entries, map->capacity * sizeof(*map->entries));
	}
	map->entries[map->count++] = *entry;
}

static bool is_memory_used_up(const struct jit_map *map)
{
	return map->total->memory >= JIT_MEMORY_MAX;
}

static bool has_room(const struct jit_map *map)
{
	return map->count < JIT_ENTRIES_MAX && map->position < JIT_BYTES_MAX &&
	       !is_memory_used_up(map);
}

/* There is more than is read. Of the total it is said once: it is not this file alone that has it. */
static void stop_at_limit(struct jit_map *map)
{
	map->is_full = true;
	if (!is_memory_used_up(map))
		complain("%s is too large: code that it tells of after %zu functions has no name",
			 map->path, map->count);
	else if (!map->total->is_told)
		complain("names of compiled code take %d MiB, as much as they may: code that %s and "
			 "others still tell of has none; with -p there is less",
			 JIT_MEMORY_MAX >> 20, map->path);
	map->total->is_told |= is_memory_used_up(map);
}

static void count_memory(struct jit_map *map, size_t size)
{
	map->memory += size;
	map->total->memory += size;
}

/* "7f1c2c0010a0 1f4 LazyCompile:*handle /app/server.js:12" */
static void parse_line(struct jit_map *map, char *line, size_t length)
{
	char *end;
	struct jit_entry entry = {.number = map->lines++};

	line[length] = '\0';
	entry.start = strtoull(line, &end, 16);
	if (*end != ' ')
		return;
	entry.size = strtoull(end, &end, 16);
	if (*end != ' ' || !end[1] || !entry.size)
		return;
	length = strnlen(end + 1, NAME_LENGTH);
	entry.name = arena_strndup(map->arena, end + 1, length);
	count_memory(map, sizeof(entry) + length + 1);
	add_entry(map, &entry);
}

/* Whole lines alone: the process may be writing one. Returns how many bytes they have. */
static size_t parse_lines(struct jit_map *map, char *text, size_t size)
{
	size_t done = 0;
	char *newline;

	while (map->count < JIT_ENTRIES_MAX && !is_memory_used_up(map) &&
	       (newline = memchr(text + done, '\n', size - done))) {
		parse_line(map, text + done, (size_t)(newline - text) - done);
		done = (size_t)(newline - text) + 1;
	}
	return done;
}

static int compare_entries(const void *a, const void *b)
{
	const struct jit_entry *left = a, *right = b;

	if (left->start != right->start)
		return left->start < right->start ? -1 : 1;
	return left->number < right->number ? -1 : left->number > right->number;
}

/* Of several at one address the last. */
static void sort_entries(struct jit_map *map)
{
	size_t kept = 0;

	if (!map->count)
		return;
	qsort(map->entries, map->count, sizeof(*map->entries), compare_entries);
	for (size_t i = 1; i < map->count; i++) {
		if (map->entries[i].start != map->entries[kept].start)
			kept++;
		map->entries[kept] = map->entries[i];
	}
	map->count = kept + 1;
}

static void read_more(struct jit_map *map)
{
	char *text = heap_alloc(CHUNK_SIZE + 1);
	ssize_t got;

	while ((got = pread(map->fd, text, CHUNK_SIZE, map->position)) > 0) {
		size_t done;

		if (!has_room(map)) {
			stop_at_limit(map);
			break;
		}
		done = parse_lines(map, text, (size_t)got);
		if (!done && got < CHUNK_SIZE)
			break;
		map->position += done ? (off_t)done : got;
	}
	free(text);
	sort_entries(map);
}

/* Not too often: stacks may hold any number of addresses that it does not tell of. */
static void look(struct jit_map *map)
{
	uint64_t now = clock_ns(CLOCK_MONOTONIC);
	struct stat status;

	if (now < map->next_look_ns)
		return;
	if (map->fd < 0)
		open_file(map);
	if (map->fd >= 0 && !map->is_full && fstat(map->fd, &status) == 0 &&
	    status.st_size > map->position)
		read_more(map);
	map->next_look_ns = clock_ns(CLOCK_MONOTONIC);
	map->next_look_ns += WAIT_NS + WAIT_FACTOR * (map->next_look_ns - now);
}

/* ---- finding ---- */

/* How many begin at or before an address. */
static size_t count_before(const struct jit_map *map, uint64_t address)
{
	size_t low = 0, high = map->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (map->entries[middle].start <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool jit_map_find(struct jit_map *map, uint64_t address, const char **name, uint64_t *start)
{
	const struct jit_entry *found = NULL;
	size_t before;

	look(map);
	before = count_before(map, address);
	for (size_t i = 0; i < ENCLOSING_MAX && i < before; i++) {
		const struct jit_entry *entry = &map->entries[before - 1 - i];

		if (address - entry->start < entry->size &&
		    (!found || entry->number > found->number))
			found = entry;
	}
	if (!found)
		return false;
	*name = found->name;
	*start = found->start;
	return true;
}
