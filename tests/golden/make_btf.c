/*
 * make_btf FILE: writes the types of the kernel that golden tests compile for.
 *
 * Few, and of each sort one: a struct with plain members, arrays, pointers, an anonymous union, bit
 * fields and a struct inside; a union; typedefs; enums.
 */
#include <bpf/btf.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct base {
	int signed_int, unsigned_int, signed_long, unsigned_long, character, boolean;
};

static struct base add_base_types(struct btf *btf)
{
	return (struct base){
		.signed_int = btf__add_int(btf, "int", 4, BTF_INT_SIGNED),
		.unsigned_int = btf__add_int(btf, "unsigned int", 4, 0),
		.signed_long = btf__add_int(btf, "long int", 8, BTF_INT_SIGNED),
		.unsigned_long = btf__add_int(btf, "long unsigned int", 8, 0),
		.character = btf__add_int(btf, "char", 1, BTF_INT_SIGNED),
		.boolean = btf__add_int(btf, "_Bool", 1, BTF_INT_BOOL),
	};
}

static void add_typedefs(struct btf *btf, const struct base *base)
{
	btf__add_typedef(btf, "size_t", base->unsigned_long);
	btf__add_typedef(btf, "gfp_t", base->unsigned_int);
	btf__add_typedef(btf, "pid_t", base->signed_int);
	btf__add_typedef(btf, "bool", base->boolean);
}

static int add_enum(struct btf *btf)
{
	int id = btf__add_enum(btf, "zone_type", 4);

	btf__add_enum_value(btf, "ZONE_DMA", 0);
	btf__add_enum_value(btf, "ZONE_NORMAL", 1);
	btf__add_enum_value(btf, "ZONE_MOVABLE", 2);
	return id;
}

/* Returns the type that the list points to itself with. */
static int add_list_head(struct btf *btf)
{
	int id = btf__add_struct(btf, "list_head", 16);
	int pointer = id + 1;

	btf__add_field(btf, "next", pointer, 0, 0);
	btf__add_field(btf, "prev", pointer, 64, 0);
	btf__add_ptr(btf, id);
	return id;
}

static int add_mm_struct(struct btf *btf, const struct base *base)
{
	int users = btf__add_union(btf, NULL, 8);
	int id;

	btf__add_field(btf, "mm_users", base->signed_int, 0, 0);
	btf__add_field(btf, "mm_word", base->unsigned_long, 0, 0);
	id = btf__add_struct(btf, "mm_struct", 32);
	btf__add_field(btf, "total_vm", base->unsigned_long, 0, 0);
	btf__add_field(btf, "hiwater_rss", base->unsigned_long, 64, 0);
	btf__add_field(btf, "brk", base->unsigned_long, 128, 0);
	btf__add_field(btf, NULL, users, 192, 0);
	return id;
}

/* Returns the type of a pointer to it. */
static int add_task_struct(struct btf *btf, const struct base *base)
{
	int list = add_list_head(btf);
	int mm = btf__add_ptr(btf, add_mm_struct(btf, base));
	int comm = btf__add_array(btf, base->signed_int, base->character, 16);
	int id = btf__type_cnt(btf);
	int parent = id + 1;

	btf__add_struct(btf, "task_struct", 80);
	btf__add_field(btf, "pid", base->signed_int, 0, 0);
	btf__add_field(btf, "tgid", base->signed_int, 32, 0);
	btf__add_field(btf, "comm", comm, 64, 0);
	btf__add_field(btf, "mm", mm, 192, 0);
	btf__add_field(btf, "real_parent", parent, 256, 0);
	btf__add_field(btf, "tasks", list, 320, 0);
	btf__add_field(btf, "in_execve", base->unsigned_int, 448, 1);
	btf__add_field(btf, "in_iowait", base->unsigned_int, 449, 1);
	btf__add_field(btf, "utime", base->unsigned_long, 512, 0);
	return btf__add_ptr(btf, id);
}

/* The contexts of programs at iterators and perf events. */
static void add_iterators(struct btf *btf, const struct base *base, int task)
{
	int meta = btf__add_ptr(btf, 0), mapping;

	mapping = btf__add_struct(btf, "vm_area_struct", 16);
	btf__add_field(btf, "vm_start", base->unsigned_long, 0, 0);
	btf__add_field(btf, "vm_end", base->unsigned_long, 64, 0);
	mapping = btf__add_ptr(btf, mapping);
	btf__add_struct(btf, "bpf_perf_event_data", 16);
	btf__add_field(btf, "sample_period", base->unsigned_long, 0, 0);
	btf__add_field(btf, "addr", base->unsigned_long, 64, 0);
	btf__add_struct(btf, "bpf_iter__task", 16);
	btf__add_field(btf, "meta", meta, 0, 0);
	btf__add_field(btf, "task", task, 64, 0);
	btf__add_struct(btf, "bpf_iter__task_vma", 24);
	btf__add_field(btf, "meta", meta, 0, 0);
	btf__add_field(btf, "task", task, 64, 0);
	btf__add_field(btf, "vma", mapping, 128, 0);
}

static void add_function(struct btf *btf, const char *name, int prototype)
{
	btf__add_func(btf, name, BTF_FUNC_GLOBAL, prototype);
}

/* Functions, and the one behind a raw tracepoint. */
static void add_functions(struct btf *btf, const struct base *base, int task)
{
	int pointer = btf__add_ptr(btf, 0), prototype;

	prototype = btf__add_func_proto(btf, base->signed_long);
	btf__add_func_param(btf, "buf", pointer);
	btf__add_func_param(btf, "count", base->unsigned_long);
	add_function(btf, "vfs_read", prototype);
	prototype = btf__add_func_proto(btf, 0);
	btf__add_func_param(btf, "task", task);
	btf__add_func_param(btf, "count", base->signed_int);
	add_function(btf, "vfs_write", prototype);
	prototype = btf__add_func_proto(btf, base->signed_int);
	btf__add_func_param(btf, "__data", pointer);
	btf__add_func_param(btf, "preempt", base->boolean);
	btf__add_func_param(btf, "prev", task);
	btf__add_func_param(btf, "next", task);
	add_function(btf, "__traceiter_sched_switch", prototype);
}

static void add_page(struct btf *btf, const struct base *base, int zone)
{
	int id = btf__add_union(btf, "page_word", 8);

	btf__add_field(btf, "private", base->unsigned_long, 0, 0);
	btf__add_field(btf, "order", base->unsigned_int, 0, 0);
	btf__add_struct(btf, "page", 24);
	btf__add_field(btf, "flags", base->unsigned_long, 0, 0);
	btf__add_field(btf, "word", id, 64, 0);
	btf__add_field(btf, "zone", zone, 128, 0);
}

/* A file: where it is in the tree of files. */
static void add_file(struct btf *btf)
{
	int pointer = btf__add_ptr(btf, 0);
	int path = btf__add_struct(btf, "path", 16);

	btf__add_field(btf, "mnt", pointer, 0, 0);
	btf__add_field(btf, "dentry", pointer, 64, 0);
	btf__add_struct(btf, "file", 16);
	btf__add_field(btf, "f_path", path, 0, 0);
}

static int write_to(const char *path, const struct btf *btf)
{
	uint32_t size;
	const void *bytes = btf__raw_data(btf, &size);
	FILE *out = fopen(path, "w");

	if (!out || fwrite(bytes, 1, size, out) != size || fclose(out) != 0) {
		fprintf(stderr, "make_btf: cannot write %s: %s\n", path, strerror(errno));
		return 1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct btf *btf = btf__new_empty();
	struct base base;
	int status, task;

	if (argc != 2)
		return 2;
	base = add_base_types(btf);
	add_typedefs(btf, &base);
	task = add_task_struct(btf, &base);
	add_page(btf, &base, add_enum(btf));
	add_iterators(btf, &base, task);
	add_functions(btf, &base, task);
	add_file(btf);
	status = write_to(argv[1], btf);
	btf__free(btf);
	return status;
}
