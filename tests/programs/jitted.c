/*
 * jitted N: compiles two functions while it runs, tells of them as JITs do, in /tmp/perf-PID.map, and
 * calls them N times: outer calls inner, which asks for the parent. The names have blanks, and one a
 * sequence for the terminal. Of the place of `outer` another name was told before.
 */
#include "workload.h"

#include <sys/mman.h>

#define SIZE 64 /* of each */

/* A function with a frame pointer that calls another. */
static void compile(unsigned char *code, int (*called)(void))
{
	static const unsigned char before[] = {0x55, 0x48, 0x89, 0xe5, 0x48, 0xb8}; /* mov $..,%rax */
	static const unsigned char after[] = {0xff, 0xd0, 0x5d, 0xc3}; /* call *%rax; pop; ret */

	memcpy(code, before, sizeof(before));
	memcpy(code + sizeof(before), &called, sizeof(called));
	memcpy(code + sizeof(before) + sizeof(called), after, sizeof(after));
}

static void tell(unsigned char *outer, unsigned char *inner)
{
	char path[64];
	FILE *map;

	snprintf(path, sizeof(path), "/tmp/perf-%d.map", getpid());
	map = fopen(path, "w");
	if (!map)
		abort();
	fprintf(map, "%lx %x stale\n", (unsigned long)outer, SIZE);
	fprintf(map, "not a line of it\n");
	fprintf(map, "%lx %x LazyCompile:*outer /app/server.js:12\n", (unsigned long)outer, SIZE);
	fprintf(map, "%lx %x inner \x1b[31m\n", (unsigned long)inner, SIZE);
	fclose(map);
}

int main(int argc, char **argv)
{
	unsigned char *code = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
				   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int (*call)(void);

	workload_options(&argc, &argv);
	if (argc != 2 || code == MAP_FAILED)
		return 2;
	compile(code, getppid);
	memcpy(&call, &code, sizeof(call));
	compile(code + SIZE, call);
	workload_begin();
	tell(code + SIZE, code);
	call = (int (*)(void))(code + SIZE);
	for (int i = atoi(argv[1]); i > 0; i--)
		call();
	workload_end();
	return 0;
}
