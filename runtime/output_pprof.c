/*
 * -f pprof: gzipped, a message of profile.proto, as pprof, Speedscope, Pyroscope and Parca read it.
 *
 * Each map gives a type of sample, or two if it holds objects; a sample has values of its map's types,
 * and 0 of the others. What was lost is said in comments.
 */
#include <inttypes.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zlib.h>

#include "lexer/arena.h"
#include "lexer/text.h"
#include "runtime/clock.h"
#include "runtime/output_private.h"
#include "runtime/output_profile.h"
#include "runtime/profile.pb-c.h"

#define CHUNK_SIZE     (64 << 10)
#define GZIP_WINDOW    (MAX_WBITS + 16)
#define KERNEL_MAPPING "[kernel.kallsyms]" /* as perf and others call it */

typedef Perftools__Profiles__Profile Profile;
typedef Perftools__Profiles__ValueType ValueType;
typedef Perftools__Profiles__Sample Sample;
typedef Perftools__Profiles__Label Label;
typedef Perftools__Profiles__Mapping Mapping;
typedef Perftools__Profiles__Location Location;
typedef Perftools__Profiles__Line Line;
typedef Perftools__Profiles__Function Function;

struct writer {
	struct arena *arena; /* of the messages */
	void *text_ids, *function_ids, *mapping_ids, *location_ids;
	ARRAY(char *) texts;
	ARRAY(ValueType *) types;
	ARRAY(Sample *) samples;
	ARRAY(Mapping *) mappings;
	ARRAY(Location *) locations;
	ARRAY(Function *) functions;
	ARRAY(int64_t) comments;
};

/* ---- ids: what is equal has one ---- */

struct numbered {
	const void *thing;
	uint64_t id;
};

static int compare_texts(const void *a, const void *b)
{
	return strcmp(((const struct numbered *)a)->thing, ((const struct numbered *)b)->thing);
}

static int compare_addresses(const void *a, const void *b)
{
	const char *left = ((const struct numbered *)a)->thing;
	const char *right = ((const struct numbered *)b)->thing;

	return left < right ? -1 : left > right;
}

static int compare_functions(const void *a, const void *b)
{
	const Function *left = ((const struct numbered *)a)->thing;
	const Function *right = ((const struct numbered *)b)->thing;

	if (left->name != right->name)
		return left->name < right->name ? -1 : 1;
	return left->filename < right->filename ? -1 : left->filename > right->filename;
}

static bool find_id(void *const *ids, const void *thing, uint64_t *id,
		    int (*compare)(const void *a, const void *b))
{
	struct numbered key = {.thing = thing};
	void *found = tfind(&key, ids, compare);

	if (found)
		*id = (*(struct numbered **)found)->id;
	return found != NULL;
}

/* The thing must outlive the writer. */
static void give_id(struct writer *writer, void **ids, const void *thing, uint64_t id,
		    int (*compare)(const void *a, const void *b))
{
	struct numbered *added = arena_new_of(writer->arena, struct numbered);

	*added = (struct numbered){thing, id};
	tsearch(added, ids, compare);
}

/* NULL is "". */
static int64_t text_id(struct writer *writer, const char *text)
{
	char *clean = text_as_utf8(text ? text : ""), *kept;
	uint64_t id;

	if (!find_id(&writer->text_ids, clean, &id, compare_texts)) {
		id = writer->texts.count;
		kept = arena_strdup(writer->arena, clean);
		array_push(writer->arena, &writer->texts, kept);
		give_id(writer, &writer->text_ids, kept, id, compare_texts);
	}
	free(clean);
	return (int64_t)id;
}

/* ---- places ---- */

static uint64_t function_id(struct writer *writer, const char *name, const char *source)
{
	Function wanted = PERFTOOLS__PROFILES__FUNCTION__INIT, *function;
	uint64_t id;

	wanted.name = wanted.system_name = text_id(writer, name);
	wanted.filename = text_id(writer, source);
	if (find_id(&writer->function_ids, &wanted, &id, compare_functions))
		return id;
	wanted.id = writer->functions.count + 1;
	function = arena_copy(writer->arena, &wanted, sizeof(wanted));
	array_push(writer->arena, &writer->functions, function);
	give_id(writer, &writer->function_ids, function, function->id, compare_functions);
	return function->id;
}

/* `known` is what it is found by again. */
static Mapping *add_mapping(struct writer *writer, const void *known, const char *path)
{
	Mapping *mapping = arena_new_of(writer->arena, Mapping);

	perftools__profiles__mapping__init(mapping);
	mapping->id = writer->mappings.count + 1;
	mapping->filename = text_id(writer, path);
	mapping->has_functions = true; /* until a function has no name */
	array_push(writer->arena, &writer->mappings, mapping);
	give_id(writer, &writer->mapping_ids, known, mapping->id, compare_addresses);
	return mapping;
}

static Mapping *kernel_mapping(struct writer *writer)
{
	static const char kernel[] = KERNEL_MAPPING;
	uint64_t id;

	return find_id(&writer->mapping_ids, kernel, &id, compare_addresses)
		       ? writer->mappings.items[id - 1]
		       : add_mapping(writer, kernel, kernel);
}

static Mapping *user_mapping(struct writer *writer, const struct profile_mapping *known)
{
	Mapping *mapping;
	uint64_t id;

	if (find_id(&writer->mapping_ids, known, &id, compare_addresses))
		return writer->mappings.items[id - 1];
	mapping = add_mapping(writer, known, known->path);
	mapping->memory_start = known->start;
	mapping->memory_limit = known->end;
	mapping->file_offset = known->offset;
	mapping->build_id = text_id(writer, known->build_id);
	return mapping;
}

static Mapping *find_mapping(struct writer *writer, const struct profile_frame *frame)
{
	if (frame->mapping)
		return user_mapping(writer, frame->mapping);
	return frame->address && !frame->pid ? kernel_mapping(writer) : NULL;
}

static void set_lines(struct writer *writer, Location *location, const struct profile_line *lines,
		      size_t count)
{
	location->n_line = count;
	location->line = arena_alloc(writer->arena, count * sizeof(Line *));
	for (size_t i = 0; i < count; i++) {
		Line *line = arena_new_of(writer->arena, Line);

		perftools__profiles__line__init(line);
		line->function_id = function_id(writer, lines[i].function, lines[i].source);
		line->line = lines[i].number;
		location->line[i] = line;
	}
}

/* `known` is what it is found by again. */
static Location *add_location(struct writer *writer, const void *known)
{
	Location *location = arena_new_of(writer->arena, Location);

	perftools__profiles__location__init(location);
	location->id = writer->locations.count + 1;
	array_push(writer->arena, &writer->locations, location);
	give_id(writer, &writer->location_ids, known, location->id, compare_addresses);
	return location;
}

static uint64_t frame_id(struct writer *writer, const struct profile_frame *frame)
{
	struct profile_line bare = {.function = frame->name};
	Location *location;
	Mapping *mapping;
	uint64_t id;

	if (find_id(&writer->location_ids, frame, &id, compare_addresses))
		return id;
	location = add_location(writer, frame);
	location->address = frame->address;
	mapping = find_mapping(writer, frame);
	if (mapping) {
		location->mapping_id = mapping->id;
		mapping->has_functions &= frame->name != NULL;
		mapping->has_filenames |= frame->line_count > 0;
		mapping->has_line_numbers |= frame->line_count > 0;
		mapping->has_inline_frames |= frame->line_count > 0;
	}
	if (frame->line_count)
		set_lines(writer, location, frame->lines, frame->line_count);
	else if (frame->name)
		set_lines(writer, location, &bare, 1);
	return location->id;
}

/* A part of the key that stands for a frame. */
static uint64_t label_frame_id(struct writer *writer, const struct profile_label *label)
{
	struct profile_line line = {.function = label->text};
	Location *location;
	uint64_t id;

	if (find_id(&writer->location_ids, label, &id, compare_addresses))
		return id;
	location = add_location(writer, label);
	set_lines(writer, location, &line, 1);
	return location->id;
}

/* ---- types ---- */

static void add_type(struct writer *writer, const char *name, const char *unit)
{
	ValueType *type = arena_new_of(writer->arena, ValueType);

	perftools__profiles__value_type__init(type);
	type->type = text_id(writer, name);
	type->unit = text_id(writer, unit);
	array_push(writer->arena, &writer->types, type);
}

/* The map's; of "@", what it makes of its numbers. */
static const char *map_label(const struct plan_map *map)
{
	static const char *const names[] = {
		[PLAN_PLAIN] = "value", [PLAN_COUNT] = "count", [PLAN_SUM] = "sum",
		[PLAN_MIN] = "min",	[PLAN_MAX] = "max",	[PLAN_AVG] = "total",
		[PLAN_STATS] = "total", [PLAN_HIST] = "count",	[PLAN_TSERIES] = "sum",
	};

	return map->name[1] ? map->name + 1 : names[map->aggregate];
}

static const char *map_unit(const struct plan_map *map)
{
	static const char *const names[PLAN_UNIT_COUNT] = {[PLAN_UNIT_NONE] = "count",
							   [PLAN_UNIT_BYTES] = "bytes",
							   [PLAN_UNIT_DURATION] = "nanoseconds"};

	if (map->aggregate == PLAN_COUNT || map->aggregate == PLAN_HIST)
		return names[PLAN_UNIT_NONE];
	return names[map->aggregate == PLAN_PLAIN ? map->value.unit : map->unit];
}

/* By the names that heap profiles have, which a second such map can have only behind its own. */
static void add_held_types(struct writer *writer, const struct plan_map *map, bool is_only)
{
	const char *prefix =
		is_only || !map->name[1] ? "" : arena_printf(writer->arena, "%s_", map->name + 1);

	add_type(writer, arena_printf(writer->arena, "%sinuse_objects", prefix), "count");
	add_type(writer, arena_printf(writer->arena, "%sinuse_space", prefix), "bytes");
}

static void add_types(struct writer *writer, const struct profile_map *maps, size_t count,
		      bool has_one_held)
{
	for (size_t i = 0; i < count; i++) {
		if (maps[i].map->aggregate == PLAN_HOLD)
			add_held_types(writer, maps[i].map, has_one_held);
		else
			add_type(writer, map_label(maps[i].map), map_unit(maps[i].map));
	}
}

/* ---- samples ---- */

static void put_locations(struct writer *writer, Sample *sample, const struct profile_sample *from)
{
	size_t count = from->frame_count ? from->frame_count : from->label_count;

	sample->n_location_id = count;
	sample->location_id = arena_alloc(writer->arena, count * sizeof(uint64_t));
	for (size_t i = 0; i < count; i++)
		sample->location_id[count - 1 - i] =
			from->frame_count ? frame_id(writer, from->frames[i])
					  : label_frame_id(writer, from->labels[i]);
}

static void put_labels(struct writer *writer, Sample *sample, const struct profile_sample *from)
{
	sample->n_label = from->label_count;
	sample->label = arena_alloc(writer->arena, from->label_count * sizeof(Label *));
	for (size_t i = 0; i < from->label_count; i++) {
		const struct profile_label *known = from->labels[i];
		Label *label = arena_new_of(writer->arena, Label);

		perftools__profiles__label__init(label);
		label->key = text_id(writer, known->key);
		if (known->is_number)
			label->num = known->number;
		else
			label->str = text_id(writer, known->text);
		sample->label[i] = label;
	}
}

/* `first` is the first type of the sample's map. */
static void add_sample(struct writer *writer, const struct profile_map *map, size_t first,
		       const struct profile_sample *from)
{
	Sample *sample = arena_new_of(writer->arena, Sample);

	perftools__profiles__sample__init(sample);
	sample->n_value = writer->types.count;
	sample->value = arena_alloc(writer->arena, sample->n_value * sizeof(int64_t));
	for (uint32_t i = 0; i < map->value_count; i++) /* objects come first, before bytes */
		sample->value[first + map->value_count - 1 - i] = from->values[i];
	put_locations(writer, sample, from);
	put_labels(writer, sample, from);
	array_push(writer->arena, &writer->samples, sample);
}

static void add_samples(struct writer *writer, const struct profile_map *maps, size_t count)
{
	size_t first = 0;

	for (size_t i = 0; i < count; first += maps[i++].value_count)
		for (size_t j = 0; j < maps[i].count; j++)
			if (maps[i].samples[j]->values[0] || maps[i].samples[j]->values[1])
				add_sample(writer, &maps[i], first, maps[i].samples[j]);
}

/* ---- the whole ---- */

static void add_comments(struct writer *writer, struct output *output)
{
	size_t size;
	char *text, *rest;
	FILE *out = heap_stream(&text, &size);

	loss_print_all(output, out, profile_losses(output));
	fclose(out);
	rest = text;
	for (char *line; (line = strsep(&rest, "\n"));)
		if (*line) {
			int64_t id = text_id(writer, line);

			array_push(writer->arena, &writer->comments, id);
		}
	free(text);
}

/* The bytes that are held, unless the program is about how many; else what the first map counts. */
static int64_t default_type(const struct writer *writer, const struct profile_map *maps,
			    size_t count)
{
	bool is_space = count && maps[0].map->aggregate == PLAN_HOLD && !maps[0].map->is_by_count;

	return writer->types.count ? writer->types.items[is_space]->type : 0;
}

static void fill_profile(struct writer *writer, struct output *output, Profile *profile)
{
	size_t count;
	struct profile_map *maps = profile_finish(output, &count);

	perftools__profiles__profile__init(profile);
	text_id(writer, "");
	add_types(writer, maps, count, profile_count_maps(output, true) == 1);
	add_samples(writer, maps, count);
	add_comments(writer, output);
	profile->default_sample_type = default_type(writer, maps, count);
	profile->time_nanos = (int64_t)clock_ns(CLOCK_REALTIME);
	profile->duration_nanos = (int64_t)(clock_ns(CLOCK_BOOTTIME) - output->start_ns);
	profile->n_sample_type = writer->types.count;
	profile->sample_type = writer->types.items;
	profile->n_sample = writer->samples.count;
	profile->sample = writer->samples.items;
	profile->n_mapping = writer->mappings.count;
	profile->mapping = writer->mappings.items;
	profile->n_location = writer->locations.count;
	profile->location = writer->locations.items;
	profile->n_function = writer->functions.count;
	profile->function = writer->functions.items;
	profile->n_comment = writer->comments.count;
	profile->comment = writer->comments.items;
	profile->n_string_table = writer->texts.count; /* last: all of the above have texts */
	profile->string_table = writer->texts.items;
	free(maps);
}

static void put_gzipped(FILE *out, uint8_t *bytes, size_t size)
{
	uint8_t chunk[CHUNK_SIZE];
	z_stream stream = {0};

	if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, MAX_MEM_LEVEL,
			 Z_DEFAULT_STRATEGY) != Z_OK)
		abort();
	do {
		size_t taken = size < CHUNK_SIZE ? size : CHUNK_SIZE;

		stream.next_in = bytes;
		stream.avail_in = (uInt)taken;
		bytes += taken;
		size -= taken;
		do {
			stream.next_out = chunk;
			stream.avail_out = sizeof(chunk);
			deflate(&stream, size ? Z_NO_FLUSH : Z_FINISH);
			fwrite(chunk, 1, sizeof(chunk) - stream.avail_out, out);
		} while (!stream.avail_out);
	} while (size);
	deflateEnd(&stream);
}

static void free_nothing(void *node)
{
}

static void finish(struct output *output)
{
	struct writer writer = {.arena = arena_new()};
	Profile profile;
	uint8_t *bytes;
	size_t size;

	fill_profile(&writer, output, &profile);
	size = perftools__profiles__profile__get_packed_size(&profile);
	bytes = heap_alloc(size);
	perftools__profiles__profile__pack(&profile, bytes);
	put_gzipped(output->out, bytes, size);
	free(bytes);
	tdestroy(writer.text_ids, free_nothing);
	tdestroy(writer.function_ids, free_nothing);
	tdestroy(writer.mapping_ids, free_nothing);
	tdestroy(writer.location_ids, free_nothing);
	arena_free(writer.arena);
}

const struct output_form output_form_pprof = {
	.name = "pprof",
	.is_binary = true,
	.has_lines = true,
	PROFILE_CALLBACKS,
	.finish = finish,
};
