/*
 *     @x: 5
 *     @keyed[1, abc]: 5
 *     @usecs[read]:
 *     [2, 4)                 2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
 *
 *     @heap[
 *             fibonacci+56
 *             child+20
 *     ]: 327680 bytes in 40 objects, oldest 12.3 s
 */
#include <inttypes.h>
#include <string.h>

#include "runtime/clock.h"
#include "runtime/message.h"
#include "runtime/output_private.h"
#include "runtime/output_report.h"
#include "runtime/units.h"

/* ---- one entry ---- */

/* Who divides numbers has a unit of his own. */
static void print_number(FILE *out, enum plan_unit unit, uint64_t number, uint64_t divisor,
			 bool is_signed)
{
	unit_print(out, divisor > 1 ? PLAN_UNIT_NONE : unit,
		   value_divide(number, divisor, is_signed), is_signed);
}

static void print_plain(struct output *output, const struct plan_type *type, const uint8_t *value,
			uint64_t divisor)
{
	uint64_t integer;

	if (type->kind == PLAN_INT && !type->enumerator_count && value_integer(type, value, &integer))
		print_number(output->out, type->unit, integer, divisor, type->is_signed);
	else
		value_print(output, output->out, type, value);
}

static void print_stats(FILE *out, const struct plan_map *map, const struct abi_average *average,
			uint64_t divisor)
{
	fprintf(out, "{ .count = %" PRIu64 ", .average = ", average->count);
	print_number(out, map->unit, value_mean(average, map->is_signed), divisor, map->is_signed);
	fputs(", .total = ", out);
	print_number(out, divisor > 1 ? PLAN_UNIT_NONE : map->unit, average->total, 1,
		     map->is_signed);
	fputs(" }", out);
}

static void print_held(FILE *out, const struct plan_map *map, const struct held *held, uint64_t now)
{
	uint64_t objects = held_objects(map, held);

	unit_print(out, map->unit, held->bytes, false);
	fputs(map->unit ? "" : " bytes", out);
	if (map->is_sampled) {
		fputs(" +/- ", out);
		unit_print(out, map->unit, held_error(held), false);
	}
	fprintf(out, " in %" PRIu64 " object%s", objects, objects == 1 ? "" : "s");
	if (map->is_sampled)
		fprintf(out, ", %" PRIu64 " sampled", held->count);
	if (held->time_ns)
		fprintf(out, ", oldest %.1f s", (double)(now - held->time_ns) / 1e9);
}

static void print_value(struct output *output, const struct plan_map *map, const uint8_t *value,
			uint64_t divisor, uint64_t now)
{
	const struct abi_average *average = (const void *)value;
	const uint64_t *number = (const void *)value;
	struct look look;

	switch (map->aggregate) {
	case PLAN_PLAIN:
		print_plain(output, &map->value, value, divisor);
		break;
	case PLAN_COUNT:
		print_number(output->out, PLAN_UNIT_NONE, *number, divisor, false);
		break;
	case PLAN_SUM:
	case PLAN_MIN:
	case PLAN_MAX:
		print_number(output->out, map->unit, *number, divisor, map->is_signed);
		break;
	case PLAN_AVG:
		print_number(output->out, map->unit, value_mean(average, map->is_signed), divisor,
			     map->is_signed);
		break;
	case PLAN_STATS:
		print_stats(output->out, map, average, divisor);
		break;
	case PLAN_HIST:
		look = look_of(output);
		hist_print(output->out, number, &map->buckets, divisor, &look);
		break;
	case PLAN_TSERIES:
		look = look_of(output);
		series_print(output->out, map, (const void *)value, divisor, &look);
		break;
	case PLAN_HOLD:
		print_held(output->out, map, (const void *)value, now);
		break;
	}
}

static bool is_chart(const struct plan_map *map)
{
	return map->aggregate == PLAN_HIST || map->aggregate == PLAN_TSERIES;
}

static void print_entry(struct output *output, const struct plan_map *map,
			const struct table_entry *entry, uint64_t divisor, uint64_t now)
{
	look_put_name(output, map->name);
	if (!map->is_scalar) {
		fputc('[', output->out);
		value_print_key(output, output->out, &map->key, entry->key);
		fputc(']', output->out);
	}
	fputs(is_chart(map) ? ":\n" : ": ", output->out);
	print_value(output, map, entry->value, divisor, now);
	fputc('\n', output->out);
}

/* Of held objects a report says what it leaves out, and that there are none. */
static void print_rest_of_held(struct output *output, const struct table *table, size_t count)
{
	struct held rest = {0};

	if (!table->entry_count) {
		look_put_name(output, table->map->name);
		fputs(": nothing held\n", output->out);
	}
	if (!count)
		return;
	for (size_t i = 0; i < count; i++)
		held_add(&rest, (const void *)table->entries[i].value);
	look_put_name(output, table->map->name);
	fprintf(output->out, "[%zu other%s]: ", count, count == 1 ? "" : "s");
	print_held(output->out, table->map, &rest, 0);
	fputc('\n', output->out);
}

size_t map_view_first(const struct map_view *view, const struct table *table)
{
	return view->top && view->top < table->entry_count ? table->entry_count - view->top : 0;
}

void map_print_table(struct output *output, const struct table *table, const struct map_view *view,
		     uint64_t now)
{
	size_t first = map_view_first(view, table);

	if (table->map->aggregate == PLAN_HOLD)
		print_rest_of_held(output, table, first);
	for (size_t i = first; i < table->entry_count; i++)
		print_entry(output, table->map, &table->entries[i], view->divisor, now);
}

/* ---- a whole map ---- */

static void complain_of(const struct plan_map *map, const char *verb, int error)
{
	complain("cannot %s map %s: %s", verb, map->name, strerror(-error));
}

/* Of a scalar map that nothing was written to, a number is 0, but a chart is not there. */
static bool is_there(const struct table *table)
{
	return !table->map->is_scalar || table->is_written || !is_chart(table->map);
}

static void report_table(struct output *output, const struct table *table,
			 const struct map_view *view, uint64_t now)
{
	if (output->report)
		report_take_table(output, output->report, table);
}

static void show_table(struct output *output, const struct table *table,
		       const struct map_view *view, uint64_t now)
{
	output->form->table(output, table, view, now);
	report_table(output, table, view, now);
}

static void take_map(struct output *output, uint32_t index, const struct map_view *view,
		     void (*take)(struct output *output, const struct table *table,
				  const struct map_view *view, uint64_t now))
{
	const struct plan_map *map = &output->plan->maps[index];
	/* How wrong a sample may be is known from its objects only. */
	bool by_object = map->aggregate == PLAN_HOLD &&
			 (view->older || map->is_sampled || map->lacks_totals);
	struct table table;
	uint64_t now = clock_ns(CLOCK_BOOTTIME);
	int error;

	if ((by_object ? output->maps.objects : output->maps.values)[index] < 0)
		return;
	error = by_object ? table_read_older(output, index, now, view->older, &table)
			  : table_read(output, index, &table);
	if (error)
		complain_of(map, "read", error);
	else if (is_there(&table))
		take(output, &table, view, now);
	table_free(&table);
}

void map_print(struct output *output, uint32_t index, const struct map_view *view)
{
	take_map(output, index, view, show_table);
}

void map_report(struct output *output, uint32_t index)
{
	static const struct map_view whole;

	take_map(output, index, &whole, report_table);
}

bool map_is_written(struct output *output, uint32_t index)
{
	struct table table;
	bool is_written;
	int error;

	if (!output->plan->maps[index].is_scalar || output->maps.values[index] < 0 ||
	    output->plan->maps[index].aggregate == PLAN_HOLD)
		return true;
	error = table_read(output, index, &table);
	is_written = error || table.is_written; /* the error is told when it is printed */
	table_free(&table);
	return is_written;
}

/* ---- changing ---- */

/* Before the totals: what is released after its total was removed would lower a newer one. */
static int remove_held(struct output *output, uint32_t index)
{
	struct map_shape shape = table_objects_shape(&output->plan->maps[index]);

	return walk_remove_all(output->access, output->maps.objects[index], &shape);
}

static int change_map(struct output *output, uint32_t index, bool keep_keys)
{
	const struct plan_map *map = &output->plan->maps[index];
	struct map_shape shape = table_shape(map, output->cpus);
	struct pending pending;
	int error = 0;

	if (map->aggregate == PLAN_HOLD && output->maps.objects[index] >= 0)
		error = remove_held(output, index);
	if (error || output->maps.values[index] < 0) /* no program uses it */
		return error;
	error = pending_stop(output, index, &pending);
	output_count_loss(output, ABI_LOSS_LATE, pending.late);
	keep_keys |= pending.late > 0; /* a move that is late may yet make one of them pending */
	if (!error)
		error = pending_drop(output, &pending);
	if (!error && (map->is_scalar || keep_keys)) /* an array's elements cannot be removed */
		error = walk_zero_all(output->access, output->maps.values[index], &shape);
	if (!error && !keep_keys)
		error = walk_remove_all(output->access, output->maps.values[index], &shape);
	pending_go_on(output, &pending);
	return error;
}

static void tell_cleared(struct output *output, uint32_t index)
{
	if (output->form->cleared)
		output->form->cleared(output, index);
	if (output->report)
		report_take_clear(output, output->report, index);
}

void map_clear(struct output *output, uint32_t index)
{
	int error = change_map(output, index, false);

	output->was_written[index] = false;
	tell_cleared(output, index);
	if (error)
		complain_of(&output->plan->maps[index], "clear", error);
}

void map_zero(struct output *output, uint32_t index)
{
	int error;

	map_is_written(output, index); /* a zero is printed from now on, unless nothing was there */
	error = change_map(output, index, true);
	tell_cleared(output, index);
	if (error)
		complain_of(&output->plan->maps[index], "zero", error);
}
