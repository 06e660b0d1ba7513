/*
 * What the BPF-side helpers share.
 *
 * A helper is a function mt_FILE_VERB(), of FILE.bpf.c or called/FILE.bpf.c. Of the former codegen
 * links what a program calls, and what that calls itself, into its module, where every helper is
 * inlined: what is constant in a call, such as the size of a key, is constant in the helper. The
 * latter are compiled when memtap is built, and linked with the finished object, which is much
 * faster. A file of them is linked as a whole: what programs do not need together, above all maps
 * and members of kernel structures, which cost time to load, belongs in files of its own.
 */
#ifndef MEMTAP_HELPERS_BPF_H
#define MEMTAP_HELPERS_BPF_H

#include <linux/bpf.h>
#include <stdbool.h>

#include <bpf/bpf_helpers.h>

#include "codegen/abi.h"

#define HELPER __attribute__((always_inline))

/*
 * A function with loops, or one that is called rarely, is not inlined: the kernel verifies it once
 * for any arguments, instead of in every place for all that may have happened before. Its arguments
 * are numbers and pointers to structures of known size; it has to check these for NULL, and has to
 * return a number.
 */
#define FUNCTION __attribute__((noinline))

/*
 * What hot probes need not save a call of is compiled once for all programs, when memtap is built, and
 * verified where it is called. It has at most five arguments. It must not go through the entries of a map
 * that it is given (see len.bpf.c), nor give back a record that it has reserved (called/event.bpf.c).
 */
#define SHARED __attribute__((noinline, visibility("hidden")))

/* Not SEC(): that one keeps a map in the object also when nothing uses it. */
#define MAP __attribute__((section(".maps")))

/* A structure of the kernel, of which only the members that are used are given. */
#define RELOCATED __attribute__((preserve_access_index))

/*
 * Only one definition for all files: LLVM takes members in the same place of structures of one name
 * for the same member.
 */
struct task_struct {
	int pid, tgid;
	struct task_struct *real_parent, *group_leader;
	char comm[16];
	struct mm_struct *mm;
	struct signal_struct *signal;
	struct uprobe_task *utask;
} RELOCATED;

/* Words that other programs may be changing: as they are, once. (tests/race has its own.) */
#ifndef read_once
#define read_once(word)		(*(const volatile __typeof__(word) *)&(word))
#define write_once(word, value) (*(volatile __typeof__(word) *)&(word) = (value))
#endif

#define ENOENT 2
#define E2BIG  7
#define EBUSY  16
#define EEXIST 17

#define min(a, b) ((a) < (b) ? (a) : (b))

/* ---- core.bpf.c and called/core.bpf.c ---- */

/* Maps that they share with follow.bpf.c. */
struct loss_map {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, ABI_LOSS_COUNT);
	__type(key, uint32_t);
	__type(value, uint64_t);
};

struct followed_map {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, ABI_FOLLOWED_MAX);
	__type(key, uint32_t);
	__type(value, uint64_t);
};

extern struct abi_state mt_state;
extern const volatile uint32_t mt_ncpus;

uint64_t mt_core_lose(uint32_t loss);
uint64_t mt_core_is_followed(uint32_t pid);

/* Counts a map update that failed; `full` is what a full map loses. */
static inline HELPER void mt_core_refused(long error, uint32_t full)
{
	/* Before Linux 6.4 only the low half of what map operations return is an error. */
	mt_core_lose((int)error == -E2BIG ? full : ABI_LOSS_MAP_BUSY);
}

#endif
