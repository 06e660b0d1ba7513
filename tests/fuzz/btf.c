/*
 * The types of a kernel: /sys/kernel/btf/vmlinux, or that of a snapshot.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "parser/kernel.h"
#include "parser/parse.h"
#include "tests/fuzz/fuzz.h"

#define ASKED_MAX 64 /* functions, members of a struct */

/* Those that tests/golden/make_btf.c makes. */
static const char *const names[] = {"task_struct", "mm_struct", "page",	 "file",
				    "zone_type",   "size_t",	"gfp_t", "unsigned int",
				    "ZONE_NORMAL", "list_head", "bool",	 "bpf_iter__task_vma",
				    "own"};

static char root[] = "/tmp/memtap-fuzz-XXXXXX";

static void remove_root(void)
{
	static const char *const parts[] = {"sys/kernel/btf/vmlinux", "sys/kernel/btf",
					    "sys/kernel", "sys"};

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		char path[sizeof(root) + 32];

		snprintf(path, sizeof(path), "%s/%s", root, parts[i]);
		remove(path);
	}
	remove(root);
}

/* A root whose BTF is whatever the file of inputs holds. */
void fuzz_begin(void)
{
	char path[sizeof(root) + 32];
	static const char *const folders[] = {"sys", "sys/kernel", "sys/kernel/btf"};

	if (!mkdtemp(root))
		fuzz_fail("cannot make %s", root);
	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		snprintf(path, sizeof(path), "%s/%s", root, folders[i]);
		mkdir(path, 0700);
	}
	snprintf(path, sizeof(path), "%s/sys/kernel/btf/vmlinux", root);
	if (symlink(fuzz_file((const uint8_t *)"", 0), path) != 0)
		fuzz_fail("cannot make %s", path);
	atexit(remove_root);
}

static void show_type(const struct type *type)
{
	fprintf(fuzz_nowhere(), "%u %u", (unsigned int)type->kind, type->size);
}

static void ask_members(struct kernel *kernel, const struct type *type)
{
	const char *const *members;
	size_t count = kernel_member_names(kernel, type, &members);

	for (size_t i = 0; i < count && i < ASKED_MAX; i++) {
		struct kernel_member member;

		if (!kernel_find_member(kernel, type, members[i], &member))
			fuzz_fail("member '%s' is not found", members[i]);
		show_type(member.type);
	}
}

static void ask_name(struct kernel *kernel, const char *name)
{
	const struct type *type = kernel_find_struct(kernel, name);
	int64_t value;

	if (type)
		ask_members(kernel, type);
	if ((type = kernel_find_type(kernel, name)))
		show_type(type);
	if ((type = kernel_find_enum(kernel, name)))
		show_type(type);
	if ((type = kernel_find_enumerator(kernel, name, &value)))
		show_type(type);
}

static void ask_functions(struct kernel *kernel)
{
	const char *const *functions;
	size_t count = kernel_match_prototypes(kernel, "*", &functions);

	for (size_t i = 0; i < count && i < ASKED_MAX; i++) {
		struct kernel_prototype prototype;

		if (!kernel_find_prototype(kernel, functions[i], &prototype))
			continue;
		show_type(prototype.result);
		for (size_t j = 0; j < prototype.parameter_count; j++)
			show_type(prototype.parameters[j].type);
	}
}

/* Types of a program, beside those of the kernel: every second input. */
static void declare(struct arena *arena, struct kernel *kernel)
{
	static const char text[] =
		"struct own { struct task_struct task; struct page *page; size_t size; };"
		"struct list_head { struct own own; gfp_t flags[2]; };";
	struct sources *sources = sources_new(arena);
	struct diag *diag = diag_new(arena, sources);
	struct program program = {0};

	parse_source(arena, sources_add(sources, "fuzz.mt", text, sizeof(text) - 1), diag,
		     &program);
	kernel_declare(kernel, diag, program.c_declarations);
}

void fuzz_one(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct kernel *kernel = kernel_open(arena, types_new(arena), root);

	fuzz_file(data, size);
	if (size % 2)
		declare(arena, kernel);
	if (kernel_has_btf(kernel)) {
		for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
			ask_name(kernel, names[i]);
		ask_functions(kernel);
	}
	kernel_close(kernel);
	arena_free(arena);
}
