#include "tests/unit/fake_output.h"

#define BAR_52 "@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@"
#define BAR_26 "@@@@@@@@@@@@@@@@@@@@@@@@@@                          "
#define BAR_0  "                                                    "

/* The histogram as text, until the next call. */
static const struct plan_buckets powers = {.count = ABI_HIST_BUCKETS};

static const char *text_of(const uint64_t *buckets, uint64_t divisor)
{
	static char *text;
	size_t size;
	FILE *out;

	free(text);
	out = open_memstream(&text, &size);
	hist_print(out, buckets, &powers, divisor, &look_bare);
	fclose(out);
	return text;
}

static void nothing_is_printed_of_an_empty_one(void)
{
	uint64_t buckets[ABI_HIST_BUCKETS] = {0};

	CHECK_STR(text_of(buckets, 1), "");
}

static void small_buckets_have_one_value(void)
{
	uint64_t buckets[ABI_HIST_BUCKETS] = {[0] = 1, [3] = 2, [4] = 1};

	CHECK_STR(text_of(buckets, 1), "(..., 0)               1 |" BAR_26 "|\n"
				       "[0]                    0 |" BAR_0 "|\n"
				       "[1]                    0 |" BAR_0 "|\n"
				       "[2, 4)                 2 |" BAR_52 "|\n"
				       "[4, 8)                 1 |" BAR_26 "|\n");
}

static void labels_have_suffixes(void)
{
	static const struct {
		unsigned bucket;
		const char *text;
	} cases[] = {
		{1, "[0]                    7 |" BAR_52 "|\n"},
		{2, "[1]                    7 |" BAR_52 "|\n"},
		{10, "[256, 512)             7 |" BAR_52 "|\n"},
		{11, "[512, 1K)              7 |" BAR_52 "|\n"},
		{12, "[1K, 2K)               7 |" BAR_52 "|\n"},
		{20, "[256K, 512K)           7 |" BAR_52 "|\n"},
		{21, "[512K, 1M)             7 |" BAR_52 "|\n"},
		{32, "[1G, 2G)               7 |" BAR_52 "|\n"},
		{64, "[4E, 8E)               7 |" BAR_52 "|\n"},
		{65, "[8E, 16E)              7 |" BAR_52 "|\n"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		uint64_t buckets[ABI_HIST_BUCKETS] = {0};

		buckets[cases[i].bucket] = 7;
		CHECK_STR(text_of(buckets, 1), cases[i].text);
	}
}

static void counts_are_divided(void)
{
	uint64_t buckets[ABI_HIST_BUCKETS] = {[3] = 2, [4] = 5, [5] = 1};

	CHECK_STR(text_of(buckets, 2), "[2, 4)                 1 |" BAR_26 "|\n"
				       "[4, 8)                 2 |" BAR_52 "|\n"
				       "[8, 16)                0 |" BAR_0 "|\n");
	CHECK_STR(text_of(buckets, 100), "[2, 4)                 0 |" BAR_0 "|\n"
					 "[4, 8)                 0 |" BAR_0 "|\n"
					 "[8, 16)                0 |" BAR_0 "|\n");
}

static void large_counts_have_bars_that_fit(void)
{
	uint64_t buckets[ABI_HIST_BUCKETS] = {[3] = UINT64_MAX, [4] = UINT64_MAX - 1};

	CHECK_STR(text_of(buckets, 1), "[2, 4)          18446744073709551615 |" BAR_52 "|\n"
				       "[4, 8)          18446744073709551614 |" BAR_52 "|\n");
}

static void on_a_terminal_it_fits(void)
{
	static const struct look look = {.name = "", .mark = "<", .off = ">", .width = 10};
	uint64_t buckets[ABI_HIST_BUCKETS] = {[1] = 4, [3] = 2};
	size_t size;
	char *text;
	FILE *out = open_memstream(&text, &size);

	hist_print(out, buckets, &powers, 1, &look);
	fclose(out);
	CHECK_STR(text, "[0]                    4 |<@@@@@@@@@@>|\n"
			"[1]                    0 |          |\n"
			"[2, 4)                 2 |<@@@@@>     |\n");
	free(text);
}

int main(void)
{
	RUN(nothing_is_printed_of_an_empty_one);
	RUN(small_buckets_have_one_value);
	RUN(labels_have_suffixes);
	RUN(counts_are_divided);
	RUN(large_counts_have_bars_that_fit);
	RUN(on_a_terminal_it_fits);
	return unit_status();
}
