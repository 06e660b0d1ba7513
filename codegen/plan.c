/*
 * Plans in files.
 *
 * What a plan is made of is written down once, in the visit_...() functions; writing, reading and
 * freeing are three ways to walk it, so they cannot come to differ.
 *
 *     file     PLAN_MAGIC, u32 PLAN_VERSION, a plan, u32 CRC-32 of all this; nothing behind it
 *     number   little-endian; enums and bools are one byte
 *     string   u32 length, bytes; length PLAN_NONE: NULL
 *     array    u32 count, items
 *     object   u64 length, bytes
 */
#include "codegen/plan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "codegen/plan_check.h"
#include "lexer/arena.h"

#define FILE_SIZE_MAX (64 << 20) /* bytes: far more than the kernel takes */
#define FIRST_SIZE    4096

enum walk { WALK_WRITE, WALK_READ, WALK_FREE };

struct walker {
	enum walk walk;
	FILE *out;		 /* WALK_WRITE */
	uint32_t checksum;	 /* the same: of what was written */
	const uint8_t *at, *end; /* WALK_READ: what is left of the file */
	uint32_t depth;		 /* of nested types */
	int error;		 /* the first; nothing is read or written after it */
};

static void fail(struct walker *walker, int error)
{
	if (!walker->error)
		walker->error = error;
}

/* ---- bytes and numbers ---- */

static void write_bytes(struct walker *walker, const void *bytes, size_t size)
{
	errno = 0;
	if (!walker->error && fwrite(bytes, 1, size, walker->out) != size)
		fail(walker, errno ? -errno : -EIO);
	walker->checksum = crc32_z(walker->checksum, bytes, size);
}

/* NULL when the file has not so many. */
static const uint8_t *read_bytes(struct walker *walker, uint64_t size)
{
	const uint8_t *bytes = walker->at;

	if (walker->error || size > (uint64_t)(walker->end - walker->at)) {
		fail(walker, -EBADMSG);
		return NULL;
	}
	walker->at += size;
	return bytes;
}

static void write_number(struct walker *walker, uint64_t value, size_t size)
{
	uint8_t bytes[sizeof(value)];

	for (size_t i = 0; i < size; i++)
		bytes[i] = value >> 8 * i;
	write_bytes(walker, bytes, size);
}

/* 0 after an error. */
static uint64_t read_number(struct walker *walker, size_t size)
{
	const uint8_t *bytes = read_bytes(walker, size);
	uint64_t value = 0;

	for (size_t i = 0; bytes && i < size; i++)
		value |= (uint64_t)bytes[i] << 8 * i;
	return value;
}

static uint8_t read_choice(struct walker *walker, uint8_t last)
{
	uint8_t value = read_number(walker, sizeof(value));

	if (value <= last)
		return value;
	fail(walker, -EBADMSG);
	return 0;
}

static void visit_u32(struct walker *walker, uint32_t *value)
{
	if (walker->walk == WALK_WRITE)
		write_number(walker, *value, sizeof(*value));
	if (walker->walk == WALK_READ)
		*value = read_number(walker, sizeof(*value));
}

static void visit_u64(struct walker *walker, uint64_t *value)
{
	if (walker->walk == WALK_WRITE)
		write_number(walker, *value, sizeof(*value));
	if (walker->walk == WALK_READ)
		*value = read_number(walker, sizeof(*value));
}

static void visit_bool(struct walker *walker, bool *value)
{
	if (walker->walk == WALK_WRITE)
		write_number(walker, *value, 1);
	if (walker->walk == WALK_READ)
		*value = read_choice(walker, true);
}

/* An enum of any type: `last` is its greatest value. */
#define VISIT_ENUM(walker, value, last)                           \
	do {                                                      \
		if ((walker)->walk == WALK_WRITE)                 \
			write_number((walker), *(value), 1);      \
		if ((walker)->walk == WALK_READ)                  \
			*(value) = read_choice((walker), (last)); \
	} while (0)

/* ---- strings and arrays ---- */

static void write_string(struct walker *walker, const char *text)
{
	uint32_t length = text ? strlen(text) : PLAN_NONE;

	write_number(walker, length, sizeof(length));
	if (text)
		write_bytes(walker, text, length);
}

static char *read_string(struct walker *walker)
{
	uint32_t length = read_number(walker, sizeof(length));
	const uint8_t *bytes;
	char *text;

	if (length == PLAN_NONE)
		return NULL;
	bytes = read_bytes(walker, length);
	if (!bytes)
		return NULL;
	if (memchr(bytes, '\0', length)) {
		fail(walker, -EBADMSG);
		return NULL;
	}
	text = heap_alloc((size_t)length + 1);
	memcpy(text, bytes, length);
	return text;
}

static void visit_string(struct walker *walker, char **text)
{
	switch (walker->walk) {
	case WALK_WRITE:
		write_string(walker, *text);
		break;
	case WALK_READ:
		*text = read_string(walker);
		break;
	case WALK_FREE:
		free(*text); /* NOLINT(clang-analyzer-unix.Malloc): a walk keeps its kind */
		break;
	}
}

static void visit_object(struct walker *walker, uint8_t **object, size_t *size)
{
	uint64_t length = *size;
	const uint8_t *bytes;

	visit_u64(walker, &length);
	switch (walker->walk) {
	case WALK_WRITE:
		write_bytes(walker, *object, length);
		break;
	case WALK_READ:
		bytes = read_bytes(walker, length);
		if (!bytes)
			break;
		*size = length;
		*object = memcpy(heap_alloc(length + 1), bytes, length);
		break;
	case WALK_FREE:
		free(*object);
		break;
	}
}

typedef void visit_item(struct walker *walker, void *item);

/* Grows with what is really there: a count alone makes nobody allocate. */
static void *read_array(struct walker *walker, uint32_t *count, size_t size, visit_item *visit)
{
	uint32_t total = read_number(walker, sizeof(total)), capacity = 0;
	char *items = NULL;

	for (*count = 0; *count < total && !walker->error;) {
		void *item;

		if (*count == capacity) {
			capacity = capacity ? 2 * capacity : 1;
			items = heap_realloc(items, capacity * size);
		}
		item = memset(items + *count * size, 0, size);
		*count += 1;
		visit(walker, item);
	}
	return items;
}

static void visit_items(struct walker *walker, void *items, uint32_t count, size_t size,
			visit_item *visit)
{
	visit_u32(walker, &count);
	for (uint32_t i = 0; i < count; i++)
		visit(walker, (char *)items + i * size);
	if (walker->walk == WALK_FREE)
		free(items);
}

#define VISIT_ARRAY(walker, items, count, visit)                                               \
	do {                                                                                   \
		if ((walker)->walk == WALK_READ)                                               \
			*(items) = read_array((walker), (count), sizeof(**(items)), (visit));  \
		else                                                                           \
			visit_items((walker), *(items), *(count), sizeof(**(items)), (visit)); \
	} while (0)

/* ---- the parts of a plan ---- */

static void visit_enumerator(struct walker *walker, void *item)
{
	struct plan_enumerator *enumerator = item;

	visit_u64(walker, &enumerator->value);
	visit_string(walker, &enumerator->name);
}

static void visit_type(struct walker *walker, void *item)
{
	struct plan_type *type = item;

	if (walker->depth == PLAN_DEPTH_MAX) {
		fail(walker, walker->walk == WALK_READ ? -EBADMSG : -EINVAL);
		return;
	}
	walker->depth++;
	VISIT_ENUM(walker, &type->kind, PLAN_TEXT);
	VISIT_ENUM(walker, &type->text, PLAN_TEXT_COUNT - 1);
	VISIT_ENUM(walker, &type->unit, PLAN_UNIT_COUNT - 1);
	visit_string(walker, &type->format);
	VISIT_ENUM(walker, &type->mode, PLAN_STACK_SOURCE);
	visit_u32(walker, &type->depth);
	visit_bool(walker, &type->is_signed);
	visit_u32(walker, &type->size);
	visit_u32(walker, &type->offset);
	visit_string(walker, &type->name);
	visit_string(walker, &type->label);
	VISIT_ARRAY(walker, &type->elements, &type->element_count, visit_type);
	VISIT_ARRAY(walker, &type->enumerators, &type->enumerator_count, visit_enumerator);
	walker->depth--;
}

static void visit_buckets(struct walker *walker, struct plan_buckets *buckets)
{
	visit_u32(walker, &buckets->count);
	visit_u32(walker, &buckets->bits);
	visit_u64(walker, &buckets->low);
	visit_u64(walker, &buckets->high);
	visit_u64(walker, &buckets->step);
}

static void visit_series(struct walker *walker, struct plan_series *series)
{
	visit_u32(walker, &series->function);
	visit_u32(walker, &series->count);
	visit_u64(walker, &series->interval);
}

static void visit_map(struct walker *walker, void *item)
{
	struct plan_map *map = item;

	visit_string(walker, &map->name);
	visit_string(walker, &map->bpf_name);
	VISIT_ENUM(walker, &map->aggregate, PLAN_HOLD);
	visit_bool(walker, &map->is_signed);
	VISIT_ENUM(walker, &map->unit, PLAN_UNIT_COUNT - 1);
	visit_bool(walker, &map->is_per_cpu);
	visit_bool(walker, &map->is_scalar);
	visit_bool(walker, &map->key_is_list);
	visit_string(walker, &map->pending);
	visit_type(walker, &map->key);
	visit_type(walker, &map->value);
	visit_buckets(walker, &map->buckets);
	visit_series(walker, &map->series);
	visit_string(walker, &map->objects);
	visit_type(walker, &map->object_name);
	visit_bool(walker, &map->is_by_count);
	visit_bool(walker, &map->is_sampled);
	visit_bool(walker, &map->lacks_totals);
	visit_u32(walker, &map->released_most);
	visit_bool(walker, &map->has_owner);
	visit_u32(walker, &map->owner_offset);
	visit_string(walker, &map->forget);
}

static void visit_event(struct walker *walker, void *item)
{
	struct plan_event *event = item;

	VISIT_ENUM(walker, &event->kind, PLAN_UNWATCH);
	visit_string(walker, &event->format);
	visit_u32(walker, &event->map);
	visit_type(walker, &event->payload);
	VISIT_ENUM(walker, &event->sender, PROBE_KIND_COUNT - 1);
}

static void visit_point(struct walker *walker, struct plan_point *point)
{
	VISIT_ENUM(walker, &point->kind, PROBE_KIND_COUNT - 1);
	visit_string(walker, &point->target);
	visit_string(walker, &point->provider);
	visit_string(walker, &point->name);
	visit_u64(walker, &point->offset);
	visit_u64(walker, &point->period);
	visit_string(walker, &point->program);
}

static void visit_attach(struct walker *walker, void *item)
{
	struct plan_attach *attach = item;

	visit_string(walker, &attach->text);
	visit_string(walker, &attach->place);
	visit_point(walker, &attach->point);
	visit_bool(walker, &attach->has_begin);
	visit_point(walker, &attach->begin);
	visit_bool(walker, &attach->is_optional);
	visit_bool(walker, &attach->says_missing);
	visit_bool(walker, &attach->is_alternative);
	visit_u32(walker, &attach->alternative);
	visit_u32(walker, &attach->group);
}

static void visit_patch(struct walker *walker, void *item)
{
	struct plan_patch *patch = item;

	VISIT_ENUM(walker, &patch->kind, PLAN_PATCH_ADDRESS);
	visit_string(walker, &patch->program);
	visit_string(walker, &patch->function);
	visit_u32(walker, &patch->instruction);
	visit_string(walker, &patch->category);
	visit_string(walker, &patch->event);
	visit_string(walker, &patch->field);
	visit_bool(walker, &patch->is_data_loc);
}

static void visit_constant(struct walker *walker, void *item)
{
	struct plan_constant *constant = item;

	VISIT_ENUM(walker, &constant->kind, PLAN_DAY_OFFSET);
	visit_string(walker, &constant->place);
	visit_string(walker, &constant->variable);
	visit_string(walker, &constant->target);
	visit_string(walker, &constant->name);
}

static void visit_plan(struct walker *walker, struct plan *plan)
{
	visit_string(walker, &plan->name);
	visit_object(walker, &plan->object, &plan->object_size);
	visit_u32(walker, &plan->ring_pages);
	visit_bool(walker, &plan->leaves_maps_out);
	visit_u32(walker, &plan->max_cost);
	visit_u32(walker, &plan->sample_interval);
	VISIT_ARRAY(walker, &plan->maps, &plan->map_count, visit_map);
	VISIT_ARRAY(walker, &plan->events, &plan->event_count, visit_event);
	VISIT_ARRAY(walker, &plan->attaches, &plan->attach_count, visit_attach);
	VISIT_ARRAY(walker, &plan->patches, &plan->patch_count, visit_patch);
	VISIT_ARRAY(walker, &plan->constants, &plan->constant_count, visit_constant);
	visit_bool(walker, &plan->is_unsafe);
	VISIT_ENUM(walker, &plan->target, PLAN_FOR_ALL);
}

/* ---- the verbs ---- */

int plan_write(const struct plan *plan, FILE *out)
{
	struct walker walker = {.walk = WALK_WRITE, .out = out};

	if (!plan_is_sound(plan))
		return -EINVAL;
	write_bytes(&walker, PLAN_MAGIC, strlen(PLAN_MAGIC));
	write_number(&walker, PLAN_VERSION, sizeof(uint32_t));
	visit_plan(&walker, (struct plan *)plan); /* WALK_WRITE changes nothing */
	write_number(&walker, walker.checksum, sizeof(walker.checksum));
	if (!walker.error && fflush(out) != 0)
		fail(&walker, -errno);
	return walker.error;
}

/* Takes the checksum off the end. */
static bool is_whole(struct walker *walker, const uint8_t *bytes)
{
	struct walker last = {.walk = WALK_READ, .end = walker->end};

	if (walker->end - walker->at < (ptrdiff_t)sizeof(uint32_t))
		return false;
	walker->end -= sizeof(uint32_t);
	last.at = walker->end;
	return read_number(&last, sizeof(uint32_t)) ==
	       crc32_z(0, bytes, (size_t)(walker->end - bytes));
}

/*
 * A file that was damaged on its way must not be run. The checksum finds that; it cannot find what
 * was changed on purpose, nor what another program wrote wrongly, so that all else is checked, too.
 */
static int parse(struct plan *plan, const uint8_t *bytes, size_t size)
{
	struct walker walker = {.walk = WALK_READ, .at = bytes, .end = bytes + size};
	const uint8_t *magic = read_bytes(&walker, strlen(PLAN_MAGIC));
	uint32_t version;

	if (!magic || memcmp(magic, PLAN_MAGIC, strlen(PLAN_MAGIC)) != 0)
		return -ENOEXEC;
	version = read_number(&walker, sizeof(version));
	if (!walker.error && version != PLAN_VERSION)
		return -EPROTO;
	if (!is_whole(&walker, bytes))
		return -EBADMSG;
	visit_plan(&walker, plan);
	if (walker.at != walker.end || !plan_is_sound(plan))
		fail(&walker, -EBADMSG);
	return walker.error;
}

static int read_all(FILE *in, uint8_t **bytes, size_t *size)
{
	size_t capacity = FIRST_SIZE, got;

	*bytes = heap_alloc(capacity);
	*size = 0;
	while ((got = fread(*bytes + *size, 1, capacity - *size, in)) > 0) {
		*size += got;
		if (*size > FILE_SIZE_MAX)
			return -EFBIG;
		if (*size == capacity)
			*bytes = heap_realloc(*bytes, capacity *= 2);
	}
	return ferror(in) ? -errno : 0;
}

int plan_read(struct plan **plan, FILE *in)
{
	struct plan *read = heap_alloc(sizeof(*read));
	uint8_t *bytes;
	size_t size;
	int error = read_all(in, &bytes, &size);

	if (!error)
		error = parse(read, bytes, size);
	free(bytes);
	if (error) {
		plan_free(read);
		return error;
	}
	*plan = read;
	return 0;
}

bool plan_is_plan(FILE *in)
{
	char magic[sizeof(PLAN_MAGIC) - 1];
	off_t position = ftello(in);
	bool is_plan;

	if (position < 0) /* a pipe: nothing could be put back */
		return false;
	is_plan = fread(magic, 1, sizeof(magic), in) == sizeof(magic) &&
		  memcmp(magic, PLAN_MAGIC, sizeof(magic)) == 0;
	clearerr(in);
	return fseeko(in, position, SEEK_SET) == 0 && is_plan;
}

void plan_free(struct plan *plan)
{
	struct walker walker = {.walk = WALK_FREE};

	if (!plan)
		return;
	visit_plan(&walker, plan);
	free(plan);
}
