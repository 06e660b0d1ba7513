#include "tests/unit/fake_output.h"

#define CPUS 2
#define SLOTS 4
#define HOUR UINT64_C(3600000000000)

static struct abi_interval rings[CPUS][SLOTS], merged[SLOTS];
static struct plan_map map;

static void start(uint32_t function, uint64_t interval, bool is_signed)
{
	memset(rings, 0, sizeof(rings));
	map = (struct plan_map){
		.aggregate = PLAN_TSERIES,
		.is_signed = is_signed,
		.series = {.function = function, .count = SLOTS, .interval = interval},
	};
}

/* What a program leaves behind in the ring of its CPU. */
static void put(unsigned cpu, uint64_t number, uint64_t count, uint64_t value)
{
	rings[cpu][number % SLOTS] = (struct abi_interval){number + 1, count, value};
}

/* The series as text, until the next call. */
static const char *text_of(uint64_t divisor)
{
	static char *text;
	size_t size;
	FILE *out;

	free(text);
	memset(merged, 0, sizeof(merged));
	series_merge(&map.series, merged, (const uint8_t *)rings, CPUS);
	out = open_memstream(&text, &size);
	series_print(out, &map, merged, divisor, &look_bare);
	fclose(out);
	return text;
}

/* Without what is above and below them. */
static const char *rows_of(uint64_t divisor)
{
	static char rows[512];
	const char *begin = strchr(strchr(text_of(divisor), '\n') + 1, '\n') + 1;
	const char *end = strchr(begin, 'v');

	while (end[-1] != '\n')
		end--;
	snprintf(rows, sizeof(rows), "%.*s", (int)(end - begin), begin);
	return rows;
}

static void check_merged(uint32_t index, uint64_t number, int64_t value)
{
	CHECK_INT(merged[index].epoch, number + 1);
	CHECK_INT((int64_t)series_value(&map, &merged[index], 1), value);
}

static void nothing_yet(void)
{
	start(ABI_SERIES_LAST, HOUR, true);
	CHECK_STR(text_of(1), "<no data>\n");
	rings[0][1].epoch = ABI_INTERVAL_BUSY;
	rings[1][1].epoch = 6; /* taken, and interrupted before the number was there */
	CHECK_STR(text_of(1), "<no data>\n");
	CHECK_INT(series_length(&map.series, merged), 0);
}

static void the_last_is_that_of_any_cpu(void)
{
	start(ABI_SERIES_LAST, HOUR, true);
	put(0, 5, 1000, 7);
	put(1, 5, 2000, 8);
	put(0, 6, 4000, (uint64_t)-1);
	put(1, 6, 3000, 9);
	text_of(1);
	CHECK_INT(series_length(&map.series, merged), 2);
	check_merged(0, 5, 8);
	check_merged(1, 6, -1);
}

static void sums_and_averages_are_of_all_cpus(void)
{
	start(ABI_SERIES_SUM, HOUR, true);
	put(0, 5, 2, 30);
	put(1, 5, 1, (uint64_t)-40);
	text_of(1);
	check_merged(0, 5, -10);
	map.series.function = ABI_SERIES_AVG;
	check_merged(0, 5, -3);
}

static void extremes_are_of_all_cpus(void)
{
	for (int is_max = 0; is_max < 2; is_max++) {
		uint64_t mask = ABI_EXTREME_MASK(is_max, true);

		start(is_max ? ABI_SERIES_MAX : ABI_SERIES_MIN, HOUR, true);
		put(0, 5, 1, (uint64_t)-7 ^ mask);
		put(1, 5, 1, 3 ^ mask);
		text_of(1);
		check_merged(0, 5, is_max ? 3 : -7);
	}
}

static void the_newest_wins_a_slot(void)
{
	start(ABI_SERIES_SUM, HOUR, false);
	put(0, 5, 1, 1);
	put(1, 9, 1, 2); /* the same slot */
	text_of(1);
	CHECK_INT(series_length(&map.series, merged), 1);
	check_merged(0, 9, 2);
}

static void stale_intervals_are_dropped(void)
{
	start(ABI_SERIES_SUM, HOUR, false);
	put(0, 4, 1, 1);
	put(0, 5, 1, 2); /* four before the newest */
	put(1, 6, 1, 3);
	put(1, 9, 1, 4);
	text_of(1);
	CHECK_INT(series_length(&map.series, merged), 2);
	check_merged(0, 6, 3);
	check_merged(1, 9, 4);
}

#define LINE	"|___________________________________________________|\n"
#define V_LINE	"v___________________________________________________v\n"
#define LEFT	"*                                                   |"
#define MIDDLE	"|                         *                         |"
#define RIGHT	"|                                                   *"
#define NOWHERE "|                                                   |"

static void gaps_are_shown(void)
{
	start(ABI_SERIES_LAST, 200000000, true);
	put(0, 18000, 1, 0);
	put(1, 18001, 1, 10);
	put(0, 18003, 1, 3);
	CHECK_STR(rows_of(1),
		  "01:00:00.000 " LEFT " 0\n"
		  "01:00:00.200 " RIGHT " 10\n"
		  "01:00:00.400 " NOWHERE " -\n"
		  "01:00:00.600 |              *                                    | 3\n");
}

static void equal_numbers_are_in_the_middle(void)
{
	start(ABI_SERIES_LAST, HOUR, true);
	put(0, 2, 1, (uint64_t)-30);
	put(0, 3, 1, (uint64_t)-30);
	CHECK_STR(text_of(10),
		  "         -4                                                 -2\n"
		  "hh:mm:ss " LINE
		  "02:00:00 " MIDDLE " -3\n"
		  "03:00:00 " MIDDLE " -3\n"
		  "         " V_LINE
		  "         -4                                                 -2\n");
}

static void the_largest_number_has_none_above(void)
{
	start(ABI_SERIES_SUM, 5, false);
	put(0, 1, 1, UINT64_MAX);
	CHECK_STR(text_of(1),
		  "                   18446744073709551614             18446744073709551615\n"
		  "hh:mm:ss.ns        " LINE
		  "00:00:00.000000005 " RIGHT " 18446744073709551615\n"
		  "                   " V_LINE
		  "                   18446744073709551614             18446744073709551615\n");
}

static void the_scale_spans_all_numbers(void)
{
	start(ABI_SERIES_LAST, 1500, true);
	put(0, 0, 1, UINT64_C(1) << 63);
	put(0, 1, 1, 0);
	put(0, 2, 1, INT64_MAX);
	CHECK_STR(rows_of(1),
		  "00:00:00.000000000 " LEFT " -9223372036854775808\n"
		  "00:00:00.000001500 " MIDDLE " 0\n"
		  "00:00:00.000003000 " RIGHT " 9223372036854775807\n");
}

static void numbers_have_units(void)
{
	start(ABI_SERIES_MAX, 2000, false);
	map.unit = PLAN_UNIT_BYTES;
	put(0, 0, 1, 1024);
	put(0, 1, 1, 3072);
	CHECK_STR(text_of(1),
		  "                1.0 KiB                                       3.0 KiB\n"
		  "hh:mm:ss.us     " LINE
		  "00:00:00.000000 " LEFT " 1.0 KiB\n"
		  "00:00:00.000002 " RIGHT " 3.0 KiB\n"
		  "                " V_LINE
		  "                1.0 KiB                                       3.0 KiB\n");
}

int main(void)
{
	setenv("TZ", "UTC0", 1);
	RUN(nothing_yet);
	RUN(the_last_is_that_of_any_cpu);
	RUN(sums_and_averages_are_of_all_cpus);
	RUN(extremes_are_of_all_cpus);
	RUN(the_newest_wins_a_slot);
	RUN(stale_intervals_are_dropped);
	RUN(gaps_are_shown);
	RUN(equal_numbers_are_in_the_middle);
	RUN(the_largest_number_has_none_above);
	RUN(the_scale_spans_all_numbers);
	RUN(numbers_have_units);
	return unit_status();
}
