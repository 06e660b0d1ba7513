/*
 *     [2, 4)                 2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
 *     [4, 8)                 1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
 */
#include <inttypes.h>
#include <string.h>

#include "runtime/output_private.h"

#define LABEL_SIZE 32

/* Of a histogram by powers of two: the least number in a bucket other than the first. */
static uint64_t least_of(const struct plan_buckets *shape, unsigned bucket, unsigned *shift)
{
	unsigned per_power = 1U << shape->bits, index = bucket - 1;

	*shift = index < per_power ? 0 : index / per_power - 1;
	return *shift ? (uint64_t)(index % per_power + per_power) << *shift : index;
}

/* "512", "1K", "16E": with a suffix for what was shifted by as much. */
static void number_text(char *text, size_t size, uint64_t number, unsigned shift)
{
	static const char *const suffixes[] = {"", "K", "M", "G", "T", "P", "E"};

	snprintf(text, size, "%" PRIu64 "%s", number >> shift / 10 * 10, suffixes[shift / 10]);
}

static void power_label(char *label, size_t size, const struct plan_buckets *shape, unsigned bucket)
{
	char from[LABEL_SIZE / 4], to[LABEL_SIZE / 4];
	unsigned shift, next_shift;
	uint64_t least;

	if (!bucket) {
		snprintf(label, size, "(..., 0)");
		return;
	}
	least = least_of(shape, bucket, &shift);
	if (!shift) {
		snprintf(label, size, "[%" PRIu64 "]", least);
		return;
	}
	number_text(from, sizeof(from), least, shift);
	if (bucket == shape->count - 1) {
		snprintf(to, sizeof(to), "16E"); /* is no uint64_t */
	} else {
		least = least_of(shape, bucket + 1, &next_shift);
		number_text(to, sizeof(to), least, next_shift);
	}
	snprintf(label, size, "[%s, %s)", from, to);
}

/* "5000", or "4K" and "1M" where all steps are multiples of 1024, as bpftrace writes them. */
static void step_text(char *text, size_t size, const struct plan_buckets *shape, uint64_t number)
{
	unsigned shift = 0;

	if (shape->step % 1024 == 0 && number)
		for (; shift < 20 && number % (UINT64_C(1024) << shift) == 0; shift += 10)
			;
	number_text(text, size, number, shift);
}

static void linear_label(char *label, size_t size, const struct plan_buckets *shape,
			 unsigned bucket)
{
	char from[LABEL_SIZE - 4], to[LABEL_SIZE - 4];
	uint64_t least = shape->low + (bucket - 1) * shape->step, next = least + shape->step;

	step_text(from, sizeof(from), shape, bucket == shape->count - 1 ? shape->high : least);
	step_text(to, sizeof(to), shape,
		  !bucket	       ? shape->low
		  : next < shape->high ? next
				       : shape->high);
	if (!bucket)
		snprintf(label, size, "(..., %s)", to);
	else if (bucket == shape->count - 1)
		snprintf(label, size, "[%s, ...)", from);
	else
		snprintf(label, size, "[%s, %s)", from, to);
}

/* In single precision, so that no bar is shorter or longer than bpftrace's. */
static int bar_length(uint64_t count, uint64_t most, int width)
{
	return most ? (int)((float)count / (float)most * (float)width) : 0;
}

static void print_bucket(FILE *out, const struct plan_buckets *shape, unsigned bucket,
			 uint64_t count, uint64_t most, const struct look *look)
{
	char label[2 * LABEL_SIZE], bar[LOOK_WIDTH_MOST + 1] = "";
	int length = bar_length(count, most, look->width);

	if (shape->step)
		linear_label(label, sizeof(label), shape, bucket);
	else
		power_label(label, sizeof(label), shape, bucket);
	memset(bar, '@', (size_t)length);
	fprintf(out, "%-16s%8" PRIu64 " |%s%s%s%*s|\n", label, count, length ? look->mark : "", bar,
		length ? look->off : "", look->width - length, "");
}

bool hist_span(const uint64_t *buckets, const struct plan_buckets *shape, unsigned *first,
	       unsigned *last)
{
	*first = shape->count;
	*last = 0;
	for (unsigned i = 0; i < shape->count; i++) {
		if (!buckets[i])
			continue;
		*first = *first < i ? *first : i;
		*last = i;
	}
	return *first < shape->count;
}

static struct hist_range linear_range(const struct plan_buckets *shape, unsigned bucket)
{
	struct hist_range range = {.has_least = bucket > 0, .has_most = bucket < shape->count - 1};
	uint64_t next = shape->low + bucket * shape->step;

	if (range.has_least)
		range.least = range.has_most ? next - shape->step : shape->high;
	if (range.has_most)
		range.most = (int64_t)(next < shape->high ? next : shape->high) - 1;
	return range;
}

struct hist_range hist_range_of(const struct plan_buckets *shape, unsigned bucket)
{
	unsigned shift;
	uint64_t least, most;

	if (shape->step)
		return linear_range(shape, bucket);
	if (bucket == 0)
		return (struct hist_range){.has_most = true, .most = -1};
	least = least_of(shape, bucket, &shift);
	most = least + (UINT64_C(1) << shift) - 1;
	return (struct hist_range){.has_least = true,
				   .least = least,
				   .has_most = most <= INT64_MAX,
				   .most = most <= INT64_MAX ? (int64_t)most : 0};
}

void hist_print(FILE *out, const uint64_t *buckets, const struct plan_buckets *shape,
		uint64_t divisor, const struct look *look)
{
	unsigned first, last;
	uint64_t most = 0;

	hist_span(buckets, shape, &first, &last);
	for (unsigned i = first; i <= last; i++)
		most = buckets[i] > most ? buckets[i] : most;
	most = value_divide(most, divisor, false);
	for (unsigned i = first; i <= last; i++)
		print_bucket(out, shape, i, value_divide(buckets[i], divisor, false), most, look);
}
