#include "tests/race/kernel.h"

#include <errno.h>
#include <linux/bpf.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bpf/bpf_helpers.h"
#include "codegen/abi.h"

#define BUCKETS	    16 /* few: chains are long */
#define BOUND_MAX   8
#define KEY_MAX	    80
#define STORAGE_MAX 8192

/* As the kernel's lists with "nulls": the end of a chain says whose it is, for a walk may be led
 * into another. */
#define END(bucket)  ((uintptr_t)(bucket) << 1 | 1)
#define IS_END(link) ((link)&1)

struct element {
	_Atomic uintptr_t next; /* kept when it is free, for who may be walking by */
	struct element *next_free;
	_Alignas(8) uint8_t bytes[]; /* key, value */
};

struct bucket {
	pthread_mutex_t lock;
	_Atomic uintptr_t first;
};

struct kernel_map {
	enum kernel_map_type type;
	size_t key_size, value_size, entries;
	uint32_t fails_one_in;
	void (*meanwhile)(void);
	struct bucket buckets[BUCKETS];
	pthread_mutex_t free_lock;
	struct element *free; /* the one that was deleted last is used first */
	_Atomic size_t count;
	uint8_t *array; /* of arrays: all values */
	struct element **all;
};

static struct {
	const void *variable;
	struct kernel_map *map;
} bound[BOUND_MAX];

static _Thread_local uint32_t current_cpu;
static _Thread_local uint64_t current_stack[ABI_STACK_MAX];
static _Thread_local size_t current_frames;
static _Thread_local void *current_storage;
static _Thread_local uint64_t random_state;

/* ---- words that others may be reading ---- */

#define COPY(type)                                                                  \
	for (size_t i = 0; i < size / sizeof(type); i++)                            \
	__atomic_store_n((type *)to + i,                                            \
			 __atomic_load_n((const type *)from + i, __ATOMIC_RELAXED), \
			 __ATOMIC_RELAXED)

static void copy_words(void *to, const void *from, size_t size)
{
	if (size == sizeof(uint32_t))
		COPY(uint32_t);
	else if (size % sizeof(uint64_t) == 0)
		COPY(uint64_t);
	else
		abort();
}

static void zero_words(void *to, size_t size)
{
	uint64_t *target = to;

	for (size_t i = 0; i < size / 8; i++)
		__atomic_store_n(&target[i], 0, __ATOMIC_RELAXED);
}

/* ---- maps ---- */

static bool is_array(const struct kernel_map *map)
{
	return map->type == KERNEL_ARRAY || map->type == KERNEL_PERCPU_ARRAY;
}

static bool is_per_cpu(const struct kernel_map *map)
{
	return map->type == KERNEL_PERCPU_HASH || map->type == KERNEL_PERCPU_ARRAY;
}

static size_t stored_size(const struct kernel_map *map)
{
	return map->value_size * (is_per_cpu(map) ? RACE_CPUS : 1);
}

static size_t key_room(const struct kernel_map *map)
{
	return (map->key_size + 7) / 8 * 8;
}

struct kernel_map *kernel_map_new(enum kernel_map_type type, size_t key_size, size_t value_size,
				  size_t entries)
{
	struct kernel_map *map = calloc(1, sizeof(*map));

	*map = (struct kernel_map){
		.type = type, .key_size = key_size, .value_size = value_size, .entries = entries};
	pthread_mutex_init(&map->free_lock, NULL);
	for (size_t i = 0; i < BUCKETS; i++) {
		pthread_mutex_init(&map->buckets[i].lock, NULL);
		map->buckets[i].first = END(i);
	}
	if (is_array(map)) {
		map->array = calloc(entries, stored_size(map));
		return map;
	}
	map->all = calloc(entries, sizeof(*map->all));
	for (size_t i = 0; i < entries; i++) {
		map->all[i] = calloc(1, sizeof(struct element) + key_room(map) + stored_size(map));
		map->all[i]->next_free = map->free;
		map->free = map->all[i];
	}
	return map;
}

void kernel_map_free(struct kernel_map *map)
{
	for (size_t i = 0; map->all && i < map->entries; i++)
		free(map->all[i]);
	free(map->all);
	free(map->array);
	free(map);
}

void kernel_map_bind(const void *variable, struct kernel_map *map)
{
	for (size_t i = 0; i < BOUND_MAX; i++) {
		if (bound[i].variable && bound[i].variable != variable)
			continue;
		bound[i].variable = variable;
		bound[i].map = map;
		return;
	}
	abort();
}

static struct kernel_map *map_of(void *map)
{
	for (size_t i = 0; i < BOUND_MAX && bound[i].variable; i++)
		if (bound[i].variable == map)
			return bound[i].map;
	return map;
}

void kernel_map_fail(struct kernel_map *map, uint32_t one_in)
{
	map->fails_one_in = one_in;
}

void kernel_map_meanwhile(struct kernel_map *map, void (*others)(void))
{
	map->meanwhile = others;
}

size_t kernel_map_count(struct kernel_map *map)
{
	return map->count;
}

static bool fails_now(const struct kernel_map *map)
{
	random_state = random_state * 6364136223846793005ull + 1442695040888963407ull;
	return map->fails_one_in && (random_state >> 33) % map->fails_one_in == 0;
}

static size_t bucket_of(const struct kernel_map *map, const void *key)
{
	const uint32_t *words = key;
	uint64_t hash = 0;

	for (size_t i = 0; i < map->key_size / sizeof(*words); i++)
		hash = (hash ^ words[i]) * 0x9e3779b97f4a7c15ull;
	return (hash >> 32) % BUCKETS;
}

static bool has_key(const struct kernel_map *map, const struct element *element, const void *key)
{
	uint64_t copy[KEY_MAX / 8];

	copy_words(copy, element->bytes, map->key_size);
	return !memcmp(copy, key, map->key_size);
}

/* Without the lock the walk may have been led into another chain: then it begins again. */
static struct element *find(struct kernel_map *map, size_t bucket, const void *key)
{
	uintptr_t link;

	do {
		for (link = map->buckets[bucket].first; !IS_END(link);
		     link = ((struct element *)link)->next)
			if (has_key(map, (struct element *)link, key))
				return (struct element *)link;
	} while (link != END(bucket));
	return NULL;
}

static uint8_t *values_in(const struct kernel_map *map, struct element *element)
{
	return element->bytes + key_room(map);
}

static uint8_t *value_in(const struct kernel_map *map, uint8_t *values, uint32_t cpu)
{
	return values + (is_per_cpu(map) ? cpu * map->value_size : 0);
}

static uint8_t *values_of(struct kernel_map *map, const void *key)
{
	struct element *element;
	uint64_t copy[KEY_MAX / 8];
	uint32_t index;

	if (is_array(map)) {
		memcpy(&index, key, sizeof(index));
		return index < map->entries ? map->array + index * stored_size(map) : NULL;
	}
	copy_words(copy, key,
		   map->key_size); /* it may be that of an element that is used again meanwhile */
	element = find(map, bucket_of(map, copy), copy);
	return element ? values_in(map, element) : NULL;
}

void *bpf_map_lookup_percpu_elem(void *any, const void *key, uint32_t cpu)
{
	struct kernel_map *map = map_of(any);
	uint8_t *values = values_of(map, key);

	return values ? value_in(map, values, cpu) : NULL;
}

void *bpf_map_lookup_elem(void *any, const void *key)
{
	struct kernel_map *map = map_of(any);
	void *value = bpf_map_lookup_percpu_elem(map, key, current_cpu);
	void (*others)(void) = map->meanwhile;

	if (others) {
		map->meanwhile = NULL;
		others();
	}
	return value;
}

static struct element *take_free(struct kernel_map *map)
{
	struct element *element;

	pthread_mutex_lock(&map->free_lock);
	element = map->free;
	if (element)
		map->free = element->next_free;
	pthread_mutex_unlock(&map->free_lock);
	return element;
}

static void give_free(struct kernel_map *map, struct element *element)
{
	pthread_mutex_lock(&map->free_lock);
	element->next_free = map->free;
	map->free = element;
	pthread_mutex_unlock(&map->free_lock);
}

static long add_new(struct kernel_map *map, size_t bucket, const void *key, const void *value)
{
	struct element *element = take_free(map);
	uint8_t *values;

	if (!element)
		return -E2BIG;
	values = values_in(map, element);
	copy_words(element->bytes, key, map->key_size);
	if (is_per_cpu(map))
		zero_words(values, stored_size(map));
	copy_words(value_in(map, values, current_cpu), value, map->value_size);
	element->next = map->buckets[bucket].first;
	map->buckets[bucket].first = (uintptr_t)element;
	map->count++;
	return 0;
}

long bpf_map_update_elem(void *any, const void *key, const void *value, uint64_t flags)
{
	struct kernel_map *map = map_of(any);
	struct element *there;
	size_t bucket;
	long error = 0;

	if (is_array(map))
		abort();
	if (fails_now(map))
		return -EBUSY;
	bucket = bucket_of(map, key);
	pthread_mutex_lock(&map->buckets[bucket].lock);
	there = find(map, bucket, key);
	if (there && flags == BPF_NOEXIST)
		error = -EEXIST;
	else if (there)
		copy_words(value_in(map, values_in(map, there), current_cpu), value,
			   map->value_size);
	else
		error = add_new(map, bucket, key, value);
	pthread_mutex_unlock(&map->buckets[bucket].lock);
	return error;
}

static void unlink_element(struct kernel_map *map, size_t bucket, struct element *element)
{
	_Atomic uintptr_t *link = &map->buckets[bucket].first;

	while (*link != (uintptr_t)element)
		link = &((struct element *)*link)->next;
	*link = element->next;
	map->count--;
	give_free(map, element);
}

long bpf_map_delete_elem(void *any, const void *key)
{
	struct kernel_map *map = map_of(any);
	uint64_t copy[KEY_MAX / 8];
	struct element *there;
	size_t bucket;

	if (fails_now(map))
		return -EBUSY;
	copy_words(copy, key, map->key_size);
	bucket = bucket_of(map, copy);
	pthread_mutex_lock(&map->buckets[bucket].lock);
	there = find(map, bucket, copy);
	if (there)
		unlink_element(map, bucket, there);
	pthread_mutex_unlock(&map->buckets[bucket].lock);
	return there ? 0 : -ENOENT;
}

long bpf_for_each_map_elem(void *any, void *callback, void *context, uint64_t flags)
{
	long (*visit)(void *map, const void *key, void *value, void *context) = callback;
	struct kernel_map *map = map_of(any);
	uintptr_t next;
	long count = 0;

	(void)flags;
	for (size_t i = 0; i < BUCKETS; i++)
		for (uintptr_t link = map->buckets[i].first; !IS_END(link); link = next) {
			struct element *element = (struct element *)link;

			next = element->next;
			visit(map, element->bytes, values_in(map, element), context);
			count++;
		}
	return count;
}

long bpf_loop(uint32_t count, void *callback, void *context, uint64_t flags)
{
	long (*step)(uint64_t index, void *context) = callback;
	uint32_t i = 0;

	(void)flags;
	while (i < count && !step(i, context))
		i++;
	return i;
}

/* ---- the current task ---- */

void kernel_set_cpu(uint32_t cpu)
{
	static _Atomic uint64_t seed;

	current_cpu = cpu;
	random_state = ++seed;
}

void kernel_set_stack(const uint64_t *frames, size_t count)
{
	memcpy(current_stack, frames, count * sizeof(*frames));
	current_frames = count;
}

void kernel_end_task(void)
{
	free(current_storage);
	current_storage = NULL;
}

void *bpf_task_storage_get(void *map, struct task_struct *task, void *value, uint64_t flags)
{
	(void)map, (void)task, (void)value;
	if (!current_storage && flags & BPF_LOCAL_STORAGE_GET_F_CREATE)
		current_storage = calloc(1, STORAGE_MAX);
	return current_storage;
}

/* One without pending return probes will do for all. */
struct task_struct *bpf_get_current_task_btf(void)
{
	static uint64_t task[64];

	return (void *)task;
}

uint64_t bpf_get_current_pid_tgid(void)
{
	return (uint64_t)getpid() << 32;
}

/* All probes are one. */
uint64_t bpf_get_attach_cookie(void *context)
{
	(void)context;
	return 7;
}

uint32_t bpf_get_smp_processor_id(void)
{
	return current_cpu;
}

uint64_t bpf_ktime_get_boot_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec * 1000000000ull + now.tv_nsec;
}

long bpf_find_vma(struct task_struct *task, uint64_t address, void *callback, void *context,
		  uint64_t flags)
{
	(void)task, (void)address, (void)callback, (void)context, (void)flags;
	return -ENOENT;
}

long bpf_get_stack(void *context, void *buffer, uint32_t size, uint64_t flags)
{
	size_t bytes = current_frames * sizeof(*current_stack);

	(void)context, (void)flags;
	if (bytes > size)
		bytes = size;
	memcpy(buffer, current_stack, bytes);
	return bytes;
}

/* ---- memory: what is read may be a map's ---- */

long bpf_probe_read_kernel(void *to, uint32_t size, const void *from)
{
	copy_words(to, from, size);
	return 0;
}

long bpf_probe_read_user(void *to, uint32_t size, const void *from)
{
	(void)to, (void)size, (void)from;
	return -EFAULT;
}

/* It is full, all the time. */
void *bpf_ringbuf_reserve(void *ring, uint64_t size, uint64_t flags)
{
	(void)ring, (void)size, (void)flags;
	return NULL;
}

/* ---- what core.bpf.c has besides, and nothing here calls ---- */

long bpf_task_pt_regs(struct task_struct *task)
{
	(void)task;
	abort();
}

void bpf_ringbuf_submit(void *record, uint64_t flags)
{
	(void)record, (void)flags;
	abort();
}

void bpf_ringbuf_discard(void *record, uint64_t flags)
{
	(void)record, (void)flags;
	abort();
}

long bpf_tail_call(void *context, void *programs, uint32_t index)
{
	(void)context, (void)programs, (void)index;
	abort();
}

/* ---- losses ---- */

uint64_t kernel_losses(uint32_t loss)
{
	extern int mt_loss;
	static uint64_t before[ABI_LOSS_COUNT];
	uint64_t sum = 0, since;

	for (uint32_t cpu = 0; cpu < RACE_CPUS; cpu++)
		sum += *(uint64_t *)bpf_map_lookup_percpu_elem(&mt_loss, &loss, cpu);
	since = sum - before[loss];
	before[loss] = sum;
	return since;
}
