#include <bpf/bpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"
#include "runtime/output_private.h"

#define BATCH_BYTES (1 << 20) /* of keys and values, to begin with */
#define BATCH_LEAST 16

/* ---- bpf(2) ---- */

static int kernel_info(int map, struct map_info *info)
{
	struct bpf_map_info all = {0};
	uint32_t size = sizeof(all);
	int error = bpf_obj_get_info_by_fd(map, &all, &size);

	*info = (struct map_info){
		.key_size = all.key_size,
		.value_size = all.value_size,
		.max_entries = all.max_entries,
		.is_array = all.type == BPF_MAP_TYPE_ARRAY || all.type == BPF_MAP_TYPE_PERCPU_ARRAY,
	};
	return error;
}

static int kernel_lookup_batch(int map, void *from, void *next, void *keys, void *values,
			       uint32_t *count)
{
	return bpf_map_lookup_batch(map, from, next, keys, values, count, NULL);
}

static int kernel_update(int map, const void *key, const void *value)
{
	return bpf_map_update_elem(map, key, value, BPF_EXIST);
}

const struct map_access map_access_kernel = {
	.info = kernel_info,
	.lookup = bpf_map_lookup_elem,
	.lookup_batch = kernel_lookup_batch,
	.next_key = bpf_map_get_next_key,
	.update = kernel_update,
	.remove = bpf_map_delete_elem,
};

/* ---- a walk ---- */

size_t map_shape_bytes(const struct map_shape *shape)
{
	if (!shape->cpus)
		return shape->value_size;
	return ((size_t)shape->value_size + 7) / 8 * 8 * shape->cpus;
}

struct walk {
	const struct map_access *access;
	int map;
	uint32_t most; /* entries that the map can have */
	size_t key_size, value_size;
	walk_visit *visit;
	void *context;
};

/* The buffers of a batch; `next` is where the one after it begins. */
struct batch {
	uint32_t capacity;
	uint8_t *from, *next, *keys, *values;
};

static void size_batch(const struct walk *walk, struct batch *batch, uint32_t capacity)
{
	batch->capacity = capacity;
	batch->keys = heap_realloc(batch->keys, capacity * walk->key_size);
	batch->values = heap_realloc(batch->values, capacity * walk->value_size);
}

static uint32_t first_capacity(const struct walk *walk)
{
	size_t capacity = BATCH_BYTES / (walk->key_size + walk->value_size);

	if (capacity < BATCH_LEAST)
		capacity = BATCH_LEAST;
	return capacity < walk->most ? (uint32_t)capacity : walk->most;
}

static void visit_batch(const struct walk *walk, const struct batch *batch, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		walk->visit(walk->context, batch->keys + i * walk->key_size,
			    batch->values + i * walk->value_size);
}

/* Of where a batch begins: in a hash map that is a bucket's number, in an array a key. */
static size_t position_size(const struct walk *walk)
{
	return walk->key_size > sizeof(uint64_t) ? walk->key_size : sizeof(uint64_t);
}

static int walk_with(const struct walk *walk, struct batch *batch, bool *is_begun)
{
	for (;;) {
		uint32_t count = batch->capacity;
		int error =
			walk->access->lookup_batch(walk->map, *is_begun ? batch->from : NULL,
						   batch->next, batch->keys, batch->values, &count);

		if (error == -ENOSPC && batch->capacity < walk->most) {
			/* More entries share a bucket than fit: it is given whole or not at all. */
			size_batch(walk, batch,
				   batch->capacity < walk->most / 2 ? 2 * batch->capacity
								    : walk->most);
			continue;
		}
		if (error && error != -ENOENT)
			return error;
		*is_begun = true;
		visit_batch(walk, batch, count);
		if (error)
			return 0;
		memcpy(batch->from, batch->next, position_size(walk));
	}
}

/* `is_begun`: an entry may have been visited. */
static int walk_batches(const struct walk *walk, bool *is_begun)
{
	struct batch batch = {.from = heap_alloc(position_size(walk)),
			      .next = heap_alloc(position_size(walk))};
	int error;

	size_batch(walk, &batch, first_capacity(walk));
	error = walk_with(walk, &batch, is_begun);
	free(batch.from);
	free(batch.next);
	free(batch.keys);
	free(batch.values);
	return error;
}

/* ---- key by key: kernels without batches for this kind of map ---- */

static int compare_keys(const void *a, const void *b, void *walk)
{
	return memcmp(a, b, ((const struct walk *)walk)->key_size);
}

/*
 * The keys that are there now. When the key that the next is asked for is gone, the kernel begins
 * again at the first: so there is a limit, and what came twice is left out later.
 */
static size_t list_keys(const struct walk *walk, uint8_t **keys)
{
	size_t limit = 2 * (size_t)walk->most, capacity = 64, count = 0;
	const uint8_t *last = NULL;

	*keys = heap_alloc(capacity * walk->key_size);
	while (count < limit) {
		if (count == capacity)
			*keys = heap_realloc(*keys, (capacity *= 2) * walk->key_size);
		last = count ? *keys + (count - 1) * walk->key_size : NULL;
		if (walk->access->next_key(walk->map, last, *keys + count * walk->key_size) != 0)
			break;
		count++;
	}
	return count;
}

static int walk_keys(const struct walk *walk)
{
	uint8_t *keys, *value = heap_alloc(walk->value_size);
	size_t count = list_keys(walk, &keys);
	int error = 0;

	qsort_r(keys, count, walk->key_size, compare_keys, (void *)walk);
	for (size_t i = 0; i < count && !error; i++) {
		const uint8_t *key = keys + i * walk->key_size;

		if (i > 0 && memcmp(key, key - walk->key_size, walk->key_size) == 0)
			continue;
		error = walk->access->lookup(walk->map, key, value);
		if (!error)
			walk->visit(walk->context, key, value);
		else if (error == -ENOENT) /* removed meanwhile */
			error = 0;
	}
	free(keys);
	free(value);
	return error;
}

/* ---- all together ---- */

int walk_map(const struct map_access *access, int map, const struct map_shape *shape,
	     walk_visit *visit, void *context)
{
	struct walk walk = {.access = access,
			    .map = map,
			    .key_size = shape->key_size,
			    .value_size = map_shape_bytes(shape),
			    .visit = visit,
			    .context = context};
	bool is_begun = false;
	struct map_info info;
	int error = access->info(map, &info);

	if (error)
		return error;
	if (info.key_size != shape->key_size || info.value_size != shape->value_size)
		return -EPROTO;
	walk.most = info.max_entries;
	error = walk_batches(&walk, &is_begun);
	return error && !is_begun ? walk_keys(&walk) : error;
}

/* ---- removing, zeroing ---- */

struct change {
	const struct map_access *access;
	int map;
	const uint8_t *zeros;
};

/* What is gone already, or an array's, stays as it is. */
static void remove_one(void *context, const uint8_t *key, const uint8_t *values)
{
	const struct change *change = context;

	change->access->remove(change->map, key);
}

static void zero_one(void *context, const uint8_t *key, const uint8_t *values)
{
	const struct change *change = context;

	change->access->update(change->map, key, change->zeros);
}

int walk_remove_all(const struct map_access *access, int map, const struct map_shape *shape)
{
	struct change change = {.access = access, .map = map};

	return walk_map(access, map, shape, remove_one, &change);
}

int walk_zero_all(const struct map_access *access, int map, const struct map_shape *shape)
{
	uint8_t *zeros = heap_alloc(map_shape_bytes(shape));
	struct change change = {.access = access, .map = map, .zeros = zeros};
	int error = walk_map(access, map, shape, zero_one, &change);

	free(zeros);
	return error;
}
