/*
 * uprobe and uretprobe: functions of programs and libraries.
 */
#include "runtime/kind.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lexer/text.h"
#include "runtime/binary.h"
#include "runtime/demangle.h"
#include "runtime/library.h"

static struct place place_in(const struct binary *binary, const char *name, uint64_t offset)
{
	return (struct place){.target = binary_path(binary),
			      .name = name,
			      .offset = offset,
			      .descriptor = binary_descriptor(binary),
			      .device = binary_device(binary),
			      .inode = binary_inode(binary)};
}

/* Of several names of one place first the plainest: malloc, not __libc_malloc. */
static int compare_places(const void *a, const void *b)
{
	const struct place *left = a, *right = b;
	size_t left_underscores = strspn(left->name, "_"),
	       right_underscores = strspn(right->name, "_");

	if (left->offset != right->offset)
		return left->offset < right->offset ? -1 : 1;
	if (left_underscores != right_underscores)
		return left_underscores < right_underscores ? -1 : 1;
	return strcmp(left->name, right->name);
}

/* Aliases and symbols that two tables have are one place. */
static void drop_repeated_offsets(struct places *places)
{
	struct place *items = places->list.items;
	size_t kept = 0;

	qsort(items, places->list.count, sizeof(*items), compare_places);
	for (size_t i = 0; i < places->list.count; i++)
		if (!kept || items[i].offset != items[kept - 1].offset)
			items[kept++] = items[i];
	places->list.count = kept;
}

static bool is_demangled(const char *pattern, const char *name, bool has_parameters)
{
	char *plain = demangle(name, has_parameters);
	bool is_match = plain && glob_match(pattern, plain);

	free(plain);
	return is_match;
}

/* In C++, "math::add" are all functions of that name, "math::add(int)" is one of them. */
static bool is_meant(const struct plan_point *point, const char *name)
{
	if (!point->provider)
		return glob_match(point->name, name);
	return is_demangled(point->name, name, false) ||
	       is_demangled(point->name, name, true);
}

static bool match(struct machine *machine, struct binary *binary, const struct plan_point *point,
		  struct places *places, struct reason *reason)
{
	const struct binary_function *functions;
	size_t count = binary_functions(binary, &functions);

	for (size_t i = 0; i < count; i++) {
		const struct binary_function *function = &functions[i];
		uint64_t offset;

		if (function->is_imported || !is_meant(point, function->name))
			continue;
		if (function->is_indirect)
			places->indirect_count++;
		else if (binary_file_offset(binary, function->address, &offset))
			array_push(machine->arena, &places->list,
				   place_in(binary, function->name, offset));
	}
	if (!places->list.count)
		return reason_set(reason, "no function in %s matches '%s'", binary_path(binary),
				  point->name);
	drop_repeated_offsets(places);
	return true;
}

static bool find_address(struct binary *binary, const struct plan_point *point, uint64_t *address,
			 struct reason *reason)
{
	struct binary_function function;

	*address = point->offset;
	if (!point->name)
		return true;
	if (!binary_find_function(binary, point->name, &function, reason))
		return false;
	if (function.size && point->offset >= function.size)
		return reason_set(reason, "'%s' has %" PRIu64 " bytes: +%" PRIu64 " is behind it",
				  point->name, function.size, point->offset);
	*address = function.address + point->offset;
	return true;
}

static bool resolve_in(struct machine *machine, struct binary *binary,
		       const struct plan_point *point, struct places *places, struct reason *reason)
{
	uint64_t address, offset;

	if (point->name && (point->provider || glob_has_wildcard(point->name)))
		return match(machine, binary, point, places, reason);
	if (!find_address(binary, point, &address, reason))
		return false;
	if (!binary_file_offset(binary, address, &offset))
		return reason_set(reason, "0x%" PRIx64 " is not in the code of %s", address,
				  binary_path(binary));
	array_push(machine->arena, &places->list, place_in(binary, point->name, offset));
	return true;
}

/* Of several binaries not all need to have the function. */
static bool resolve(struct machine *machine, const struct plan_point *point, bool sure,
		    struct places *places, struct reason *reason)
{
	struct library_files files = {0};

	if (!library_find_files(machine, point->target, &files, reason))
		return false;
	for (size_t i = 0; i < files.list.count; i++) {
		struct places found = {0};

		resolve_in(machine, files.list.items[i], point, &found, reason);
		for (size_t j = 0; j < found.list.count; j++)
			array_push(machine->arena, &places->list, found.list.items[j]);
		places->indirect_count += found.indirect_count;
	}
	if (!places->list.count && files.list.count > 1)
		reason_set(reason, "none of the %zu binaries that match %s has '%s'",
			   files.list.count, point->target, point->name ? point->name : "it");
	return places->list.count > 0;
}

static int attach(const struct machine *machine, struct hook *hook, struct bpf_program *program,
		  uint64_t id, bool at_return)
{
	LIBBPF_OPTS(bpf_uprobe_opts, opts, .bpf_cookie = id, .retprobe = at_return);
	struct place_path path = place_path(&hook->place);

	return kind_keep_link(machine, hook,
			      bpf_program__attach_uprobe_opts(program, machine_only_pid(machine),
							      path.text, hook->place.offset,
							      &opts));
}

static int attach_entry(const struct machine *machine, struct hook *hook,
			struct bpf_program *program, uint64_t id)
{
	return attach(machine, hook, program, id, false);
}

static int attach_return(const struct machine *machine, struct hook *hook,
			 struct bpf_program *program, uint64_t id)
{
	return attach(machine, hook, program, id, true);
}

/*
 * uprobe.multi, Linux 6.6. Not all versions of libbpf and of the kernel's headers that memtap is
 * built with know it, hence the numbers of linux/bpf.h.
 */
#define TRACE_UPROBE_MULTI  48
#define UPROBE_MULTI_RETURN 1

struct link_create { /* of union bpf_attr */
	uint32_t program, target, attach_type, flags;
	uint64_t path, offsets, semaphores, cookies;
	uint32_t count, multi_flags, pid;
};

static int attach_many(struct hook *const *hooks, const uint64_t *ids, size_t count, int program,
		       uint32_t flags)
{
	uint64_t *offsets = heap_alloc(count * sizeof(*offsets));
	struct place_path path = place_path(&hooks[0]->place);
	struct link_create attr = {
		.program = program,
		.attach_type = TRACE_UPROBE_MULTI,
		.path = (uintptr_t)path.text,
		.offsets = (uintptr_t)offsets,
		.cookies = (uintptr_t)ids,
		.count = count,
		.multi_flags = flags,
	};
	int fd;

	for (size_t i = 0; i < count; i++)
		offsets[i] = hooks[i]->place.offset;
	fd = syscall(SYS_bpf, BPF_LINK_CREATE, &attr, sizeof(attr));
	free(offsets);
	return fd < 0 ? -errno : fd;
}

static int attach_entries(struct hook *const *hooks, const uint64_t *ids, size_t count, int program)
{
	return attach_many(hooks, ids, count, program, 0);
}

static int attach_returns(struct hook *const *hooks, const uint64_t *ids, size_t count, int program)
{
	return attach_many(hooks, ids, count, program, UPROBE_MULTI_RETURN);
}

/* ---- lists ---- */

/* Without its quotes. */
static char *plain_text(struct arena *arena, const char *text, size_t length)
{
	char *plain = arena_strndup(arena, text, length), *to = plain;

	for (const char *from = plain; *from; from++)
		if (*from != '"')
			*to++ = *from;
	*to = '\0';
	return plain;
}

/* The ':' before the name, which may have some itself in C++; NULL: there is none. */
static const char *find_name(const char *pattern, bool *is_cpp)
{
	const char *language = strstr(pattern, ":cpp:");

	*is_cpp = language != NULL;
	return language ? language + strlen(":cpp") : strrchr(pattern, ':');
}

/* "uprobe:PATH:[cpp:]PATTERN" lists one binary; there is no list of all binaries. */
static bool list(struct machine *machine, const char *pattern, FILE *out, struct reason *reason)
{
	struct plan_point point;
	struct places places = {0};
	const char *name, *end;
	bool is_cpp;

	if (strncmp(pattern, "uprobe:", strlen("uprobe:")) != 0)
		return true;
	pattern += strlen("uprobe:");
	name = find_name(pattern, &is_cpp);
	if (!name || *pattern == '*')
		return reason_set(reason, "which binary? memtap -l 'uprobe:libc:*'");
	end = is_cpp ? name - strlen(":cpp") : name;
	point = (struct plan_point){
		.kind = PLAN_UPROBE,
		.target = plain_text(machine->arena, pattern, (size_t)(end - pattern)),
		.provider = is_cpp ? "cpp" : NULL,
		.name = plain_text(machine->arena, name + 1, strlen(name + 1)),
	};
	if (!resolve(machine, &point, true, &places, reason))
		return false;
	for (size_t i = 0; i < places.list.count; i++)
		fprintf(out, "uprobe:%s:%s\n",
			glob_has_wildcard(point.target) ? places.list.items[i].target
							: point.target,
			places.list.items[i].name);
	return true;
}

const struct kind kind_uprobe = {.resolve = resolve,
				 .attach = attach_entry,
				 .attach_many = attach_entries,
				 .many_type = TRACE_UPROBE_MULTI,
				 .runs_last_first = true,
				 .trial = {.target = "libc", .name = "gnu_get_libc_version"},
				 .list = list};
const struct kind kind_uretprobe = {.resolve = resolve,
				    .attach = attach_return,
				    .attach_many = attach_returns,
				    .many_type = TRACE_UPROBE_MULTI,
				    .runs_last_first = true,
				    .trial = {.target = "libc", .name = "gnu_get_libc_version"}};
