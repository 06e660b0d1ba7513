/*
 * Mappings of the current process.
 */
#include "stdlib/helpers.bpf.h"

struct vm_area_struct;

static long take(struct task_struct *task, struct vm_area_struct *vma, void *found)
{
	/* As a number: for the verifier the pointer would be one that only its own rules allow. */
	bpf_probe_read_kernel(found, sizeof(uint64_t), &vma);
	return 0;
}

/* Where the vm_area_struct is that holds an address; 0: none does. */
SHARED uint64_t mt_vma_find(uint64_t address)
{
	uint64_t found = 0;

	if (bpf_find_vma(bpf_get_current_task_btf(), address, take, &found, 0) == -EBUSY)
		mt_core_lose(ABI_LOSS_VMA);
	return found;
}
