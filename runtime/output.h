/*
 * What the user reads: events as they come, maps on request and at the end, losses.
 *
 * The runtime gives it open BPF maps by number; it reads them with bpf(2) and never loads or
 * attaches anything. Text layout is bpftrace's where bpftrace has one.
 */
#ifndef MEMTAP_OUTPUT_H
#define MEMTAP_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include "codegen/abi.h"
#include "codegen/plan.h"

struct symbols;
struct output;

struct output_maps { /* file descriptors, owned by the caller; -1: not in this program */
	const int *values;  /* [plan->map_count] */
	const int *objects; /* [plan->map_count], of hold maps */
	const int *pending; /* [plan->map_count], of counts */
	int stacks;
	int loss;
};

struct output *output_new(const struct plan *plan, const struct output_maps *maps,
			  struct symbols *symbols, FILE *out);
void output_free(struct output *output);

/* How all of it is written: -f. */
struct output_form;

extern const struct output_form output_form_text, output_form_json, output_form_folded,
	output_form_pprof, output_form_openmetrics;

/* NULL: there is none of that name. */
const struct output_form *output_find_form(const char *name);
bool output_form_is_binary(const struct output_form *form);
/* Before anything is printed; without it, as text. */
void output_use_form(struct output *output, const struct output_form *form);

/* What is printed goes to this terminal in the end; text may look accordingly. */
void output_use_terminal(struct output *output, int terminal);

/* So many probes are in place: said only in JSON. */
void output_attached(struct output *output, size_t count);

/* Names that the `probe` and `func` builtins print for an attach id. */
void output_name_attach(struct output *output, uint64_t id, const char *probe, const char *function);

/* Who carries out watch() and unwatch(); `mode` is as the script has it. */
struct output_watcher {
	void *context;
	void (*watch)(void *context, uint32_t pid, uint64_t address, uint64_t length,
		      const char *mode);
	void (*unwatch)(void *context, uint32_t pid, uint64_t address);
};
void output_set_watcher(struct output *output, const struct output_watcher *watcher);

enum output_action { OUTPUT_GO_ON, OUTPUT_EXIT };

/* One ring buffer record: struct abi_event and its payload. Damaged records are counted. */
enum output_action output_event(struct output *output, const void *record, size_t size);
/* Makes those of struct abi_state, and takes them out. */
void output_make_changes(struct output *output, volatile uint32_t changes[ABI_MAPS_MAX]);
int output_exit_code(const struct output *output);
/* What the process exits with for exit(code). */
int output_exit_status(uint64_t code);

/* Two empty lines and every map that is not empty, sorted by name, as bpftrace does at its end. */
void output_all_maps(struct output *output);
/*
 * All of them and losses, as they are now and as -f openmetrics has them, whatever the form of the
 * rest; for free().
 */
char *output_metrics(struct output *output, size_t *size);
/* Nothing more is to be printed, losses are: writes what forms that make one whole have put together. */
void output_finish(struct output *output);

/*
 * Sums over the CPUs and adds what user space itself counted; prints a line for each that is not 0
 * to `out`, and all of them where the rest goes when that is JSON. True if any.
 */
bool output_losses(struct output *output, FILE *out);

/* ---- --report: a page of HTML of what was seen, beside all of this ---- */

struct report_target { /* whom the run traces */
	pid_t pid;	     /* of -p; or 0 */
	char *const *command; /* of -c; or NULL */
	bool follows;
};

/* Before anything is printed. The file is the caller's; until the page is written it stays as it is. */
void output_use_report(struct output *output, FILE *file, const struct report_target *target);
/* All of these do nothing without a report. So many probes are in place, and time begins. */
void output_start_report(struct output *output, size_t probes);
/* Readable when output_report_tick() is due; -1: never. */
int output_report_fd(const struct output *output);
/* Reads maps as they are now, for what the page says of them over time. */
void output_report_tick(struct output *output);
/* Tracing has ended, all that was printed meanwhile was taken, and END has not run. */
void output_end_report(struct output *output);
/* What output_all_maps() would print, which is not printed then. */
void output_report_all_maps(struct output *output);
/* Nothing more is to be printed, and losses were told. */
void output_write_report(struct output *output);

/* Count a loss that user space found out about (enum abi_loss). */
void output_count_loss(struct output *output, unsigned loss, uint64_t count);

#endif
