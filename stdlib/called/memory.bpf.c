/*
 * Reads of memory outside of BPF's own.
 */
#include "stdlib/helpers.bpf.h"

/* Bytes past an unreadable address are zero. */
SHARED void mt_memory_read(void *to, uint32_t size, uint64_t address, uint64_t is_user)
{
	long error = is_user ? bpf_probe_read_user(to, size, (void *)address)
			     : bpf_probe_read_kernel(to, size, (void *)address);

	if (error)
		mt_core_lose(ABI_LOSS_READ);
}

/* A number of at most eight bytes; it is zero when it cannot be read. */
SHARED uint64_t mt_memory_load(uint64_t address, uint32_t size, uint64_t is_user)
{
	uint64_t number = 0;

	mt_memory_read(&number, size, address, is_user);
	return number;
}

/* A register as the thread's own code had it when it entered the kernel; `offset`: in struct pt_regs. */
SHARED uint64_t mt_memory_register(uint64_t offset)
{
	void *task = bpf_get_current_task_btf();
	long registers = bpf_task_pt_regs(task);
	uint64_t value = 0;

	bpf_probe_read_kernel(&value, sizeof(value), (void *)(registers + offset));
	return value;
}
