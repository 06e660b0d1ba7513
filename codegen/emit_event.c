/*
 * Events: what programs ask user space to do, by records in the ring buffer.
 */
#include "codegen/emit.h"

#include <linux/bpf.h>
#include <stddef.h>

/*
 * Bytes of a payload that is made elsewhere, and copied; others are made in their record, which
 * takes more code. Large ones have to lie in scratch memory.
 */
#define PUT_MOST      64
#define PUT_MANY_MOST 160 /* where there are many programs */

struct payload {
	const struct expr *arguments;
	const struct type **types;
	uint32_t *offsets;
	uint32_t count, size;
};

static struct payload describe(struct emitter *e, const struct expr *arguments, uint32_t count)
{
	struct arena *arena = e->codegen->arena;
	struct payload payload = {
		.arguments = arguments,
		.types = arena_alloc(arena, (count + 1) * sizeof(*payload.types)),
		.offsets = arena_alloc(arena, (count + 1) * sizeof(*payload.offsets)),
		.count = count,
	};
	const struct expr *item = arguments;

	for (uint32_t i = 0; i < count; i++, item = item->next)
		payload.types[i] = item->type;
	payload.size = layout_list(payload.types, count, payload.offsets);
	return payload;
}

/* ---- payloads that are copied ---- */

static void put(struct emitter *e, uint32_t event, uint32_t size, struct ir_value *payload)
{
	IR_CALL(e->ir, "mt_event_put", layout_events(e->codegen), ir_int(e->ir, event),
		ir_int(e->ir, size), payload);
}

static void store_payload(struct emitter *e, const struct payload *payload, struct ir_value *to,
			  bool in_memory)
{
	const struct expr *item = payload->arguments;

	for (uint32_t i = 0; i < payload->count; i++, item = item->next) {
		struct temp_mark mark = emit_mark_temps(e);

		if (type_is_in_memory(item->type) == in_memory)
			emit_store(e, item, ir_offset(e->ir, to, payload->offsets[i]), item->type);
		emit_release_temps(e, mark);
	}
}

/* Scalars are evaluated first, as below. */
static void put_payload(struct emitter *e, uint32_t event, const struct payload *payload)
{
	struct ir_value *to = payload->size ? emit_temp(e, payload->size) : ir_no_pointer(e->ir);

	store_payload(e, payload, to, false);
	store_payload(e, payload, to, true);
	put(e, event, payload->size, to);
}

/* ---- payloads that are made in their record ---- */

static void fill_header(struct emitter *e, struct ir_value *record, uint32_t event, uint32_t size)
{
	ir_store(e->ir, ir_offset(e->ir, record, offsetof(struct abi_event, event)),
		 ir_int(e->ir, event), sizeof(uint32_t));
	ir_store(e->ir, ir_offset(e->ir, record, offsetof(struct abi_event, size)),
		 ir_int(e->ir, size), sizeof(uint32_t));
}

/* It is tested at once: to Linux 6.1 a record that was tested may still be NULL the next time. */
struct emit_record emit_begin_record(struct emitter *e, uint32_t event, uint32_t size)
{
	struct emit_record record = {.after = ir_block(e->ir)};
	struct ir_block *got = ir_block(e->ir), *lost = ir_block(e->ir);

	record.event = IR_HELPER(e->ir, BPF_FUNC_ringbuf_reserve, true, layout_events(e->codegen),
				 ir_int(e->ir, sizeof(struct abi_event) + size), ir_int(e->ir, 0));
	ir_branch(e->ir, ir_is_true(e->ir, record.event), got, lost);
	ir_at(e->ir, lost);
	IR_CALL(e->ir, "mt_core_lose", ir_int(e->ir, ABI_LOSS_EVENT));
	ir_jump(e->ir, record.after);
	ir_at(e->ir, got);
	fill_header(e, record.event, event, size);
	record.payload = ir_offset(e->ir, record.event, sizeof(struct abi_event));
	return record;
}

void emit_end_record(struct emitter *e, struct emit_record record)
{
	IR_HELPER(e->ir, BPF_FUNC_ringbuf_submit, false, record.event, ir_int(e->ir, 0));
	ir_jump(e->ir, record.after);
	ir_at(e->ir, record.after);
}

/* Scalars are evaluated also when the event is lost. */
static void make_in_record(struct emitter *e, uint32_t event, const struct payload *payload)
{
	struct place *scalars =
		arena_alloc(e->codegen->arena, (payload->count + 1) * sizeof(*scalars));
	const struct expr *item = payload->arguments;
	struct emit_record record;

	for (uint32_t i = 0; i < payload->count; i++, item = item->next)
		if (!type_is_in_memory(item->type))
			scalars[i] = emit_keep(e, emit_scalar(e, item));
	record = emit_begin_record(e, event, payload->size);
	item = payload->arguments;
	for (uint32_t i = 0; i < payload->count; i++, item = item->next) {
		struct ir_value *to = ir_offset(e->ir, record.payload, payload->offsets[i]);

		if (type_is_in_memory(item->type))
			emit_store(e, item, to, item->type);
		else
			ir_store(e->ir, to, emit_kept(e, scalars[i]), item->type->size);
	}
	emit_end_record(e, record);
}

void emit_send_values(struct emitter *e, enum plan_event_kind kind, const char *format,
		      const struct expr *arguments, uint32_t count)
{
	struct payload payload = describe(e, arguments, count);
	uint32_t event = codegen_add_event(e, kind, format, NULL, payload.types, count);

	if (payload.size <= (e->codegen->has_many_programs ? PUT_MANY_MOST : PUT_MOST))
		put_payload(e, event, &payload);
	else
		make_in_record(e, event, &payload);
}

void emit_send_numbers(struct emitter *e, enum plan_event_kind kind, const char *format,
		       const struct map *map, struct ir_value *const *numbers, uint32_t count)
{
	const struct type *u64 = type_int(e->codegen->in->types, 8, false);
	const struct type *types[] = {u64, u64, u64};
	uint32_t event = codegen_add_event(e, kind, format, map, types, count);
	uint32_t size = count * sizeof(uint64_t);
	struct ir_value *to = count ? emit_temp(e, size) : ir_no_pointer(e->ir);

	for (uint32_t i = 0; i < count; i++)
		ir_store(e->ir, ir_offset(e->ir, to, i * sizeof(uint64_t)), numbers[i],
			 sizeof(uint64_t));
	put(e, event, size, to);
}

/* ---- those that are not lost ---- */

void emit_send_change(struct emitter *e, enum plan_event_kind kind, const struct map *map)
{
	enum abi_change change = kind == PLAN_CLEAR_MAP ? ABI_CHANGE_CLEAR : ABI_CHANGE_ZERO;
	uint32_t event = codegen_add_event(e, kind, NULL, map, NULL, 0);

	IR_CALL(e->ir, "mt_event_change", layout_events(e->codegen), ir_int(e->ir, event),
		ir_int(e->ir, map->index), ir_int(e->ir, change));
}

void emit_send_exit(struct emitter *e, struct ir_value *code)
{
	const struct type *u64 = type_int(e->codegen->in->types, 8, false);
	uint32_t event = codegen_add_event(e, PLAN_EXIT, NULL, NULL, &u64, 1);

	IR_CALL(e->ir, "mt_event_exit", layout_events(e->codegen), ir_int(e->ir, event), code);
}

const char *emit_literal_text(struct emitter *e, const struct expr *string)
{
	return arena_strndup(e->codegen->arena, string->string.bytes, string->string.length);
}
