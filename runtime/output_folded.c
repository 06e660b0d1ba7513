/*
 * -f folded: a stack a line, outermost function first, and its value, as flamegraph.pl, inferno and
 * Speedscope read it. Of held objects the bytes, or the objects of a map that is by count.
 *
 *     memhog;main;grow_heap;malloc 4096
 *
 * Parts of the key that are no stacks are frames before it; the map's name is the first of all if there
 * are several maps.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"
#include "lexer/text.h"
#include "runtime/message.h"
#include "runtime/output_private.h"
#include "runtime/output_profile.h"

/* ';' and the end of the line end a frame. */
static void put_name(FILE *out, const char *name)
{
	for (; *name; name++)
		fputc(*name == ';' ? ':' : *name == '\n' || *name == '\t' ? ' ' : *name, out);
}

static void put_frame(FILE *out, const struct profile_frame *frame)
{
	char *text = profile_frame_text(frame);

	put_name(out, text);
	free(text);
}

/* All but the last of its lines. */
static void put_inlined(FILE *out, const struct profile_frame *frame)
{
	for (size_t i = frame->line_count; i > 1; i--) {
		const char *function = frame->lines[i - 2].function;

		fputc(';', out);
		put_name(out, function ? function : "[unknown]");
	}
}

/* For free(); names have no control characters but those that put_name() replaces. */
static char *stack_text(const struct profile_map *map, const struct profile_sample *sample,
			bool has_name)
{
	const char *separator = "";
	char *text, *shown;
	size_t size;
	FILE *out = heap_stream(&text, &size);

	if (has_name) {
		put_name(out, map->map->name);
		separator = ";";
	}
	for (uint32_t i = 0; i < sample->label_count; i++, separator = ";") {
		fputs(separator, out);
		put_name(out, sample->labels[i]->text);
	}
	for (uint32_t i = 0; i < sample->frame_count; i++, separator = ";") {
		fputs(separator, out);
		put_frame(out, sample->frames[i]);
		put_inlined(out, sample->frames[i]);
	}
	fclose(out);
	out = heap_stream(&shown, &size);
	text_put(out, text, strlen(text));
	fclose(out);
	free(text);
	return shown;
}

/* ---- lines ---- */

struct line {
	const struct plan_map *map;
	char *stack;
	int64_t value;
};

struct lines {
	struct line *list;
	size_t count;
};

static int compare_lines(const void *a, const void *b)
{
	return strcmp(((const struct line *)a)->stack, ((const struct line *)b)->stack);
}

static void add_lines(struct lines *lines, const struct profile_map *map, bool has_name)
{
	/* The second value of held objects is how many. */
	bool is_second = map->map->aggregate == PLAN_HOLD && map->map->is_by_count;

	lines->list = heap_realloc(lines->list,
				   (lines->count + map->count) * sizeof(*lines->list));
	for (size_t i = 0; i < map->count; i++)
		lines->list[lines->count++] =
			(struct line){map->map, stack_text(map, map->samples[i], has_name),
				      map->samples[i]->values[is_second]};
}

/* As calls in several places of a function are; all of one map. */
static int64_t value_of_alike(const struct line *line, size_t count)
{
	int64_t value = line->value;

	for (size_t i = 1; i < count; i++)
		value = profile_combine(line->map, value, line[i].value);
	return value;
}

static size_t count_alike(const struct lines *lines, size_t first)
{
	size_t end = first + 1;

	while (end < lines->count && compare_lines(&lines->list[first], &lines->list[end]) == 0)
		end++;
	return end - first;
}

/* In order, so that two runs can be compared. */
static void print_lines(FILE *out, struct lines *lines)
{
	size_t negative = 0, alike;

	if (lines->count)
		qsort(lines->list, lines->count, sizeof(*lines->list), compare_lines);
	for (size_t i = 0; i < lines->count; i += alike) {
		int64_t value;

		alike = count_alike(lines, i);
		value = value_of_alike(&lines->list[i], alike);
		negative += value < 0;
		if (value > 0)
			fprintf(out, "%s %" PRId64 "\n", lines->list[i].stack, value);
	}
	if (negative)
		complain("-f folded: %zu negative value%s left out: a flame graph has none",
			 negative, negative == 1 ? " is" : "s are");
}

static void finish(struct output *output)
{
	bool has_name = profile_count_maps(output, false) > 1;
	struct lines lines = {0};
	size_t count;
	struct profile_map *maps = profile_finish(output, &count);

	for (size_t i = 0; i < count; i++)
		add_lines(&lines, &maps[i], has_name);
	print_lines(output->out, &lines);
	for (size_t i = 0; i < lines.count; i++)
		free(lines.list[i].stack);
	free(lines.list);
	free(maps);
}

const struct output_form output_form_folded = {
	.name = "folded",
	PROFILE_CALLBACKS,
	.finish = finish,
};
