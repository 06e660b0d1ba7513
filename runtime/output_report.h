/*
 * --report: a page of HTML that holds what was seen, beside what is printed, written at the end.
 *
 * The page, with its style, its script and the libraries in it, is made of runtime/report/ when
 * memtap is built, and embedded. What is put into it is one JSON object, with no '<' in it, so that
 * no name of a function can end the element that it is in; the page makes text of it, never HTML.
 *
 * Of each map it is what a profile of all maps has (output_profile.h), and what it held over time
 * (output_timeline.h).
 */
#ifndef MEMTAP_OUTPUT_REPORT_H
#define MEMTAP_OUTPUT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>
#include <time.h>

#include "codegen/abi.h"
#include "codegen/plan.h"
#include "runtime/output.h"

struct profile;
struct table;
struct timeline;

struct report {
	FILE *file;
	struct profile *profile;
	struct timeline *timeline;
	uint64_t losses[ABI_LOSS_COUNT];
	char *command, *process; /* that are traced; or NULL */
	pid_t pid;
	bool follows;
	time_t started;
	uint64_t start_ns, end_ns; /* CLOCK_BOOTTIME */
	size_t probes;
};

struct report *report_new(const struct plan *plan, FILE *file, const struct report_target *target);
void report_free(struct report *report); /* NULL is allowed */

/* As in struct output_form. */
void report_take_table(struct output *output, struct report *report, const struct table *table);
void report_take_clear(struct output *output, struct report *report, uint32_t map);
void report_take_losses(struct report *report, const uint64_t counts[ABI_LOSS_COUNT]);

/* output_report_data.c. All of it: the page's data, for json_object_put(). */
struct json_object *report_make_data(struct output *output, struct report *report);

#endif
