#include "codegen/plan_check.h"

#include "codegen/abi.h"
#include "codegen/object.h"
#include "codegen/plan.h"

#define RING_PAGES_MAX (1 << 18)
#define VALUE_SIZE_MAX (64 * 1024) /* bytes of a key, a value or an event */

/* ---- types ---- */

static bool is_integer_size(uint32_t size)
{
	return size == 1 || size == 2 || size == 4 || size == 8;
}

static const uint32_t text_sizes[PLAN_TEXT_COUNT] = {
#define TEXT(id, name, size) [PLAN_TEXT_##id] = size,
#include "parser/texts.def"
#undef TEXT
};

static bool type_is_sound(const struct plan_type *type);

/* Elements may lie in any order and have gaps between them. */
static bool tuple_is_sound(const struct plan_type *tuple)
{
	for (uint32_t i = 0; i < tuple->element_count; i++) {
		const struct plan_type *element = &tuple->elements[i];

		if (!element->name != !tuple->elements[0].name || !type_is_sound(element) || element->offset > tuple->size ||
		    element->size > tuple->size - element->offset)
			return false;
	}
	return true;
}

static bool type_is_sound(const struct plan_type *type)
{
	if (type->size > VALUE_SIZE_MAX || (type->element_count && type->kind != PLAN_TUPLE))
		return false;
	switch (type->kind) {
	case PLAN_INT:
		for (uint32_t i = 0; i < type->enumerator_count; i++)
			if (!type->enumerators[i].name)
				return false;
		return is_integer_size(type->size);
	case PLAN_BOOL:
		return is_integer_size(type->size);
	case PLAN_STRING:
		return type->size > 0;
	case PLAN_TUPLE:
		return tuple_is_sound(type);
	case PLAN_KSTACK:
	case PLAN_USTACK:
		return type->size == sizeof(struct abi_stack_ref);
	case PLAN_USYM:
		return type->size == sizeof(struct abi_usym);
	case PLAN_BUFFER:
		return type->size >= sizeof(struct abi_buffer);
	case PLAN_TEXT:
		return type->size == text_sizes[type->text] &&
		       (type->format || type->text != PLAN_TEXT_TIME);
	case PLAN_POINTER:
	case PLAN_KSYM:
	case PLAN_PROBE:
	case PLAN_FUNC:
		return type->size == sizeof(uint64_t);
	}
	return false;
}

static bool has_u64s(const struct plan_type *payload, uint32_t count)
{
	if (payload->element_count < count)
		return false;
	for (uint32_t i = 0; i < count; i++)
		if (payload->elements[i].size != sizeof(uint64_t))
			return false;
	return true;
}

/* ---- maps and events ---- */

static bool hold_is_sound(const struct plan_map *map)
{
	if (!map->objects || !type_is_sound(&map->object_name))
		return false;
	return !map->has_owner || (map->forget && map->owner_offset <= map->object_name.size &&
				   sizeof(uint32_t) <= map->object_name.size - map->owner_offset);
}

static bool buckets_are_sound(const struct plan_buckets *buckets)
{
	if (!buckets->step)
		return buckets->bits <= ABI_HIST_BITS_MAX &&
		       buckets->count == (uint32_t)ABI_HIST_COUNT(buckets->bits);
	return buckets->low < buckets->high && buckets->high <= INT64_MAX &&
	       buckets->count <= ABI_LINEAR_BUCKETS_MAX &&
	       (buckets->high - buckets->low - 1) / buckets->step + 3 == buckets->count;
}

static bool series_is_sound(const struct plan_series *series)
{
	return series->function <= ABI_SERIES_SUM && series->interval > 0 &&
	       series->interval <= INT64_MAX && series->count > 0 &&
	       series->count <= ABI_INTERVALS_MAX;
}

/* What is pending has its key beside its count. */
static bool pending_is_sound(const struct plan_map *map)
{
	return map->aggregate == PLAN_COUNT && !map->is_scalar && map->key.kind == PLAN_INT &&
	       map->key.size == sizeof(uint64_t);
}

static bool map_is_sound(const struct plan_map *map)
{
	return map->name && map->bpf_name && (map->is_scalar || type_is_sound(&map->key)) &&
	       (!map->pending || pending_is_sound(map)) &&
	       (!map->key_is_list || map->key.kind == PLAN_TUPLE) &&
	       (map->aggregate != PLAN_PLAIN || type_is_sound(&map->value)) &&
	       (map->aggregate != PLAN_HIST || buckets_are_sound(&map->buckets)) &&
	       (map->aggregate != PLAN_TSERIES || series_is_sound(&map->series)) &&
	       (map->aggregate != PLAN_HOLD || hold_is_sound(map));
}

static bool event_is_sound(const struct plan *plan, const struct plan_event *event)
{
	const struct plan_type *payload = &event->payload;

	if (payload->kind != PLAN_TUPLE || !type_is_sound(payload) ||
	    (event->map != PLAN_NONE && event->map >= plan->map_count))
		return false;
	switch (event->kind) {
	case PLAN_PRINTF:
	case PLAN_TIME:
	case PLAN_MESSAGE:
	case PLAN_CAT:
	case PLAN_SYSTEM:
	case PLAN_JOIN:
		return event->format;
	case PLAN_PRINT_VALUE:
		return payload->element_count == 1;
	case PLAN_PRINT_MAP:
		return event->map != PLAN_NONE && has_u64s(payload, 3);
	case PLAN_CLEAR_MAP:
	case PLAN_ZERO_MAP:
		return event->map != PLAN_NONE;
	case PLAN_EXIT:
		return has_u64s(payload, 1);
	case PLAN_WATCH:
		return event->format && has_u64s(payload, 3);
	case PLAN_UNWATCH:
		return has_u64s(payload, 2);
	}
	return false;
}

/* ---- probes ---- */

static bool point_is_sound(const struct plan_point *point)
{
	return point->program && (point->target || !probe_kind_has(point->kind, PROBE_HAS_TARGET)) &&
	       (point->name || !probe_kind_has(point->kind, PROBE_HAS_NAME)) &&
	       (point->period || !probe_kind_has(point->kind, PROBE_HAS_PERIOD));
}

static bool attach_is_sound(const struct plan *plan, const struct plan_attach *attach)
{
	return attach->text && attach->place && point_is_sound(&attach->point) &&
	       (!attach->has_begin || point_is_sound(&attach->begin)) &&
	       (attach->alternative == PLAN_NONE || attach->alternative < plan->attach_count);
}

static bool patch_is_sound(const struct plan_patch *patch)
{
	return patch->program && patch->function && patch->category && patch->event && patch->field;
}

static bool constant_is_sound(const struct plan_constant *constant)
{
	if (!constant->place || !constant->variable)
		return false;
	switch (constant->kind) {
	case PLAN_KADDR:
	case PLAN_CGROUP:
	case PLAN_MEMINFO:
		return constant->name;
	case PLAN_UADDR:
		return constant->name && constant->target;
	case PLAN_TAI_OFFSET:
	case PLAN_DAY_OFFSET:
		return true;
	}
	return false;
}

/* ---- the whole ---- */

/* What asks for --unsafe is what a plan does, whatever it says of itself. */
static bool is_unsafe(const struct plan *plan)
{
	for (uint32_t i = 0; i < plan->event_count; i++)
		if (plan->events[i].kind == PLAN_SYSTEM)
			return true;
	return object_is_unsafe(plan->object, plan->object_size);
}

bool plan_is_sound(const struct plan *plan)
{
	bool is_sound = plan->name && plan->object_size &&
			!(plan->ring_pages & (plan->ring_pages - 1)) &&
			plan->ring_pages <= RING_PAGES_MAX;

	for (uint32_t i = 0; i < plan->map_count; i++)
		is_sound &= map_is_sound(&plan->maps[i]);
	for (uint32_t i = 0; i < plan->event_count; i++)
		is_sound &= event_is_sound(plan, &plan->events[i]);
	for (uint32_t i = 0; i < plan->attach_count; i++)
		is_sound &= attach_is_sound(plan, &plan->attaches[i]);
	for (uint32_t i = 0; i < plan->patch_count; i++)
		is_sound &= patch_is_sound(&plan->patches[i]);
	for (uint32_t i = 0; i < plan->constant_count; i++)
		is_sound &= constant_is_sound(&plan->constants[i]);
	return is_sound && (plan->is_unsafe || !is_unsafe(plan));
}
