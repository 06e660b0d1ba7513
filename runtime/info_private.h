/*
 * What the files of --info share: each finds the lines of some sections. All text is the arena's or
 * constant.
 */
#ifndef MEMTAP_INFO_PRIVATE_H
#define MEMTAP_INFO_PRIVATE_H

#include "runtime/machine.h"

enum info_state { INFO_NO, INFO_YES, INFO_UNKNOWN };

struct info_line {
	const char *section, *name;
	enum info_state state;
	const char *text; /* what it is good for or, where it is not there, what is the matter */
	const char *fix;  /* or NULL: there is none, or none is needed */
};

struct info {
	struct machine machine; /* its target is memtap itself */
	const char *section;	/* of the lines that are added */
	ARRAY(struct info_line) lines;
};

void info_add(struct info *info, const char *name, enum info_state state, const char *text,
	      const char *fix);
/* What is not there by a reason, of which what comes behind the first ';' is the fix. */
void info_add_reason(struct info *info, const char *name, const struct reason *reason);
/* `yes` or `no` is the text, a fix is only for what is not there. */
void info_add_choice(struct info *info, const char *name, bool is_there, const char *yes,
		     const char *no, const char *fix);

/* info_process.c: what the process may do. */
void info_find_process(struct info *info);
/* info_probes.c: probes, and what of BPF they use. */
void info_find_probes(struct info *info);
void info_find_features(struct info *info);
/* info_machine.c: the kernel's description of itself, and what there is to trace. */
void info_find_kernel(struct info *info);
void info_find_memory(struct info *info);

#endif
