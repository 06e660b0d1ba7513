#include "runtime/binary.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#if __has_include(<sys/sdt.h>)
#include <sys/sdt.h>
#define HAS_SDT 1
#else
#define HAS_SDT 0
#define DTRACE_PROBE1(provider, name, argument)
#endif

#include "lexer/arena.h"
#include "runtime/file.h"
#include "tests/unit/linked_elf.h"
#include "tests/unit/unit.h"

int found_by_name(int a);

__attribute__((noinline)) int found_by_name(int a)
{
	DTRACE_PROBE1(memtap_unit, hit, a);
	if (a > 5)
		DTRACE_PROBE1(memtap_unit, large, a);
	return a + 1;
}

__attribute__((noipa)) static int twin_a(void)
{
	return 1;
}

__attribute__((noipa)) static int twin_b(void)
{
	return 2;
}

static struct arena *arena;
static struct reason reason;

static struct binary *open_self(void)
{
	return binary_open(arena, "/proc/self/exe", &reason);
}

/* ---- functions ---- */

static void functions_are_found_by_name(void)
{
	struct binary *binary = open_self();
	struct binary_function function;
	uint64_t offset;

	CHECK(binary);
	CHECK(binary_is_native(binary));
	CHECK(binary_find_function(binary, "found_by_name", &function, &reason));
	CHECK_STR(function.name, "found_by_name");
	CHECK(function.size > 0 && function.address > 0);
	CHECK(!function.is_imported && !function.is_indirect);
	CHECK(binary_file_offset(binary, function.address, &offset));
	CHECK(!binary_file_offset(binary, UINT64_MAX, &offset));
	binary_close(binary);
}

/* What is at the offset is the function's first instruction. */
static void offsets_lead_to_the_code(void)
{
	struct binary *binary = open_self();
	struct binary_function function;
	uint64_t offset;
	uint8_t in_file[16];
	int fd;

	CHECK(binary && binary_find_function(binary, "found_by_name", &function, &reason));
	CHECK(binary_file_offset(binary, function.address, &offset));
	fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	CHECK_INT(pread(fd, in_file, sizeof(in_file), (off_t)offset), sizeof(in_file));
	close(fd);
	CHECK(memcmp(in_file, (const void *)(uintptr_t)found_by_name, sizeof(in_file)) == 0);
	binary_close(binary);
}

static void missing_functions_are_explained(void)
{
	struct binary *binary = open_self();
	struct binary_function function;

	CHECK(binary);
	CHECK(!binary_find_function(binary, "found_by_nam", &function, &reason));
	CHECK(strstr(reason.text, "no function 'found_by_nam'"));
	CHECK(strstr(reason.text, "did you mean 'found_by_name'?"));
	CHECK(!binary_find_function(binary, "memfd_create", &function, &reason));
	CHECK(strstr(reason.text, "defined in a library"));
	CHECK(!binary_find_function(binary, "", &function, &reason));
	binary_close(binary);
}

/* This program with another name for twin_b, as a file. */
static int open_with_twins(char *path, size_t path_size)
{
	size_t size;
	char *bytes = file_read("/proc/self/exe", &size), *at = bytes;
	int fd = memfd_create("elf", MFD_CLOEXEC);

	while ((at = memmem(at, size - (at - bytes), "\0twin_b", sizeof("\0twin_b"))))
		*strchr(++at, 'b') = 'a';
	if (write(fd, bytes, size) != (ssize_t)size)
		abort();
	free(bytes);
	snprintf(path, path_size, "/proc/self/fd/%d", fd);
	return fd;
}

static void a_name_of_several_functions_is_refused(void)
{
	struct binary_function function;
	struct binary *binary;
	char path[64];
	int fd = open_with_twins(path, sizeof(path));

	binary = binary_open(arena, path, &reason);
	CHECK(binary);
	CHECK(!binary_find_function(binary, "twin_a", &function, &reason));
	CHECK(strstr(reason.text, "has 2 functions 'twin_a'"));
	CHECK(binary_find_function(binary, "found_by_name", &function, &reason));
	binary_close(binary);
	close(fd);
}

static bool has_function_of_debug_file(const char *path)
{
	struct binary *binary = binary_open(arena, path, &reason);
	struct binary_function function;
	bool is_found = binary &&
			binary_find_function(binary, "found_by_name", &function, &reason);

	binary_close(binary);
	return is_found;
}

/* As stacks have their names, and below a container's root, too. */
static void a_debug_file_is_found_by_its_name(void)
{
	char folder[] = "/tmp/memtap-unit-XXXXXX", program[64], debug[64], below_root[96];
	size_t size;
	char *bytes = file_read("/proc/self/exe", &size);
	FILE *copy;

	CHECK(bytes && mkdtemp(folder));
	snprintf(program, sizeof(program), "%s/program", folder);
	snprintf(debug, sizeof(debug), "%s/program.debug", folder);
	snprintf(below_root, sizeof(below_root), "/proc/%d/root%s", getpid(), program);
	copy = fopen(debug, "w");
	CHECK(copy && fwrite(bytes, size, 1, copy) == 1 && fclose(copy) == 0);
	free(bytes);
	linked_elf_write(program, "program.debug", linked_elf_checksum(debug));
	CHECK(has_function_of_debug_file(program));
	CHECK(has_function_of_debug_file(below_root));
	linked_elf_write(program, "program.debug", linked_elf_checksum(debug) + 1);
	CHECK(!has_function_of_debug_file(program)); /* it is of another build */
	unlink(program);
	unlink(debug);
	rmdir(folder);
}

/* ---- USDT notes ---- */

static void notes_are_found(void)
{
	struct binary *binary = open_self();
	const struct binary_note *notes;
	size_t count, hits = 0, others = 0;

	CHECK(binary);
	count = binary_notes(binary, &notes);
	for (size_t i = 0; i < count; i++) {
		hits += !strcmp(notes[i].provider, "memtap_unit") && !strcmp(notes[i].name, "hit");
		others += !strcmp(notes[i].provider, "memtap_unit") &&
			  !strcmp(notes[i].name, "large");
	}
	CHECK_INT(hits, HAS_SDT);
	CHECK_INT(others, HAS_SDT);
	binary_close(binary);
}

/* ---- what it needs ---- */

static void needed_libraries_are_named(void)
{
	struct binary *binary = open_self();
	struct binary_needs needs;
	bool has_libc = false;

	CHECK(binary);
	binary_needs(binary, &needs);
	for (size_t i = 0; i < needs.library_count; i++)
		has_libc |= strncmp(needs.libraries[i], "libc.", 5) == 0;
	CHECK(has_libc);
	CHECK(needs.interpreter && strstr(needs.interpreter, "ld"));
	binary_close(binary);
}

/* ---- damaged files ---- */

static void ask_all(const uint8_t *bytes, size_t size)
{
	struct arena *own = arena_new();
	const struct binary_function *functions;
	struct binary_function function;
	const struct binary_note *notes;
	struct binary_needs needs;
	struct binary *binary;
	uint64_t offset;
	char path[64];
	int fd = memfd_create("elf", MFD_CLOEXEC);

	if (fd >= 0 && write(fd, bytes, size) == (ssize_t)size) {
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
		binary = binary_open(own, path, &reason);
		if (binary) {
			binary_functions(binary, &functions);
			binary_find_function(binary, "main", &function, &reason);
			binary_file_offset(binary, 0x1000, &offset);
			binary_notes(binary, &notes);
			binary_needs(binary, &needs);
			binary_is_native(binary);
		}
		binary_close(binary);
	}
	close(fd);
	arena_free(own);
}

/* Under LeakSanitizer: libelf loses a little of sections that are damaged. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:__libelf_set_rawdata_wrlock\n";
}

static char *read_small_file(size_t *size)
{
	char *bytes = file_read("/bin/true", size);

	return bytes ? bytes : file_read("/bin/busybox", size);
}

static void files_cut_short_do_not_crash(void)
{
	size_t size;
	char *bytes = read_small_file(&size);

	CHECK(bytes);
	for (size_t cut = 0; cut <= size; cut += 64)
		ask_all((const uint8_t *)bytes, cut);
	free(bytes);
}

static void files_with_wrong_bytes_do_not_crash(void)
{
	size_t size;
	char *bytes = read_small_file(&size);
	uint32_t random = 7;

	CHECK(bytes);
	for (int i = 0; i < 500; i++) {
		size_t at;
		char before;

		random = random * 1103515245 + 12345;
		at = i % 2 ? size - 1 - random % 0x800 : random % size;
		before = bytes[at];
		bytes[at] = (char)(random >> 16);
		ask_all((const uint8_t *)bytes, size);
		if (i % 8 == 0) /* the other changes add up */
			bytes[at] = before;
	}
	free(bytes);
}

/* By whoever builds it again, or means harm. */
static void a_file_cut_short_later_does_not_crash(void)
{
	size_t size;
	char *bytes = read_small_file(&size), path[64];
	const struct binary_function *functions;
	const struct binary_note *notes;
	int fd = memfd_create("elf", MFD_CLOEXEC);
	struct binary *binary;

	CHECK_INT(write(fd, bytes, size), size);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	binary = binary_open(arena, path, &reason);
	CHECK(binary);
	CHECK_INT(ftruncate(fd, 100), 0);
	binary_functions(binary, &functions);
	binary_notes(binary, &notes);
	binary_close(binary);
	close(fd);
	free(bytes);
}

/* Opening a FIFO waits for a writer. */
static void what_is_no_file_is_not_opened(void)
{
	char path[] = "/tmp/memtap-unit-XXXXXX";
	struct binary *binary;

	CHECK(mkdtemp(path) && rmdir(path) == 0 && mkfifo(path, 0600) == 0);
	alarm(10);
	binary = binary_open(arena, path, &reason);
	alarm(0);
	unlink(path);
	CHECK(!binary);
	CHECK(strstr(reason.text, "is not an ELF file"));
	CHECK(!binary_open(arena, "/", &reason));
	CHECK(unit_same(reason.text, "/ is not an ELF file"));
}

static void what_cannot_be_opened_is_explained(void)
{
	CHECK(!binary_open(arena, "/no/such/file", &reason));
	CHECK(unit_same(reason.text, "cannot open /no/such/file: No such file or directory"));
	CHECK(!binary_open(arena, "/etc/passwd", &reason));
	CHECK(unit_same(reason.text, "/etc/passwd is not an ELF file"));
}

int main(void)
{
	arena = arena_new();
	found_by_name(twin_a() + twin_b());
	RUN(functions_are_found_by_name);
	RUN(offsets_lead_to_the_code);
	RUN(missing_functions_are_explained);
	RUN(a_name_of_several_functions_is_refused);
	RUN(a_debug_file_is_found_by_its_name);
	RUN(notes_are_found);
	RUN(needed_libraries_are_named);
	RUN(files_cut_short_do_not_crash);
	RUN(files_with_wrong_bytes_do_not_crash);
	RUN(a_file_cut_short_later_does_not_crash);
	RUN(what_is_no_file_is_not_opened);
	RUN(what_cannot_be_opened_is_explained);
	arena_free(arena);
	return unit_status();
}
