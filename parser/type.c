/*
 * Types, interned: each maker looks for an equal type in the table first, so that `==` is equality.
 */
#include "parser/type.h"

#include <inttypes.h>
#include <string.h>

#include "codegen/abi.h"
#include "lexer/arena.h"

#define BUCKETS 128 /* a power of two */

struct interned {
	struct type type;
	struct interned *next;
};

struct types {
	struct arena *arena;
	struct interned *buckets[BUCKETS];
};

struct types *types_new(struct arena *arena)
{
	struct types *types = arena_new_of(arena, struct types);

	types->arena = arena;
	return types;
}

static uint64_t mix(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ hash >> 32;
}

static size_t bucket_of(const struct type *type)
{
	uint64_t hash = mix(type->kind, type->size);

	hash = mix(hash, (uint64_t)type->space << 8 | type->aggregate << 1 | type->is_signed);
	hash = mix(hash, (uint64_t)type->count << 32 | type->btf_id);
	hash = mix(hash, (uintptr_t)type->element);
	if (type->kind == TYPE_TUPLE)
		for (uint32_t i = 0; i < type->count; i++)
			hash = mix(hash, (uintptr_t)type->elements[i]);
	return hash % BUCKETS;
}

static bool same_name(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

bool type_same_buckets(const struct type *a, const struct type *b)
{
	const struct buckets *x = &a->buckets, *y = &b->buckets;

	return x->count == y->count && x->bits == y->bits && x->low == y->low &&
	       x->high == y->high && x->step == y->step;
}

bool type_same_series(const struct type *a, const struct type *b)
{
	const struct series *x = &a->series, *y = &b->series;

	return x->function == y->function && x->count == y->count && x->interval == y->interval;
}

bool type_same_names(const struct type *a, const struct type *b)
{
	if (!a->names || !b->names)
		return a->names == b->names;
	for (uint32_t i = 0; i < a->count; i++)
		if (strcmp(a->names[i], b->names[i]) != 0)
			return false;
	return true;
}

static bool is_same(const struct type *a, const struct type *b)
{
	if (a->kind != b->kind || a->space != b->space || a->aggregate != b->aggregate ||
	    a->is_signed != b->is_signed || a->size != b->size || a->count != b->count ||
	    !type_same_buckets(a, b) || !type_same_series(a, b) || a->element != b->element || a->is_union != b->is_union ||
	    a->btf_id != b->btf_id || a->text != b->text || a->unit != b->unit ||
	    a->mode != b->mode || !same_name(a->name, b->name))
		return false;
	if (a->kind != TYPE_TUPLE)
		return true;
	for (uint32_t i = 0; i < a->count; i++)
		if (a->elements[i] != b->elements[i])
			return false;
	return type_same_names(a, b);
}

/* What `type` points to is copied only when the type is new. */
static const struct type *intern(struct types *types, const struct type *type)
{
	struct interned **bucket = &types->buckets[bucket_of(type)];
	struct interned *new;

	for (struct interned *i = *bucket; i; i = i->next)
		if (is_same(&i->type, type))
			return &i->type;
	new = arena_new_of(types->arena, struct interned);
	new->type = *type;
	if (type->name)
		new->type.name = arena_strdup(types->arena, type->name);
	if (type->elements)
		new->type.elements = arena_copy(types->arena, type->elements,
						type->count * sizeof(*type->elements));
	if (type->names)
		new->type.names = arena_copy(types->arena, type->names,
					     type->count * sizeof(*type->names));
	new->next = *bucket;
	*bucket = new;
	return &new->type;
}

const struct type *type_error(struct types *types)
{
	/* The size of an integer: what is laid out with it stays sound. */
	return intern(types, &(struct type){.kind = TYPE_ERROR, .size = 8, .align = 8});
}

const struct type *type_void(struct types *types)
{
	return intern(types, &(struct type){.kind = TYPE_VOID, .align = 1});
}

const struct type *type_bool(struct types *types)
{
	return intern(types, &(struct type){.kind = TYPE_BOOL, .size = 1, .align = 1});
}

const struct type *type_int(struct types *types, uint32_t size, bool is_signed)
{
	struct type type = {
		.kind = TYPE_INT, .size = size, .align = size, .is_signed = is_signed};

	return intern(types, &type);
}

const struct type *type_enum(struct types *types, const char *name, uint32_t size, bool is_signed,
			     uint32_t btf_id, const struct enumerator *enumerators, uint32_t count)
{
	struct type type = {
		.kind = TYPE_INT,
		.size = size,
		.align = size,
		.is_signed = is_signed,
		.name = name,
		.btf_id = btf_id,
		.enumerators = enumerators,
		.count = count,
	};

	return intern(types, &type);
}

const struct type *type_unit(struct types *types, enum unit unit, bool is_signed)
{
	struct type type = {
		.kind = TYPE_INT, .size = 8, .align = 8, .is_signed = is_signed, .unit = unit};

	return intern(types, &type);
}

const struct type *type_string(struct types *types, uint32_t size)
{
	/* Aligned as a word, so that it can be copied by words. */
	return intern(types, &(struct type){.kind = TYPE_STRING, .size = size, .align = 8});
}

const struct type *type_pointer(struct types *types, const struct type *to,
				enum address_space space)
{
	struct type type = {
		.kind = TYPE_POINTER, .size = 8, .align = 8, .element = to, .space = space};

	return intern(types, &type);
}

const struct type *type_array(struct types *types, const struct type *of, uint32_t count,
			      enum address_space space)
{
	struct type type = {
		.kind = TYPE_ARRAY,
		.size = of->size * count,
		.align = of->size == 1 ? 8 : of->align, /* chars are a string */
		.count = count,
		.element = of,
		.space = space,
	};

	return intern(types, &type);
}

const struct type *type_struct(struct types *types, const char *name, bool is_union, uint32_t size,
			       uint32_t btf_id)
{
	struct type type = {
		.kind = TYPE_STRUCT,
		.size = size,
		.align = 8,
		.name = name,
		.is_union = is_union,
		.btf_id = btf_id,
	};

	return intern(types, &type);
}

static uint32_t align_up(uint32_t offset, uint32_t align)
{
	return align > 1 ? (offset + align - 1) / align * align : offset;
}

uint32_t type_tuple_offset(const struct type *tuple, uint32_t index)
{
	uint32_t offset = 0;

	for (uint32_t i = 0;; i++) {
		offset = align_up(offset, tuple->elements[i]->align);
		if (i == index)
			return offset;
		offset += tuple->elements[i]->size;
	}
}

const struct type *type_record(struct types *types, const struct type *const *elements,
			       const char *const *names, uint32_t count)
{
	struct type type = {.kind = TYPE_TUPLE, .align = 8, .count = count, .elements = elements,
			    .names = names};

	if (count)
		type.size = type_tuple_offset(&type, count - 1) + elements[count - 1]->size;
	type.size = align_up(type.size, 8);
	return intern(types, &type);
}

const struct type *type_tuple(struct types *types, const struct type *const *elements,
			      uint32_t count)
{
	return type_record(types, elements, NULL, count);
}

const struct type *type_plain(struct types *types, enum type_kind kind)
{
	struct type type = {.kind = kind, .size = 8, .align = 8};

	if (kind == TYPE_KSTACK || kind == TYPE_USTACK)
		return type_stack(types, kind, STACK_BPFTRACE, STACK_DEPTH_MAX);
	if (kind == TYPE_USYM)
		type.size = 16; /* struct abi_usym */
	if (kind == TYPE_OLDER)
		type.size = 0;
	return intern(types, &type);
}

const struct type *type_aggregate(struct types *types, enum aggregate aggregate, bool is_signed,
				  enum unit unit)
{
	struct type type = {
		.kind = TYPE_AGGREGATE,
		.aggregate = aggregate,
		.is_signed = is_signed,
		.unit = unit,
		.align = 8,
	};

	return intern(types, &type);
}

const struct type *type_histogram(struct types *types, const struct buckets *buckets,
				  bool is_signed)
{
	struct type type = {
		.kind = TYPE_AGGREGATE,
		.aggregate = AGGREGATE_HIST,
		.is_signed = is_signed,
		.buckets = *buckets,
		.align = 8,
	};

	return intern(types, &type);
}

const struct type *type_series(struct types *types, const struct series *series, bool is_signed,
			       enum unit unit)
{
	struct type type = {
		.kind = TYPE_AGGREGATE,
		.aggregate = AGGREGATE_TSERIES,
		.is_signed = is_signed,
		.unit = unit,
		.series = *series,
		.align = 8,
	};

	return intern(types, &type);
}

const struct type *type_stack(struct types *types, enum type_kind kind, enum stack_mode mode,
			      uint32_t depth)
{
	struct type type = {
		.kind = kind, .size = 16, .align = 8, .mode = mode, .count = depth};

	return intern(types, &type); /* struct abi_stack_ref */
}

static const struct {
	const char *name;
	uint32_t size;
} texts[] = {
#define TEXT(id, name_, size_) [TEXT_##id] = {.name = name_, .size = size_},
#include "parser/texts.def"
#undef TEXT
};

const struct type *type_text(struct types *types, enum text_kind text, const char *format)
{
	struct type type = {
		.kind = TYPE_TEXT,
		.size = texts[text].size,
		.align = 8,
		.text = text,
		.name = format,
	};

	return intern(types, &type);
}

const struct type *type_buffer(struct types *types, uint32_t bytes)
{
	uint32_t size = 8 + align_up(bytes, 8); /* struct abi_buffer */

	return intern(types, &(struct type){.kind = TYPE_BUFFER, .size = size, .align = 8});
}

bool type_is_integral(const struct type *type)
{
	return type->kind == TYPE_INT || type->kind == TYPE_BOOL || type->kind == TYPE_POINTER ||
	       type->kind == TYPE_ERROR;
}

static const char *const unit_names[] = {
#define UNIT(id, name) [UNIT_##id] = name,
#include "parser/units.def"
#undef UNIT
};

static const char *tuple_name(struct arena *arena, const struct type *tuple)
{
	const char *text = "(";

	for (uint32_t i = 0; i < tuple->count; i++)
		text = arena_printf(arena, "%s%s%s%s%s", text, i ? ", " : "",
				    tuple->names ? tuple->names[i] : "",
				    tuple->names ? " = " : "",
				    type_name(arena, tuple->elements[i]));
	return arena_printf(arena, "%s)", text);
}

static const char *pointer_name(struct arena *arena, const struct type *to)
{
	const char *name = type_name(arena, to);

	return arena_printf(arena, to->kind == TYPE_POINTER ? "%s*" : "%s *", name);
}

static const char *struct_name(struct arena *arena, const struct type *type)
{
	const char *word = type->is_union ? "union" : "struct";

	return arena_printf(arena, "%s %s", word, *type->name ? type->name : "{...}");
}

/* With what has to be the same wherever the map is assigned to. */
static const char *histogram_name(struct arena *arena, const struct buckets *buckets)
{
	if (buckets->step)
		return arena_printf(arena, "lhist(n, %" PRIu64 ", %" PRIu64 ", %" PRIu64 ")",
				    buckets->low, buckets->high, buckets->step);
	return buckets->bits ? arena_printf(arena, "hist(n, %u)", buckets->bits) : "hist()";
}

static const char *series_name(struct arena *arena, const struct series *series)
{
	static const char *const functions[] = {
		[ABI_SERIES_LAST] = "",
		[ABI_SERIES_AVG] = ", \"avg\"",
		[ABI_SERIES_MAX] = ", \"max\"",
		[ABI_SERIES_MIN] = ", \"min\"",
		[ABI_SERIES_SUM] = ", \"sum\"",
	};

	static const char *const units[] = {"ns", "us", "ms", "s"};
	uint64_t interval = series->interval;
	size_t unit = 0;

	for (; unit < 3 && interval % 1000 == 0; unit++)
		interval /= 1000;
	return arena_printf(arena, "tseries(n, %" PRIu64 "%s, %u%s)", interval, units[unit],
			    series->count, functions[series->function]);
}

static const char *aggregate_name(struct arena *arena, const struct type *type)
{
	static const char *const names[] = {
		[AGGREGATE_NONE] = "nothing",  [AGGREGATE_COUNT] = "count()",
		[AGGREGATE_SUM] = "sum()",     [AGGREGATE_MIN] = "min()",
		[AGGREGATE_MAX] = "max()",     [AGGREGATE_AVG] = "avg()",
		[AGGREGATE_STATS] = "stats()", [AGGREGATE_HOLD] = "hold()",
	};

	switch (type->aggregate) {
	case AGGREGATE_HIST:
		return histogram_name(arena, &type->buckets);
	case AGGREGATE_TSERIES:
		return series_name(arena, &type->series);
	default:
		return names[type->aggregate];
	}
}

/* "kstack", "ustack(perf, 3)" */
static const char *stack_name(struct arena *arena, const struct type *type, const char *name)
{
	static const char *const modes[] = {
		[STACK_BPFTRACE] = "bpftrace", [STACK_PERF] = "perf", [STACK_RAW] = "raw",
		[STACK_SOURCE] = "source"};

	if (type->mode == STACK_BPFTRACE && type->count == STACK_DEPTH_MAX)
		return name;
	return arena_printf(arena, "%s(%s, %u)", name, modes[type->mode], type->count);
}

const char *type_name(struct arena *arena, const struct type *type)
{
	switch (type->kind) {
	case TYPE_ERROR:
		return "error";
	case TYPE_VOID:
		return "void";
	case TYPE_BOOL:
		return "bool";
	case TYPE_INT:
		if (type->enumerators)
			return arena_printf(arena, "enum %s", *type->name ? type->name : "{...}");
		if (type->unit)
			return unit_names[type->unit];
		return arena_printf(arena, "%sint%u", type->is_signed ? "" : "u", type->size * 8);
	case TYPE_STRING:
		return arena_printf(arena, "string[%u]", type->size);
	case TYPE_POINTER:
		return pointer_name(arena, type->element);
	case TYPE_ARRAY:
		return arena_printf(arena, "%s[%u]", type_name(arena, type->element), type->count);
	case TYPE_STRUCT:
		return struct_name(arena, type);
	case TYPE_TUPLE:
		return tuple_name(arena, type);
	case TYPE_KSTACK:
		return stack_name(arena, type, "kstack");
	case TYPE_USTACK:
		return stack_name(arena, type, "ustack");
	case TYPE_KSYM:
		return "ksym";
	case TYPE_USYM:
		return "usym";
	case TYPE_PROBE:
		return "probe";
	case TYPE_FUNC:
		return "func";
	case TYPE_TEXT:
		return texts[type->text].name;
	case TYPE_BUFFER:
		return arena_printf(arena, "buffer[%u]", type->size - 8);
	case TYPE_AGGREGATE:
		return aggregate_name(arena, type);
	case TYPE_OLDER:
		return "older()";
	}
	return "?";
}
