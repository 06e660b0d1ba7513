#include "runtime/perf_event_open.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

static int open_event(const struct machine *machine, struct hook *hook, struct bpf_program *program,
		      uint64_t id, struct perf_event_attr attr, pid_t thread, int cpu)
{
	LIBBPF_OPTS(bpf_perf_event_opts, opts, .bpf_cookie = id);
	int fd, error;

	attr.size = sizeof(attr);
	fd = syscall(SYS_perf_event_open, &attr, thread, cpu, -1, PERF_FLAG_FD_CLOEXEC);
	if (fd < 0)
		return -errno;
	error = kind_keep_link(machine, hook,
			       bpf_program__attach_perf_event_opts(program, fd, &opts));
	if (error) /* else the link owns it */
		close(fd);
	return error;
}

int perf_event_on_cpus(const struct machine *machine, struct hook *hook,
		       struct bpf_program *program, uint64_t id, const struct perf_event_attr *attr)
{
	int cpus = libbpf_num_possible_cpus(), error = 0;

	for (int cpu = 0; cpu < cpus && !error; cpu++) {
		error = open_event(machine, hook, program, id, *attr, -1, cpu);
		if (error == -ENODEV && hook->links.count) /* a CPU that is not running */
			error = 0;
	}
	return error;
}

int perf_event_on_thread(const struct machine *machine, struct hook *hook,
			 struct bpf_program *program, uint64_t id,
			 const struct perf_event_attr *attr, pid_t thread)
{
	struct perf_event_attr with_children = *attr;

	with_children.inherit = 1;
	return open_event(machine, hook, program, id, with_children, thread, -1);
}
