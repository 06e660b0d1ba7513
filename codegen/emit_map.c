/*
 * Maps: keys, plain values, aggregations.
 */
#include "codegen/emit.h"

#include <linux/bpf.h>
#include <stdlib.h>

static enum aggregate aggregate_of(const struct map *map)
{
	return map->value->kind == TYPE_AGGREGATE ? map->value->aggregate : AGGREGATE_NONE;
}

/* ---- keys ---- */

struct ir_value *emit_key(struct emitter *e, const struct expr *map)
{
	const struct map *to = map->map.map;
	struct ir_value *key = emit_temp(e, layout_key_size(to));

	emit_key_at(e, map, key);
	return key;
}

void emit_key_at(struct emitter *e, const struct expr *map, struct ir_value *to)
{
	const struct type *type = map->map.map->key;
	const struct expr *list = map->map.key;

	if (!type)
		ir_store(e->ir, to, ir_int(e->ir, 0), SCALAR_KEY_SIZE);
	else if (list->next)
		emit_store_list(e, list, to, type->elements, type->count);
	else
		emit_store(e, list, to, type);
}

/* ---- reading ---- */

static struct ir_value *look_up(struct emitter *e, const struct map *map, struct ir_value *key)
{
	return IR_HELPER(e->ir, BPF_FUNC_map_lookup_elem, true, layout_map(e->codegen, map), key);
}

static struct ir_value *plain_scalar(struct emitter *e, const struct map *map, struct ir_value *key)
{
	struct ir_block *found = ir_block(e->ir), *after = ir_block(e->ir);
	struct ir_value *result = ir_local(e->ir, 8), *value = look_up(e, map, key);

	ir_store(e->ir, result, ir_int(e->ir, 0), 8);
	ir_branch(e->ir, ir_is_true(e->ir, value), found, after);
	ir_at(e->ir, found);
	ir_store(e->ir, result, ir_load(e->ir, value, map->value->size, map->value->is_signed), 8);
	ir_jump(e->ir, after);
	ir_at(e->ir, after);
	return ir_load(e->ir, result, 8, false);
}

struct ir_value *emit_map_scalar(struct emitter *e, const struct map *map, struct ir_value *key)
{
	struct ir_value *bpf_map = layout_map(e->codegen, map);
	struct ir_value *is_signed = ir_int(e->ir, map->value->is_signed);

	switch (aggregate_of(map)) {
	case AGGREGATE_NONE:
		return plain_scalar(e, map, key);
	case AGGREGATE_COUNT:
	case AGGREGATE_SUM:
		return IR_CALL(e->ir, "mt_map_sum", bpf_map, key);
	case AGGREGATE_MIN:
	case AGGREGATE_MAX:
		return IR_CALL(e->ir, "mt_map_extreme_of", bpf_map, key,
			       ir_int(e->ir, aggregate_of(map) == AGGREGATE_MAX), is_signed);
	case AGGREGATE_AVG:
		return IR_CALL(e->ir, "mt_map_mean", bpf_map, key, is_signed);
	default:
		abort();
	}
}

void emit_map_memory(struct emitter *e, const struct map *map, struct ir_value *key,
		     struct ir_value *to)
{
	IR_CALL(e->ir, "mt_copy_value", layout_map(e->codegen, map), key, to,
		ir_int(e->ir, layout_size(map->value)));
}

/* ---- writing ---- */

#define INLINED_MOST 32 /* of a script: the code of more would take long to compile */

static bool is_next_inlined(struct emitter *e)
{
	return !e->codegen->has_many_programs && e->codegen->aggregations++ < INLINED_MOST;
}

/*
 * A call of stdlib/called/aggregate.bpf.c costs few nanoseconds more; some more where one program calls it
 * for several maps, as the kernel then does not inline what looks a key up.
 */
#define AGGREGATE(is_inlined, e, name, ...)                                                        \
	((is_inlined) ? IR_CALL((e)->ir, "mt_aggregate_" name, __VA_ARGS__)                              \
		      : IR_CALL((e)->ir, "mt_aggregate_called_" name, __VA_ARGS__))

struct ir_value *emit_map_add(struct emitter *e, const struct map *map, struct ir_value *key,
			      struct ir_value *n)
{
	return AGGREGATE(is_next_inlined(e), e, "add", layout_map(e->codegen, map), key, n);
}

static void set(struct emitter *e, const struct map *map, struct ir_value *key,
		struct ir_value *value)
{
	IR_CALL(e->ir, "mt_map_set", layout_map(e->codegen, map), key, value);
}

void emit_map_set_scalar(struct emitter *e, const struct map *map, struct ir_value *key,
			 struct ir_value *value)
{
	struct ir_value *place = emit_temp(e, 8);

	ir_store(e->ir, place, value, layout_size(map->value));
	set(e, map, key, place);
}

struct ir_value *emit_map_has(struct emitter *e, const struct map *map, struct ir_value *key)
{
	return ir_from_condition(e->ir, ir_is_true(e->ir, look_up(e, map, key)));
}

struct ir_value *emit_map_delete(struct emitter *e, const struct map *map, struct ir_value *key)
{
	struct ir_value *bpf_map = layout_map(e->codegen, map), *error;

	if (layout_is_array(map)) { /* whose element is always there */
		IR_CALL(e->ir, "mt_map_reset", bpf_map, key, ir_int(e->ir, layout_value_size(map)));
		return ir_int(e->ir, 1);
	}
	error = IR_HELPER(e->ir, BPF_FUNC_map_delete_elem, false, bpf_map, key);
	/* Before Linux 6.4 only the low half is an error. */
	error = ir_resize(e->ir, error, 4, true);
	return ir_from_condition(e->ir, ir_is(e->ir, IR_EQ, false, error, ir_int(e->ir, 0)));
}

/* ---- aggregations ---- */

static void histogram(struct emitter *e, const struct map *map, struct ir_value *key,
		      struct ir_value *n, bool is_inlined)
{
	const struct buckets *buckets = &map->value->buckets;
	struct ir_value *bpf_map = layout_map(e->codegen, map), *bucket;

	if (buckets->step)
		bucket = IR_CALL(e->ir, "mt_map_step", n, ir_int(e->ir, buckets->low),
				 ir_int(e->ir, buckets->high), ir_int(e->ir, buckets->step),
				 ir_int(e->ir, buckets->count));
	else
		bucket = AGGREGATE(is_inlined, e, "power", n, ir_int(e->ir, buckets->bits));
	AGGREGATE(is_inlined, e, "hist", bpf_map, key, bucket, ir_int(e->ir, buckets->count));
}

static void time_series(struct emitter *e, const struct map *map, const struct expr *call,
			struct ir_value *key, struct ir_value *n)
{
	const struct series *series = &map->value->series;
	struct ir_value *boot = ir_helper(e->ir, BPF_FUNC_ktime_get_boot_ns, false, 0, NULL);
	struct ir_value *now = ir_math(e->ir, IR_ADD, boot,
				       codegen_constant(e->codegen, call->span, PLAN_DAY_OFFSET,
							NULL, NULL));

	IR_CALL(e->ir, "mt_map_series", layout_map(e->codegen, map), key, n, now,
		ir_int(e->ir, series->interval), ir_int(e->ir, series->count),
		ir_int(e->ir, series->function), ir_int(e->ir, map->value->is_signed));
}

static void aggregate(struct emitter *e, const struct expr *map, const struct expr *call)
{
	const struct expr *argument = call->call.arguments;
	const struct map *to = map->map.map;
	struct ir_value *bpf_map = layout_map(e->codegen, to);
	struct ir_value *n = argument ? emit_scalar(e, argument) : ir_int(e->ir, 1);
	struct ir_value *key = emit_key(e, map), *is_signed = ir_int(e->ir, to->value->is_signed);
	bool is_max = aggregate_of(to) == AGGREGATE_MAX;
	bool is_inlined = is_next_inlined(e);

	switch (aggregate_of(to)) {
	case AGGREGATE_COUNT:
	case AGGREGATE_SUM:
		if (layout_has_pending(e->codegen, to) && layout_comes_again(map->map.key))
			IR_CALL(e->ir, "mt_map_count_again", bpf_map, layout_pending(e->codegen, to),
				key);
		else
			AGGREGATE(is_inlined, e, "add", bpf_map, key, n);
		break;
	case AGGREGATE_MIN:
	case AGGREGATE_MAX:
		AGGREGATE(is_inlined, e, "extreme", bpf_map, key, n, ir_int(e->ir, is_max), is_signed);
		break;
	case AGGREGATE_AVG:
	case AGGREGATE_STATS:
		AGGREGATE(is_inlined, e, "average", bpf_map, key, n);
		break;
	case AGGREGATE_HIST:
		histogram(e, to, key, n, is_inlined);
		break;
	case AGGREGATE_TSERIES:
		time_series(e, to, call, key, n);
		break;
	default:
		abort();
	}
}

static void assign_plain(struct emitter *e, const struct expr *map, const struct expr *value)
{
	const struct map *to = map->map.map;
	struct ir_value *place;

	if (!type_is_in_memory(to->value)) {
		place = emit_scalar(e, value);
		emit_map_set_scalar(e, to, emit_key(e, map), place);
		return;
	}
	place = emit_temp(e, layout_size(to->value));
	emit_store(e, value, place, to->value);
	set(e, to, emit_key(e, map), place);
}

static bool is_call_of(const struct expr *expr, enum function_id id)
{
	return expr->kind == EXPR_CALL && expr->call.function && expr->call.function->id == id;
}

void emit_map_assign(struct emitter *e, const struct expr *map, const struct expr *value)
{
	if (is_call_of(value, FUNCTION_hold))
		emit_hold(e, map, value);
	else if (is_call_of(value, FUNCTION_move))
		emit_move(e, map, value);
	else if (aggregate_of(map->map.map) != AGGREGATE_NONE)
		aggregate(e, map, value);
	else
		assign_plain(e, map, value);
}
