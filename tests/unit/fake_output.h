/*
 * An output whose BPF maps are in memory and whose symbols are made up, so that text can be tested
 * without a kernel. A map's number is its index in fake_maps.
 *
 * Linked before the archives, the symbols_...() here are taken instead of those of the runtime.
 */
#ifndef MEMTAP_FAKE_OUTPUT_H
#define MEMTAP_FAKE_OUTPUT_H

#include <errno.h>
#include <stdlib.h>

#include "lexer/arena.h"
#include "runtime/elf_source.h"
#include "runtime/output_private.h"
#include "runtime/symbols.h"
#include "tests/unit/unit.h"

#define FAKE_CPUS     2
#define FAKE_MAPS     8
#define FAKE_NO_BATCH 524 /* ENOTSUPP, which no header of user space has */

/* ---- maps ---- */

#define FAKE_ENTRIES 64

struct fake_map {
	struct map_info info;
	size_t value_bytes; /* of all CPUs */
	uint32_t count;	    /* those that were removed among them: the others keep their places */
	uint8_t *keys, *values;
	bool is_removed[FAKE_ENTRIES];
	bool has_batches;
	uint32_t bucket; /* entries that a batch gives together, or not at all */
	void (*before_next_key)(struct fake_map *map);
	uint32_t next_keys; /* calls */
};

static struct fake_map fake_maps[FAKE_MAPS];

static inline struct fake_map *fake_map_of(int map)
{
	return map >= 0 && map < FAKE_MAPS && fake_maps[map].keys ? &fake_maps[map] : NULL;
}

static inline void fake_map_make(int number, const struct map_shape *shape)
{
	struct fake_map *map = &fake_maps[number];

	free(map->keys);
	free(map->values);
	*map = (struct fake_map){.info = {.key_size = shape->key_size,
					  .value_size = shape->value_size,
					  .max_entries = FAKE_ENTRIES},
				 .value_bytes = map_shape_bytes(shape),
				 .has_batches = true,
				 .bucket = 1};
	map->keys = heap_alloc(FAKE_ENTRIES * map->info.key_size);
	map->values = heap_alloc(FAKE_ENTRIES * map->value_bytes);
}

static inline uint8_t *fake_key(const struct fake_map *map, uint32_t index)
{
	return map->keys + index * map->info.key_size;
}

static inline uint8_t *fake_value(const struct fake_map *map, uint32_t index)
{
	return map->values + index * map->value_bytes;
}

/* The first entry from `index` on that is there. */
static inline uint32_t fake_skip(const struct fake_map *map, uint32_t index)
{
	while (index < map->count && map->is_removed[index])
		index++;
	return index;
}

static inline uint32_t fake_find(const struct fake_map *map, const void *key)
{
	uint32_t index = fake_skip(map, 0);

	while (index < map->count && memcmp(fake_key(map, index), key, map->info.key_size) != 0)
		index = fake_skip(map, index + 1);
	return index;
}

static inline void fake_map_put(int number, const void *key, const void *values)
{
	struct fake_map *map = &fake_maps[number];

	memcpy(fake_key(map, map->count), key, map->info.key_size);
	memcpy(fake_value(map, map->count), values, map->value_bytes);
	map->count++;
}

static inline uint32_t fake_map_count(int number)
{
	const struct fake_map *map = &fake_maps[number];
	uint32_t count = 0;

	for (uint32_t i = fake_skip(map, 0); i < map->count; i = fake_skip(map, i + 1))
		count++;
	return count;
}

static inline int fake_info(int number, struct map_info *info)
{
	const struct fake_map *map = fake_map_of(number);

	if (!map)
		return -EBADF;
	*info = map->info;
	return 0;
}

static inline int fake_lookup(int number, const void *key, void *value)
{
	const struct fake_map *map = fake_map_of(number);
	uint32_t index = map ? fake_find(map, key) : 0;

	if (!map || index == map->count)
		return map ? -ENOENT : -EBADF;
	memcpy(value, fake_value(map, index), map->value_bytes);
	return 0;
}

/* Places are walked in buckets of `bucket`; a position is a place. */
static inline int fake_lookup_batch(int number, void *from, void *next, void *keys, void *values,
				    uint32_t *count)
{
	const struct fake_map *map = fake_map_of(number);
	uint32_t capacity = *count, first = 0, end, given = 0;

	if (!map || !map->has_batches)
		return map ? -FAKE_NO_BATCH : -EBADF;
	if (from)
		memcpy(&first, from, sizeof(first));
	*count = 0;
	if (capacity < map->bucket)
		return -ENOSPC;
	end = first + capacity / map->bucket * map->bucket;
	end = end < map->count ? end : map->count;
	for (uint32_t i = fake_skip(map, first); i < end; i = fake_skip(map, i + 1)) {
		memcpy((uint8_t *)keys + given * map->info.key_size, fake_key(map, i),
		       map->info.key_size);
		memcpy((uint8_t *)values + given * map->value_bytes, fake_value(map, i),
		       map->value_bytes);
		given++;
	}
	*count = given;
	memcpy(next, &end, sizeof(end));
	return end == map->count ? -ENOENT : 0;
}

/* After a key that is gone, the first comes. */
static inline int fake_next_key(int number, const void *key, void *next)
{
	struct fake_map *map = fake_map_of(number);
	uint32_t index;

	if (!map)
		return -EBADF;
	map->next_keys++;
	if (map->before_next_key)
		map->before_next_key(map);
	index = key ? fake_find(map, key) : map->count;
	index = fake_skip(map, index == map->count ? 0 : index + 1);
	if (index == map->count)
		return -ENOENT;
	memcpy(next, fake_key(map, index), map->info.key_size);
	return 0;
}

static inline int fake_update(int number, const void *key, const void *value)
{
	struct fake_map *map = fake_map_of(number);
	uint32_t index = map ? fake_find(map, key) : 0;

	if (!map || index == map->count)
		return map ? -ENOENT : -EBADF;
	memcpy(fake_value(map, index), value, map->value_bytes);
	return 0;
}

static inline int fake_remove(int number, const void *key)
{
	struct fake_map *map = fake_map_of(number);
	uint32_t index = map ? fake_find(map, key) : 0;

	if (map && map->info.is_array)
		return -EINVAL;

	if (!map || index == map->count)
		return map ? -ENOENT : -EBADF;
	map->is_removed[index] = true;
	return 0;
}

static const struct map_access fake_access = {
	.info = fake_info,
	.lookup = fake_lookup,
	.lookup_batch = fake_lookup_batch,
	.next_key = fake_next_key,
	.update = fake_update,
	.remove = fake_remove,
};

/* What programs that print and clear maps send: a map and two numbers. */
static struct plan_type fake_words[] __attribute__((unused)) = {
	{.kind = PLAN_INT, .size = 8},
	{.kind = PLAN_INT, .size = 8, .offset = 8},
	{.kind = PLAN_INT, .size = 8, .offset = 16}};

#define FAKE_PRINT_MAP                                                                             \
	{.kind = PLAN_PRINT_MAP,                                                                   \
	 .payload = {                                                                              \
		 .kind = PLAN_TUPLE, .size = 24, .element_count = 3, .elements = fake_words}}
#define FAKE_CLEAR_MAP {.kind = PLAN_CLEAR_MAP, .payload = {.kind = PLAN_TUPLE}}

static inline void fake_stack_put(int map, uint64_t id, uint32_t count, const uint64_t *frames)
{
	struct abi_stack stack = {.count = count};

	memcpy(stack.frames, frames, count * sizeof(*frames));
	fake_map_put(map, &id, &stack);
}

/* ---- symbols: functions of 0x100 bytes ---- */

#define FAKE_KERNEL UINT64_C(0xffffffff81000000)
#define FAKE_USER   UINT64_C(0x400000)
#define FAKE_BARE   UINT64_C(0x7f0000000000) /* a file without symbols */

struct symbol symbols_kernel(struct symbols *symbols, uint64_t address)
{
	static const char *const names[] = {"vfs_read", "ksys_read", "do_syscall_64",
					    "bpf_prog_6e3e14c06b0f49fa_probe_0",
					    "bpf_prog_6e3e14c06b0f49fa", "bpf_prog_alloc"};
	uint64_t index = (address - FAKE_KERNEL) / 0x100;

	if (index >= sizeof(names) / sizeof(*names))
		return (struct symbol){.offset = address};
	return (struct symbol){names[index], "[kernel]", (address - FAKE_KERNEL) % 0x100};
}

struct symbol symbols_user(struct symbols *symbols, uint32_t pid, uint64_t address)
{
	static const char *const names[] = {"fibonacci", "child", "main"};
	uint64_t index = (address - FAKE_USER) / 0x100;

	if (address - FAKE_BARE < 0x10000)
		return (struct symbol){.module = "/opt/libbare.so", .offset = address - FAKE_BARE};
	if (index >= 3)
		return (struct symbol){.offset = address};
	return (struct symbol){names[index], "/bin/x", (address - FAKE_USER) % 0x100};
}

#define FAKE_OFFSET 0x1000 /* of FAKE_USER in its file */

static unsigned fake_source_lookups;

/* The child's first instruction is of a function that is inlined. */
size_t symbols_find_source_in(struct elf_file *file, uint64_t offset,
			      const struct source_frame **frames)
{
	static const struct source_frame found[] = {{"twice", "/src/child.c", 7},
						    {NULL, "/src/child.c", 12}};

	fake_source_lookups++;
	*frames = found;
	return offset == FAKE_OFFSET + 0x100 ? 2 : 0;
}

size_t symbols_find_source(struct symbols *symbols, uint32_t pid, uint64_t address,
			   const struct source_frame **frames)
{
	return symbols_find_source_in(NULL, address - FAKE_USER + FAKE_OFFSET, frames);
}

bool symbols_find_mapping(struct symbols *symbols, uint32_t pid, uint64_t address,
			  struct symbol_mapping *mapping)
{
	static char file; /* known by its address alone */
	static const struct symbol_mapping
		program = {FAKE_USER, FAKE_USER + 0x300, FAKE_OFFSET,
			   "/bin/x",  "c0ffee",		 (struct elf_file *)&file},
		bare = {FAKE_BARE, FAKE_BARE + 0x10000, 0, "/opt/libbare.so", NULL, NULL};

	*mapping = address - FAKE_BARE < 0x10000 ? bare : program;
	return address >= mapping->start && address < mapping->end;
}

size_t symbols_user_frames(struct symbols *symbols, uint32_t pid, const struct abi_stack *stack,
			   uint64_t frames[ABI_STACK_MAX + 1])
{
	size_t count = stack->count < ABI_STACK_MAX ? stack->count : ABI_STACK_MAX;

	memcpy(frames, stack->frames, count * sizeof(*frames));
	return count;
}

/* ---- the output ---- */

static char *fake_text; /* all that was printed */
static size_t fake_text_size, fake_text_seen;

static inline struct output *fake_output(const struct plan *plan, const struct output_maps *maps)
{
	struct output *output =
		output_new(plan, maps, NULL, open_memstream(&fake_text, &fake_text_size));

	fake_text_seen = 0;
	output->access = &fake_access;
	output->cpus = FAKE_CPUS;
	return output;
}

/* What was printed since the last call; lives until the next. */
static inline const char *fake_printed(struct output *output)
{
	static char *text;

	fflush(output->out);
	free(text);
	text = heap_strdup(fake_text + fake_text_seen);
	fake_text_seen = fake_text_size;
	return text;
}

static inline void fake_free(struct output *output)
{
	FILE *out = output->out;

	output_free(output);
	fclose(out);
	free(fake_text);
	fake_text = NULL;
	for (int i = 0; i < FAKE_MAPS; i++) {
		free(fake_maps[i].keys);
		free(fake_maps[i].values);
		fake_maps[i] = (struct fake_map){0};
	}
}

/* Sends an event with a payload. */
static inline enum output_action fake_event(struct output *output, uint32_t event,
					    const void *payload, uint32_t size)
{
	struct abi_event head = {.event = event, .size = size};
	uint8_t *record = heap_alloc(sizeof(head) + size);
	enum output_action action;

	memcpy(record, &head, sizeof(head));
	memcpy(record + sizeof(head), payload, size);
	action = output_event(output, record, sizeof(head) + size);
	free(record);
	return action;
}

#endif
