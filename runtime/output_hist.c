/*
 *     [2, 4)                 2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
 *     [4, 8)                 1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
 */
#include <inttypes.h>
#include <string.h>

#include "runtime/output_private.h"

#define BAR_WIDTH   52
#define LABEL_SIZE  32
#define FIRST_POWER 2 /* the bucket of [2^0, 2^1) */

/* 2^power: "512", "1K", "16E". */
static void power_text(char *text, size_t size, unsigned power)
{
	static const char *const suffixes[] = {"", "K", "M", "G", "T", "P", "E"};

	snprintf(text, size, "%u%s", 1U << power % 10, suffixes[power / 10]);
}

static void bucket_label(char *label, size_t size, unsigned bucket)
{
	char from[LABEL_SIZE / 4], to[LABEL_SIZE / 4];

	if (bucket <= FIRST_POWER) {
		static const char *const labels[] = {"(..., 0)", "[0]", "[1]"};

		snprintf(label, size, "%s", labels[bucket]);
		return;
	}
	power_text(from, sizeof(from), bucket - FIRST_POWER);
	power_text(to, sizeof(to), bucket - FIRST_POWER + 1);
	snprintf(label, size, "[%s, %s)", from, to);
}

/* In single precision, so that no bar is shorter or longer than bpftrace's. */
static int bar_length(uint64_t count, uint64_t most)
{
	return most ? (int)((float)count / (float)most * BAR_WIDTH) : 0;
}

static void print_bucket(FILE *out, unsigned bucket, uint64_t count, uint64_t most)
{
	char label[LABEL_SIZE], bar[BAR_WIDTH + 1] = "";

	bucket_label(label, sizeof(label), bucket);
	memset(bar, '@', (size_t)bar_length(count, most));
	fprintf(out, "%-16s%8" PRIu64 " |%-*s|\n", label, count, BAR_WIDTH, bar);
}

bool hist_span(const uint64_t *buckets, unsigned *first, unsigned *last)
{
	*first = ABI_HIST_BUCKETS;
	*last = 0;
	for (unsigned i = 0; i < ABI_HIST_BUCKETS; i++) {
		if (!buckets[i])
			continue;
		*first = *first < i ? *first : i;
		*last = i;
	}
	return *first < ABI_HIST_BUCKETS;
}

struct hist_range hist_range_of(unsigned bucket)
{
	unsigned power = bucket - FIRST_POWER;

	if (bucket == 0)
		return (struct hist_range){.has_most = true, .most = -1};
	if (bucket < FIRST_POWER)
		return (struct hist_range){.has_least = true, .has_most = true};
	return (struct hist_range){.has_least = true,
				   .least = UINT64_C(1) << power,
				   .has_most = power < 63,
				   .most = power < 63 ? (INT64_C(1) << power) - 1 + (INT64_C(1) << power)
						      : 0};
}

void hist_print(FILE *out, const uint64_t buckets[ABI_HIST_BUCKETS], uint64_t divisor)
{
	unsigned first, last;
	uint64_t most = 0;

	hist_span(buckets, &first, &last);
	for (unsigned i = first; i <= last; i++)
		most = buckets[i] > most ? buckets[i] : most;
	most = value_divide(most, divisor, false);
	for (unsigned i = first; i <= last; i++)
		print_bucket(out, i, value_divide(buckets[i], divisor, false), most);
}
