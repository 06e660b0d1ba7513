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
 * Of a map, what print() showed last, or --serve what it holds. No family has more than SERIES_MOST
 * series; how many keys are not among them, the smallest, or with labels like another's, is a
 * metric, too.
 */
#include <ctype.h>
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

struct metrics {
	char **families; /* [plan->map_count], text; NULL: not printed */
	uint64_t *left_out; /* the same: keys */
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

static void put_escaped(FILE *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '\n')
			fputs("\\n", out);
		else if (*text == '"' || *text == '\\')
			fprintf(out, "\\%c", *text);
		else
			fputc(*text, out);
	}
}

static void put_label(struct output *output, struct labels *labels, const struct plan_type *type,
		      const uint8_t *bytes)
{
	const char *name = type->label ? type->label : type->name;
	char *text, *clean;

	if (labels->count == LABELS_MOST)
		return;
	if (!name || !is_free(labels, name)) {
		name = labels->made[labels->count];
		snprintf(labels->made[labels->count], NAME_SIZE, "key_%zu", labels->count + 1);
	}
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

/* ---- families ---- */

static const char *unit_suffix(enum plan_unit unit)
{
	static const char *const suffixes[PLAN_UNIT_COUNT] = {[PLAN_UNIT_NONE] = "",
							      [PLAN_UNIT_BYTES] = "_bytes",
							      [PLAN_UNIT_DURATION] = "_nanoseconds"};

	return suffixes[unit];
}

/* For free(): "memtap_map_calls", of "@" "memtap_map". */
static char *family_name(const struct plan_map *map)
{
	bool has_unit = map->aggregate != PLAN_COUNT && map->aggregate != PLAN_HIST &&
			map->aggregate != PLAN_HOLD;
	enum plan_unit unit = map->aggregate == PLAN_PLAIN ? map->value.unit : map->unit;

	return heap_printf("memtap_map%s%s%s", map->name[1] ? "_" : "", map->name + 1,
			   has_unit ? unit_suffix(unit) : "");
}

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

/* Buckets are of all that is at most `le`; the last has no bound. */
static void put_hist(FILE *out, const struct plan_map *map, const char *name, const char *labels,
		     const uint64_t *buckets)
{
	unsigned int first = 0, last = 0;
	uint64_t sum = 0;
	char bound[NAME_SIZE + 8];

	if (hist_span(buckets, &map->buckets, &first, &last))
		for (unsigned int i = first; i <= last; i++) {
			struct hist_range range = hist_range_of(&map->buckets, i);

			sum += buckets[i];
			if (!range.has_most)
				continue;
			snprintf(bound, sizeof(bound), "le=\"%" PRId64 "\"", range.most);
			put_series(out, name, "_bucket", labels, bound, sum, false);
		}
	put_series(out, name, "_bucket", labels, "le=\"+Inf\"", sum, false);
	put_series(out, name, "_count", labels, "", sum, false);
}

static bool is_counter(const struct plan_map *map)
{
	return map->aggregate == PLAN_COUNT || (map->aggregate == PLAN_SUM && !map->is_signed);
}

static const char *family_type(const struct plan_map *map)
{
	if (is_counter(map))
		return "counter";
	return map->aggregate == PLAN_HIST    ? "histogram"
	       : map->aggregate == PLAN_STATS ? "summary"
					      : "gauge";
}

static void put_value(FILE *out, const struct plan_map *map, const char *name, const char *labels,
		      const uint8_t *value)
{
	const struct abi_average *average = (const void *)value;
	const uint64_t *number = (const void *)value;
	uint64_t plain = 0;

	switch (map->aggregate) {
	case PLAN_HIST:
		put_hist(out, map, name, labels, number);
		break;
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
		value_integer(&map->value, value, &plain);
		put_series(out, name, "", labels, "", plain, map->value.is_signed);
		break;
	default:
		put_series(out, name, is_counter(map) ? "_total" : "", labels, "", *number,
			   map->is_signed);
	}
}

/* A time series is a chart; what is no number has no value. */
static bool is_metric(const struct plan_map *map)
{
	return map->aggregate != PLAN_TSERIES &&
	       (map->aggregate != PLAN_PLAIN || map->value.kind == PLAN_INT ||
		map->value.kind == PLAN_BOOL);
}

/* ---- tables ---- */

static int compare_texts(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* What is like another's must not come twice: NULL then, else for the tree to free. */
static const char *new_labels(struct output *output, const struct plan_map *map,
			      const uint8_t *key, void **seen)
{
	char *labels = labels_text(output, map, key);

	if (tfind(labels, seen, compare_texts)) {
		free(labels);
		return NULL;
	}
	tsearch(labels, seen, compare_texts);
	return labels;
}

/* Held objects are two families, others one. */
static void put_family(FILE *out, const struct plan_map *map, const char *const *labels,
		       const struct table_entry *entries, size_t count)
{
	char *name = family_name(map);

	fprintf(out, "# TYPE %s%s %s\n", name, map->aggregate == PLAN_HOLD ? "_bytes" : "",
		family_type(map));
	for (size_t i = 0; i < count; i++) {
		const struct held *held = (const void *)entries[i].value;

		if (!labels[i])
			continue;
		if (map->aggregate == PLAN_HOLD)
			put_series(out, name, "_bytes", labels[i], "", held->bytes, false);
		else
			put_value(out, map, name, labels[i], entries[i].value);
	}
	if (map->aggregate == PLAN_HOLD) {
		fprintf(out, "# TYPE %s_objects gauge\n", name);
		for (size_t i = 0; i < count; i++)
			if (labels[i])
				put_series(out, name, "_objects", labels[i], "",
					   held_objects(map, (const void *)entries[i].value),
					   false);
	}
	free(name);
}

static struct metrics *get_metrics(struct output *output)
{
	if (!output->metrics) {
		output->metrics = heap_alloc(sizeof(struct metrics));
		output->metrics->families = heap_alloc(output->plan->map_count * sizeof(char *));
		output->metrics->left_out =
			heap_alloc(output->plan->map_count * sizeof(uint64_t));
	}
	return output->metrics;
}

static void take_table(struct output *output, const struct table *table,
		       const struct map_view *view, uint64_t now)
{
	struct metrics *metrics = get_metrics(output);
	size_t index = (size_t)(table->map - output->plan->maps), size;
	size_t first = table->entry_count > SERIES_MOST ? table->entry_count - SERIES_MOST : 0;
	size_t count = table->entry_count - first;
	const char **labels = heap_alloc(count * sizeof(*labels));
	void *seen = NULL;
	FILE *out;

	if (!is_metric(table->map)) {
		free(labels);
		return;
	}
	metrics->left_out[index] = first;
	for (size_t i = 0; i < count; i++) { /* of those that look alike, the largest */
		size_t at = count - 1 - i;

		labels[at] = new_labels(output, table->map, table->entries[first + at].key, &seen);
		metrics->left_out[index] += !labels[at];
	}
	free(metrics->families[index]);
	out = heap_stream(&metrics->families[index], &size);
	put_family(out, table->map, labels, table->entries + first, count);
	fclose(out);
	tdestroy(seen, free);
	free(labels);
}

static void take_losses(struct output *output, FILE *out, const uint64_t counts[ABI_LOSS_COUNT])
{
	memcpy(get_metrics(output)->losses, counts, sizeof(output->metrics->losses));
	loss_print_all(output, out, counts);
}

/* ---- the end ---- */

static void put_losses(FILE *out, const uint64_t counts[ABI_LOSS_COUNT])
{
	static const char *const names[] = {
#define LOSS(id, singular, plural, advice, meaning) [ABI_LOSS_##id] = #id,
#include "codegen/loss.def"
#undef LOSS
	};

	fputs("# TYPE memtap_losses counter\n", out);
	for (unsigned int i = 0; i < ABI_LOSS_COUNT; i++) {
		fputs("memtap_losses_total{kind=\"", out);
		for (const char *c = names[i]; *c; c++)
			fputc(tolower((unsigned char)*c), out);
		fprintf(out, "\"} %" PRIu64 "\n", counts[i]);
	}
}

static void finish(struct output *output)
{
	struct metrics *metrics = get_metrics(output);
	const struct plan *plan = output->plan;

	for (uint32_t i = 0; i < plan->map_count; i++)
		if (metrics->families[i])
			fputs(metrics->families[i], output->out);
	fputs("# TYPE memtap_left_out_keys gauge\n", output->out);
	for (uint32_t i = 0; i < plan->map_count; i++)
		if (metrics->families[i])
			fprintf(output->out, "memtap_left_out_keys{map=\"%s\"} %" PRIu64 "\n",
				plan->maps[i].name, metrics->left_out[i]);
	put_losses(output->out, metrics->losses);
	fputs("# EOF\n", output->out);
}

void openmetrics_free(struct metrics *metrics, uint32_t map_count)
{
	if (!metrics)
		return;
	for (uint32_t i = 0; i < map_count; i++)
		free(metrics->families[i]);
	free(metrics->families);
	free(metrics->left_out);
	free(metrics);
}

/* What the run's own form keeps of what was printed stays as it is. */
char *output_metrics(struct output *output, size_t *size)
{
	const struct output before = *output;
	char *text;

	output_use_form(output, &output_form_openmetrics);
	output->metrics = NULL;
	output->out = heap_stream(&text, size);
	output_all_maps(output);
	loss_count_all(output, get_metrics(output)->losses);
	output_finish(output);
	fclose(output->out);
	openmetrics_free(output->metrics, output->plan->map_count);
	output->form = before.form;
	output->is_exact = before.is_exact;
	output->metrics = before.metrics;
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
	.losses = take_losses,
	.finish = finish,
};
