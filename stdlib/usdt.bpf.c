/*
 * Arguments of USDT notes. libbpf fills the maps of its header when it attaches.
 */
#include <linux/bpf.h>
#include <linux/ptrace.h>
#include <stdbool.h>

#define __TARGET_ARCH_x86
#include <bpf/bpf_helpers.h>
#include <bpf/usdt.bpf.h>

#include "stdlib/helpers.bpf.h"

HELPER uint64_t mt_usdt_argument(void *ctx, uint64_t n)
{
	long value = 0;

	if (bpf_usdt_arg(ctx, n, &value))
		mt_core_lose(ABI_LOSS_READ);
	return value;
}

HELPER uint64_t mt_usdt_cookie(void *ctx)
{
	return bpf_usdt_cookie(ctx);
}
