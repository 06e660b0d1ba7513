#include "runtime/fence.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/netlink.h>
#include <seccomp.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#define COUNT_OF(array) (sizeof(array) / sizeof(*(array)))

/*
 * By name: a number is that of one architecture, and not every libseccomp knows all of them.
 * Opening files for reading, and sockets of the machine's own name services, stay.
 */
static const char *const refused_programs[] = { /* and other processes */
	"execve", "execveat", "process_vm_readv", "process_vm_writev", "pidfd_getfd", "setns",
	"unshare", "chroot", "pivot_root", "setuid", "setgid", "setreuid", "setregid",
	"setresuid", "setresgid", "setgroups", "setfsuid", "setfsgid", "personality",
#ifndef __SANITIZE_ADDRESS__ /* LeakSanitizer stops the process so, to look at it */
	"ptrace",
#endif
};

static const char *const refused_files[] = {
	"creat", "openat2", "open_by_handle_at", "truncate", "rename", "renameat", "renameat2",
	"link", "linkat", "symlink", "symlinkat", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir",
	"mknod", "mknodat", "chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "fchown", "lchown",
	"fchownat", "utime", "utimes", "utimensat", "futimesat", "setxattr", "lsetxattr",
	"fsetxattr", "setxattrat", "removexattr", "lremovexattr", "fremovexattr", "removexattrat",
	"io_uring_setup",
};

static const char *const refused_machine[] = {
	"mount", "umount", "umount2", "fsopen", "fspick", "fsmount", "fsconfig", "open_tree",
	"move_mount", "mount_setattr", "swapon", "swapoff", "reboot", "kexec_load",
	"kexec_file_load", "init_module", "finit_module", "delete_module", "iopl", "ioperm", "acct",
	"quotactl", "quotactl_fd", "sethostname", "setdomainname", "settimeofday", "clock_settime",
	"clock_adjtime", "adjtimex", "add_key", "request_key", "keyctl", "userfaultfd", "syslog",
};

static const char *const refused_servers[] = {"bind", "listen"};

static int refuse(scmp_filter_ctx filter, const char *name)
{
	int number = seccomp_syscall_resolve_name(name);

	if (number == __NR_SCMP_ERROR)
		return 0;
	return seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), number, 0);
}

static int refuse_all(scmp_filter_ctx filter, const char *const *names, size_t count)
{
	int error = 0;

	for (size_t i = 0; i < count && !error; i++)
		error = refuse(filter, names[i]);
	return error;
}

#define REFUSE_ALL(filter, names) refuse_all(filter, names, COUNT_OF(names))

/* A system call, where of an argument the bits of `mask` are `value`. */
static int refuse_if(scmp_filter_ctx filter, int number, unsigned argument, uint64_t mask,
		     uint64_t value)
{
	return seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), number, 1,
				SCMP_CMP(argument, SCMP_CMP_MASKED_EQ, mask, value));
}

/* 32 bits are all that the kernel looks at in most of them; the rest may be anything. */
#define ALL_BITS UINT32_MAX

static int refuse_writing(scmp_filter_ctx filter, int number, unsigned flags)
{
	return refuse_if(filter, number, flags, O_ACCMODE, O_WRONLY)
		       ?: refuse_if(filter, number, flags, O_ACCMODE, O_RDWR)
		       ?: refuse_if(filter, number, flags, O_CREAT, O_CREAT)
		       ?: refuse_if(filter, number, flags, O_TRUNC, O_TRUNC);
}

/* What others would take for typed at the terminal. */
static int refuse_typing(scmp_filter_ctx filter)
{
	return refuse_if(filter, SCMP_SYS(ioctl), 1, ALL_BITS, TIOCSTI)
		       ?: refuse_if(filter, SCMP_SYS(ioctl), 1, ALL_BITS, TIOCLINUX);
}

static int refuse_sockets(scmp_filter_ctx filter, struct scmp_arg_cmp family)
{
	return seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(socket), 1, family);
}

/* The kernel's events, such as of CPUs that come, can only be received. */
static int refuse_netlink(scmp_filter_ctx filter)
{
	return seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(socket), 2,
				SCMP_A0(SCMP_CMP_EQ, AF_NETLINK),
				SCMP_A2(SCMP_CMP_NE, NETLINK_KOBJECT_UEVENT));
}

/* Families above AF_NETLINK are one rule, as each takes libseccomp its time; those below are one each. */
static int refuse_network(scmp_filter_ctx filter)
{
	int error = refuse_sockets(filter, SCMP_A0(SCMP_CMP_GT, AF_NETLINK)) ?: refuse_netlink(filter);

	for (unsigned family = 0; family < AF_NETLINK && !error; family++)
		if (family != AF_UNIX)
			error = refuse_sockets(filter, SCMP_A0(SCMP_CMP_EQ, family));
	return error;
}

static int refuse_bpf(scmp_filter_ctx filter, const int *commands, size_t count)
{
	int error = 0;

	for (size_t i = 0; i < count && !error; i++)
		error = refuse_if(filter, SCMP_SYS(bpf), 0, ALL_BITS, (uint64_t)commands[i]);
	return error;
}

/*
 * Root may write to maps of others, such as those of a firewall, and detach its programs. libbpf asks for
 * BTF alone by its number, and attaches by perf events, links and BPF_RAW_TRACEPOINT_OPEN.
 */
static int refuse_foreign_bpf(scmp_filter_ctx filter)
{
	static const int commands[] = {BPF_OBJ_GET, BPF_PROG_GET_FD_BY_ID, BPF_MAP_GET_FD_BY_ID,
				       BPF_LINK_GET_FD_BY_ID, BPF_PROG_ATTACH,
				       BPF_PROG_DETACH};

	return refuse_bpf(filter, commands, COUNT_OF(commands));
}

static int refuse_outside(scmp_filter_ctx filter)
{
	return REFUSE_ALL(filter, refused_programs)
		       ?: REFUSE_ALL(filter, refused_files)
			     ?: REFUSE_ALL(filter, refused_machine)
			     ?: REFUSE_ALL(filter, refused_servers)
			     ?: refuse_writing(filter, SCMP_SYS(open), 1)
			     ?: refuse_writing(filter, SCMP_SYS(openat), 2)
			     ?: refuse_typing(filter)
			     ?: refuse_foreign_bpf(filter)
			     ?: refuse_network(filter);
}

static int refuse_kernel(scmp_filter_ctx filter)
{
	static const int commands[] = {BPF_MAP_CREATE, BPF_PROG_LOAD, BPF_BTF_LOAD, BPF_OBJ_PIN};

	return refuse_bpf(filter, commands, COUNT_OF(commands));
}

/* It has a network, and files to keep what came by it. */
static int refuse_helper(scmp_filter_ctx filter)
{
	return REFUSE_ALL(filter, refused_programs)
		       ?: REFUSE_ALL(filter, refused_machine)
			     ?: refuse_typing(filter)
			     ?: refuse(filter, "bpf")
			     ?: refuse(filter, "perf_event_open");
}

static int close_fence(int (*add_rules)(scmp_filter_ctx filter))
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	int error = filter ? add_rules(filter) ?: seccomp_load(filter) : -ENOMEM;

	if (filter)
		seccomp_release(filter);
	return error;
}

int fence_close(void)
{
	return close_fence(refuse_outside);
}

int fence_close_kernel(void)
{
	return close_fence(refuse_kernel);
}

int fence_close_helper(void)
{
	return close_fence(refuse_helper);
}
