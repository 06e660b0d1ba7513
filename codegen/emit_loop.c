/*
 * Loops.
 *
 * A body runs in a function of its own, which a helper of the kernel calls once a round: the
 * verifier looks at it once, however often it runs. It reaches what is outside by the frame, on the
 * stack of the program: pointers to the context, the scratch memory and the entry of the pair. The
 * clause's variables and fields lie in the scratch memory (emit_lasting_place()), of whose content
 * the verifier knows nothing: so it takes the first round for like all others.
 *
 *     static long probe_0_0_loop_1(u64 index, void *frame)
 *     {
 *             if (!mt_loop_next(&rounds))     no more rounds are left
 *                     return 1;
 *             (while) if (!condition)
 *                     return 1;
 *             body                            break: return 1, continue: return 0,
 *             return 0;                       return: has_left = 1, return 1
 *     }
 */
#include "codegen/emit.h"

#include <linux/bpf.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define FRAME_CONTEXT 0
#define FRAME_SCRATCH 8
#define FRAME_ENTRY   16
#define FRAME_SIZE    24

/* ---- what is outside, in the functions of a program ---- */

void emit_make_frame(struct emitter *e)
{
	e->frame = ir_local(e->ir, FRAME_SIZE);
}

static void fill_frame(struct emitter *e)
{
	ir_store_pointer(e->ir, ir_offset(e->ir, e->frame, FRAME_CONTEXT), e->context);
	ir_store_pointer(e->ir, ir_offset(e->ir, e->frame, FRAME_SCRATCH),
			 ir_load_pointer(e->ir, e->scratch));
	if (e->entry)
		ir_store_pointer(e->ir, ir_offset(e->ir, e->frame, FRAME_ENTRY), e->entry);
}

void emit_begin_loops(struct emitter *e)
{
	fill_frame(e);
	e->rounds = emit_lasting_place(e, sizeof(uint64_t));
	e->has_left = emit_lasting_place(e, sizeof(uint64_t));
	e->has_rounds = true;
	if (!e->is_subprogram) /* whose caller says how many are left */
		emit_set_kept(e, e->rounds, ir_int(e->ir, ABI_LOOP_ROUNDS));
	emit_set_kept(e, e->has_left, ir_int(e->ir, 0));
}

/* What is outside, as it is reached from the function that begins. */
static void find_outside(struct emitter *e, struct ir_value *frame)
{
	e->frame = frame;
	e->scratch = ir_offset(e->ir, frame, FRAME_SCRATCH);
	e->context = ir_load_pointer(e->ir, ir_offset(e->ir, frame, FRAME_CONTEXT));
	if (e->entry)
		e->entry = ir_load_pointer(e->ir, ir_offset(e->ir, frame, FRAME_ENTRY));
}

/* ---- the function of a body ---- */

#define ARGUMENTS_MAX 4

struct callback {
	struct emitter outside;
	struct ir_function *function;
	struct ir_value *arguments[ARGUMENTS_MAX]; /* the last is the frame */
	struct ir_block *stop, *next;
	struct exits exits;
};

static void begin_callback(struct emitter *e, struct callback *callback, const struct stmt *stmt,
			   size_t argument_count)
{
	uint32_t line = codegen_line(e->codegen, stmt->span);
	const char *name = codegen_add_function(e->codegen, e->program);

	callback->outside = *e;
	callback->function =
		ir_begin_callback(e->ir, name, argument_count, line, callback->arguments);
	callback->stop = ir_block(e->ir);
	callback->next = ir_block(e->ir);
	callback->exits = (struct exits){.stop = callback->stop, .next = callback->next};
	memset(&e->temps, 0, sizeof(e->temps));
	e->stack_used = 0;
	e->depth++;
	e->exits = &callback->exits;
	e->leave = ir_block(e->ir);
	find_outside(e, callback->arguments[argument_count - 1]);
}

static void stop_unless(struct emitter *e, const struct callback *callback,
			struct ir_value *condition)
{
	struct ir_block *go_on = ir_block(e->ir);

	ir_branch(e->ir, condition, go_on, callback->stop);
	ir_at(e->ir, go_on);
}

static void take_round(struct emitter *e, const struct callback *callback)
{
	struct ir_value *rounds = emit_place(e, e->rounds);

	stop_unless(e, callback, ir_is_true(e->ir, IR_CALL(e->ir, "mt_loop_next", rounds)));
}

/* Gives the function, as an argument of the helper that calls it. */
static struct ir_value *end_callback(struct emitter *e, struct callback *callback, bool *may_leave)
{
	ir_jump(e->ir, callback->next);
	*may_leave = ir_is_reached(e->ir, e->leave);
	ir_at(e->ir, e->leave);
	emit_set_kept(e, e->has_left, ir_int(e->ir, 1));
	ir_jump(e->ir, callback->stop);
	ir_at(e->ir, callback->stop);
	ir_return_number(e->ir, 1);
	ir_at(e->ir, callback->next);
	ir_return_number(e->ir, 0);
	callback->outside.serial = e->serial;
	callback->outside.scratch_most = e->scratch_most;
	*e = callback->outside;
	return ir_end_function(e->ir, callback->function);
}

/* After the loop: it may have been left for good. */
static void leave_if_left(struct emitter *e, bool may_leave)
{
	struct ir_block *go_on = ir_block(e->ir);
	struct ir_value *has_left;

	if (!may_leave) {
		ir_jump(e->ir, go_on);
		ir_at(e->ir, go_on);
		return;
	}
	has_left = emit_kept(e, e->has_left);
	ir_branch(e->ir, ir_is_true(e->ir, has_left), e->leave, go_on);
	ir_at(e->ir, go_on);
}

static void repeat(struct emitter *e, struct ir_value *times, struct callback *callback)
{
	bool may_leave;
	struct ir_value *function = end_callback(e, callback, &may_leave);

	IR_HELPER(e->ir, BPF_FUNC_loop, false, times, function, e->frame, ir_int(e->ir, 0));
	leave_if_left(e, may_leave);
}

/* ---- the loops ---- */

static void emit_while(struct emitter *e, const struct stmt *stmt)
{
	struct callback callback;
	struct temp_mark mark;

	begin_callback(e, &callback, stmt, 2);
	mark = emit_mark_temps(e);
	stop_unless(e, &callback, emit_condition(e, stmt->loop.control));
	emit_release_temps(e, mark);
	take_round(e, &callback);
	emit_statements(e, stmt->loop.body);
	repeat(e, ir_int(e->ir, ABI_LOOP_ROUNDS + 1), &callback); /* the last is counted as lost */
}

/*
 * Linux from 6.8 on does not look at a body that runs no time, and takes it out, but not what names it:
 * so this is not reached either.
 */
static void emit_range(struct emitter *e, const struct stmt *stmt)
{
	uint32_t variable = stmt->loop.variable->variable.variable->index;
	struct ir_block *some = ir_block(e->ir), *after = ir_block(e->ir);
	struct place from = emit_lasting_place(e, sizeof(uint64_t));
	struct ir_value *rounds, *to;
	struct callback callback;

	emit_set_kept(e, from, emit_scalar(e, stmt->loop.control));
	to = emit_scalar(e, stmt->loop.to);
	rounds = IR_CALL(e->ir, "mt_loop_rounds", emit_kept(e, from), to);
	ir_branch(e->ir, ir_is_true(e->ir, rounds), some, after);
	ir_at(e->ir, some);
	begin_callback(e, &callback, stmt, 2);
	take_round(e, &callback);
	emit_set_kept(e, e->variables[variable],
		      ir_math(e->ir, IR_ADD, emit_kept(e, from), callback.arguments[0]));
	emit_statements(e, stmt->loop.body);
	repeat(e, rounds, &callback);
	ir_jump(e->ir, after);
	ir_at(e->ir, after);
}

/* The pair of a key and its value, copied: the entry may be changed or removed meanwhile. */
static void store_pair(struct emitter *e, const struct map *map, const struct expr *variable,
		       struct ir_value *key, struct ir_value *value)
{
	struct ir_value *pair = emit_place(e, e->variables[variable->variable.variable->index]), *to;
	const struct type *type = variable->type, *held = type->elements[1];

	emit_zero_padding(e, pair, type->elements, type->count); /* it may become a key */
	to = ir_offset(e->ir, pair, type_tuple_offset(type, 1));
	if (map->value->kind == TYPE_AGGREGATE)
		ir_store(e->ir, to, emit_map_scalar(e, map, key), held->size);
	else
		emit_convert(e, to, held, value, map->value);
	emit_convert(e, pair, type->elements[0], key, map->key);
}

static void emit_each(struct emitter *e, const struct stmt *stmt)
{
	const struct map *map = stmt->loop.control->map.map;
	struct callback callback;
	struct ir_value *function;
	bool may_leave;

	begin_callback(e, &callback, stmt, 4);
	take_round(e, &callback);
	store_pair(e, map, stmt->loop.variable, callback.arguments[1], callback.arguments[2]);
	emit_statements(e, stmt->loop.body);
	function = end_callback(e, &callback, &may_leave);
	IR_HELPER(e->ir, BPF_FUNC_for_each_map_elem, false, layout_map(e->codegen, map), function,
		  e->frame, ir_int(e->ir, 0));
	leave_if_left(e, may_leave);
}

/* Written out. */
static void emit_unroll(struct emitter *e, const struct stmt *stmt)
{
	struct exits exits = {.stop = ir_block(e->ir)}, *before = e->exits;

	e->exits = &exits;
	for (uint64_t i = 0; i < stmt->loop.control->integer.value; i++) {
		exits.next = ir_block(e->ir);
		emit_statements(e, stmt->loop.body);
		ir_jump(e->ir, exits.next);
		ir_at(e->ir, exits.next);
	}
	ir_jump(e->ir, exits.stop);
	ir_at(e->ir, exits.stop);
	e->exits = before;
}

void emit_loop(struct emitter *e, const struct stmt *stmt)
{
	switch (stmt->kind) {
	case STMT_WHILE:
		emit_while(e, stmt);
		break;
	case STMT_RANGE:
		emit_range(e, stmt);
		break;
	case STMT_EACH:
		emit_each(e, stmt);
		break;
	case STMT_UNROLL:
		emit_unroll(e, stmt);
		break;
	default:
		abort();
	}
}
