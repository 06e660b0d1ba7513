/*
 * A plan's file. What the reader takes is used as the runtime would: shown, written again, its
 * object patched, its events and maps printed, with values that are the input's own bytes.
 *
 * The checksum of inputs is made right, so that what is behind it can be reached. It is all that
 * keeps a damaged object from libbpf, which may crash of one: libbpf 1.1 does of damaged BTF.
 */
#include "codegen/plan.h"

#include <linux/bpf.h>
#include <zlib.h>

#include "codegen/object.h"
#include "runtime/patch.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/fake_output.h"

#define EVENTS_MAX 16
#define ENTRIES	   3 /* of a map */

void fuzz_begin(void)
{
}

/* ---- reading and writing ---- */

static struct plan *read_input(const uint8_t *data, size_t size)
{
	uint8_t *file = heap_alloc(size + sizeof(uint32_t));
	uint32_t checksum = crc32_z(0, data, size);
	struct plan *plan = NULL;
	FILE *in;

	memcpy(file, data, size);
	for (size_t i = 0; i < sizeof(checksum); i++)
		file[size + i] = (uint8_t)(checksum >> 8 * i);
	in = fmemopen(file, size + sizeof(checksum), "r");
	if (plan_read(&plan, in) != 0)
		plan = NULL;
	fclose(in);
	free(file);
	return plan;
}

static void write_again(const struct plan *plan, const uint8_t *data, size_t size)
{
	size_t written;
	char *text;
	FILE *out = heap_stream(&text, &written);

	if (plan_write(plan, out) != 0)
		fuzz_fail("a plan that was read cannot be written");
	fclose(out);
	if (written != size + sizeof(uint32_t) || memcmp(text, data, size) != 0)
		fuzz_fail("a plan is written otherwise than it was read");
	free(text);
}

/* ---- patching ---- */

static void apply_patches(const struct plan *plan)
{
	static const struct tracefs_field field = {.name = "size", .offset = 16, .size = 4};
	uint8_t *object = heap_alloc(plan->object_size);
	struct reason reason;

	memcpy(object, plan->object, plan->object_size);
	for (uint32_t i = 0; i < plan->patch_count && i < EVENTS_MAX; i++) {
		struct object_symbol code;

		if (object_find(object, plan->object_size, plan->patches[i].function, &code) &&
		    code.bytes)
			patch_apply(&plan->patches[i], &field, code.bytes, code.size, &reason);
	}
	free(object);
}

/* ---- printing ---- */

/* The input's bytes over and over. */
static void fill(uint8_t *to, size_t count, const uint8_t *data, size_t size)
{
	for (size_t i = 0; i < count; i++)
		to[i] = data[(i * 7 + count) % size];
}

static void make_map(int number, const struct map_shape *shape, const uint8_t *data, size_t size)
{
	uint8_t *key = heap_alloc(shape->key_size);
	uint8_t *value = heap_alloc(map_shape_bytes(shape));

	fake_map_make(number, shape);
	for (uint32_t i = 0; i < ENTRIES; i++) {
		fill(key, shape->key_size, data + i, size - ENTRIES);
		fill(value, map_shape_bytes(shape), data + i, size - ENTRIES);
		fake_map_put(number, key, value);
	}
	free(key);
	free(value);
}

static bool is_harmless(const struct plan_event *event)
{
	return event->kind != PLAN_SYSTEM && event->kind != PLAN_CAT;
}

static void watch_nothing(void *context, uint32_t pid, uint64_t address, uint64_t length,
			  const char *mode)
{
	fprintf(fuzz_nowhere(), "%u %s", pid, mode);
}

static void unwatch_nothing(void *context, uint32_t pid, uint64_t address)
{
	fprintf(fuzz_nowhere(), "%u", pid);
}

static void print_events(struct output *output, const struct plan *plan, const uint8_t *data,
			 size_t size)
{
	for (uint32_t i = 0; i < plan->event_count && i < EVENTS_MAX; i++) {
		const struct plan_event *event = &plan->events[i];
		uint8_t *payload = heap_alloc(event->payload.size);

		fill(payload, event->payload.size, data, size);
		if (is_harmless(event))
			fake_event(output, i, payload, event->payload.size);
		free(payload);
	}
}

static void print_all(const struct plan *plan, const uint8_t *data, size_t size,
		      const struct output_form *form)
{
	int *values = heap_alloc((2 * plan->map_count + 1) * sizeof(int));
	int *objects = values + plan->map_count;
	struct output_maps maps = {.values = values, .objects = objects, .stacks = -1, .loss = -1};
	static const struct output_watcher watcher = {.watch = watch_nothing,
						      .unwatch = unwatch_nothing};
	struct output *output;
	int next = 0;

	for (uint32_t i = 0; i < plan->map_count; i++) {
		const struct plan_map *map = &plan->maps[i];
		struct map_shape shape = table_shape(map, FAKE_CPUS);

		values[i] = objects[i] = -1;
		if (next + 2 > FAKE_MAPS)
			continue;
		make_map(values[i] = next++, &shape, data, size);
		if (map->aggregate != PLAN_HOLD)
			continue;
		shape = table_objects_shape(map);
		make_map(objects[i] = next++, &shape, data, size);
	}
	output = fake_output(plan, &maps);
	output_set_watcher(output, &watcher);
	output_use_form(output, form);
	print_events(output, plan, data, size);
	output_all_maps(output);
	output_losses(output, fuzz_nowhere());
	output_finish(output);
	fake_free(output);
	free(values);
}

void fuzz_one(const uint8_t *data, size_t size)
{
	struct plan *plan = read_input(data, size);

	if (!plan)
		return;
	plan_dump(plan, fuzz_nowhere());
	write_again(plan, data, size);
	apply_patches(plan);
	print_all(plan, data, size, &output_form_text);
	print_all(plan, data, size, &output_form_json);
	print_all(plan, data, size, &output_form_folded);
	print_all(plan, data, size, &output_form_pprof);
	print_all(plan, data, size, &output_form_openmetrics);
	plan_free(plan);
}
