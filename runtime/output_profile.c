#include "runtime/output_profile.h"

#include <inttypes.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"
#include "lexer/text.h"
#include "runtime/elf_source.h"
#include "runtime/message.h"
#include "runtime/output_private.h"
#include "runtime/progress.h"
#include "runtime/symbols.h"

#define FRAMES_MOST  (2 * (ABI_STACK_MAX + 1)) /* of a sample: deeper ones lose the innermost */
#define LABELS_MOST  64
#define KEY_SIZE     16
#define SAMPLES_MOST (1 << 16) /* of a map, what was cleared with it */
#define PARTS_MOST   (1 << 20) /* frames, labels and their texts */

struct samples {
	struct profile_sample **list; /* in the order in which they came */
	size_t count, capacity;
	void *tree; /* of the same, see tsearch(3) */
};

/* `shown` is what print() showed last, `kept` what was cleared since it was shown. */
struct collected {
	struct samples shown, kept;
	size_t new_count;  /* those of `shown` that are not in `kept` */
	uint64_t left_out; /* of what print() showed last, for want of room */
};

struct profile {
	struct arena *arena; /* frames, labels and their texts */
	void *texts, *frames, *labels, *mappings;
	ARRAY(struct profile_frame *) unread; /* whose lines were not looked up yet */
	struct collected *maps; /* [plan->map_count] */
	uint32_t map_count;
	bool takes_all;	 /* maps, and their values as they are */
	bool has_stacks; /* of any map */
	bool has_lines;	 /* debug info, whatever stacks the program asks for */
	size_t part_count;
	bool is_full;	 /* what is not known yet is not taken */
	bool is_missing; /* and there was such a part, of this sample */
	uint64_t left_out; /* samples */
	uint64_t losses[ABI_LOSS_COUNT];
};

/* ---- each once: what is equal has one address ---- */

static int compare_texts(const void *a, const void *b)
{
	return strcmp(a, b);
}

static int compare_frames(const void *a, const void *b)
{
	const struct profile_frame *left = a, *right = b;

	if (left->pid != right->pid)
		return left->pid < right->pid ? -1 : 1;
	if (left->address != right->address)
		return left->address < right->address ? -1 : 1;
	/* After exec something else may be there. */
	if (left->module != right->module)
		return left->module < right->module ? -1 : 1;
	return left->name < right->name ? -1 : left->name > right->name;
}

static int compare_labels(const void *a, const void *b)
{
	const struct profile_label *left = a, *right = b;

	if (left->is_number != right->is_number)
		return left->is_number ? -1 : 1;
	return strcmp(left->key, right->key) ?: strcmp(left->text, right->text);
}

static int compare_mappings(const void *a, const void *b)
{
	const struct profile_mapping *left = a, *right = b;

	if (left->pid != right->pid)
		return left->pid < right->pid ? -1 : 1;
	if (left->start != right->start)
		return left->start < right->start ? -1 : 1;
	if (left->end != right->end)
		return left->end < right->end ? -1 : 1;
	if (left->offset != right->offset)
		return left->offset < right->offset ? -1 : 1;
	/* After exec another file may be there. */
	if (left->file != right->file)
		return left->file < right->file ? -1 : 1;
	return left->path < right->path ? -1 : left->path > right->path;
}

/* NULL: it is new, and there is no room. */
static void *intern(struct profile *profile, void **tree, const void *thing, size_t size,
		    int (*compare)(const void *a, const void *b))
{
	void *found = tfind(thing, tree, compare);
	void *copy;

	if (found)
		return *(void **)found;
	if (profile->is_full || profile->part_count == PARTS_MOST) {
		profile->is_missing = true;
		return NULL;
	}
	profile->part_count++;
	copy = arena_copy(profile->arena, thing, size);
	tsearch(copy, tree, compare);
	return copy;
}

static const char *intern_text(struct profile *profile, const char *text)
{
	return text ? intern(profile, &profile->texts, text, strlen(text) + 1, compare_texts)
		    : NULL;
}

/* ---- samples ---- */

static int compare_words(size_t a, size_t b)
{
	return a < b ? -1 : a > b;
}

static int compare_samples(const void *a, const void *b)
{
	const struct profile_sample *left = a, *right = b;

	if (left->label_count != right->label_count || left->frame_count != right->frame_count)
		return compare_words(left->label_count, right->label_count)
			       ?: compare_words(left->frame_count, right->frame_count);
	return memcmp(left->labels, right->labels, left->label_count * sizeof(*left->labels))
		       ?: memcmp(left->frames, right->frames,
				 left->frame_count * sizeof(*left->frames));
}

static void clear_samples(struct samples *samples)
{
	for (size_t i = 0; i < samples->count; i++) {
		tdelete(samples->list[i], &samples->tree, compare_samples);
		free(samples->list[i]);
	}
	free(samples->list);
	*samples = (struct samples){0};
}

static void clear_shown(struct collected *collected)
{
	clear_samples(&collected->shown);
	collected->new_count = 0;
	collected->left_out = 0;
}

/* The one with the same stack and labels, or NULL. */
static struct profile_sample *find_same(const struct samples *samples,
					const struct profile_sample *sample)
{
	void *found = tfind(sample, &samples->tree, compare_samples);

	return found ? *(struct profile_sample **)found : NULL;
}

/* Takes the sample over. */
static void append_sample(struct samples *samples, struct profile_sample *sample)
{
	if (samples->count == samples->capacity) {
		samples->capacity = samples->capacity ? 2 * samples->capacity : 64;
		samples->list = heap_realloc(samples->list,
					     samples->capacity * sizeof(*samples->list));
	}
	samples->list[samples->count++] = sample;
	tsearch(sample, &samples->tree, compare_samples);
}

static int64_t add_up(int64_t a, int64_t b)
{
	int64_t sum;

	if (!__builtin_add_overflow(a, b, &sum))
		return sum;
	return a < 0 ? INT64_MIN : INT64_MAX;
}

int64_t profile_combine(const struct plan_map *map, int64_t a, int64_t b)
{
	switch (map->aggregate) {
	case PLAN_MIN:
		return a < b ? a : b;
	case PLAN_MAX:
		return a > b ? a : b;
	default:
		return add_up(a, b);
	}
}

static bool is_plain_number(const struct plan_map *map)
{
	return map->aggregate == PLAN_PLAIN && map->value.kind == PLAN_INT &&
	       !map->value.enumerator_count;
}

/* Of one key, before and after it was cleared. */
static int64_t combine_with_later(const struct plan_map *map, int64_t before, int64_t after)
{
	return is_plain_number(map) ? after : profile_combine(map, before, after);
}

/* Into `same`; takes the sample over. */
static void merge_sample(const struct plan_map *map, struct profile_sample *same,
			 struct profile_sample *sample,
			 int64_t (*combine)(const struct plan_map *map, int64_t a, int64_t b))
{
	for (size_t i = 0; i < PROFILE_VALUES; i++)
		same->values[i] = combine(map, same->values[i], sample->values[i]);
	if (same->value)
		table_add_later(map, same->value, sample->value);
	free(sample);
}

static bool has_room(const struct collected *collected)
{
	return collected->kept.count + collected->new_count < SAMPLES_MOST;
}

/* Takes the sample over. */
static void add_shown(const struct plan_map *map, struct collected *collected,
		      struct profile_sample *sample)
{
	struct profile_sample *same = find_same(&collected->shown, sample);
	bool is_new = !find_same(&collected->kept, sample);

	if (same) {
		merge_sample(map, same, sample, profile_combine);
	} else if (is_new && !has_room(collected)) {
		collected->left_out++;
		free(sample);
	} else {
		collected->new_count += is_new;
		append_sample(&collected->shown, sample);
	}
}

/* ---- an entry of a map ---- */

/* What is known of one so far. */
struct building {
	struct output *output;
	struct profile *profile;
	const struct profile_label *labels[LABELS_MOST];
	uint32_t label_count;
	const struct profile_frame *user[FRAMES_MOST], *kernel[FRAMES_MOST]; /* outermost first */
	uint32_t user_count, kernel_count;
};

static bool has_stack(const struct plan_type *type)
{
	if (type->kind == PLAN_KSTACK || type->kind == PLAN_USTACK)
		return true;
	for (uint32_t i = 0; i < type->element_count; i++)
		if (has_stack(&type->elements[i]))
			return true;
	return false;
}

bool profile_map_has_stack(const struct plan_map *map)
{
	return (!map->is_scalar && has_stack(&map->key)) ||
	       (map->aggregate == PLAN_PLAIN && has_stack(&map->value));
}

static void describe_frame(struct output *output, struct profile *profile,
			   struct profile_frame *frame)
{
	struct symbol_mapping known;
	struct profile_mapping mapping;

	if (!symbols_find_mapping(output->symbols, frame->pid, frame->address, &known))
		return;
	mapping = (struct profile_mapping){.pid = frame->pid,
					   .start = known.start,
					   .end = known.end,
					   .offset = known.offset,
					   .path = intern_text(profile, known.path),
					   .build_id = intern_text(profile, known.build_id),
					   .file = known.file};
	frame->mapping = intern(profile, &profile->mappings, &mapping, sizeof(mapping),
				compare_mappings);
}

static const struct profile_frame *find_frame(struct building *building,
					      const struct stack_frames *frames, size_t i,
					      bool has_lines)
{
	struct output *output = building->output;
	struct profile *profile = building->profile;
	uint64_t address = frames->list[i] - (i > 0 || frames->has_returned);
	struct symbol symbol = frames->is_user
				       ? symbols_user(output->symbols, frames->pid, address)
				       : symbols_kernel(output->symbols, address);
	struct profile_frame frame = {.address = address,
				      .pid = frames->is_user ? frames->pid : 0,
				      .name = intern_text(profile, symbol.name),
				      .module = intern_text(profile, symbol.module)};
	struct profile_frame *added;
	void *found;

	if (profile->is_missing)
		return NULL;
	found = tfind(&frame, &profile->frames, compare_frames);
	if (found)
		return *(struct profile_frame **)found;
	if (frames->is_user && !profile->is_full)
		describe_frame(output, profile, &frame);
	added = intern(profile, &profile->frames, &frame, sizeof(frame), compare_frames);
	if (added && has_lines && added->mapping && added->mapping->file)
		array_push(profile->arena, &profile->unread, added);
	return added;
}

static const struct profile_frame *problem_frame(struct profile *profile, const char *problem)
{
	struct profile_frame frame = {.name = intern_text(profile, problem)};

	return intern(profile, &profile->frames, &frame, sizeof(frame), compare_frames);
}

static void put_stack(struct building *building, const struct plan_type *type, const uint8_t *bytes)
{
	bool is_user = type->kind == PLAN_USTACK;
	bool has_lines = building->profile->has_lines || type->mode == PLAN_STACK_SOURCE;
	const struct profile_frame **list = is_user ? building->user : building->kernel;
	uint32_t *count = is_user ? &building->user_count : &building->kernel_count;
	struct stack_frames frames;

	stack_read(building->output, type, bytes, &frames);
	for (size_t i = frames.count; i > 0 && *count < FRAMES_MOST; i--)
		list[(*count)++] = find_frame(building, &frames, i - 1, has_lines);
	if (frames.problem && *count < FRAMES_MOST)
		list[(*count)++] = problem_frame(building->profile, frames.problem);
}

static void put_label(struct building *building, const struct plan_type *type, const uint8_t *bytes)
{
	struct profile *profile = building->profile;
	char *text = value_text(building->output, type, bytes), key[KEY_SIZE];
	struct profile_label label = {.text = intern_text(profile, text)};
	uint64_t number;

	free(text);
	if (building->label_count == LABELS_MOST)
		return;
	snprintf(key, sizeof(key), "key%" PRIu32, building->label_count + 1);
	label.key = intern_text(profile, type->label ? type->label : type->name ? type->name : key);
	if (profile->is_missing)
		return;
	label.is_number = type->kind == PLAN_INT && !type->enumerator_count &&
			  value_integer(type, bytes, &number);
	if (label.is_number)
		label.number = (int64_t)number;
	building->labels[building->label_count++] =
		intern(profile, &profile->labels, &label, sizeof(label), compare_labels);
}

static void put_parts(struct building *building, const struct plan_type *type, const uint8_t *bytes)
{
	if (type->kind == PLAN_KSTACK || type->kind == PLAN_USTACK)
		put_stack(building, type, bytes);
	else if (type->kind == PLAN_TUPLE)
		for (uint32_t i = 0; i < type->element_count; i++)
			put_parts(building, &type->elements[i], bytes + type->elements[i].offset);
	else
		put_label(building, type, bytes);
}

/* With room for a value of so many bytes. */
static struct profile_sample *finish_sample(const struct building *building, size_t value_size)
{
	size_t labels = building->label_count, frames = building->user_count + building->kernel_count;
	struct profile_sample *sample =
		heap_alloc(sizeof(*sample) + (labels + frames) * sizeof(void *) + value_size);
	void **pointers = (void **)(sample + 1);

	sample->value = value_size ? (uint8_t *)(pointers + labels + frames) : NULL;
	sample->label_count = (uint32_t)labels;
	sample->frame_count = (uint32_t)frames;
	sample->labels = (void *)pointers;
	sample->frames = (void *)(pointers + labels);
	memcpy(sample->labels, building->labels, labels * sizeof(void *));
	memcpy(sample->frames, building->user, building->user_count * sizeof(void *));
	memcpy(sample->frames + building->user_count, building->kernel,
	       building->kernel_count * sizeof(void *));
	return sample;
}

/* ---- lines: of the file, as the process may have ended ---- */

static void find_lines(struct profile *profile, struct profile_frame *frame)
{
	const struct profile_mapping *mapping = frame->mapping;
	const struct source_frame *found;
	struct profile_line *lines;
	size_t count = symbols_find_source_in(mapping->file,
					      frame->address - mapping->start + mapping->offset,
					      &found);

	lines = arena_alloc(profile->arena, count * sizeof(*lines));
	for (size_t i = 0; i < count; i++)
		lines[i] = (struct profile_line){.function = found[i].function ?: frame->name,
						 .source = found[i].file,
						 .number = found[i].line};
	frame->lines = lines;
	frame->line_count = count;
}

static void find_all_lines(struct profile *profile)
{
	for (size_t i = 0; i < profile->unread.count; i++)
		find_lines(profile, profile->unread.items[i]);
	profile->unread.count = 0;
}

/* ---- values: what adds up ---- */

static int64_t at_most(uint64_t number)
{
	return number > INT64_MAX ? INT64_MAX : (int64_t)number;
}

static uint64_t sum_of_hist(const struct plan_map *map, const uint64_t *buckets)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < map->buckets.count; i++)
		sum += buckets[i];
	return sum;
}

static uint64_t sum_of_series(const struct plan_map *map, const struct abi_interval *intervals)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < series_length(&map->series, intervals); i++)
		sum += series_value(map, &intervals[i], 1);
	return sum;
}

static void plain_value(const struct plan_map *map, const uint8_t *value, int64_t *number)
{
	uint64_t integer;

	*number = 1;
	if (is_plain_number(map) && value_integer(&map->value, value, &integer))
		*number = map->value.is_signed ? (int64_t)integer : at_most(integer);
}

void profile_find_values(const struct plan_map *map, const uint8_t *value,
			 int64_t values[PROFILE_VALUES])
{
	const struct abi_average *average = (const void *)value;
	const struct held *held = (const void *)value;
	const uint64_t *number = (const void *)value;

	switch (map->aggregate) {
	case PLAN_PLAIN:
		plain_value(map, value, &values[0]);
		break;
	case PLAN_COUNT:
		values[0] = at_most(*number);
		break;
	case PLAN_SUM:
	case PLAN_MIN:
	case PLAN_MAX:
		values[0] = map->is_signed ? (int64_t)*number : at_most(*number);
		break;
	case PLAN_AVG:
	case PLAN_STATS:
		values[0] = map->is_signed ? (int64_t)average->total : at_most(average->total);
		break;
	case PLAN_HIST:
		values[0] = at_most(sum_of_hist(map, number));
		break;
	case PLAN_TSERIES:
		values[0] = at_most(sum_of_series(map, (const void *)value));
		break;
	case PLAN_HOLD:
		values[0] = at_most(held->bytes);
		values[1] = at_most(held_objects(map, held));
		break;
	}
}

/* ---- tables ---- */

static struct profile *new_profile(const struct plan *plan, bool has_lines)
{
	struct profile *profile = heap_alloc(sizeof(*profile));

	profile->arena = arena_new();
	profile->has_lines = has_lines;
	profile->map_count = plan->map_count;
	profile->maps = heap_alloc(plan->map_count * sizeof(*profile->maps));
	for (uint32_t i = 0; i < plan->map_count; i++)
		profile->has_stacks |= profile_map_has_stack(&plan->maps[i]);
	return profile;
}

struct profile *profile_new_of_all(const struct plan *plan)
{
	struct profile *profile = new_profile(plan, true);

	profile->takes_all = true;
	return profile;
}

/* That of -f. */
static struct profile *get_profile(struct output *output)
{
	if (!output->profile)
		output->profile = new_profile(output->plan, output->form->has_lines);
	return output->profile;
}

static bool is_taken(const struct profile *profile, const struct plan_map *map)
{
	if (profile->takes_all)
		return true;
	return profile->has_stacks ? profile_map_has_stack(map) : !map->is_scalar;
}

static void start_sample(struct building *building, const struct plan_map *map, const uint8_t *key)
{
	building->profile->is_missing = false;
	building->label_count = building->user_count = building->kernel_count = 0;
	if (!map->is_scalar)
		put_parts(building, &map->key, key);
}

static void take_entry(struct building *building, const struct plan_map *map,
		       const struct table_entry *entry, struct collected *collected)
{
	struct profile *profile = building->profile;
	size_t value_size = profile->takes_all ? table_value_size(map) : 0;
	struct profile_sample *sample;

	profile->is_full = !has_room(collected);
	start_sample(building, map, entry->key);
	if (map->aggregate == PLAN_PLAIN && has_stack(&map->value))
		put_parts(building, &map->value, entry->value);
	if (profile->is_missing) {
		collected->left_out++;
		return;
	}
	sample = finish_sample(building, value_size);
	profile_find_values(map, entry->value, sample->values);
	if (sample->value)
		memcpy(sample->value, entry->value, value_size);
	add_shown(map, collected, sample);
}

/* The largest come first, so that the smallest are left out. */
void profile_add_table(struct output *output, struct profile *profile, const struct table *table)
{
	struct building building = {.output = output, .profile = profile};
	struct collected *collected = &building.profile->maps[table->map - output->plan->maps];

	if (!is_taken(building.profile, table->map))
		return;
	clear_shown(collected);
	for (size_t i = table->entry_count; i > 0; i--)
		take_entry(&building, table->map, &table->entries[i - 1], collected);
}

/* There is room: what there was none for was not taken. */
static void keep_shown(struct profile *profile, const struct plan *plan, uint32_t index)
{
	struct collected *collected = &profile->maps[index];
	const struct plan_map *map = &plan->maps[index];
	struct samples shown = collected->shown;

	profile->left_out += collected->left_out;
	collected->shown = (struct samples){0};
	clear_shown(collected);
	for (size_t i = 0; i < shown.count; i++) {
		struct profile_sample *same = find_same(&collected->kept, shown.list[i]);

		tdelete(shown.list[i], &shown.tree, compare_samples);
		if (same)
			merge_sample(map, same, shown.list[i], combine_with_later);
		else
			append_sample(&collected->kept, shown.list[i]);
	}
	free(shown.list);
}

void profile_clear_map(struct output *output, struct profile *profile, uint32_t index)
{
	if (output->plan->maps[index].aggregate == PLAN_HOLD)
		clear_shown(&profile->maps[index]);
	else
		keep_shown(profile, output->plan, index);
}

struct profile_sample *profile_make_sample(struct output *output, struct profile *profile,
					   const struct plan_map *map, const uint8_t *key)
{
	struct building building = {.output = output, .profile = profile};

	profile->is_full = false;
	start_sample(&building, map, key);
	find_all_lines(profile);
	return profile->is_missing ? NULL : finish_sample(&building, 0);
}

uint64_t profile_take_left_out(struct profile *profile)
{
	uint64_t left_out = profile->left_out;

	profile->left_out = 0;
	return left_out;
}

/* ---- the callbacks of forms ---- */

static void count_left_out(struct output *output)
{
	output_count_loss(output, ABI_LOSS_PROFILE, profile_take_left_out(output->profile));
}

void profile_take_table(struct output *output, const struct table *table,
			const struct map_view *view, uint64_t now)
{
	profile_add_table(output, get_profile(output), table);
}

void profile_take_clear(struct output *output, uint32_t index)
{
	profile_clear_map(output, get_profile(output), index);
	count_left_out(output);
}

/* ---- what else is printed: beside the profile ---- */

/* A terminal, most likely. */
void profile_take_text(struct output *output, const char *kind, const char *text)
{
	progress_hide();
	text_put(stderr, text, strlen(text));
}

void profile_take_value(struct output *output, const struct plan_type *type, const uint8_t *bytes)
{
	char *text = value_text(output, type, bytes);

	profile_take_text(output, NULL, text);
	fputc('\n', stderr);
	free(text);
}

/* ---- the end ---- */

/* Last, all that is shown goes to what is kept. */
void profile_take_losses(struct output *output, FILE *out, const uint64_t counts[ABI_LOSS_COUNT])
{
	struct profile *profile = get_profile(output);

	for (uint32_t i = 0; i < profile->map_count; i++)
		keep_shown(profile, output->plan, i);
	count_left_out(output);
	memcpy(profile->losses, counts, sizeof(profile->losses));
	profile->losses[ABI_LOSS_PROFILE] = output->losses[ABI_LOSS_PROFILE];
	loss_print_all(output, out, profile->losses);
}

const uint64_t *profile_losses(const struct output *output)
{
	return output->profile->losses;
}

uint32_t profile_count_maps(struct output *output, bool of_held)
{
	const struct profile *profile = get_profile(output);
	const struct output_maps *maps = &output->maps;
	uint32_t count = 0;

	for (uint32_t i = 0; i < output->plan->map_count; i++) {
		const struct plan_map *map = &output->plan->maps[i];
		bool is_used = maps->values[i] >= 0 || maps->objects[i] >= 0;

		count += is_used && is_taken(profile, map) &&
			 (!of_held || map->aggregate == PLAN_HOLD);
	}
	return count;
}

struct profile_map *profile_list_maps(const struct output *output, struct profile *profile,
				      size_t *count)
{
	struct profile_map *maps = heap_alloc(profile->map_count * sizeof(*maps));

	*count = 0;
	for (uint32_t i = 0; i < profile->map_count; i++) {
		const struct plan_map *map = &output->plan->maps[i];
		struct samples *kept = &profile->maps[i].kept;

		keep_shown(profile, output->plan, i);
		if (kept->count)
			maps[(*count)++] = (struct profile_map){
				.map = map,
				.value_count = map->aggregate == PLAN_HOLD ? 2 : 1,
				.samples = kept->list,
				.count = kept->count};
	}
	find_all_lines(profile);
	return maps;
}

struct profile_map *profile_finish(struct output *output, size_t *count)
{
	struct profile *profile = get_profile(output);
	struct profile_map *maps = profile_list_maps(output, profile, count);
	bool is_any = false;

	count_left_out(output);
	for (uint32_t i = 0; i < profile->map_count; i++)
		is_any |= is_taken(profile, &output->plan->maps[i]);
	if (!is_any)
		complain("-f %s: no map of the program has a key: @[ustack] = count(), for example",
			 output->form->name);
	else if (!*count)
		complain("-f %s: the program's maps were empty, or never printed",
			 output->form->name);
	return maps;
}

static void free_nothing(void *node)
{
}

void profile_free(struct profile *profile)
{
	if (!profile)
		return;
	for (uint32_t i = 0; i < profile->map_count; i++) {
		clear_samples(&profile->maps[i].shown);
		clear_samples(&profile->maps[i].kept);
	}
	tdestroy(profile->texts, free_nothing);
	tdestroy(profile->frames, free_nothing);
	tdestroy(profile->labels, free_nothing);
	tdestroy(profile->mappings, free_nothing);
	arena_free(profile->arena);
	free(profile->maps);
	free(profile);
}

const char *profile_module_name(const struct profile_frame *frame)
{
	return frame->module && frame->module[0] == '/' ? basename(frame->module) : frame->module;
}

char *profile_frame_text(const struct profile_frame *frame)
{
	const char *module = profile_module_name(frame);

	if (frame->name)
		return heap_strdup(frame->name);
	if (!module)
		return heap_strdup("[unknown]");
	return heap_printf(module[0] == '[' ? "%s" : "[%s]", module);
}
