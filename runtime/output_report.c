#include "runtime/output_report.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"
#include "runtime/clock.h"
#include "runtime/file.h"
#include "runtime/output_private.h"
#include "runtime/output_profile.h"
#include "runtime/output_timeline.h"
#include "runtime/report_page.h"

/* ---- what the run is of ---- */

/* "server --name 'a b'": words that are not only letters, digits and the like are quoted. */
static char *command_text(char *const *words)
{
	char *text;
	size_t size;
	FILE *out = heap_stream(&text, &size);

	for (size_t i = 0; words[i]; i++) {
		bool is_plain = words[i][0] && !strpbrk(words[i], " \t\n'\"\\");

		fprintf(out, is_plain ? "%s%s" : "%s'%s'", i ? " " : "", words[i]);
	}
	fclose(out);
	return text;
}

static char *process_name(pid_t pid)
{
	char path[64], *name;

	snprintf(path, sizeof(path), "/proc/%d/comm", pid);
	name = file_read(path, NULL);
	if (name)
		name[strcspn(name, "\n")] = '\0';
	return name;
}

struct report *report_new(const struct plan *plan, FILE *file, const struct report_target *target)
{
	struct report *report = heap_alloc(sizeof(*report));

	report->file = file;
	report->profile = profile_new_of_all(plan);
	report->timeline = timeline_new(plan);
	report->pid = target->pid;
	report->follows = target->follows;
	if (target->command)
		report->command = command_text(target->command);
	else if (target->pid)
		report->process = process_name(target->pid);
	return report;
}

void report_free(struct report *report)
{
	if (!report)
		return;
	profile_free(report->profile);
	timeline_free(report->timeline);
	free(report->command);
	free(report->process);
	free(report);
}

/* ---- what is printed ---- */

void report_take_table(struct output *output, struct report *report, const struct table *table)
{
	profile_add_table(output, report->profile, table);
	timeline_add_printed(report->timeline, (uint32_t)(table->map - output->plan->maps), table);
}

void report_take_clear(struct output *output, struct report *report, uint32_t map)
{
	profile_clear_map(output, report->profile, map);
}

void report_take_losses(struct report *report, const uint64_t counts[ABI_LOSS_COUNT])
{
	memcpy(report->losses, counts, sizeof(report->losses));
}

/* ---- for the runtime ---- */

void output_use_report(struct output *output, FILE *file, const struct report_target *target)
{
	output->report = report_new(output->plan, file, target);
}

void output_start_report(struct output *output, size_t probes)
{
	struct report *report = output->report;

	if (!report)
		return;
	report->probes = probes;
	report->started = time(NULL);
	report->start_ns = clock_ns(CLOCK_BOOTTIME);
	timeline_start(output, report->timeline);
}

int output_report_fd(const struct output *output)
{
	return output->report ? timeline_fd(output->report->timeline) : -1;
}

void output_report_tick(struct output *output)
{
	if (output->report)
		timeline_tick(output, output->report->timeline);
}

void output_end_report(struct output *output)
{
	if (output->report)
		timeline_end(output, output->report->timeline);
}

void output_write_report(struct output *output)
{
	struct json_object *data;

	if (!output->report)
		return;
	data = report_make_data(output, output->report);
	report_page_write(output->report->file,
			  json_object_to_json_string_ext(data, JSON_C_TO_STRING_PLAIN));
	json_object_put(data);
}
