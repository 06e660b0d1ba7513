#include "runtime/patch.h"

#include <linux/bpf.h>
#include <string.h>

#include "codegen/object.h"
#include "runtime/prototype.h"

/* ---- one patch ---- */

static bool is_load(const struct bpf_insn *instruction)
{
	return BPF_CLASS(instruction->code) == BPF_LDX && BPF_MODE(instruction->code) == BPF_MEM;
}

static bool is_shift(const struct bpf_insn *instruction, uint8_t reg)
{
	uint8_t operation = BPF_OP(instruction->code);

	return BPF_CLASS(instruction->code) == BPF_ALU64 && instruction->dst_reg == reg &&
	       BPF_SRC(instruction->code) == BPF_K &&
	       (operation == BPF_LSH || operation == BPF_RSH || operation == BPF_ARSH);
}

static bool load_size(uint32_t bytes, uint8_t *code)
{
	switch (bytes) {
	case 1:
		*code = BPF_B;
		return true;
	case 2:
		*code = BPF_H;
		return true;
	case 4:
		*code = BPF_W;
		return true;
	case 8:
		*code = BPF_DW;
		return true;
	}
	return false;
}

/* rX = *(size *)(rY + offset); rX <<= bits; rX >>= bits, signed or not. */
static bool patch_load(const struct tracefs_field *field, struct bpf_insn *load,
		       struct reason *reason)
{
	struct bpf_insn *up = load + 1, *down = load + 2;
	bool is_signed = field->is_signed && !field->is_data_loc;
	uint8_t size;

	if (!is_load(load) || !is_shift(up, load->dst_reg) || !is_shift(down, load->dst_reg))
		return reason_set(reason, "the program cannot be patched for field '%s'",
				  field->name);
	if (!load_size(field->size, &size))
		return reason_set(reason, "field '%s' has %u bytes on this kernel: not a number",
				  field->name, field->size);
	load->code = BPF_LDX | BPF_MEM | size;
	load->off = field->offset;
	up->code = BPF_ALU64 | BPF_LSH | BPF_K;
	down->code = BPF_ALU64 | (is_signed ? BPF_ARSH : BPF_RSH) | BPF_K;
	up->imm = down->imm = 64 - 8 * field->size;
	return true;
}

static bool patch_address(const struct tracefs_field *field, struct bpf_insn *add,
			  struct reason *reason)
{
	if (add->code != (BPF_ALU64 | BPF_ADD | BPF_K))
		return reason_set(reason, "the program cannot be patched for field '%s'",
				  field->name);
	add->imm = field->offset;
	return true;
}

/* On a copy, as what a damaged object takes for code need not be aligned. */
bool patch_apply(const struct plan_patch *patch, const struct tracefs_field *field, uint8_t *code,
		 size_t size, struct reason *reason)
{
	size_t needed = patch->kind == PLAN_PATCH_LOAD ? 3 : 1;
	struct bpf_insn instructions[3];
	size_t count = size / sizeof(*instructions);
	bool is_patched;

	if (patch->instruction > count || needed > count - patch->instruction)
		return reason_set(reason, "the program has no instruction %u to patch",
				  patch->instruction);
	if (field->offset > INT16_MAX)
		return reason_set(reason, "field '%s' is at %u: too far", field->name,
				  field->offset);
	code += patch->instruction * sizeof(*instructions);
	memcpy(instructions, code, needed * sizeof(*instructions));
	is_patched = patch->kind == PLAN_PATCH_LOAD ? patch_load(field, instructions, reason)
						    : patch_address(field, instructions, reason);
	memcpy(code, instructions, needed * sizeof(*instructions));
	return is_patched;
}

/* ---- a program's ---- */

static const struct tracefs_field *find_field(struct machine *machine,
					      const struct plan_patch *patch, struct reason *reason)
{
	const struct tracefs_format *format;
	const struct tracefs_field *field;
	unsigned int kind;

	if (probe_kind_find(patch->category, &kind) && probe_kind_has(kind, PROBE_TYPED))
		return prototype_find_argument(machine, patch->category, patch->event, patch->field,
					       reason);
	format = machine_format(machine, patch->category, patch->event);
	if (!format) {
		reason_set(reason, "this kernel has no tracepoint '%s:%s'", patch->category,
			   patch->event);
		return NULL;
	}
	field = tracefs_find_field(format, patch->field);
	if (!field) {
		reason_set(reason, "tracepoint '%s:%s' has no field '%s' on this kernel",
			   patch->category, patch->event, patch->field);
		return NULL;
	}
	if (field->is_data_loc != patch->is_data_loc) {
		reason_set(reason, "field '%s' of '%s:%s' is of another kind on this kernel",
			   patch->field, patch->category, patch->event);
		return NULL;
	}
	return field;
}

bool patch_fits(struct machine *machine, const struct plan *plan, const char *program,
		struct reason *reason)
{
	for (uint32_t i = 0; i < plan->patch_count; i++)
		if (strcmp(plan->patches[i].program, program) == 0 &&
		    !find_field(machine, &plan->patches[i], reason))
			return false;
	return true;
}

bool patch_program(struct machine *machine, const struct plan *plan, const char *program,
		   uint8_t *object, struct reason *reason)
{
	for (uint32_t i = 0; i < plan->patch_count; i++) {
		const struct plan_patch *patch = &plan->patches[i];
		const struct tracefs_field *field;
		struct object_symbol code;

		if (strcmp(patch->program, program) != 0)
			continue;
		field = find_field(machine, patch, reason);
		if (!field)
			return false;
		if (!object_find(object, plan->object_size, patch->function, &code) || !code.bytes)
			return reason_set(reason, "the object has no program '%s'",
					  patch->function);
		if (!patch_apply(patch, field, code.bytes, code.size, reason))
			return false;
	}
	return true;
}
