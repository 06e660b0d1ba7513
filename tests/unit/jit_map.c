#include "runtime/jit_map.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "tests/unit/unit.h"

static char path[64]; /* of this process's own */

static void write_map(const char *mode, const char *text)
{
	FILE *file = fopen(path, mode);

	fputs(text, file);
	fclose(file);
}

static const char *name_at(struct jit_map *map, uint64_t address)
{
	const char *name = NULL;
	uint64_t start;

	return jit_map_find(map, address, &name, &start) ? name : "";
}

/* What was added is not looked for each time. */
static void wait_for_name(struct jit_map *map, uint64_t address)
{
	while (!*name_at(map, address))
		nanosleep(&(struct timespec){0, 10000000}, NULL);
}

static void code_has_the_name_that_was_told_last(void)
{
	struct jit_map *map;
	const char *name;
	uint64_t start;

	write_map("w", "1000 100 first\n1000 80 second one\n0x2000 10 prefixed\n3000 8 long\n"
		       "3004 10 later\n");
	map = jit_map_open((uint32_t)getpid());
	CHECK(map);
	CHECK(unit_same(jit_map_path(map), path));
	CHECK(jit_map_find(map, 0x107f, &name, &start));
	CHECK_STR(name, "second one");
	CHECK_INT(start, 0x1000);
	CHECK_STR(name_at(map, 0x1080), "");
	CHECK_STR(name_at(map, 0xfff), "");
	CHECK_STR(name_at(map, 0x2000), "prefixed");
	CHECK_STR(name_at(map, 0x3002), "long");
	CHECK_STR(name_at(map, 0x3005), "later");
	CHECK_STR(name_at(map, UINT64_MAX), "");
	jit_map_close(map);
}

static void what_is_added_is_read(void)
{
	struct jit_map *map;

	unlink(path);
	map = jit_map_open((uint32_t)getpid());
	CHECK(map);
	CHECK_STR(name_at(map, 0x1000), "");
	write_map("w", "1000 10 one\n2000 10 cut");
	wait_for_name(map, 0x1000);
	CHECK_STR(name_at(map, 0x2000), "");
	write_map("a", " short\n");
	wait_for_name(map, 0x2000);
	CHECK_STR(name_at(map, 0x2000), "cut short");
	CHECK_STR(name_at(map, 0x1000), "one");
	jit_map_close(map);
}

static void lines_of_another_kind_are_left_out(void)
{
	struct jit_map *map;

	write_map("w", "\n \n1000\n1000 10\n1000 10 \n1000 0 empty\nname 10 1000\n-1 10 minus\n"
		       "ffffffffffffffffffff 10 far\n1000  10  blanks\n4000 10 good\n");
	map = jit_map_open((uint32_t)getpid());
	CHECK_STR(name_at(map, 0x4000), "good");
	CHECK_STR(name_at(map, 0x1000), " blanks");
	jit_map_close(map);
}

static void lines_without_end_are_skipped(void)
{
	struct jit_map *map;
	FILE *file = fopen(path, "w");

	for (int i = 0; i < 1 << 20; i++)
		fputs("1000", file);
	fputs("\n5000 10 behind\n", file);
	fclose(file);
	map = jit_map_open((uint32_t)getpid());
	CHECK_STR(name_at(map, 0x5000), "behind");
	jit_map_close(map);
}

static void other_files_are_refused(void)
{
	struct jit_map *map;

	unlink(path);
	CHECK_INT(mkfifo(path, 0600), 0);
	map = jit_map_open((uint32_t)getpid());
	CHECK_STR(name_at(map, 0x1000), ""); /* and does not wait */
	jit_map_close(map);
	unlink(path);
	CHECK_INT(symlink("/proc/self/maps", path), 0);
	map = jit_map_open((uint32_t)getpid());
	CHECK_STR(name_at(map, 0x1000), "");
	jit_map_close(map);
	CHECK(!jit_map_open(0x7ffffff0));
}

int main(void)
{
	snprintf(path, sizeof(path), "/tmp/perf-%d.map", getpid());
	RUN(code_has_the_name_that_was_told_last);
	RUN(what_is_added_is_read);
	RUN(lines_of_another_kind_are_left_out);
	RUN(lines_without_end_are_skipped);
	RUN(other_files_are_refused);
	unlink(path);
	return unit_status();
}
