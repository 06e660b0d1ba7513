/*
 * Whether a program is to run at all: what core.bpf.c has inlined, and what is asked in called/core.bpf.c
 * and called/entry.bpf.h.
 */
#ifndef MEMTAP_ENTER_BPF_H
#define MEMTAP_ENTER_BPF_H

#include "stdlib/helpers.bpf.h"

extern const volatile uint32_t mt_target_pid;
extern const volatile uint32_t mt_own_pid;

static inline HELPER bool is_enabled(void)
{
	return mt_state.enabled;
}

/*
 * The verifier knows the values of constants: where one process is traced, or all of them, neither
 * the question nor the lookup is left of following. What is returned are constants, so that LLVM
 * makes jumps of them.
 */
static inline HELPER bool is_wanted(uint32_t pid, uint32_t target)
{
	if (target == ABI_TARGET_FOLLOWED) {
		if (!mt_core_is_followed(pid))
			return false;
	} else if (pid != target) {
		return false;
	}
	return true;
}

/* `of_all`: also memtap itself, which is never the target. */
static inline HELPER bool is_traced(uint64_t pid_tgid, bool of_all)
{
	uint32_t target = mt_target_pid, pid = pid_tgid >> 32;

	if (target) {
		if (!is_wanted(pid, target))
			return false;
	} else if (!of_all && pid == mt_own_pid) {
		return false;
	}
	return true;
}

/* Both questions, for code that is called. */
static inline HELPER bool may_run(bool of_all)
{
	return is_enabled() && is_traced(bpf_get_current_pid_tgid(), of_all);
}

#endif
