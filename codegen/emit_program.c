/*
 * The BPF programs of a clause: one for each variant, and one more for the beginning of a pair.
 *
 *     probe_0_0(context)                     begin_0_0(context), of a pair
 *         enabled? the target?                   enabled? the target?
 *         (pair) and its entry, or leave         and make an entry
 *         predicate of the point                 nested in its family? remember, and leave
 *         fields of the named probe              parts of the predicate that are known: the same
 *         predicate and body of the clause,      values of entry(...)
 *         or a call of them: emit_body.c         objects that may move, out of their map
 *         (pair) put back what did not move
 *         release the scratch memory
 */
#include "codegen/emit.h"

#include <linux/bpf.h>
#include <stddef.h>
#include <string.h>

#include "lexer/text.h"

const char *emit_program_name(struct arena *arena, const struct clause *clause,
			      const struct variant *variant, bool is_begin)
{
	return arena_printf(arena, "%s_%u_%u", is_begin ? "begin" : "probe", clause->index,
			    variant->index);
}

/* ---- entry and exit ---- */

static const char *section_of(const struct emitter *e)
{
	const char *section = probe_kinds[e->kind].section;
	const struct codegen_places *places = e->codegen->in->places;
	const struct point *point;

	if (places)
		return places->section(places->context, e->program);
	if (section[strlen(section) - 1] != '/' || !e->variant)
		return section;
	point = e->point ? e->point : e->variant->point;
	/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): every variant has one */
	return arena_printf(e->codegen->arena, "%s%s", section, point->name);
}

static void start(struct emitter *e, struct span span)
{
	struct codegen *codegen = e->codegen;

	e->context = ir_program(e->ir, e->program, section_of(e), codegen_line(codegen, span));
	e->scratch = ir_local(e->ir, sizeof(uint64_t));
	if (e->clause && e->clause->has_loops && !e->is_begin && !e->has_body_apart)
		emit_make_frame(e);
	e->leave = ir_block(e->ir);
}

static void leave_unless(struct emitter *e, struct ir_value *condition)
{
	struct ir_block *go_on = ir_block(e->ir);

	ir_branch(e->ir, condition, go_on, e->leave);
	ir_at(e->ir, go_on);
}

/*
 * Iterators run in memtap's own task. The context holds pointers: to what the output is written to,
 * to a task, to a mapping; at the end the program runs once more, without an object.
 */
static void enter_iterator(struct emitter *e)
{
	bool has_mapping = !strcmp(e->variant->point->name, "task_vma");
	struct ir_value *meta = ir_load_pointer(e->ir, e->context), *byte = ir_local(e->ir, 8);
	uint32_t last = has_mapping ? 2 : 1;

	leave_unless(e, ir_is_true(e->ir, ir_call(e->ir, "mt_core_is_enabled", 0, NULL)));
	for (uint32_t i = 1; i <= last; i++)
		leave_unless(e, ir_is_true(e->ir, ir_context_load(e->ir, e->context, 8 * i)));
	ir_store(e->ir, byte, ir_int(e->ir, 0), 8);
	IR_HELPER(e->ir, BPF_FUNC_seq_write, false, ir_load_pointer(e->ir, meta), byte,
		  ir_int(e->ir, 1));
}

/*
 * Linux 6.13 and later give programs that need 64 bytes of stack or more one of the CPU's instead of
 * the task's, unless they have tail calls. A program on a uprobe can be preempted there, and another
 * run on the same stack. So these have one, which is never made: the array has no second place. Each
 * program has its own: newer kernels refuse one that programs share which are attached in different
 * ways, one by one and many at once.
 */
static void use_stack_of_task(struct emitter *e)
{
	const struct ir_map none = {
		.name = arena_printf(e->codegen->arena, "none_%s", e->program),
		.type = BPF_MAP_TYPE_PROG_ARRAY,
		.entries = 1,
		.key_size = sizeof(uint32_t),
		.value_size = sizeof(uint32_t),
	};

	IR_HELPER(e->ir, BPF_FUNC_tail_call, false, e->context, ir_map(e->ir, &none), ir_int(e->ir, 1));
}

/* Code of the process, or a system call: nothing that an interrupt does in whatever task it finds. */
static bool is_own_doing(const struct point *point)
{
	if (probe_kind_has(point->kind, PROBE_PROCESS) ||
	    (point->begin && is_own_doing(point->begin)))
		return true;
	return point->kind == POINT_TRACEPOINT && (!strcmp(point->target, "syscalls") ||
						   !strcmp(point->target, "raw_syscalls"));
}

/*
 * What memtap itself does is left out, so that printing does not make more to be printed; but not what
 * the kernel does for others while memtap happens to run. Both programs of a pair decide alike.
 */
static bool leaves_out_self(const struct emitter *e)
{
	if (!e->clause || e->clause->holds)
		return true;
	for (const struct attachment *first = e->clause->attachments; first; first = first->next)
		for (const struct attachment *a = first; a; a = a->alternative)
			if (a->variant == e->variant && !is_own_doing(a->point))
				return false;
	return true;
}

static struct ir_value *is_wanted(struct emitter *e)
{
	bool is_of_all = !leaves_out_self(e);

	if (e->codegen->has_many_programs)
		return IR_CALL(e->ir, "mt_core_is_wanted", ir_int(e->ir, is_of_all));
	leave_unless(e, ir_is_true(e->ir, ir_call(e->ir, "mt_core_is_enabled", 0, NULL)));
	if (is_of_all)
		return ir_call(e->ir, "mt_core_is_target", 0, NULL);
	return IR_CALL(e->ir, "mt_core_is_other",
		       ir_helper(e->ir, BPF_FUNC_get_current_pid_tgid, false, 0, NULL));
}

static void enter_attached(struct emitter *e)
{
	leave_unless(e, ir_is_true(e->ir, is_wanted(e)));
}

/* A point without an end asks only whether it is inside a call of its family; memtap itself is in none. */
static bool may_be_nested(const struct emitter *e)
{
	return e->variant && !e->variant->is_pair && e->variant->family && e->codegen->has_pairs &&
	       !probe_kind_has(e->kind, PROBE_RUN) && e->kind != POINT_ITER;
}

/* Then that also says whether the program is to run: stdlib/called/entry.bpf.h. */
static bool asks_for_entries(const struct emitter *e)
{
	return (e->variant && e->variant->is_pair) || may_be_nested(e);
}

static void enter(struct emitter *e)
{
	ir_store_pointer(e->ir, e->scratch, ir_no_pointer(e->ir));
	if (e->kind == POINT_USDT)
		ir_link(e->ir, "mt_usdt_argument");
	if (probe_kind_has(e->kind, PROBE_PROCESS))
		use_stack_of_task(e);
	if (e->kind == POINT_ITER)
		enter_iterator(e);
	else if (!probe_kind_has(e->kind, PROBE_RUN) && !asks_for_entries(e))
		enter_attached(e);
}

/* ---- pairs ---- */

/* A return has popped the return address, which the stack pointer is at when a function begins. */
struct ir_value *emit_entry_sp(struct emitter *e)
{
	struct ir_value *sp;

	if (!probe_kind_has(e->kind, PROBE_REGISTERS))
		return ir_int(e->ir, 0);
	sp = ir_context_load(e->ir, e->context, ABI_REGS_SP);
	return probe_kind_has(e->kind, PROBE_RETURN) ? ir_math(e->ir, IR_SUB, sp, ir_int(e->ir, 8)) : sp;
}

/* At its beginning. */
static struct ir_value *function_address(struct emitter *e)
{
	return probe_kind_has(e->kind, PROBE_REGISTERS)
		       ? ir_load(e->ir, ir_offset(e->ir, e->context, ABI_REGS_IP), 8, false)
		       : ir_int(e->ir, 0);
}

/* Both programs of a pair between a return and its entry know the stack pointer; others do not. */
static bool has_pair_sp(const struct emitter *e)
{
	return probe_kind_has(e->variant->kind, PROBE_RETURN) && !e->variant->begin;
}

static struct ir_value *pair_sp(struct emitter *e)
{
	return has_pair_sp(e) ? emit_entry_sp(e) : ir_int(e->ir, 0);
}

/* See ABI_ENTRY_OF_ALL. */
static uint64_t of_all(const struct emitter *e)
{
	return leaves_out_self(e) ? 0 : ABI_ENTRY_OF_ALL;
}

static uint64_t family_of(const struct emitter *e)
{
	return (uint64_t)e->variant->family << 32;
}

/* From 1, one number for each pair of the program. */
static uint32_t pair_number(const struct emitter *e)
{
	uint32_t number = 1;

	for (const struct clause *c = e->codegen->program->clauses; c != e->clause; c = c->next)
		for (const struct variant *v = c->variants; v; v = v->next)
			number++;
	return number + e->variant->index;
}

/* By wildcards, or by a name of C++, which functions with other parameters have, too. */
static bool may_be_many(const struct point *point)
{
	return (point->name && glob_has_wildcard(point->name)) ||
	       (point->target && glob_has_wildcard(point->target)) ||
	       (probe_kind_has(point->kind, PROBE_FUNCTION) && point->provider);
}

static bool is_of_many_probes(const struct emitter *e)
{
	uint32_t count = 0;

	for (const struct attachment *first = e->clause->attachments; first; first = first->next)
		for (const struct attachment *a = first; a; a = a->alternative)
			if (a->variant == e->variant)
				count += may_be_many(a->point) ? 2 : 1;
	return count > 1;
}

static struct ir_value *pair_without_id(struct emitter *e)
{
	return ir_int(e->ir, pair_number(e) | (e->is_begin ? family_of(e) : 0) | of_all(e));
}

/* A function with a program at its entry and at its return, each with the cookie of its probe. */
static bool is_call_of_many(const struct emitter *e)
{
	return has_pair_sp(e) && probe_kind_has(e->kind, PROBE_REGISTERS) && is_of_many_probes(e);
}

/*
 * What tells an entry from those of other pairs: also from those of the same program that is
 * attached to another function, which this one may end in a jump to.
 */
static struct ir_value *pair_of(struct emitter *e)
{
	struct ir_value *known = pair_without_id(e), *id;

	if (!is_of_many_probes(e))
		return known;
	id = ir_math(e->ir, IR_SHL, emit_attach_id(e), ir_int(e->ir, ABI_ENTRY_PAIR_BITS));
	return ir_math(e->ir, IR_OR, id, known);
}

static struct ir_value *entry_field(struct emitter *e, size_t offset)
{
	return ir_offset(e->ir, e->entry, offset);
}

static void skip_end_unless(struct emitter *e, struct ir_value *condition)
{
	struct ir_block *skip = ir_block(e->ir), *go_on = ir_block(e->ir);

	ir_branch(e->ir, condition, go_on, skip);
	ir_at(e->ir, skip);
	ir_store(e->ir, entry_field(e, offsetof(struct abi_entry, skip)), ir_int(e->ir, 1), 2);
	ir_jump(e->ir, e->leave);
	ir_at(e->ir, go_on);
}

/* Does it consist of entry(...) and numbers alone? Then it is known when the pair begins. */
static bool is_known_at_begin(const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_INT:
		return true;
	case EXPR_UNARY:
		return expr->unary.op < UNARY_DEREF && is_known_at_begin(expr->unary.operand);
	case EXPR_BINARY:
		return is_known_at_begin(expr->binary.left) &&
		       is_known_at_begin(expr->binary.right);
	case EXPR_CAST:
		return expr->cast.operand && is_known_at_begin(expr->cast.operand);
	case EXPR_CALL:
		return expr->call.function && expr->call.function->id == FUNCTION_entry &&
		       !type_is_in_memory(expr->type);
	default:
		return false;
	}
}

static bool is_conjunction(const struct expr *expr)
{
	return expr->kind == EXPR_BINARY && expr->binary.op == BINARY_LOGICAL_AND;
}

static void check_at_begin(struct emitter *e, const struct expr *predicate)
{
	if (!predicate)
		return;
	if (is_conjunction(predicate)) {
		check_at_begin(e, predicate->binary.left);
		check_at_begin(e, predicate->binary.right);
	} else if (is_known_at_begin(predicate)) {
		skip_end_unless(e, emit_condition(e, predicate));
	}
}

struct ir_value *emit_entry_value(struct emitter *e, uint32_t at)
{
	return ir_offset(e->ir, e->entry, sizeof(struct abi_entry) + at);
}

/* Both leave when there is no entry, which is counted, or when it is to be skipped. */
static void take_entry(struct emitter *e, struct ir_value *entry)
{
	leave_unless(e, ir_is_true(e->ir, entry));
	e->entry = entry;
}

static void begin_entry(struct emitter *e)
{
	struct ir_value *map = layout_entries(e->codegen);

	if (is_call_of_many(e))
		take_entry(e, IR_CALL(e->ir, "mt_call_begin", map, pair_without_id(e), e->context));
	else
		take_entry(e, IR_CALL(e->ir, "mt_entry_begin", map, pair_of(e), pair_sp(e),
				      has_pair_sp(e) ? function_address(e) : ir_int(e->ir, 0)));
}

static void end_entry(struct emitter *e)
{
	struct ir_value *map = layout_entries(e->codegen);

	if (is_call_of_many(e))
		take_entry(e, IR_CALL(e->ir, "mt_call_end", map, pair_without_id(e), e->context));
	else
		take_entry(e, IR_CALL(e->ir, "mt_entry_end", map, pair_of(e), pair_sp(e)));
}

static struct ir_value *boot_time(struct emitter *e)
{
	return ir_helper(e->ir, BPF_FUNC_ktime_get_boot_ns, false, 0, NULL);
}

static void keep_values(struct emitter *e)
{
	const struct variant *variant = e->variant;

	if (variant->needs_elapsed)
		ir_store(e->ir, entry_field(e, offsetof(struct abi_entry, time_ns)), boot_time(e),
			 sizeof(uint64_t));
	for (uint32_t i = 0; i < variant->entry_count; i++) {
		const struct expr *value = variant->entries[i];
		struct temp_mark mark = emit_mark_temps(e);
		struct ir_value *to = emit_entry_value(e, layout_entry_value(variant, i));

		if (type_is_in_memory(value->type))
			emit_store(e, value, to, value->type);
		else
			ir_store(e->ir, to, emit_scalar(e, value), sizeof(uint64_t));
		emit_release_temps(e, mark);
	}
}

static void make_entry(struct emitter *e)
{
	begin_entry(e);
	check_at_begin(e, e->variant->predicate);
	keep_values(e);
	emit_take_moved(e);
}

static void leave_if_nested(struct emitter *e)
{
	if (!may_be_nested(e))
		return;
	leave_unless(e, ir_is_true(e->ir, IR_CALL(e->ir, "mt_call_is_outermost",
						  layout_entries(e->codegen),
						  ir_int(e->ir, family_of(e) | of_all(e)),
						  emit_entry_sp(e), function_address(e))));
}

/* ---- what runs ---- */

void emit_clear_variable(struct emitter *e, const struct variable *variable)
{
	ir_zero(e->ir, emit_place(e, e->variables[variable->index]), layout_place_size(variable->type), 8);
}

static struct emitter new_emitter(struct codegen *codegen, const struct clause *clause,
				  const struct variant *variant, bool is_begin)
{
	return (struct emitter){
		.codegen = codegen,
		.ir = codegen->ir,
		.program = emit_program_name(codegen->arena, clause, variant, is_begin),
		.clause = clause,
		.attached = clause,
		.variant = variant,
		.is_begin = is_begin,
		.kind = is_begin ? variant->begin_kind : variant->kind,
		.point = is_begin ? variant->begin : variant->point,
		.has_body_apart = !is_begin && emit_is_body_apart(codegen, clause, variant),
	};
}

/* Before begin_entry() asks the same: tasks that are not traced take no slot. */
static struct gap enter_in_gap(struct emitter *e, struct gap gap)
{
	ir_at(e->ir, gap.block);
	enter_attached(e);
	gap.block = ir_block(e->ir);
	ir_jump(e->ir, gap.block);
	return gap;
}

static void finish(struct emitter *e)
{
	emit_release_scratch(e);
	ir_return(e->ir);
}

static void emit_begin(struct codegen *codegen, const struct clause *clause,
		       const struct variant *variant)
{
	struct emitter e = new_emitter(codegen, clause, variant, true);
	struct gap gap;

	start(&e, clause->span);
	enter(&e);
	gap = emit_open_gap(&e);
	make_entry(&e);
	finish(&e);
	if (e.scratch_most)
		gap = enter_in_gap(&e, gap);
	emit_close_gap(&e, gap, e.scratch_most > 0, e.leave);
}

static void emit_probe(struct codegen *codegen, const struct clause *clause,
		       const struct variant *variant)
{
	struct emitter e = new_emitter(codegen, clause, variant, false);
	struct ir_block *leave, *put_back;
	struct gap before_predicate, before_body;
	bool predicate_claims;

	start(&e, clause->span);
	enter(&e);
	if (variant->is_pair)
		end_entry(&e);
	else
		leave_if_nested(&e);
	leave = e.leave;
	put_back = e.leave = ir_block(e.ir);
	before_predicate = emit_open_gap(&e);
	emit_check_predicate(&e, variant->predicate);
	predicate_claims = e.scratch_most > 0;
	before_body = emit_open_gap(&e);
	emit_body(&e);
	ir_jump(e.ir, put_back);
	ir_at(e.ir, put_back);
	emit_put_back_unmoved(&e);
	e.leave = leave;
	finish(&e);
	emit_close_gap(&e, before_predicate, predicate_claims, put_back);
	emit_close_gap(&e, before_body, !predicate_claims && e.scratch_most > 0, put_back);
}

/* For other loaders only what there is: they would fail of the rest. */
static bool is_left_out(struct codegen *codegen, const struct clause *clause,
			const struct variant *variant)
{
	const struct codegen_places *places = codegen->in->places;
	const char *name = emit_program_name(codegen->arena, clause, variant, false);

	return places && !places->section(places->context, name);
}

void emit_clause(struct codegen *codegen, const struct clause *clause)
{
	for (const struct variant *v = clause->variants; v; v = v->next) {
		if (is_left_out(codegen, clause, v))
			continue;
		codegen->clause = clause;
		if (v->is_pair)
			emit_begin(codegen, clause, v);
		emit_probe(codegen, clause, v);
	}
}

/* ---- processes are gone ---- */

const char *emit_forget_name(struct arena *arena, const struct map *map)
{
	return arena_printf(arena, "forget_%u", map->index);
}

void emit_forget(struct codegen *codegen, const struct map *map)
{
	struct emitter e = {
		.codegen = codegen,
		.ir = codegen->ir,
		.program = emit_forget_name(codegen->arena, map),
		.kind = POINT_END,
	};
	struct gap gap;

	start(&e, map->span);
	enter(&e);
	gap = emit_open_gap(&e);
	IR_CALL(e.ir, "mt_forget_gone", layout_objects(codegen, map), layout_totals(codegen, map),
		emit_temp(&e, layout_object_size(map)), layout_object_sizes(codegen, map),
		ir_int(e.ir, map->owner_offset));
	finish(&e);
	emit_close_gap(&e, gap, e.scratch_most > 0, e.leave);
}
