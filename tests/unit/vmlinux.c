#include "parser/vmlinux.h"

#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/unit/unit.h"

static struct arena *arena;
static char path[] = "/tmp/unit-vmlinux-XXXXXX";
static struct vmlinux *vmlinux; /* the last that was opened */

/* ---- files ---- */

enum { ID_INT = 1, ID_PAGE, ID_PAGE_AGAIN, ID_FUNCTION = ID_PAGE_AGAIN + 2 };

/* A type of each kind, two of one name. */
static struct btf *some_btf(void)
{
	struct btf *btf = btf__new_empty();

	btf__add_int(btf, "int", 4, BTF_INT_SIGNED);
	btf__add_struct(btf, "page", 64);
	btf__add_field(btf, "flags", ID_INT, 0, 0);
	btf__add_struct(btf, "page", 32);
	btf__add_func_proto(btf, ID_INT);
	btf__add_func_param(btf, "size", ID_INT);
	btf__add_func(btf, "page", BTF_FUNC_STATIC, ID_FUNCTION - 1);
	btf__add_union(btf, "either", 8);
	btf__add_field(btf, "a", ID_INT, 0, 0);
	btf__add_enum(btf, "zone", 4);
	btf__add_enum_value(btf, "ZONE_DMA", 0);
	btf__add_enum64(btf, "wide", 8, true);
	btf__add_enum64_value(btf, "WIDE", 1);
	btf__add_array(btf, ID_INT, ID_INT, 3);
	btf__add_ptr(btf, ID_INT);
	btf__add_fwd(btf, "file", BTF_FWD_STRUCT);
	btf__add_typedef(btf, "size_t", ID_INT);
	btf__add_const(btf, ID_INT);
	btf__add_volatile(btf, ID_INT);
	btf__add_restrict(btf, ID_INT);
	btf__add_float(btf, "double", 8);
	btf__add_var(btf, "v", BTF_VAR_STATIC, ID_INT);
	btf__add_datasec(btf, ".data", 4);
	btf__add_datasec_var_info(btf, ID_INT, 0, 4);
	btf__add_decl_tag(btf, "tag", ID_PAGE, -1);
	btf__add_type_tag(btf, "user", ID_INT);
	return btf;
}

/* A copy for the arena, with `before` bytes of room behind the header. */
static unsigned char *some_bytes(uint32_t *size, uint32_t before)
{
	struct btf *btf = some_btf();
	const unsigned char *bytes = btf__raw_data(btf, size);
	unsigned char *copy = arena_alloc(arena, *size + before);

	memcpy(copy, bytes, sizeof(struct btf_header));
	memcpy(copy + sizeof(struct btf_header) + before, bytes + sizeof(struct btf_header),
	       *size - sizeof(struct btf_header));
	*size += before;
	btf__free(btf);
	return copy;
}

static bool open_bytes(const void *bytes, size_t size)
{
	FILE *file = fopen(path, "w");

	if (!file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0) {
		perror(path);
		exit(1);
	}
	vmlinux_close(vmlinux);
	vmlinux = vmlinux_open(arena, path);
	return vmlinux != NULL;
}

/* ---- what libbpf says ---- */

static bool is_same(const struct btf *btf)
{
	uint32_t count = vmlinux_count(vmlinux);

	if (btf__type_cnt(btf) != count)
		return false;
	for (uint32_t id = 0; id < count; id++) {
		const struct btf_type *a = vmlinux_type(vmlinux, id);
		const struct btf_type *b = btf__type_by_id(btf, id);

		if (memcmp(a, b, sizeof(*a)) != 0 ||
		    !unit_same(vmlinux_text(vmlinux, a->name_off),
			       btf__name_by_offset(btf, b->name_off)))
			return false;
	}
	return true;
}

/* What is opened here, libbpf opens, too, and finds the same in it. */
static bool agrees(const void *bytes, uint32_t size)
{
	struct btf *btf;
	bool is_agreed;

	if (!open_bytes(bytes, size))
		return true;
	btf = btf__new(bytes, size);
	is_agreed = btf && is_same(btf);
	btf__free(btf);
	return is_agreed;
}

static void any_byte_may_be_wrong(void)
{
	uint32_t size;
	unsigned char *bytes = some_bytes(&size, 0);

	CHECK(open_bytes(bytes, size));
	for (uint32_t i = 0; i < size; i++) {
		unsigned char right = bytes[i];

		for (int bit = 0; bit < 8; bit++) {
			bytes[i] = (unsigned char)(right ^ 1 << bit);
			CHECK(agrees(bytes, size));
		}
		bytes[i] = right;
	}
}

static void any_end_may_be_missing(void)
{
	uint32_t size;
	unsigned char *bytes = some_bytes(&size, 0);

	for (uint32_t length = 0; length < size; length++)
		CHECK(!open_bytes(bytes, length));
}

/* ---- the frame ---- */

static void a_header_may_be_longer(void)
{
	uint32_t size;
	unsigned char *bytes = some_bytes(&size, 8);
	struct btf_header *header = (struct btf_header *)bytes;

	header->hdr_len += 8;
	CHECK(agrees(bytes, size));
	CHECK(vmlinux && vmlinux_find(vmlinux, "page", BTF_KIND_STRUCT) == ID_PAGE);
}

static void types_are_aligned_and_come_first(void)
{
	uint32_t size;
	unsigned char *bytes = some_bytes(&size, 2);
	struct btf_header *header = (struct btf_header *)bytes, right = *header;

	header->hdr_len += 2;
	CHECK(!open_bytes(bytes, size));
	*header = right;
	header->type_off = 2;
	header->str_off += 2;
	CHECK(!open_bytes(bytes, size));
	bytes = some_bytes(&size, 0);
	header = (struct btf_header *)bytes;
	header->type_len = header->str_off + 4; /* of the texts' */
	CHECK(!open_bytes(bytes, size));
}

static void another_byte_order_is_no_btf(void)
{
	uint32_t size;
	unsigned char *bytes = some_bytes(&size, 0);
	struct btf_header *header = (struct btf_header *)bytes;

	header->magic = __builtin_bswap16(header->magic);
	CHECK(!open_bytes(bytes, size));
}

static void only_files_are_read(void)
{
	CHECK(!vmlinux_open(arena, "/tmp"));
	CHECK(!vmlinux_open(arena, "/dev/zero"));
	CHECK(!vmlinux_open(arena, "/tmp/unit-vmlinux-none"));
	CHECK(!open_bytes("", 0));
}

#define OWN_BTF "/sys/kernel/btf/vmlinux"

/* sysfs has the types of most kernels that this runs on; since Linux 6.16 they are mapped. */
static void those_of_this_kernel_are_read(void)
{
	uint32_t size;

	vmlinux_close(vmlinux);
	vmlinux = vmlinux_open(arena, OWN_BTF);
	CHECK(vmlinux);
	CHECK(vmlinux_bytes(vmlinux, &size) && size > 100000);
	CHECK(vmlinux_find(vmlinux, "task_struct", BTF_KIND_STRUCT));
}

/* ---- asking ---- */

static void names_belong_to_a_kind(void)
{
	uint32_t size;
	unsigned char *bytes = some_bytes(&size, 0);

	CHECK(open_bytes(bytes, size));
	CHECK_INT(vmlinux_find(vmlinux, "page", BTF_KIND_STRUCT), ID_PAGE);
	CHECK_INT(vmlinux_find(vmlinux, "page", BTF_KIND_FUNC), ID_FUNCTION);
	CHECK_INT(vmlinux_find(vmlinux, "page", BTF_KIND_UNION), 0);
	CHECK_INT(vmlinux_find(vmlinux, "pag", BTF_KIND_STRUCT), 0);
	CHECK_INT(vmlinux_find(vmlinux, "pages", BTF_KIND_STRUCT), 0);
	CHECK_INT(vmlinux_type(vmlinux, ID_PAGE_AGAIN)->size, 32);
}

static void what_is_not_there_is_null(void)
{
	uint32_t size;
	unsigned char *bytes = some_bytes(&size, 0);
	const struct btf_header *header = (const struct btf_header *)bytes;

	CHECK(open_bytes(bytes, size));
	CHECK(vmlinux_type(vmlinux, 0) && btf_is_void(vmlinux_type(vmlinux, 0)));
	CHECK(!vmlinux_type(vmlinux, vmlinux_count(vmlinux)));
	CHECK(!vmlinux_type(vmlinux, UINT32_MAX));
	CHECK_STR(vmlinux_text(vmlinux, 0), "");
	CHECK(!vmlinux_text(vmlinux, header->str_len));
}

int main(void)
{
	close(mkstemp(path));
	arena = arena_new();
	libbpf_set_print(NULL);
	RUN(any_byte_may_be_wrong);
	RUN(any_end_may_be_missing);
	RUN(a_header_may_be_longer);
	RUN(types_are_aligned_and_come_first);
	RUN(another_byte_order_is_no_btf);
	RUN(only_files_are_read);
	if (access(OWN_BTF, R_OK) == 0)
		RUN(those_of_this_kernel_are_read);
	else
		puts("skip unit-vmlinux those_of_this_kernel_are_read: there is no " OWN_BTF);
	RUN(names_belong_to_a_kind);
	RUN(what_is_not_there_is_null);
	vmlinux_close(vmlinux);
	arena_free(arena);
	unlink(path);
	return unit_status();
}
