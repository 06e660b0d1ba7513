/*
 * leftovers [PID...]: prints what a tracer has left behind, and fails when there is anything.
 *
 *     program ID NAME       that is loaded, whoever loaded it
 *     map ID NAME
 *     link ID
 *     PID: FILE+0xOFFSET    code of that process that is not what its file has there: a breakpoint
 */
#include <fcntl.h>
#include <linux/bpf.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static bool found;

/* ---- in the kernel ---- */

static int bpf(enum bpf_cmd command, union bpf_attr *attr)
{
	return syscall(SYS_bpf, command, attr, sizeof(*attr));
}

/* -1: it has gone since. */
static int open_id(enum bpf_cmd command, unsigned int id)
{
	union bpf_attr attr = {.prog_id = id}; /* the same place for all kinds */

	return bpf(command, &attr);
}

static void get_info(int fd, void *info, unsigned int size)
{
	union bpf_attr attr = {.info = {.bpf_fd = fd, .info_len = size, .info = (__u64)info}};

	memset(info, 0, size);
	bpf(BPF_OBJ_GET_INFO_BY_FD, &attr);
	close(fd);
}

static void show_program(int fd, unsigned int id)
{
	struct bpf_prog_info info;

	get_info(fd, &info, sizeof(info));
	printf("program %u %.*s\n", id, (int)sizeof(info.name), info.name);
}

static void show_map(int fd, unsigned int id)
{
	struct bpf_map_info info;

	get_info(fd, &info, sizeof(info));
	printf("map %u %.*s\n", id, (int)sizeof(info.name), info.name);
}

static void show_link(int fd, unsigned int id)
{
	close(fd);
	printf("link %u\n", id);
}

static void walk(enum bpf_cmd next, enum bpf_cmd open, void (*show)(int fd, unsigned int id))
{
	union bpf_attr attr = {0};

	while (bpf(next, &attr) == 0) {
		int fd = open_id(open, attr.next_id);

		if (fd >= 0) {
			show(fd, attr.next_id);
			found = true;
		}
		attr.start_id = attr.next_id;
	}
}

/* ---- in a process ---- */

#define PAGE 4096

struct mapping {
	unsigned long start, end, offset; /* in the file */
	char permissions[8], path[512];
};

/* Prints where a page of a mapping is not what its file has. */
static void compare_page(const struct mapping *mapping, int pid, int memory, int file,
			 unsigned long at)
{
	unsigned char is[PAGE], was[PAGE] = {0};
	unsigned long offset = mapping->offset + at;

	if (pread(memory, is, PAGE, mapping->start + at) != PAGE ||
	    pread(file, was, PAGE, offset) < 0)
		return;
	for (unsigned int i = 0; i < PAGE; i++) {
		if (is[i] == was[i])
			continue;
		printf("%d: %s+0x%lx\n", pid, mapping->path, offset + i);
		found = true;
	}
}

static void compare(const struct mapping *mapping, int pid, int memory)
{
	char path[64];
	int file;

	/* What is mapped, also when another file has taken its name. */
	snprintf(path, sizeof(path), "/proc/%d/map_files/%lx-%lx", pid, mapping->start,
		 mapping->end);
	file = open(path, O_RDONLY);
	for (unsigned long at = 0; file >= 0 && at < mapping->end - mapping->start; at += PAGE)
		compare_page(mapping, pid, memory, file, at);
	if (file >= 0)
		close(file);
}

static void check_process(int pid)
{
	char path[64], line[1024];
	struct mapping mapping;
	FILE *maps;
	int memory;

	snprintf(path, sizeof(path), "/proc/%d/maps", pid);
	maps = fopen(path, "r");
	snprintf(path, sizeof(path), "/proc/%d/mem", pid);
	memory = open(path, O_RDONLY);
	if (!maps || memory < 0) {
		printf("%d: cannot be read\n", pid);
		found = true;
		return;
	}
	while (fgets(line, sizeof(line), maps))
		if (sscanf(line, "%lx-%lx %7s %lx %*s %*s %511[^\n]", &mapping.start, &mapping.end,
			   mapping.permissions, &mapping.offset, mapping.path) == 5 &&
		    strchr(mapping.permissions, 'x') && mapping.path[0] == '/')
			compare(&mapping, pid, memory);
	fclose(maps);
	close(memory);
}

int main(int argc, char **argv)
{
	walk(BPF_PROG_GET_NEXT_ID, BPF_PROG_GET_FD_BY_ID, show_program);
	walk(BPF_MAP_GET_NEXT_ID, BPF_MAP_GET_FD_BY_ID, show_map);
	walk(BPF_LINK_GET_NEXT_ID, BPF_LINK_GET_FD_BY_ID, show_link);
	for (int i = 1; i < argc; i++)
		check_process(atoi(argv[i]));
	return found;
}
