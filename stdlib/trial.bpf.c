/*
 * Programs that do nothing, one for each section that probes have: --info loads each by itself and
 * attaches it, to see what the kernel takes. The runtime finds them by their sections.
 */
#include <linux/bpf.h>
#include <linux/ptrace.h>
#include <stdbool.h>

#define __TARGET_ARCH_x86
#include <bpf/bpf_helpers.h>
#include <bpf/usdt.bpf.h> /* the maps that libbpf fills when it attaches to a note */

/* A function that every kernel has, described by BTF, and that runs rarely. */
#define FUNCTION_OF_KERNEL "wake_up_new_task"

#define TRIAL(name, section)             \
	SEC(section) int name(void *ctx) \
	{                                \
		return 0;                \
	}

TRIAL(trial_run, "raw_tp")
TRIAL(trial_kprobe, "kprobe")
TRIAL(trial_kretprobe, "kretprobe")
TRIAL(trial_uprobe, "uprobe")
TRIAL(trial_uretprobe, "uretprobe")
TRIAL(trial_usdt, "usdt")
TRIAL(trial_tracepoint, "tracepoint")
TRIAL(trial_event, "perf_event")
TRIAL(trial_iterator, "iter/task")
TRIAL(trial_fentry, "fentry/" FUNCTION_OF_KERNEL)
TRIAL(trial_fexit, "fexit/" FUNCTION_OF_KERNEL)

char LICENSE[] SEC("license") = "GPL";
