#include "runtime/jit_map.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "tests/unit/unit.h"

static char path[64]; /* of this process's own */
static struct jit_total total;

/* ---- what is said ---- */

static int saved, said;

static void catch_messages(void)
{
	saved = dup(STDERR_FILENO);
	said = memfd_create("stderr", MFD_CLOEXEC);
	dup2(said, STDERR_FILENO);
}

/* All of it, until the next call. */
static const char *caught_messages(void)
{
	static char text[1024];
	ssize_t size = pread(said, text, sizeof(text) - 1, 0);

	text[size > 0 ? size : 0] = '\0';
	dup2(saved, STDERR_FILENO);
	close(saved);
	close(said);
	return text;
}

/* ---- a file ---- */

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
	map = jit_map_open((uint32_t)getpid(), &total);
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
	map = jit_map_open((uint32_t)getpid(), &total);
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
	map = jit_map_open((uint32_t)getpid(), &total);
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
	map = jit_map_open((uint32_t)getpid(), &total);
	CHECK_STR(name_at(map, 0x5000), "behind");
	jit_map_close(map);
}

static void other_files_are_refused(void)
{
	struct jit_map *map;

	unlink(path);
	CHECK_INT(mkfifo(path, 0600), 0);
	map = jit_map_open((uint32_t)getpid(), &total);
	CHECK_STR(name_at(map, 0x1000), ""); /* and does not wait */
	jit_map_close(map);
	unlink(path);
	CHECK_INT(symlink("/proc/self/maps", path), 0);
	map = jit_map_open((uint32_t)getpid(), &total);
	CHECK_STR(name_at(map, 0x1000), "");
	jit_map_close(map);
	CHECK(!jit_map_open(0x7ffffff0, &total));
}

static void write_functions(int count)
{
	FILE *file;

	unlink(path);
	file = fopen(path, "w");
	for (int i = 1; i <= count; i++)
		fprintf(file, "%x 1 f\n", i);
	fclose(file);
}

static void only_what_is_left_out_is_told_of(void)
{
	struct jit_map *map;

	write_functions(JIT_ENTRIES_MAX);
	map = jit_map_open((uint32_t)getpid(), &total);
	catch_messages();
	CHECK_STR(name_at(map, JIT_ENTRIES_MAX), "f");
	CHECK_STR(caught_messages(), "");
	jit_map_close(map);
	write_functions(JIT_ENTRIES_MAX + 1);
	map = jit_map_open((uint32_t)getpid(), &total);
	catch_messages();
	CHECK_STR(name_at(map, JIT_ENTRIES_MAX), "f");
	CHECK_STR(name_at(map, JIT_ENTRIES_MAX + 1), "");
	CHECK(strstr(caught_messages(), " is too large: code that it tells of after 1000000 "));
	jit_map_close(map);
}

/* As if they were of many processes. */
static void all_together_take_no_more_memory_than_they_may(void)
{
	struct jit_map *maps[16];
	const char *text, *first;
	size_t count = 0, most;

	write_functions(JIT_ENTRIES_MAX);
	catch_messages();
	for (; count < 16; count++) {
		maps[count] = jit_map_open((uint32_t)getpid(), &total);
		name_at(maps[count], 1);
	}
	most = total.memory;
	CHECK_STR(name_at(maps[0], JIT_ENTRIES_MAX), "f");
	CHECK_STR(name_at(maps[15], JIT_ENTRIES_MAX), "");
	text = caught_messages();
	CHECK(most >= JIT_MEMORY_MAX && most < JIT_MEMORY_MAX + 4096);
	first = strstr(text, "names of compiled code take 256 MiB");
	CHECK(first && !strstr(first + 1, "names of compiled code"));
	while (count > 0)
		jit_map_close(maps[--count]);
	CHECK_INT(total.memory, 0);
}

int main(void)
{
	snprintf(path, sizeof(path), "/tmp/perf-%d.map", getpid());
	RUN(code_has_the_name_that_was_told_last);
	RUN(what_is_added_is_read);
	RUN(lines_of_another_kind_are_left_out);
	RUN(lines_without_end_are_skipped);
	RUN(other_files_are_refused);
	RUN(only_what_is_left_out_is_told_of);
	RUN(all_together_take_no_more_memory_than_they_may);
	unlink(path);
	return unit_status();
}
