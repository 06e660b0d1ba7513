#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"
#include "runtime/output_private.h"

#define ARRAY_KEY_SIZE sizeof(uint32_t) /* of a scalar map: 0 */

static size_t align_up(size_t size)
{
	return (size + 7) / 8 * 8;
}

/* ---- what is in the kernel ---- */

static uint32_t kernel_value_size(const struct plan_map *map)
{
	switch (map->aggregate) {
	case PLAN_PLAIN:
		return map->value.size;
	case PLAN_COUNT:
	case PLAN_SUM:
		return sizeof(uint64_t);
	case PLAN_MIN:
	case PLAN_MAX:
		return sizeof(struct abi_extreme);
	case PLAN_AVG:
	case PLAN_STATS:
		return sizeof(struct abi_average);
	case PLAN_HIST:
		return map->buckets.count * sizeof(uint64_t);
	case PLAN_TSERIES:
		return map->series.count * sizeof(struct abi_interval);
	case PLAN_HOLD:
		return sizeof(struct abi_total);
	}
	return 0;
}

static uint32_t key_size_of(const struct plan_map *map)
{
	return map->is_scalar ? ARRAY_KEY_SIZE : map->key.size;
}

struct map_shape table_shape(const struct plan_map *map, uint32_t cpus)
{
	return (struct map_shape){.key_size = key_size_of(map),
				  .value_size = kernel_value_size(map),
				  .cpus = map->is_per_cpu ? cpus : 0};
}

struct map_shape table_objects_shape(const struct plan_map *map)
{
	uint32_t name_size = map->object_name.size;

	return (struct map_shape){.key_size = name_size,
				  .value_size =
					  sizeof(struct abi_object) + align_up(key_size_of(map)) +
					  (map->is_sampled ? sizeof(uint64_t) : 0) +
					  (abi_object_has_name(name_size) ? name_size : 0)};
}

/* ---- one entry: the values of all CPUs made one ---- */

size_t table_value_size(const struct plan_map *map)
{
	switch (map->aggregate) {
	case PLAN_MIN:
	case PLAN_MAX:
		return sizeof(uint64_t);
	case PLAN_HOLD:
		return sizeof(struct held);
	default:
		return kernel_value_size(map);
	}
}

static void add_words(uint64_t *sums, const uint8_t *values, size_t words)
{
	for (size_t i = 0; i < words; i++) {
		uint64_t word;

		memcpy(&word, values + i * sizeof(word), sizeof(word));
		sums[i] += word;
	}
}

static void sum_up(uint64_t *sums, const uint8_t *values, const struct map_shape *shape)
{
	size_t words = shape->value_size / sizeof(uint64_t);

	for (uint32_t cpu = 0; cpu < (shape->cpus ? shape->cpus : 1); cpu++)
		add_words(sums, values + cpu * words * sizeof(uint64_t), words);
}

/* Stays 0 when no CPU has one. */
static void find_extreme(const struct plan_map *map, uint64_t *result, const uint8_t *values,
			 const struct map_shape *shape)
{
	uint64_t mask = ABI_EXTREME_MASK(map->aggregate == PLAN_MAX, map->is_signed), most = 0;
	bool is_set = false;

	for (uint32_t cpu = 0; cpu < (shape->cpus ? shape->cpus : 1); cpu++) {
		struct abi_extreme extreme;

		memcpy(&extreme, values + cpu * sizeof(extreme), sizeof(extreme));
		if (!extreme.is_set)
			continue;
		is_set = true;
		most = extreme.masked > most ? extreme.masked : most;
	}
	*result = is_set ? most ^ mask : 0;
}

/* While programs run, what is subtracted may be seen before what was added. */
static uint64_t not_negative(uint64_t difference)
{
	return (int64_t)difference < 0 ? 0 : difference;
}

static void reduce(const struct plan_map *map, void *result, const uint8_t *values,
		   const struct map_shape *shape)
{
	struct abi_total total;

	switch (map->aggregate) {
	case PLAN_PLAIN:
		memcpy(result, values, map->value.size);
		break;
	case PLAN_MIN:
	case PLAN_MAX:
		find_extreme(map, result, values, shape);
		break;
	case PLAN_COUNT:
	case PLAN_SUM:
	case PLAN_AVG:
	case PLAN_STATS:
	case PLAN_HIST:
		sum_up(result, values, shape);
		break;
	case PLAN_TSERIES:
		series_merge(&map->series, result, values, shape->cpus ? shape->cpus : 1);
		break;
	case PLAN_HOLD:
		memcpy(&total, values, sizeof(total));
		*(struct held *)result = (struct held){.bytes = not_negative(total.bytes),
						       .count = not_negative(total.count)};
		break;
	}
}

/* ---- tables ---- */

void table_init(struct table *table, const struct plan_map *map)
{
	size_t value_size = table_value_size(map);

	*table = (struct table){.map = map,
				.key_size = key_size_of(map),
				.value_size = value_size,
				.row_size = align_up(key_size_of(map)) + align_up(value_size)};
}

void table_free(struct table *table)
{
	free(table->rows);
	free(table->entries);
	*table = (struct table){0};
}

static uint8_t *row_value(const struct table *table, uint8_t *row)
{
	return row + align_up(table->key_size);
}

static void grow(struct table *table)
{
	table->capacity = table->capacity ? 2 * table->capacity : 64;
	table->rows = heap_realloc(table->rows, table->capacity * table->row_size);
}

/* A new row, zeroed but for its key. */
static uint8_t *add_row(struct table *table, const uint8_t *key)
{
	uint8_t *row;

	if (table->count == table->capacity)
		grow(table);
	row = table->rows + table->count++ * table->row_size;
	memset(row, 0, table->row_size);
	memcpy(row, key, table->key_size);
	return row;
}

static bool has_bits(const uint8_t *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (bytes[i])
			return true;
	return false;
}

void table_add(struct table *table, const uint8_t *key, const uint8_t *values,
	       const struct map_shape *shape)
{
	table->has_bits = table->has_bits || has_bits(values, map_shape_bytes(shape));
	reduce(table->map, row_value(table, add_row(table, key)), values, shape);
}

/*
 * An object of `size` bytes that was met with the probability p stands for bytes = size / p, and adds
 * (1 - p) bytes^2 to the variance of their sum (Horvitz and Thompson's estimate).
 */
static void add_sampled(struct held *held, const uint8_t *bytes)
{
	uint64_t size;

	memcpy(&size, bytes, sizeof(size));
	if (!size || size > held->bytes) /* no sample has these */
		size = held->bytes;
	held->objects = size ? (double)held->bytes / (double)size : 1;
	held->variance = (double)(held->bytes - size) * (double)held->bytes;
}

/* ---- order ---- */

static uint64_t in_order(uint64_t integer, bool is_signed)
{
	return is_signed ? integer ^ UINT64_C(1) << 63 : integer;
}

static uint64_t rank_of_average(const struct plan_map *map, const uint64_t *value)
{
	return in_order(value_divide(value[1], value[0], map->is_signed), map->is_signed);
}

static uint64_t rank_of_hist(const uint64_t *buckets, uint32_t count)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += buckets[i];
	return sum;
}

/* A record is sorted by its first member. */
static const struct plan_type *first_of(const struct plan_type *type)
{
	return type->kind == PLAN_TUPLE && type->element_count && type->elements[0].name
		       ? &type->elements[0]
		       : type;
}

/* What a map is sorted by before its keys. */
static uint64_t rank_of(const struct plan_map *map, const uint8_t *value)
{
	const uint64_t *words = (const uint64_t *)value;
	const struct plan_type *type;
	uint64_t integer;

	switch (map->aggregate) {
	case PLAN_PLAIN:
		type = first_of(&map->value);
		if (type->kind != PLAN_INT)
			return 0;
		value_integer(type, value + (type == &map->value ? 0 : type->offset), &integer);
		return in_order(integer, type->is_signed);
	case PLAN_COUNT:
		return words[0];
	case PLAN_SUM:
	case PLAN_MIN:
	case PLAN_MAX:
		return in_order(words[0], map->is_signed);
	case PLAN_AVG:
	case PLAN_STATS:
		return rank_of_average(map, words);
	case PLAN_HIST:
		return rank_of_hist(words, map->buckets.count);
	case PLAN_TSERIES:
		return 0;
	case PLAN_HOLD:
		return map->is_by_count ? held_objects(map, (const struct held *)value)
					: ((const struct held *)value)->bytes;
	}
	return 0;
}

static int compare_entries(const void *a, const void *b, void *map)
{
	const struct table_entry *left = a, *right = b;

	if (left->rank != right->rank)
		return left->rank < right->rank ? -1 : 1;
	if (((const struct plan_map *)map)->is_scalar)
		return 0;
	return value_compare(&((const struct plan_map *)map)->key, left->key, right->key);
}

/* ---- held objects of one key become one ---- */

static int compare_row_keys(const void *a, const void *b, void *table)
{
	return memcmp(a, b, ((const struct table *)table)->key_size);
}

void held_add(struct held *sum, const struct held *more)
{
	sum->bytes += more->bytes;
	sum->count += more->count;
	sum->objects += more->objects;
	sum->variance += more->variance;
	if (more->time_ns < sum->time_ns)
		sum->time_ns = more->time_ns;
}

/* Weights are the script's: their sums may be more than a number holds. */
static uint64_t whole_number(double value)
{
	return value < 0x1p64 ? (uint64_t)value : UINT64_MAX;
}

uint64_t held_error(const struct held *held)
{
	return whole_number(ceil(1.96 * sqrt(held->variance)));
}

uint64_t held_objects(const struct plan_map *map, const struct held *held)
{
	return map->is_sampled ? whole_number(round(held->objects)) : held->count;
}

static bool is_less(uint64_t a, uint64_t b, bool is_signed)
{
	return is_signed ? (int64_t)a < (int64_t)b : a < b;
}

void table_add_later(const struct plan_map *map, void *value, const void *later)
{
	const uint64_t *more = later;
	uint64_t *words = value;

	switch (map->aggregate) {
	case PLAN_COUNT:
	case PLAN_SUM:
	case PLAN_AVG:
	case PLAN_STATS:
	case PLAN_HIST:
		for (size_t i = 0; i < table_value_size(map) / sizeof(*words); i++)
			words[i] += more[i];
		break;
	case PLAN_MIN:
		*words = is_less(*more, *words, map->is_signed) ? *more : *words;
		break;
	case PLAN_MAX:
		*words = is_less(*words, *more, map->is_signed) ? *more : *words;
		break;
	case PLAN_HOLD:
		held_add(value, later);
		break;
	default:
		memcpy(value, later, table_value_size(map));
	}
}

static void merge_equal_keys(struct table *table)
{
	uint8_t *last = table->rows;
	size_t kept = table->count > 0;

	qsort_r(table->rows, table->count, table->row_size, compare_row_keys, table);
	for (size_t i = 1; i < table->count; i++) {
		uint8_t *row = table->rows + i * table->row_size;

		if (memcmp(row, last, table->key_size) == 0) {
			held_add((struct held *)row_value(table, last),
				 (struct held *)row_value(table, row));
			continue;
		}
		last = table->rows + kept++ * table->row_size;
		memmove(last, row, table->row_size);
	}
	table->count = kept;
}

/* There may be millions of objects, of few keys: it is these that take memory. */
static void make_room(struct table *table)
{
	if (table->count < table->capacity)
		return;
	if (table->count)
		merge_equal_keys(table);
	if (table->count >= table->capacity / 2)
		grow(table);
}

void table_add_object(struct table *table, const uint8_t *bytes, bool has_time)
{
	struct abi_object object;
	const uint8_t *key = bytes + sizeof(object);
	struct held *held;

	memcpy(&object, bytes, sizeof(object));
	make_room(table);
	held = (struct held *)row_value(table, add_row(table, key));
	*held = (struct held){
		.bytes = object.size, .count = 1, .time_ns = has_time ? object.time_ns : 0};
	if (table->map->is_sampled)
		add_sampled(held, key + align_up(table->key_size));
}

static bool is_shown(const struct table *table, const uint8_t *value)
{
	return table->map->aggregate != PLAN_HOLD || ((const struct held *)value)->count > 0;
}

void table_sort(struct table *table)
{
	if (table->count == 0)
		return;
	if (table->map->aggregate == PLAN_HOLD)
		merge_equal_keys(table);
	table->entries = heap_alloc(table->count * sizeof(*table->entries));
	for (size_t i = 0; i < table->count; i++) {
		uint8_t *row = table->rows + i * table->row_size;
		const uint8_t *value = row_value(table, row);

		if (is_shown(table, value))
			table->entries[table->entry_count++] = (struct table_entry){
				.key = row, .value = value, .rank = rank_of(table->map, value)};
	}
	qsort_r(table->entries, table->entry_count, sizeof(*table->entries), compare_entries,
		(void *)table->map);
}

/* ---- reading ---- */

struct reading {
	const struct output *output;
	struct table *table;
	struct map_shape shape;
	struct pending pending;
	uint64_t before; /* held objects: only those of an earlier time */
	uint64_t age;	 /* the same */
};

static void read_entry(void *context, const uint8_t *key, const uint8_t *values)
{
	const struct reading *reading = context;
	struct table *table = reading->table;
	uint64_t more = pending_of(reading->output, &reading->pending, key), *count;

	table_add(table, key, values, &reading->shape);
	if (!more)
		return;
	count = (uint64_t *)row_value(table, table->rows + (table->count - 1) * table->row_size);
	*count += more;
}

/* Ages are told of those that are asked for by age, and of samples. */
static bool tells_age(const struct reading *reading)
{
	return reading->age || reading->table->map->is_sampled;
}

static void read_object(void *context, const uint8_t *name, const uint8_t *object)
{
	const struct reading *reading = context;
	struct abi_object head;

	memcpy(&head, object, sizeof(head));
	if (abi_object_is_held(head.generation) && head.time_ns < reading->before)
		table_add_object(reading->table, object, tells_age(reading));
}

/* An array's element is always there: once written to, it counts until it is cleared. */
static void finish_scalar(struct output *output, uint32_t index, bool is_array, struct table *table)
{
	static const uint8_t key[ARRAY_KEY_SIZE];

	if (is_array && table->has_bits)
		output->was_written[index] = true;
	table->is_written = is_array ? output->was_written[index] : table->count > 0;
	if (table->count == 0)
		add_row(table, key);
}

int table_read(struct output *output, uint32_t index, struct table *table)
{
	const struct plan_map *map = &output->plan->maps[index];
	struct reading reading = {.output = output,
				  .table = table,
				  .shape = table_shape(map, output->cpus)};
	int number = output->maps.values[index];
	struct map_info info = {0};
	int error = output->access->info(number, &info);

	table_init(table, map);
	if (!error)
		error = pending_stop(output, index, &reading.pending);
	output_count_loss(output, ABI_LOSS_LATE, reading.pending.late);
	if (!error)
		error = walk_map(output->access, number, &reading.shape, read_entry, &reading);
	pending_go_on(output, &reading.pending);
	if (map->is_scalar)
		finish_scalar(output, index, info.is_array, table);
	table_sort(table);
	return error;
}

int table_read_older(struct output *output, uint32_t index, uint64_t now, uint64_t age,
		     struct table *table)
{
	const struct plan_map *map = &output->plan->maps[index];
	struct reading reading = {.table = table,
				  .shape = table_objects_shape(map),
				  .before = now > age ? now - age : 0,
				  .age = age};
	int error;

	table_init(table, map);
	error = walk_map(output->access, output->maps.objects[index], &reading.shape, read_object,
			 &reading);
	table_sort(table);
	return error;
}
