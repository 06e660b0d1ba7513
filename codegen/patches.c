/*
 * Where the loader has to put the running kernel's offsets of tracepoint fields.
 *
 * Each use of a field is inline assembly with a mark for the offset. The compiler may repeat such
 * code or drop it, so the marks are looked for in the finished object.
 */
#include "codegen/emit.h"

#include <linux/bpf.h>
#include <string.h>

#include "codegen/object.h"

#define FIRST_MARK 0x4000 /* above any offset that a program has of its own */
#define LAST_MARK  0x7fff /* the offset of a load is a signed 16-bit number */

uint16_t patches_mark(struct emitter *e, enum plan_patch_kind kind, const char *field,
		      bool is_data_loc)
{
	struct codegen *codegen = e->codegen;
	const struct point *point = emit_point(e);
	struct field_mark mark = {
		.kind = kind,
		.program = e->program,
		.category = probe_kind_has(e->kind, PROBE_TYPED) ? probe_kinds[e->kind].name
								 : point->target,
		.event = point->name,
		.field = field,
		.is_data_loc = is_data_loc,
	};

	for (size_t i = 0; i < codegen->marks.count; i++) {
		const struct field_mark *known = &codegen->marks.items[i];

		if (known->kind == kind && known->program == mark.program &&
		    strcmp(known->field, field) == 0)
			return known->mark;
	}
	/* Marks need only differ within a program: when they run out, others' serve again. */
	mark.mark = FIRST_MARK + codegen->marks.count % (LAST_MARK - FIRST_MARK);
	array_push(codegen->arena, &codegen->marks, mark);
	return mark.mark;
}

static bool is_addition(const struct bpf_insn *code, int32_t number)
{
	return code->code == (BPF_ALU64 | BPF_ADD | BPF_K) && code->imm == number;
}

/* ir_patched_load() and ir_patched_address(): nothing that the compiler makes by itself is like it. */
static bool is_marked(const struct bpf_insn *code, size_t left, const struct field_mark *mark)
{
	if (mark->kind == PLAN_PATCH_ADDRESS)
		return left >= 2 && is_addition(code, mark->mark) && is_addition(code + 1, 0) &&
		       code[0].dst_reg == code[1].dst_reg;
	return left >= 3 && code->code == (BPF_LDX | BPF_MEM | BPF_DW) && code->off == mark->mark &&
	       code[1].code == (BPF_ALU64 | BPF_LSH | BPF_K) &&
	       code[2].code == (BPF_ALU64 | BPF_RSH | BPF_K);
}

static void add_patch(struct plan *plan, const struct field_mark *mark, const char *function,
		      uint32_t instruction)
{
	struct plan_patch patch = {
		.kind = mark->kind,
		.program = heap_strdup(mark->program),
		.function = heap_strdup(function),
		.instruction = instruction,
		.category = heap_strdup(mark->category),
		.event = heap_strdup(mark->event),
		.field = heap_strdup(mark->field),
		.is_data_loc = mark->is_data_loc,
	};

	plan->patches =
		heap_realloc(plan->patches, (plan->patch_count + 1) * sizeof(*plan->patches));
	plan->patches[plan->patch_count++] = patch;
}

/* A function may not be there: what is never called was left out. */
static void find_mark(struct plan *plan, const struct field_mark *mark, const char *function)
{
	const struct bpf_insn *code;
	struct object_symbol symbol;
	size_t count;

	if (!object_find(plan->object, plan->object_size, function, &symbol) || !symbol.bytes)
		return;
	code = (const struct bpf_insn *)symbol.bytes;
	count = symbol.size / sizeof(*code);
	for (size_t at = 0; at < count; at++)
		if (is_marked(&code[at], count - at, mark))
			add_patch(plan, mark, function, at);
}

/* In the program, and in the bodies of its loops. */
static void find_everywhere(struct codegen *codegen, struct plan *plan,
			    const struct field_mark *mark)
{
	find_mark(plan, mark, mark->program);
	for (size_t i = 0; i < codegen->functions.count; i++) {
		const struct extra_function *extra = &codegen->functions.items[i];

		if (extra->program == mark->program)
			find_mark(plan, mark, extra->name);
	}
}

void patches_find(struct codegen *codegen, struct plan *plan)
{
	for (size_t i = 0; i < codegen->marks.count; i++)
		find_everywhere(codegen, plan, &codegen->marks.items[i]);
}
