/*
 * Tables -> a profile: what a program's maps hold, as samples that have a stack, the other parts of
 * their key, and numbers. Formats for flame graphs are written from it at the end of a run.
 *
 * It is of the whole run. What print() shows of a map replaces what it showed before, also when it
 * is only a part: a sample has all entries. What is cleared behind that stays and is added to, so
 * that a script that prints and clears every second has the sum. Held objects alone, and numbers that
 * are assigned, are those of the last time.
 *
 * Functions get their names when they are shown, as a process may be another program later. Lines,
 * for which debug info is read, are looked up at the end: until then events would have to wait.
 *
 * Which maps: those with a stack in key or value. Of a program without one, those with a key, whose
 * parts then are the frames.
 *
 * Everything is the profile's and lives as long. The runtime makes it from tables only; it knows no
 * format. That of -f is the output's; --report has another, of all maps, with their values as they are.
 */
#ifndef MEMTAP_OUTPUT_PROFILE_H
#define MEMTAP_OUTPUT_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "codegen/abi.h"
#include "codegen/plan.h"

struct elf_file;
struct output;
struct map_view;
struct profile;
struct table;

#define PROFILE_VALUES 2

struct profile_mapping { /* of a process */
	uint32_t pid;
	uint64_t start, end, offset;
	const char *path;
	const char *build_id; /* in hex, or NULL */
	struct elf_file *file; /* NULL: none that can be read */
};

struct profile_line {
	const char *function; /* NULL: not known */
	const char *source;   /* the same */
	int number;
};

/* One for each address and process. */
struct profile_frame {
	uint64_t address; /* what is looked up: of a caller the byte before its return address */
	uint32_t pid;	  /* 0: the kernel's */
	const char *name; /* NULL: not known */
	const char *module; /* path, or a name in brackets; NULL: not known */
	const struct profile_mapping *mapping; /* NULL: not known */
	/* Innermost first: the last is the function itself, the others are inlined into it. */
	const struct profile_line *lines;
	size_t line_count; /* 0: there is no debug info, none was asked for, or it is not the end */
};

/* A part of the key, as text; a number has both. */
struct profile_label {
	const char *key; /* "comm", "key2" */
	const char *text;
	bool is_number;
	int64_t number;
};

/* Of hold maps bytes and objects, of others one. */
struct profile_sample {
	int64_t values[PROFILE_VALUES];
	uint32_t label_count, frame_count;
	const struct profile_label **labels;
	const struct profile_frame **frames; /* outermost first, the kernel's last */
	uint8_t *value; /* as in a table; NULL: the profile has none */
};

struct profile_map {
	const struct plan_map *map;
	uint32_t value_count;
	struct profile_sample **samples; /* each stack and labels once */
	size_t count;
};

/* Of all maps, with values and debug info. */
struct profile *profile_new_of_all(const struct plan *plan);
void profile_free(struct profile *profile); /* NULL is allowed */

/* What print() shows of a map. */
void profile_add_table(struct output *output, struct profile *profile, const struct table *table);
/* What the map had held is gone. */
void profile_clear_map(struct output *output, struct profile *profile, uint32_t map);
/* At the end, a sample without values, of a key of the map; for free(). NULL: no room for it. */
struct profile_sample *profile_make_sample(struct output *output, struct profile *profile,
					   const struct plan_map *map, const uint8_t *key);
/* How many samples there was no room for, since this was asked last. */
uint64_t profile_take_left_out(struct profile *profile);
/* At the end, those that have samples, in the order of the program; for free(), its items the
 * profile's. */
struct profile_map *profile_list_maps(const struct output *output, struct profile *profile,
				      size_t *count);

/* Of an entry's value, as in a table, what adds up. */
void profile_find_values(const struct plan_map *map, const uint8_t *value,
			 int64_t values[PROFILE_VALUES]);
bool profile_map_has_stack(const struct plan_map *map);

/* The callbacks of a form that is written from the output's own profile. */
void profile_take_text(struct output *output, const char *kind, const char *text);
void profile_take_value(struct output *output, const struct plan_type *type, const uint8_t *bytes);
void profile_take_table(struct output *output, const struct table *table,
			const struct map_view *view, uint64_t now);
void profile_take_clear(struct output *output, uint32_t map);
void profile_take_losses(struct output *output, FILE *out, const uint64_t counts[ABI_LOSS_COUNT]);

/* clang-format off */
#define PROFILE_CALLBACKS \
	.is_exact = true, \
	.before_frame = "        ", \
	.text = profile_take_text, \
	.value = profile_take_value, \
	.table = profile_take_table, \
	.cleared = profile_take_clear, \
	.losses = profile_take_losses
/* clang-format on */

/* What is lost, once it was told. */
const uint64_t *profile_losses(const struct output *output);

/* As profile_list_maps(). When there are none, it is said why. */
struct profile_map *profile_finish(struct output *output, size_t *count);

/*
 * How many maps the profile is of, or only those of held objects: also those that have no samples, so
 * that what maps are called does not depend on what they hold.
 */
uint32_t profile_count_maps(struct output *output, bool of_held);

/* The value of two samples of the map that are shown as one. */
int64_t profile_combine(const struct plan_map *map, int64_t a, int64_t b);

/* "libfoo.so", "[kernel]"; NULL: not known. */
const char *profile_module_name(const struct profile_frame *frame);
/* Its function, or "[libfoo.so]" of a file without names, or "[unknown]"; for free(). */
char *profile_frame_text(const struct profile_frame *frame);

#endif
