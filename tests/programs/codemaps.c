/*
 * codemaps N: after the go maps its own file N times as code, each time in the place of the last.
 */
#include "workload.h"

#include <fcntl.h>
#include <sys/mman.h>

int main(int argc, char **argv)
{
	int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	void *code = NULL;

	workload_options(&argc, &argv);
	if (argc != 2 || fd < 0)
		return 2;
	workload_begin();
	for (int i = atoi(argv[1]); i > 0; i--) {
		code = mmap(code, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | (code ? MAP_FIXED : 0),
			    fd, 0);
		if (code == MAP_FAILED)
			abort();
	}
	workload_end();
	return 0;
}
