#include "tests/unit/fake_output.h"

enum { MAP_FIRST, MAP_SECOND };
enum { EVENT_PRINT, EVENT_CLEAR };

static struct plan_type u64 = {.kind = PLAN_INT, .size = 8};
static struct plan_type text = {.kind = PLAN_STRING, .size = 8};
static struct plan_map plan_maps[2];
static struct plan_event events[] = {
	[EVENT_PRINT] = FAKE_PRINT_MAP,
	[EVENT_CLEAR] = FAKE_CLEAR_MAP,
};
static struct plan plan = {.maps = plan_maps, .events = events, .event_count = 2};
static const int value_maps[] = {MAP_FIRST, MAP_SECOND}, object_maps[] = {-1, -1};
static const struct output_maps maps = {
	.values = value_maps, .objects = object_maps, .stacks = -1, .loss = -1};

static struct output *new_output(uint32_t map_count, struct plan_map first, struct plan_map second)
{
	struct output *output;

	plan_maps[0] = first;
	plan_maps[1] = second;
	plan.map_count = map_count;
	for (uint32_t i = 0; i < map_count; i++) {
		struct map_shape shape = table_shape(&plan_maps[i], FAKE_CPUS);

		fake_map_make((int)i, &shape);
	}
	output = fake_output(&plan, &maps);
	output_use_form(output, &output_form_openmetrics);
	return output;
}

static struct plan_map map_of(const char *name, enum plan_aggregate aggregate)
{
	return (struct plan_map){
		.name = (char *)name, .aggregate = aggregate, .key = u64, .value = u64};
}

static void put(int map, uint64_t key, uint64_t number)
{
	fake_map_put(map, &key, &number);
}

static void put_extreme(int map, uint64_t key, uint64_t number)
{
	struct abi_extreme extreme = {.is_set = 1, .masked = number};

	fake_map_put(map, &key, &extreme);
}

static void print(struct output *output)
{
	uint64_t payload[] = {0, 1, 0};

	fake_event(output, EVENT_PRINT, payload, sizeof(payload));
}

static void print_and_clear(struct output *output)
{
	print(output);
	fake_event(output, EVENT_CLEAR, "", 0);
}

/* What it has written but for counts of keys and losses. */
static const char *finish(struct output *output)
{
	static char all[4096];
	char *rest;

	output_all_maps(output);
	output_finish(output);
	snprintf(all, sizeof(all), "%s", fake_printed(output));
	rest = strstr(all, "# TYPE memtap_left_out_keys");
	if (rest)
		*rest = '\0';
	return rest ? all : "cut off";
}

static void buckets_are_the_same_in_all_series(void)
{
	struct plan_map map = map_of("@h", PLAN_HIST);
	struct output *output;
	uint64_t key, first[5] = {0, 2}, second[5] = {0, 0, 0, 1};

	map.buckets = (struct plan_buckets){.count = 5, .low = 0, .high = 30, .step = 10};
	output = new_output(1, map, (struct plan_map){0});
	key = 1;
	fake_map_put(MAP_FIRST, &key, second);
	key = 2;
	fake_map_put(MAP_FIRST, &key, first);
	CHECK_STR(finish(output), "# TYPE memtap_map_h histogram\n"
				  "memtap_map_h_bucket{key_1=\"1\",le=\"9\"} 0\n"
				  "memtap_map_h_bucket{key_1=\"1\",le=\"19\"} 0\n"
				  "memtap_map_h_bucket{key_1=\"1\",le=\"29\"} 1\n"
				  "memtap_map_h_bucket{key_1=\"1\",le=\"+Inf\"} 1\n"
				  "memtap_map_h_count{key_1=\"1\"} 1\n"
				  "memtap_map_h_bucket{key_1=\"2\",le=\"9\"} 2\n"
				  "memtap_map_h_bucket{key_1=\"2\",le=\"19\"} 2\n"
				  "memtap_map_h_bucket{key_1=\"2\",le=\"29\"} 2\n"
				  "memtap_map_h_bucket{key_1=\"2\",le=\"+Inf\"} 2\n"
				  "memtap_map_h_count{key_1=\"2\"} 2\n");
	fake_free(output);
}

static void names_of_families_are_not_given_twice(void)
{
	struct output *output =
		new_output(2, map_of("@a", PLAN_HOLD), map_of("@a_bytes", PLAN_MAX));
	struct abi_total total = {.bytes = 64, .count = 2};
	uint64_t key = 1;

	fake_map_put(MAP_FIRST, &key, &total);
	put_extreme(MAP_SECOND, 1, 5);
	CHECK_STR(finish(output), "# TYPE memtap_map_a_bytes gauge\n"
				  "memtap_map_a_bytes{key_1=\"1\"} 64\n"
				  "# TYPE memtap_map_a_objects gauge\n"
				  "memtap_map_a_objects{key_1=\"1\"} 2\n"
				  "# TYPE memtap_map_a_bytes_2 gauge\n"
				  "memtap_map_a_bytes_2{key_1=\"1\"} 5\n");
	fake_free(output);
	output = new_output(2, map_of("@x", PLAN_COUNT), map_of("@x_total", PLAN_MAX));
	put_extreme(MAP_SECOND, 1, 5); /* whatever the other map holds */
	CHECK_STR(finish(output), "# TYPE memtap_map_x counter\n"
				  "# TYPE memtap_map_x_total_2 gauge\n"
				  "memtap_map_x_total_2{key_1=\"1\"} 5\n");
	fake_free(output);
}

static void labels_do_nothing_to_a_terminal(void)
{
	struct plan_map map = map_of("@m", PLAN_COUNT);
	struct output *output;
	uint64_t count = 1;

	map.key = text;
	output = new_output(1, map, (struct plan_map){0});
	fake_map_put(MAP_FIRST, "\x1b\"\n\xc2\x9b\\\xff", &count);
	CHECK_STR(finish(output),
		  "# TYPE memtap_map_m counter\n"
		  "memtap_map_m_total{key_1=\"\\\\x1b\\\"\\n\\\\xc2\\\\x9b\\\\\xef\xbf\xbd\"} "
		  "1\n");
	fake_free(output);
}

static void parts_are_not_called_as_others(void)
{
	struct plan_type parts[] = {{.kind = PLAN_INT, .size = 8, .label = "key_2"},
				    {.kind = PLAN_INT, .size = 8, .offset = 8}};
	struct plan_map map = map_of("@m", PLAN_COUNT);
	struct output *output;
	uint64_t key[] = {5, 6}, count = 1;

	map.key = (struct plan_type){
		.kind = PLAN_TUPLE, .size = 16, .element_count = 2, .elements = parts};
	output = new_output(1, map, (struct plan_map){0});
	fake_map_put(MAP_FIRST, key, &count);
	CHECK_STR(finish(output), "# TYPE memtap_map_m counter\n"
				  "memtap_map_m_total{key_2=\"5\",key_3=\"6\"} 1\n");
	fake_free(output);
}

static void what_is_cleared_is_added_to(void)
{
	struct output *output = new_output(1, map_of("@m", PLAN_COUNT), (struct plan_map){0});

	put(MAP_FIRST, 1, 5);
	print(output);
	print_and_clear(output);
	put(MAP_FIRST, 1, 2);
	put(MAP_FIRST, 2, 1);
	print_and_clear(output);
	CHECK_STR(finish(output), "# TYPE memtap_map_m counter\n"
				  "memtap_map_m_total{key_1=\"2\"} 1\n"
				  "memtap_map_m_total{key_1=\"1\"} 7\n");
	fake_free(output);
	output = new_output(1, map_of("@m", PLAN_MAX), (struct plan_map){0});
	put_extreme(MAP_FIRST, 1, 9);
	print_and_clear(output);
	put_extreme(MAP_FIRST, 1, 4);
	CHECK_STR(finish(output), "# TYPE memtap_map_m gauge\nmemtap_map_m{key_1=\"1\"} 9\n");
	fake_free(output);
	output = new_output(1, map_of("@m", PLAN_MIN), (struct plan_map){0});
	put_extreme(MAP_FIRST, 1, ~(uint64_t)9);
	print_and_clear(output);
	put_extreme(MAP_FIRST, 1, ~(uint64_t)4);
	CHECK_STR(finish(output), "# TYPE memtap_map_m gauge\nmemtap_map_m{key_1=\"1\"} 4\n");
	fake_free(output);
	output = new_output(1, map_of("@m", PLAN_PLAIN), (struct plan_map){0});
	put(MAP_FIRST, 1, 9);
	print_and_clear(output);
	put(MAP_FIRST, 1, 4);
	CHECK_STR(finish(output), "# TYPE memtap_map_m gauge\nmemtap_map_m{key_1=\"1\"} 4\n");
	fake_free(output);
}

int main(void)
{
	RUN(buckets_are_the_same_in_all_series);
	RUN(names_of_families_are_not_given_twice);
	RUN(labels_do_nothing_to_a_terminal);
	RUN(parts_are_not_called_as_others);
	RUN(what_is_cleared_is_added_to);
	return unit_status();
}
