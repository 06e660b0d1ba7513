#include "runtime/privileges.h"

#include <linux/capability.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "runtime/message.h"
#include "runtime/run.h"

#ifndef CAP_PERFMON /* Linux 5.8 */
#define CAP_PERFMON 38
#define CAP_BPF	    39
#endif

static uint64_t effective_capabilities(void)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct words[_LINUX_CAPABILITY_U32S_3] = {0};

	if (syscall(SYS_capget, &header, words) < 0)
		return UINT64_MAX; /* not known: let the kernel say no */
	return (uint64_t)words[1].effective << 32 | words[0].effective;
}

static bool has(uint64_t capabilities, int capability)
{
	return capabilities >> capability & 1;
}

int privileges_check(void)
{
	uint64_t capabilities = effective_capabilities();
	bool lacks_bpf = !has(capabilities, CAP_BPF), lacks_perf = !has(capabilities, CAP_PERFMON);

	if (has(capabilities, CAP_SYS_ADMIN) || (!lacks_bpf && !lacks_perf))
		return STATUS_DONE;
	complain("tracing needs root: this process lacks %s%s%s", lacks_bpf ? "CAP_BPF" : "",
		 lacks_bpf && lacks_perf ? " and " : "", lacks_perf ? "CAP_PERFMON" : "");
	return STATUS_ENVIRONMENT;
}
