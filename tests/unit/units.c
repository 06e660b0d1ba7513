#include "runtime/units.h"

#include <stdlib.h>

#include "tests/unit/unit.h"

/* As text, until the next call. */
static const char *text_of(enum plan_unit unit, uint64_t number, bool is_signed)
{
	static char *text;
	size_t size;
	FILE *out;

	free(text);
	out = open_memstream(&text, &size);
	unit_print(out, unit, number, is_signed);
	fclose(out);
	return text;
}

static const char *bytes(uint64_t number)
{
	return text_of(PLAN_UNIT_BYTES, number, false);
}

static const char *duration(uint64_t nsecs)
{
	return text_of(PLAN_UNIT_DURATION, nsecs, false);
}

static void small_numbers_are_exact(void)
{
	CHECK_STR(bytes(0), "0 B");
	CHECK_STR(bytes(1023), "1023 B");
	CHECK_STR(duration(0), "0 ns");
	CHECK_STR(duration(999), "999 ns");
}

static void larger_ones_have_a_tenth(void)
{
	CHECK_STR(bytes(1024), "1.0 KiB");
	CHECK_STR(bytes(1536 << 10), "1.5 MiB");
	CHECK_STR(bytes(UINT64_C(3) << 30), "3.0 GiB");
	CHECK_STR(bytes(UINT64_C(3) << 40), "3.0 TiB");
	CHECK_STR(bytes(UINT64_C(3) << 50), "3.0 PiB");
	CHECK_STR(duration(1000), "1.0 us");
	CHECK_STR(duration(12345678), "12.3 ms");
	CHECK_STR(duration(59900000000), "59.9 s");
	CHECK_STR(duration(90000000000), "1.5 min");
	CHECK_STR(duration(9000000000000), "2.5 h");
	CHECK_STR(duration(UINT64_C(400) * 86400000000000), "400.0 d");
}

static void what_is_rounded_up_to_a_unit_is_one(void)
{
	CHECK_STR(bytes(1048524), "1023.9 KiB");
	CHECK_STR(bytes(1048525), "1.0 MiB");
	CHECK_STR(duration(999949), "999.9 us");
	CHECK_STR(duration(999950), "1.0 ms");
	CHECK_STR(duration(59949999999), "59.9 s");
	CHECK_STR(duration(59950000000), "1.0 min");
}

static void all_64_bits_have_a_text(void)
{
	CHECK_STR(bytes(UINT64_MAX), "16.0 EiB");
	CHECK_STR(duration(UINT64_MAX), "213504.0 d");
	CHECK_STR(text_of(PLAN_UNIT_BYTES, INT64_MIN, true), "-8.0 EiB");
}

static void signed_numbers_can_be_negative(void)
{
	CHECK_STR(text_of(PLAN_UNIT_BYTES, (uint64_t)-1536, true), "-1.5 KiB");
	CHECK_STR(text_of(PLAN_UNIT_DURATION, (uint64_t)-7, true), "-7 ns");
	CHECK_STR(text_of(PLAN_UNIT_NONE, (uint64_t)-7, true), "-7");
	CHECK_STR(text_of(PLAN_UNIT_NONE, (uint64_t)-7, false), "18446744073709551609");
}

int main(void)
{
	RUN(small_numbers_are_exact);
	RUN(larger_ones_have_a_tenth);
	RUN(what_is_rounded_up_to_a_unit_is_one);
	RUN(all_64_bits_have_a_text);
	RUN(signed_numbers_can_be_negative);
	return unit_status();
}
