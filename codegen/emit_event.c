/*
 * Events: what programs ask user space to do, by records in the ring buffer.
 */
#include "codegen/emit.h"

#include <stddef.h>

struct payload {
	const struct expr *arguments;
	const struct type **types;
	uint32_t *offsets;
	struct place *scalars; /* evaluated before */
	uint32_t count, size;
};

static struct payload make_payload(struct emitter *e, const struct expr *arguments, uint32_t count)
{
	struct arena *arena = e->codegen->arena;
	struct payload payload = {
		.arguments = arguments,
		.types = arena_alloc(arena, (count + 1) * sizeof(*payload.types)),
		.offsets = arena_alloc(arena, (count + 1) * sizeof(*payload.offsets)),
		.scalars = arena_alloc(arena, (count + 1) * sizeof(*payload.scalars)),
		.count = count,
	};
	const struct expr *item = arguments;

	for (uint32_t i = 0; i < count; i++, item = item->next) {
		payload.types[i] = item->type;
		if (!type_is_in_memory(item->type)) /* also when the event is lost */
			payload.scalars[i] = emit_keep(e, emit_scalar(e, item));
	}
	payload.size = layout_list(payload.types, count, payload.offsets);
	return payload;
}

static void store_payload(struct emitter *e, const struct payload *payload, struct ir_value *to)
{
	const struct expr *item = payload->arguments;

	for (uint32_t i = 0; i < payload->count; i++, item = item->next) {
		struct ir_value *place = ir_offset(e->ir, to, payload->offsets[i]);

		if (type_is_in_memory(item->type))
			emit_store(e, item, place, item->type);
		else
			ir_store(e->ir, place, emit_kept(e, payload->scalars[i]), item->type->size);
	}
}

/* What follows is for when there is no room, up to begin_payload(). */
static struct emit_record reserve(struct emitter *e, uint32_t size)
{
	struct emit_record record = {.got = ir_block(e->ir), .after = ir_block(e->ir)};
	struct ir_block *lost = ir_block(e->ir);

	record.event =
		IR_CALL(e->ir, "mt_event_reserve", ir_int(e->ir, sizeof(struct abi_event) + size));
	ir_branch(e->ir, ir_is_true(e->ir, record.event), record.got, lost);
	ir_at(e->ir, lost);
	return record;
}

static void begin_payload(struct emitter *e, struct emit_record *record, uint32_t event,
			  uint32_t size)
{
	ir_jump(e->ir, record->after);
	ir_at(e->ir, record->got);
	ir_store(e->ir, ir_offset(e->ir, record->event, offsetof(struct abi_event, event)),
		 ir_int(e->ir, event), sizeof(uint32_t));
	ir_store(e->ir, ir_offset(e->ir, record->event, offsetof(struct abi_event, size)),
		 ir_int(e->ir, size), sizeof(uint32_t));
	record->payload = ir_offset(e->ir, record->event, sizeof(struct abi_event));
}

struct emit_record emit_begin_record(struct emitter *e, uint32_t event, uint32_t size)
{
	struct emit_record record = reserve(e, size);

	IR_CALL(e->ir, "mt_core_lose", ir_int(e->ir, ABI_LOSS_EVENT));
	begin_payload(e, &record, event, size);
	return record;
}

void emit_end_record(struct emitter *e, struct emit_record record)
{
	IR_CALL(e->ir, "mt_event_send", record.event);
	ir_jump(e->ir, record.after);
	ir_at(e->ir, record.after);
}

void emit_send_values(struct emitter *e, enum plan_event_kind kind, const char *format,
		      const struct expr *arguments, uint32_t count)
{
	struct payload payload = make_payload(e, arguments, count);
	uint32_t event = codegen_add_event(e, kind, format, NULL, payload.types, count);
	struct emit_record record = emit_begin_record(e, event, payload.size);

	store_payload(e, &payload, record.payload);
	emit_end_record(e, record);
}

void emit_send_numbers(struct emitter *e, enum plan_event_kind kind, const char *format,
		       const struct map *map, struct ir_value *const *numbers, uint32_t count)
{
	const struct type *u64 = type_int(e->codegen->in->types, 8, false);
	const struct type *types[] = {u64, u64, u64};
	uint32_t event = codegen_add_event(e, kind, format, map, types, count);
	struct emit_record record = emit_begin_record(e, event, count * sizeof(uint64_t));

	for (uint32_t i = 0; i < count; i++)
		ir_store(e->ir, ir_offset(e->ir, record.payload, i * sizeof(uint64_t)), numbers[i],
			 sizeof(uint64_t));
	emit_end_record(e, record);
}

/* ---- those that are not lost ---- */

void emit_send_change(struct emitter *e, enum plan_event_kind kind, const struct map *map)
{
	enum abi_change change = kind == PLAN_CLEAR_MAP ? ABI_CHANGE_CLEAR : ABI_CHANGE_ZERO;
	uint32_t event = codegen_add_event(e, kind, NULL, map, NULL, 0);
	struct emit_record record = reserve(e, 0);

	IR_CALL(e->ir, "mt_event_leave_change", ir_int(e->ir, map->index), ir_int(e->ir, change));
	begin_payload(e, &record, event, 0);
	emit_end_record(e, record);
}

/*
 * The state says it first. When there is no room for the event, the buffer is full, so that user
 * space has yet to come by, and sees it there.
 */
void emit_send_exit(struct emitter *e, struct ir_value *code)
{
	const struct type *u64 = type_int(e->codegen->in->types, 8, false);
	uint32_t event = codegen_add_event(e, PLAN_EXIT, NULL, NULL, &u64, 1);
	struct emit_record record;

	IR_CALL(e->ir, "mt_event_exit", code);
	record = reserve(e, sizeof(uint64_t));
	begin_payload(e, &record, event, sizeof(uint64_t));
	ir_store(e->ir, record.payload, code, sizeof(uint64_t));
	emit_end_record(e, record);
}

const char *emit_literal_text(struct emitter *e, const struct expr *string)
{
	return arena_strndup(e->codegen->arena, string->string.bytes, string->string.length);
}
