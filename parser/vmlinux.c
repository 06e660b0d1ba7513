#include "parser/vmlinux.h"

#include <bpf/btf.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "lexer/fault.h"

#define BYTES_MAX (256 << 20) /* kernels have four to six megabytes */
#define HUGE_PAGE (2u << 20)  /* of x86-64; elsewhere no more than a wish */

struct vmlinux {
	char *bytes; /* of the file */
	size_t size;
	void *mapping; /* that holds them */
	size_t mapped;
	const char *types, *texts;
	uint32_t types_size, texts_size;
	uint32_t *offsets; /* in `types`, by ID */
	uint32_t count;
};

/* ---- bytes ---- */

static bool read_all(int fd, char *bytes, size_t size)
{
	ssize_t length;

	for (size_t done = 0; done < size; done += (size_t)length) {
		length = read(fd, bytes + done, size - done);
		if (length <= 0)
			return false;
	}
	return true;
}

/* Nobody can change what sysfs has, which can be mapped since Linux 6.16. */
static bool map_file(struct vmlinux *vmlinux, int fd)
{
	struct statfs status;
	void *mapping;

	if (fstatfs(fd, &status) != 0 || status.f_type != SYSFS_MAGIC)
		return false;
	mapping = mmap(NULL, vmlinux->size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (mapping == MAP_FAILED)
		return false;
	vmlinux->mapping = vmlinux->bytes = mapping;
	vmlinux->mapped = vmlinux->size;
	return true;
}

/* In huge pages, where there are: page faults would take longer than all that is asked afterwards.
 */
static bool copy_file(struct vmlinux *vmlinux, int fd)
{
	size_t size = (vmlinux->size + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
	char *mapping = mmap(NULL, size + HUGE_PAGE, PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (mapping == MAP_FAILED)
		fault_out_of_memory();
	vmlinux->mapping = mapping;
	vmlinux->mapped = size + HUGE_PAGE;
	vmlinux->bytes = mapping + -(uintptr_t)mapping % HUGE_PAGE;
	madvise(vmlinux->bytes, size, MADV_HUGEPAGE);
	if (read_all(fd, vmlinux->bytes, vmlinux->size))
		return true;
	vmlinux_close(vmlinux);
	return false;
}

static bool read_file(struct vmlinux *vmlinux, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool is_read = false;
	struct stat status;

	if (fd < 0)
		return false;
	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0 &&
	    status.st_size <= BYTES_MAX) {
		vmlinux->size = (size_t)status.st_size;
		is_read = map_file(vmlinux, fd) || copy_file(vmlinux, fd);
	}
	close(fd);
	return is_read;
}

/* ---- parts ---- */

/* As the kernel writes it, and libbpf wants it: the header, the types, the texts. */
static bool are_sections_sound(const struct vmlinux *vmlinux, const struct btf_header *header)
{
	uint64_t types_end = (uint64_t)header->type_off + header->type_len;
	uint64_t texts_end = (uint64_t)header->str_off + header->str_len;

	return header->hdr_len >= sizeof(*header) && header->hdr_len % sizeof(uint32_t) == 0 &&
	       header->type_off % sizeof(uint32_t) == 0 && types_end <= header->str_off &&
	       header->hdr_len + texts_end <= vmlinux->size;
}

static bool find_sections(struct vmlinux *vmlinux)
{
	const struct btf_header *header = (const struct btf_header *)vmlinux->bytes;

	if (vmlinux->size < sizeof(*header) || header->magic != BTF_MAGIC ||
	    header->version != BTF_VERSION || !are_sections_sound(vmlinux, header))
		return false;
	vmlinux->types = vmlinux->bytes + header->hdr_len + header->type_off;
	vmlinux->types_size = header->type_len;
	vmlinux->texts = vmlinux->bytes + header->hdr_len + header->str_off;
	vmlinux->texts_size = header->str_len;
	/* Any offset in them is the begin of a text that ends. */
	return header->str_len && !vmlinux->texts[0] && !vmlinux->texts[header->str_len - 1];
}

static const struct btf_type *type_at(const struct vmlinux *vmlinux, uint32_t offset)
{
	return (const struct btf_type *)(vmlinux->types + offset);
}

/* In bytes; 0: it is of no kind that is known. */
static size_t size_of(const struct btf_type *type)
{
	switch (btf_kind(type)) {
	case BTF_KIND_PTR:
	case BTF_KIND_FWD:
	case BTF_KIND_TYPEDEF:
	case BTF_KIND_VOLATILE:
	case BTF_KIND_CONST:
	case BTF_KIND_RESTRICT:
	case BTF_KIND_FUNC:
	case BTF_KIND_FLOAT:
	case BTF_KIND_TYPE_TAG:
		return sizeof(*type);
	case BTF_KIND_INT:
		return sizeof(*type) + sizeof(uint32_t);
	case BTF_KIND_ARRAY:
		return sizeof(*type) + sizeof(struct btf_array);
	case BTF_KIND_VAR:
		return sizeof(*type) + sizeof(struct btf_var);
	case BTF_KIND_DECL_TAG:
		return sizeof(*type) + sizeof(struct btf_decl_tag);
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		return sizeof(*type) + btf_vlen(type) * sizeof(struct btf_member);
	case BTF_KIND_ENUM:
		return sizeof(*type) + btf_vlen(type) * sizeof(struct btf_enum);
	case BTF_KIND_ENUM64:
		return sizeof(*type) + btf_vlen(type) * sizeof(struct btf_enum64);
	case BTF_KIND_FUNC_PROTO:
		return sizeof(*type) + btf_vlen(type) * sizeof(struct btf_param);
	case BTF_KIND_DATASEC:
		return sizeof(*type) + btf_vlen(type) * sizeof(struct btf_var_secinfo);
	}
	return 0;
}

/* 0: it is of no kind that is known, or does not end before all do. */
static uint32_t size_at(const struct vmlinux *vmlinux, uint32_t offset)
{
	uint32_t left = vmlinux->types_size - offset;
	size_t size;

	if (left < sizeof(struct btf_type))
		return 0;
	size = size_of(type_at(vmlinux, offset));
	return size <= left ? (uint32_t)size : 0;
}

static bool index_types(struct vmlinux *vmlinux, struct arena *arena)
{
	uint32_t most = vmlinux->types_size / sizeof(struct btf_type) + 1, offset, size;

	vmlinux->offsets = arena_alloc(arena, most * sizeof(*vmlinux->offsets));
	vmlinux->count = 1;
	for (offset = 0; offset < vmlinux->types_size; offset += size) {
		size = size_at(vmlinux, offset);
		if (!size)
			return false;
		vmlinux->offsets[vmlinux->count++] = offset;
	}
	return true;
}

/* ---- asking ---- */

struct vmlinux *vmlinux_open(struct arena *arena, const char *path)
{
	struct vmlinux *vmlinux = arena_new_of(arena, struct vmlinux);

	if (!read_file(vmlinux, path))
		return NULL;
	if (find_sections(vmlinux) && index_types(vmlinux, arena))
		return vmlinux;
	vmlinux_close(vmlinux);
	return NULL;
}

void vmlinux_close(struct vmlinux *vmlinux)
{
	if (vmlinux)
		munmap(vmlinux->mapping, vmlinux->mapped);
}

const void *vmlinux_bytes(const struct vmlinux *vmlinux, uint32_t *size)
{
	*size = (uint32_t)vmlinux->size;
	return vmlinux->bytes;
}

uint32_t vmlinux_count(const struct vmlinux *vmlinux)
{
	return vmlinux->count;
}

const struct btf_type *vmlinux_type(const struct vmlinux *vmlinux, uint32_t id)
{
	static const struct btf_type of_void;

	if (id >= vmlinux->count)
		return NULL;
	return id ? type_at(vmlinux, vmlinux->offsets[id]) : &of_void;
}

const char *vmlinux_text(const struct vmlinux *vmlinux, uint32_t offset)
{
	return offset < vmlinux->texts_size ? vmlinux->texts + offset : NULL;
}

uint32_t vmlinux_find(const struct vmlinux *vmlinux, const char *name, uint32_t kind)
{
	for (uint32_t id = 1; id < vmlinux->count; id++) {
		const struct btf_type *type = type_at(vmlinux, vmlinux->offsets[id]);
		const char *own;

		if (btf_kind(type) != kind)
			continue;
		own = vmlinux_text(vmlinux, type->name_off);
		/* A call for each of a hundred thousand names would take twice the time. */
		if (own && own[0] == name[0] && !strcmp(own, name))
			return id;
	}
	return 0;
}
