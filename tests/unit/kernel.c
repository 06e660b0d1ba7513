#include "parser/kernel.h"

#include <bpf/btf.h>
#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "parser/parse.h"
#include "tests/unit/unit.h"

/* A snapshot that is made anew for each test, and the kernel read from it. */
static char root[] = "/tmp/unit-kernel-XXXXXX";
static struct arena *arena;
static struct types *types;
static struct kernel *kernel;

/* ---- making a snapshot ---- */

static void make_directories(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(path, 0700);
		*slash = '/';
	}
}

static void write_file(const char *name, const void *bytes, size_t size)
{
	char *path = arena_printf(arena, "%s/%s", root, name);
	FILE *file;

	make_directories(path);
	file = fopen(path, "w");
	if (!file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0) {
		perror(path);
		exit(1);
	}
}

static void write_text(const char *name, const char *text)
{
	write_file(name, text, strlen(text));
}

static void write_btf(struct btf *btf)
{
	uint32_t size;
	const void *bytes = btf__raw_data(btf, &size);

	write_file("sys/kernel/btf/vmlinux", bytes, size);
	btf__free(btf);
}

static int remove_entry(const char *path, const struct stat *status, int flag, struct FTW *walk)
{
	return walk->level ? remove(path) : 0;
}

static void empty_snapshot(void)
{
	nftw(root, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

/* The IDs of types that all the BTF of these tests begins with. */
enum {
	ID_VOID,
	ID_INT,
	ID_UINT,
	ID_ULONG,
	ID_CHAR,
	ID_BOOL,
	ID_INT128,
	BASE_IDS,
};

static struct btf *new_btf(void)
{
	struct btf *btf = btf__new_empty();

	btf__add_int(btf, "int", 4, BTF_INT_SIGNED);
	btf__add_int(btf, "unsigned int", 4, 0);
	btf__add_int(btf, "long unsigned int", 8, 0);
	btf__add_int(btf, "char", 1, BTF_INT_SIGNED);
	btf__add_int(btf, "_Bool", 1, BTF_INT_BOOL);
	btf__add_int(btf, "__int128", 16, BTF_INT_SIGNED);
	return btf;
}

/* ---- reading it ---- */

/* "TYPE bit OFFSET[:SIZE]" of a struct's member, or what there is instead. */
static const char *describe(const char *container, const char *name)
{
	const struct type *type = kernel_find_struct(kernel, container);
	struct kernel_member member;

	if (!type)
		return "no struct";
	if (!kernel_find_member(kernel, type, name, &member))
		return "no member";
	if (strcmp(member.name, name) != 0)
		return member.name;
	return arena_printf(arena, member.bit_size ? "%s bit %u:%u" : "%s bit %u",
			    type_name(arena, member.type), member.bit_offset, member.bit_size);
}

static const char *type_called(const char *name)
{
	const struct type *type = kernel_find_type(kernel, name);

	return type ? type_name(arena, type) : NULL;
}

/* ---- types ---- */

static void structs_are_found_by_name(void)
{
	struct btf *btf = new_btf();
	const struct type *type;

	btf__add_struct(btf, "page", 64);
	btf__add_union(btf, "thread_union", 16);
	btf__add_typedef(btf, "page_t", BASE_IDS);
	write_btf(btf);
	type = kernel_find_struct(kernel, "page");
	CHECK(type);
	CHECK_STR(type_name(arena, type), "struct page");
	CHECK_INT(type->size, 64);
	CHECK_INT(type->btf_id, BASE_IDS);
	CHECK(type == kernel_find_struct(kernel, "page"));
	CHECK(type == kernel_find_type(kernel, "page_t"));
	type = kernel_find_struct(kernel, "thread_union");
	CHECK(type);
	CHECK(type->is_union);
	CHECK(!kernel_find_struct(kernel, "page_t"));
	CHECK(!kernel_find_struct(kernel, "nothing"));
	CHECK(!kernel_find_struct(kernel, ""));
}

static void base_types_are_found_through_typedefs(void)
{
	struct btf *btf = new_btf();
	int qualified = btf__add_const(btf, btf__add_volatile(btf, ID_ULONG));

	btf__add_typedef(btf, "size_t", btf__add_typedef(btf, "__kernel_size_t", qualified));
	btf__add_typedef(btf, "wide", ID_INT128);
	btf__add_float(btf, "double", 8);
	write_btf(btf);
	CHECK_STR(type_called("size_t"), "uint64");
	CHECK_STR(type_called("unsigned int"), "uint32");
	CHECK_STR(type_called("int"), "int32");
	CHECK_STR(type_called("_Bool"), "bool");
	CHECK_STR(type_called("wide"), NULL); /* no values of it */
	CHECK_STR(type_called("double"), NULL);
	CHECK_STR(type_called("nothing"), NULL);
	CHECK_STR(type_called(""), NULL);
}

static void enums_know_their_names(void)
{
	struct btf *btf = new_btf();
	int64_t value;

	btf__add_enum(btf, "zone", 4);
	btf__add_enum_value(btf, "ZONE_DMA", 0);
	btf__add_enum_value(btf, "ZONE_TOP", 0x80000000);
	btf__add_enum(btf, NULL, 4);
	btf__add_enum_value(btf, "NR_FREE_PAGES", 7);
	btf__add_enum64(btf, "wide", 8, true);
	btf__add_enum64_value(btf, "WIDE_MINUS", (uint64_t)-5);
	write_btf(btf);
	CHECK_STR(type_called("zone"), "enum zone");
	CHECK_STR(type_called("wide"), "enum wide");
	CHECK(kernel_find_enumerator(kernel, "NR_FREE_PAGES", &value));
	CHECK_INT(value, 7);
	CHECK(kernel_find_enumerator(kernel, "ZONE_TOP", &value));
	CHECK_INT(value, 0x80000000);
	CHECK(kernel_find_enumerator(kernel, "WIDE_MINUS", &value));
	CHECK_INT(value, -5);
	CHECK(!kernel_find_enumerator(kernel, "PAGE_SHIFT", &value));
	CHECK(!kernel_find_enumerator(kernel, "", &value));
}

static void members_say_when_they_are_enums(void)
{
	struct btf *btf = new_btf();
	int zone = btf__add_enum(btf, "zone", 4), array, table, wide;
	const struct type *type;
	struct kernel_member member;

	array = btf__add_array(btf, ID_INT, btf__add_typedef(btf, "zone_t", zone), 3);
	table = btf__add_array(btf, ID_INT, btf__add_const(btf, array), 2);
	wide = btf__add_enum64(btf, "wide", 8, false);
	btf__add_struct(btf, "node", 40);
	btf__add_field(btf, "zone", zone, 0, 0);
	btf__add_field(btf, "table", table, 32, 0);
	btf__add_field(btf, "wide", wide, 256, 0);
	btf__add_field(btf, "count", ID_INT, 224, 0);
	write_btf(btf);
	type = kernel_find_struct(kernel, "node");
	CHECK(type);
	CHECK(kernel_find_member(kernel, type, "zone", &member));
	CHECK(member.is_enum);
	CHECK(kernel_find_member(kernel, type, "table", &member));
	CHECK(member.is_enum);
	CHECK(kernel_find_member(kernel, type, "wide", &member));
	CHECK(member.is_enum);
	CHECK(kernel_find_member(kernel, type, "count", &member));
	CHECK(!member.is_enum);
}

static void signed_enums_have_negative_values(void)
{
	struct btf *btf = new_btf();
	int64_t value;

	btf__add_enum(btf, "state", 4);
	btf__add_enum_value(btf, "STATE_BAD", -1); /* makes libbpf set the sign */
	write_btf(btf);
	CHECK_STR(type_called("state"), "enum state");
	CHECK(kernel_find_enum(kernel, "state")->is_signed);
	CHECK(kernel_find_enumerator(kernel, "STATE_BAD", &value));
	CHECK_INT(value, -1);
}

static void members_have_a_type_and_a_place(void)
{
	struct btf *btf = new_btf();
	int comm = btf__add_array(btf, ID_INT, ID_CHAR, 16);
	int row = btf__add_array(btf, ID_INT, ID_UINT, 3);
	int table = btf__add_array(btf, ID_INT, row, 2);
	int function = btf__add_ptr(btf, btf__add_func_proto(btf, ID_INT));
	int constant = btf__add_const(btf, ID_INT), address = btf__add_ptr(btf, ID_VOID);

	btf__add_struct(btf, "task", 200);
	btf__add_field(btf, "pid", constant, 0, 0);
	btf__add_field(btf, "comm", comm, 32, 0);
	btf__add_field(btf, "table", table, 160, 0);
	btf__add_field(btf, "call", function, 384, 0);
	btf__add_field(btf, "anything", address, 448, 0);
	btf__add_field(btf, "wide", ID_INT128, 512, 0);
	btf__add_field(btf, "on", ID_BOOL, 640, 0);
	write_btf(btf);
	CHECK_STR(describe("task", "pid"), "int32 bit 0");
	CHECK_STR(describe("task", "comm"), "string[16] bit 32");
	CHECK_STR(describe("task", "table"), "uint32[3][2] bit 160");
	CHECK_STR(describe("task", "call"), "void * bit 384");
	CHECK_STR(describe("task", "anything"), "void * bit 448");
	CHECK_STR(describe("task", "wide"), "void bit 512");
	CHECK_STR(describe("task", "on"), "bool bit 640");
	CHECK_STR(describe("task", "p"), "no member");
	CHECK_STR(describe("task", ""), "no member");
}

static void only_structs_have_members(void)
{
	struct kernel_member member;

	write_btf(new_btf());
	CHECK(!kernel_find_member(kernel, type_int(types, 4, false), "x", &member));
	CHECK(!kernel_find_member(kernel, type_struct(types, "gone", false, 8, 5000), "x",
				  &member));
	CHECK(!kernel_find_member(kernel, type_struct(types, "int", false, 4, ID_INT), "x",
				  &member));
}

static void types_may_refer_to_themselves(void)
{
	struct btf *btf = new_btf();
	int pointer = btf__add_ptr(btf, BASE_IDS + 1);
	const struct type *node;
	struct kernel_member next;

	btf__add_struct(btf, "node", 16);
	btf__add_field(btf, "next", pointer, 0, 0);
	write_btf(btf);
	node = kernel_find_struct(kernel, "node");
	CHECK(node);
	CHECK(kernel_find_member(kernel, node, "next", &next));
	CHECK_INT(next.type->kind, TYPE_POINTER);
	CHECK_INT(next.type->space, SPACE_KERNEL);
	CHECK(next.type->element == node);
}

static void bit_fields_have_a_size(void)
{
	struct btf *btf = new_btf();

	btf__add_struct(btf, "flags", 8);
	btf__add_field(btf, "word", ID_UINT, 0, 0);
	btf__add_field(btf, "one", ID_UINT, 32, 1);
	btf__add_field(btf, NULL, ID_UINT, 33, 2); /* padding */
	btf__add_field(btf, "three", ID_INT, 35, 3);
	write_btf(btf);
	CHECK_STR(describe("flags", "word"), "uint32 bit 0");
	CHECK_STR(describe("flags", "one"), "uint32 bit 32:1");
	CHECK_STR(describe("flags", "three"), "int32 bit 35:3");
}

/* struct page { long flags; union { const struct { int lru, mapping; }; int slab; }; } */
static void add_page(struct btf *btf)
{
	int list = btf__add_struct(btf, NULL, 8), constant, both;

	btf__add_field(btf, "lru", ID_UINT, 0, 0);
	btf__add_field(btf, "mapping", ID_UINT, 32, 0);
	constant = btf__add_const(btf, list);
	both = btf__add_union(btf, NULL, 8);
	btf__add_field(btf, NULL, constant, 0, 0);
	btf__add_field(btf, "slab", ID_INT, 0, 0);
	btf__add_struct(btf, "page", 16);
	btf__add_field(btf, "flags", ID_ULONG, 0, 0);
	btf__add_field(btf, NULL, both, 64, 0);
}

static void anonymous_members_count_as_the_containers(void)
{
	struct btf *btf = new_btf();
	const char *const *names;

	add_page(btf);
	write_btf(btf);
	CHECK_STR(describe("page", "flags"), "uint64 bit 0");
	CHECK_STR(describe("page", "lru"), "uint32 bit 64");
	CHECK_STR(describe("page", "mapping"), "uint32 bit 96");
	CHECK_STR(describe("page", "slab"), "int32 bit 64");
	CHECK_INT(kernel_member_names(kernel, kernel_find_struct(kernel, "page"), &names), 4);
	CHECK_STR(names[0], "flags");
	CHECK_STR(names[1], "lru");
	CHECK_STR(names[2], "mapping");
	CHECK_STR(names[3], "slab");
	CHECK_INT(kernel_member_names(kernel, type_void(types), &names), 0);
}

static void a_struct_without_a_name_has_members(void)
{
	struct btf *btf = new_btf();
	int anonymous = btf__add_struct(btf, NULL, 4);
	const struct type *type;
	struct kernel_member member;

	btf__add_field(btf, "counter", ID_INT, 0, 0);
	btf__add_typedef(btf, "atomic_t", anonymous);
	write_btf(btf);
	type = kernel_find_type(kernel, "atomic_t");
	CHECK(type);
	CHECK_STR(type_name(arena, type), "struct {...}");
	CHECK(kernel_find_member(kernel, type, "counter", &member));
	CHECK(member.type == type_int(types, 4, true));
}

static void arrays_may_have_no_end(void)
{
	struct btf *btf = new_btf();
	int text = btf__add_array(btf, ID_INT, ID_CHAR, 0);
	int numbers = btf__add_array(btf, ID_INT, ID_UINT, 0);

	btf__add_struct(btf, "blob", 8);
	btf__add_field(btf, "text", text, 64, 0);
	btf__add_field(btf, "numbers", numbers, 64, 0);
	write_btf(btf);
	CHECK_STR(describe("blob", "text"), "int8[0] bit 64");
	CHECK_STR(describe("blob", "numbers"), "uint32[0] bit 64");
}

static void forward_declarations_find_the_whole(void)
{
	struct btf *btf = new_btf();
	int forward = btf__add_fwd(btf, "page", BTF_FWD_STRUCT);
	int hidden = btf__add_fwd(btf, "hidden", BTF_FWD_UNION);
	int pointer = btf__add_ptr(btf, forward), hidden_pointer = btf__add_ptr(btf, hidden);
	struct kernel_member member;

	btf__add_struct(btf, "owner", 16);
	btf__add_field(btf, "page", pointer, 0, 0);
	btf__add_field(btf, "hidden", hidden_pointer, 64, 0);
	add_page(btf);
	write_btf(btf);
	CHECK(kernel_find_member(kernel, kernel_find_struct(kernel, "owner"), "page", &member));
	CHECK(member.type->element == kernel_find_struct(kernel, "page"));
	CHECK_STR(describe("owner", "hidden"), "union hidden * bit 64");
	CHECK(kernel_find_member(kernel, kernel_find_struct(kernel, "owner"), "hidden", &member));
	CHECK(!kernel_find_member(kernel, member.type->element, "x", &member));
	CHECK(!kernel_find_struct(kernel, "hidden"));
}

static void tagged_pointers_are_to_user_memory(void)
{
	struct btf *btf = new_btf();
	int user = btf__add_ptr(btf, btf__add_type_tag(btf, "user", ID_CHAR));
	int other = btf__add_ptr(btf, btf__add_type_tag(btf, "rcu", ID_CHAR));
	struct kernel_member member;

	btf__add_struct(btf, "buffers", 16);
	btf__add_field(btf, "user", user, 0, 0);
	btf__add_field(btf, "other", other, 64, 0);
	write_btf(btf);
	CHECK(kernel_find_member(kernel, kernel_find_struct(kernel, "buffers"), "user", &member));
	CHECK_INT(member.type->space, SPACE_USER);
	CHECK(kernel_find_member(kernel, kernel_find_struct(kernel, "buffers"), "other", &member));
	CHECK_INT(member.type->space, SPACE_KERNEL);
	CHECK(member.type->element == type_int(types, 1, true));
}

/* ---- damaged BTF ---- */

static void circles_of_types_end(void)
{
	struct btf *btf = new_btf();
	int first = btf__add_typedef(btf, "circle_t", BASE_IDS + 1);
	int second = btf__add_const(btf, first), pointer, array;

	pointer = btf__add_ptr(btf, second + 1); /* to itself */
	array = btf__add_array(btf, ID_INT, pointer + 1, 2);
	btf__add_struct(btf, "damaged", 8);
	btf__add_field(btf, "circle", second, 0, 0);
	btf__add_field(btf, "pointer", pointer, 0, 0);
	btf__add_field(btf, "array", array, 0, 0);
	btf__add_field(btf, NULL, second, 0, 0);
	btf__add_field(btf, "last", ID_INT, 0, 0);
	write_btf(btf);
	CHECK(!kernel_find_type(kernel, "circle_t"));
	CHECK_STR(describe("damaged", "circle"), "void bit 0");
	CHECK(strstr(describe("damaged", "pointer"), "**"));
	CHECK_STR(describe("damaged", "array"), "void bit 0");
	CHECK_STR(describe("damaged", "last"), "int32 bit 0");
}

static void anonymous_structs_that_multiply_end(void)
{
	struct btf *btf = new_btf();
	const char *const *names;
	const struct type *type;

	for (int level = 0; level < 30; level++) {
		int id = btf__add_struct(btf, level ? NULL : "top", 8);

		for (int i = 0; i < 10; i++)
			btf__add_field(btf, NULL, id + 1, 0, 0);
	}
	btf__add_struct(btf, NULL, 8); /* holds itself */
	btf__add_field(btf, NULL, (int)btf__type_cnt(btf) - 1, 0, 0);
	write_btf(btf);
	CHECK_STR(describe("top", "x"), "no member");
	type = kernel_find_struct(kernel, "top");
	CHECK_INT(kernel_member_names(kernel, type, &names), 0);
}

static void huge_arrays_have_no_type(void)
{
	struct btf *btf = new_btf();
	int array = btf__add_array(btf, ID_INT, ID_ULONG, 0x40000000);

	btf__add_struct(btf, "damaged", 8);
	btf__add_field(btf, "array", array, 0, 0);
	write_btf(btf);
	CHECK_STR(describe("damaged", "array"), "void bit 0");
}

static struct btf *some_btf(void)
{
	struct btf *btf = new_btf();

	btf__add_enum(btf, "zone", 4);
	btf__add_enum_value(btf, "ZONE_DMA", 0);
	btf__add_typedef(btf, "size_t", ID_ULONG);
	add_page(btf);
	return btf;
}

/* A program that declares types beside the kernel's. */
static void declare(const char *text)
{
	struct sources *sources = sources_new(arena);
	struct diag *diag = diag_new(arena, sources);
	struct program program = {0};

	parse_source(arena, sources_add(sources, "unit.mt", text, strlen(text)), diag, &program);
	kernel_declare(kernel, diag, program.c_declarations);
}

#define OWN_TYPES "struct own { struct page page; struct page *next; size_t size; };"

/* All that can be asked, of whatever the file holds. */
static void ask(const void *bytes, size_t size, const char *own_types)
{
	const struct type *type;
	const char *const *names;
	int64_t value;

	write_file("sys/kernel/btf/vmlinux", bytes, size);
	kernel = kernel_open(arena, types, root);
	declare(own_types);
	describe("own", "page");
	describe("own", "size");
	kernel_find_type(kernel, "size_t");
	kernel_find_enumerator(kernel, "ZONE_DMA", &value);
	describe("page", "slab");
	type = kernel_find_struct(kernel, "page");
	if (type)
		kernel_member_names(kernel, type, &names);
	kernel_close(kernel);
}

static void own_types_are_beside_the_kernels(void)
{
	write_btf(some_btf());
	declare(OWN_TYPES);
	CHECK_STR(describe("own", "page"), "struct page bit 0");
	CHECK_STR(describe("own", "next"), "struct page * bit 128");
	CHECK_STR(describe("own", "size"), "uint64 bit 192");
	CHECK_STR(type_called("size_t"), "uint64");
}

/* In circles, without a type, without a size. */
static void own_types_of_damaged_ones_have_no_size(void)
{
	struct btf *btf = new_btf();

	btf__add_struct(btf, "circle", 8);
	btf__add_field(btf, "again", BASE_IDS, 0, 0);
	btf__add_struct(btf, "lost", 8);
	btf__add_field(btf, "none", 1000, 0, 0);
	btf__add_struct(btf, "of_void", 8);
	btf__add_field(btf, "none", ID_VOID, 0, 0);
	btf__add_struct(btf, "packed", 9);
	btf__add_field(btf, "a", ID_CHAR, 0, 0);
	btf__add_field(btf, "b", ID_ULONG, 8, 0);
	write_btf(btf);
	declare("struct a { struct circle x; }; struct b { struct lost x; }; struct c { struct "
		"of_void x; };"
		"struct d { char c; struct packed x; };");
	CHECK_STR(describe("a", "x"), "no struct");
	CHECK_STR(describe("b", "x"), "no struct");
	CHECK_STR(describe("c", "x"), "no struct");
	CHECK_STR(describe("d", "x"), "struct packed bit 8");
}

static void any_byte_may_be_wrong(void)
{
	struct btf *btf = some_btf();
	uint32_t size;
	const void *bytes = btf__raw_data(btf, &size);
	unsigned char *copy = arena_copy(arena, bytes, size);

	btf__free(btf);
	for (uint32_t i = 0; i < size; i++) {
		unsigned char right = copy[i];

		copy[i] = 0xff;
		ask(copy, size, "");
		ask(copy, size, OWN_TYPES);
		copy[i] = (unsigned char)(right + 1);
		ask(copy, size, "");
		ask(copy, size, OWN_TYPES);
		copy[i] = right;
	}
	kernel = kernel_open(arena, types, root);
}

static void a_file_cut_short_is_no_btf(void)
{
	struct btf *btf = some_btf();
	uint32_t size;
	const void *bytes = btf__raw_data(btf, &size);

	for (uint32_t length = 0; length < size; length++) {
		write_file("sys/kernel/btf/vmlinux", bytes, length);
		kernel_close(kernel);
		kernel = kernel_open(arena, types, root);
		if (kernel_has_btf(kernel))
			break;
	}
	btf__free(btf);
	CHECK(!kernel_has_btf(kernel));
	CHECK(!kernel_find_struct(kernel, "page"));
}

static void another_file_is_no_btf(void)
{
	int64_t value;

	write_text("sys/kernel/btf/vmlinux",
		   "this is a text, and longer than the header of BTF is");
	CHECK(!kernel_has_btf(kernel));
	CHECK(!kernel_find_struct(kernel, "page"));
	CHECK(!kernel_find_type(kernel, "int"));
	CHECK(!kernel_find_enumerator(kernel, "ZONE_DMA", &value));
}

/* ---- tracefs ---- */

#define TRACING "sys/kernel/tracing/"
#define FORMAT(name)                                                                        \
	"name: " name "\nID: 7\nformat:\n\tfield:unsigned long brk;\toffset:16;\tsize:8;\t" \
	"signed:0;\n\nprint fmt: \"\"\n"

static void an_empty_snapshot_has_nothing(void)
{
	const char *const *names;

	CHECK(!kernel_has_btf(kernel));
	CHECK(!kernel_has_tracepoints(kernel));
	CHECK(!kernel_has_functions(kernel));
	CHECK(!kernel_find_tracepoint(kernel, "syscalls", "sys_enter_brk"));
	CHECK_INT(kernel_match_tracepoints(kernel, "*:*", &names), 0);
	CHECK_INT(kernel_match_functions(kernel, "*", &names), 0);
}

static void what_is_not_asked_for_is_not_read(void)
{
	kernel_find_tracepoint(kernel, "syscalls", "sys_enter_brk");
	write_btf(some_btf()); /* would be too late */
	CHECK(kernel_has_btf(kernel));
}

static void tracepoints_are_read_once(void)
{
	const struct tracefs_format *format;

	write_text(TRACING "available_events", "syscalls:sys_enter_brk\n");
	write_text(TRACING "events/syscalls/sys_enter_brk/format", FORMAT("sys_enter_brk"));
	CHECK(kernel_has_tracepoints(kernel));
	CHECK(!kernel_has_functions(kernel));
	format = kernel_find_tracepoint(kernel, "syscalls", "sys_enter_brk");
	CHECK(format);
	CHECK_STR(format->name, "sys_enter_brk");
	CHECK(tracefs_find_field(format, "brk"));
	CHECK(!kernel_find_tracepoint(kernel, "syscalls", "sys_enter_mmap"));
	empty_snapshot();
	CHECK(format == kernel_find_tracepoint(kernel, "syscalls", "sys_enter_brk"));
}

static void tracefs_may_be_where_debugfs_has_it(void)
{
	write_text("sys/kernel/debug/tracing/available_events", "kmem:kmalloc\n");
	write_text("sys/kernel/debug/tracing/events/kmem/kmalloc/format", FORMAT("kmalloc"));
	CHECK(kernel_has_tracepoints(kernel));
	CHECK(kernel_find_tracepoint(kernel, "kmem", "kmalloc"));
}

static void a_damaged_format_is_no_tracepoint(void)
{
	write_text(TRACING "available_events", "kmem:kmalloc\nkmem:kfree\n");
	write_text(TRACING "events/kmem/kmalloc/format", "name: kmalloc\nID: ");
	write_text(TRACING "events/kmem/kfree/format", "");
	CHECK(!kernel_find_tracepoint(kernel, "kmem", "kmalloc"));
	CHECK(!kernel_find_tracepoint(kernel, "kmem", "kfree"));
}

static void names_do_not_leave_the_directory(void)
{
	write_text(TRACING "available_events", "");
	write_text(TRACING "events/kmem/kmalloc/format", FORMAT("kmalloc"));
	write_text(TRACING "secret/format", FORMAT("secret"));
	CHECK(kernel_find_tracepoint(kernel, "kmem", "kmalloc"));
	CHECK(!kernel_find_tracepoint(kernel, "..", "secret"));
	CHECK(!kernel_find_tracepoint(kernel, "kmem/../..", "secret"));
	CHECK(!kernel_find_tracepoint(kernel, "kmem", "../../secret"));
	CHECK(!kernel_find_tracepoint(kernel, "kmem", "../kmem/kmalloc"));
	CHECK(!kernel_find_tracepoint(kernel, "", "kmalloc"));
	CHECK(!kernel_find_tracepoint(kernel, "kmem", ""));
}

static void tracepoints_match_by_pattern(void)
{
	const char *const *names;

	write_text(TRACING "available_events",
		   "vmscan:mm_vmscan_kswapd_wake\nkmem:kmalloc\nkmem:kfree\n");
	CHECK_INT(kernel_match_tracepoints(kernel, "kmem:*", &names), 2);
	CHECK_STR(names[0], "kmem:kfree");
	CHECK_STR(names[1], "kmem:kmalloc");
	CHECK_INT(kernel_match_tracepoints(kernel, "*:*", &names), 3);
	CHECK_INT(kernel_match_tracepoints(kernel, "kmem:kmalloc", &names), 1);
	CHECK_INT(kernel_match_tracepoints(kernel, "nothing:*", &names), 0);
}

static void functions_match_by_pattern(void)
{
	const char *const *names;

	write_text(TRACING "available_events", "");
	write_text(TRACING "available_filter_functions",
		   "vfs_write\nvfs_read\next4_map [ext4]\nvfs_read\n"
		   "__ftrace_invalid_address___64\nlast_without_newline");
	CHECK(kernel_has_functions(kernel));
	CHECK_INT(kernel_match_functions(kernel, "vfs_*", &names), 2);
	CHECK_STR(names[0], "vfs_read");
	CHECK_STR(names[1], "vfs_write");
	CHECK_INT(kernel_match_functions(kernel, "ext4_map", &names), 1);
	CHECK_STR(names[0], "ext4_map");
	CHECK_INT(kernel_match_functions(kernel, "*", &names), 4);
	CHECK_INT(kernel_match_functions(kernel, "last_without*", &names), 1);
	CHECK_INT(kernel_match_functions(kernel, "nothing*", &names), 0);
}

/* ---- running ---- */

static void with_snapshot(const char *name, void (*test)(void))
{
	arena = arena_new();
	types = types_new(arena);
	kernel = kernel_open(arena, types, root);
	unit_run(name, test);
	kernel_close(kernel);
	arena_free(arena);
	empty_snapshot();
}

#define RUN_WITH_SNAPSHOT(test) with_snapshot(#test, test)

int main(void)
{
	if (!mkdtemp(root)) {
		perror(root);
		return 1;
	}
	RUN_WITH_SNAPSHOT(structs_are_found_by_name);
	RUN_WITH_SNAPSHOT(base_types_are_found_through_typedefs);
	RUN_WITH_SNAPSHOT(enums_know_their_names);
	RUN_WITH_SNAPSHOT(members_say_when_they_are_enums);
	RUN_WITH_SNAPSHOT(signed_enums_have_negative_values);
	RUN_WITH_SNAPSHOT(members_have_a_type_and_a_place);
	RUN_WITH_SNAPSHOT(only_structs_have_members);
	RUN_WITH_SNAPSHOT(types_may_refer_to_themselves);
	RUN_WITH_SNAPSHOT(bit_fields_have_a_size);
	RUN_WITH_SNAPSHOT(anonymous_members_count_as_the_containers);
	RUN_WITH_SNAPSHOT(a_struct_without_a_name_has_members);
	RUN_WITH_SNAPSHOT(arrays_may_have_no_end);
	RUN_WITH_SNAPSHOT(forward_declarations_find_the_whole);
	RUN_WITH_SNAPSHOT(tagged_pointers_are_to_user_memory);
	RUN_WITH_SNAPSHOT(circles_of_types_end);
	RUN_WITH_SNAPSHOT(anonymous_structs_that_multiply_end);
	RUN_WITH_SNAPSHOT(huge_arrays_have_no_type);
	RUN_WITH_SNAPSHOT(own_types_are_beside_the_kernels);
	RUN_WITH_SNAPSHOT(own_types_of_damaged_ones_have_no_size);
	RUN_WITH_SNAPSHOT(any_byte_may_be_wrong);
	RUN_WITH_SNAPSHOT(a_file_cut_short_is_no_btf);
	RUN_WITH_SNAPSHOT(another_file_is_no_btf);
	RUN_WITH_SNAPSHOT(an_empty_snapshot_has_nothing);
	RUN_WITH_SNAPSHOT(what_is_not_asked_for_is_not_read);
	RUN_WITH_SNAPSHOT(tracepoints_are_read_once);
	RUN_WITH_SNAPSHOT(tracefs_may_be_where_debugfs_has_it);
	RUN_WITH_SNAPSHOT(a_damaged_format_is_no_tracepoint);
	RUN_WITH_SNAPSHOT(names_do_not_leave_the_directory);
	RUN_WITH_SNAPSHOT(tracepoints_match_by_pattern);
	RUN_WITH_SNAPSHOT(functions_match_by_pattern);
	rmdir(root);
	return unit_status();
}
