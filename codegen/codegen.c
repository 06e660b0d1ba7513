/*
 * Checked AST -> plan, in this order: the programs and the maps that they use, the object, then
 * what user space has to know of maps, events, and probes.
 */
#include "codegen/codegen.h"

#include <stdlib.h>
#include <string.h>

#include "codegen/emit.h"
#include "codegen/link.h"
#include "parser/expr_label.h"

uint32_t codegen_line(const struct codegen *codegen, struct span span)
{
	return sources_locate(codegen->in->sources, span.begin).line;
}

static char *copy_text(const char *text)
{
	return text ? heap_strdup(text) : NULL;
}

const char *codegen_add_function(struct codegen *codegen, const char *program)
{
	struct extra_function function = {
		.name = arena_printf(codegen->arena, "%s_loop_%zu", program,
				     codegen->functions.count),
		.program = program,
	};

	array_push(codegen->arena, &codegen->functions, function);
	return function.name;
}

static const char *arena_place_of(struct codegen *codegen, struct span span)
{
	struct position position = sources_locate(codegen->in->sources, span.begin);

	return arena_printf(codegen->arena, "%s:%u:%u", position.source->name, position.line,
			    position.column);
}

static char *place_of(struct codegen *codegen, struct span span)
{
	return heap_strdup(arena_place_of(codegen, span));
}

/* ---- types ---- */

static enum plan_kind plan_kind_of(const struct type *type)
{
	switch (type->kind) {
	case TYPE_BOOL:
		return PLAN_BOOL;
	case TYPE_POINTER:
		return PLAN_POINTER;
	case TYPE_STRING:
	case TYPE_ARRAY:
		return PLAN_STRING;
	case TYPE_TUPLE:
		return PLAN_TUPLE;
	case TYPE_KSTACK:
		return PLAN_KSTACK;
	case TYPE_USTACK:
		return PLAN_USTACK;
	case TYPE_KSYM:
		return PLAN_KSYM;
	case TYPE_USYM:
		return PLAN_USYM;
	case TYPE_PROBE:
		return PLAN_PROBE;
	case TYPE_FUNC:
		return PLAN_FUNC;
	case TYPE_TEXT:
		return PLAN_TEXT;
	case TYPE_BUFFER:
		return PLAN_BUFFER;
	default:
		return PLAN_INT;
	}
}

static struct plan_type plan_type_of(const struct type *type);

/* The list as a tuple. */
static struct plan_type plan_list(struct codegen *codegen, const struct type *const *types,
				  uint32_t count)
{
	uint32_t *offsets = arena_alloc(codegen->arena, (count + 1) * sizeof(*offsets));
	struct plan_type list = {.kind = PLAN_TUPLE, .element_count = count};

	list.size = layout_list(types, count, offsets);
	list.elements = heap_alloc((count + 1) * sizeof(*list.elements));
	for (uint32_t i = 0; i < count; i++) {
		list.elements[i] = plan_type_of(types[i]);
		list.elements[i].offset = offsets[i];
	}
	return list;
}

static void add_enumerators(const struct type *type, struct plan_type *plan)
{
	plan->enumerator_count = type->count;
	plan->enumerators = heap_alloc(type->count * sizeof(*plan->enumerators));
	for (uint32_t i = 0; i < type->count; i++)
		plan->enumerators[i] = (struct plan_enumerator){
			.value = type->enumerators[i].value,
			.name = heap_strdup(type->enumerators[i].name),
		};
}

static struct plan_type plan_type_of(const struct type *type)
{
	struct plan_type plan = {
		.kind = plan_kind_of(type),
		.unit = (enum plan_unit)type->unit,
		.is_signed = type->is_signed,
		.size = type->size,
	};

	if (type->enumerators)
		add_enumerators(type, &plan);
	if (type->kind == TYPE_TEXT) {
		plan.text = (enum plan_text)type->text;
		plan.format = copy_text(type->name);
	}
	if (type->kind == TYPE_KSTACK || type->kind == TYPE_USTACK) {
		plan.mode = (enum plan_stack_mode)type->mode;
		plan.depth = type->count == STACK_DEPTH_MAX ? 0 : type->count;
	}
	if (type->kind != TYPE_TUPLE)
		return plan;
	plan.element_count = type->count;
	plan.elements = heap_alloc(type->count * sizeof(*plan.elements));
	for (uint32_t i = 0; i < type->count; i++) {
		plan.elements[i] = plan_type_of(type->elements[i]);
		plan.elements[i].offset = type_tuple_offset(type, i);
		if (type->names)
			plan.elements[i].name = heap_strdup(type->names[i]);
	}
	return plan;
}

/* ---- events ---- */

uint32_t codegen_add_event(const struct emitter *e, enum plan_event_kind kind, const char *format,
			   const struct map *map, const struct type *const *payload, uint32_t count)
{
	struct codegen *codegen = e->codegen;
	struct plan_event event = {
		.kind = kind,
		.format = copy_text(format),
		.map = map ? map->index : PLAN_NONE,
		.payload = plan_list(codegen, payload, count),
		.sender = (enum plan_point_kind)e->kind, /* the same rows */
	};

	if (codegen->in->places)
		codegen->in->places->tell_event(codegen->in->places->context,
						arena_place_of(codegen, codegen->clause->span));
	array_push(codegen->arena, &codegen->events, event);
	return codegen->events.count - 1;
}

static void take_events(struct codegen *codegen, struct plan *plan)
{
	size_t size = codegen->events.count * sizeof(*plan->events);

	plan->event_count = codegen->events.count;
	plan->events = heap_alloc(size + 1);
	if (size)
		memcpy(plan->events, codegen->events.items, size);
}

/* ---- constants ---- */

struct ir_value *codegen_constant(struct codegen *codegen, struct span span,
				  enum plan_constant_kind kind, const char *target,
				  const char *name)
{
	struct plan_constant constant = {
		.kind = kind,
		.place = place_of(codegen, span),
		.variable = heap_printf("mt_constant_%zu", codegen->constants.count),
		.target = copy_text(target),
		.name = copy_text(name),
	};

	array_push(codegen->arena, &codegen->constants, constant);
	return ir_constant(codegen->ir, constant.variable);
}

static void take_constants(struct codegen *codegen, struct plan *plan)
{
	size_t size = codegen->constants.count * sizeof(*plan->constants);

	plan->constant_count = codegen->constants.count;
	plan->constants = heap_alloc(size + 1);
	if (size)
		memcpy(plan->constants, codegen->constants.items, size);
}

/* ---- maps ---- */

static enum plan_aggregate plan_aggregate_of(const struct map *map)
{
	static const enum plan_aggregate aggregates[] = {
		[AGGREGATE_NONE] = PLAN_PLAIN, [AGGREGATE_COUNT] = PLAN_COUNT,
		[AGGREGATE_SUM] = PLAN_SUM,    [AGGREGATE_MIN] = PLAN_MIN,
		[AGGREGATE_MAX] = PLAN_MAX,    [AGGREGATE_AVG] = PLAN_AVG,
		[AGGREGATE_STATS] = PLAN_STATS, [AGGREGATE_HIST] = PLAN_HIST,
		[AGGREGATE_TSERIES] = PLAN_TSERIES, [AGGREGATE_HOLD] = PLAN_HOLD,
	};

	return map->value->kind == TYPE_AGGREGATE ? aggregates[map->value->aggregate] : PLAN_PLAIN;
}

static void add_held_objects(struct codegen *codegen, const struct map *map, struct plan_map *plan)
{
	plan->objects = heap_strdup(layout_objects_name(codegen->arena, map));
	plan->object_name = plan_type_of(map->object_name);
	plan->is_by_count = codegen->program->config.hold_order == HOLD_BY_COUNT;
	plan->is_sampled = map->is_sampled;
	plan->lacks_totals = !layout_has_totals(codegen, map);
	plan->released_most = layout_released_most(codegen, map);
	plan->has_owner = map->has_owner;
	plan->owner_offset = map->owner_offset;
	if (map->has_owner)
		plan->forget = heap_strdup(emit_forget_name(codegen->arena, map));
}

static struct plan_buckets plan_buckets_of(const struct buckets *buckets)
{
	return (struct plan_buckets){
		.count = buckets->count,
		.bits = buckets->bits,
		.low = buckets->low,
		.high = buckets->high,
		.step = buckets->step,
	};
}

static struct plan_series plan_series_of(const struct series *series)
{
	return (struct plan_series){
		.function = series->function,
		.count = series->count,
		.interval = series->interval,
	};
}

/* The first use of the key says what its parts are about. */
static void add_key_labels(const struct map *map, struct plan_type *key)
{
	uint32_t i = 0;

	for (const struct expr *expr = map->key_list; expr; expr = expr->next) {
		const char *label = expr_label(expr);
		struct plan_type *part = map->key_is_tuple ? &key->elements[i++] : key;

		/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): a tuple has elements */
		part->label = label ? heap_strdup(label) : NULL;
	}
}

static struct plan_map plan_map_of(struct codegen *codegen, const struct map *map)
{
	struct plan_map plan = {
		.name = heap_strdup(map->name),
		.bpf_name = heap_strdup(layout_map_name(codegen->arena, map)),
		.aggregate = plan_aggregate_of(map),
		.is_signed = map->value->is_signed,
		.unit = (enum plan_unit)map->value->unit,
		.is_per_cpu = layout_is_per_cpu(map),
		.is_scalar = !map->key,
		.key_is_list = map->key_is_tuple,
		.key = plan_type_of(map->key ? map->key : type_int(codegen->in->types, 4, false)),
	};

	add_key_labels(map, &plan.key);
	if (layout_has_pending(codegen, map))
		plan.pending = heap_strdup(layout_pending_name(codegen->arena, map));
	if (plan.aggregate == PLAN_PLAIN)
		plan.value = plan_type_of(map->value);
	if (plan.aggregate == PLAN_HIST)
		plan.buckets = plan_buckets_of(&map->value->buckets);
	if (plan.aggregate == PLAN_TSERIES)
		plan.series = plan_series_of(&map->value->series);
	if (plan.aggregate == PLAN_HOLD)
		add_held_objects(codegen, map, &plan);
	return plan;
}

static void add_maps(struct codegen *codegen, struct plan *plan)
{
	plan->map_count = codegen->program->map_count;
	plan->maps = heap_alloc((plan->map_count + 1) * sizeof(*plan->maps));
	for (const struct map *map = codegen->program->maps; map; map = map->next)
		plan->maps[map->index] = plan_map_of(codegen, map);
}

/* ---- probes ---- */

static struct plan_point plan_point_of(enum point_kind kind, const struct point *point,
				       const char *program)
{
	return (struct plan_point){
		.kind = (enum plan_point_kind)kind, /* the same rows */
		.target = copy_text(point->target),
		.provider = copy_text(point->provider),
		.name = copy_text(point->name),
		.offset = point->offset,
		.period = point->period,
		.program = heap_strdup(program),
	};
}

/* "k:f" is printed as "kprobe:f"; where a function may be a module's, its place is, too. */
static char *full_text(struct codegen *codegen, const struct point *point)
{
	const char *rest = strchr(point->text, ':');
	struct kernel_prototype prototype;

	if (probe_kind_has(point->kind, PROBE_TYPED) && !point->target && codegen->in->kernel &&
	    (point->kind == POINT_RAWTRACEPOINT ||
	     kernel_find_prototype(codegen->in->kernel, point->name, &prototype)))
		return heap_printf("%s:vmlinux:%s", probe_kinds[point->kind].name, point->name);
	return rest ? heap_printf("%s%s", probe_kinds[point->kind].name, rest)
		    : heap_strdup(point->text);
}

static struct plan_attach plan_attach_of(struct codegen *codegen, const struct clause *clause,
					 const struct attachment *attachment)
{
	const struct variant *variant = attachment->variant;
	const struct point *point = attachment->point;
	const char *program = emit_program_name(codegen->arena, clause, variant, false);
	struct plan_attach attach = {
		.text = full_text(codegen, point),
		.place = place_of(codegen, clause->span),
		.point = plan_point_of(variant->kind, point, program),
		.has_begin = variant->is_pair,
		.is_optional = attachment->is_optional,
		.says_missing = point->says_missing,
		.alternative = PLAN_NONE,
		.group = attachment->group,
	};

	if (variant->is_pair) {
		program = emit_program_name(codegen->arena, clause, variant, true);
		attach.begin = plan_point_of(variant->begin_kind,
					     point->begin ? point->begin : point, program);
	}
	return attach;
}

static void add_attach(struct plan *plan, struct plan_attach attach)
{
	plan->attaches = heap_realloc(plan->attaches,
				  (plan->attach_count + 1) * sizeof(*plan->attaches));
	plan->attaches[plan->attach_count++] = attach;
}

/* An attachment, and behind it what is tried when it is not there. */
static void add_alternatives(struct codegen *codegen, struct plan *plan,
			     const struct clause *clause, const struct attachment *first)
{
	for (const struct attachment *a = first; a; a = a->alternative) {
		struct plan_attach attach = plan_attach_of(codegen, clause, a);

		attach.is_alternative = a != first;
		if (a->alternative)
			attach.alternative = plan->attach_count + 1;
		add_attach(plan, attach);
	}
}

static void add_attaches(struct codegen *codegen, struct plan *plan)
{
	for (const struct clause *c = codegen->program->clauses; c; c = c->next)
		for (const struct attachment *a = c->attachments; a; a = a->next)
			add_alternatives(codegen, plan, c, a);
}

/* ---- all together ---- */

static void emit_programs(struct codegen *codegen)
{
	for (const struct clause *c = codegen->program->clauses; c; c = c->next)
		emit_clause(codegen, c);
	for (const struct map *map = codegen->program->maps; map; map = map->next)
		if (map->value->kind == TYPE_AGGREGATE && map->has_owner && !codegen->in->places)
			emit_forget(codegen, map);
	layout_define_scratch(codegen);
	if (codegen->has_pairs)
		layout_define_entries(codegen);
	if (codegen->in->places) /* nobody else will say so */
		ir_set_first_member(codegen->ir, ABI_VAR_STATE, true);
}

/* Not less than `number`. */
static uint32_t power_of_two(uint32_t number)
{
	uint32_t power = 1;

	while (power < number)
		power *= 2;
	return power;
}

static enum plan_target target_of(const struct program *program)
{
	static const enum plan_target targets[] = {
		[CUT_FOR_ANY] = PLAN_ANY_TARGET,
		[CUT_FOR_TARGET] = PLAN_FOR_TARGET,
		[CUT_FOR_ALL] = PLAN_FOR_ALL,
	};

	return targets[program->cut_for];
}

/*
 * LLVM reads the script's file again, for the text of lines that verifiers show in their logs, and
 * compares each line with all others. Of a large script there are the numbers of lines alone.
 */
#define SOURCES_SHOWN_MAX (64u << 10) /* bytes */

static const char *debug_name(const struct codegen_input *input)
{
	if (sources_bytes(input->sources) <= SOURCES_SHOWN_MAX)
		return input->name;
	return arena_printf(input->arena, "%s (lines)", input->name); /* no file's name */
}

#define MANY_PROGRAMS 8 /* more are many */

/* Those of the kernel and of processes: what runs in memtap itself is short. */
static uint32_t count_programs(const struct program *program)
{
	uint32_t count = 0;

	for (const struct clause *c = program->clauses; c; c = c->next)
		for (const struct variant *v = c->variants; v; v = v->next)
			if (!probe_kind_has(v->kind, PROBE_RUN))
				count += v->is_pair ? 2 : 1;
	return count;
}

struct plan *codegen_program(const struct codegen_input *input, const struct program *program)
{
	struct codegen codegen = {
		.in = input,
		.program = program,
		.arena = input->arena,
		.ir = ir_new(input->arena, debug_name(input)),
		.has_many_programs = count_programs(program) > MANY_PROGRAMS,
	};
	struct plan *plan = heap_alloc(sizeof(*plan));

	codegen.values_size = layout_values_size(program, &codegen.has_pairs);
	plan->name = heap_strdup(input->name);
	add_attaches(&codegen, plan);
	if (input->places && !input->places->choose(input->places->context, plan)) {
		ir_free(codegen.ir);
		plan_free(plan);
		return NULL;
	}
	emit_programs(&codegen);
	plan->ring_pages = power_of_two(program->config.perf_rb_pages);
	plan->leaves_maps_out = !program->config.print_maps_on_exit;
	plan->max_cost = program->config.max_cost;
	plan->sample_interval = program->config.preload_sampler;
	take_events(&codegen, plan);
	take_constants(&codegen, plan);
	plan->is_unsafe = codegen.is_unsafe;
	plan->target = target_of(program);
	plan->object = ir_emit(codegen.ir, &plan->object_size, input->dump_ir);
	ir_free(codegen.ir);
	if (plan->object)
		plan->object = link_object(input->arena, plan->object, &plan->object_size);
	if (!plan->object) {
		plan_free(plan);
		return NULL;
	}
	patches_find(&codegen, plan);
	add_maps(&codegen, plan);
	return plan;
}
