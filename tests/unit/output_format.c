#include "tests/unit/fake_output.h"

static const struct output_maps no_maps = {.stacks = -1, .loss = -1};
static const struct plan no_plan;

/* ---- one conversion ---- */

/* What printf(format, value) prints, until the next call. */
static const char *printed(const char *text, struct plan_type type, const void *value)
{
	static char *copy;
	struct output *output = fake_output(&no_plan, &no_maps);
	struct format *format = format_parse(text);
	struct plan_type tuple = {
		.kind = PLAN_TUPLE, .size = type.size, .element_count = 1, .elements = &type};

	format_print(output, output->out, format, &tuple, value);
	free(copy);
	copy = heap_strdup(fake_printed(output));
	format_free(format);
	fake_free(output);
	return copy;
}

static const char *printed_int(const char *text, int64_t value)
{
	return printed(text, (struct plan_type){.kind = PLAN_INT, .size = 8, .is_signed = true},
		       &value);
}

static const char *printed_string(const char *text, const char *value)
{
	return printed(text, (struct plan_type){.kind = PLAN_STRING, .size = strlen(value) + 1},
		       value);
}

/* ---- tests ---- */

static void text_is_printed_as_it_is(void)
{
	CHECK_STR(printed_int("", 1), "");
	CHECK_STR(printed_int("a\nb", 1), "a\nb");
	CHECK_STR(printed_int("100%%", 1), "100%");
	CHECK_STR(printed_int("%%%d%%", 1), "%1%");
	CHECK_STR(printed_int("%%d", 1), "%d");
}

static void what_is_no_conversion_is_text(void)
{
	CHECK_STR(printed_int("%", 1), "%");
	CHECK_STR(printed_int("%5", 1), "%5");
	CHECK_STR(printed_int("%q %d", 1), "%q 1");
	CHECK_STR(printed_int("%ll", 1), "%ll");
	CHECK_STR(printed_int("%-", 1), "%-");
	CHECK_STR(printed_int("%n%hhn", 1), "%n%hhn");
	CHECK_STR(printed_int("%*d", 1), "%*d");
}

static void missing_arguments_are_left_out(void)
{
	CHECK_STR(printed_int("%d %d %s|", 1), "1  |");
}

static void integers_have_flags_width_and_precision(void)
{
	CHECK_STR(printed_int("%5d|", 42), "   42|");
	CHECK_STR(printed_int("%-5d|", 42), "42   |");
	CHECK_STR(printed_int("%05d|", 42), "00042|");
	CHECK_STR(printed_int("%+d|", 42), "+42|");
	CHECK_STR(printed_int("% d|", 42), " 42|");
	CHECK_STR(printed_int("%.3d|", 4), "004|");
	CHECK_STR(printed_int("%5.3d|", 4), "  004|");
	CHECK_STR(printed_int("%-+8.3d|", 4), "+004    |");
	CHECK_STR(printed_int("%.0d|", 0), "|");
	CHECK_STR(printed_int("%.d|", 0), "|");
	CHECK_STR(printed_int("%+ +- #05d|", 42), "+42  |");
}

static void bases_are_those_of_c(void)
{
	CHECK_STR(printed_int("%x %#x %X", 255), "ff  ");
	CHECK_STR(printed_int("%x", 255), "ff");
	CHECK_STR(printed_int("%#x", 255), "0xff");
	CHECK_STR(printed_int("%X", 255), "FF");
	CHECK_STR(printed_int("%o", 8), "10");
	CHECK_STR(printed_int("%#o", 8), "010");
	CHECK_STR(printed_int("%08x", 255), "000000ff");
	CHECK_STR(printed_int("%u", 7), "7");
	CHECK_STR(printed_int("%i", -7), "-7");
}

static void length_modifiers_cut_integers(void)
{
	CHECK_STR(printed_int("%d", 5000000000), "705032704");
	CHECK_STR(printed_int("%ld", 5000000000), "5000000000");
	CHECK_STR(printed_int("%u", -1), "4294967295");
	CHECK_STR(printed_int("%lu", -1), "18446744073709551615");
	CHECK_STR(printed_int("%llu", -1), "18446744073709551615");
	CHECK_STR(printed_int("%hhd", 300), "44");
	CHECK_STR(printed_int("%hhd", 255), "-1");
	CHECK_STR(printed_int("%hd", 70000), "4464");
	CHECK_STR(printed_int("%hhx", 0x12345678abcdef), "ef");
	CHECK_STR(printed_int("%hx", 0x12345678abcdef), "cdef");
	CHECK_STR(printed_int("%x", 0x12345678abcdef), "78abcdef");
	CHECK_STR(printed_int("%jx", 0x12345678abcdef), "12345678abcdef");
	CHECK_STR(printed_int("%zd", -1), "-1");
	CHECK_STR(printed_int("%td", -1), "-1");
	CHECK_STR(printed_int("%jd", INT64_MIN), "-9223372036854775808");
}

static void small_integers_are_extended_by_their_sign(void)
{
	struct plan_type int8 = {.kind = PLAN_INT, .size = 1, .is_signed = true};
	struct plan_type uint8 = {.kind = PLAN_INT, .size = 1};
	struct plan_type int32 = {.kind = PLAN_INT, .size = 4, .is_signed = true};
	int32_t minus = -1;

	CHECK_STR(printed("%d", int8, "\377"), "-1");
	CHECK_STR(printed("%d", uint8, "\377"), "255");
	CHECK_STR(printed("%u", int32, &minus), "4294967295");
	CHECK_STR(printed("%ld", int32, &minus), "-1");
	CHECK_STR(printed("%lx", int32, &minus), "ffffffffffffffff");
}

static void characters_and_pointers(void)
{
	CHECK_STR(printed_int("%c|", 'A'), "A|");
	CHECK_STR(printed_int("%c|", 0x141), "A|");
	CHECK_STR(printed_int("%3c|", 'B'), "  B|");
	CHECK_STR(printed_int("%-3c|", 'B'), "B  |");
	CHECK_STR(printed_int("%p|", 0x1234), "0x1234|");
	CHECK_STR(printed_int("%p|", 0), "0|");
	CHECK_STR(printed_int("%20p|", 13), "                 0xd|");
	CHECK_STR(printed_int("%-6p|", 14), "0xe   |");
}

static void strings_have_width_and_precision(void)
{
	CHECK_STR(printed_string("%s|", "abc"), "abc|");
	CHECK_STR(printed_string("%10s|", "abc"), "       abc|");
	CHECK_STR(printed_string("%-10s|", "abc"), "abc       |");
	CHECK_STR(printed_string("%.2s|", "abc"), "ab|");
	CHECK_STR(printed_string("%5.2s|", "abc"), "   ab|");
	CHECK_STR(printed_string("%.0s|", "abc"), "|");
	CHECK_STR(printed_string("%010s|", "abc"), "       abc|");
	CHECK_STR(printed_string("%s|", ""), "|");
	CHECK_STR(printed_string("%d|", "abc"), "abc|");
}

/* No NUL within its size: nothing behind it is read. */
static void a_string_ends_with_its_size(void)
{
	struct plan_type type = {.kind = PLAN_STRING, .size = 3};
	char *bytes = heap_alloc(3);

	memcpy(bytes, "abc", 3);
	CHECK_STR(printed("%s|", type, bytes), "abc|");
	free(bytes);
}

static void anything_is_a_string(void)
{
	struct plan_type elements[] = {
		{.kind = PLAN_INT, .size = 1},
		{.kind = PLAN_STRING, .size = 2, .offset = 1},
	};
	struct plan_type tuple = {
		.kind = PLAN_TUPLE, .size = 3, .element_count = 2, .elements = elements};
	struct plan_type ksym = {.kind = PLAN_KSYM, .size = 8};
	uint64_t address = FAKE_KERNEL;

	CHECK_STR(printed("%10s|", tuple, "\1a"), "    (1, a)|");
	CHECK_STR(printed("%-6s|", (struct plan_type){.kind = PLAN_BOOL, .size = 1}, "\1"),
		  "true  |");
	CHECK_STR(printed("%d|", (struct plan_type){.kind = PLAN_BOOL, .size = 1}, "\5"), "1|");
	CHECK_STR(printed("%12s|", ksym, &address), "    vfs_read|");
	CHECK_STR(printed("%lx|", ksym, &address), "ffffffff81000000|");
	CHECK_STR(printed_int("%s|", -5), "-5|");
}

static void widths_are_bounded(void)
{
	CHECK_INT(strlen(printed_int("%999999999999999999d", 1)), 4096);
	CHECK_INT(strlen(printed_int("%.999999999999999999d", 1)), 4096);
	CHECK_INT(strlen(printed_int("%4096d", 1)), 4096);
	CHECK_INT(strlen(printed_string("%2147483648s", "x")), 4096);
}

static void arguments_are_taken_by_their_offsets(void)
{
	struct plan_type elements[] = {
		{.kind = PLAN_STRING, .size = 4},
		{.kind = PLAN_INT, .size = 8, .offset = 8},
		{.kind = PLAN_INT, .size = 2, .offset = 16},
	};
	struct plan_type tuple = {
		.kind = PLAN_TUPLE, .size = 24, .element_count = 3, .elements = elements};
	struct {
		char name[8];
		uint64_t count;
		uint16_t small[4];
	} payload = {"abc", 5, {7}};
	struct output *output = fake_output(&no_plan, &no_maps);
	struct format *format = format_parse("%s: %d, %d\n");

	format_print(output, output->out, format, &tuple, (const uint8_t *)&payload);
	CHECK_STR(fake_printed(output), "abc: 5, 7\n");
	format_free(format);
	fake_free(output);
}

int main(void)
{
	RUN(text_is_printed_as_it_is);
	RUN(what_is_no_conversion_is_text);
	RUN(missing_arguments_are_left_out);
	RUN(integers_have_flags_width_and_precision);
	RUN(bases_are_those_of_c);
	RUN(length_modifiers_cut_integers);
	RUN(small_integers_are_extended_by_their_sign);
	RUN(characters_and_pointers);
	RUN(strings_have_width_and_precision);
	RUN(a_string_ends_with_its_size);
	RUN(anything_is_a_string);
	RUN(widths_are_bounded);
	RUN(arguments_are_taken_by_their_offsets);
	return unit_status();
}
