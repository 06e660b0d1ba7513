/*
 * Scratch memory of a program, or of a body apart: a slot is claimed before the first code that may
 * need it, and released at the end. Only then it is known whether anything does: until then a gap
 * is left in the code. stdlib/called/scratch.bpf.c has what slots are.
 */
#include "codegen/emit.h"

struct gap emit_open_gap(struct emitter *e)
{
	struct gap gap = {.block = ir_block(e->ir), .after = ir_block(e->ir)};

	ir_jump(e->ir, gap.block);
	ir_at(e->ir, gap.after);
	return gap;
}

void emit_close_gap(struct emitter *e, struct gap gap, bool claim, struct ir_block *leave)
{
	struct ir_value *slot;

	ir_at(e->ir, gap.block);
	if (!claim) {
		ir_jump(e->ir, gap.after);
		return;
	}
	slot = IR_CALL(e->ir, "mt_scratch_claim", ir_map_later(e->ir, ABI_MAP_SCRATCH));
	ir_store_pointer(e->ir, e->scratch, slot);
	ir_branch(e->ir, ir_is_true(e->ir, slot), gap.after, leave);
}

/* It is not claimed on all ways that lead here. */
void emit_release_scratch(struct emitter *e)
{
	struct ir_block *release, *end;
	struct ir_value *slot;

	ir_jump(e->ir, e->leave);
	ir_at(e->ir, e->leave);
	if (e->scratch_most > e->codegen->scratch_size)
		e->codegen->scratch_size = e->scratch_most;
	if (!e->scratch_most)
		return;
	release = ir_block(e->ir);
	end = ir_block(e->ir);
	slot = ir_load_pointer(e->ir, e->scratch);
	ir_branch(e->ir, ir_is_true(e->ir, slot), release, end);
	ir_at(e->ir, release);
	ir_exchange(e->ir, ir_offset(e->ir, slot, -(uint64_t)ABI_SCRATCH_BUSY), ir_int(e->ir, 0));
	ir_jump(e->ir, end);
	ir_at(e->ir, end);
}
