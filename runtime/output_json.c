/*
 * -f json: an object a line, {"type": ..., "data": ...}, in the shapes of bpftrace 0.27.1:
 *
 *     {"type":"printf","data":"hi\n"}
 *     {"type":"map","data":{"@m":{"1,a":7}}}
 *     {"type":"hist","data":{"@h":[{"min":4,"max":7,"count":1}]}}
 *     {"type":"tseries","data":{"@t":[{"interval_start":"2026-11-25 22:31:29.000000000","value":6}]}}
 *
 * and two of memtap's own:
 *
 *     {"type":"hold","data":{"@heap":[{"key":"\n        f+1\n","bytes":64,"objects":1}]}}
 *     {"type":"losses","data":{"event":0,...}}      always, at the end
 */
#include "runtime/output_json.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"
#include "lexer/text.h"
#include "runtime/output_private.h"

/* ---- text ---- */

/* Programs may call themselves anything; JSON is UTF-8. */
static json_object *json_text(const char *text)
{
	char *clean = text_as_utf8(text);
	json_object *string = json_object_new_string(clean);

	free(clean);
	return string;
}

static json_object *json_number(uint64_t number, bool is_signed)
{
	return is_signed ? json_object_new_int64((int64_t)number) : json_object_new_uint64(number);
}

/* Two keys may look alike: neither replaces the other. */
static void add(json_object *object, const char *key, json_object *value)
{
	json_object_object_add_ex(object, key, value, JSON_C_OBJECT_ADD_KEY_IS_NEW);
}

static void print_line(struct output *output, const char *type, json_object *data)
{
	json_object *line = json_object_new_object();

	json_object_object_add(line, "type", json_object_new_string(type));
	json_object_object_add(line, "data", data);
	fputs(json_object_to_json_string_ext(line, JSON_C_TO_STRING_PLAIN |
							   JSON_C_TO_STRING_NOSLASHESCAPE),
	      output->out);
	fputc('\n', output->out);
	json_object_put(line);
}

/* ---- values ---- */

static json_object *json_value(struct output *output, const struct plan_type *type,
			       const uint8_t *bytes)
{
	json_object *value;
	uint64_t number;
	char *text;

	if (type->kind == PLAN_TUPLE && type->element_count && type->elements[0].name) {
		value = json_object_new_object();
		for (uint32_t i = 0; i < type->element_count; i++)
			json_object_object_add(value, type->elements[i].name,
					       json_value(output, &type->elements[i],
							  bytes + type->elements[i].offset));
		return value;
	}
	if (type->kind == PLAN_TUPLE) {
		value = json_object_new_array();
		for (uint32_t i = 0; i < type->element_count; i++)
			json_object_array_add(value, json_value(output, &type->elements[i],
								bytes + type->elements[i].offset));
		return value;
	}
	if (type->kind == PLAN_BOOL && value_integer(type, bytes, &number))
		return json_object_new_boolean(number != 0);
	if (type->kind == PLAN_INT && !type->enumerator_count &&
	    value_integer(type, bytes, &number))
		return json_number(number, type->is_signed);
	text = value_text(output, type, bytes);
	value = json_text(text);
	free(text);
	return value;
}

/* "1,a": the keys of JSON's objects are strings. */
static json_object *json_key(struct output *output, const struct plan_type *type,
			     const uint8_t *bytes)
{
	const struct plan_type *elements = type->kind == PLAN_TUPLE ? type->elements : type;
	uint32_t count = type->kind == PLAN_TUPLE ? type->element_count : 1;
	json_object *key;
	size_t size;
	char *text;
	FILE *out = heap_stream(&text, &size);

	for (uint32_t i = 0; i < count; i++) {
		uint32_t offset = type->kind == PLAN_TUPLE ? elements[i].offset : 0;

		fputs(i ? "," : "", out);
		value_print(output, out, &elements[i], bytes + offset);
	}
	fclose(out);
	key = json_text(text);
	free(text);
	return key;
}

/* ---- maps ---- */

static json_object *json_bucket(const struct hist_range *range, uint64_t count)
{
	json_object *bucket = json_object_new_object();

	if (range->has_least)
		json_object_object_add(bucket, "min", json_object_new_uint64(range->least));
	if (range->has_most)
		json_object_object_add(bucket, "max", json_object_new_int64(range->most));
	json_object_object_add(bucket, "count", json_object_new_uint64(count));
	return bucket;
}

json_object *json_hist(const uint64_t *buckets, const struct plan_buckets *shape, uint64_t divisor)
{
	json_object *list = json_object_new_array();
	unsigned int first, last;

	if (!hist_span(buckets, shape, &first, &last))
		return list;
	for (unsigned int i = first; i <= last; i++) {
		struct hist_range range = hist_range_of(shape, i);

		json_object_array_add(list, json_bucket(&range, value_divide(buckets[i], divisor,
									     false)));
	}
	return list;
}

json_object *json_series(const struct plan_map *map, const struct abi_interval *intervals,
			 uint64_t divisor)
{
	json_object *list = json_object_new_array();

	for (uint32_t i = 0; i < series_length(&map->series, intervals); i++) {
		json_object *row = json_object_new_object();
		uint64_t value = series_value(map, &intervals[i], divisor);
		char start[SERIES_TIME_SIZE];

		series_time(start, "%Y-%m-%d %H:%M:%S", 9, &map->series, intervals[i].epoch);
		json_object_object_add(row, "interval_start", json_object_new_string(start));
		json_object_object_add(row, "value", json_number(value, map->is_signed));
		json_object_array_add(list, row);
	}
	return list;
}

static json_object *json_stats(const struct abi_average *average, bool is_signed, uint64_t divisor)
{
	json_object *stats = json_object_new_object();
	uint64_t mean = value_mean(average, is_signed);

	json_object_object_add(stats, "count", json_object_new_uint64(average->count));
	json_object_object_add(stats, "average",
			       json_number(value_divide(mean, divisor, is_signed), is_signed));
	json_object_object_add(stats, "total", json_number(average->total, is_signed));
	return stats;
}

static json_object *json_entry(struct output *output, const struct plan_map *map,
			       const uint8_t *value, uint64_t divisor)
{
	const struct abi_average *average = (const void *)value;
	const uint64_t *number = (const void *)value;

	switch (map->aggregate) {
	case PLAN_HIST:
		return json_hist(number, &map->buckets, divisor);
	case PLAN_TSERIES:
		return json_series(map, (const void *)value, divisor);
	case PLAN_STATS:
		return json_stats(average, map->is_signed, divisor);
	case PLAN_AVG:
		return json_number(value_divide(value_mean(average, map->is_signed), divisor,
						map->is_signed),
				   map->is_signed);
	case PLAN_PLAIN:
		return json_value(output, &map->value, value);
	default:
		return json_number(value_divide(*number, divisor, map->is_signed), map->is_signed);
	}
}

static const char *map_type(const struct plan_map *map)
{
	switch (map->aggregate) {
	case PLAN_HIST:
		return "hist";
	case PLAN_TSERIES:
		return "tseries";
	case PLAN_AVG:
	case PLAN_STATS:
		return "stats";
	case PLAN_HOLD:
		return "hold";
	default:
		return "map";
	}
}

static json_object *json_held(struct output *output, const struct table *table,
			      const struct table_entry *entry, uint64_t now)
{
	const struct held *held = (const void *)entry->value;
	json_object *row = json_object_new_object();

	if (!table->map->is_scalar)
		json_object_object_add(row, "key", json_key(output, &table->map->key, entry->key));
	json_object_object_add(row, "bytes", json_object_new_uint64(held->bytes));
	json_object_object_add(row, "objects",
			       json_object_new_uint64(held_objects(table->map, held)));
	if (table->map->is_sampled) {
		json_object_object_add(row, "error", json_object_new_uint64(held_error(held)));
		json_object_object_add(row, "sampled", json_object_new_uint64(held->count));
	}
	if (held->time_ns)
		json_object_object_add(row, "oldest_ns",
				       json_object_new_uint64(now - held->time_ns));
	return row;
}

static json_object *json_rows(struct output *output, const struct table *table, size_t first,
			      uint64_t divisor, uint64_t now)
{
	json_object *rows;

	if (table->map->aggregate == PLAN_HOLD) {
		rows = json_object_new_array();
		for (size_t i = first; i < table->entry_count; i++)
			json_object_array_add(rows,
					      json_held(output, table, &table->entries[i], now));
		return rows;
	}
	if (table->map->is_scalar)
		return table->entry_count ? json_entry(output, table->map, table->entries[0].value,
						       divisor)
					  : NULL;
	rows = json_object_new_object();
	for (size_t i = first; i < table->entry_count; i++) {
		const struct table_entry *entry = &table->entries[i];
		json_object *key = json_key(output, &table->map->key, entry->key);

		add(rows, json_object_get_string(key),
		    json_entry(output, table->map, entry->value, divisor));
		json_object_put(key);
	}
	return rows;
}

static void print_table(struct output *output, const struct table *table,
			const struct map_view *view, uint64_t now)
{
	size_t first = map_view_first(view, table);
	json_object *data;

	if (!table->entry_count && table->map->aggregate != PLAN_HOLD)
		return;
	data = json_object_new_object();
	json_object_object_add(data, table->map->name,
			       json_rows(output, table, first, view->divisor, now));
	print_line(output, map_type(table->map), data);
}

/* ---- the rest ---- */

static void print_text(struct output *output, const char *type, const char *text)
{
	print_line(output, type, json_text(text));
}

static void print_value(struct output *output, const struct plan_type *type, const uint8_t *bytes)
{
	print_line(output, "value", json_value(output, type, bytes));
}

static void print_attached(struct output *output, size_t count)
{
	json_object *data = json_object_new_object();

	json_object_object_add(data, "probes", json_object_new_uint64(count));
	print_line(output, "attached_probes", data);
}

static void print_losses(struct output *output, FILE *out, const uint64_t counts[ABI_LOSS_COUNT])
{
	json_object *data = json_object_new_object();

	for (unsigned int i = 0; i < ABI_LOSS_COUNT; i++) {
		char *name = loss_name(i);

		json_object_object_add(data, name, json_object_new_uint64(counts[i]));
		free(name);
	}
	print_line(output, "losses", data);
}

const struct output_form output_form_json = {
	.name = "json",
	.is_exact = true,
	.before_frame = "",
	.attached = print_attached,
	.text = print_text,
	.value = print_value,
	.table = print_table,
	.losses = print_losses,
};
