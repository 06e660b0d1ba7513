/*
 * withcaps CAPABILITY,... COMMAND [ARG...]: runs the command as the user nobody, with these
 * capabilities alone ("bpf,perfmon"; "-" for none), which are the command's own from then on.
 *
 * withcaps --file CAPABILITY,... FILE: whoever runs the file has them, as setcap(8) does it.
 */
#include <err.h>
#include <grp.h>
#include <linux/capability.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#define NOBODY 65534

static const struct {
	const char *name;
	int number;
} known[] = {
	{"dac_override", CAP_DAC_OVERRIDE},
	{"dac_read_search", CAP_DAC_READ_SEARCH},
	{"ipc_lock", CAP_IPC_LOCK},
	{"sys_ptrace", CAP_SYS_PTRACE},
	{"sys_admin", CAP_SYS_ADMIN},
	{"sys_resource", CAP_SYS_RESOURCE},
	{"syslog", CAP_SYSLOG},
	{"perfmon", 38},
	{"bpf", 39},
	{"checkpoint_restore", 40},
};

static int number_of(const char *name)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strcmp(known[i].name, name) == 0)
			return known[i].number;
	errx(2, "unknown capability '%s'", name);
}

static uint64_t parse(char *list)
{
	uint64_t set = 0;

	for (char *name = strtok(list, ","); name; name = strtok(NULL, ","))
		if (strcmp(name, "-") != 0)
			set |= UINT64_C(1) << number_of(name);
	return set;
}

static void set_capabilities(uint64_t set)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct words[_LINUX_CAPABILITY_U32S_3];

	for (int i = 0; i < _LINUX_CAPABILITY_U32S_3; i++) {
		uint32_t word = (uint32_t)(set >> 32 * i);

		words[i] = (struct __user_cap_data_struct){word, word, word};
	}
	if (syscall(SYS_capset, &header, words) < 0)
		err(2, "capset");
	for (int number = 0; number < 64; number++)
		if (set >> number & 1 &&
		    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, number, 0, 0) < 0)
			err(2, "capability %d", number);
}

static int mark_file(const char *path, uint64_t set)
{
	struct vfs_cap_data data = {
		.magic_etc = VFS_CAP_REVISION_2 | VFS_CAP_FLAGS_EFFECTIVE,
		.data = {{.permitted = (uint32_t)set}, {.permitted = set >> 32}},
	};

	if (setxattr(path, "security.capability", &data, sizeof(data), 0) < 0)
		err(2, "%s", path);
	return 0;
}

int main(int argc, char **argv)
{
	uint64_t set;

	if (argc == 4 && strcmp(argv[1], "--file") == 0)
		return mark_file(argv[3], parse(argv[2]));
	if (argc < 3)
		errx(2, "usage: withcaps [--file] CAPABILITY,... COMMAND|FILE [ARG...]");
	set = parse(argv[1]);
	if (prctl(PR_SET_KEEPCAPS, 1) < 0 || setgroups(0, NULL) < 0 ||
	    setresgid(NOBODY, NOBODY, NOBODY) < 0 || setresuid(NOBODY, NOBODY, NOBODY) < 0)
		err(2, "cannot become nobody");
	set_capabilities(set);
	execvp(argv[2], argv + 2);
	err(2, "%s", argv[2]);
}
