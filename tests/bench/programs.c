/*
 * programs [LAST]: the BPF programs that the kernel has, those with an ID above LAST, a line each:
 *
 *     ID NAME BYTES RUNS NANOSECONDS
 *
 * BYTES are its translated instructions', RUNS and NANOSECONDS what the kernel has counted with kernel.bpf_stats_enabled.
 */
#include <bpf/bpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void print_program(__u32 id)
{
	struct bpf_prog_info info = {0};
	__u32 size = sizeof(info);
	int fd = bpf_prog_get_fd_by_id(id);

	if (fd < 0) /* gone by now */
		return;
	if (bpf_obj_get_info_by_fd(fd, &info, &size) == 0)
		printf("%u %s %u %llu %llu\n", id, info.name[0] ? info.name : "-", info.xlated_prog_len,
		       info.run_cnt, info.run_time_ns);
	close(fd);
}

int main(int argc, char **argv)
{
	__u32 id = argc > 1 ? (__u32)strtoul(argv[1], NULL, 10) : 0;

	while (bpf_prog_get_next_id(id, &id) == 0)
		print_program(id);
	return 0;
}
