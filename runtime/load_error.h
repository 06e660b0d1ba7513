/*
 * What libbpf and the verifier have to say, turned into one sentence with a way out.
 */
#ifndef MEMTAP_LOAD_ERROR_H
#define MEMTAP_LOAD_ERROR_H

#include <stdbool.h>

#include "codegen/plan.h"
#include "runtime/choose.h"

/* From now on libbpf's words are kept; printed too when verbose. */
void load_error_capture(bool verbose);
/* From now on they are only printed, when verbose. */
void load_error_release(void);

/* Prints why loading failed with `error`, an errno. Returns the exit status. */
int load_error_explain(const struct plan *plan, const struct probes *probes, int error);

/* Says why loading one thing that is of no plan failed with `error`, an errno. Returns false. */
bool load_error_reason(int error, struct reason *reason);

/*
 * The sentence for a log; in `reason`. `program` is set to what the log blames, or "". Returns the
 * exit status.
 */
int load_error_sentence(const struct plan *plan, const char *log, int error, char *program,
			size_t program_size, struct reason *reason);

#endif
