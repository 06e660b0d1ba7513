/*
 * kprobe and kretprobe: entry, any offset, and return of kernel functions.
 */
#include "runtime/kind.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/text.h"

static bool is_kernel(const char *module)
{
	return strcmp(module, "vmlinux") == 0;
}

static bool is_in_module(const struct kernel_function *function, const char *module)
{
	return !module || (function->module && glob_match(module, function->module)) ||
	       (!function->module && is_kernel(module));
}

/* ftrace lists places of functions that were discarded, under a name that is none. */
static bool is_discarded(const struct kernel_function *function)
{
	return strncmp(function->name, "__ftrace_invalid", strlen("__ftrace_invalid")) == 0;
}

static int compare_places(const void *a, const void *b)
{
	const struct place *left = a, *right = b;

	return strcmp(left->name, right->name);
}

/* Functions of one name: the kernel can only be told the name. */
static void drop_repeated_names(struct places *places)
{
	struct place *items = places->list.items;
	size_t kept = 0;

	qsort(items, places->list.count, sizeof(*items), compare_places);
	for (size_t i = 0; i < places->list.count; i++)
		if (!kept || strcmp(items[i].name, items[kept - 1].name) != 0)
			items[kept++] = items[i];
	places->list.count = kept;
}

static bool match(struct machine *machine, const struct plan_point *point, struct places *places,
		  struct reason *reason)
{
	const struct kernel_functions *functions = machine_traceable(machine);

	for (size_t i = 0; i < functions->list.count; i++) {
		const struct kernel_function *function = &functions->list.items[i];
		struct place place = {.target = function->module, .name = function->name};

		if (glob_match(point->name, function->name) && !is_discarded(function) &&
		    is_in_module(function, point->target))
			array_push(machine->arena, &places->list, place);
	}
	if (!places->list.count)
		return reason_set(reason, "no kernel function matches '%s'", point->name);
	drop_repeated_names(places);
	return true;
}

static const char *nearest_function(struct machine *machine, const char *name)
{
	const struct kernel_functions *functions = machine_traceable(machine);
	size_t count = functions->list.count;
	const char **names = arena_alloc(machine->arena, (count + 1) * sizeof(*names));

	for (size_t i = 0; i < count; i++)
		names[i] = functions->list.items[i].name;
	return nearest_name(name, names, count);
}

static bool exists(struct machine *machine, const struct plan_point *point, struct reason *reason)
{
	const struct kernel_functions *functions = machine_symbols(machine);

	for (size_t i = 0; i < functions->list.count; i++)
		if (strcmp(functions->list.items[i].name, point->name) == 0 &&
		    is_in_module(&functions->list.items[i], point->target))
			return true;
	if (!functions->list.count) /* cannot be read: the kernel will tell */
		return true;
	reason_set(reason, "this kernel has no function '%s'", point->name);
	return reason_add_nearest(reason, nearest_function(machine, point->name));
}

static bool resolve(struct machine *machine, const struct plan_point *point, bool sure,
		    struct places *places, struct reason *reason)
{
	struct place place = {.target = point->target,
			      .name = point->name,
			      .offset = point->offset};

	if (!point->name)
		return reason_set(reason, "a kernel function has to be named");
	if (glob_has_wildcard(point->name))
		return match(machine, point, places, reason);
	if (sure && !exists(machine, point, reason))
		return false;
	array_push(machine->arena, &places->list, place);
	return true;
}

static int attach(const struct machine *machine, struct hook *hook, struct bpf_program *program,
		  uint64_t id, bool at_return)
{
	LIBBPF_OPTS(bpf_kprobe_opts, opts, .bpf_cookie = id, .offset = hook->place.offset,
		    .retprobe = at_return);
	const struct place *place = &hook->place;
	char symbol[256];

	if (place->target && !glob_has_wildcard(place->target) && !is_kernel(place->target))
		snprintf(symbol, sizeof(symbol), "%s:%s", place->target, place->name);
	else
		snprintf(symbol, sizeof(symbol), "%s", place->name);
	return kind_keep_link(machine, hook,
			      bpf_program__attach_kprobe_opts(program, symbol, &opts));
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

/* kprobe.multi: Linux 5.18, where it is configured. */
static int attach_many(struct hook *const *hooks, const uint64_t *ids, size_t count, int program,
		       uint32_t flags)
{
	const char **names = heap_alloc(count * sizeof(*names));
	LIBBPF_OPTS(bpf_link_create_opts, opts, .kprobe_multi.syms = names,
		    .kprobe_multi.cookies = (const __u64 *)ids, .kprobe_multi.cnt = count,
		    .kprobe_multi.flags = flags);
	int fd;

	for (size_t i = 0; i < count; i++)
		names[i] = hooks[i]->place.name;
	fd = bpf_link_create(program, 0, BPF_TRACE_KPROBE_MULTI, &opts);
	free(names);
	return fd;
}

static int attach_entries(struct hook *const *hooks, const uint64_t *ids, size_t count, int program)
{
	return attach_many(hooks, ids, count, program, 0);
}

static int attach_returns(struct hook *const *hooks, const uint64_t *ids, size_t count, int program)
{
	return attach_many(hooks, ids, count, program, BPF_F_KPROBE_MULTI_RETURN);
}

static bool list(struct machine *machine, const char *pattern, FILE *out, struct reason *reason)
{
	const struct kernel_functions *functions = machine_traceable(machine);

	if (!functions->list.count)
		return reason_set(reason, "cannot read the kernel's functions: only root may");
	for (size_t i = 0; i < functions->list.count; i++) {
		const struct kernel_function *function = &functions->list.items[i];
		char line[512];

		snprintf(line, sizeof(line), "kprobe:%s", function->name);
		if (!is_discarded(function) && glob_match(pattern, line))
			fprintf(out, "%s\n", line);
	}
	return true;
}

const struct kind kind_kprobe = {.resolve = resolve,
				 .attach = attach_entry,
				 .attach_many = attach_entries,
				 .many_type = BPF_TRACE_KPROBE_MULTI,
				 .runs_last_first = true,
				 .trial = {.name = "wake_up_new_task"},
				 .list = list};
const struct kind kind_kretprobe = {.resolve = resolve,
				    .attach = attach_return,
				    .attach_many = attach_returns,
				    .many_type = BPF_TRACE_KPROBE_MULTI,
				    .trial = {.name = "wake_up_new_task"}};
