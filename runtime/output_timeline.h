/*
 * Tables -> what maps held over time, for the charts of --report.
 *
 * Of each map that has a stack in its key and values that add up, points: the sum of all its
 * entries and the largest of them, as they were at that time. There is one at each tick; of a map
 * that the program prints while tracing goes on, and may then clear, one at each print() instead,
 * unless it is of held objects. What END prints adds none to ticks.
 *
 * Memory and cost are bounded, however long a run is: once there are many, every other one is
 * dropped and they come half as often. Ticks take a twentieth of the time at most.
 */
#ifndef MEMTAP_OUTPUT_TIMELINE_H
#define MEMTAP_OUTPUT_TIMELINE_H

#include <stddef.h>
#include <stdint.h>

#include "codegen/plan.h"
#include "runtime/output_profile.h"

struct output;
struct table;
struct timeline;

/* Of the program's maps. */
struct timeline *timeline_new(const struct plan *plan);
void timeline_free(struct timeline *timeline); /* NULL is allowed */

/* Time begins, and with it ticks. */
void timeline_start(struct output *output, struct timeline *timeline);
/* Readable when a tick is due; -1: there are none, since no map has charts, or no timer. */
int timeline_fd(const struct timeline *timeline);
/* Reads the maps that are to be read at each tick. */
void timeline_tick(struct output *output, struct timeline *timeline);
/* The last tick: tracing has ended, and END has not run yet, which may print and clear maps. */
void timeline_end(struct output *output, struct timeline *timeline);
/* print() shows this. */
void timeline_add_printed(struct timeline *timeline, uint32_t map, const struct table *table);

/* The map's key, and what it had at each point; 0 where it was not among the largest. */
struct timeline_series {
	const uint8_t *key;
	int64_t (*values)[PROFILE_VALUES]; /* [point_count] */
};

struct timeline_chart {
	size_t point_count, series_count;
	uint64_t *times;		 /* ns, since the beginning */
	int64_t (*sums)[PROFILE_VALUES]; /* of all entries */
	struct timeline_series *series;	 /* those that once were the largest come first */
};

/* Of a map; without points if it has no chart. */
struct timeline_chart timeline_make_chart(const struct timeline *timeline, uint32_t map);
void timeline_free_chart(struct timeline_chart *chart);

#endif
