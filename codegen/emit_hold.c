/*
 * Objects that are held: hold, release, move. What they do is in stdlib/called/hold.bpf.c.
 */
#include "codegen/emit.h"

#include <stddef.h>

/* The name, behind room for an object. */
static struct ir_value *name_behind(struct emitter *e, const struct map *map,
				    struct ir_value *object, const struct expr *name)
{
	struct ir_value *place = ir_offset(e->ir, object, layout_object_size(map));

	emit_store(e, name, place, map->object_name);
	return place;
}

/* An object of a sample counts as the bytes that it stands for; its size comes after its key. */
static void store_size(struct emitter *e, const struct map *map, struct ir_value *object,
		       const struct expr *size)
{
	struct ir_value *bytes = emit_scalar(e, size);
	uint32_t at = layout_object_size(map) - sizeof(uint64_t);

	if (map->is_sampled)
		ir_store(e->ir, ir_offset(e->ir, object, at), bytes, sizeof(uint64_t));
	if (size->next)
		bytes = emit_scalar(e, size->next);
	ir_store(e->ir, ir_offset(e->ir, object, offsetof(struct abi_object, size)), bytes,
		 sizeof(uint64_t));
}

/* Holds `name`, of `size` bytes, under the key of `map`. */
static void hold(struct emitter *e, const struct expr *map, const struct expr *name,
		 const struct expr *size)
{
	const struct map *to = map->map.map;
	struct ir_value *object =
		emit_temp(e, layout_object_and_name_size(to) + layout_object_size(to));
	struct ir_value *place = name_behind(e, to, object, name);
	uint32_t key_size = layout_key_size(to);

	if (key_size % 8)
		ir_zero(e->ir, object, layout_object_size(to), 8);
	emit_key_at(e, map, ir_offset(e->ir, object, sizeof(struct abi_object)));
	store_size(e, to, object, size);
	IR_CALL(e->ir, "mt_hold_hold", layout_objects(e->codegen, to),
		layout_totals(e->codegen, to), place, layout_object_sizes(e->codegen, to));
}

void emit_hold(struct emitter *e, const struct expr *map, const struct expr *call)
{
	hold(e, map, call->call.arguments, call->call.arguments->next);
}

/* Without totals nobody asks what it was. */
static struct ir_value *released_name(struct emitter *e, const struct map *map,
				      const struct expr *name)
{
	struct ir_value *place;

	if (layout_has_totals(e->codegen, map))
		return name_behind(e, map, emit_temp(e, layout_object_and_name_size(map)), name);
	place = emit_temp(e, layout_size(map->object_name));
	emit_store(e, name, place, map->object_name);
	return place;
}

void emit_release(struct emitter *e, const struct map *map, const struct expr *name)
{
	IR_CALL(e->ir, "mt_hold_release", layout_objects(e->codegen, map),
		layout_totals(e->codegen, map), layout_released(e->codegen, map),
		released_name(e, map, name), layout_object_sizes(e->codegen, map));
}

/* ---- move ---- */

struct moved {
	const struct map *map;
	struct ir_value *taken, *name, *object; /* in the pair's entry */
};

static struct moved moved_at(struct emitter *e, uint32_t move)
{
	struct moved_layout at = layout_moved(e->clause, e->variant, move);

	return (struct moved){
		.map = e->clause->moves[move]->call.map,
		.taken = emit_entry_value(e, at.taken),
		.name = emit_entry_value(e, at.name),
		.object = emit_entry_value(e, at.object),
	};
}

void emit_move(struct emitter *e, const struct expr *map, const struct expr *call)
{
	struct moved moved = moved_at(e, call->call.slot);
	const struct expr *new = call->call.arguments->next;

	IR_CALL(e->ir, "mt_hold_settle", layout_totals(e->codegen, moved.map), moved.taken,
		moved.object);
	hold(e, map, new, new->next);
}

void emit_take_moved(struct emitter *e)
{
	for (uint32_t i = 0; i < e->clause->move_count; i++) {
		struct moved moved = moved_at(e, i);
		struct temp_mark mark = emit_mark_temps(e);

		emit_store(e, e->variant->taken[i], moved.name, moved.map->object_name);
		IR_CALL(e->ir, "mt_hold_take", layout_objects(e->codegen, moved.map),
			layout_released(e->codegen, moved.map), moved.name, moved.taken,
			layout_object_sizes(e->codegen, moved.map));
		emit_release_temps(e, mark);
	}
}

void emit_put_back_unmoved(struct emitter *e)
{
	if (!e->variant->is_pair)
		return;
	for (uint32_t i = 0; i < e->clause->move_count; i++) {
		struct moved moved = moved_at(e, i);

		IR_CALL(e->ir, "mt_hold_put_back", layout_objects(e->codegen, moved.map),
			layout_totals(e->codegen, moved.map), moved.name, moved.taken,
			layout_object_sizes(e->codegen, moved.map));
	}
}
