/*
 * --follow: who is traced. An object of its own, which the runtime loads beside that of the plan,
 * with the plan's maps in the place of these.
 *
 * A child of a process that is followed is followed before it runs. It is forgotten when it has
 * been waited for and nothing refers to it any more: until then it may do something, be it the
 * kernel's work at its end. Its pid may have been given to another process by then, so each is told
 * by the structure that its threads share, for as long as it is there; 0 stands for that of the
 * first one.
 */
#include "stdlib/helpers.bpf.h"

#include <bpf/bpf_core_read.h>

struct loss_map mt_loss MAP;
struct followed_map mt_followed MAP;

char LICENSE[] SEC("license") = "GPL";

static void count_loss(void)
{
	uint32_t loss = ABI_LOSS_FOLLOW;
	uint64_t *count = bpf_map_lookup_elem(&mt_loss, &loss);

	if (count)
		__sync_fetch_and_add(count, 1);
}

/* Arguments: the parent, the child. With CLONE_PARENT the parent is not who forks. */
SEC("raw_tp/sched_process_fork")
int follow_fork(struct bpf_raw_tracepoint_args *context)
{
	struct task_struct *task = (void *)context->args[1];
	uint32_t parent = bpf_get_current_pid_tgid() >> 32, child = BPF_CORE_READ(task, tgid);
	uint64_t process = (uint64_t)BPF_CORE_READ(task, signal);

	if (child == parent) /* a thread */
		return 0;
	if (!bpf_map_lookup_elem(&mt_followed, &parent))
		bpf_map_delete_elem(&mt_followed, &child); /* somebody else's, with a pid of ours */
	else if (bpf_map_update_elem(&mt_followed, &child, &process, BPF_ANY))
		count_loss();
	return 0;
}

/* Argument: a thread. The first one, which has the pid, is freed last. */
SEC("raw_tp/sched_process_free")
int follow_free(struct bpf_raw_tracepoint_args *context)
{
	struct task_struct *task = (void *)context->args[0];
	uint32_t pid = BPF_CORE_READ(task, tgid);
	uint64_t *process = bpf_map_lookup_elem(&mt_followed, &pid);

	if (process && pid == BPF_CORE_READ(task, pid) &&
	    (!*process || *process == (uint64_t)BPF_CORE_READ(task, signal)))
		bpf_map_delete_elem(&mt_followed, &pid);
	return 0;
}
