#include "tests/unit/fake_output.h"

#define FRAME "        "

enum { MAP_STACKS };

static const struct output_maps maps = {.stacks = MAP_STACKS, .loss = -1};
static const struct plan no_plan;

static struct output *new_output(void)
{
	struct map_shape shape = {.key_size = sizeof(uint64_t),
				  .value_size = sizeof(struct abi_stack)};

	fake_map_make(MAP_STACKS, &shape);
	return fake_output(&no_plan, &maps);
}

static void put_stack(uint64_t id, const struct abi_stack *stack)
{
	fake_map_put(MAP_STACKS, &id, stack);
}

static const char *text_of(struct output *output, const struct plan_type *type, const void *bytes)
{
	value_print(output, output->out, type, bytes);
	return fake_printed(output);
}

/* ---- plain values ---- */

static void integers_have_their_size_and_sign(void)
{
	static const struct {
		uint32_t size;
		bool is_signed;
		uint64_t bits;
		const char *text;
	} cases[] = {
		{1, false, 0xff, "255"},
		{1, true, 0xff, "-1"},
		{2, false, 0xffff, "65535"},
		{2, true, 0x8000, "-32768"},
		{4, false, 4000000000, "4000000000"},
		{4, true, 4294967295, "-1"},
		{8, false, UINT64_MAX, "18446744073709551615"},
		{8, true, UINT64_MAX, "-1"},
		{8, true, (uint64_t)INT64_MIN, "-9223372036854775808"},
		{4, false, 0x1ffffffff, "4294967295"}, /* not what lies behind it */
	};
	struct output *output = new_output();

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct plan_type type = {.kind = PLAN_INT,
					 .size = cases[i].size,
					 .is_signed = cases[i].is_signed};

		CHECK_STR(text_of(output, &type, &cases[i].bits), cases[i].text);
	}
	fake_free(output);
}

static void small_kinds(void)
{
	struct plan_type boolean = {.kind = PLAN_BOOL, .size = 1};
	struct plan_type pointer = {.kind = PLAN_POINTER, .size = 8};
	struct plan_type string = {.kind = PLAN_STRING, .size = 8};
	uint64_t address = 0x1234, null = 0;
	struct output *output = new_output();

	CHECK_STR(text_of(output, &boolean, "\1"), "true");
	CHECK_STR(text_of(output, &boolean, "\0"), "false");
	CHECK_STR(text_of(output, &pointer, &address), "0x1234");
	CHECK_STR(text_of(output, &pointer, &null), "0x0");
	CHECK_STR(text_of(output, &string, "abc\0xyz"), "abc");
	CHECK_STR(text_of(output, &string, "12345678"), "12345678");
	CHECK_STR(text_of(output, &string, "\0\0\0\0\0\0\0"), "");
	fake_free(output);
}

static struct plan_type pair[] = {
	{.kind = PLAN_INT, .size = 4},
	{.kind = PLAN_INT, .size = 4, .offset = 4},
};
static struct plan_type outer[] = {
	{.kind = PLAN_INT, .size = 1},
	{.kind = PLAN_STRING, .size = 4, .offset = 1},
	{.kind = PLAN_TUPLE, .size = 8, .offset = 8, .element_count = 2, .elements = pair},
};
static const struct plan_type tuple = {
	.kind = PLAN_TUPLE, .size = 16, .element_count = 3, .elements = outer};

static const struct {
	uint8_t number;
	char name[7];
	uint32_t pair[2];
} tuple_bytes = {1, "abc", {2, 3}};

static void tuples_nest(void)
{
	struct output *output = new_output();

	CHECK_STR(text_of(output, &tuple, &tuple_bytes), "(1, abc, (2, 3))");
	fake_free(output);
}

static void a_key_has_no_brackets_of_its_own(void)
{
	struct output *output = new_output();

	value_print_key(output, output->out, &tuple, (const uint8_t *)&tuple_bytes);
	CHECK_STR(fake_printed(output), "1, abc, (2, 3)");
	value_print_key(output, output->out, &outer[1], (const uint8_t *)"(x)");
	CHECK_STR(fake_printed(output), "(x)");
	fake_free(output);
}

static void values_need_no_alignment(void)
{
	struct output *output = new_output();
	uint8_t *bytes = heap_alloc(sizeof(tuple_bytes) + 1);

	memcpy(bytes + 1, &tuple_bytes, sizeof(tuple_bytes));
	CHECK_STR(text_of(output, &tuple, bytes + 1), "(1, abc, (2, 3))");
	free(bytes);
	fake_free(output);
}

/* ---- symbols and probes ---- */

static void symbols_have_names_or_addresses(void)
{
	struct plan_type ksym = {.kind = PLAN_KSYM, .size = 8};
	struct plan_type usym = {.kind = PLAN_USYM, .size = 16};
	uint64_t inside = FAKE_KERNEL + 3, nowhere = 12, zero = 0;
	struct abi_usym user = {.address = FAKE_USER + 0x105, .tgid = 7};
	struct abi_usym bare = {.address = FAKE_BARE + 4, .tgid = 7};
	struct output *output = new_output();

	CHECK_STR(text_of(output, &ksym, &inside), "vfs_read");
	CHECK_STR(text_of(output, &ksym, &nowhere), "0xc");
	CHECK_STR(text_of(output, &ksym, &zero), "0");
	CHECK_STR(text_of(output, &usym, &user), "child");
	CHECK_STR(text_of(output, &usym, &bare), "0x7f0000000004");
	fake_free(output);
}

static void probes_and_functions_have_the_names_that_were_given(void)
{
	struct plan_type probe = {.kind = PLAN_PROBE, .size = 8};
	struct plan_type func = {.kind = PLAN_FUNC, .size = 8};
	uint64_t function = 3, address = 0, unknown = 1, far = UINT64_MAX;
	struct output *output = new_output();

	output_name_attach(output, 3, "kprobe:vfs_read", "vfs_read");
	output_name_attach(output, 0, "uprobe:x:0x12", NULL);
	output_name_attach(output, UINT64_MAX, "out of bounds", NULL);
	CHECK_STR(text_of(output, &probe, &function), "kprobe:vfs_read");
	CHECK_STR(text_of(output, &func, &function), "vfs_read");
	CHECK_STR(text_of(output, &func, &address), "uprobe:x:0x12");
	CHECK_STR(text_of(output, &probe, &unknown), "1");
	CHECK_STR(text_of(output, &probe, &far), "18446744073709551615");
	output_name_attach(output, 3, "kprobe:vfs_write", "vfs_write");
	CHECK_STR(text_of(output, &probe, &function), "kprobe:vfs_write");
	fake_free(output);
}

/* ---- stacks ---- */

static const struct plan_type kstack = {.kind = PLAN_KSTACK, .size = 16};
static const struct plan_type ustack = {.kind = PLAN_USTACK, .size = 16};

static void kernel_frames(void)
{
	struct abi_stack stack = {.count = 3,
				  .frames = {FAKE_KERNEL + 5, FAKE_KERNEL + 0x110, 0x1000}};
	struct abi_stack_ref ref = {.id = 9};
	struct output *output = new_output();

	put_stack(9, &stack);
	CHECK_STR(text_of(output, &kstack, &ref),
		  "\n" FRAME "vfs_read+5\n" FRAME "ksys_read+16\n" FRAME "0x1000\n");
	fake_free(output);
}

/* The program's own frames are left out; the kernel's functions are not programs. */
static void frames_of_programs(void)
{
	struct abi_stack stack = {.count = 3,
				  .frames = {FAKE_KERNEL + 0x305, FAKE_KERNEL + 0x405,
					     FAKE_KERNEL + 0x505}};
	struct abi_stack_ref ref = {.id = 9};
	struct output *output = new_output();

	put_stack(9, &stack);
	CHECK_STR(text_of(output, &kstack, &ref), "\n" FRAME "bpf_prog_alloc+5\n");
	fake_free(output);
}

static void user_frames(void)
{
	struct abi_stack stack = {.count = 4,
				  .frames = {FAKE_USER, FAKE_USER + 0x110, FAKE_BARE + 0x1006, 0}};
	struct abi_stack_ref ref = {.id = 9, .tgid = 7};
	struct output *output = new_output();

	put_stack(9, &stack);
	CHECK_STR(text_of(output, &ustack, &ref),
		  "\n" FRAME "fibonacci+0\n" FRAME "child+16\n" FRAME
		  "0x7f0000001006 (libbare.so+0x1006)\n" FRAME "0\n");
	fake_free(output);
}

static void inlined_functions_come_before_the_one_they_are_in(void)
{
	struct plan_type source = ustack;
	struct abi_stack stack = {.count = 2, .frames = {FAKE_USER, FAKE_USER + 0x101}};
	struct abi_stack_ref ref = {.id = 9, .tgid = 7};
	struct output *output = new_output();

	source.mode = PLAN_STACK_SOURCE;
	put_stack(9, &stack);
	CHECK_STR(text_of(output, &source, &ref),
		  "\n" FRAME "fibonacci+0\n" FRAME "twice [inlined] (child.c:7)\n" FRAME
		  "child+1 (child.c:12)\n");
	fake_free(output);
}

/* A call was the last instruction of its function: the return address is in the next one. */
static void a_return_address_belongs_to_the_call(void)
{
	struct abi_stack stack = {.count = 2, .frames = {FAKE_USER, FAKE_USER + 0x200}};
	struct abi_stack kernel = {.count = 2, .frames = {FAKE_KERNEL, FAKE_KERNEL + 0x200}};
	struct abi_stack_ref ref = {.id = 9, .tgid = 7}, kernel_ref = {.id = 10};
	struct output *output = new_output();

	put_stack(9, &stack);
	put_stack(10, &kernel);
	CHECK_STR(text_of(output, &ustack, &ref), "\n" FRAME "fibonacci+0\n" FRAME "child+256\n");
	CHECK_STR(text_of(output, &kstack, &kernel_ref),
		  "\n" FRAME "vfs_read+0\n" FRAME "ksys_read+256\n");
	fake_free(output);
}

static void stacks_that_are_not_there_say_why(void)
{
	struct abi_stack_ref empty = {.why = ABI_STACK_EMPTY}, failed = {.why = ABI_STACK_FAILED};
	struct abi_stack_ref dropped = {.why = ABI_STACK_DROPPED}, lost = {.id = 1}, never = {0};
	struct output *output = new_output();

	CHECK_STR(text_of(output, &ustack, &empty), "\n");
	CHECK_STR(text_of(output, &ustack, &never), "\n");
	CHECK_STR(text_of(output, &kstack, &failed), "\n" FRAME "[stack could not be walked]\n");
	CHECK_STR(text_of(output, &ustack, &dropped), "\n" FRAME "[stack not stored]\n");
	CHECK_STR(text_of(output, &ustack, &lost), "\n" FRAME "[stack lost]\n");
	output->maps.stacks = -1;
	CHECK_STR(text_of(output, &ustack, &lost), "\n" FRAME "[stack lost]\n");
	fake_free(output);
}

static void damaged_stacks_are_not_read_past_their_end(void)
{
	struct abi_stack stack = {.count = UINT32_MAX};
	struct abi_stack_ref ref = {.id = 9};
	struct output *output = new_output();

	put_stack(9, &stack);
	CHECK_INT(strlen(text_of(output, &kstack, &ref)),
		  1 + strlen(FRAME "0\n") + (ABI_STACK_MAX - 1) * strlen(FRAME "0\n"));
	CHECK(strlen(text_of(output, &ustack, &ref)) > 0);
	fake_free(output);
}

/* ---- comparing, dividing ---- */

static void values_are_compared_by_their_kind(void)
{
	struct plan_type int8 = {.kind = PLAN_INT, .size = 1, .is_signed = true};
	struct plan_type uint8 = {.kind = PLAN_INT, .size = 1};
	struct plan_type string = {.kind = PLAN_STRING, .size = 4};
	struct plan_type probe = {.kind = PLAN_PROBE, .size = 8};
	uint64_t second = 1, last = 256;

	CHECK(value_compare(&int8, (const uint8_t *)"\377", (const uint8_t *)"\1") < 0);
	CHECK(value_compare(&uint8, (const uint8_t *)"\377", (const uint8_t *)"\1") > 0);
	CHECK(value_compare(&probe, (const uint8_t *)&second, (const uint8_t *)&last) < 0);
	CHECK(value_compare(&string, (const uint8_t *)"abc", (const uint8_t *)"abd") < 0);
	CHECK(value_compare(&string, (const uint8_t *)"a\0z", (const uint8_t *)"a\0b") == 0);
	CHECK(value_compare(&tuple, (const uint8_t *)&tuple_bytes, (const uint8_t *)&tuple_bytes) ==
	      0);
}

static void later_elements_decide_when_earlier_ones_are_equal(void)
{
	uint32_t a[] = {1, 9}, b[] = {2, 3}, c[] = {1, 10};

	CHECK(value_compare(&outer[2], (const uint8_t *)a, (const uint8_t *)b) < 0);
	CHECK(value_compare(&outer[2], (const uint8_t *)c, (const uint8_t *)a) > 0);
}

static void division_never_traps(void)
{
	CHECK_INT(value_divide(7, 0, false), 7);
	CHECK_INT(value_divide(7, 2, true), 3);
	CHECK_INT((int64_t)value_divide((uint64_t)-7, 2, true), -3);
	CHECK_INT(value_divide((uint64_t)INT64_MIN, UINT64_MAX, true), 0);
	CHECK(value_divide(UINT64_MAX, 2, false) == UINT64_MAX / 2);
}

/* What programs are called and hold, for a person, and for a program. */
static void control_characters_are_for_programs(void)
{
	static const struct plan_type text = {.kind = PLAN_STRING, .size = 8};
	static const struct plan_type func = {.kind = PLAN_FUNC, .size = 8};
	struct output *output = new_output();
	uint64_t id = 0;

	output_name_attach(output, id, "uprobe:x:f", "f\033[2J");
	CHECK_STR(text_of(output, &text, "\033[31mx\n"), "\\x1b[31mx\n");
	CHECK_STR(text_of(output, &func, &id), "f\\x1b[2J");
	output->is_exact = true;
	CHECK_STR(text_of(output, &text, "\033[31mx\n"), "\033[31mx\n");
	CHECK_STR(text_of(output, &func, &id), "f\033[2J");
	fake_free(output);
}

int main(void)
{
	RUN(integers_have_their_size_and_sign);
	RUN(small_kinds);
	RUN(tuples_nest);
	RUN(a_key_has_no_brackets_of_its_own);
	RUN(values_need_no_alignment);
	RUN(symbols_have_names_or_addresses);
	RUN(probes_and_functions_have_the_names_that_were_given);
	RUN(kernel_frames);
	RUN(frames_of_programs);
	RUN(user_frames);
	RUN(inlined_functions_come_before_the_one_they_are_in);
	RUN(a_return_address_belongs_to_the_call);
	RUN(stacks_that_are_not_there_say_why);
	RUN(damaged_stacks_are_not_read_past_their_end);
	RUN(values_are_compared_by_their_kind);
	RUN(later_elements_decide_when_earlier_ones_are_equal);
	RUN(division_never_traps);
	RUN(control_characters_are_for_programs);
	return unit_status();
}
