#include "runtime/patch.h"

#include <linux/bpf.h>

#include "tests/unit/unit.h"

#define INSN(opcode, to, from, offset, immediate)                                      \
	{                                                                              \
		.code = (opcode), .dst_reg = (to), .src_reg = (from), .off = (offset), \
		.imm = (immediate)                                                     \
	}
#define LOAD(size, to, from, offset) INSN(BPF_LDX | BPF_MEM | (size), to, from, offset, 0)
#define SHIFT(operation, reg)	     INSN(BPF_ALU64 | (operation) | BPF_K, reg, 0, 0, 11)
#define ADD(reg, number)	     INSN(BPF_ALU64 | BPF_ADD | BPF_K, reg, 0, 0, number)
#define EXIT			     INSN(BPF_JMP | BPF_EXIT, 0, 0, 0, 0)

static const struct bpf_insn load_program[] = {
	EXIT, LOAD(BPF_DW, 3, 6, 777), SHIFT(BPF_LSH, 3), SHIFT(BPF_RSH, 3), EXIT,
};
static const struct bpf_insn address_program[] = {EXIT, ADD(3, 777), EXIT};

static struct bpf_insn program[8];
/* Where it is patched: a damaged object may have code at any address. */
static uint8_t bytes[sizeof(program) + 1];
static uint8_t *const place = bytes + 1;
static struct reason reason;

static bool apply(enum plan_patch_kind kind, uint32_t at, const struct tracefs_field *field)
{
	struct plan_patch patch = {.kind = kind, .program = "p", .instruction = at};
	const struct bpf_insn *from = kind == PLAN_PATCH_LOAD ? load_program : address_program;
	size_t count = kind == PLAN_PATCH_LOAD ? 5 : 3;
	bool is_patched;

	memcpy(place, from, count * sizeof(*from));
	reason.text[0] = '\0';
	is_patched = patch_apply(&patch, field, place, count * sizeof(*from), &reason);
	memcpy(program, place, sizeof(program));
	return is_patched;
}

/* ---- numbers ---- */

static void loads_take_the_fields_place_and_size(void)
{
	static const struct {
		uint32_t size;
		uint8_t code;
		int shift;
	} cases[] = {{1, BPF_B, 56}, {2, BPF_H, 48}, {4, BPF_W, 32}, {8, BPF_DW, 0}};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct tracefs_field field = {.name = "f", .offset = 24, .size = cases[i].size};

		CHECK(apply(PLAN_PATCH_LOAD, 1, &field));
		CHECK_INT(program[1].code, BPF_LDX | BPF_MEM | cases[i].code);
		CHECK_INT(program[1].off, 24);
		CHECK_INT(program[1].dst_reg, 3);
		CHECK_INT(program[1].src_reg, 6);
		CHECK_INT(program[2].code, BPF_ALU64 | BPF_LSH | BPF_K);
		CHECK_INT(program[2].imm, cases[i].shift);
		CHECK_INT(program[3].code, BPF_ALU64 | BPF_RSH | BPF_K);
		CHECK_INT(program[3].imm, cases[i].shift);
	}
}

static void signed_fields_are_extended_by_their_sign(void)
{
	struct tracefs_field field = {.name = "f", .offset = 8, .size = 4, .is_signed = true};

	CHECK(apply(PLAN_PATCH_LOAD, 1, &field));
	CHECK_INT(program[3].code, BPF_ALU64 | BPF_ARSH | BPF_K);
	field.is_data_loc = true; /* an offset and a length: never negative */
	CHECK(apply(PLAN_PATCH_LOAD, 1, &field));
	CHECK_INT(program[3].code, BPF_ALU64 | BPF_RSH | BPF_K);
}

static void other_instructions_stay(void)
{
	struct tracefs_field field = {.name = "f", .offset = 8, .size = 4};

	CHECK(apply(PLAN_PATCH_LOAD, 1, &field));
	CHECK(memcmp(&program[0], &load_program[0], sizeof(*program)) == 0);
	CHECK(memcmp(&program[4], &load_program[4], sizeof(*program)) == 0);
}

static void what_is_no_number_is_refused(void)
{
	struct tracefs_field field = {.name = "name", .offset = 8, .size = 16};

	CHECK(!apply(PLAN_PATCH_LOAD, 1, &field));
	CHECK_STR(reason.text, "field 'name' has 16 bytes on this kernel: not a number");
	CHECK(memcmp(program, load_program, sizeof(load_program)) == 0);
}

static void fields_out_of_reach_are_refused(void)
{
	struct tracefs_field field = {.name = "far", .offset = INT16_MAX, .size = 8};

	CHECK(apply(PLAN_PATCH_LOAD, 1, &field));
	field.offset++;
	CHECK(!apply(PLAN_PATCH_LOAD, 1, &field));
	CHECK_STR(reason.text, "field 'far' is at 32768: too far");
}

/* ---- addresses ---- */

static void addresses_take_the_fields_place(void)
{
	struct tracefs_field field = {.name = "comm", .offset = 16, .size = 16};

	CHECK(apply(PLAN_PATCH_ADDRESS, 1, &field));
	CHECK_INT(program[1].imm, 16);
	CHECK_INT(program[1].code, BPF_ALU64 | BPF_ADD | BPF_K);
}

/* ---- plans that do not fit the object ---- */

static void other_instructions_than_agreed_are_refused(void)
{
	struct tracefs_field field = {.name = "f", .offset = 8, .size = 8};

	for (uint32_t at = 0; at < 5; at++)
		if (at != 1)
			CHECK(!apply(PLAN_PATCH_LOAD, at, &field));
	CHECK(!apply(PLAN_PATCH_ADDRESS, 0, &field));
	CHECK(!apply(PLAN_PATCH_ADDRESS, 2, &field));
	CHECK(strstr(reason.text, "cannot be patched for field 'f'"));
}

static void instructions_behind_the_end_are_refused(void)
{
	struct tracefs_field field = {.name = "f", .offset = 8, .size = 8};
	static const uint32_t places[] = {3, 5, 6, UINT32_MAX - 1, UINT32_MAX};

	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		CHECK(!apply(PLAN_PATCH_LOAD, places[i], &field));
		CHECK(strstr(reason.text, "has no instruction"));
		CHECK(!apply(PLAN_PATCH_ADDRESS, places[i], &field));
		CHECK(strstr(reason.text, "has no instruction"));
	}
}

int main(void)
{
	RUN(loads_take_the_fields_place_and_size);
	RUN(signed_fields_are_extended_by_their_sign);
	RUN(other_instructions_stay);
	RUN(what_is_no_number_is_refused);
	RUN(fields_out_of_reach_are_refused);
	RUN(addresses_take_the_fields_place);
	RUN(other_instructions_than_agreed_are_refused);
	RUN(instructions_behind_the_end_are_refused);
	return unit_status();
}
