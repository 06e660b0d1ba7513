/*
 *                  0                                                  10
 *     hh:mm:ss.ms  |___________________________________________________|
 *     22:31:07.600 *                                                   | 0
 *     22:31:07.800 |                                                   * 10
 *     22:31:08.000 |                                                   | -
 *     22:31:08.200 |              *                                    | 3
 *                  v___________________________________________________v
 *                  0                                                  10
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lexer/arena.h"
#include "runtime/output_private.h"
#include "runtime/units.h"

#define NSECS_PER_SEC UINT64_C(1000000000)

/* ---- the rings of all CPUs made one ---- */

static bool is_empty(const struct abi_interval *interval)
{
	return !interval->epoch || interval->epoch == ABI_INTERVAL_BUSY || !interval->count;
}

static void merge(const struct plan_series *series, struct abi_interval *into,
		  const struct abi_interval *from)
{
	if (from->epoch < into->epoch)
		return;
	if (from->epoch > into->epoch) {
		*into = *from;
		return;
	}
	switch (series->function) {
	case ABI_SERIES_LAST:
		if (from->count > into->count)
			*into = *from;
		break;
	case ABI_SERIES_MAX:
	case ABI_SERIES_MIN:
		if (from->value > into->value)
			into->value = from->value;
		break;
	default:
		into->count += from->count;
		into->value += from->value;
	}
}

/* Nothing has written to a slot since its interval ended: it is older than those that are kept. */
static void drop_stale(const struct plan_series *series, struct abi_interval *intervals)
{
	uint64_t newest = 0;

	for (uint32_t i = 0; i < series->count; i++)
		if (intervals[i].epoch > newest)
			newest = intervals[i].epoch;
	for (uint32_t i = 0; i < series->count; i++)
		if (newest - intervals[i].epoch >= series->count)
			intervals[i] = (struct abi_interval){0};
}

/* The epoch 0 of an empty one becomes the greatest. */
static int compare_epochs(const void *a, const void *b)
{
	uint64_t left = ((const struct abi_interval *)a)->epoch - 1;
	uint64_t right = ((const struct abi_interval *)b)->epoch - 1;

	return left < right ? -1 : left > right;
}

void series_merge(const struct plan_series *series, struct abi_interval *intervals,
		  const uint8_t *rings, uint32_t cpus)
{
	for (uint32_t cpu = 0; cpu < cpus; cpu++)
		for (uint32_t i = 0; i < series->count; i++) {
			struct abi_interval interval;

			memcpy(&interval, rings, sizeof(interval));
			rings += sizeof(interval);
			if (!is_empty(&interval))
				merge(series, &intervals[i], &interval);
		}
	drop_stale(series, intervals);
	qsort(intervals, series->count, sizeof(*intervals), compare_epochs);
}

uint32_t series_length(const struct plan_series *series, const struct abi_interval *intervals)
{
	uint32_t length = 0;

	while (length < series->count && intervals[length].epoch)
		length++;
	return length;
}

/* ---- one interval ---- */

uint64_t series_value(const struct plan_map *map, const struct abi_interval *interval,
		      uint64_t divisor)
{
	struct abi_average average = {.count = interval->count, .total = interval->value};
	uint32_t function = map->series.function;
	uint64_t value = interval->value;

	if (function == ABI_SERIES_AVG)
		value = value_mean(&average, map->is_signed);
	else if (function == ABI_SERIES_MAX || function == ABI_SERIES_MIN)
		value ^= ABI_EXTREME_MASK(function == ABI_SERIES_MAX, map->is_signed);
	return value_divide(value, divisor, map->is_signed);
}

void series_time(char *text, const char *format, unsigned digits, const struct plan_series *series,
		 uint64_t epoch)
{
	uint64_t start = (epoch - 1) * series->interval, fraction = start % NSECS_PER_SEC;
	time_t seconds = (time_t)(start / NSECS_PER_SEC);
	size_t used = 0;
	struct tm local;

	if (localtime_r(&seconds, &local))
		used = strftime(text, SERIES_TIME_SIZE, format, &local);
	text[used] = '\0';
	for (unsigned i = digits; i < 9; i++)
		fraction /= 10;
	if (digits)
		snprintf(text + used, SERIES_TIME_SIZE - used, ".%0*" PRIu64, (int)digits,
			 fraction);
}

/* ---- as text ---- */

struct chart {
	FILE *out;
	const struct look *look;
	const struct plan_map *map;
	uint64_t divisor;
	uint64_t least, most; /* at the borders */
	const char *header;
	unsigned digits; /* of a second, in the times */
};

static bool is_less(const struct chart *chart, uint64_t a, uint64_t b)
{
	return chart->map->is_signed ? (int64_t)a < (int64_t)b : a < b;
}

/* Equal numbers are in the middle: between the one below and the one above, if there are such. */
static void find_borders(struct chart *chart, const struct abi_interval *intervals, uint32_t length)
{
	uint64_t lowest = chart->map->is_signed ? UINT64_C(1) << 63 : 0, highest = lowest - 1;

	chart->least = highest;
	chart->most = lowest;
	for (uint32_t i = 0; i < length; i++) {
		uint64_t value = series_value(chart->map, &intervals[i], chart->divisor);

		if (is_less(chart, value, chart->least))
			chart->least = value;
		if (is_less(chart, chart->most, value))
			chart->most = value;
	}
	if (chart->least != chart->most)
		return;
	if (chart->least != lowest)
		chart->least--;
	if (chart->most != highest)
		chart->most++;
}

/* As fine as the intervals are. */
static void choose_digits(struct chart *chart)
{
	static const struct {
		uint64_t ns;
		const char *header;
		unsigned digits;
	} times[] = {
		{NSECS_PER_SEC, "hh:mm:ss", 0},
		{1000000, "hh:mm:ss.ms", 3},
		{1000, "hh:mm:ss.us", 6},
		{1, "hh:mm:ss.ns", 9},
	};
	size_t i = 0;

	while (chart->map->series.interval % times[i].ns)
		i++;
	chart->header = times[i].header;
	chart->digits = times[i].digits;
}

/* "22:31:07.600" */
static int time_width(const struct chart *chart)
{
	return (int)(strlen("hh:mm:ss") + (chart->digits ? 1 + chart->digits : 0));
}

static char *number_text(const struct chart *chart, uint64_t number)
{
	size_t size;
	char *text;
	FILE *out = heap_stream(&text, &size);

	unit_print(out, chart->divisor > 1 ? PLAN_UNIT_NONE : chart->map->unit, number,
		   chart->map->is_signed);
	fclose(out);
	return text;
}

static void print_borders(const struct chart *chart)
{
	char *least = number_text(chart, chart->least), *most = number_text(chart, chart->most);

	fprintf(chart->out, "%*s %s%*s\n", time_width(chart), "", least,
		chart->look->width + 1 - (int)strlen(least), most);
	free(least);
	free(most);
}

static void print_line(const struct chart *chart, const char *label, char end)
{
	char line[LOOK_WIDTH_MOST] = "";

	memset(line, '_', (size_t)chart->look->width - 1);
	fprintf(chart->out, "%-*s %c%s%c\n", time_width(chart), label, end, line, end);
}

/* With what is marked in its colour. */
static void put_row(const struct chart *chart, const char *start, const char *row)
{
	int before = (int)strcspn(row, "*");
	const char *mark = row + before;

	if (*mark)
		fprintf(chart->out, "%s %.*s%s*%s%s", start, before, row, chart->look->mark,
			chart->look->off, mark + 1);
	else
		fprintf(chart->out, "%s %s", start, row);
}

/* `interval` NULL: nothing is known of it. */
static void print_row(const struct chart *chart, uint64_t epoch,
		      const struct abi_interval *interval)
{
	const struct look *look = chart->look;
	int last = look->width; /* column of what is between two '|', these included */
	char row[LOOK_WIDTH_MOST + 2] = "", start[SERIES_TIME_SIZE];
	char *text = NULL;

	memset(row, ' ', (size_t)last);
	row[0] = row[last] = '|';
	if (interval) {
		uint64_t value = series_value(chart->map, interval, chart->divisor);
		double part = (double)(value - chart->least) / (double)(chart->most - chart->least);

		row[(int)(part * last)] = '*';
		text = number_text(chart, value);
	}
	series_time(start, "%H:%M:%S", chart->digits, &chart->map->series, epoch);
	put_row(chart, start, row);
	fprintf(chart->out, " %s\n", text ? text : "-");
	free(text);
}

void series_print(FILE *out, const struct plan_map *map, const struct abi_interval *intervals,
		  uint64_t divisor, const struct look *look)
{
	struct chart chart = {.out = out, .map = map, .look = look, .divisor = divisor};
	uint32_t length = series_length(&map->series, intervals), next = 0;
	uint64_t newest;

	if (!length) {
		fputs("<no data>\n", out);
		return;
	}
	find_borders(&chart, intervals, length);
	choose_digits(&chart);
	print_borders(&chart);
	print_line(&chart, chart.header, '|');
	newest = intervals[length - 1].epoch;
	while (newest - intervals[next].epoch >= map->series.count)
		next++; /* a series goes back so far and no further */
	for (uint64_t epoch = intervals[next].epoch; epoch <= newest; epoch++) {
		bool is_there = intervals[next].epoch == epoch;

		print_row(&chart, epoch, is_there ? &intervals[next] : NULL);
		next += is_there;
	}
	print_line(&chart, "", 'v');
	print_borders(&chart);
}
