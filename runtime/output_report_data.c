/*
 * A report as the page of --report has it:
 *
 *     {"program":"leak.mt","target":{"pid":1234,...},...,
 *      "frames":[{"name":"main","module":"/bin/x","file":"x.c","line":7},...],
 *      "maps":[{"name":"@heap","kind":"hold","unit":"bytes",
 *               "rows":[{"key":[],"stack":[0,4,2],"values":[327680,40]},...],
 *               "chart":{"times":[0,1003],"sums":[[0,327680],[0,40]],"series":[...]}},...],
 *      "losses":[{"name":"event","count":0,...},...]}
 */
#include <inttypes.h>
#include <json-c/json.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "lexer/text.h"
#include "runtime/clock.h"
#include "runtime/output_json.h"
#include "runtime/output_private.h"
#include "runtime/output_profile.h"
#include "runtime/output_report.h"
#include "runtime/output_timeline.h"

#define ROWS_MOST  5000		      /* of a map: the largest */
#define EXACT_MOST (INT64_C(1) << 53) /* of JavaScript's numbers */

/* ---- JSON ---- */

/* Shown as in text, where a terminal must not do what others wrote. */
static json_object *json_shown(const char *text)
{
	char *shown, *clean;
	json_object *string;
	size_t size;
	FILE *out = heap_stream(&shown, &size);

	text_put(out, text, strlen(text));
	fclose(out);
	clean = text_as_utf8(shown);
	string = json_object_new_string(clean);
	free(clean);
	free(shown);
	return string;
}

static void add_text(json_object *object, const char *key, const char *text)
{
	if (text)
		json_object_object_add(object, key, json_shown(text));
}

/* What JavaScript's numbers would round is text. */
static json_object *json_exact(int64_t number)
{
	char text[24];

	if (number <= EXACT_MOST && number >= -EXACT_MOST)
		return json_object_new_int64(number);
	snprintf(text, sizeof(text), "%" PRId64, number);
	return json_object_new_string(text);
}

static json_object *json_values(const int64_t *values, uint32_t count)
{
	json_object *list = json_object_new_array();

	for (uint32_t i = 0; i < count; i++)
		json_object_array_add(list, json_exact(values[i]));
	return list;
}

/* ---- frames: each once, in the order in which they come ---- */

struct frame_index {
	const struct profile_frame *frame;
	size_t first; /* of those that it is: the function, and what is inlined into it */
};

struct writing {
	struct output *output;
	struct report *report;
	json_object *frames;
	void *tree; /* struct frame_index, see tsearch(3) */
};

static int compare_frames(const void *a, const void *b)
{
	uintptr_t left = (uintptr_t)((const struct frame_index *)a)->frame;
	uintptr_t right = (uintptr_t)((const struct frame_index *)b)->frame;

	return (left > right) - (left < right);
}

static size_t lines_of(const struct profile_frame *frame)
{
	return frame->line_count ? frame->line_count : 1;
}

static void add_place(json_object *object, const struct profile_line *line)
{
	add_text(object, "file", line->source);
	if (line->source && line->number > 0)
		json_object_object_add(object, "line", json_object_new_int(line->number));
}

/* `depth` 0 is the function itself, the others are inlined. */
static json_object *json_frame(const struct profile_frame *frame, size_t depth)
{
	json_object *object = json_object_new_object();
	const struct profile_line *line =
		frame->line_count ? &frame->lines[frame->line_count - 1 - depth] : NULL;
	char *name = line && depth ? heap_strdup(line->function ? line->function : "[unknown]")
			   : profile_frame_text(frame);

	add_text(object, "name", name);
	free(name);
	add_text(object, "module", frame->module);
	if (line)
		add_place(object, line);
	if (depth)
		json_object_object_add(object, "inlined", json_object_new_boolean(true));
	if (!frame->pid && frame->address)
		json_object_object_add(object, "kernel", json_object_new_boolean(true));
	return object;
}

static size_t index_of(struct writing *writing, const struct profile_frame *frame)
{
	struct frame_index key = {.frame = frame}, *index;
	void *found = tfind(&key, &writing->tree, compare_frames);

	if (found)
		return (*(struct frame_index **)found)->first;
	index = heap_alloc(sizeof(*index));
	*index = (struct frame_index){frame, json_object_array_length(writing->frames)};
	tsearch(index, &writing->tree, compare_frames);
	for (size_t i = 0; i < lines_of(frame); i++)
		json_object_array_add(writing->frames, json_frame(frame, i));
	return index->first;
}

/* Indices of frames, outermost first. */
static json_object *json_stack(struct writing *writing, const struct profile_sample *sample)
{
	json_object *list = json_object_new_array();

	for (uint32_t i = 0; i < sample->frame_count; i++) {
		size_t first = index_of(writing, sample->frames[i]);

		for (size_t j = 0; j < lines_of(sample->frames[i]); j++)
			json_object_array_add(list, json_object_new_uint64(first + j));
	}
	return list;
}

static void add_key(struct writing *writing, json_object *row, const struct profile_sample *sample)
{
	json_object *labels = json_object_new_array();

	for (uint32_t i = 0; i < sample->label_count; i++)
		json_object_array_add(labels, json_shown(sample->labels[i]->text));
	json_object_object_add(row, "key", labels);
	if (sample->frame_count)
		json_object_object_add(row, "stack", json_stack(writing, sample));
}

/* ---- a map ---- */

static const char *kind_name(enum plan_aggregate aggregate)
{
	static const char *const names[] = {
		[PLAN_PLAIN] = "value", [PLAN_COUNT] = "count", [PLAN_SUM] = "sum",
		[PLAN_MIN] = "min",	[PLAN_MAX] = "max",	[PLAN_AVG] = "avg",
		[PLAN_STATS] = "stats", [PLAN_HIST] = "hist",	[PLAN_TSERIES] = "tseries",
		[PLAN_HOLD] = "hold"};

	return names[aggregate];
}

static const char *unit_name(const struct plan_map *map)
{
	static const char *const names[PLAN_UNIT_COUNT] = {[PLAN_UNIT_NONE] = "",
							   [PLAN_UNIT_BYTES] = "bytes",
							   [PLAN_UNIT_DURATION] = "duration"};

	if (map->aggregate == PLAN_HOLD)
		return names[PLAN_UNIT_BYTES];
	return names[map->aggregate == PLAN_PLAIN ? map->value.unit : map->unit];
}

static void add_held(json_object *row, const struct plan_map *map, const struct held *held,
		     uint64_t now)
{
	if (map->is_sampled) {
		json_object_object_add(row, "error", json_object_new_uint64(held_error(held)));
		json_object_object_add(row, "sampled", json_object_new_uint64(held->count));
	}
	if (held->time_ns)
		json_object_object_add(row, "oldest_ns",
				       json_object_new_uint64(now - held->time_ns));
}

static void add_average(json_object *row, const struct plan_map *map,
			const struct abi_average *average)
{
	json_object_object_add(row, "count", json_exact((int64_t)average->count));
	json_object_object_add(row, "average",
			       json_exact((int64_t)value_mean(average, map->is_signed)));
}

/* What is no number. */
static void add_plain(struct output *output, json_object *row, const struct plan_map *map,
		      const uint8_t *value)
{
	char *text;

	if (map->value.kind == PLAN_INT && !map->value.enumerator_count)
		return;
	text = value_text(output, &map->value, value);
	add_text(row, "text", text);
	free(text);
}

/* What there is of a value besides those that add up. */
static void add_details(struct writing *writing, json_object *row, const struct plan_map *map,
			const uint8_t *value)
{
	switch (map->aggregate) {
	case PLAN_HOLD:
		add_held(row, map, (const void *)value, writing->report->end_ns);
		break;
	case PLAN_AVG:
	case PLAN_STATS:
		add_average(row, map, (const void *)value);
		break;
	case PLAN_HIST:
		json_object_object_add(row, "buckets",
				       json_hist((const void *)value, &map->buckets, 1));
		break;
	case PLAN_TSERIES:
		json_object_object_add(row, "series", json_series(map, (const void *)value, 1));
		break;
	case PLAN_PLAIN:
		if (map->value.kind != PLAN_KSTACK && map->value.kind != PLAN_USTACK)
			add_plain(writing->output, row, map, value);
		break;
	default:
		break;
	}
}

static json_object *json_row(struct writing *writing, const struct profile_map *map,
			     const struct profile_sample *sample)
{
	json_object *row = json_object_new_object();

	add_key(writing, row, sample);
	json_object_object_add(row, "values", json_values(sample->values, map->value_count));
	add_details(writing, row, map->map, sample->value);
	return row;
}

static int compare_samples(const void *a, const void *b, void *map)
{
	const struct plan_map *of = map;
	bool by_count = of->aggregate == PLAN_HOLD && of->is_by_count;
	int64_t left = (*(struct profile_sample *const *)a)->values[by_count];
	int64_t right = (*(struct profile_sample *const *)b)->values[by_count];

	return (left < right) - (left > right);
}

/* The smallest, of which only the sum is there. */
static void add_others(json_object *object, const struct profile_map *map)
{
	int64_t sums[PROFILE_VALUES] = {0};

	if (map->count <= ROWS_MOST)
		return;
	memcpy(sums, map->samples[ROWS_MOST]->values, sizeof(sums));
	for (size_t i = ROWS_MOST + 1; i < map->count; i++)
		for (uint32_t j = 0; j < map->value_count; j++)
			sums[j] = profile_combine(map->map, sums[j], map->samples[i]->values[j]);
	json_object_object_add(object, "others", json_object_new_uint64(map->count - ROWS_MOST));
	json_object_object_add(object, "others_values", json_values(sums, map->value_count));
}

static json_object *json_columns(const struct profile_sample *sample)
{
	json_object *list = json_object_new_array();

	for (uint32_t i = 0; i < sample->label_count; i++) {
		json_object *column = json_object_new_object();

		add_text(column, "name", sample->labels[i]->key);
		json_object_object_add(column, "is_number",
				       json_object_new_boolean(sample->labels[i]->is_number));
		json_object_array_add(list, column);
	}
	return list;
}

static json_object *json_rows(struct writing *writing, const struct profile_map *map)
{
	json_object *rows = json_object_new_array();

	for (size_t i = 0; i < map->count && i < ROWS_MOST; i++)
		json_object_array_add(rows, json_row(writing, map, map->samples[i]));
	return rows;
}

/* ---- over time ---- */

static json_object *json_track(const int64_t (*values)[PROFILE_VALUES], size_t count,
			       uint32_t value)
{
	json_object *list = json_object_new_array();

	for (size_t i = 0; i < count; i++)
		json_object_array_add(list, json_exact(values[i][value]));
	return list;
}

/* A list for each value: of bytes, and of objects. */
static json_object *json_tracks(const int64_t (*values)[PROFILE_VALUES], size_t count,
				uint32_t value_count)
{
	json_object *list = json_object_new_array();

	for (uint32_t i = 0; i < value_count; i++)
		json_object_array_add(list, json_track(values, count, i));
	return list;
}

static json_object *json_chart(struct writing *writing, const struct profile_map *map,
			       const struct timeline_chart *chart)
{
	/* Of a sample only bytes are known at any time. */
	uint32_t value_count = map->map->is_sampled ? 1 : map->value_count;
	json_object *object = json_object_new_object(), *times = json_object_new_array(),
		    *list = json_object_new_array();

	for (size_t i = 0; i < chart->point_count; i++)
		json_object_array_add(times, json_object_new_uint64(chart->times[i]));
	json_object_object_add(object, "times", times);
	json_object_object_add(object, "sums",
			       json_tracks(chart->sums, chart->point_count, value_count));
	for (size_t i = 0; i < chart->series_count; i++) {
		struct profile_sample *sample =
			profile_make_sample(writing->output, writing->report->profile, map->map,
					    chart->series[i].key);
		json_object *series;

		if (!sample)
			continue;
		series = json_object_new_object();
		add_key(writing, series, sample);
		json_object_object_add(series, "values",
				       json_tracks(chart->series[i].values, chart->point_count,
						   value_count));
		json_object_array_add(list, series);
		free(sample);
	}
	json_object_object_add(object, "series", list);
	return object;
}

static void add_chart(struct writing *writing, json_object *object, const struct profile_map *map)
{
	uint32_t index = (uint32_t)(map->map - writing->output->plan->maps);
	struct timeline_chart chart = timeline_make_chart(writing->report->timeline, index);

	if (chart.point_count)
		json_object_object_add(object, "chart", json_chart(writing, map, &chart));
	timeline_free_chart(&chart);
}

static json_object *json_map(struct writing *writing, const struct profile_map *map)
{
	json_object *object = json_object_new_object();

	qsort_r(map->samples, map->count, sizeof(*map->samples), compare_samples, (void *)map->map);
	add_text(object, "name", map->map->name);
	json_object_object_add(object, "kind",
			       json_object_new_string(kind_name(map->map->aggregate)));
	json_object_object_add(object, "unit", json_object_new_string(unit_name(map->map)));
	json_object_object_add(object, "by_count", json_object_new_boolean(map->map->is_by_count));
	json_object_object_add(object, "has_stack",
			       json_object_new_boolean(profile_map_has_stack(map->map)));
	json_object_object_add(object, "columns", json_columns(map->samples[0]));
	json_object_object_add(object, "rows", json_rows(writing, map));
	add_others(object, map);
	add_chart(writing, object, map);
	return object;
}

/* ---- the rest ---- */

static json_object *json_losses(const struct report *report)
{
	json_object *list = json_object_new_array();

	for (unsigned int i = 0; i < ABI_LOSS_COUNT; i++) {
		json_object *loss;
		char *name = loss_name(i);

		loss = json_object_new_object();
		json_object_object_add(loss, "name", json_object_new_string(name));
		json_object_object_add(loss, "count", json_exact((int64_t)report->losses[i]));
		json_object_object_add(loss, "text",
				       json_object_new_string(loss_text(i, report->losses[i])));
		if (loss_advice(i))
			json_object_object_add(loss, "advice",
					       json_object_new_string(loss_advice(i)));
		json_object_array_add(list, loss);
		free(name);
	}
	return list;
}

static json_object *json_target(const struct report *report)
{
	json_object *target = json_object_new_object();

	add_text(target, "command", report->command);
	if (!report->command && report->pid) {
		json_object_object_add(target, "pid", json_object_new_int64(report->pid));
		add_text(target, "name", report->process);
	}
	json_object_object_add(target, "follows", json_object_new_boolean(report->follows));
	return target;
}

static json_object *json_machine(void)
{
	json_object *machine = json_object_new_object();
	struct utsname name;
	struct sysinfo info;

	if (uname(&name) == 0) {
		add_text(machine, "host", name.nodename);
		add_text(machine, "kernel", name.release);
		add_text(machine, "architecture", name.machine);
	}
	json_object_object_add(machine, "cpus",
			       json_object_new_int64(sysconf(_SC_NPROCESSORS_ONLN)));
	if (sysinfo(&info) == 0)
		json_object_object_add(machine, "memory",
				       json_exact(
					       (int64_t)((uint64_t)info.totalram * info.mem_unit)));
	return machine;
}

static void add_run(json_object *data, const struct output *output, const struct report *report)
{
	char started[32] = "";
	struct tm local;

	if (localtime_r(&report->started, &local))
		strftime(started, sizeof(started), "%Y-%m-%dT%H:%M:%S%z", &local);
	json_object_object_add(data, "memtap", json_object_new_string(MEMTAP_VERSION));
	add_text(data, "program", output->plan->name);
	json_object_object_add(data, "target", json_target(report));
	json_object_object_add(data, "started", json_object_new_string(started));
	json_object_object_add(data, "duration_ns",
			       json_exact((int64_t)(report->end_ns - report->start_ns)));
	json_object_object_add(data, "probes", json_object_new_uint64(report->probes));
	json_object_object_add(data, "machine", json_machine());
}

json_object *report_make_data(struct output *output, struct report *report)
{
	struct writing writing = {.output = output,
				  .report = report,
				  .frames = json_object_new_array()};
	json_object *data = json_object_new_object(), *list = json_object_new_array();
	size_t count;
	struct profile_map *maps = profile_list_maps(output, report->profile, &count);

	report->end_ns = clock_ns(CLOCK_BOOTTIME);
	report->losses[ABI_LOSS_PROFILE] += profile_take_left_out(report->profile);
	add_run(data, output, report);
	for (size_t i = 0; i < count; i++)
		json_object_array_add(list, json_map(&writing, &maps[i]));
	json_object_object_add(data, "maps", list);
	json_object_object_add(data, "frames", writing.frames);
	json_object_object_add(data, "losses", json_losses(report));
	tdestroy(writing.tree, free);
	free(maps);
	return data;
}
