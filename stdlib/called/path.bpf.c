/*
 * Where a file is: the names from it up to the root, through all mounts. bpf_d_path() does this
 * only in programs on a few functions of the kernel.
 */
#include "stdlib/called/path.bpf.h"

#include <bpf/bpf_core_read.h>

#define PARTS_MOST 64 /* directories and mounts on the way */

struct qstr {
	uint32_t len;
	const unsigned char *name;
} RELOCATED;

struct dentry {
	struct dentry *d_parent;
	struct qstr d_name;
} RELOCATED;

struct vfsmount {
	struct dentry *mnt_root;
} RELOCATED;

struct mount {
	struct mount *mnt_parent;
	struct dentry *mnt_mountpoint;
	struct vfsmount mnt;
} RELOCATED;

struct path {
	struct vfsmount *mnt;
	struct dentry *dentry;
} RELOCATED;

static HELPER bool put_slash(struct abi_path *path)
{
	if (path->begin <= path->least)
		return false;
	path->begin--;
	path->text[in_text(path->begin)] = '/';
	return true;
}

/* "/name" before what is there; false when there is no room for all of it. */
static HELPER bool put_name(struct abi_path *path, struct dentry *dentry)
{
	const unsigned char *name = BPF_CORE_READ(dentry, d_name.name);
	uint64_t length = BPF_CORE_READ(dentry, d_name.len);

	if (length >= ABI_NAME_MAX || length >= path->begin - path->least)
		return false;
	path->begin -= length;
	asm volatile("%0 &= %1" : "+r"(length) : "i"(ABI_NAME_MAX - 1));
	if (length && bpf_probe_read_kernel(&path->text[in_text(path->begin)], length, name))
		mt_core_lose(ABI_LOSS_READ);
	return put_slash(path);
}

/* One step up; the root has none above it. Returns 1 at the end, also when the text is full. */
static long step_up(uint32_t step, void *context)
{
	struct abi_path *path = *(struct abi_path **)context;
	struct dentry *dentry = (void *)path->dentry, *parent;
	struct mount *mount = (void *)path->mount, *above;

	if (dentry == BPF_CORE_READ(mount, mnt.mnt_root)) {
		above = BPF_CORE_READ(mount, mnt_parent);
		path->dentry = above != mount ? (uint64_t)BPF_CORE_READ(mount, mnt_mountpoint) : 0;
		path->mount = (uint64_t)above;
		return !path->dentry;
	}
	if (!put_name(path, dentry))
		return 1;
	parent = BPF_CORE_READ(dentry, d_parent);
	path->dentry = parent != dentry ? (uint64_t)parent : 0; /* a memfd has no place */
	return !path->dentry;
}

/* `address` is that of a struct path. */
FUNCTION uint64_t mt_path_walk(struct abi_path *path, uint64_t address, uint64_t size,
			       uint64_t counts_cut)
{
	const struct path *from = (void *)address;
	uint64_t mount;

	if (!path)
		return 0;
	mount = (uint64_t)BPF_CORE_READ(from, mnt);
	path->dentry = (uint64_t)BPF_CORE_READ(from, dentry);
	path->begin = ABI_STRING_MAX - 1;
	path->least = size < ABI_STRING_MAX ? ABI_STRING_MAX - size : 0;
	path->text[ABI_STRING_MAX - 1] = '\0';
	if (!mount || !path->dentry) {
		mt_core_lose(ABI_LOSS_READ);
		return 0;
	}
	path->mount = mount - bpf_core_field_offset(struct mount, mnt);
	bpf_loop(PARTS_MOST, step_up, &path, 0);
	if (path->dentry && counts_cut)
		mt_core_lose(ABI_LOSS_STRING_CUT);
	if (path->begin == ABI_STRING_MAX - 1)
		put_slash(path);
	return 0;
}

/* The text, zero behind it. */
SHARED void mt_path_copy(uint8_t *to, uint32_t size, const struct abi_path *path)
{
	static const uint8_t zeros[ABI_STRING_MAX];

	bpf_probe_read_kernel(to, size, zeros);
	bpf_probe_read_kernel_str(to, size, &path->text[in_text(path->begin)]);
}
