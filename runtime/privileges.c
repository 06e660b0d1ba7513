#include "runtime/privileges.h"

#include <grp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "runtime/message.h"
#include "runtime/run.h"

#define NOBODY 65534 /* the kernel's overflowuid and overflowgid */

#define COUNT_OF(array) (sizeof(array) / sizeof(*(array)))

/* ---- sets of capabilities, a bit each ---- */

static uint64_t bit(int capability)
{
	return UINT64_C(1) << capability;
}

static bool get_capabilities(uint64_t *effective)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct words[_LINUX_CAPABILITY_U32S_3] = {0};

	if (syscall(SYS_capget, &header, words) < 0)
		return false;
	*effective = (uint64_t)words[1].effective << 32 | words[0].effective;
	return true;
}

/* None is left to be taken up again, or for a program that this one would run. */
static void set_capabilities(uint64_t set)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct words[_LINUX_CAPABILITY_U32S_3] = {
		{.effective = (uint32_t)set, .permitted = (uint32_t)set},
		{.effective = set >> 32, .permitted = set >> 32},
	};

	syscall(SYS_capset, &header, words); /* to have fewer is always permitted */
}

bool privileges_have(int capability)
{
	uint64_t effective;

	return !get_capabilities(&effective) || (effective & bit(capability));
}

/* ---- is it enough? ---- */

static bool is_set_id(void)
{
	return getuid() != geteuid() || getgid() != getegid();
}

int privileges_refuse_set_id(void)
{
	if (!is_set_id())
		return STATUS_DONE;
	complain("memtap must not be set-user-ID or set-group-ID: give it capabilities instead "
		 "(see memtap-security(7))");
	return STATUS_ENVIRONMENT;
}

int privileges_check(void)
{
	bool lacks_bpf, lacks_perfmon;

	if (privileges_have(CAP_SYS_ADMIN))
		return STATUS_DONE;
	lacks_bpf = !privileges_have(CAP_BPF);
	lacks_perfmon = !privileges_have(CAP_PERFMON);
	if (!lacks_bpf && !lacks_perfmon)
		return STATUS_DONE;
	complain("this process lacks %s%s%s: run memtap as root, or with what memtap-security(7) "
		 "lists",
		 lacks_bpf ? "CAP_BPF (to load programs)" : "",
		 lacks_bpf && lacks_perfmon ? " and " : "",
		 lacks_perfmon ? "CAP_PERFMON (to attach them, and to let them read memory)" : "");
	return STATUS_ENVIRONMENT;
}

/* ---- whose programs ---- */

/* `variable` holds the ID of whom sudo has made root: the environment is that of who ran us. */
static bool is_by_sudo(const char *variable, unsigned id)
{
	const char *text = getenv(variable);
	char *end;

	return text && getuid() == 0 && strtoul(text, &end, 10) == id && end != text && !*end;
}

static bool is_trusted_user(uid_t user)
{
	return user == 0 || user == getuid() || is_by_sudo("SUDO_UID", user);
}

static bool is_trusted_group(gid_t group)
{
	return group == 0 || group == getgid() || is_by_sudo("SUDO_GID", group);
}

bool privileges_trust(const char *path, uid_t owner, gid_t group, mode_t mode)
{
	if (mode & S_IWOTH)
		complain("%s asks for --unsafe, and everybody may write to it: chmod o-w %s", path,
			 path);
	else if ((mode & S_IWGRP) && !is_trusted_group(group))
		complain("%s asks for --unsafe, and group %u may write to it: chmod g-w %s", path,
			 (unsigned)group, path);
	else if (!is_trusted_user(owner))
		complain("%s asks for --unsafe, and is user %u's, who may change it at any time: run a "
			 "copy",
			 path, (unsigned)owner);
	else
		return true;
	return false;
}

/* In /proc, it is for the kernel as if memtap were to trace the process. */
const char *privileges_lacking_to_read(const char *path)
{
	if (strncmp(path, "/proc/", strlen("/proc/")) == 0)
		return privileges_have(CAP_SYS_PTRACE) ? ""
						       : " (this process lacks CAP_SYS_PTRACE)";
	return privileges_have(CAP_DAC_READ_SEARCH) ? ""
						    : " (this process lacks CAP_DAC_READ_SEARCH)";
}

/* ---- what is left ---- */

/*
 * What is done until the end: bpf(2) on maps and programs, and finding names, for which files of
 * other processes are read. `instead`, which allows more, has to do where the process lacks it.
 */
static const struct {
	int needed, instead;
} lasting[] = {
	{CAP_BPF, CAP_SYS_ADMIN},
	{CAP_PERFMON, CAP_SYS_ADMIN},
	{CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE},
	{CAP_SYS_PTRACE, CAP_SYS_PTRACE},
	{CAP_SYSLOG, CAP_SYSLOG},
	{CAP_CHECKPOINT_RESTORE, CAP_CHECKPOINT_RESTORE},
};

void privileges_drop(const struct privileges_use *use)
{
	uint64_t effective, kept = 0;

	if (!get_capabilities(&effective))
		return;
	for (size_t i = 0; i < COUNT_OF(lasting); i++) {
		bool is_there = effective & bit(lasting[i].needed);

		kept |= bit(is_there ? lasting[i].needed : lasting[i].instead);
	}
	if (use->opens_events)
		kept |= bit(CAP_SYS_ADMIN);
	if (use->has_command)
		kept |= bit(CAP_KILL);
	set_capabilities(effective & kept);
}

void privileges_drop_all(void)
{
	set_capabilities(0);
}

/* ---- another user ---- */

/* A number above 0 of the environment; `otherwise`: there is none. */
static unsigned id_of(const char *variable, unsigned otherwise)
{
	const char *text = getenv(variable);
	unsigned long id = text ? strtoul(text, NULL, 10) : 0;

	return id > 0 && id < UINT32_MAX ? (unsigned)id : otherwise;
}

struct privileges_user privileges_instead_of_root(void)
{
	struct privileges_user nobody = {NOBODY, NOBODY};
	uid_t user = id_of("SUDO_UID", NOBODY);

	if (user == NOBODY)
		return nobody;
	return (struct privileges_user){user, id_of("SUDO_GID", NOBODY)};
}

bool privileges_become(const struct privileges_user *user)
{
	return setgroups(0, NULL) == 0 &&
	       setresgid(user->group, user->group, user->group) == 0 &&
	       setresuid(user->user, user->user, user->user) == 0;
}
