#include "runtime/output_timeline.h"

#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "runtime/clock.h"
#include "runtime/file.h"
#include "runtime/output_private.h"

#define POINTS_MOST   256
#define ENTRIES_MOST  64 /* of a point */
#define SERIES_MOST   10
#define INTERVAL_MIN  UINT64_C(100000000) /* ns */
#define COST_FRACTION 20

struct entry {
	int64_t values[PROFILE_VALUES];
	uint8_t key[]; /* up to the next multiple of 8 */
};

struct point {
	uint64_t time_ns;
	int64_t sums[PROFILE_VALUES];
	size_t entry_count;
	uint8_t *entries; /* struct entry */
};

struct track { /* of a map */
	const struct plan_map *map; /* NULL: it has no chart */
	bool is_ticked; /* held objects, and until the program prints it while tracing goes on */
	size_t entry_size;
	struct point points[POINTS_MOST + 1];
	size_t count;
	bool is_last_passing; /* the last point stays only until there is a later one */
	uint64_t printed, stride; /* one in so many prints has a point that stays */
};

struct timeline {
	struct track **tracks; /* [map_count]; NULL: no chart */
	uint32_t map_count;
	uint64_t start_ns, interval;
	int timer;
	bool has_ended;
};

/* ---- which maps ---- */

static bool adds_up(const struct plan_map *map)
{
	return map->aggregate == PLAN_HOLD || map->aggregate == PLAN_COUNT ||
	       map->aggregate == PLAN_HIST || (map->aggregate == PLAN_SUM && !map->is_signed);
}

static bool is_charted(const struct plan_map *map)
{
	return !map->is_scalar && adds_up(map) && profile_map_has_stack(map);
}

static struct track *new_track(const struct plan *plan, uint32_t index)
{
	const struct plan_map *map = &plan->maps[index];
	struct track *track;

	if (!is_charted(map))
		return NULL;
	track = heap_alloc(sizeof(*track));
	track->map = map;
	track->is_ticked = true;
	track->entry_size = sizeof(struct entry) + (map->key.size + 7) / 8 * 8;
	track->stride = 1;
	return track;
}

struct timeline *timeline_new(const struct plan *plan)
{
	struct timeline *timeline = heap_alloc(sizeof(*timeline));
	bool has_tracks = false;

	timeline->map_count = plan->map_count;
	timeline->tracks = heap_alloc(plan->map_count * sizeof(*timeline->tracks));
	timeline->interval = INTERVAL_MIN;
	for (uint32_t i = 0; i < plan->map_count; i++) {
		timeline->tracks[i] = new_track(plan, i);
		has_tracks |= timeline->tracks[i] != NULL;
	}
	timeline->timer = has_tracks ? timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK)
				     : -1;
	return timeline;
}

static void drop_all(struct track *track)
{
	while (track->count > 0)
		free(track->points[--track->count].entries);
}

void timeline_free(struct timeline *timeline)
{
	if (!timeline)
		return;
	for (uint32_t i = 0; i < timeline->map_count; i++) {
		if (timeline->tracks[i])
			drop_all(timeline->tracks[i]);
		free(timeline->tracks[i]);
	}
	file_close(&timeline->timer);
	free(timeline->tracks);
	free(timeline);
}

/* ---- points ---- */

static const struct entry *entry_of(const struct track *track, const struct point *point, size_t i)
{
	return (const struct entry *)(point->entries + i * track->entry_size);
}

/* Only bytes are kept with the totals of a sample. */
static void find_values(const struct plan_map *map, const uint8_t *value,
			int64_t values[PROFILE_VALUES])
{
	values[1] = 0;
	profile_find_values(map, value, values);
}

static void make_point(const struct track *track, const struct table *table, uint64_t time_ns,
		       struct point *point)
{
	size_t count = table->entry_count < ENTRIES_MOST ? table->entry_count : ENTRIES_MOST;
	size_t first = table->entry_count - count;
	int64_t values[PROFILE_VALUES];

	*point = (struct point){.time_ns = time_ns,
				.entry_count = count,
				.entries = heap_alloc(count * track->entry_size)};
	for (size_t i = 0; i < table->entry_count; i++) {
		struct entry *entry;

		find_values(track->map, table->entries[i].value, values);
		for (size_t j = 0; j < PROFILE_VALUES; j++)
			point->sums[j] = profile_combine(track->map, point->sums[j], values[j]);
		if (i < first)
			continue;
		entry = (struct entry *)(point->entries + (i - first) * track->entry_size);
		memcpy(entry->values, values, sizeof(values));
		memcpy(entry->key, table->entries[i].key, track->map->key.size);
	}
}

static void drop_every_other(struct track *track)
{
	size_t kept = 0;

	for (size_t i = 0; i < track->count; i++) {
		if (i % 2)
			free(track->points[i].entries);
		else
			track->points[kept++] = track->points[i];
	}
	track->count = kept;
}

static void add_point(struct timeline *timeline, struct track *track, const struct table *table,
		      bool is_passing)
{
	uint64_t now = clock_ns(CLOCK_MONOTONIC) - timeline->start_ns;

	if (track->is_last_passing)
		free(track->points[--track->count].entries);
	make_point(track, table, now, &track->points[track->count++]);
	track->is_last_passing = is_passing;
}

/* From the first print on those are the points. One at the end alone would be no chart. */
static bool takes_prints(const struct timeline *timeline, struct track *track)
{
	if (track->is_ticked && !timeline->has_ended && track->map->aggregate != PLAN_HOLD) {
		drop_all(track);
		track->is_ticked = false;
	}
	return !track->is_ticked;
}

void timeline_add_printed(struct timeline *timeline, uint32_t map, const struct table *table)
{
	struct track *track = timeline->tracks[map];

	if (!track || !takes_prints(timeline, track))
		return;
	add_point(timeline, track, table, track->printed++ % track->stride != 0);
	if (track->count <= POINTS_MOST || track->is_last_passing)
		return;
	drop_every_other(track);
	track->stride *= 2;
}

/* ---- ticks ---- */

static void set_timer(const struct timeline *timeline, uint64_t delay)
{
	struct itimerspec when = {.it_value = {.tv_sec = (time_t)(delay / 1000000000),
					       .tv_nsec = (long)(delay % 1000000000)}};

	if (timeline->timer >= 0)
		timerfd_settime(timeline->timer, 0, &when, NULL);
}

static void read_map(struct output *output, struct timeline *timeline, uint32_t map)
{
	bool by_object = timeline->tracks[map]->map->lacks_totals;
	struct table table;
	int error;

	if ((by_object ? output->maps.objects : output->maps.values)[map] < 0)
		return;
	error = by_object ? table_read_older(output, map, clock_ns(CLOCK_BOOTTIME), 0, &table)
			  : table_read(output, map, &table);
	if (!error) /* print() tells of what cannot be read */
		add_point(timeline, timeline->tracks[map], &table, false);
	table_free(&table);
}

static bool is_full(const struct timeline *timeline)
{
	for (uint32_t i = 0; i < timeline->map_count; i++) {
		const struct track *track = timeline->tracks[i];

		if (track && track->is_ticked && track->count > POINTS_MOST)
			return true;
	}
	return false;
}

static void go_slower(struct timeline *timeline)
{
	for (uint32_t i = 0; i < timeline->map_count; i++)
		if (timeline->tracks[i] && timeline->tracks[i]->is_ticked)
			drop_every_other(timeline->tracks[i]);
	timeline->interval *= 2;
}

/* False: no map needs it any more. */
static bool read_maps(struct output *output, struct timeline *timeline)
{
	bool is_any = false;

	for (uint32_t i = 0; i < timeline->map_count; i++) {
		if (!timeline->tracks[i] || !timeline->tracks[i]->is_ticked)
			continue;
		read_map(output, timeline, i);
		is_any = true;
	}
	return is_any;
}

void timeline_tick(struct output *output, struct timeline *timeline)
{
	uint64_t began = clock_ns(CLOCK_MONOTONIC), cost;

	if (!read_maps(output, timeline)) {
		set_timer(timeline, 0); /* off, and no longer readable */
		return;
	}
	if (is_full(timeline))
		go_slower(timeline);
	cost = (clock_ns(CLOCK_MONOTONIC) - began) * COST_FRACTION;
	set_timer(timeline, cost > timeline->interval ? cost : timeline->interval);
}

void timeline_start(struct output *output, struct timeline *timeline)
{
	timeline->start_ns = clock_ns(CLOCK_MONOTONIC);
	timeline_tick(output, timeline);
	set_timer(timeline, timeline->interval); /* what is done for the first time takes longer */
}

void timeline_end(struct output *output, struct timeline *timeline)
{
	timeline_tick(output, timeline);
	timeline->has_ended = true;
}

int timeline_fd(const struct timeline *timeline)
{
	return timeline->timer;
}

/* ---- charts ---- */

struct found { /* an entry of a point */
	const struct entry *entry;
	size_t point;
};

struct run { /* of those with the same key */
	const struct found *first;
	size_t count;
	int64_t most;
};

static int compare_keys(const void *a, const void *b, void *track)
{
	return memcmp(((const struct found *)a)->entry->key, ((const struct found *)b)->entry->key,
		      ((const struct track *)track)->map->key.size);
}

static int compare_runs(const void *a, const void *b)
{
	const struct run *left = a, *right = b;

	return (left->most < right->most) - (left->most > right->most);
}

/* Of all points, sorted by key. */
static struct found *find_entries(const struct track *track, size_t *count)
{
	struct found *found = heap_alloc(track->count * ENTRIES_MOST * sizeof(*found));

	*count = 0;
	for (size_t i = 0; i < track->count; i++)
		for (size_t j = 0; j < track->points[i].entry_count; j++)
			found[(*count)++] = (struct found){entry_of(track, &track->points[i], j), i};
	qsort_r(found, *count, sizeof(*found), compare_keys, (void *)track);
	return found;
}

static size_t find_runs(const struct track *track, const struct found *found, size_t count,
			struct run *runs)
{
	bool by_count = track->map->aggregate == PLAN_HOLD && track->map->is_by_count;
	size_t run_count = 0;

	for (size_t i = 0; i < count; i++) {
		int64_t value = found[i].entry->values[by_count];

		if (i == 0 || compare_keys(&found[i - 1], &found[i], (void *)track) != 0)
			runs[run_count++] = (struct run){.first = &found[i]};
		runs[run_count - 1].count++;
		if (value > runs[run_count - 1].most)
			runs[run_count - 1].most = value;
	}
	qsort(runs, run_count, sizeof(*runs), compare_runs);
	return run_count;
}

static void fill_series(struct timeline_chart *chart, const struct run *run)
{
	struct timeline_series *series = &chart->series[chart->series_count++];

	series->key = run->first->entry->key;
	series->values = heap_alloc(chart->point_count * sizeof(*series->values));
	for (size_t i = 0; i < run->count; i++)
		memcpy(series->values[run->first[i].point], run->first[i].entry->values,
		       sizeof(*series->values));
}

static void fill_sums(struct timeline_chart *chart, const struct track *track)
{
	chart->point_count = track->count;
	chart->times = heap_alloc(track->count * sizeof(*chart->times));
	chart->sums = heap_alloc(track->count * sizeof(*chart->sums));
	for (size_t i = 0; i < track->count; i++) {
		chart->times[i] = track->points[i].time_ns;
		memcpy(chart->sums[i], track->points[i].sums, sizeof(*chart->sums));
	}
}

struct timeline_chart timeline_make_chart(const struct timeline *timeline, uint32_t map)
{
	const struct track *track = timeline->tracks[map];
	struct timeline_chart chart = {0};
	struct found *found;
	struct run *runs;
	size_t count;

	if (!track)
		return chart;
	fill_sums(&chart, track);
	found = find_entries(track, &count);
	runs = heap_alloc(count * sizeof(*runs));
	count = find_runs(track, found, count, runs);
	chart.series = heap_alloc(SERIES_MOST * sizeof(*chart.series));
	for (size_t i = 0; i < count && i < SERIES_MOST; i++)
		fill_series(&chart, &runs[i]);
	free(runs);
	free(found);
	return chart;
}

void timeline_free_chart(struct timeline_chart *chart)
{
	for (size_t i = 0; i < chart->series_count; i++)
		free(chart->series[i].values);
	free(chart->series);
	free(chart->sums);
	free(chart->times);
	*chart = (struct timeline_chart){0};
}
