#include "runtime/clock.h"
#include "tests/unit/fake_output.h"

#include <inttypes.h>
#include <time.h>

#define BAR_52 "@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@"
#define BAR_26 "@@@@@@@@@@@@@@@@@@@@@@@@@@                          "
#define SECOND UINT64_C(1000000000)

/* ---- a plan of one map of every kind that a test asks for ---- */

enum { MAP_VALUES, MAP_OBJECTS, MAP_PENDING, MAP_STACKS, MAP_LOSS };
enum { EVENT_PRINT, EVENT_CLEAR, EVENT_ZERO, EVENT_EXIT, EVENT_TIME, EVENT_VALUE, EVENT_PRINTF };

static struct plan_type u64 = {.kind = PLAN_INT, .size = 8};
static struct plan_type words[] = {{.kind = PLAN_INT, .size = 8},
				   {.kind = PLAN_INT, .size = 8, .offset = 8},
				   {.kind = PLAN_INT, .size = 8, .offset = 16}};

#define WORDS(n)                                                                             \
	{                                                                                    \
		.kind = PLAN_TUPLE, .size = 8 * (n), .element_count = (n), .elements = words \
	}

static struct plan_map map;
static struct plan_event events[] = {
	[EVENT_PRINT] = {.kind = PLAN_PRINT_MAP, .payload = WORDS(3)},
	[EVENT_CLEAR] = {.kind = PLAN_CLEAR_MAP, .payload = {.kind = PLAN_TUPLE}},
	[EVENT_ZERO] = {.kind = PLAN_ZERO_MAP, .payload = {.kind = PLAN_TUPLE}},
	[EVENT_EXIT] = {.kind = PLAN_EXIT, .map = PLAN_NONE, .payload = WORDS(1)},
	[EVENT_TIME] = {.kind = PLAN_TIME,
			.format = "%Y %%\n",
			.map = PLAN_NONE,
			.payload = {.kind = PLAN_TUPLE}},
	[EVENT_VALUE] = {.kind = PLAN_PRINT_VALUE, .map = PLAN_NONE, .payload = WORDS(1)},
	[EVENT_PRINTF] = {.kind = PLAN_PRINTF,
			  .format = "%d-%d\n",
			  .map = PLAN_NONE,
			  .payload = WORDS(2)},
};
static const struct plan plan = {.maps = &map, .map_count = 1, .events = events, .event_count = 7};
static const int value_maps[] = {MAP_VALUES}, object_maps[] = {MAP_OBJECTS};
static const int pending_maps[] = {MAP_PENDING};
static const struct output_maps maps = {.values = value_maps,
					.objects = object_maps,
					.pending = pending_maps,
					.stacks = MAP_STACKS,
					.loss = MAP_LOSS};

static struct output *new_output(struct plan_map spec)
{
	struct map_shape shape;

	map = spec;
	map.name = "@m";
	shape = table_shape(&map, FAKE_CPUS);
	fake_map_make(MAP_VALUES, &shape);
	if (map.aggregate == PLAN_HOLD) {
		shape = table_objects_shape(&map);
		fake_map_make(MAP_OBJECTS, &shape);
	}
	return fake_output(&plan, &maps);
}

/* The same on both CPUs, the values differing. */
static void put_per_cpu(uint64_t key, uint64_t first, uint64_t second)
{
	uint64_t values[] = {first, second};

	fake_map_put(MAP_VALUES, &key, values);
}

static const char *print_top(struct output *output, uint64_t top, uint64_t divisor)
{
	uint64_t payload[] = {top, divisor, 0};

	fake_event(output, EVENT_PRINT, payload, sizeof(payload));
	return fake_printed(output);
}

static const char *print_all(struct output *output)
{
	return print_top(output, 0, 1);
}

/* ---- aggregations ---- */

static void counts_are_summed_over_cpus_and_sorted(void)
{
	struct output *output = new_output(
		(struct plan_map){.aggregate = PLAN_COUNT, .is_per_cpu = true, .key = u64});

	put_per_cpu(1, 2, 1);
	put_per_cpu(2, 0, 1);
	put_per_cpu(3, 1, 1);
	CHECK_STR(print_all(output), "@m[2]: 1\n@m[3]: 2\n@m[1]: 3\n");
	CHECK_STR(print_top(output, 2, 1), "@m[3]: 2\n@m[1]: 3\n");
	CHECK_STR(print_top(output, 2, 2), "@m[3]: 1\n@m[1]: 1\n");
	CHECK_STR(print_top(output, 9, 0), "@m[2]: 1\n@m[3]: 2\n@m[1]: 3\n");
	fake_free(output);
}

static struct output *new_counts(void)
{
	const struct map_shape shape = {.key_size = 4, .value_size = 8, .cpus = FAKE_CPUS};
	struct output *output = new_output((struct plan_map){
		.aggregate = PLAN_COUNT, .is_per_cpu = true, .pending = "pending", .key = u64});

	fake_map_make(MAP_PENDING, &shape);
	for (uint32_t element = 0; element < ABI_PENDING_ELEMENTS; element++)
		fake_map_put(MAP_PENDING, &element, (uint64_t[FAKE_CPUS]){0});
	return output;
}

static uint64_t *pending_of_cpus(uint32_t element)
{
	return (uint64_t *)fake_value(&fake_maps[MAP_PENDING], element);
}

static void what_is_pending_is_counted(void)
{
	struct output *output = new_counts();

	put_per_cpu(1, 2, 1);
	put_per_cpu(7, 0, 0);
	CHECK_STR(print_all(output), "@m[7]: 0\n@m[1]: 3\n");
	pending_of_cpus(ABI_PENDING_COUNT)[0] = UINT64_C(7) << ABI_PENDING_SHIFT | 5;
	pending_of_cpus(ABI_PENDING_COUNT)[1] = UINT64_C(7) << ABI_PENDING_SHIFT | 0xffffffff;
	CHECK_STR(print_all(output), "@m[1]: 3\n@m[7]: 4294967300\n");
	pending_of_cpus(ABI_PENDING_COUNT)[1] = UINT64_C(1) << ABI_PENDING_SHIFT | 1;
	CHECK_STR(print_all(output), "@m[1]: 4\n@m[7]: 5\n");
	CHECK_INT(pending_of_cpus(ABI_PENDING_STAYS)[0], 0);
	fake_free(output);
}

static void what_is_pending_is_zeroed_and_cleared(void)
{
	struct output *output = new_counts();

	put_per_cpu(7, 1, 1);
	pending_of_cpus(ABI_PENDING_COUNT)[1] = UINT64_C(7) << ABI_PENDING_SHIFT | 5;
	fake_event(output, EVENT_ZERO, "", 0);
	CHECK_STR(print_all(output), "@m[7]: 0\n");
	pending_of_cpus(ABI_PENDING_COUNT)[1] = UINT64_C(7) << ABI_PENDING_SHIFT | 5;
	CHECK_STR(print_all(output), "@m[7]: 5\n");
	fake_event(output, EVENT_CLEAR, "", 0);
	CHECK_INT(pending_of_cpus(ABI_PENDING_COUNT)[1], 0);
	CHECK_STR(print_all(output), "");
	CHECK_INT(pending_of_cpus(ABI_PENDING_STAYS)[0], 0);
	fake_free(output);
}

/* A program that never ends its move: what is there is printed, and that it may be too little told. */
static void counts_that_move_for_too_long_are_told_of(void)
{
	struct output *output = new_counts();

	put_per_cpu(7, 1, 1);
	pending_of_cpus(ABI_PENDING_COUNT)[1] = UINT64_C(7) << ABI_PENDING_SHIFT | 5;
	pending_of_cpus(ABI_PENDING_MOVES)[1] = 1;
	CHECK_STR(print_all(output), "@m[7]: 7\n");
	CHECK_INT(output->losses[ABI_LOSS_LATE], 1);
	CHECK_INT(pending_of_cpus(ABI_PENDING_STAYS)[0], 0);
	fake_event(output, EVENT_CLEAR, "", 0);
	CHECK_INT(output->losses[ABI_LOSS_LATE], 2);
	pending_of_cpus(ABI_PENDING_MOVES)[1] = 0;
	CHECK_STR(print_all(output), "@m[7]: 0\n"); /* it may be pending by now */
	CHECK_INT(output->losses[ABI_LOSS_LATE], 2);
	fake_free(output);
}

/* There is always one inside somewhere, but each that was there at the beginning gets out. */
static int look_up_moves(int number, const void *key, void *value)
{
	static uint32_t looks;
	uint32_t element;
	int error = fake_lookup(number, key, value);

	memcpy(&element, key, sizeof(element));
	if (number == MAP_PENDING && element == ABI_PENDING_MOVES)
		((uint64_t *)value)[looks++ % FAKE_CPUS] = 1;
	return error;
}

static void moves_that_begin_later_are_not_waited_for(void)
{
	struct output *output = new_counts();
	struct map_access access = fake_access;

	access.lookup = look_up_moves;
	output->access = &access;
	put_per_cpu(7, 1, 1);
	CHECK_STR(print_all(output), "@m[7]: 2\n");
	CHECK_INT(output->losses[ABI_LOSS_LATE], 0);
	fake_free(output);
}

static void equal_values_are_sorted_by_key(void)
{
	struct output *output = new_output(
		(struct plan_map){.aggregate = PLAN_COUNT, .is_per_cpu = true, .key = u64});

	put_per_cpu(300, 1, 0);
	put_per_cpu(2, 0, 1);
	put_per_cpu(10, 1, 0);
	CHECK_STR(print_all(output), "@m[2]: 1\n@m[10]: 1\n@m[300]: 1\n");
	fake_free(output);
}

static void signed_sums_are_sorted_by_sign(void)
{
	struct output *output = new_output((struct plan_map){
		.aggregate = PLAN_SUM, .is_signed = true, .is_per_cpu = true, .key = u64});

	put_per_cpu(1, 3, 0);
	put_per_cpu(2, (uint64_t)-9, 2);
	CHECK_STR(print_all(output), "@m[2]: -7\n@m[1]: 3\n");
	CHECK_STR(print_top(output, 0, 2), "@m[2]: -3\n@m[1]: 1\n");
	fake_free(output);
}

static void put_extreme(uint64_t key, bool is_max, bool is_signed, int64_t first, bool has_second,
			int64_t second)
{
	uint64_t mask = ABI_EXTREME_MASK(is_max, is_signed);
	struct abi_extreme values[] = {
		{(uint64_t)first ^ mask, 1},
		{has_second ? (uint64_t)second ^ mask : 0, has_second},
	};

	fake_map_put(MAP_VALUES, &key, values);
}

static void extremes_are_those_of_all_cpus(void)
{
	struct plan_map spec = {
		.aggregate = PLAN_MIN, .is_signed = true, .is_per_cpu = true, .key = u64};
	struct output *output = new_output(spec);

	put_extreme(1, false, true, -3, true, 5);
	put_extreme(2, false, true, 7, false, 0);
	CHECK_STR(print_all(output), "@m[1]: -3\n@m[2]: 7\n");
	fake_free(output);

	spec.aggregate = PLAN_MAX;
	output = new_output(spec);
	put_extreme(1, true, true, -3, true, -5);
	put_extreme(2, true, true, -9, false, 0);
	CHECK_STR(print_all(output), "@m[2]: -9\n@m[1]: -3\n");
	fake_free(output);

	spec.is_signed = false;
	output = new_output(spec);
	put_extreme(1, true, false, -1, true, 5);
	CHECK_STR(print_all(output), "@m[1]: 18446744073709551615\n");
	fake_free(output);
}

static void put_average(uint64_t key, uint64_t count, uint64_t total)
{
	struct abi_average values[FAKE_CPUS] = {{1, 0}, {count - 1, total}};

	fake_map_put(MAP_VALUES, &key, values);
}

static void averages_and_stats(void)
{
	struct plan_map spec = {
		.aggregate = PLAN_AVG, .is_signed = true, .is_per_cpu = true, .key = u64};
	struct output *output = new_output(spec);

	put_average(1, 3, 15);
	put_average(2, 2, (uint64_t)-5);
	CHECK_STR(print_all(output), "@m[2]: -2\n@m[1]: 5\n");
	CHECK_STR(print_top(output, 1, 2), "@m[1]: 2\n");
	fake_free(output);

	spec.aggregate = PLAN_STATS;
	output = new_output(spec);
	put_average(1, 3, 15);
	put_average(2, 2, (uint64_t)-5);
	CHECK_STR(print_all(output), "@m[2]: { .count = 2, .average = -2, .total = -5 }\n"
				     "@m[1]: { .count = 3, .average = 5, .total = 15 }\n");
	CHECK_STR(print_top(output, 1, 2), "@m[1]: { .count = 3, .average = 2, .total = 15 }\n");
	fake_free(output);
}

static void histograms_are_sorted_by_their_sum(void)
{
	struct output *output = new_output(
		(struct plan_map){.aggregate = PLAN_HIST,
				   .buckets = {.count = ABI_HIST_BUCKETS}, .is_per_cpu = true, .key = u64});
	uint64_t many[FAKE_CPUS][ABI_HIST_BUCKETS] = {{[3] = 1, [4] = 1}, {[3] = 1}};
	uint64_t few[FAKE_CPUS][ABI_HIST_BUCKETS] = {{0}, {[12] = 1}};
	uint64_t one = 1, two = 2;

	fake_map_put(MAP_VALUES, &one, many);
	fake_map_put(MAP_VALUES, &two, few);
	CHECK_STR(print_all(output), "@m[2]:\n"
				     "[1K, 2K)               1 |" BAR_52 "|\n"
				     "\n"
				     "@m[1]:\n"
				     "[2, 4)                 2 |" BAR_52 "|\n"
				     "[4, 8)                 1 |" BAR_26 "|\n"
				     "\n");
	fake_free(output);
}

/* ---- plain maps ---- */

static struct plan_type number_and_name[] = {
	{.kind = PLAN_INT, .size = 4, .is_signed = true},
	{.kind = PLAN_STRING, .size = 8, .offset = 4},
};

struct number_and_name {
	int32_t number;
	char name[8];
};

static void put_named(int32_t number, const char *name, const void *value)
{
	struct number_and_name key = {.number = number};

	strncpy(key.name, name, sizeof(key.name) - 1);
	fake_map_put(MAP_VALUES, &key, value);
}

static void plain_integers_are_sorted_by_value_then_key(void)
{
	struct plan_map spec = {
		.key_is_list = true,
		.key = {.kind = PLAN_TUPLE,
			.size = sizeof(struct number_and_name),
			.element_count = 2,
			.elements = number_and_name},
		.value = {.kind = PLAN_INT, .size = 4, .is_signed = true},
	};
	struct output *output = new_output(spec);

	put_named(1, "abc", &(int32_t){5});
	put_named(2, "b", &(int32_t){-3});
	put_named(1, "B", &(int32_t){5});
	put_named(-1, "z", &(int32_t){5});
	CHECK_STR(print_all(output), "@m[2, b]: -3\n@m[-1, z]: 5\n@m[1, B]: 5\n@m[1, abc]: 5\n");
	CHECK_STR(print_top(output, 0, 2),
		  "@m[2, b]: -1\n@m[-1, z]: 2\n@m[1, B]: 2\n@m[1, abc]: 2\n");
	fake_free(output);
}

static void other_plain_values_are_sorted_by_key(void)
{
	struct plan_map spec = {.key = {.kind = PLAN_STRING, .size = 8},
				.value = {.kind = PLAN_STRING, .size = 8}};
	struct output *output = new_output(spec);

	fake_map_put(MAP_VALUES, "z\0\0\0\0\0\0", "a\0\0\0\0\0\0");
	fake_map_put(MAP_VALUES, "a\0\0\0\0\0\0", "z\0\0\0\0\0\0");
	CHECK_STR(print_all(output), "@m[a]: z\n@m[z]: a\n");
	CHECK_STR(print_top(output, 1, 5), "@m[z]: a\n");
	fake_free(output);
}

static void stacks_as_keys_and_values(void)
{
	struct abi_stack stack = {.count = 2, .frames = {FAKE_USER + 56, FAKE_USER + 0x100 + 20}};
	struct map_shape stacks = {.key_size = 8, .value_size = sizeof(stack)};
	struct plan_type key[] = {{.kind = PLAN_USTACK, .size = 16},
				  {.kind = PLAN_STRING, .size = 8, .offset = 16}};
	struct {
		struct abi_stack_ref stack;
		char comm[8];
	} bytes = {{.id = 1, .tgid = 7}, "comm"};
	struct plan_map spec = {.key = {.kind = PLAN_TUPLE,
					.size = sizeof(bytes),
					.element_count = 2,
					.elements = key},
				.value = {.kind = PLAN_USTACK, .size = 16}};
	struct output *output = new_output(spec);

	fake_map_make(MAP_STACKS, &stacks);
	fake_map_put(MAP_STACKS, &(uint64_t){1}, &stack);
	fake_map_put(MAP_VALUES, &bytes, &bytes.stack);
	CHECK_STR(print_all(output), "@m[\n"
				     "        fibonacci+56\n"
				     "        child+20\n"
				     ", comm]: \n"
				     "        fibonacci+56\n"
				     "        child+20\n"
				     "\n");
	fake_free(output);
}

/* ---- scalars ---- */

static struct output *new_scalar(struct plan_map spec)
{
	struct output *output;
	uint8_t *zeros;

	spec.is_scalar = true;
	output = new_output(spec);
	fake_maps[MAP_VALUES].info.is_array = true;
	zeros = heap_alloc(fake_maps[MAP_VALUES].value_bytes);
	fake_map_put(MAP_VALUES, &(uint32_t){0}, zeros);
	free(zeros);
	return output;
}

static void set_scalar(const void *values)
{
	memcpy(fake_value(&fake_maps[MAP_VALUES], 0), values, fake_maps[MAP_VALUES].value_bytes);
}

static const char *all_maps(struct output *output)
{
	output_all_maps(output);
	return fake_printed(output);
}

static void a_scalar_is_printed_at_the_end_if_it_was_written(void)
{
	struct output *output = new_scalar((struct plan_map){.value = u64});

	CHECK_STR(all_maps(output), "\n\n");
	CHECK_STR(print_all(output), "@m: 0\n");
	set_scalar(&(uint64_t){5});
	CHECK_STR(all_maps(output), "\n\n@m: 5\n");
	CHECK_STR(print_top(output, 0, 2), "@m: 2\n");
	set_scalar(&(uint64_t){0});
	CHECK_STR(all_maps(output), "\n\n@m: 0\n");
	fake_free(output);
}

static void a_scalar_that_was_cleared_is_gone(void)
{
	struct output *output =
		new_scalar((struct plan_map){.aggregate = PLAN_SUM, .is_per_cpu = true});

	set_scalar((uint64_t[]){2, 3});
	CHECK_STR(all_maps(output), "\n\n@m: 5\n");
	fake_event(output, EVENT_CLEAR, "", 0);
	CHECK_STR(all_maps(output), "\n\n");
	CHECK_STR(print_all(output), "@m: 0\n");
	fake_free(output);
}

static void a_scalar_that_was_zeroed_is_zero(void)
{
	struct output *output =
		new_scalar((struct plan_map){.aggregate = PLAN_COUNT, .is_per_cpu = true});

	fake_event(output, EVENT_ZERO, "", 0);
	CHECK_STR(all_maps(output), "\n\n");
	set_scalar((uint64_t[]){2, 3});
	fake_event(output, EVENT_ZERO, "", 0);
	CHECK_STR(all_maps(output), "\n\n@m: 0\n");
	fake_free(output);
}

/* 0 is a minimum like any other. */
static void a_minimum_of_zero_was_written(void)
{
	struct output *output =
		new_scalar((struct plan_map){.aggregate = PLAN_MIN, .is_per_cpu = true});
	struct abi_extreme values[] = {{ABI_EXTREME_MASK(false, false), 1}, {0, 0}};

	set_scalar(values);
	CHECK_STR(all_maps(output), "\n\n@m: 0\n");
	fake_free(output);
}

/* In a hash map, there is what was written, and 0 is a value. */
static void a_scalar_in_a_hash_map(void)
{
	struct output *output = new_output((struct plan_map){.is_scalar = true, .value = u64});

	CHECK_STR(all_maps(output), "\n\n");
	CHECK_STR(print_all(output), "@m: 0\n");
	fake_map_put(MAP_VALUES, &(uint32_t){0}, &(uint64_t){0});
	CHECK_STR(all_maps(output), "\n\n@m: 0\n");
	set_scalar(&(uint64_t){5});
	CHECK_STR(all_maps(output), "\n\n@m: 5\n");
	fake_event(output, EVENT_ZERO, "", 0);
	CHECK_STR(all_maps(output), "\n\n@m: 0\n");
	fake_event(output, EVENT_CLEAR, "", 0);
	CHECK_STR(all_maps(output), "\n\n");
	CHECK_INT(fake_map_count(MAP_VALUES), 0);
	fake_free(output);
}

static void a_scalar_histogram(void)
{
	struct output *output =
		new_scalar((struct plan_map){.aggregate = PLAN_HIST,
				   .buckets = {.count = ABI_HIST_BUCKETS}, .is_per_cpu = true});
	uint64_t buckets[FAKE_CPUS][ABI_HIST_BUCKETS] = {{[3] = 1}, {[3] = 1}};

	CHECK_STR(print_all(output), "");
	set_scalar(buckets);
	CHECK_STR(print_all(output), "@m:\n[2, 4)                 2 |" BAR_52 "|\n\n");
	fake_event(output, EVENT_ZERO, "", 0);
	CHECK_STR(all_maps(output), "\n\n@m:\n\n");
	fake_free(output);
}

/* ---- all maps ---- */

static void maps_are_sorted_by_name(void)
{
	struct plan_map several[] = {
		{.name = "@x", .key = u64, .value = u64},
		{.name = "@_z", .key = u64, .value = u64},
		{.name = "@B", .key = u64, .value = u64},
		{.name = "@", .key = u64, .value = u64},
		{.name = "@unused", .key = u64, .value = u64},
	};
	static const int numbers[] = {0, 1, 2, 3, -1};
	struct plan all = {.maps = several, .map_count = 5};
	struct output_maps all_numbers = {.values = numbers, .stacks = -1, .loss = -1};
	struct map_shape shape = table_shape(&several[0], FAKE_CPUS);
	struct output *output = fake_output(&all, &all_numbers);

	for (int i = 0; i < 4; i++)
		fake_map_make(i, &shape);
	fake_map_put(0, &(uint64_t){1}, &(uint64_t){10});
	fake_map_put(1, &(uint64_t){1}, &(uint64_t){11});
	fake_map_put(2, &(uint64_t){1}, &(uint64_t){12});
	CHECK_STR(all_maps(output), "\n\n@B[1]: 12\n@_z[1]: 11\n@x[1]: 10\n");
	fake_free(output);
}

/* ---- held objects ---- */

static struct output *new_hold(void)
{
	return new_output((struct plan_map){
		.aggregate = PLAN_HOLD, .key = u64, .object_name = {.kind = PLAN_INT, .size = 8}});
}

static void put_total(uint64_t key, int64_t bytes, int64_t count)
{
	fake_map_put(MAP_VALUES, &key, &(struct abi_total){(uint64_t)bytes, (uint64_t)count});
}

static void put_marked(uint64_t name, uint64_t generation, uint64_t key, uint64_t size,
		       uint64_t time_ns)
{
	struct {
		struct abi_object object;
		uint64_t key, name;
	} value = {{.generation = generation, .size = size, .time_ns = time_ns}, key, name};

	fake_map_put(MAP_OBJECTS, &name, &value);
}

static void put_object(uint64_t name, uint64_t key, uint64_t size, uint64_t time_ns)
{
	put_marked(name, name, key, size, time_ns);
}

static void totals_are_sorted_by_bytes(void)
{
	struct output *output = new_hold();

	put_total(1, 327680, 40);
	put_total(2, 24, 1);
	put_total(3, 0, 0);
	put_total(4, 1 << 30, 2);
	CHECK_STR(print_all(output), "@m[2]: 24 bytes in 1 object\n"
				     "@m[1]: 327680 bytes in 40 objects\n"
				     "@m[4]: 1073741824 bytes in 2 objects\n");
	CHECK_STR(print_top(output, 1, 1), "@m[2 others]: 327704 bytes in 41 objects\n"
					   "@m[4]: 1073741824 bytes in 2 objects\n");
	CHECK_STR(print_top(output, 2, 1), "@m[1 other]: 24 bytes in 1 object\n"
					   "@m[1]: 327680 bytes in 40 objects\n"
					   "@m[4]: 1073741824 bytes in 2 objects\n");
	fake_free(output);
}

static void what_is_negative_for_a_moment_is_zero(void)
{
	struct output *output = new_hold();

	put_total(1, -100, -1);
	put_total(2, -100, 1);
	CHECK_STR(print_all(output), "@m[2]: 0 bytes in 1 object\n");
	fake_free(output);
}

static const char *print_older(struct output *output, uint64_t now, uint64_t age, uint64_t top)
{
	struct map_view view = {.top = top, .divisor = 1, .older = age};
	struct table table;

	table_read_older(output, 0, now, age, &table);
	map_print_table(output, &table, &view, now);
	table_free(&table);
	return fake_printed(output);
}

static void old_objects_are_grouped_by_key(void)
{
	struct output *output = new_hold();

	put_object(1, 70, 100, 5 * SECOND);
	put_object(2, 70, 50, 3 * SECOND + SECOND / 4);
	put_object(3, 70, 1000, 9 * SECOND); /* young */
	put_object(4, 71, 500, 1 * SECOND);
	put_object(5, 72, 900, 9 * SECOND); /* young */
	CHECK_STR(print_older(output, 10 * SECOND, 4 * SECOND, 0),
		  "@m[70]: 150 bytes in 2 objects, oldest 6.8 s\n"
		  "@m[71]: 500 bytes in 1 object, oldest 9.0 s\n");
	CHECK_STR(print_older(output, 10 * SECOND, 4 * SECOND, 1),
		  "@m[1 other]: 150 bytes in 2 objects\n"
		  "@m[71]: 500 bytes in 1 object, oldest 9.0 s\n");
	CHECK_STR(print_older(output, 10 * SECOND, 11 * SECOND, 0), "@m: nothing held\n");
	CHECK_STR(print_older(output, 10 * SECOND, 9 * SECOND, 0), "@m: nothing held\n");
	fake_free(output);
}

/* Nor one that is being released, or held again, just now. */
static void released_objects_are_not_held(void)
{
	struct output *output = new_hold();

	put_marked(1, ABI_OBJECT_RELEASED | 1, 70, 100, 5 * SECOND);
	put_marked(2, ABI_OBJECT_TAKEN, 70, 100, 5 * SECOND);
	CHECK_STR(print_older(output, 10 * SECOND, 1 * SECOND, 0), "@m: nothing held\n");
	put_marked(3, 3, 70, 5, 5 * SECOND);
	CHECK_STR(print_older(output, 10 * SECOND, 1 * SECOND, 0),
		  "@m[70]: 5 bytes in 1 object, oldest 5.0 s\n");
	fake_free(output);
}

static void put_sampled(uint64_t name, uint64_t key, uint64_t size, uint64_t bytes)
{
	struct {
		struct abi_object object;
		uint64_t key, size, name;
	} value = {{.generation = name, .size = bytes, .time_ns = 9 * SECOND}, key, size, name};

	fake_map_put(MAP_OBJECTS, &name, &value);
}

static struct output *new_sampled_hold(void)
{
	return new_output((struct plan_map){.aggregate = PLAN_HOLD,
					    .key = u64,
					    .object_name = {.kind = PLAN_INT, .size = 8},
					    .is_sampled = true});
}

/* Six objects of 1000 bytes for 4000 each: 1.96 * sqrt(6 * 3000 * 4000) = 16631.2 bytes. */
static void objects_of_a_sample_have_a_bound(void)
{
	struct output *output = new_sampled_hold();

	for (uint64_t name = 1; name <= 6; name++)
		put_sampled(name, 70, 1000, 4000);
	put_sampled(7, 71, 5000, 5000);
	put_sampled(8, 72, 0, 7); /* never met, whatever a script says */
	put_sampled(9, 72, 9, 3);
	CHECK_STR(print_older(output, 10 * SECOND, 0, 0),
		  "@m[72]: 10 bytes +/- 0 in 2 objects, 2 sampled, oldest 1.0 s\n"
		  "@m[71]: 5000 bytes +/- 0 in 1 object, 1 sampled, oldest 1.0 s\n"
		  "@m[70]: 24000 bytes +/- 16632 in 24 objects, 6 sampled, oldest 1.0 s\n");
	CHECK_STR(print_older(output, 10 * SECOND, 0, 1),
		  "@m[2 others]: 5010 bytes +/- 0 in 3 objects, 3 sampled\n"
		  "@m[70]: 24000 bytes +/- 16632 in 24 objects, 6 sampled, oldest 1.0 s\n");
	fake_free(output);
}

/* One byte of a script that says that it stands for 2^64 - 1. */
static void bounds_of_absurd_weights_are_the_largest_number(void)
{
	struct output *output = new_sampled_hold();

	put_sampled(1, 70, 1, UINT64_MAX);
	CHECK_STR(print_older(output, 10 * SECOND, 0, 0),
		  "@m[70]: 18446744073709551615 bytes +/- 18446744073709551615 in "
		  "18446744073709551615 objects, 1 sampled, oldest 1.0 s\n");
	fake_free(output);
}

/* The same through an event, by the real clock. */
/* What is kept are the keys. */
static void many_objects_of_few_keys_take_no_room(void)
{
	struct plan_map hold = {.aggregate = PLAN_HOLD, .key = {.kind = PLAN_INT, .size = 8}};
	struct table table;

	table_init(&table, &hold);
	for (uint64_t i = 0; i < 100000; i++) {
		struct {
			struct abi_object object;
			uint64_t key;
		} held = {{.size = 10, .time_ns = 1000 + i}, i % 3};

		table_add_object(&table, (const uint8_t *)&held, true);
	}
	CHECK(table.capacity <= 64);
	table_sort(&table);
	CHECK_INT(table.entry_count, 3);
	for (size_t i = 0; i < table.entry_count; i++) {
		const struct held *sum = (const struct held *)table.entries[i].value;
		uint64_t key;

		memcpy(&key, table.entries[i].key, sizeof(key));
		CHECK_INT(sum->count, key == 0 ? 33334 : 33333);
		CHECK_INT(sum->bytes, 10 * sum->count);
		CHECK_INT(sum->time_ns, 1000 + key);
	}
	table_free(&table);
}

static void older_is_the_third_number_of_a_print(void)
{
	uint64_t payload[] = {0, 1, SECOND / 2};
	struct output *output = new_hold();
	unsigned seconds = 0;

	put_object(1, 70, 100, clock_ns(CLOCK_BOOTTIME) - 3 * SECOND / 4);
	put_object(2, 71, 100, clock_ns(CLOCK_BOOTTIME) + 3600 * SECOND);
	fake_event(output, EVENT_PRINT, payload, sizeof(payload));
	CHECK_INT(sscanf(fake_printed(output), "@m[70]: 100 bytes in 1 object, oldest %u.",
			 &seconds),
		  1);
	fake_free(output);
}

/* No program uses the map of totals: there is none. */
static void objects_add_up_without_totals(void)
{
	static const int none[] = {-1};
	struct output *output = new_output((struct plan_map){
		.aggregate = PLAN_HOLD,
		.key = u64,
		.object_name = {.kind = PLAN_INT, .size = 8},
		.lacks_totals = true});

	output->maps.values = none;
	CHECK_STR(print_all(output), "@m: nothing held\n");
	put_object(5, 1, 10, 1);
	put_object(6, 2, 300, 2);
	put_object(7, 1, 30, 3);
	CHECK_STR(print_all(output), "@m[1]: 40 bytes in 2 objects\n@m[2]: 300 bytes in 1 object\n");
	fake_event(output, EVENT_CLEAR, "", 0);
	CHECK_INT(fake_map_count(MAP_OBJECTS), 0);
	CHECK_STR(print_all(output), "@m: nothing held\n");
	fake_free(output);
}

static void clearing_lets_go_objects_and_totals(void)
{
	struct output *output = new_hold();

	put_total(1, 10, 1);
	put_object(5, 1, 10, 1);
	fake_event(output, EVENT_CLEAR, "", 0);
	CHECK_INT(fake_map_count(MAP_VALUES), 0);
	CHECK_INT(fake_map_count(MAP_OBJECTS), 0);
	CHECK_STR(print_all(output), "@m: nothing held\n");
	fake_free(output);
}

static void zeroing_lets_go_objects_and_keeps_keys(void)
{
	struct output *output = new_hold();

	put_total(1, 10, 1);
	put_object(5, 1, 10, 1);
	fake_event(output, EVENT_ZERO, "", 0);
	CHECK_INT(fake_map_count(MAP_VALUES), 1);
	CHECK_INT(fake_map_count(MAP_OBJECTS), 0);
	CHECK_STR(print_all(output), "@m: nothing held\n");
	fake_free(output);
}

/* ---- reading ---- */

static void clearing_and_zeroing_keyed_maps(void)
{
	struct output *output = new_output(
		(struct plan_map){.aggregate = PLAN_COUNT, .is_per_cpu = true, .key = u64});

	for (uint64_t i = 0; i < 40; i++)
		put_per_cpu(i, i, 1);
	fake_event(output, EVENT_ZERO, "", 0);
	CHECK_INT(fake_map_count(MAP_VALUES), 40);
	CHECK_STR(print_top(output, 2, 1), "@m[38]: 0\n@m[39]: 0\n");
	fake_event(output, EVENT_CLEAR, "", 0);
	CHECK_INT(fake_map_count(MAP_VALUES), 0);
	fake_free(output);
}

static void counting_visit(void *context, const uint8_t *key, const uint8_t *values)
{
	++*(unsigned *)context;
}

static unsigned walked(void)
{
	struct map_shape shape = {.key_size = 8, .value_size = 8, .cpus = FAKE_CPUS};
	unsigned count = 0;

	return walk_map(&fake_access, MAP_VALUES, &shape, counting_visit, &count) ? UINT32_MAX
										  : count;
}

static struct output *new_full_map(uint32_t count)
{
	struct output *output = new_output(
		(struct plan_map){.aggregate = PLAN_COUNT, .is_per_cpu = true, .key = u64});

	for (uint64_t i = 0; i < count; i++)
		put_per_cpu(i, 1, 1);
	return output;
}

static void full_and_empty_maps_are_read_whole(void)
{
	struct output *output = new_full_map(FAKE_ENTRIES);

	CHECK_INT(walked(), FAKE_ENTRIES);
	fake_maps[MAP_VALUES].has_batches = false;
	CHECK_INT(walked(), FAKE_ENTRIES);
	fake_maps[MAP_VALUES].count = 0;
	CHECK_INT(walked(), 0);
	fake_maps[MAP_VALUES].has_batches = true;
	CHECK_INT(walked(), 0);
	fake_free(output);
}

/* Larger values make the first batch smaller than the map. */
static void many_batches_are_read(void)
{
	struct map_shape shape = {.key_size = 2, .value_size = 60000};
	struct output *output = new_full_map(0);
	uint8_t *value = heap_alloc(shape.value_size);
	unsigned count = 0;

	fake_map_make(MAP_VALUES, &shape);
	for (uint16_t i = 0; i < FAKE_ENTRIES; i++)
		fake_map_put(MAP_VALUES, &i, value);
	CHECK_INT(walk_map(&fake_access, MAP_VALUES, &shape, counting_visit, &count), 0);
	CHECK_INT(count, FAKE_ENTRIES);
	free(value);
	fake_free(output);
}

/* More entries in one bucket than a batch holds: the batch must grow. */
static void batches_grow_with_buckets(void)
{
	struct map_shape shape = {.key_size = 2, .value_size = 60000};
	struct output *output = new_full_map(0);
	uint8_t *value = heap_alloc(shape.value_size);
	unsigned count = 0;

	fake_map_make(MAP_VALUES, &shape);
	for (uint16_t i = 0; i < FAKE_ENTRIES; i++)
		fake_map_put(MAP_VALUES, &i, value);
	fake_maps[MAP_VALUES].bucket = FAKE_ENTRIES;
	CHECK_INT(walk_map(&fake_access, MAP_VALUES, &shape, counting_visit, &count), 0);
	CHECK_INT(count, FAKE_ENTRIES);
	free(value);
	fake_free(output);
}

/* Someone removes the key from which the next one is asked for, each time. */
static void remove_first(struct fake_map *changing)
{
	changing->is_removed[changing->next_keys % changing->count] = true;
	changing->is_removed[(changing->next_keys + 1) % changing->count] = false;
}

static void a_map_that_changes_all_the_time_is_read_to_an_end(void)
{
	struct output *output = new_full_map(FAKE_ENTRIES);

	fake_maps[MAP_VALUES].has_batches = false;
	fake_maps[MAP_VALUES].before_next_key = remove_first;
	CHECK(walked() <= FAKE_ENTRIES);
	CHECK(fake_maps[MAP_VALUES].next_keys <= 2 * FAKE_ENTRIES + 1);
	fake_free(output);
}

static void toggle_all(struct fake_map *changing)
{
	for (uint32_t i = 0; i < changing->count; i++)
		changing->is_removed[i] = (i + changing->next_keys) % 2;
}

/* Then the kernel starts again and again, and gives keys twice. */
static void keys_that_come_twice_are_visited_once(void)
{
	struct output *output = new_full_map(8);

	fake_maps[MAP_VALUES].has_batches = false;
	fake_maps[MAP_VALUES].before_next_key = toggle_all;
	CHECK(walked() <= 8);
	CHECK(fake_maps[MAP_VALUES].next_keys > 8);
	CHECK(fake_maps[MAP_VALUES].next_keys <= 2 * FAKE_ENTRIES + 1);
	fake_free(output);
}

static void a_map_of_another_shape_is_not_read(void)
{
	struct map_shape shape = {.key_size = 8, .value_size = 4, .cpus = FAKE_CPUS};
	struct output *output = new_full_map(1);
	unsigned count = 0;

	CHECK_INT(walk_map(&fake_access, MAP_VALUES, &shape, counting_visit, &count), -EPROTO);
	shape = (struct map_shape){.key_size = 4, .value_size = 8, .cpus = FAKE_CPUS};
	CHECK_INT(walk_map(&fake_access, MAP_VALUES, &shape, counting_visit, &count), -EPROTO);
	CHECK_INT(walk_map(&fake_access, -1, &shape, counting_visit, &count), -EBADF);
	CHECK_INT(count, 0);
	fake_free(output);
}

/* ---- events ---- */

static void events_print(void)
{
	struct output *output = new_full_map(0);
	uint64_t payload[] = {7, 8};
	char year[16];
	time_t now = time(NULL);

	CHECK_INT(fake_event(output, EVENT_VALUE, payload, 8), OUTPUT_GO_ON);
	CHECK_STR(fake_printed(output), "7\n");
	CHECK_INT(fake_event(output, EVENT_PRINTF, payload, 16), OUTPUT_GO_ON);
	CHECK_STR(fake_printed(output), "7-8\n");
	strftime(year, sizeof(year), "%Y %%\n", localtime(&now));
	CHECK_INT(fake_event(output, EVENT_TIME, "", 0), OUTPUT_GO_ON);
	CHECK_STR(fake_printed(output), year);
	fake_free(output);
}

static void the_first_exit_counts(void)
{
	struct output *output = new_full_map(0);

	CHECK_INT(output_exit_code(output), 0);
	CHECK_INT(fake_event(output, EVENT_EXIT, &(uint64_t){3}, 8), OUTPUT_EXIT);
	CHECK_INT(fake_event(output, EVENT_EXIT, &(uint64_t){4}, 8), OUTPUT_EXIT);
	CHECK_INT(output_exit_code(output), 3);
	fake_free(output);
}

static void no_failure_is_a_success(void)
{
	CHECK_INT(output_exit_status(255), 255);
	CHECK_INT(output_exit_status(256), 255);
	CHECK_INT(output_exit_status(UINT64_MAX), 255);
}

static void damaged_records_are_counted(void)
{
	struct output *output = new_full_map(0);
	struct abi_event head = {.event = EVENT_PRINTF, .size = 16};
	uint8_t *record = heap_alloc(24);

	memcpy(record, &head, sizeof(head));
	for (size_t size = 0; size < 24; size++) { /* cut short */
		uint8_t *cut = heap_alloc(size);

		memcpy(cut, record, size);
		CHECK_INT(output_event(output, cut, size), OUTPUT_GO_ON);
		free(cut);
	}
	CHECK_INT(output->losses[ABI_LOSS_DAMAGED], 24);
	fake_event(output, 7, record, 16); /* no such event */
	fake_event(output, UINT32_MAX, record, 16);
	fake_event(output, EVENT_PRINTF, record, 15); /* less than its arguments are */
	CHECK_INT(output->losses[ABI_LOSS_DAMAGED], 27);
	CHECK_STR(fake_printed(output), "");
	free(record);
	fake_free(output);
}

/* ---- losses ---- */

static const char *losses_of(struct output *output, bool *is_any)
{
	static char *text;
	size_t size;
	FILE *out;

	free(text);
	out = open_memstream(&text, &size);
	*is_any = output_losses(output, out);
	fclose(out);
	return text;
}

static void losses_are_summed_and_advised_on(void)
{
	struct map_shape shape = {.key_size = 4, .value_size = 8, .cpus = FAKE_CPUS};
	struct output *output = new_full_map(0);
	bool is_any;

	fake_map_make(MAP_LOSS, &shape);
	fake_maps[MAP_LOSS].has_batches = false;
	for (uint32_t i = 0; i < ABI_LOSS_COUNT + 3; i++) /* newer programs may count more */
		fake_map_put(MAP_LOSS, &i, (uint64_t[]){0, 0});
	CHECK_STR(losses_of(output, &is_any), "");
	CHECK(!is_any);
	memcpy(fake_value(&fake_maps[MAP_LOSS], ABI_LOSS_EVENT), (uint64_t[]){1, 1}, 16);
	memcpy(fake_value(&fake_maps[MAP_LOSS], ABI_LOSS_READ), (uint64_t[]){0, 1}, 16);
	output_count_loss(output, ABI_LOSS_EVENT, 1);
	output_count_loss(output, ABI_LOSS_COUNT, 1);
	CHECK_STR(losses_of(output, &is_any),
		  "memtap: 3 events lost: the ring buffer was full (print less in hot probes, or raise perf_rb_pages)\n"
		  "memtap: 1 read of memory that was not there\n");
	CHECK(is_any);
	fake_free(output);
}

static void losses_without_a_map_are_those_of_user_space(void)
{
	struct output *output = new_full_map(0);
	bool is_any;

	output->maps.loss = -1;
	output_count_loss(output, ABI_LOSS_EVENT, 1);
	CHECK_STR(losses_of(output, &is_any),
		  "memtap: 1 event lost: the ring buffer was full (print less in hot probes, or raise perf_rb_pages)\n");
	fake_free(output);
}

int main(void)
{
	RUN(counts_are_summed_over_cpus_and_sorted);
	RUN(what_is_pending_is_counted);
	RUN(what_is_pending_is_zeroed_and_cleared);
	RUN(counts_that_move_for_too_long_are_told_of);
	RUN(moves_that_begin_later_are_not_waited_for);
	RUN(equal_values_are_sorted_by_key);
	RUN(signed_sums_are_sorted_by_sign);
	RUN(extremes_are_those_of_all_cpus);
	RUN(averages_and_stats);
	RUN(histograms_are_sorted_by_their_sum);
	RUN(plain_integers_are_sorted_by_value_then_key);
	RUN(other_plain_values_are_sorted_by_key);
	RUN(stacks_as_keys_and_values);
	RUN(a_scalar_is_printed_at_the_end_if_it_was_written);
	RUN(a_scalar_that_was_cleared_is_gone);
	RUN(a_scalar_that_was_zeroed_is_zero);
	RUN(a_minimum_of_zero_was_written);
	RUN(a_scalar_in_a_hash_map);
	RUN(a_scalar_histogram);
	RUN(maps_are_sorted_by_name);
	RUN(totals_are_sorted_by_bytes);
	RUN(what_is_negative_for_a_moment_is_zero);
	RUN(old_objects_are_grouped_by_key);
	RUN(released_objects_are_not_held);
	RUN(objects_of_a_sample_have_a_bound);
	RUN(bounds_of_absurd_weights_are_the_largest_number);
	RUN(many_objects_of_few_keys_take_no_room);
	RUN(older_is_the_third_number_of_a_print);
	RUN(objects_add_up_without_totals);
	RUN(clearing_lets_go_objects_and_totals);
	RUN(zeroing_lets_go_objects_and_keeps_keys);
	RUN(clearing_and_zeroing_keyed_maps);
	RUN(full_and_empty_maps_are_read_whole);
	RUN(many_batches_are_read);
	RUN(batches_grow_with_buckets);
	RUN(a_map_that_changes_all_the_time_is_read_to_an_end);
	RUN(keys_that_come_twice_are_visited_once);
	RUN(a_map_of_another_shape_is_not_read);
	RUN(events_print);
	RUN(the_first_exit_counts);
	RUN(no_failure_is_a_success);
	RUN(damaged_records_are_counted);
	RUN(losses_are_summed_and_advised_on);
	RUN(losses_without_a_map_are_those_of_user_space);
	return unit_status();
}
