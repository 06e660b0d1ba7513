/*
 * What the files of the output share (runtime/output*.c); nobody else includes it but their tests.
 *
 *     output.c         events: what each kind of them does
 *     output_format.c  printf: formats and their arguments
 *     output_value.c   a value as text: numbers, strings, tuples, stacks, symbols
 *     output_text.c    texts.def: errors, signals, users, times and the like
 *     output_names.c   texts.def: flags, commands and the like, by the names C has for them
 *     output_look.c    names and charts as text on a terminal
 *     output_hist.c    a histogram as text
 *     output_series.c  time series: those of all CPUs made one, as text
 *     output_action.c  events that do more than print what programs saw: files, commands
 *     output_form.c    the forms that there are
 *     output_walk.c    the entries of a BPF map, one after the other; removing and zeroing them
 *     output_pending.c what CPUs have counted and not added to a map yet
 *     output_table.c   a BPF map -> a table in memory: the values of all CPUs made one, sorted
 *     output_map.c     a table as text
 *     output_loss.c    losses
 *     output_json.c    all of it as JSON
 *     output_profile.c tables -> samples, of which profiles are made
 *     output_folded.c  a profile as lines for flame graphs
 *     output_pprof.c   a profile as pprof has it
 *     output_openmetrics.c  maps as metrics for Prometheus
 *     output_timeline.c     what maps held over time
 *     output_report.c       both of them, for --report
 *     output_report_data.c  the same as the data of its page
 *
 * The layout of the text was measured on bpftrace 0.27.1.
 */
#ifndef MEMTAP_OUTPUT_PRIVATE_H
#define MEMTAP_OUTPUT_PRIVATE_H

#include "codegen/abi.h"
#include "runtime/output.h"

/* ---- how BPF maps are reached ---- */

struct map_info {
	uint32_t key_size, value_size, max_entries;
	bool is_array; /* its elements are always there, and can only be zeroed */
};

/* bpf(2), or what a test has instead. All return 0 or a negative errno. */
struct map_access {
	int (*info)(int map, struct map_info *info);
	int (*lookup)(int map, const void *key, void *value);
	/* As bpf_map_lookup_batch(): -ENOENT with the last entries, -ENOSPC for too small a batch.
	 */
	int (*lookup_batch)(int map, void *from, void *next, void *keys, void *values,
			    uint32_t *count);
	int (*next_key)(int map, const void *key, void *next);
	int (*update)(int map, const void *key, const void *value);
	int (*remove)(int map, const void *key);
};

extern const struct map_access map_access_kernel;

/* ---- how it is written: one of output_form.c ---- */

struct map_view { /* of print() */
	uint64_t top;	  /* only the largest; 0: all */
	uint64_t divisor; /* 0: 1 */
	uint64_t older;	  /* hold maps: only what is older, ns; 0: all */
};

struct table;

/* What is NULL is not written. */
struct output_form {
	const char *name; /* of -f */
	bool is_exact;	  /* for programs: what others wrote, byte by byte */
	bool is_binary;	  /* nothing for a terminal */
	bool has_lines;	  /* of a profile: debug info, whatever stacks the program asks for */
	const char *before_frame;
	const char *before_maps; /* those at the end */
	void (*attached)(struct output *output, size_t count);
	/* What an event of that kind has printed; NULL: it goes where all goes, as it is. */
	void (*text)(struct output *output, const char *kind, const char *text);
	void (*value)(struct output *output, const struct plan_type *type, const uint8_t *bytes);
	/* A sorted table. `now`: for the age of the oldest object. */
	void (*table)(struct output *output, const struct table *table, const struct map_view *view,
		      uint64_t now);
	/* What the map had held is gone: clear(), zero(). */
	void (*cleared)(struct output *output, uint32_t map);
	void (*losses)(struct output *output, FILE *out, const uint64_t counts[ABI_LOSS_COUNT]);
	void (*finish)(struct output *output);
};

/* ---- the state ---- */

struct format;
struct profile;
struct metrics;
struct report;

struct attach_name {
	char *probe, *function; /* or NULL */
};

struct output {
	const struct plan *plan;
	struct output_maps maps;
	struct symbols *symbols;
	FILE *out;
	const struct output_form *form;
	bool is_exact; /* what is printed now is for a program: JSON, a path, a command */
	struct profile *profile; /* output_profile.c; NULL: the form needs none */
	struct metrics *metrics; /* output_openmetrics.c; the same */
	struct report *report; /* output_report.c; NULL: without --report */
	bool has_terminal, has_colours; /* of what `out` goes to */
	int terminal;
	const struct map_access *access;
	uint64_t start_ns; /* CLOCK_BOOTTIME when it was made */
	uint32_t cpus; /* possible ones: how many values an entry of a per-CPU map has */

	struct format **formats; /* [plan->event_count]; NULL where the event is no printf */
	/* [plan->map_count] of scalar maps that are arrays: the element has been something else
	 * than zeros since the map was cleared, so that it is printed. */
	bool *was_written;
	struct attach_name *names;
	size_t name_count;

	uint64_t losses[ABI_LOSS_COUNT];   /* those that user space found out about */
	struct arena *arena;		   /* of what is read once: */
	struct kernel_names *kernel_names; /* output_names.c; NULL: not read yet */

	struct output_watcher watcher;
	bool has_exit_code;
	int exit_code;
};

/* ---- output_value.c: `bytes` are those of the type, in any alignment ---- */

void value_print(struct output *output, FILE *out, const struct plan_type *type,
		 const uint8_t *bytes);
/* In the brackets of a map's key, a tuple has none of its own. */
void value_print_key(struct output *output, FILE *out, const struct plan_type *type,
		     const uint8_t *bytes);
char *value_text(struct output *output, const struct plan_type *type, const uint8_t *bytes);
/*
 * What programs are called and what they hold, in the midst of what else is printed: the terminal of
 * who reads it must not do what they say.
 */
void value_put_text(const struct output *output, FILE *out, const char *text, size_t length);

struct stack_frames {
	bool is_user;
	uint32_t pid; /* of user stacks */
	const uint64_t *list; /* addresses, innermost first; all but that are return addresses */
	size_t count;
	bool has_returned;   /* the innermost is a return address, too */
	const char *problem; /* why there are none: "[stack lost]"; or NULL */
	uint64_t memory[ABI_STACK_MAX + 1];
};

void stack_read(struct output *output, const struct plan_type *type, const uint8_t *bytes,
		struct stack_frames *frames);

/* Integers, addresses and truth values, extended by their sign. False: it is none of these. */
bool value_integer(const struct plan_type *type, const uint8_t *bytes, uint64_t *integer);

/* By value where order means something to a reader, else by bytes: <0, 0, >0. */
int value_compare(const struct plan_type *type, const uint8_t *a, const uint8_t *b);

/* Division as maps are printed with: by 0 as by 1. */
uint64_t value_divide(uint64_t value, uint64_t divisor, bool is_signed);
uint64_t value_mean(const struct abi_average *average, bool is_signed);

/* ---- output_text.c, output_names.c ---- */

#define TEXT_PRINTER(id)                                                               \
	void text_##id(struct output *output, FILE *out, const struct plan_type *type, \
		       const uint8_t *bytes)

/* Each row of texts.def has its printer in one of the files. */
#define TEXT(id, name, size) TEXT_PRINTER(id);
#include "parser/texts.def"
#undef TEXT

void text_print(struct output *output, FILE *out, const struct plan_type *type,
		const uint8_t *bytes);
uint64_t text_word(const uint8_t *bytes); /* the value of a text of 8 bytes */

enum buffer_look { BUFFER_TEXT, BUFFER_ESCAPED, BUFFER_HEX }; /* %r, %rx, %rh */

void buffer_print(FILE *out, const struct plan_type *type, const uint8_t *bytes,
		  enum buffer_look look);

/* ---- output_format.c ---- */

struct format *format_parse(const char *text);
void format_free(struct format *format); /* NULL is allowed */
void format_print(struct output *output, FILE *out, const struct format *format,
		  const struct plan_type *arguments, const uint8_t *bytes);

/* ---- output_action.c: `index` is that of the event ---- */

void action_message(struct output *output, uint32_t index, const uint8_t *bytes);
void action_cat(struct output *output, uint32_t index, const uint8_t *bytes);
void action_system(struct output *output, uint32_t index, const uint8_t *bytes);
void action_join(struct output *output, uint32_t index, const uint8_t *bytes);

/* ---- output_look.c ---- */

#define LOOK_WIDTH_MOST 52

struct look {
	const char *name, *mark, *off; /* before a map's name, before marks of a chart, behind either */
	int width;		       /* of a chart, between its ends */
};

extern const struct look look_bare; /* where there is no terminal */
struct look look_of(const struct output *output);
void look_put_name(const struct output *output, const char *name); /* of a map */

/* ---- output_hist.c ---- */

/* The first bucket that is not empty, and the last; false when all are. */
bool hist_span(const uint64_t *buckets, const struct plan_buckets *shape, unsigned *first,
	       unsigned *last);

struct hist_range {
	bool has_least, has_most; /* else it has no end */
	uint64_t least;
	int64_t most;
};
struct hist_range hist_range_of(const struct plan_buckets *shape, unsigned bucket);

void hist_print(FILE *out, const uint64_t *buckets, const struct plan_buckets *shape,
		uint64_t divisor, const struct look *look);

/* ---- output_series.c ---- */

#define SERIES_TIME_SIZE 32

/* Of the rings of all CPUs the newest intervals, the oldest first; behind them all is 0. */
void series_merge(const struct plan_series *series, struct abi_interval *intervals,
		  const uint8_t *rings, uint32_t cpus);
/* How many there are. */
uint32_t series_length(const struct plan_series *series, const struct abi_interval *intervals);
uint64_t series_value(const struct plan_map *map, const struct abi_interval *interval,
		      uint64_t divisor);
/* When it began, as strftime(3) has it, and digits of the second. */
void series_time(char *text, const char *format, unsigned digits, const struct plan_series *series,
		 uint64_t epoch);
void series_print(FILE *out, const struct plan_map *map, const struct abi_interval *intervals,
		  uint64_t divisor, const struct look *look);

/* ---- output_walk.c ---- */

struct map_shape { /* as the plan has it: checked against the map before anything is read */
	uint32_t key_size;
	uint32_t value_size; /* of one CPU */
	uint32_t cpus;	     /* 0: not per CPU */
};

/* Bytes of an entry's values. */
size_t map_shape_bytes(const struct map_shape *shape);

typedef void walk_visit(void *context, const uint8_t *key, const uint8_t *values);

/*
 * Each entry once; the visitor may change or remove it. Ends also when the map changes all the
 * time: what is added meanwhile may be missed. 0 or a negative errno.
 */
int walk_map(const struct map_access *access, int map, const struct map_shape *shape,
	     walk_visit *visit, void *context);

int walk_remove_all(const struct map_access *access, int map, const struct map_shape *shape);
int walk_zero_all(const struct map_access *access, int map, const struct map_shape *shape);

/* ---- output_pending.c ---- */

/*
 * What is pending of a map's counts: see enum abi_pending. From pending_stop() to pending_go_on(), which
 * is called in any case, programs move nothing, so that each event is either here or in the map.
 */
struct pending {
	int map;
	uint64_t *counts; /* of each CPU; NULL: nothing of this map is ever pending */
	uint32_t late;	  /* CPUs with a move that was not over in time: see ABI_LOSS_LATE */
};

/* Both return 0 or a negative errno. */
int pending_stop(const struct output *output, uint32_t map, struct pending *pending);
int pending_drop(const struct output *output, struct pending *pending);
/* Of a key of the map. */
uint64_t pending_of(const struct output *output, const struct pending *pending, const uint8_t *key);
void pending_go_on(const struct output *output, struct pending *pending);

/* ---- output_table.c ---- */

struct held { /* the value of a row of a hold map */
	uint64_t bytes, count;
	uint64_t time_ns; /* when the oldest was held; 0: not known */

	/* of a sample, `count` objects of which were met */
	double objects;	 /* that they stand for */
	double variance; /* of bytes */
};

/* Bytes: half of the interval that holds the true sum in 95 of 100 samples. */
uint64_t held_error(const struct held *held);
/* How many there are, as well as is known. */
uint64_t held_objects(const struct plan_map *map, const struct held *held);
void held_add(struct held *sum, const struct held *more);

/* What a map holds. Values: PLAIN as the plan's type; COUNT to MAX u64; AVG, STATS struct
 * abi_average; HIST u64[buckets.count]; TSERIES struct abi_interval[series.count], see series_merge();
 * HOLD struct held. */
struct table {
	const struct plan_map *map;
	size_t key_size, row_size; /* a row is a key and, from the next multiple of 8 on, a value */
	size_t value_size;
	bool has_bits;	 /* some value was not all zeros, on some CPU */
	bool is_written; /* once read: a scalar map has a value */
	size_t count, capacity;
	uint8_t *rows;
	struct table_entry *entries; /* sorted, once table_sort() was called */
	size_t entry_count;
};

struct table_entry {
	const uint8_t *key, *value;
	uint64_t rank;
};

struct map_shape table_shape(const struct plan_map *map, uint32_t cpus);
struct map_shape table_objects_shape(const struct plan_map *map);

size_t table_value_size(const struct plan_map *map); /* see struct table */
/* To the value of a key what it had after its map was cleared; what does not add up is replaced. */
void table_add_later(const struct plan_map *map, void *value, const void *later);
void table_init(struct table *table, const struct plan_map *map);
void table_free(struct table *table);
/* Adds an entry as it is in the BPF map. */
void table_add(struct table *table, const uint8_t *key, const uint8_t *values,
	       const struct map_shape *shape);
/*
 * Adds one of the held objects: of one key, all become one entry when the table is sorted. `has_time`: its
 * age counts.
 */
void table_add_object(struct table *table, const uint8_t *object, bool has_time);
/* Smallest first, those of equal value by key. Of hold maps, keys without objects are left out. */
void table_sort(struct table *table);

/* Reads all of a map; a scalar one that was not written is zero. 0 or a negative errno. */
int table_read(struct output *output, uint32_t map, struct table *table);
/* Reads those objects of a hold map that are older than `age` at the time `now` (both ns). */
int table_read_older(struct output *output, uint32_t map, uint64_t now, uint64_t age,
		     struct table *table);

/* ---- output_map.c ---- */

/* The first entry that is shown. */
size_t map_view_first(const struct map_view *view, const struct table *table);
void map_print_table(struct output *output, const struct table *table, const struct map_view *view,
		     uint64_t now);
void map_print(struct output *output, uint32_t map, const struct map_view *view);
/* All of it, for the page of --report alone. */
void map_report(struct output *output, uint32_t map);
/* False for a scalar map that nothing was written to since it was cleared. */
bool map_is_written(struct output *output, uint32_t map);
void map_clear(struct output *output, uint32_t map);
void map_zero(struct output *output, uint32_t map);

/* ---- output_openmetrics.c ---- */

void openmetrics_free(struct metrics *metrics, uint32_t map_count); /* NULL is allowed */

/* ---- output_loss.c ---- */

/* "event", for programs; for free(). */
char *loss_name(unsigned loss);
/* "events lost: ...", of so many; and what to do about it, or NULL. */
const char *loss_text(unsigned loss, uint64_t count);
const char *loss_advice(unsigned loss);
/* The kernel's and ours. */
void loss_count_all(const struct output *output, uint64_t counts[ABI_LOSS_COUNT]);
/* A line for each that is not 0. */
void loss_print_all(struct output *output, FILE *out, const uint64_t counts[ABI_LOSS_COUNT]);

#endif
