/*
 * -f openmetrics at the end, and --serve whenever it is asked: maps as metrics, and losses, in the
 * text format of OpenMetrics, which Prometheus and what forwards to it read.
 *
 *     # TYPE memtap_map_calls counter
 *     memtap_map_calls_total{comm="bash",pid="12"} 7
 *     # TYPE memtap_losses counter
 *     memtap_losses_total{kind="event"} 0
 *     # EOF
 *
 * Of a map, what print() showed last, to which what was shown and cleared before is added; with
 * --serve what it holds. No family has more than SERIES_MOST series; how many keys are not among
 * them, the smallest, or with labels like another's, is a metric, too.
 */
#include <inttypes.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"
#include "lexer/text.h"
#include "runtime/output_private.h"
#include "runtime/output_profile.h"

#define SERIES_MOST 1000 /* of a map */
#define LABELS_MOST 32
#define NAME_SIZE   24

struct series {
	char *labels;
	uint64_t value[]; /* as tables have it */
};

struct series_list {
	struct series **items; /* the largest first */
	size_t count;
	void *tree; /* of the same, by labels: see tsearch(3) */
};

/* Of a map. `shown` is what print() showed last, `kept` what was cleared since it was shown. */
struct family {
	char *name;    /* NULL: it is no metric */
	bool is_there; /* print() has shown it */
	struct series_list shown, kept;
	uint64_t left_out, kept_left_out; /* keys */
};

struct metrics {
	struct family *families; /* [plan->map_count] */
	uint64_t losses[ABI_LOSS_COUNT];
};

/* ---- labels ---- */

struct labels {
	FILE *out;
	const char *names[LABELS_MOST];
	char made[LABELS_MOST][NAME_SIZE];
	size_t count;
};

/* Names that Prometheus has a meaning for, or that another part has already, are not the part's. */
static bool is_free(const struct labels *labels, const char *name)
{
	if (strcmp(name, "le") == 0 || strcmp(name, "quantile") == 0 || strncmp(name, "__", 2) == 0)
		return false;
	for (size_t i = 0; i < labels->count; i++)
		if (strcmp(labels->names[i], name) == 0)
			return false;
	return true;
}

/* The terminal of who reads it must not do what others wrote, as in text. */
static void put_escaped(FILE *out, const char *text)
{
	char *shown;
	size_t size;
	FILE *stream = heap_stream(&shown, &size);

	text_put(stream, text, strlen(text));
	fclose(stream);
	for (const char *c = shown; *c; c++) {
		if (*c == '\n')
			fputs("\\n", out);
		else if (*c == '"' || *c == '\\')
			fprintf(out, "\\%c", *c);
		else
			fputc(*c, out);
	}
	free(shown);
}

/* "key_2", or if another part is called so, the next number that is free. */
static const char *make_name(struct labels *labels)
{
	char *name = labels->made[labels->count];
	size_t number = labels->count;

	do
		snprintf(name, NAME_SIZE, "key_%zu", ++number);
	while (!is_free(labels, name));
	return name;
}

static void put_label(struct output *output, struct labels *labels, const struct plan_type *type,
		      const uint8_t *bytes)
{
	const char *name = type->label ? type->label : type->name;
	char *text, *clean;

	if (labels->count == LABELS_MOST)
		return;
	if (!name || !is_free(labels, name))
		name = make_name(labels);
	text = value_text(output, type, bytes);
	clean = text_as_utf8(text);
	fprintf(labels->out, "%s%s=\"", labels->count ? "," : "", name);
	put_escaped(labels->out, clean);
	fputc('"', labels->out);
	labels->names[labels->count++] = name;
	free(clean);
	free(text);
}

static void put_labels(struct output *output, struct labels *labels, const struct plan_type *type,
		       const uint8_t *bytes)
{
	if (type->kind != PLAN_TUPLE) {
		put_label(output, labels, type, bytes);
		return;
	}
	for (uint32_t i = 0; i < type->element_count; i++)
		put_labels(output, labels, &type->elements[i], bytes + type->elements[i].offset);
}

/* For free(); "" of a map without keys. */
static char *labels_text(struct output *output, const struct plan_map *map, const uint8_t *key)
{
	struct labels labels = {0};
	char *text;
	size_t size;

	labels.out = heap_stream(&text, &size);
	if (!map->is_scalar)
		put_labels(output, &labels, &map->key, key);
	fclose(labels.out);
	return text;
}

/* ---- names of families ---- */

static const char *unit_suffix(enum plan_unit unit)
{
	static const char *const suffixes[PLAN_UNIT_COUNT] = {[PLAN_UNIT_NONE] = "",
							      [PLAN_UNIT_BYTES] = "_bytes",
							      [PLAN_UNIT_DURATION] = "_nanoseconds"};

	return suffixes[unit];
}

static bool is_counter(const struct plan_map *map)
{
	return map->aggregate == PLAN_COUNT || (map->aggregate == PLAN_SUM && !map->is_signed);
}

/* A time series is a chart; what is no number has no value. */
static bool is_metric(const struct plan_map *map)
{
	return map->aggregate != PLAN_TSERIES &&
	       (map->aggregate != PLAN_PLAIN || map->value.kind == PLAN_INT ||
		map->value.kind == PLAN_BOOL);
}

static const char *family_type(const struct plan_map *map)
{
	if (is_counter(map))
		return "counter";
	return map->aggregate == PLAN_HIST    ? "histogram"
	       : map->aggregate == PLAN_STATS ? "summary"
					      : "gauge";
}

/* What the standard has a family's name be followed by: no other family may be called so. */
static const char *const *family_suffixes(const struct plan_map *map)
{
	static const char *const counter[] = {"", "_total", "_created", NULL};
	static const char *const histogram[] = {"", "_bucket", "_count", "_sum", "_created", NULL};
	static const char *const summary[] = {"", "_count", "_sum", "_created", NULL};
	static const char *const held[] = {"_bytes", "_objects", NULL};
	static const char *const gauge[] = {"", NULL};

	if (is_counter(map))
		return counter;
	return map->aggregate == PLAN_HIST    ? histogram
	       : map->aggregate == PLAN_STATS ? summary
	       : map->aggregate == PLAN_HOLD  ? held
					      : gauge;
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* All names of the family, or none: false. */
static bool take_names(void **taken, const char *name, const char *const *suffixes)
{
	for (size_t i = 0; suffixes[i]; i++) {
		char *full = heap_printf("%s%s", name, suffixes[i]);
		bool is_taken = tfind(full, taken, compare_texts) != NULL;

		free(full);
		if (is_taken)
			return false;
	}
	for (size_t i = 0; suffixes[i]; i++)
		tsearch(heap_printf("%s%s", name, suffixes[i]), taken, compare_texts);
	return true;
}

/* "memtap_map_calls", of "@" "memtap_map"; if it is taken, "memtap_map_calls_2". For free(). */
static char *family_name(const struct plan_map *map, void **taken)
{
	const char *separator = map->name[1] ? "_" : "";
	bool has_unit = map->aggregate != PLAN_COUNT && map->aggregate != PLAN_HIST &&
			map->aggregate != PLAN_HOLD;
	enum plan_unit unit = map->aggregate == PLAN_PLAIN ? map->value.unit : map->unit;
	const char *suffix = has_unit ? unit_suffix(unit) : "";
	char *name = heap_printf("memtap_map%s%s%s", separator, map->name + 1, suffix);

	for (unsigned int i = 2; !take_names(taken, name, family_suffixes(map)); i++) {
		free(name);
		name = heap_printf("memtap_map%s%s%s_%u", separator, map->name + 1, suffix, i);
	}
	return name;
}

/* By the program alone, so that they are the same at all times. */
static void name_families(const struct plan *plan, struct family *families)
{
	void *taken = NULL;

	for (uint32_t i = 0; i < plan->map_count; i++)
		if (is_metric(&plan->maps[i]))
			families[i].name = family_name(&plan->maps[i], &taken);
	tdestroy(taken, free);
}

/* ---- series ---- */

static int compare_labels(const void *a, const void *b)
{
	return strcmp(((const struct series *)a)->labels, ((const struct series *)b)->labels);
}

static void clear_list(struct series_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		tdelete(list->items[i], &list->tree, compare_labels);
		free(list->items[i]->labels);
		free(list->items[i]);
	}
	free(list->items);
	*list = (struct series_list){0};
}

/* Takes the labels over. False: there are such labels already, or too many others. */
static bool add_series(struct series_list *list, char *labels, const void *value, size_t size)
{
	struct series *series = heap_alloc(sizeof(*series) + size);

	series->labels = labels;
	memcpy(series->value, value, size);
	if (list->count == SERIES_MOST || tfind(series, &list->tree, compare_labels)) {
		free(labels);
		free(series);
		return false;
	}
	if (!list->items)
		list->items = heap_alloc(SERIES_MOST * sizeof(*list->items));
	list->items[list->count++] = series;
	tsearch(series, &list->tree, compare_labels);
	return true;
}

static void keep_shown(const struct plan_map *map, struct family *family)
{
	size_t size = table_value_size(map);

	family->kept_left_out += family->left_out;
	family->left_out = 0;
	for (size_t i = 0; i < family->shown.count; i++) {
		const struct series *series = family->shown.items[i];
		void *found = tfind(series, &family->kept.tree, compare_labels);

		if (found)
			table_add_later(map, (*(struct series **)found)->value, series->value);
		else
			family->kept_left_out += !add_series(
				&family->kept, heap_strdup(series->labels), series->value, size);
	}
	clear_list(&family->shown);
}

/* ---- samples ---- */

/* `more` is a label of the series alone: le="7"; or "". */
static void put_series(FILE *out, const char *name, const char *suffix, const char *labels,
		       const char *more, uint64_t number, bool is_signed)
{
	const char *comma = *labels && *more ? "," : "";

	fprintf(out, "%s%s", name, suffix);
	if (*labels || *more)
		fprintf(out, "{%s%s%s}", labels, comma, more);
	fprintf(out, is_signed ? " %" PRId64 "\n" : " %" PRIu64 "\n", number);
}

/* From the family's first bucket that is not empty to its last: `sum by (le)` needs all of each. */
struct span {
	unsigned int first, last;
};

static struct span find_span(const struct plan_map *map, const struct series_list *list)
{
	struct span span = {.first = map->buckets.count}, own;

	for (size_t i = 0; i < list->count; i++)
		if (hist_span(list->items[i]->value, &map->buckets, &own.first, &own.last)) {
			span.first = own.first < span.first ? own.first : span.first;
			span.last = own.last > span.last ? own.last : span.last;
		}
	return span;
}

/* Buckets are of all that is at most `le`; the last has no bound. */
static void put_hist(FILE *out, const struct plan_map *map, const char *name,
		     const struct series *series, const struct span *span)
{
	uint64_t sum = 0;
	char bound[NAME_SIZE + 8];

	for (unsigned int i = span->first; i <= span->last; i++) {
		struct hist_range range = hist_range_of(&map->buckets, i);

		sum += series->value[i];
		if (!range.has_most)
			continue;
		snprintf(bound, sizeof(bound), "le=\"%" PRId64 "\"", range.most);
		put_series(out, name, "_bucket", series->labels, bound, sum, false);
	}
	put_series(out, name, "_bucket", series->labels, "le=\"+Inf\"", sum, false);
	put_series(out, name, "_count", series->labels, "", sum, false);
}

static void put_value(FILE *out, const struct plan_map *map, const char *name,
		      const struct series *series)
{
	const struct abi_average *average = (const void *)series->value;
	const char *labels = series->labels;
	uint64_t plain = 0;

	switch (map->aggregate) {
	case PLAN_STATS:
		put_series(out, name, "_count", labels, "", average->count, false);
		if (!map->is_signed || (int64_t)average->total >= 0) /* else it would look reset */
			put_series(out, name, "_sum", labels, "", average->total, false);
		break;
	case PLAN_AVG:
		put_series(out, name, "", labels, "", value_mean(average, map->is_signed),
			   map->is_signed);
		break;
	case PLAN_PLAIN:
		value_integer(&map->value, (const void *)series->value, &plain);
		put_series(out, name, "", labels, "", plain, map->value.is_signed);
		break;
	default:
		put_series(out, name, is_counter(map) ? "_total" : "", labels, "", *series->value,
			   map->is_signed);
	}
}

/* Held objects are two families, others one. */
static void put_held(FILE *out, const struct plan_map *map, const struct family *family)
{
	fprintf(out, "# TYPE %s_bytes gauge\n", family->name);
	for (size_t i = family->kept.count; i > 0; i--) {
		const struct series *series = family->kept.items[i - 1];
		const struct held *held = (const void *)series->value;

		put_series(out, family->name, "_bytes", series->labels, "", held->bytes, false);
	}
	fprintf(out, "# TYPE %s_objects gauge\n", family->name);
	for (size_t i = family->kept.count; i > 0; i--) {
		const struct series *series = family->kept.items[i - 1];

		put_series(out, family->name, "_objects", series->labels, "",
			   held_objects(map, (const void *)series->value), false);
	}
}

static void put_family(FILE *out, const struct plan_map *map, const struct family *family)
{
	struct span span = {0};

	if (map->aggregate == PLAN_HOLD) {
		put_held(out, map, family);
		return;
	}
	if (map->aggregate == PLAN_HIST)
		span = find_span(map, &family->kept);
	fprintf(out, "# TYPE %s %s\n", family->name, family_type(map));
	for (size_t i = family->kept.count; i > 0; i--)
		if (map->aggregate == PLAN_HIST)
			put_hist(out, map, family->name, family->kept.items[i - 1], &span);
		else
			put_value(out, map, family->name, family->kept.items[i - 1]);
}

/* ---- tables ---- */

static struct metrics *get_metrics(struct output *output)
{
	const struct plan *plan = output->plan;

	if (!output->metrics) {
		output->metrics = heap_alloc(sizeof(struct metrics));
		output->metrics->families =
			heap_alloc(plan->map_count * sizeof(*output->metrics->families));
		name_families(plan, output->metrics->families);
	}
	return output->metrics;
}

/* Of those that look alike, the largest. */
static void take_table(struct output *output, const struct table *table,
		       const struct map_view *view, uint64_t now)
{
	const struct plan_map *map = table->map;
	struct family *family = &get_metrics(output)->families[map - output->plan->maps];
	size_t first = table->entry_count > SERIES_MOST ? table->entry_count - SERIES_MOST : 0;

	if (!family->name)
		return;
	family->is_there = true;
	family->left_out = first;
	clear_list(&family->shown);
	for (size_t i = table->entry_count; i > first; i--) {
		const struct table_entry *entry = &table->entries[i - 1];
		char *labels = labels_text(output, map, entry->key);

		family->left_out += !add_series(&family->shown, labels, entry->value,
						table_value_size(map));
	}
}

/* Objects that were held are held no more. */
static void take_clear(struct output *output, uint32_t index)
{
	const struct plan_map *map = &output->plan->maps[index];
	struct family *family = &get_metrics(output)->families[index];

	if (map->aggregate != PLAN_HOLD)
		keep_shown(map, family);
	clear_list(&family->shown);
}

static void take_losses(struct output *output, FILE *out, const uint64_t counts[ABI_LOSS_COUNT])
{
	memcpy(get_metrics(output)->losses, counts, sizeof(output->metrics->losses));
	loss_print_all(output, out, counts);
}

/* ---- the end ---- */

static void put_losses(FILE *out, const uint64_t counts[ABI_LOSS_COUNT])
{
	fputs("# TYPE memtap_losses counter\n", out);
	for (unsigned int i = 0; i < ABI_LOSS_COUNT; i++) {
		char *name = loss_name(i);

		fprintf(out, "memtap_losses_total{kind=\"%s\"} %" PRIu64 "\n", name, counts[i]);
		free(name);
	}
}

static void finish(struct output *output)
{
	struct metrics *metrics = get_metrics(output);
	const struct plan *plan = output->plan;

	for (uint32_t i = 0; i < plan->map_count; i++) {
		keep_shown(&plan->maps[i], &metrics->families[i]);
		if (metrics->families[i].is_there)
			put_family(output->out, &plan->maps[i], &metrics->families[i]);
	}
	fputs("# TYPE memtap_left_out_keys gauge\n", output->out);
	for (uint32_t i = 0; i < plan->map_count; i++)
		if (metrics->families[i].is_there)
			fprintf(output->out, "memtap_left_out_keys{map=\"%s\"} %" PRIu64 "\n",
				plan->maps[i].name, metrics->families[i].kept_left_out);
	put_losses(output->out, metrics->losses);
	fputs("# EOF\n", output->out);
}

void openmetrics_free(struct metrics *metrics, uint32_t map_count)
{
	if (!metrics)
		return;
	for (uint32_t i = 0; i < map_count; i++) {
		free(metrics->families[i].name);
		clear_list(&metrics->families[i].shown);
		clear_list(&metrics->families[i].kept);
	}
	free(metrics->families);
	free(metrics);
}

/* What the run's own form keeps of what was printed stays as it is. */
char *output_metrics(struct output *output, size_t *size)
{
	const struct output before = *output;
	char *text;

	output_use_form(output, &output_form_openmetrics);
	output->metrics = NULL;
	output->report = NULL;
	output->out = heap_stream(&text, size);
	output_all_maps(output);
	loss_count_all(output, get_metrics(output)->losses);
	output_finish(output);
	fclose(output->out);
	openmetrics_free(output->metrics, output->plan->map_count);
	output->form = before.form;
	output->is_exact = before.is_exact;
	output->metrics = before.metrics;
	output->report = before.report;
	output->out = before.out;
	return text;
}

const struct output_form output_form_openmetrics = {
	.name = "openmetrics",
	.is_exact = true,
	.before_frame = "",
	.text = profile_take_text,
	.value = profile_take_value,
	.table = take_table,
	.cleared = take_clear,
	.losses = take_losses,
	.finish = finish,
};
