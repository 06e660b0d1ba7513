#include <malloc.h>

#include "runtime/output_profile.h"
#include "tests/unit/fake_output.h"

enum { MAP_FIRST, MAP_SECOND, MAP_STACKS };
enum { EVENT_PRINT, EVENT_CLEAR, EVENT_PRINTF };

static struct plan_type u64 = {.kind = PLAN_INT, .size = 8};
static struct plan_type ustack = {.kind = PLAN_USTACK, .size = 16};
/* (string, user stack, kernel stack) */
static struct plan_type parts[] = {{.kind = PLAN_STRING, .size = 8},
				   {.kind = PLAN_USTACK, .size = 16, .offset = 8},
				   {.kind = PLAN_KSTACK, .size = 16, .offset = 24}};
static struct plan_type list = {
	.kind = PLAN_TUPLE, .size = 40, .element_count = 3, .elements = parts};

struct key {
	char name[8];
	struct abi_stack_ref user, kernel;
};

static struct plan_map plan_maps[2] = {{.name = "@m"}, {.name = "@n"}};
static struct plan_event events[] = {
	[EVENT_PRINT] = FAKE_PRINT_MAP,
	[EVENT_CLEAR] = FAKE_CLEAR_MAP,
};
static struct plan plan = {.maps = plan_maps, .map_count = 1, .events = events, .event_count = 2};
static const int value_maps[] = {MAP_FIRST, MAP_SECOND}, object_maps[] = {-1, -1};
static const struct output_maps maps = {
	.values = value_maps, .objects = object_maps, .stacks = MAP_STACKS, .loss = -1};

/*
 * Stacks: 1 is fibonacci, called by child and that by main; 2 child alone; 3 is in a file without
 * symbols; 4 the kernel's vfs_read, called by ksys_read; 5 another place of child alone.
 */
static struct output *new_output(uint32_t map_count, struct plan_map first, struct plan_map second)
{
	struct map_shape shape = {.key_size = 8, .value_size = sizeof(struct abi_stack)};
	struct output *output;

	first.name = "@m";
	second.name = "@n";
	plan_maps[0] = first;
	plan_maps[1] = second;
	plan.map_count = map_count;
	fake_map_make(MAP_STACKS, &shape);
	fake_stack_put(MAP_STACKS, 1, 3,
		       (uint64_t[]){FAKE_USER + 4, FAKE_USER + 0x104, FAKE_USER + 0x204});
	fake_stack_put(MAP_STACKS, 2, 1, (uint64_t[]){FAKE_USER + 0x108});
	fake_stack_put(MAP_STACKS, 3, 2, (uint64_t[]){FAKE_BARE + 0x10, FAKE_USER + 0x204});
	fake_stack_put(MAP_STACKS, 4, 2, (uint64_t[]){FAKE_KERNEL + 4, FAKE_KERNEL + 0x104});
	fake_stack_put(MAP_STACKS, 5, 1, (uint64_t[]){FAKE_USER + 0x110});
	for (uint32_t i = 0; i < map_count; i++) {
		shape = table_shape(&plan_maps[i], FAKE_CPUS);
		fake_map_make((int)i, &shape);
	}
	output = fake_output(&plan, &maps);
	output_use_form(output, &output_form_folded);
	return output;
}

static struct plan_map counts_by(struct plan_type key)
{
	return (struct plan_map){.aggregate = PLAN_COUNT, .key = key};
}

static void put_count(int map, uint64_t stack, uint64_t count)
{
	struct abi_stack_ref ref = {.id = stack, .tgid = 7};

	fake_map_put(map, &ref, &count);
}

static void print(struct output *output, uint64_t top, uint64_t divisor)
{
	uint64_t payload[] = {top, divisor, 0};

	fake_event(output, EVENT_PRINT, payload, sizeof(payload));
}

static const char *finish(struct output *output)
{
	output_finish(output);
	return fake_printed(output);
}

static void outermost_comes_first(void)
{
	struct output *output = new_output(1, counts_by(ustack), (struct plan_map){0});

	put_count(MAP_FIRST, 1, 5);
	put_count(MAP_FIRST, 2, 3);
	output_all_maps(output);
	CHECK_STR(fake_printed(output), "");
	CHECK_STR(finish(output), "child 3\nmain;child;fibonacci 5\n");
	fake_free(output);
}

static void what_has_no_name_is_its_file(void)
{
	struct output *output = new_output(1, counts_by(ustack), (struct plan_map){0});

	put_count(MAP_FIRST, 3, 5);
	put_count(MAP_FIRST, 9, 1);
	output_all_maps(output);
	CHECK_STR(finish(output), "[stack lost] 1\nmain;[libbare.so] 5\n");
	fake_free(output);
}

static void other_parts_of_the_key_come_before(void)
{
	struct output *output = new_output(1, counts_by(list), (struct plan_map){0});
	struct key key = {.name = "a;b\x1b\n", .user = {.id = 2, .tgid = 7}, .kernel = {.id = 4}};
	uint64_t count = 2;

	fake_map_put(MAP_FIRST, &key, &count);
	output_all_maps(output);
	CHECK_STR(finish(output), "a:b\\x1b ;child;ksys_read;vfs_read 2\n");
	fake_free(output);
}

static void top_and_divisor_are_for_readers(void)
{
	struct output *output = new_output(1, counts_by(ustack), (struct plan_map){0});

	put_count(MAP_FIRST, 1, 5);
	put_count(MAP_FIRST, 2, 3);
	print(output, 1, 100);
	CHECK_STR(finish(output), "child 3\nmain;child;fibonacci 5\n");
	fake_free(output);
}

static void printed_again_replaces_and_cleared_adds(void)
{
	struct output *output = new_output(1, counts_by(ustack), (struct plan_map){0});

	put_count(MAP_FIRST, 1, 5);
	print(output, 0, 1);
	print(output, 0, 1);
	fake_event(output, EVENT_CLEAR, "", 0);
	put_count(MAP_FIRST, 1, 2);
	put_count(MAP_FIRST, 2, 1);
	output_all_maps(output);
	CHECK_STR(finish(output), "child 1\nmain;child;fibonacci 7\n");
	fake_free(output);
}

static void extremes_do_not_add_up(void)
{
	struct plan_map most = {.aggregate = PLAN_MAX, .key = ustack};
	struct output *output = new_output(1, most, (struct plan_map){0});
	struct abi_stack_ref ref = {.id = 2, .tgid = 7};
	struct abi_extreme extreme = {.is_set = 1, .masked = 9};

	fake_map_put(MAP_FIRST, &ref, &extreme);
	print(output, 0, 1);
	fake_event(output, EVENT_CLEAR, "", 0);
	extreme.masked = 4;
	fake_map_put(MAP_FIRST, &ref, &extreme);
	output_all_maps(output);
	CHECK_STR(finish(output), "child 9\n");
	fake_free(output);
}

static void put_extreme(uint64_t stack, uint64_t number)
{
	struct abi_stack_ref ref = {.id = stack, .tgid = 7};
	struct abi_extreme extreme = {.is_set = 1, .masked = number};

	fake_map_put(MAP_FIRST, &ref, &extreme);
}

static void places_of_a_function_are_combined_as_the_map_is(void)
{
	struct plan_map map = {.aggregate = PLAN_MAX, .key = ustack};
	struct output *output = new_output(1, map, (struct plan_map){0});

	put_extreme(2, 9);
	put_extreme(5, 4);
	output_all_maps(output);
	CHECK_STR(finish(output), "child 9\n");
	fake_free(output);
	map.aggregate = PLAN_MIN;
	output = new_output(1, map, (struct plan_map){0});
	put_extreme(2, ~(uint64_t)9);
	put_extreme(5, ~(uint64_t)4);
	output_all_maps(output);
	CHECK_STR(finish(output), "child 4\n");
	fake_free(output);
	output = new_output(1, counts_by(ustack), (struct plan_map){0});
	put_count(MAP_FIRST, 2, 9);
	put_count(MAP_FIRST, 5, INT64_MAX);
	output_all_maps(output);
	CHECK_STR(finish(output), "child 9223372036854775807\n");
	fake_free(output);
}

static void what_is_assigned_is_that_of_the_last_time(void)
{
	struct plan_type number = {.kind = PLAN_INT, .size = 8, .is_signed = true};
	struct plan_map map = {.aggregate = PLAN_PLAIN, .key = ustack, .value = number};
	struct output *output = new_output(1, map, (struct plan_map){0});

	put_count(MAP_FIRST, 1, 9);
	put_count(MAP_FIRST, 2, 5);
	print(output, 0, 1);
	fake_event(output, EVENT_CLEAR, "", 0);
	put_count(MAP_FIRST, 2, 3);
	put_count(MAP_FIRST, 5, 1);
	output_all_maps(output);
	CHECK_STR(finish(output), "child 4\nmain;child;fibonacci 9\n");
	fake_free(output);
}

/* Keys and their values are first ... first + count - 1. */
static void take_numbers(struct output *output, uint64_t first, size_t count)
{
	struct table_entry *entries = heap_alloc(count * sizeof(*entries));
	uint64_t *numbers = heap_alloc(count * sizeof(*numbers));
	struct table table = {.map = &plan_maps[0], .entries = entries, .entry_count = count};
	struct map_view whole = {0};

	for (size_t i = 0; i < count; i++) {
		numbers[i] = first + i;
		entries[i].key = entries[i].value = (const void *)&numbers[i];
	}
	output->form->table(output, &table, &whole, 0);
	free(entries);
	free(numbers);
}

static uint64_t left_out(struct output *output)
{
	FILE *nowhere = fopen("/dev/null", "w");

	output_losses(output, nowhere);
	fclose(nowhere);
	return profile_losses(output)[ABI_LOSS_PROFILE];
}

static void a_full_profile_leaves_out_the_smallest_once(void)
{
	struct output *output = new_output(1, counts_by(u64), (struct plan_map){0});
	const char *text;

	for (int i = 0; i < 3; i++)
		take_numbers(output, 1, 65536 + 4);
	CHECK(left_out(output) == 4);
	text = finish(output);
	CHECK(strstr(text, "\n65540 65540\n") && strstr(text, "\n5 5\n"));
	CHECK(!strstr(text, "\n4 4\n"));
	fake_free(output);
}

/* ... and does not grow. */
static void a_full_profile_takes_what_it_knows(void)
{
	struct output *output = new_output(1, counts_by(u64), (struct plan_map){0});
	size_t before;

	take_numbers(output, 1, 65536);
	fake_event(output, EVENT_CLEAR, "", 0);
	before = mallinfo2().uordblks;
	take_numbers(output, 65536, 65536);
	CHECK(mallinfo2().uordblks < before + (1 << 20));
	CHECK(left_out(output) == 65535);
	CHECK(strstr(finish(output), "\n65536 131072\n") != NULL);
	fake_free(output);
}

static void held_objects_are_those_of_the_last_time(void)
{
	struct plan_map held = {.aggregate = PLAN_HOLD, .key = ustack};
	struct abi_total total = {.bytes = 640, .count = 3};
	struct abi_stack_ref ref = {.id = 2, .tgid = 7};
	struct output *output = new_output(1, held, (struct plan_map){0});

	fake_map_put(MAP_FIRST, &ref, &total);
	output_all_maps(output);
	CHECK_STR(finish(output), "child 640\n");
	fake_free(output);
	held.is_by_count = true;
	output = new_output(1, held, (struct plan_map){0});
	fake_map_put(MAP_FIRST, &ref, &total);
	output_all_maps(output);
	CHECK_STR(finish(output), "child 3\n");
	fake_free(output);
}

static void several_maps_are_told_apart(void)
{
	struct output *output = new_output(2, counts_by(ustack), counts_by(ustack));

	put_count(MAP_FIRST, 2, 5);
	put_count(MAP_SECOND, 2, 300);
	output_all_maps(output);
	CHECK_STR(finish(output), "@m;child 5\n@n;child 300\n");
	fake_free(output);
}

static void names_do_not_depend_on_what_maps_hold(void)
{
	struct output *output = new_output(2, counts_by(ustack), counts_by(ustack));

	put_count(MAP_FIRST, 2, 5);
	output_all_maps(output);
	CHECK_STR(finish(output), "@m;child 5\n");
	fake_free(output);
}

static void maps_without_stacks_give_way(void)
{
	struct output *output = new_output(2, counts_by(ustack), counts_by(u64));
	uint64_t key = 12, count = 4;

	put_count(MAP_FIRST, 2, 5);
	fake_map_put(MAP_SECOND, &key, &count);
	output_all_maps(output);
	CHECK_STR(finish(output), "child 5\n");
	fake_free(output);
	output = new_output(1, counts_by(u64), (struct plan_map){0});
	fake_map_put(MAP_FIRST, &key, &count);
	output_all_maps(output);
	CHECK_STR(finish(output), "12 4\n");
	fake_free(output);
}

static void stacks_as_values_count_one_each(void)
{
	struct plan_map last = {.aggregate = PLAN_PLAIN, .key = u64, .value = ustack};
	struct output *output = new_output(1, last, (struct plan_map){0});
	struct abi_stack_ref ref = {.id = 2, .tgid = 7};

	for (uint64_t key = 1; key <= 2; key++)
		fake_map_put(MAP_FIRST, &key, &ref);
	output_all_maps(output);
	CHECK_STR(finish(output), "1;child 1\n2;child 1\n");
	fake_free(output);
}

int main(void)
{
	RUN(outermost_comes_first);
	RUN(what_has_no_name_is_its_file);
	RUN(other_parts_of_the_key_come_before);
	RUN(top_and_divisor_are_for_readers);
	RUN(printed_again_replaces_and_cleared_adds);
	RUN(extremes_do_not_add_up);
	RUN(places_of_a_function_are_combined_as_the_map_is);
	RUN(what_is_assigned_is_that_of_the_last_time);
	RUN(a_full_profile_leaves_out_the_smallest_once);
	RUN(a_full_profile_takes_what_it_knows);
	RUN(held_objects_are_those_of_the_last_time);
	RUN(several_maps_are_told_apart);
	RUN(names_do_not_depend_on_what_maps_hold);
	RUN(maps_without_stacks_give_way);
	RUN(stacks_as_values_count_one_each);
	return unit_status();
}
