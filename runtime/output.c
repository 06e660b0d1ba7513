#include "runtime/output.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lexer/arena.h"
#include "runtime/clock.h"
#include "runtime/machine.h"
#include "runtime/output_profile.h"
#include "runtime/output_private.h"
#include "runtime/output_report.h"

#define NAMES_MAX     65536 /* attach ids; far more than there are probes */
#define TIME_TEXT_MAX 4096

/* ---- the whole ---- */

static bool is_formatted(enum plan_event_kind kind)
{
	return kind == PLAN_PRINTF || kind == PLAN_MESSAGE || kind == PLAN_CAT ||
	       kind == PLAN_SYSTEM;
}

struct output *output_new(const struct plan *plan, const struct output_maps *maps,
			  struct symbols *symbols, FILE *out)
{
	struct output *output = heap_alloc(sizeof(*output));

	output->plan = plan;
	output->maps = *maps;
	output->symbols = symbols;
	output->out = out;
	output->form = &output_form_text;
	output->access = &map_access_kernel;
	output->start_ns = clock_ns(CLOCK_BOOTTIME);
	output->cpus = machine_cpus();
	output->arena = arena_new();
	output->formats = heap_alloc(plan->event_count * sizeof(struct format *));
	output->was_written = heap_alloc(plan->map_count * sizeof(bool));
	for (uint32_t i = 0; i < plan->event_count; i++)
		if (is_formatted(plan->events[i].kind))
			output->formats[i] = format_parse(plan->events[i].format);
	return output;
}

void output_free(struct output *output)
{
	if (!output)
		return;
	for (uint32_t i = 0; i < output->plan->event_count; i++)
		format_free(output->formats[i]);
	for (size_t i = 0; i < output->name_count; i++) {
		free(output->names[i].probe);
		free(output->names[i].function);
	}
	profile_free(output->profile);
	openmetrics_free(output->metrics, output->plan->map_count);
	report_free(output->report);
	free(output->formats);
	free(output->was_written);
	free(output->names);
	arena_free(output->arena);
	free(output);
}

void output_use_form(struct output *output, const struct output_form *form)
{
	output->form = form;
	output->is_exact = form->is_exact;
}

void output_attached(struct output *output, size_t count)
{
	if (output->form->attached)
		output->form->attached(output, count);
}

void output_set_watcher(struct output *output, const struct output_watcher *watcher)
{
	output->watcher = *watcher;
}

static void make_room_for_name(struct output *output, size_t id)
{
	size_t count = id + 1;

	if (count <= output->name_count)
		return;
	output->names = heap_realloc(output->names, count * sizeof(*output->names));
	memset(output->names + output->name_count, 0,
	       (count - output->name_count) * sizeof(*output->names));
	output->name_count = count;
}

void output_name_attach(struct output *output, uint64_t id, const char *probe, const char *function)
{
	struct attach_name *name;

	if (id >= NAMES_MAX)
		return;
	make_room_for_name(output, id);
	name = &output->names[id];
	free(name->probe);
	free(name->function);
	name->probe = probe ? heap_strdup(probe) : NULL;
	name->function = function ? heap_strdup(function) : NULL;
}

/* ---- events ---- */

static uint64_t payload_word(const uint8_t *payload, const struct plan_type *type, uint32_t index)
{
	uint64_t word = 0;

	value_integer(&type->elements[index], payload + type->elements[index].offset, &word);
	return word;
}

static void print_value_line(struct output *output, const struct plan_type *payload,
			     const uint8_t *bytes)
{
	const struct plan_type *value = &payload->elements[0];

	output->form->value(output, value, bytes + value->offset);
}

static void print_map(struct output *output, const struct plan_event *event, const uint8_t *bytes)
{
	struct map_view view = {.top = payload_word(bytes, &event->payload, 0),
				.divisor = payload_word(bytes, &event->payload, 1),
				.older = payload_word(bytes, &event->payload, 2)};

	map_print(output, event->map, &view);
}

static void print_time(struct output *output, const char *format)
{
	char text[TIME_TEXT_MAX] = "";
	time_t now = time(NULL);
	struct tm local;

	if (!localtime_r(&now, &local) || !strftime(text, sizeof(text), format, &local))
		return;
	if (output->form->text)
		output->form->text(output, "time", text);
	else
		fputs(text, output->out);
}

/* What each of these prints is one text to a form that takes texts. */
static void do_text_event(struct output *output, uint32_t index, const uint8_t *bytes)
{
	const struct plan_event *event = &output->plan->events[index];

	switch (event->kind) {
	case PLAN_CAT:
		action_cat(output, index, bytes);
		break;
	case PLAN_SYSTEM:
		action_system(output, index, bytes);
		break;
	case PLAN_JOIN:
		action_join(output, index, bytes);
		break;
	default:
		format_print(output, output->out, output->formats[index], &event->payload, bytes);
	}
}

static void print_text_event(struct output *output, uint32_t index, const uint8_t *bytes)
{
	static const char *const names[] = {[PLAN_PRINTF] = "printf",
					    [PLAN_CAT] = "cat",
					    [PLAN_SYSTEM] = "syscall",
					    [PLAN_JOIN] = "join"};
	FILE *out = output->out;
	size_t size;
	char *text;

	if (!output->form->text) {
		do_text_event(output, index, bytes);
		return;
	}
	output->out = heap_stream(&text, &size);
	do_text_event(output, index, bytes);
	fclose(output->out);
	output->out = out;
	output->form->text(output, names[output->plan->events[index].kind], text);
	free(text);
}

/* Of several calls of exit() the first one counts. */
static void set_exit_code(struct output *output, uint64_t code)
{
	if (!output->has_exit_code)
		output->exit_code = output_exit_status(code);
	output->has_exit_code = true;
}

static void watch(const struct output_watcher *watcher, const struct plan_event *event,
		  const uint8_t *bytes)
{
	uint64_t address = payload_word(bytes, &event->payload, 0);
	uint32_t pid = (uint32_t)payload_word(bytes, &event->payload, 1);

	if (event->kind == PLAN_UNWATCH)
		watcher->unwatch(watcher->context, pid, address);
	else
		watcher->watch(watcher->context, pid, address,
			       payload_word(bytes, &event->payload, 2), event->format);
}

static enum output_action do_event(struct output *output, uint32_t index, const uint8_t *bytes)
{
	const struct plan_event *event = &output->plan->events[index];

	switch (event->kind) {
	case PLAN_PRINTF:
	case PLAN_CAT:
	case PLAN_SYSTEM:
	case PLAN_JOIN:
		print_text_event(output, index, bytes);
		break;
	case PLAN_MESSAGE:
		action_message(output, index, bytes);
		break;
	case PLAN_PRINT_VALUE:
		print_value_line(output, &event->payload, bytes);
		break;
	case PLAN_PRINT_MAP:
		print_map(output, event, bytes);
		break;
	case PLAN_CLEAR_MAP:
		map_clear(output, event->map);
		break;
	case PLAN_ZERO_MAP:
		map_zero(output, event->map);
		break;
	case PLAN_EXIT:
		set_exit_code(output, payload_word(bytes, &event->payload, 0));
		return OUTPUT_EXIT;
	case PLAN_TIME:
		print_time(output, event->format);
		break;
	case PLAN_WATCH:
	case PLAN_UNWATCH:
		watch(&output->watcher, event, bytes);
		break;
	}
	return OUTPUT_GO_ON;
}

enum output_action output_event(struct output *output, const void *record, size_t size)
{
	struct abi_event event;

	if (size < sizeof(event)) {
		output_count_loss(output, ABI_LOSS_DAMAGED, 1);
		return OUTPUT_GO_ON;
	}
	memcpy(&event, record, sizeof(event));
	if (event.event >= output->plan->event_count || event.size > size - sizeof(event) ||
	    output->plan->events[event.event].payload.size > event.size) {
		output_count_loss(output, ABI_LOSS_DAMAGED, 1);
		return OUTPUT_GO_ON;
	}
	return do_event(output, event.event, (const uint8_t *)record + sizeof(event));
}

void output_make_changes(struct output *output, volatile uint32_t changes[ABI_MAPS_MAX])
{
	for (uint32_t i = 0; i < output->plan->map_count && i < ABI_MAPS_MAX; i++) {
		uint32_t left = __atomic_exchange_n(&changes[i], 0, __ATOMIC_SEQ_CST);

		if (left & ABI_CHANGE_CLEAR)
			map_clear(output, i);
		else if (left & ABI_CHANGE_ZERO)
			map_zero(output, i);
	}
}

/* A shell sees eight bits, of which exit(256) would be success. */
int output_exit_status(uint64_t code)
{
	return code > UINT8_MAX ? UINT8_MAX : (int)code;
}

int output_exit_code(const struct output *output)
{
	return output->exit_code;
}

/* ---- at the end ---- */

static int compare_map_names(const void *a, const void *b, void *plan)
{
	const struct plan_map *maps = ((const struct plan *)plan)->maps;

	return strcmp(maps[*(const uint32_t *)a].name, maps[*(const uint32_t *)b].name);
}

void output_all_maps(struct output *output)
{
	const struct map_view whole = {0};
	uint32_t count = output->plan->map_count;
	uint32_t *order = heap_alloc(count * sizeof(*order));

	for (uint32_t i = 0; i < count; i++)
		order[i] = i;
	qsort_r(order, count, sizeof(*order), compare_map_names, (void *)output->plan);
	if (output->form->before_maps)
		fputs(output->form->before_maps, output->out);
	for (uint32_t i = 0; i < count; i++)
		if (map_is_written(output, order[i]))
			map_print(output, order[i], &whole);
	free(order);
}

void output_report_all_maps(struct output *output)
{
	for (uint32_t i = 0; output->report && i < output->plan->map_count; i++)
		if (map_is_written(output, i))
			map_report(output, i);
}

void output_finish(struct output *output)
{
	if (output->form->finish)
		output->form->finish(output);
}
