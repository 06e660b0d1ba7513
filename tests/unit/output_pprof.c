#include <protobuf-c/protobuf-c.h>
#include <zlib.h>

#include "runtime/output_profile.h"
#include "runtime/profile.pb-c.h"
#include "tests/unit/fake_output.h"

enum { MAP_FIRST, MAP_SECOND, MAP_STACKS };

#define UNPACKED_MAX 65536

static struct plan_type parts[] = {{.kind = PLAN_STRING, .size = 8, .label = "comm"},
				   {.kind = PLAN_INT, .size = 8, .offset = 8},
				   {.kind = PLAN_USTACK, .size = 16, .offset = 16}};
static struct plan_map plan_maps[] = {
	{.name = "@heap", .aggregate = PLAN_HOLD, .key = {.kind = PLAN_USTACK, .size = 16}},
	{.name = "@",
	 .aggregate = PLAN_SUM,
	 .unit = PLAN_UNIT_DURATION,
	 .key = {.kind = PLAN_TUPLE, .size = 32, .element_count = 3, .elements = parts}},
};
static const struct plan plan = {.maps = plan_maps, .map_count = 2};
static const int value_maps[] = {MAP_FIRST, MAP_SECOND}, object_maps[] = {-1, -1};
static const struct output_maps maps = {
	.values = value_maps, .objects = object_maps, .stacks = MAP_STACKS, .loss = -1};

struct key {
	char name[8];
	uint64_t number;
	struct abi_stack_ref stack;
};

static struct output *new_output(void)
{
	struct map_shape shape = {.key_size = 8, .value_size = sizeof(struct abi_stack)};
	struct output *output;

	fake_map_make(MAP_STACKS, &shape);
	fake_stack_put(MAP_STACKS, 1, 2, (uint64_t[]){FAKE_USER + 4, FAKE_USER + 0x205});
	fake_stack_put(MAP_STACKS, 2, 2, (uint64_t[]){FAKE_BARE + 4, FAKE_USER + 0x205});
	fake_stack_put(MAP_STACKS, 3, 2, (uint64_t[]){FAKE_USER + 4, FAKE_USER + 0x101});
	for (int i = 0; i < 2; i++) {
		shape = table_shape(&plan_maps[i], FAKE_CPUS);
		fake_map_make(i, &shape);
	}
	output = fake_output(&plan, &maps);
	output_use_form(output, &output_form_pprof);
	return output;
}

static uint8_t unpacked[UNPACKED_MAX];
static Perftools__Profiles__Profile *profile;

/* What it has written, into `profile`. */
static void finish(struct output *output)
{
	z_stream stream = {.next_out = unpacked, .avail_out = sizeof(unpacked)};
	FILE *nowhere = fopen("/dev/null", "w");

	output_all_maps(output);
	output_losses(output, nowhere);
	fclose(nowhere);
	output_finish(output);
	fflush(output->out);
	stream.next_in = (uint8_t *)fake_text;
	stream.avail_in = (uInt)fake_text_size;
	CHECK(inflateInit2(&stream, MAX_WBITS + 16) == Z_OK);
	CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END && !stream.avail_in);
	inflateEnd(&stream);
	profile = perftools__profiles__profile__unpack(NULL, stream.total_out, unpacked);
	CHECK(profile != NULL);
}

static void end(struct output *output)
{
	perftools__profiles__profile__free_unpacked(profile, NULL);
	fake_free(output);
}

static const char *text(int64_t id)
{
	return id >= 0 && (size_t)id < profile->n_string_table ? profile->string_table[id] : "?";
}

/* "inuse_space/bytes ...". */
static const char *types(void)
{
	static char all[256];
	size_t used = 0;

	for (size_t i = 0; i < profile->n_sample_type; i++)
		used += (size_t)snprintf(all + used, sizeof(all) - used, "%s%s/%s", i ? " " : "",
					 text(profile->sample_type[i]->type),
					 text(profile->sample_type[i]->unit));
	return all;
}

/* With what is inlined there, and lines that are known: "twice:7+child:12". */
static const char *functions_of(uint64_t location)
{
	const Perftools__Profiles__Location *found = profile->location[location - 1];
	static char all[64];
	size_t used = 0;

	for (size_t i = 0; i < found->n_line; i++) {
		const Perftools__Profiles__Line *line = found->line[i];

		used += (size_t)snprintf(all + used, sizeof(all) - used, "%s%s", i ? "+" : "",
					 text(profile->function[line->function_id - 1]->name));
		if (line->line)
			used += (size_t)snprintf(all + used, sizeof(all) - used, ":%d",
						 (int)line->line);
	}
	return used ? all : "-";
}

/* "fibonacci<main comm=bash key2=-5 3 640 0". */
static const char *sample(size_t index)
{
	const Perftools__Profiles__Sample *found = profile->sample[index];
	static char all[256];
	size_t used = 0;

	for (size_t i = 0; i < found->n_location_id; i++)
		used += (size_t)snprintf(all + used, sizeof(all) - used, "%s%s", i ? "<" : "",
					 functions_of(found->location_id[i]));
	for (size_t i = 0; i < found->n_label; i++) {
		const Perftools__Profiles__Label *label = found->label[i];

		used += (size_t)snprintf(all + used, sizeof(all) - used, " %s=", text(label->key));
		if (label->str)
			used += (size_t)snprintf(all + used, sizeof(all) - used, "%s",
						 text(label->str));
		else
			used += (size_t)snprintf(all + used, sizeof(all) - used, "%d",
						 (int)label->num);
	}
	for (size_t i = 0; i < found->n_value; i++)
		used += (size_t)snprintf(all + used, sizeof(all) - used, " %d",
					 (int)found->value[i]);
	return all;
}

static void put_held(uint64_t stack, uint64_t bytes, uint64_t count)
{
	struct abi_stack_ref ref = {.id = stack, .tgid = 7};
	struct abi_total total = {.bytes = bytes, .count = count};

	fake_map_put(MAP_FIRST, &ref, &total);
}

static void samples_have_the_values_of_their_map(void)
{
	struct output *output = new_output();
	struct key key = {.name = "a\xff", .number = (uint64_t)-5, .stack = {.id = 1, .tgid = 7}};
	uint64_t sum = 77;

	parts[1].is_signed = true;
	put_held(1, 640, 3);
	fake_map_put(MAP_SECOND, &key, &sum);
	finish(output);
	CHECK_STR(types(), "inuse_objects/count inuse_space/bytes sum/nanoseconds");
	CHECK_STR(text(profile->default_sample_type), "inuse_space");
	CHECK_STR(text(0), "");
	CHECK(profile->n_sample == 2 && profile->n_location == 2 && profile->n_function == 2);
	CHECK_STR(sample(0), "fibonacci<main 3 640 0");
	CHECK_STR(sample(1), "fibonacci<main comm=a\xef\xbf\xbd key2=-5 0 0 77");
	end(output);
}

static void mappings_say_what_names_are_missing(void)
{
	struct output *output = new_output();
	const Perftools__Profiles__Mapping *mapping;

	put_held(2, 64, 1);
	finish(output);
	CHECK_STR(sample(0), "-<main 1 64");
	CHECK(profile->n_mapping == 2);
	mapping = profile->mapping[0];
	CHECK_STR(text(mapping->filename), "/bin/x");
	CHECK_STR(text(mapping->build_id), "c0ffee");
	CHECK(mapping->id == 1 && mapping->memory_start == FAKE_USER && mapping->has_functions);
	CHECK(mapping->memory_limit == FAKE_USER + 0x300 && mapping->file_offset == 0x1000);
	/* Of a caller the call, not the place behind it. */
	CHECK(profile->location[0]->address == FAKE_USER + 0x204);
	CHECK(!profile->mapping[1]->has_functions);
	end(output);
}

static void inlined_functions_are_lines_of_one_place(void)
{
	struct output *output = new_output();

	put_held(3, 64, 1);
	finish(output);
	CHECK_STR(sample(0), "fibonacci<twice:7+child:12 1 64");
	CHECK(profile->n_location == 2 && profile->n_function == 3);
	CHECK(profile->mapping[0]->has_inline_frames);
	CHECK_STR(text(profile->function[0]->filename), "/src/child.c");
	end(output);
}

static void names_of_held_objects_are_by_the_program(void)
{
	struct plan_map before = plan_maps[1];
	struct output *output;

	plan_maps[1] = (struct plan_map){
		.name = "@", .aggregate = PLAN_HOLD, .key = {.kind = PLAN_USTACK, .size = 16}};
	output = new_output();
	put_held(1, 640, 3);
	finish(output);
	CHECK_STR(types(), "heap_inuse_objects/count heap_inuse_space/bytes");
	end(output);
	output = new_output();
	fake_map_put(MAP_SECOND, &(struct abi_stack_ref){.id = 1, .tgid = 7},
		     &(struct abi_total){.bytes = 64, .count = 1});
	finish(output);
	CHECK_STR(types(), "inuse_objects/count inuse_space/bytes");
	end(output);
	plan_maps[1] = before;
}

static void nothing_held_is_a_profile_too(void)
{
	struct output *output = new_output();

	finish(output);
	CHECK(profile->n_sample == 0 && profile->n_string_table > 0);
	end(output);
}

static void losses_are_comments(void)
{
	struct output *output = new_output();

	put_held(1, 640, 3);
	output_count_loss(output, ABI_LOSS_EVENT, 2);
	finish(output);
	CHECK(profile->n_comment == 1);
	CHECK(strstr(text(profile->comment[0]), "2 events lost") != NULL);
	end(output);
}

int main(void)
{
	RUN(samples_have_the_values_of_their_map);
	RUN(mappings_say_what_names_are_missing);
	RUN(inlined_functions_are_lines_of_one_place);
	RUN(names_of_held_objects_are_by_the_program);
	RUN(nothing_held_is_a_profile_too);
	RUN(losses_are_comments);
	return unit_status();
}
