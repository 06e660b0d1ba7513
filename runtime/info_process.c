/*
 * --info: what the process may do.
 */
#include "runtime/info_private.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "lexer/arena.h"
#include "runtime/debuginfod.h"
#include "runtime/file.h"
#include "runtime/library.h"
#include "runtime/privileges.h"

/* What of docs/security.md is in one line; `instead` allows the same and more. */
static const struct {
	int needed, instead;
	const char *name, *use, *loss;
} capabilities[] = {
	{CAP_BPF, CAP_SYS_ADMIN, "CAP_BPF", "loads programs and reads maps",
	 "nothing can be traced"},
	{CAP_PERFMON, CAP_SYS_ADMIN, "CAP_PERFMON", "attaches programs, which may read memory",
	 "nothing can be traced"},
	{CAP_SYS_ADMIN, CAP_SYS_ADMIN, "CAP_SYS_ADMIN", "uprobe, usdt; --max-cost",
	 "usdt, single uprobes and --max-cost do not work"},
	{CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE, "CAP_DAC_READ_SEARCH",
	 "reads tracefs, and binaries that not everybody may read",
	 "tracepoints do not work, unless a group may read tracefs"},
	{CAP_SYS_PTRACE, CAP_SYS_PTRACE, "CAP_SYS_PTRACE",
	 "sees what processes of other users have mapped", "stacks of other users are addresses"},
	{CAP_SYSLOG, CAP_SYSLOG, "CAP_SYSLOG", "names functions of the kernel",
	 "stacks of the kernel are addresses"},
	{CAP_CHECKPOINT_RESTORE, CAP_SYS_ADMIN, "CAP_CHECKPOINT_RESTORE",
	 "reads files that were deleted while they were mapped",
	 "what is in files that were deleted while they were mapped has no names"},
};

static void add_capabilities(struct info *info)
{
	for (size_t i = 0; i < sizeof(capabilities) / sizeof(*capabilities); i++) {
		const char *name = capabilities[i].name;

		info_add_choice(
			info, name,
			privileges_have(capabilities[i].needed) ||
				privileges_have(capabilities[i].instead),
			capabilities[i].use, capabilities[i].loss,
			arena_printf(info->machine.arena,
				     "run it as root, or give its file %s (see memtap-security(7))",
				     name));
	}
}

/* The word in brackets: "none [integrity] confidentiality". */
static void add_lockdown(struct info *info)
{
	char *text = file_read("/sys/kernel/security/lockdown", NULL);
	bool is_confidential = text && strstr(text, "[confidentiality]");

	if (text || errno == ENOENT)
		info_add_choice(info, "kernel memory", !is_confidential,
				"may be read: no lockdown to confidentiality",
				"the kernel is locked down to confidentiality",
				"boot without lockdown=confidentiality, or without Secure Boot");
	else
		info_add(info, "kernel memory", INFO_UNKNOWN,
			 "/sys/kernel/security/lockdown cannot be read", NULL);
	free(text);
}

static void add_fence(struct info *info)
{
	bool is_there = prctl(PR_GET_SECCOMP) != -1 &&
			prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL) < 0 && errno != EINVAL;

	info_add_choice(info, "seccomp", is_there, "fences memtap in while it traces",
			"memtap traces without a fence of system calls",
			"a kernel with CONFIG_SECCOMP_FILTER");
}

/* Looked for, not loaded: that is the helper's, who is never root. Nothing is asked of the servers. */
static void add_debuginfod(struct info *info)
{
	struct machine machine = {.arena = info->machine.arena};
	const char *urls = getenv(DEBUGINFOD_URLS);
	struct reason reason;

	if (!urls || !*urls)
		info_add(info, "debuginfod", INFO_NO,
			 DEBUGINFOD_URLS " is not set: debug files are those of this machine",
			 "set it as for gdb; sudo passes it on when told to: sudo " DEBUGINFOD_URLS "=...");
	else
		info_add_choice(info, "debuginfod",
				library_find(&machine, DEBUGINFOD_LIBRARY, &reason) != NULL,
				"asks the servers of " DEBUGINFOD_URLS " for debug files",
				DEBUGINFOD_URLS " is set, but there is no " DEBUGINFOD_LIBRARY,
				"Debian's package libdebuginfod1");
	machine_close(&machine);
}

void info_find_process(struct info *info)
{
	info->section = "This process";
	add_capabilities(info);
	add_lockdown(info);
	info_add_choice(info, "host's processes", !machine_has_own_pids(),
			"are seen: process IDs are those of the kernel",
			"process IDs are a container's own: -p, -c and stacks of programs do not "
			"work",
			"start the container with --pid=host (see memtap-container(7))");
	add_fence(info);
	add_debuginfod(info);
}
