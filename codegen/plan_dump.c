/*
 * The plan as text: -d plan, and golden files. The object's bytes are LLVM's and not shown.
 *
 *     plan "leak.mt"
 *     map @heap[(0: ustack, 16: string[16])] = hold, key is a list, in m0_heap
 *       objects (0: uint64, 8: uint64) in o0_heap; owner at 0, let go by forget_0
 *     event 0 printf "%d %s\n" (0: uint32, 8: string[16])
 *     probe 0 at leak.mt:3:1 "uretprobe:libc:malloc", group 0
 *       begin uprobe libc:malloc runs begin_0_0
 *       point uretprobe libc:malloc runs probe_0_0
 *     patch probe_1_0+12 load kmem:kmalloc.bytes_alloc
 */
#include "codegen/plan.h"

#include <ctype.h>
#include <inttypes.h>

#include "codegen/abi.h"
#include "parser/config.h"

/* ---- names ---- */

static const char *const kind_names[] = {
	[PLAN_BOOL] = "bool",	  [PLAN_POINTER] = "pointer", [PLAN_KSTACK] = "kstack",
	[PLAN_USTACK] = "ustack", [PLAN_KSYM] = "ksym",	      [PLAN_USYM] = "usym",
	[PLAN_PROBE] = "probe",	  [PLAN_FUNC] = "func",
};

static const char *const text_names[] = {
#define TEXT(id, name, size) [PLAN_TEXT_##id] = name,
#include "parser/texts.def"
#undef TEXT
};

static const char *const mode_names[] = {
	[PLAN_STACK_BPFTRACE] = "", [PLAN_STACK_PERF] = " perf", [PLAN_STACK_RAW] = " raw",
	[PLAN_STACK_SOURCE] = " source"};

static const char *const aggregate_names[] = {
	[PLAN_COUNT] = "count", [PLAN_SUM] = "sum",	[PLAN_MIN] = "min",   [PLAN_MAX] = "max",
	[PLAN_AVG] = "avg",	[PLAN_STATS] = "stats", [PLAN_HIST] = "hist", [PLAN_HOLD] = "hold",
	[PLAN_TSERIES] = "tseries",
};

static const char *const event_names[] = {
	[PLAN_PRINTF] = "printf",	[PLAN_PRINT_VALUE] = "print value",
	[PLAN_PRINT_MAP] = "print map", [PLAN_CLEAR_MAP] = "clear",
	[PLAN_ZERO_MAP] = "zero",	[PLAN_EXIT] = "exit",
	[PLAN_TIME] = "time",		[PLAN_MESSAGE] = "message",
	[PLAN_CAT] = "cat",		[PLAN_SYSTEM] = "system",
	[PLAN_JOIN] = "join",		[PLAN_WATCH] = "watch",
	[PLAN_UNWATCH] = "unwatch",
};

static void dump_quoted(const char *text, FILE *out)
{
	fputc('"', out);
	for (; *text; text++) {
		if (*text == '\n')
			fputs("\\n", out);
		else if (*text == '"' || *text == '\\')
			fprintf(out, "\\%c", *text);
		else if (iscntrl((unsigned char)*text))
			fprintf(out, "\\x%02x", (unsigned char)*text);
		else
			fputc(*text, out);
	}
	fputc('"', out);
}

/* ---- types ---- */

static const char *const unit_names[PLAN_UNIT_COUNT] = {
	[PLAN_UNIT_NONE] = "",
#define UNIT(id, name) [PLAN_UNIT_##id] = " " name,
#include "parser/units.def"
#undef UNIT
};

static void dump_type(const struct plan_type *type, FILE *out)
{
	switch (type->kind) {
	case PLAN_INT:
		fprintf(out, "%sint%" PRIu32, type->is_signed ? "" : "u", type->size * 8);
		fputs(unit_names[type->unit], out);
		for (uint32_t i = 0; i < type->enumerator_count; i++)
			fprintf(out, "%s%s", i ? " | " : " ", type->enumerators[i].name);
		break;
	case PLAN_STRING:
		fprintf(out, "string[%" PRIu32 "]", type->size);
		break;
	case PLAN_BUFFER:
		fprintf(out, "buffer[%zu]", type->size - sizeof(struct abi_buffer));
		break;
	case PLAN_TEXT:
		fputs(text_names[type->text], out);
		if (type->format)
			dump_quoted(type->format, out);
		break;
	case PLAN_KSTACK:
	case PLAN_USTACK:
		fprintf(out, "%s%s", kind_names[type->kind], mode_names[type->mode]);
		if (type->depth)
			fprintf(out, " %" PRIu32, type->depth);
		break;
	case PLAN_TUPLE:
		fputc('(', out);
		for (uint32_t i = 0; i < type->element_count; i++) {
			fprintf(out, "%s%" PRIu32 ": ", i ? ", " : "", type->elements[i].offset);
			if (type->elements[i].name)
				fprintf(out, "%s = ", type->elements[i].name);
			dump_type(&type->elements[i], out);
		}
		fputc(')', out);
		break;
	default:
		fputs(kind_names[type->kind], out);
	}
}

/* ---- maps and events ---- */

static void dump_hold(const struct plan_map *map, FILE *out)
{
	fputs("  objects ", out);
	dump_type(&map->object_name, out);
	fprintf(out, " in %s", map->objects);
	if (map->is_by_count)
		fputs(", by count", out);
	if (map->is_sampled)
		fputs(", sampled", out);
	if (map->lacks_totals)
		fputs(", without totals", out);
	if (map->released_most)
		fprintf(out, ", %" PRIu32 " released stay", map->released_most);
	if (map->has_owner)
		fprintf(out, "; owner at %" PRIu32 ", let go by %s", map->owner_offset,
			map->forget);
	fputc('\n', out);
}

static void dump_map(const struct plan_map *map, FILE *out)
{
	fprintf(out, "map %s", map->name);
	if (!map->is_scalar) {
		fputc('[', out);
		dump_type(&map->key, out);
		fputc(']', out);
	}
	fputs(" = ", out);
	if (map->aggregate == PLAN_PLAIN)
		dump_type(&map->value, out);
	else
		fputs(aggregate_names[map->aggregate], out);
	fprintf(out, "%s%s%s%s, in %s\n", unit_names[map->unit], map->is_signed ? ", signed" : "",
		map->is_per_cpu ? ", per CPU" : "", map->key_is_list ? ", key is a list" : "",
		map->bpf_name);
	if (map->pending)
		fprintf(out, "  pending in %s\n", map->pending);
	if (map->aggregate == PLAN_HOLD)
		dump_hold(map, out);
}

static void dump_event(const struct plan *plan, uint32_t index, FILE *out)
{
	const struct plan_event *event = &plan->events[index];

	fprintf(out, "event %" PRIu32 " %s", index, event_names[event->kind]);
	if (event->map != PLAN_NONE)
		fprintf(out, " %s", plan->maps[event->map].name);
	if (event->format) {
		fputc(' ', out);
		dump_quoted(event->format, out);
	}
	fputc(' ', out);
	dump_type(&event->payload, out);
	fputc('\n', out);
}

/* ---- probes ---- */

/* "libc:malloc+0x4", or an address: "/usr/bin/x:0x1234". */
static void dump_place(const struct plan_point *point, FILE *out)
{
	const char *const parts[] = {point->target, point->provider, point->name};
	char separator = ' ';

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		if (!parts[i])
			continue;
		fprintf(out, "%c%s", separator, parts[i]);
		separator = ':';
	}
	if (point->offset || (point->target && !point->name))
		fprintf(out, "%c0x%" PRIx64, point->name ? '+' : separator, point->offset);
}

static void dump_point(const char *role, const struct plan_point *point, FILE *out)
{
	fprintf(out, "  %s %s", role, probe_kinds[point->kind].name);
	dump_place(point, out);
	if (point->period)
		fprintf(out, " every %" PRIu64 " ns", point->period);
	fprintf(out, " runs %s\n", point->program);
}

static void dump_attach(const struct plan *plan, uint32_t index, FILE *out)
{
	const struct plan_attach *attach = &plan->attaches[index];

	fprintf(out, "probe %" PRIu32 " at %s ", index, attach->place);
	dump_quoted(attach->text, out);
	fprintf(out, ", group %" PRIu32, attach->group);
	if (attach->is_optional)
		fputs(", optional", out);
	if (attach->is_alternative)
		fputs(", alternative", out);
	if (attach->alternative != PLAN_NONE)
		fprintf(out, ", or else probe %" PRIu32, attach->alternative);
	fputc('\n', out);
	if (attach->has_begin)
		dump_point("begin", &attach->begin, out);
	dump_point("point", &attach->point, out);
}

static void dump_patch(const struct plan_patch *patch, FILE *out)
{
	fprintf(out, "patch %s+%" PRIu32 " %s %s:%s.%s%s\n", patch->function, patch->instruction,
		patch->kind == PLAN_PATCH_LOAD ? "load" : "address", patch->category, patch->event,
		patch->field, patch->is_data_loc ? ", a data location" : "");
}

static void dump_constant(const struct plan_constant *constant, FILE *out)
{
	static const char *const names[] = {
		[PLAN_KADDR] = "kernel address",
		[PLAN_UADDR] = "user address",
		[PLAN_CGROUP] = "control group",
		[PLAN_TAI_OFFSET] = "TAI offset",
		[PLAN_DAY_OFFSET] = "offset of the day",
		[PLAN_MEMINFO] = "line of meminfo",
	};

	fprintf(out, "constant %s at %s %s", constant->variable, constant->place,
		names[constant->kind]);
	if (constant->target)
		fprintf(out, " %s", constant->target);
	if (constant->name)
		fprintf(out, " %s", constant->name);
	fputc('\n', out);
}

void plan_dump(const struct plan *plan, FILE *out)
{
	fputs("plan ", out);
	dump_quoted(plan->name, out);
	if (plan->ring_pages != RING_PAGES)
		fprintf(out, ", %" PRIu32 " ring pages", plan->ring_pages);
	if (plan->max_cost)
		fprintf(out, ", told above %" PRIu32 "%% of a CPU", plan->max_cost);
	if (plan->sample_interval)
		fprintf(out, ", sampler of %" PRIu32 " bytes", plan->sample_interval);
	fputs(plan->leaves_maps_out ? ", no maps at the end\n" : "\n", out);
	for (uint32_t i = 0; i < plan->map_count; i++)
		dump_map(&plan->maps[i], out);
	for (uint32_t i = 0; i < plan->event_count; i++)
		dump_event(plan, i, out);
	for (uint32_t i = 0; i < plan->attach_count; i++)
		dump_attach(plan, i, out);
	for (uint32_t i = 0; i < plan->patch_count; i++)
		dump_patch(&plan->patches[i], out);
	for (uint32_t i = 0; i < plan->constant_count; i++)
		dump_constant(&plan->constants[i], out);
	if (plan->is_unsafe)
		fputs("unsafe\n", out);
	if (plan->target != PLAN_ANY_TARGET)
		fputs(plan->target == PLAN_FOR_TARGET ? "for a target\n" : "for no target\n", out);
}
