/*
 * What is wrong with memtap itself or with the machine, and not with a script: one line on standard
 * error, for those who know of no terminal (runtime/message.h does).
 */
#ifndef MEMTAP_FAULT_H
#define MEMTAP_FAULT_H

/* Prints "memtap: ...". */
void fault_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

#define FAULT_EXIT	     3 /* exit code: the machine refuses */
#define FAULT_TOO_MANY_FILES "too many open files: ulimit -n"
#define FAULT_MEMORY_ADVICE \
	"raise the limit, if there is one (ulimit -v, or the control group's memory.max)"

/* Says so, without any memory, and exits with FAULT_EXIT. */
_Noreturn void fault_out_of_memory(void);

/* What has the terminal is to make way for such lines; it needs no memory. */
void fault_before(void (*make_way)(void));

#endif
