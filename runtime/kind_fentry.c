/*
 * fentry and fexit: kernel functions, through trampolines of the kernel's own. The function is part
 * of a program, which the kernel must know before it loads it.
 */
#include "runtime/kind.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <string.h>

#include "lexer/text.h"

static bool exists(struct machine *machine, const char *name)
{
	const struct kernel_functions *functions = machine_traceable(machine);

	for (size_t i = 0; i < functions->list.count; i++)
		if (strcmp(functions->list.items[i].name, name) == 0)
			return true;
	return !functions->list.count; /* cannot be read: the kernel will tell */
}

static bool resolve(struct machine *machine, const struct plan_point *point, bool sure,
		    struct places *places, struct reason *reason)
{
	struct place place = {.target = point->target, .name = point->name};

	if (sure && !exists(machine, point->name))
		return reason_set(reason, "this kernel has no function '%s' that can be traced",
				  point->name);
	array_push(machine->arena, &places->list, place);
	return true;
}

static int attach(const struct machine *machine, struct hook *hook, struct bpf_program *program,
		  uint64_t id)
{
	return kind_keep_link(machine, hook, bpf_program__attach_trace(program));
}

static const char *explain(int error)
{
	return error == -EBUSY ? "the kernel has no room for more programs at this function" : NULL;
}

/* Copies that the compiler made of a function (f.isra.0) are not described by BTF. */
static bool list(struct machine *machine, const char *pattern, FILE *out, struct reason *reason)
{
	const struct kernel_functions *functions = machine_traceable(machine);

	if (!functions->list.count)
		return reason_set(reason, "cannot read the kernel's functions: only root may");
	for (size_t i = 0; i < functions->list.count; i++) {
		const struct kernel_function *function = &functions->list.items[i];
		char line[512];

		snprintf(line, sizeof(line), "fentry:%s:%s",
			 function->module ? function->module : "vmlinux", function->name);
		if (!strchr(function->name, '.') && glob_match(pattern, line))
			fprintf(out, "%s\n", line);
	}
	return true;
}

const struct kind kind_fentry = {.resolve = resolve,
				 .attach = attach,
				 .runs_last_first = true,
				 .explain = explain,
				 .trial = {.name = "wake_up_new_task"},
				 .list = list};
const struct kind kind_fexit = {.resolve = resolve,
				.attach = attach,
				.runs_last_first = true,
				.explain = explain,
				.trial = {.name = "wake_up_new_task"}};
