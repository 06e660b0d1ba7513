#include <json-c/json.h>
#include <sha2.h>

#include "runtime/output_report.h"
#include "runtime/output_timeline.h"
#include "runtime/report_page.h"
#include "tests/unit/fake_output.h"

enum { MAP_FIRST, MAP_SECOND, MAP_STACKS };
enum { EVENT_PRINT, EVENT_CLEAR };

static struct plan_type u64 = {.kind = PLAN_INT, .size = 8, .label = "pid"};
static struct plan_type ustack = {.kind = PLAN_USTACK, .size = 16};
static struct plan_type name = {.kind = PLAN_STRING, .size = 64, .label = "comm"};
static struct plan_map plan_maps[2];
static struct plan_event events[] = {
	[EVENT_PRINT] = FAKE_PRINT_MAP,
	[EVENT_CLEAR] = FAKE_CLEAR_MAP,
};
static struct plan plan = {.name = "test.mt", .maps = plan_maps};
static const int value_maps[] = {MAP_FIRST, MAP_SECOND}, object_maps[] = {-1, -1};
static const struct output_maps maps = {
	.values = value_maps, .objects = object_maps, .stacks = MAP_STACKS, .loss = -1};

/* Stacks: 1 is fibonacci, called by child and that by main; 2 twice, which is inlined into child. */
static struct output *new_output(uint32_t map_count, struct plan_map first, struct plan_map second,
				 uint32_t event_count)
{
	struct map_shape shape = {.key_size = 8, .value_size = sizeof(struct abi_stack)};
	struct report_target target = {0};
	struct output *output;

	first.name = "@m";
	second.name = "@n";
	plan_maps[0] = first;
	plan_maps[1] = second;
	plan.map_count = map_count;
	plan.events = events;
	plan.event_count = event_count;
	fake_map_make(MAP_STACKS, &shape);
	fake_stack_put(MAP_STACKS, 1, 3,
		       (uint64_t[]){FAKE_USER + 4, FAKE_USER + 0x104, FAKE_USER + 0x204});
	fake_stack_put(MAP_STACKS, 2, 1, (uint64_t[]){FAKE_USER + 0x100});
	for (uint32_t i = 0; i < map_count; i++) {
		shape = table_shape(&plan_maps[i], FAKE_CPUS);
		fake_map_make((int)i, &shape);
	}
	output = fake_output(&plan, &maps);
	output_use_report(output, NULL, &target);
	output_start_report(output, 3);
	return output;
}

static struct plan_map of(enum plan_aggregate aggregate, struct plan_type key)
{
	return (struct plan_map){.aggregate = aggregate, .key = key};
}

static void put(int map, uint64_t stack, const void *value)
{
	struct abi_stack_ref ref = {.id = stack, .tgid = 7};

	fake_map_put(map, &ref, value);
}

static void put_count(int map, uint64_t stack, uint64_t count)
{
	put(map, stack, &count);
}

static void print(struct output *output)
{
	uint64_t payload[] = {1, 0, 0};

	fake_event(output, EVENT_PRINT, payload, sizeof(payload));
}

/* What is in the data at a path of keys and indices, as JSON; lives until the next call. */
static json_object *made;

static const char *at(struct output *output, const char *path)
{
	json_object *found = NULL;

	json_object_put(made);
	made = report_make_data(output, output->report);
	if (json_pointer_get(made, path, &found) < 0)
		return NULL;
	return json_object_to_json_string_ext(found, JSON_C_TO_STRING_PLAIN |
							     JSON_C_TO_STRING_NOSLASHESCAPE);
}

static void a_map_has_rows_with_stacks(void)
{
	struct output *output = new_output(1, of(PLAN_COUNT, ustack), (struct plan_map){0}, 0);

	put_count(MAP_FIRST, 2, 3);
	put_count(MAP_FIRST, 1, 5);
	output_all_maps(output);
	CHECK_STR(at(output, "/program"), "\"test.mt\"");
	CHECK_STR(at(output, "/probes"), "3");
	CHECK_STR(at(output, "/maps/0/name"), "\"@m\"");
	CHECK_STR(at(output, "/maps/0/kind"), "\"count\"");
	CHECK_STR(at(output, "/maps/0/rows"),
		  "[{\"key\":[],\"stack\":[0,1,2],\"values\":[5]},"
		  "{\"key\":[],\"stack\":[3,4],\"values\":[3]}]");
	CHECK_STR(at(output, "/frames/2/name"), "\"fibonacci\"");
	CHECK_STR(at(output, "/frames/4"),
		  "{\"name\":\"twice\",\"module\":\"/bin/x\",\"file\":\"/src/child.c\",\"line\":7,"
		  "\"inlined\":true}");
	fake_free(output);
}

/* ... so that events need not wait for debug info. */
static void lines_are_looked_up_at_the_end(void)
{
	struct output *output = new_output(1, of(PLAN_COUNT, ustack), (struct plan_map){0}, 2);
	unsigned before = fake_source_lookups;

	put_count(MAP_FIRST, 2, 3);
	print(output);
	CHECK_INT(fake_source_lookups, before);
	fake_event(output, EVENT_CLEAR, "", 0);
	CHECK_STR(at(output, "/frames/1/line"), "7");
	CHECK_INT(fake_source_lookups, before + 1);
	fake_free(output);
}

static void held_objects_have_two_values(void)
{
	struct plan_map held = of(PLAN_HOLD, ustack);
	struct abi_total total = {.bytes = 640, .count = 3};
	struct output *output;

	held.object_name = u64;
	output = new_output(1, held, (struct plan_map){0}, 0);
	put(MAP_FIRST, 1, &total);
	output_report_tick(output);
	output_all_maps(output);
	CHECK_STR(at(output, "/maps/0/unit"), "\"bytes\"");
	CHECK_STR(at(output, "/maps/0/rows/0/values"), "[640,3]");
	CHECK_STR(at(output, "/maps/0/chart/sums"), "[[0,640],[0,3]]");
	CHECK_STR(at(output, "/maps/0/chart/series/0/values"), "[[0,640],[0,3]]");
	CHECK_STR(at(output, "/maps/0/chart/series/0/stack"), "[0,1,2]");
	fake_free(output);
}

static void histograms_have_buckets(void)
{
	struct plan_map map = {.aggregate = PLAN_HIST,
			       .is_scalar = true,
			       .buckets = {.count = 64 + 2}};
	uint32_t key = 0;
	uint64_t *buckets = heap_alloc(map.buckets.count * sizeof(*buckets));
	struct output *output = new_output(1, map, (struct plan_map){0}, 0);

	buckets[4] = 7;
	fake_map_put(MAP_FIRST, &key, buckets);
	output_all_maps(output);
	CHECK_STR(at(output, "/maps/0/rows/0/values"), "[7]");
	CHECK_STR(at(output, "/maps/0/rows/0/buckets/0/count"), "7");
	free(buckets);
	fake_free(output);
}

static void what_is_not_printed_is_there(void)
{
	struct output *output = new_output(1, of(PLAN_COUNT, ustack), (struct plan_map){0}, 0);

	put_count(MAP_FIRST, 1, 5);
	output_report_all_maps(output);
	CHECK_STR(fake_printed(output), "");
	CHECK_STR(at(output, "/maps/0/rows/0/values"), "[5]");
	fake_free(output);
}

static void what_is_cleared_is_added_to(void)
{
	struct output *output = new_output(1, of(PLAN_COUNT, ustack), (struct plan_map){0}, 2);

	put_count(MAP_FIRST, 1, 5);
	print(output);
	fake_event(output, EVENT_CLEAR, "", 0);
	put_count(MAP_FIRST, 1, 2);
	print(output);
	CHECK_STR(at(output, "/maps/0/rows/0/values"), "[7]");
	fake_free(output);
}

/* Of a map that END alone prints and clears, the chart is of ticks. */
static void a_print_at_the_end_is_no_point(void)
{
	struct output *output = new_output(1, of(PLAN_COUNT, ustack), (struct plan_map){0}, 2);

	put_count(MAP_FIRST, 1, 5);
	output_report_tick(output);
	put_count(MAP_FIRST, 2, 1);
	output_end_report(output);
	print(output);
	fake_event(output, EVENT_CLEAR, "", 0);
	output_all_maps(output);
	CHECK_STR(at(output, "/maps/0/chart/sums"), "[[0,5,6]]");
	fake_free(output);
}

/* Of a map that the program prints while tracing goes on, the chart is of what it prints. */
static void each_print_is_a_point(void)
{
	struct output *output = new_output(1, of(PLAN_COUNT, ustack), (struct plan_map){0}, 2);

	put_count(MAP_FIRST, 1, 5);
	output_report_tick(output);
	print(output);
	fake_event(output, EVENT_CLEAR, "", 0);
	put_count(MAP_FIRST, 1, 2);
	put_count(MAP_FIRST, 2, 1);
	print(output);
	CHECK_STR(at(output, "/maps/0/chart/sums"), "[[5,3]]");
	CHECK_STR(at(output, "/maps/0/chart/series/1/values"), "[[0,1]]");
	fake_free(output);
}

static void a_long_run_has_no_more_points(void)
{
	struct output *output = new_output(1, of(PLAN_COUNT, ustack), (struct plan_map){0}, 0);
	json_object *times = NULL;

	put_count(MAP_FIRST, 1, 5);
	for (int i = 0; i < 10000; i++)
		output_report_tick(output);
	output_end_report(output);
	output_all_maps(output);
	at(output, "");
	json_pointer_get(made, "/maps/0/chart/times", &times);
	CHECK(json_object_array_length(times) >= 128 && json_object_array_length(times) <= 257);
	fake_free(output);
}

/* ... and the last print is among those that are shown. */
static void a_long_run_ends_with_its_last_print(void)
{
	struct output *output = new_output(1, of(PLAN_COUNT, ustack), (struct plan_map){0}, 2);
	json_object *sums = NULL;
	size_t count;

	put_count(MAP_FIRST, 1, 0);
	for (uint64_t i = 1; i <= 1001; i++) {
		memcpy(fake_value(&fake_maps[MAP_FIRST], 0), &i, sizeof(i));
		print(output);
	}
	at(output, "");
	json_pointer_get(made, "/maps/0/chart/sums/0", &sums);
	count = json_object_array_length(sums);
	CHECK(count >= 128 && count <= 257);
	CHECK_INT(json_object_get_int(json_object_array_get_idx(sums, count - 1)), 1001);
	fake_free(output);
}

static void numbers_that_javascript_would_round_are_text(void)
{
	struct output *output = new_output(1, of(PLAN_COUNT, u64), (struct plan_map){0}, 0);
	uint64_t key = 1, count = (UINT64_C(1) << 53) + 1;

	fake_map_put(MAP_FIRST, &key, &count);
	output_all_maps(output);
	CHECK_STR(at(output, "/maps/0/rows/0/values"), "[\"9007199254740993\"]");
	CHECK_STR(at(output, "/maps/0/columns"), "[{\"name\":\"pid\",\"is_number\":true}]");
	fake_free(output);
}

static void only_the_largest_have_rows(void)
{
	enum { COUNT = 5003 };
	struct output *output = new_output(1, of(PLAN_COUNT, u64), (struct plan_map){0}, 0);
	static uint64_t numbers[COUNT];
	static struct table_entry entries[COUNT];
	struct table table = {.map = &plan_maps[0], .entries = entries, .entry_count = COUNT};
	json_object *rows = NULL;

	for (uint64_t i = 0; i < COUNT; i++) {
		numbers[i] = i + 1;
		entries[i].key = entries[i].value = (const void *)&numbers[i];
	}
	report_take_table(output, output->report, &table);
	CHECK_STR(at(output, "/maps/0/others"), "3");
	CHECK_STR(at(output, "/maps/0/others_values"), "[6]");
	CHECK_STR(at(output, "/maps/0/rows/0/values"), "[5003]");
	json_pointer_get(made, "/maps/0/rows", &rows);
	CHECK_INT(json_object_array_length(rows), 5000);
	fake_free(output);
}

static void losses_are_all_there(void)
{
	struct output *output = new_output(1, of(PLAN_COUNT, u64), (struct plan_map){0}, 0);
	FILE *nowhere = fopen("/dev/null", "w");

	output_count_loss(output, ABI_LOSS_EVENT, 3);
	output_losses(output, nowhere);
	fclose(nowhere);
	CHECK_STR(at(output, "/losses/0/name"), "\"event\"");
	CHECK_STR(at(output, "/losses/0/count"), "3");
	CHECK_STR(at(output, "/losses/1/count"), "0");
	fake_free(output);
}

/* ---- the page ---- */

static char *page_of(struct output *output)
{
	FILE *file = tmpfile();
	char *page;
	long size;

	fputs("what was there before", file);
	rewind(file);
	at(output, "");
	report_page_write(file, json_object_to_json_string_ext(made, JSON_C_TO_STRING_PLAIN));
	size = ftell(file);
	page = heap_alloc((size_t)size + 1);
	rewind(file);
	if (fread(page, 1, (size_t)size, file) != (size_t)size)
		abort();
	fclose(file);
	return page;
}

static char *page_with_name(const char *text)
{
	struct output *output = new_output(1, of(PLAN_COUNT, name), (struct plan_map){0}, 0);
	char key[64] = "", *page;
	uint64_t count = 7;

	strcpy(key, text);
	fake_map_put(MAP_FIRST, key, &count);
	output_all_maps(output);
	page = page_of(output);
	fake_free(output);
	return page;
}

static const char data_begins[] = "<script type=\"application/json\" id=\"data\">";

/* The data of a page, parsed; ends the page behind it. */
static json_object *data_of(char *page)
{
	char *begin = strstr(page, data_begins);

	if (!begin)
		return NULL;
	begin += strlen(data_begins);
	*strstr(begin, "</script>") = '\0';
	return json_tokener_parse(begin);
}

static int count_of(const char *text, const char *what)
{
	int count = 0;

	for (; (text = strstr(text, what)); text++)
		count++;
	return count;
}

static void a_name_is_no_html(void)
{
	static const char hostile[] = "</script><img src=x onerror=alert(1)><!--<script>";
	char *harmless = page_with_name("a"), *page = page_with_name(hostile);
	json_object *data, *found = NULL;

	CHECK_INT(count_of(page, "<script"), count_of(harmless, "<script"));
	CHECK_INT(count_of(page, "</script"), count_of(harmless, "</script"));
	CHECK_INT(count_of(page, "<!--"), count_of(harmless, "<!--"));
	CHECK_INT(count_of(page, "<img"), 0);
	data = data_of(page);
	json_pointer_get(data, "/maps/0/rows/0/key/0", &found);
	CHECK_STR(json_object_get_string(found), hostile);
	json_object_put(data);
	free(harmless);
	free(page);
}

static void a_name_is_utf8_without_control_characters(void)
{
	char *page = page_with_name("a\x1b[31m\xff");
	json_object *data = data_of(page), *found = NULL;

	json_pointer_get(data, "/maps/0/rows/0/key/0", &found);
	CHECK_STR(json_object_get_string(found), "a\\x1b[31m\xef\xbf\xbd");
	json_object_put(data);
	free(page);
}

static void the_page_replaces_what_was_there(void)
{
	char *page = page_with_name("a");

	CHECK(strncmp(page, "<!DOCTYPE html>\n", 16) == 0);
	CHECK(strcmp(page + strlen(page) - 8, "</html>\n") == 0);
	CHECK(!strstr(page, "@DATA@") && !strstr(page, "what was there before"));
	free(page);
}

/* ---- what its Content-Security-Policy lets in ---- */

static char *base64(const uint8_t *bytes, size_t size)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	char *text = heap_alloc((size + 2) / 3 * 4 + 1), *to = text;

	for (size_t i = 0; i < size; i += 3) {
		uint32_t three = bytes[i] << 16 | (i + 1 < size ? bytes[i + 1] << 8 : 0) |
				 (i + 2 < size ? bytes[i + 2] : 0);

		for (int shift = 18; shift >= 0; shift -= 6)
			*to++ = digits[three >> shift & 63];
	}
	for (size_t missing = (3 - size % 3) % 3; missing > 0; missing--)
		to[-(ptrdiff_t)missing] = '=';
	return text;
}

/* " script-src 'sha256-...'" of what is between two marks of the page; for free(). */
static char *allowed(const char *directive, const char *page, const char *begin, const char *end)
{
	const uint8_t *from = (const uint8_t *)strstr(page, begin) + strlen(begin);
	const uint8_t *to = (const uint8_t *)strstr((const char *)from, end);
	uint8_t digest[SHA256_DIGEST_LENGTH];
	char *encoded, *text;
	SHA2_CTX context;

	SHA256Init(&context);
	SHA256Update(&context, from, (size_t)(to - from));
	SHA256Final(digest, &context);
	encoded = base64(digest, sizeof(digest));
	text = heap_printf(" %s 'sha256-%s';", directive, encoded);
	free(encoded);
	return text;
}

static void only_its_own_script_and_style_run(void)
{
	char *page = page_with_name("a");
	char *script = allowed("script-src", page, "\n<script>", "</script>");
	char *style = allowed("style-src", page, "\n<style>", "</style>");
	char *policy = heap_printf("content=\"default-src 'none';%s%s img-src data:; "
				   "base-uri 'none'; form-action 'none'\">",
				   script, style);

	CHECK(strstr(page, policy) != NULL);
	free(policy);
	free(style);
	free(script);
	free(page);
}

/* Not even links: all that is said of elsewhere is the libraries' names of XML, and their licenses. */
static void nothing_is_elsewhere(void)
{
	char *page = page_with_name("a"), *licenses = strstr(page, "\n<!--\n");

	CHECK(licenses != NULL);
	*licenses = '\0';
	CHECK_INT(count_of(page, "://") - count_of(page, "http://www.w3.org/"), 0);
	CHECK_INT(count_of(page, "<link "), 1);
	CHECK(strstr(page, "<link rel=\"icon\" href=\"data:,\">") != NULL);
	free(page);
}

int main(void)
{
	RUN(a_map_has_rows_with_stacks);
	RUN(lines_are_looked_up_at_the_end);
	RUN(held_objects_have_two_values);
	RUN(histograms_have_buckets);
	RUN(what_is_not_printed_is_there);
	RUN(what_is_cleared_is_added_to);
	RUN(a_print_at_the_end_is_no_point);
	RUN(each_print_is_a_point);
	RUN(a_long_run_has_no_more_points);
	RUN(a_long_run_ends_with_its_last_print);
	RUN(numbers_that_javascript_would_round_are_text);
	RUN(only_the_largest_have_rows);
	RUN(losses_are_all_there);
	RUN(a_name_is_no_html);
	RUN(a_name_is_utf8_without_control_characters);
	RUN(the_page_replaces_what_was_there);
	RUN(only_its_own_script_and_style_run);
	RUN(nothing_is_elsewhere);
	json_object_put(made);
	return unit_status();
}
