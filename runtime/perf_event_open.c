#include "runtime/perf_event_open.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "runtime/privileges.h"

int perf_event_open(const struct perf_event_attr *attr, pid_t thread, int cpu)
{
	struct perf_event_attr sized = *attr;
	int fd;

	sized.size = sizeof(sized);
	fd = (int)syscall(SYS_perf_event_open, &sized, thread, cpu, -1, PERF_FLAG_FD_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

int perf_event_link(struct bpf_program *program, uint64_t id, const struct perf_event_attr *attr,
		    pid_t thread, int cpu, struct bpf_link **link)
{
	LIBBPF_OPTS(bpf_perf_event_opts, opts, .bpf_cookie = id);
	int fd = perf_event_open(attr, thread, cpu), error;

	if (fd < 0)
		return fd;
	*link = bpf_program__attach_perf_event_opts(program, fd, &opts);
	if (*link) /* which owns the event */
		return 0;
	error = -errno;
	close(fd);
	return error;
}

/* Levels above 2 are those of Debian's kernels, which upstream's do not know. */
const char *perf_event_explain_refusal(bool is_uprobe)
{
	if (privileges_have(CAP_SYS_ADMIN))
		return "the kernel does not permit it (lockdown, or a container)";
	if (is_uprobe)
		return "single uprobes need CAP_SYS_ADMIN, which this process lacks";
	return "perf events need CAP_SYS_ADMIN, which this process lacks, or sysctl "
	       "kernel.perf_event_paranoid=2";
}

int perf_event_renew(struct hook *hook, struct bpf_program *program, uint64_t id, int cpu)
{
	struct bpf_link **link = &hook->links.items[cpu];
	struct perf_event_attr attr = {0};

	bpf_link__destroy(*link);
	*link = NULL;
	hook->kind->event(&hook->place, &attr);
	return perf_event_link(program, id, &attr, -1, cpu, link);
}

int perf_event_each_cpu(const struct machine *machine, struct hook *hook,
			struct bpf_program *program, uint64_t id)
{
	int cpus = machine_cpus(), running = 0, error = 0;

	hook->is_on_cpus = true;
	for (int cpu = 0; cpu < cpus; cpu++)
		array_push(machine->arena, &hook->links, NULL);
	for (int cpu = 0; cpu < cpus && (!error || error == -ENODEV); cpu++) {
		error = perf_event_renew(hook, program, id, cpu);
		running += !error;
	}
	return error == -ENODEV && running ? 0 : error;
}

int perf_event_on_thread(const struct machine *machine, struct hook *hook,
			 struct bpf_program *program, uint64_t id,
			 const struct perf_event_attr *attr, pid_t thread)
{
	struct perf_event_attr with_children = *attr;
	struct bpf_link *link = NULL;
	int error;

	with_children.inherit = 1;
	error = perf_event_link(program, id, &with_children, thread, -1, &link);
	return error ?: kind_keep_link(machine, hook, link);
}
