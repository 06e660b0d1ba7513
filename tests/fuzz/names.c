/*
 * What gives code its names, line by line: the file of a JIT (/tmp/perf-PID.map), each of whose names is
 * also demangled, as those of symbols are.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/demangle.h"
#include "runtime/jit_map.h"
#include "tests/fuzz/fuzz.h"

static char path[64]; /* of this process's own */

static void remove_file(void)
{
	unlink(path);
}

void fuzz_begin(void)
{
	snprintf(path, sizeof(path), "/tmp/perf-%d.map", (int)getpid());
	atexit(remove_file);
}

static void write_file(const uint8_t *data, size_t size)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		fuzz_fail("%s cannot be written", path);
	close(fd);
}

static void ask_address(struct jit_map *map, uint64_t address)
{
	const char *name;
	uint64_t start;

	if (!jit_map_find(map, address, &name, &start))
		return;
	if (start > address)
		fuzz_fail("the code at %" PRIx64 " begins at %" PRIx64, address, start);
	fputs(name, fuzz_nowhere());
}

static void ask_name(const char *name)
{
	char *plain = demangle(name, true);

	if (plain && strlen(plain) > DEMANGLED_MAX)
		fuzz_fail("the name has %zu bytes", strlen(plain));
	free(plain);
	free(demangle(name, false));
}

static void ask_line(struct jit_map *map, const char *line)
{
	uint64_t address = strtoull(line, NULL, 16);
	const char *blank = strrchr(line, ' ');

	ask_address(map, address);
	ask_address(map, address + 1);
	ask_address(map, address - 1);
	ask_name(blank ? blank + 1 : line);
}

void fuzz_one(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1), *rest = text;
	struct jit_total total = {0};
	struct jit_map *map;

	memcpy(text, data, size);
	text[size] = '\0';
	write_file(data, size);
	map = jit_map_open((uint32_t)getpid(), &total);
	if (!map)
		fuzz_fail("/proc/self is not there");
	for (char *line; (line = strsep(&rest, "\n"));)
		ask_line(map, line);
	jit_map_close(map);
	if (total.memory)
		fuzz_fail("%zu bytes are counted of a map that is closed", total.memory);
	free(text);
}
