/*
 * The current task's process and parent.
 */
#include "stdlib/helpers.bpf.h"

#include <bpf/bpf_core_read.h>

static HELPER struct task_struct *current(void)
{
	return (void *)bpf_get_current_task();
}

SHARED uint64_t mt_task_parent(void)
{
	return BPF_CORE_READ(current(), real_parent, tgid);
}

/* 16 bytes, as the next one's. */
SHARED void mt_task_parent_name(char *to)
{
	BPF_CORE_READ_STR_INTO((char(*)[16])to, current(), real_parent, comm);
}

SHARED void mt_task_leader_name(char *to)
{
	BPF_CORE_READ_STR_INTO((char(*)[16])to, current(), group_leader, comm);
}
