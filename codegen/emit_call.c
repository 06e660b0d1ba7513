/*
 * Functions: one emit_call_NAME() a row of functions.def.
 */
#include "codegen/emit.h"

#include <linux/bpf.h>
#include <stddef.h>
#include <stdlib.h>

typedef struct ir_value *call_emitter(struct emitter *e, const struct expr *call,
				      struct ir_value *to);

static const struct expr *argument(const struct expr *call, uint32_t n)
{
	const struct expr *argument = call->call.arguments;

	while (argument && n--)
		argument = argument->next;
	return argument;
}

/* ---- events ---- */

CALL_EMITTER(printf)
{
	const struct expr *format = call->call.arguments;

	emit_send_values(e, PLAN_PRINTF, emit_literal_text(e, format), format->next,
		    call->call.argument_count - 1);
	return NULL;
}

/* The whole of a map: @m where the map has keys, or has only one value. */
static const struct expr *printed_map(const struct expr *expr, const struct expr **older)
{
	*older = NULL;
	if (expr->kind == EXPR_CALL && expr->call.function && expr->call.function->id == FUNCTION_older) {
		*older = expr->call.arguments->next;
		expr = expr->call.arguments;
	}
	return expr->kind == EXPR_MAP && !expr->map.key ? expr : NULL;
}

static struct ir_value *number_or(struct emitter *e, const struct expr *expr, uint64_t otherwise)
{
	return expr ? emit_scalar(e, expr) : ir_int(e->ir, otherwise);
}

CALL_EMITTER(print)
{
	const struct expr *printed = call->call.arguments, *older;
	const struct expr *map = printed_map(printed, &older);
	struct ir_value *numbers[3];

	if (!map) {
		emit_send_values(e, PLAN_PRINT_VALUE, NULL, printed, 1);
		return NULL;
	}
	numbers[0] = number_or(e, argument(call, 1), 0);
	numbers[1] = number_or(e, argument(call, 2), 0);
	numbers[2] = number_or(e, older, 0);
	emit_send_numbers(e, PLAN_PRINT_MAP, NULL, map->map.map, numbers, 3);
	return NULL;
}

CALL_EMITTER(clear)
{
	emit_send_change(e, PLAN_CLEAR_MAP, call->call.arguments->map.map);
	return NULL;
}

CALL_EMITTER(zero)
{
	emit_send_change(e, PLAN_ZERO_MAP, call->call.arguments->map.map);
	return NULL;
}

CALL_EMITTER(time)
{
	const struct expr *format = call->call.arguments;

	emit_send_numbers(e, PLAN_TIME, format ? emit_literal_text(e, format) : "%H:%M:%S\n", NULL,
			  NULL, 0);
	return NULL;
}

CALL_EMITTER(exit)
{
	emit_send_exit(e, number_or(e, call->call.arguments, 0));
	emit_leave_callers(e);
	ir_at(e->ir, ir_block(e->ir)); /* what follows is never reached */
	return NULL;
}

/* ---- maps ---- */

/* delete(@m[k]) or delete(@m, k) */
CALL_EMITTER(delete)
{
	const struct expr *map = call->call.arguments;
	struct expr element = *map;

	if (map->next)
		element.map.key = map->next;
	return emit_map_delete(e, map->map.map, emit_key(e, &element));
}

CALL_EMITTER(has_key)
{
	struct expr element = *call->call.arguments;

	element.map.key = element.next;
	return emit_map_has(e, element.map.map, emit_key(e, &element));
}

CALL_EMITTER(len)
{
	const struct expr *value = call->call.arguments;

	if (value->kind == EXPR_MAP && value->map.map->key && !value->map.key)
		return IR_CALL(e->ir, "mt_len_map", layout_map(e->codegen, value->map.map));
	return IR_CALL(e->ir, "mt_stack_count", emit_memory(e, value));
}

CALL_EMITTER(release)
{
	emit_release(e, call->call.arguments->map.map, argument(call, 1));
	return NULL;
}

/* Only as what is assigned to a map, see emit_map_assign(); older() only in print(); getopt() has become its value. */
static struct ir_value *emit_nothing(struct emitter *e, const struct expr *call,
				     struct ir_value *to)
{
	abort();
}

#define emit_call_count emit_nothing
#define emit_call_sum   emit_nothing
#define emit_call_min   emit_nothing
#define emit_call_max   emit_nothing
#define emit_call_avg   emit_nothing
#define emit_call_stats emit_nothing
#define emit_call_hist  emit_nothing
#define emit_call_lhist emit_nothing
#define emit_call_tseries emit_nothing
#define emit_call_hold  emit_nothing
#define emit_call_move  emit_nothing
#define emit_call_older emit_nothing
#define emit_call_getopt emit_nothing

/* ---- values ---- */

CALL_EMITTER(str)
{
	const struct expr *from = call->call.arguments, *length = from->next;
	uint32_t size = call->type->size;
	struct ir_value *limit = NULL, *address;

	if (type_is_in_memory(from->type)) {
		emit_store(e, from, to, call->type);
		return to;
	}
	if (length && length->kind == EXPR_INT) /* which is the size */
		limit = ir_int(e->ir, size);
	else if (length)
		limit = IR_CALL(e->ir, "mt_string_limit", emit_scalar(e, length),
				ir_int(e->ir, size));
	address = emit_scalar(e, from);
	emit_read_string(e, to, size, limit, address, emit_is_user(e, from, address));
	return to;
}

CALL_EMITTER(ksym)
{
	return emit_scalar(e, call->call.arguments);
}

CALL_EMITTER(usym)
{
	struct ir_value *address = emit_scalar(e, call->call.arguments);

	ir_store(e->ir, ir_offset(e->ir, to, offsetof(struct abi_usym, address)), address, 8);
	ir_store(e->ir, ir_offset(e->ir, to, offsetof(struct abi_usym, tgid)), emit_pid(e), 4);
	ir_store(e->ir, ir_offset(e->ir, to, offsetof(struct abi_usym, reserved)),
		 ir_int(e->ir, 0), 4);
	return to;
}

CALL_EMITTER(sizeof)
{
	return ir_int(e->ir, call->call.arguments->type->size);
}

/* ---- pairs ---- */

CALL_EMITTER(entry)
{
	struct ir_value *place;

	if (e->is_begin) { /* part of a predicate that is known already */
		if (!to)
			return emit_scalar(e, call->call.arguments);
		emit_store(e, call->call.arguments, to, call->type);
		return to;
	}
	place = emit_entry_value(e, layout_entry_value(e->variant, call->call.slot));
	if (!to)
		return ir_load(e->ir, place, sizeof(uint64_t), false);
	emit_copy(e, to, place, layout_size(call->type));
	return to;
}

CALL_EMITTER(elapsed_ns)
{
	struct ir_value *now = ir_helper(e->ir, BPF_FUNC_ktime_get_boot_ns, false, 0, NULL);
	struct ir_value *then = ir_offset(e->ir, e->entry, offsetof(struct abi_entry, time_ns));

	return ir_math(e->ir, IR_SUB, now, ir_load(e->ir, then, sizeof(uint64_t), false));
}

static call_emitter *const emitters[] = {
#define FUNCTION(id, name, least, most, contexts, synopsis, doc) [FUNCTION_##id] = emit_call_##id,
#include "parser/functions.def"
#undef FUNCTION
};

struct ir_value *emit_call(struct emitter *e, const struct expr *call, struct ir_value *to)
{
	if (call->call.subprogram)
		return emit_subprogram_call(e, call, to);
	return emitters[call->call.function->id](e, call, to);
}
