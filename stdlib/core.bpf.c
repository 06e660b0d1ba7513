/*
 * What every program needs, above all whether to run at all.
 */
#include "stdlib/enter.bpf.h"

struct abi_state mt_state;
const volatile uint32_t mt_target_pid;
const volatile uint32_t mt_own_pid;
const volatile uint32_t mt_ncpus = 1;

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

/*
 * The verifier allows no arithmetic with pointers to a context; what is read from memory is a number.
 * What is read is a copy: a variable's place on the stack is free again behind this function, also where
 * it is inlined, a parameter's is not.
 */
HELPER uint64_t mt_core_number(void *context)
{
	void *copy = context;
	uint64_t number = 0;

	bpf_probe_read_kernel(&number, sizeof(number), &copy);
	return number;
}

/* For sizes that are too large to be zeroed by instructions. */
static const uint8_t zeros[ABI_VALUE_MAX];

HELPER void mt_core_zero(void *to, uint32_t size)
{
	bpf_probe_read_kernel(to, size, zeros);
}
