#include "runtime/elf_file.h"

#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>

#include "runtime/file.h"
#include "tests/unit/unit.h"

/* ---- a small file that every machine has ---- */

/* Functions with and without a frame, in this very program, for what they are like in its file. */
int leaf_function(int a);

__attribute__((noinline)) int leaf_function(int a)
{
	__asm__ volatile("");
	return a + 1;
}

static int open_self(void)
{
	return open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
}

/* The file's address of something in this program: its own, less where the program was put. */
static uint64_t own_address(const void *pointer)
{
	Dl_info info;

	return dladdr(pointer, &info) ? (uint64_t)((uintptr_t)pointer - (uintptr_t)info.dli_fbase)
				      : 0;
}

static uint8_t *read_small_file(size_t *size)
{
	static const char *const paths[] = {"/bin/true", "/usr/bin/true", "/bin/busybox"};
	char *bytes = NULL;

	for (size_t i = 0; !bytes && i < sizeof(paths) / sizeof(*paths); i++)
		bytes = file_read(paths[i], size);
	return (uint8_t *)bytes;
}

static int make_file(const uint8_t *bytes, size_t size)
{
	int fd = memfd_create("elf", MFD_CLOEXEC);

	if (fd >= 0 && write(fd, bytes, size) != (ssize_t)size) {
		close(fd);
		return -1;
	}
	return fd;
}

/* Under LeakSanitizer: libelf loses a little of sections that are damaged. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:__libelf_set_rawdata_wrlock\n";
}

static volatile size_t name_bytes; /* so that names are read */

/* Asks everything of a file that may be damaged. */
static void ask_all(struct elf_file *file)
{
	static const uint64_t addresses[] = {0, 1, 0x1000, 0x2345, 0x10000, 1ull << 40, UINT64_MAX};
	const char *name;
	uint64_t found;

	for (size_t i = 0; file && i < sizeof(addresses) / sizeof(*addresses); i++) {
		elf_file_address(file, addresses[i], &found);
		if (elf_file_find(file, addresses[i], &name, &found))
			name_bytes += strlen(name);
		elf_file_is_frameless(file, addresses[i]);
	}
	elf_file_close(file);
}

/* ---- tests ---- */

static void functions_are_found_by_address(void)
{
	struct elf_file *file = elf_file_open(open_self(), "/proc/self/exe");
	const char *name = NULL;
	uint64_t start = 0;

	CHECK(file);
	CHECK(elf_file_find(file, own_address(leaf_function), &name, &start));
	CHECK_STR(name, "leaf_function");
	CHECK(start == own_address(leaf_function));
	CHECK(elf_file_find(file, own_address(leaf_function) + 1, &name, &start));
	CHECK_STR(name, "leaf_function");
	CHECK(!elf_file_find(file, 0, &name, &start));
	CHECK(!elf_file_find(file, UINT64_MAX, &name, &start));
	elf_file_close(file);
}

static void offsets_become_addresses(void)
{
	struct elf_file *file = elf_file_open(open_self(), "/proc/self/exe");
	uint64_t address;

	CHECK(file);
	CHECK(!elf_file_address(file, UINT64_MAX, &address));
	CHECK(!elf_file_address(file, 0, &address)); /* the headers are not executable */
	elf_file_close(file);
}

static void a_function_has_no_frame_at_its_entry(void)
{
#ifdef __x86_64__
	struct elf_file *file = elf_file_open(open_self(), "/proc/self/exe");

	CHECK(file);
	for (int again = 0; again < 2; again++)
		CHECK(elf_file_is_frameless(file, own_address(leaf_function)));
	CHECK(!elf_file_is_frameless(file, UINT64_MAX));
	elf_file_close(file);
#endif
}

static void what_is_no_elf_file_is_refused(void)
{
	static const uint8_t zeros[256];

	CHECK(!elf_file_open(make_file(zeros, sizeof(zeros)), "zeros"));
	CHECK(!elf_file_open(make_file(zeros, 0), "empty"));
	CHECK(!elf_file_open(make_file((const uint8_t *)"\177ELF", 4), "magic"));
	CHECK(!elf_file_open(make_file((const uint8_t *)"!<arch>\n", 8), "archive"));
	CHECK(!elf_file_from_memory(zeros, sizeof(zeros), "zeros"));
}

static void other_elf_files_are_refused(void)
{
	static const uint8_t types[] = {ET_NONE, ET_REL, ET_CORE};
	size_t size;
	uint8_t *bytes = read_small_file(&size);

	CHECK(bytes);
	for (size_t i = 0; i < sizeof(types); i++) {
		bytes[offsetof(Elf64_Ehdr, e_type)] = types[i];
		CHECK(!elf_file_open(make_file(bytes, size), "other"));
	}
	free(bytes);
}

static void files_cut_short_do_not_crash(void)
{
	size_t size;
	uint8_t *bytes = read_small_file(&size);

	CHECK(bytes);
	for (size_t cut = 0; cut <= size; cut += 64)
		ask_all(elf_file_open(make_file(bytes, cut), "cut"));
	free(bytes);
}

/* Cut while it is open: what was not read yet is gone. */
static void files_cut_after_opening_do_not_crash(void)
{
	size_t size;
	uint8_t *bytes = read_small_file(&size);

	CHECK(bytes);
	for (size_t cut = 0; cut <= size; cut += 512) {
		int fd = make_file(bytes, size);
		struct elf_file *file = elf_file_open(fd, "cut");

		CHECK(file);
		CHECK_INT(ftruncate(fd, (off_t)cut), 0);
		ask_all(file);
	}
	free(bytes);
}

/* Mostly in the headers, at the beginning and the end. */
static size_t change_at(int round, uint32_t random, size_t size)
{
	switch (round % 3) {
	case 0:
		return random % 0x400;
	case 1:
		return size - 1 - random % 0x800;
	}
	return random % size;
}

static void files_with_wrong_bytes_do_not_crash(void)
{
	size_t size;
	uint8_t *bytes = read_small_file(&size), *copy;
	uint32_t random = 1;

	CHECK(bytes);
	copy = malloc(size);
	for (int i = 0; i < 300; i++) {
		memcpy(copy, bytes, size);
		for (int change = 0; change < 8; change++) {
			random = random * 1103515245 + 12345;
			copy[change_at(i, random, size)] = (uint8_t)(random >> 16);
		}
		ask_all(elf_file_open(make_file(copy, size), "changed"));
	}
	free(copy);
	free(bytes);
}

static void images_in_memory_cut_short_do_not_crash(void)
{
	const void *image = (const void *)getauxval(AT_SYSINFO_EHDR);

	for (size_t cut = 0; image && cut <= 4096; cut += 64) {
		uint8_t *copy = malloc(cut + 1);

		memcpy(copy, image, cut);
		ask_all(elf_file_from_memory(copy, cut, "cut"));
		free(copy);
	}
}

int main(void)
{
	RUN(functions_are_found_by_address);
	RUN(offsets_become_addresses);
	RUN(a_function_has_no_frame_at_its_entry);
	RUN(what_is_no_elf_file_is_refused);
	RUN(other_elf_files_are_refused);
	RUN(files_cut_short_do_not_crash);
	RUN(files_cut_after_opening_do_not_crash);
	RUN(files_with_wrong_bytes_do_not_crash);
	RUN(images_in_memory_cut_short_do_not_crash);
	return unit_status();
}
