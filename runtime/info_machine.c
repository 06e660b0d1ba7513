/*
 * --info: what the kernel says of itself, and what of memory there is to trace.
 */
#include "runtime/info_private.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "lexer/text.h"
#include "runtime/file.h"
#include "runtime/kind.h"
#include "runtime/sampler.h"

#define KERNEL_BTF "/sys/kernel/btf"

/* How many entries of the directory match; 0 when it cannot be read. */
static size_t count_entries(const char *path, const char *pattern)
{
	DIR *directory = opendir(path);
	struct dirent *entry;
	size_t count = 0;

	while (directory && (entry = readdir(directory)))
		count += entry->d_name[0] != '.' && glob_match(pattern, entry->d_name);
	if (directory)
		closedir(directory);
	return count;
}

static bool file_has(const char *path, const char *text)
{
	char *bytes = file_read(path, NULL);
	bool is_there = bytes && strstr(bytes, text);

	free(bytes);
	return is_there;
}

/* The number in the file; 0 when it cannot be read. */
static uint64_t number_in(const char *path)
{
	char *bytes = file_read(path, NULL);
	uint64_t number = bytes ? strtoull(bytes, NULL, 10) : 0;

	free(bytes);
	return number;
}

/* ---- the kernel ---- */

/* Without the privilege to see them all addresses of /proc/kallsyms are 0, with it one or two. */
static bool has_addresses(void)
{
	FILE *file = fopen("/proc/kallsyms", "re");
	uint64_t address = 0;

	for (int i = 0; file && !address && i < 100; i++)
		if (fscanf(file, "%" SCNx64 "%*[^\n]", &address) != 1)
			break;
	if (file)
		fclose(file);
	return address != 0;
}

static void add_btf(struct info *info)
{
	size_t modules = count_entries(KERNEL_BTF, "*");

	info_add_choice(info, "BTF", file_is_accessible(KERNEL_BTF "/vmlinux", R_OK),
			"the kernel's types: members of structures, fentry, iter",
			KERNEL_BTF
			"/vmlinux cannot be read: no members of structures, fentry, iter",
			"a kernel with CONFIG_DEBUG_INFO_BTF");
	info_add_choice(info, "BTF of modules", modules > 1, "their types",
			"fentry does not reach functions of modules",
			"a kernel with CONFIG_DEBUG_INFO_BTF_MODULES, or modules to load");
}

static void add_tracefs(struct info *info)
{
	struct reason reason;
	const char *tracefs = machine_tracefs(&reason);

	if (tracefs)
		info_add(info, "tracefs", INFO_YES,
			 arena_printf(info->machine.arena, "%s: tracepoints and their fields",
				      tracefs),
			 NULL);
	else
		info_add_reason(info, "tracefs", &reason);
}

static void add_jit(struct info *info)
{
	char *text = file_read("/proc/sys/net/core/bpf_jit_enable", NULL);

	if (text)
		info_add_choice(info, "JIT compiler", *text != '0', "BPF runs as machine code",
				"BPF is interpreted: probes cost several times as much",
				"sysctl net.core.bpf_jit_enable=1");
	else
		info_add(info, "JIT compiler", INFO_UNKNOWN,
			 "/proc/sys/net/core/bpf_jit_enable cannot be read", NULL);
	free(text);
}

void info_find_kernel(struct info *info)
{
	info->section = "Kernel";
	add_btf(info);
	add_tracefs(info);
	info_add_choice(info, "names of functions", has_addresses(), "of the kernel's, in stacks",
			"stacks of the kernel are addresses: /proc/kallsyms hides them",
			"CAP_SYSLOG, and sysctl kernel.kptr_restrict below 2");
	add_jit(info);
}

/* ---- memory ---- */

/* Lines such as "/dev/zram0  partition  131068  0  100", of KiB, below a heading. */
static void add_swap(struct info *info)
{
	FILE *file = fopen("/proc/swaps", "re");
	const char *list = "";
	uint64_t kib, total = 0;
	char name[256];

	if (file && fscanf(file, "%*[^\n]") != EOF)
		while (fscanf(file, "%255s %*s %" SCNu64 "%*[^\n]", name, &kib) == 2) {
			total += kib;
			list = arena_printf(info->machine.arena, "%s, %s", list, name);
		}
	if (file)
		fclose(file);
	info_add_choice(info, "swap", total > 0,
			arena_printf(info->machine.arena, "%" PRIu64 " MiB%s", total >> 10, list),
			"nothing is swapped out: swapin and mem:swapout stay silent",
			"swapon(8); the module zram makes a device of compressed memory");
}

#define TRANSPARENT "/sys/kernel/mm/transparent_hugepage/enabled"

static void add_huge_pages(struct info *info)
{
	bool is_never = file_has(TRANSPARENT, "[never]");

	info_add_choice(info, "transparent huge pages", !is_never && file_has(TRANSPARENT, "["),
			"hfaults shows faults for them", "no fault asks for one",
			is_never ? "echo madvise >" TRANSPARENT
				 : "a kernel with CONFIG_TRANSPARENT_HUGEPAGE");
	info_add_choice(info, "hugetlb pages", number_in("/proc/sys/vm/nr_hugepages") > 0,
			"hfaults shows faults for them", "none are reserved",
			"sysctl vm.nr_hugepages=COUNT");
}

static void add_notes_of_libc(struct info *info)
{
	struct plan_point point = {.kind = PLAN_USDT, .target = "libc", .name = "memory_*"};
	struct places places = {0};
	struct reason reason;
	bool is_there = kind_of(PLAN_USDT)->resolve(&info->machine, &point, true, &places, &reason);

	info_add_choice(info, "notes of libc", is_there,
			"mem:arena, and what doublefree says of glibc's own checks",
			"this libc was built without USDT notes: no mem:arena",
			"a glibc that was configured with --enable-systemtap");
}

void info_find_memory(struct info *info)
{
	size_t nodes = count_entries("/sys/devices/system/node", "node*[0-9]");

	info->section = "Memory";
	add_swap(info);
	info_add_choice(info, "NUMA nodes", nodes > 1, "numamove shows what moves between them",
			"there is one: nothing moves between them", NULL);
	add_huge_pages(info);
	info_add_choice(info, "memory cgroups",
			file_has("/sys/fs/cgroup/cgroup.controllers", "memory"),
			"limits of groups: mem:memcg_reclaim, oomkill",
			"no reclaim at a group's limit is seen in /sys/fs/cgroup",
			"mount -t cgroup2 cgroup2 /sys/fs/cgroup; a kernel with CONFIG_MEMCG");
	info_add_choice(info, "KFENCE",
			number_in("/sys/module/kfence/parameters/sample_interval") > 0,
			"kmemerr shows errors in the kernel's heap",
			"kmemerr has nothing to show, unless the kernel has KASAN",
			"a kernel with CONFIG_KFENCE, booted with kfence.sample_interval=100");
	add_notes_of_libc(info);
	info_add_choice(info, "libmemsample", sampler_find(info->machine.arena) != NULL,
			"memleak --sample: processes sample themselves",
			"it is not installed beside memtap: no memleak --sample",
			"make install, or the package");
}
