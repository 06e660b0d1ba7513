/*
 * What every program needs: whether to run at all, reads of memory.
 */
#include "stdlib/enter.bpf.h"

struct abi_state mt_state;
const volatile uint32_t mt_target_pid;
const volatile uint32_t mt_own_pid;
const volatile uint32_t mt_ncpus = 1;

/*
 * Linux 6.13 and later give programs that need 64 bytes of stack or more one of the CPU's instead of
 * the task's, unless they have tail calls. A program on a uprobe can be preempted there, and another
 * run on the same stack. So these have one, which is never made and is gone once verified.
 */
const volatile uint32_t mt_never;

HELPER void mt_core_use_stack_of_task(void *ctx, void *no_programs)
{
	if (mt_never)
		bpf_tail_call(ctx, no_programs, 0);
}

HELPER bool mt_core_is_enabled(void)
{
	return is_enabled();
}

HELPER bool mt_core_is_target(void)
{
	if (mt_target_pid && !is_traced(bpf_get_current_pid_tgid(), true))
		return false;
	return true;
}

/* What is given may also be a key: LLVM asks the kernel once. */
HELPER bool mt_core_is_other(uint64_t pid_tgid)
{
	return is_traced(pid_tgid, false);
}

HELPER bool mt_core_has_target(void)
{
	return mt_target_pid;
}

HELPER uint32_t mt_core_cpus(void)
{
	return mt_ncpus;
}

HELPER uint64_t mt_core_elapsed(void)
{
	return bpf_ktime_get_boot_ns() - mt_state.start_ns;
}

/* The verifier allows no arithmetic with pointers to a context; what is read from memory is a number. */
HELPER uint64_t mt_core_number(void *context)
{
	uint64_t number = 0;

	bpf_probe_read_kernel(&number, sizeof(number), &context);
	return number;
}

/* ---- memory ---- */

/* Bytes past an unreadable address are zero. */
HELPER void mt_core_read(void *to, uint32_t size, uint64_t address, bool is_user)
{
	long error = is_user ? bpf_probe_read_user(to, size, (void *)address)
			     : bpf_probe_read_kernel(to, size, (void *)address);

	if (error)
		mt_core_lose(ABI_LOSS_READ);
}

/* For sizes that are too large to be copied by instructions; between places in BPF's own memory. */
HELPER void mt_core_copy(void *to, uint32_t size, const void *from)
{
	bpf_probe_read_kernel(to, size, from);
}

static const uint8_t zeros[ABI_VALUE_MAX];

HELPER void mt_core_zero(void *to, uint32_t size)
{
	bpf_probe_read_kernel(to, size, zeros);
}

/* A register as the thread's own code had it when it entered the kernel; `offset`: in struct pt_regs. */
HELPER uint64_t mt_core_user_register(uint64_t offset)
{
	void *task = bpf_get_current_task_btf();
	long registers = bpf_task_pt_regs(task);
	uint64_t value = 0;

	bpf_probe_read_kernel(&value, sizeof(value), (void *)(registers + offset));
	return value;
}
