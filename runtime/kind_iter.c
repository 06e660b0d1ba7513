/*
 * iter: each task, or each mapping of each task, that there is when memtap runs the program.
 *
 * The kernel runs it for one object after the other while a file is read. The program writes a byte
 * for each, so that a read ends after as many as the buffer has bytes, and the events of these can
 * be taken before the next.
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <unistd.h>

#include "lexer/text.h"
#include "runtime/kind.h"

#define OBJECTS_AT_ONCE 256

static bool resolve(struct machine *machine, const struct plan_point *point, bool sure,
		    struct places *places, struct reason *reason)
{
	struct place place = {.name = point->name};

	array_push(machine->arena, &places->list, place);
	return true;
}

static int attach(const struct machine *machine, struct hook *hook, struct bpf_program *program,
		  uint64_t id)
{
	union bpf_iter_link_info target = {.task.pid = machine->pid};
	LIBBPF_OPTS(bpf_iter_attach_opts, opts);

	if (machine->pid) {
		opts.link_info = &target;
		opts.link_info_len = sizeof(target);
	}
	return kind_keep_link(machine, hook, bpf_program__attach_iter(program, &opts));
}

static int iterate(const struct hook *hook, bool (*go_on)(void *context), void *context)
{
	char bytes[OBJECTS_AT_ONCE];
	int fd = bpf_iter_create(bpf_link__fd(hook->links.items[0]));
	ssize_t count;
	int error = 0;

	if (fd < 0)
		return -errno;
	do {
		count = read(fd, bytes, sizeof(bytes));
		if (count < 0 && errno != EAGAIN && errno != EINTR)
			error = -errno;
	} while (go_on(context) && !error && count);
	close(fd);
	return error;
}

static bool list(struct machine *machine, const char *pattern, FILE *out, struct reason *reason)
{
	static const char *const lines[] = {"iter:task", "iter:task_vma"};

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		if (glob_match(pattern, lines[i]))
			fprintf(out, "%s\n", lines[i]);
	return true;
}

const struct kind kind_iter = {.resolve = resolve,
			       .attach = attach,
			       .iterate = iterate,
			       .trial = {.name = "task"},
			       .list = list};
