/*
 * Sizes and places that the programs and the plan agree on.
 */
#include "codegen/emit.h"

#include <linux/bpf.h>
#include <string.h>

#define RELEASED_SHARE 16 /* no more than one to so many of those that may be held */

#define PER_CPU_VALUE 1024 /* bytes of a value that each CPU has one of, at most */

static uint32_t align_up(uint32_t n, uint32_t align)
{
	return (n + align - 1) / align * align;
}

/* ---- values ---- */

static bool is_chars(const struct type *type)
{
	return type->kind == TYPE_ARRAY && type->element->size == 1;
}

bool type_is_in_memory(const struct type *type)
{
	switch (type->kind) {
	case TYPE_STRING:
	case TYPE_TUPLE:
	case TYPE_KSTACK:
	case TYPE_USTACK:
	case TYPE_USYM:
	case TYPE_BUFFER:
		return true;
	case TYPE_TEXT:
		return type->size > 8;
	default:
		return is_chars(type);
	}
}

uint32_t layout_size(const struct type *type)
{
	return type->size;
}

uint32_t layout_place_size(const struct type *type)
{
	return type_is_in_memory(type) ? layout_size(type) : sizeof(uint64_t);
}

uint32_t layout_align(const struct type *type)
{
	return type->align ? type->align : 1;
}

uint32_t layout_list(const struct type *const *types, uint32_t count, uint32_t *offsets)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < count; i++) {
		at = align_up(at, layout_align(types[i]));
		if (offsets)
			offsets[i] = at;
		at += layout_size(types[i]);
	}
	return align_up(at, 8);
}

/* ---- maps ---- */

uint32_t layout_key_size(const struct map *map)
{
	return map->key ? layout_size(map->key) : SCALAR_KEY_SIZE;
}

uint32_t layout_object_and_name_size(const struct map *map)
{
	return layout_object_size(map) + align_up(layout_size(map->object_name), 8);
}

uint32_t layout_object_size(const struct map *map)
{
	return sizeof(struct abi_object) + align_up(layout_key_size(map), 8) +
	       (map->is_sampled ? sizeof(uint64_t) : 0);
}

struct ir_value *layout_object_sizes(struct codegen *codegen, const struct map *map)
{
	uint64_t name_size = layout_size(map->object_name);

	return ir_int(codegen->ir, name_size << 32 | layout_object_size(map));
}

static enum aggregate aggregate_of(const struct map *map)
{
	return map->value->kind == TYPE_AGGREGATE ? map->value->aggregate : AGGREGATE_NONE;
}

/*
 * A program cannot wait for memory, of which the kernel has little at hand for each CPU: large values
 * are shared by all.
 */
bool layout_is_per_cpu(const struct map *map)
{
	enum aggregate aggregate = aggregate_of(map);

	return aggregate != AGGREGATE_NONE && aggregate != AGGREGATE_HOLD &&
	       layout_value_size(map) <= PER_CPU_VALUE;
}

/* Plain values and sums may be 0: they are in a hash table, which knows whether they were set. */
bool layout_is_array(const struct map *map)
{
	enum aggregate aggregate = aggregate_of(map);

	return !map->key && aggregate != AGGREGATE_NONE && aggregate != AGGREGATE_SUM;
}

/* Most often the event before, on the same CPU, was of the same process, thread or user. */
bool layout_comes_again(const struct expr *key)
{
	if (!key || key->next || key->kind != EXPR_NAME || !key->name.builtin)
		return false;
	switch (key->name.builtin->id) {
	case BUILTIN_pid:
	case BUILTIN_tid:
	case BUILTIN_uid:
	case BUILTIN_gid:
	case BUILTIN_cpu:
		return true;
	default:
		return false;
	}
}

/* Other loaders than ours know nothing of what is not in the map. */
bool layout_has_pending(const struct codegen *codegen, const struct map *map)
{
	return aggregate_of(map) == AGGREGATE_COUNT && layout_comes_again(map->key_list) &&
	       map->key->kind == TYPE_INT && map->key->size == sizeof(uint64_t) && !map->is_read &&
	       !map->is_lru && !codegen->in->places;
}

uint32_t layout_value_size(const struct map *map)
{
	switch (aggregate_of(map)) {
	case AGGREGATE_NONE:
		return layout_size(map->value);
	case AGGREGATE_COUNT:
	case AGGREGATE_SUM:
		return sizeof(uint64_t);
	case AGGREGATE_MIN:
	case AGGREGATE_MAX:
		return sizeof(struct abi_extreme);
	case AGGREGATE_AVG:
	case AGGREGATE_STATS:
		return sizeof(struct abi_average);
	case AGGREGATE_HIST:
		return map->value->buckets.count * sizeof(uint64_t);
	case AGGREGATE_TSERIES:
		return map->value->series.count * sizeof(struct abi_interval);
	case AGGREGATE_HOLD:
		return sizeof(struct abi_total);
	}
	return 0;
}

/* The kernel takes letters, digits, '_' and '.', and shows the first 15. */
const char *layout_map_name(struct arena *arena, const struct map *map)
{
	return arena_printf(arena, "m%u_%s", map->index, map->name + 1);
}

const char *layout_objects_name(struct arena *arena, const struct map *map)
{
	return arena_printf(arena, "o%u_%s", map->index, map->name + 1);
}

const char *layout_pending_name(struct arena *arena, const struct map *map)
{
	return arena_printf(arena, "p%u_%s", map->index, map->name + 1);
}

struct ir_value *layout_map(struct codegen *codegen, const struct map *map)
{
	bool per_cpu = layout_is_per_cpu(map);
	struct ir_map ir_spec = {
		.name = layout_map_name(codegen->arena, map),
		.type = per_cpu ? BPF_MAP_TYPE_PERCPU_HASH : BPF_MAP_TYPE_HASH,
		.entries = codegen->program->config.max_map_keys,
		.flags = BPF_F_NO_PREALLOC, /* else start-up pays for keys that may never come */
		.key_size = layout_key_size(map),
		.value_size = layout_value_size(map),
	};

	if (map->entries)
		ir_spec.entries = map->entries;
	if (map->is_lru && map->key) {
		ir_spec.type = per_cpu ? BPF_MAP_TYPE_LRU_PERCPU_HASH : BPF_MAP_TYPE_LRU_HASH;
		ir_spec.flags = 0;
	}
	if (!map->key)
		ir_spec.entries = 1;
	if (layout_is_array(map)) {
		ir_spec.type = per_cpu ? BPF_MAP_TYPE_PERCPU_ARRAY : BPF_MAP_TYPE_ARRAY;
		ir_spec.flags = 0;
	}
	return ir_map(codegen->ir, &ir_spec);
}

bool layout_has_totals(const struct codegen *codegen, const struct map *map)
{
	return map->is_read || (map->is_listed && !map->is_sampled) || codegen->in->places;
}

struct ir_value *layout_totals(struct codegen *codegen, const struct map *map)
{
	return layout_has_totals(codegen, map) ? layout_map(codegen, map)
					       : ir_no_pointer(codegen->ir);
}

struct ir_value *layout_pending(struct codegen *codegen, const struct map *map)
{
	return ir_map(codegen->ir, &(struct ir_map){
					   .name = layout_pending_name(codegen->arena, map),
					   .type = BPF_MAP_TYPE_PERCPU_ARRAY,
					   .entries = ABI_PENDING_ELEMENTS,
					   .key_size = sizeof(uint32_t),
					   .value_size = sizeof(uint64_t),
				   });
}

const char *layout_released_name(struct arena *arena, const struct map *map)
{
	return arena_printf(arena, "r%u_%s", map->index, map->name + 1);
}

/* clear() is user space's, which removes what it finds. Other loaders take what they find for held. */
uint32_t layout_released_most(const struct codegen *codegen, const struct map *map)
{
	uint32_t name_size = layout_size(map->object_name);

	if (map->is_cleared || codegen->in->places || !abi_object_has_name(name_size) ||
	    codegen->program->config.max_held_objects < RELEASED_SHARE * ABI_RELEASED_MOST)
		return 0;
	return ABI_RELEASED_MOST;
}

struct ir_value *layout_released(struct codegen *codegen, const struct map *map)
{
	if (!layout_released_most(codegen, map))
		return ir_no_pointer(codegen->ir);
	return ir_map(codegen->ir, &(struct ir_map){
					   .name = layout_released_name(codegen->arena, map),
					   .type = BPF_MAP_TYPE_ARRAY,
					   .entries = ABI_RELEASED_MOST,
					   .key_size = sizeof(uint32_t),
					   .value_size = sizeof(struct abi_released) +
							 layout_size(map->object_name),
				   });
}

struct ir_value *layout_objects(struct codegen *codegen, const struct map *map)
{
	uint32_t name_size = layout_size(map->object_name);

	return ir_map(codegen->ir, &(struct ir_map){
					   .name = layout_objects_name(codegen->arena, map),
					   .type = BPF_MAP_TYPE_HASH,
					   .entries = codegen->program->config.max_held_objects +
						      layout_released_most(codegen, map),
					   .flags = BPF_F_NO_PREALLOC,
					   .key_size = name_size,
					   .value_size = abi_object_has_name(name_size)
								 ? layout_object_and_name_size(map)
								 : layout_object_size(map),
				   });
}

/* ---- events ---- */

#define RING_BYTES 4096 /* the least; the loader makes it as large as the plan says */

struct ir_value *layout_events(struct codegen *codegen)
{
	return ir_map(codegen->ir, &(struct ir_map){
					   .name = ABI_MAP_EVENTS,
					   .type = BPF_MAP_TYPE_RINGBUF,
					   .entries = RING_BYTES,
				   });
}

/* ---- pairs ---- */

static uint32_t entries_size(uint32_t count, uint32_t values_size)
{
	return sizeof(struct abi_entries) + count * (sizeof(struct abi_entry) + values_size);
}

static uint32_t entries_count(uint32_t values_size)
{
	uint32_t count = ABI_ENTRIES_MOST;

	while (count > 1 && entries_size(count, values_size) > ABI_ENTRIES_SIZE)
		count /= 2;
	return count;
}

struct ir_value *layout_entries(struct codegen *codegen)
{
	uint32_t values_size = codegen->values_size;

	return ir_map(codegen->ir,
		      &(struct ir_map){
			      .name = ABI_MAP_ENTRIES,
			      .type = BPF_MAP_TYPE_TASK_STORAGE,
			      .flags = BPF_F_NO_PREALLOC,
			      .key_size = sizeof(uint32_t),
			      .value_size = entries_size(entries_count(values_size), values_size),
		      });
}

void layout_define_entries(struct codegen *codegen)
{
	uint32_t values_size = codegen->values_size;

	ir_define_constant(codegen->ir, ABI_VAR_ENTRIES, entries_count(values_size));
	ir_define_constant(codegen->ir, ABI_VAR_ENTRY, sizeof(struct abi_entry) + values_size);
}

void layout_define_scratch(struct codegen *codegen)
{
	uint32_t cpus = codegen->in->places ? codegen->in->places->cpus : 1;

	if (codegen->scratch_size)
		ir_map(codegen->ir, &(struct ir_map){
					    .name = ABI_MAP_SCRATCH,
					    .type = BPF_MAP_TYPE_ARRAY,
					    .entries = ABI_SCRATCH_SLOTS * cpus,
					    .key_size = sizeof(uint32_t),
					    .value_size = sizeof(uint64_t) + codegen->scratch_size,
				    });
}

static uint32_t entry_value_size(const struct expr *expr)
{
	return type_is_in_memory(expr->type) ? align_up(layout_size(expr->type), 8)
					     : sizeof(uint64_t);
}

uint32_t layout_entry_value(const struct variant *variant, uint32_t slot)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < slot; i++)
		at += entry_value_size(variant->entries[i]);
	return at;
}

static const struct map *moved_map(const struct clause *clause, uint32_t move)
{
	return clause->moves[move]->call.map;
}

struct moved_layout layout_moved(const struct clause *clause, const struct variant *variant,
				 uint32_t move)
{
	uint32_t at = layout_entry_value(variant, variant->entry_count);
	struct moved_layout moved;

	for (uint32_t i = 0;; i++) {
		const struct map *map = moved_map(clause, i);

		moved.taken = at;
		moved.object = moved.taken + sizeof(uint64_t);
		moved.name = moved.object + layout_object_size(map);
		if (i == move)
			return moved;
		at = moved.object + layout_object_and_name_size(map);
	}
}

static uint32_t values_size(const struct clause *clause, const struct variant *variant)
{
	uint32_t last = clause->move_count - 1;

	if (!clause->move_count)
		return layout_entry_value(variant, variant->entry_count);
	return layout_moved(clause, variant, last).object +
	       layout_object_and_name_size(moved_map(clause, last));
}

uint32_t layout_values_size(const struct program *program, bool *has_pairs)
{
	uint32_t most = 0;

	for (const struct clause *clause = program->clauses; clause; clause = clause->next)
		for (const struct variant *v = clause->variants; v; v = v->next) {
			if (!v->is_pair)
				continue;
			*has_pairs = true;
			if (values_size(clause, v) > most)
				most = values_size(clause, v);
		}
	return most;
}
