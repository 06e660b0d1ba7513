#include "lexer/debug_file.h"

#include <elfutils/libdwelf.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/unit.h"

/* This program stands for its own debug file, under a root of our own. */
static Elf *elf;
static char root[] = "/tmp/debug_file.XXXXXX";
static char place[PATH_MAX]; /* where its build ID leads to */

static void make_folder(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(path, 0700);
		*slash = '/';
	}
}

static bool find_place(void)
{
	const void *id;
	const unsigned char *bytes;
	ssize_t size = dwelf_elf_gnu_build_id(elf, &id);
	int end;

	if (size <= 0)
		return false;
	bytes = id;
	end = snprintf(place, sizeof(place), "%s/usr/lib/debug/.build-id/%02x/", root, bytes[0]);
	for (ssize_t i = 1; i < size; i++)
		end += snprintf(place + end, sizeof(place) - (size_t)end, "%02x", bytes[i]);
	strcat(place, ".debug");
	make_folder(place);
	return true;
}

static void copy(const char *from, const char *to)
{
	int in = open(from, O_RDONLY | O_CLOEXEC);
	int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	while (sendfile(out, in, NULL, 1 << 20) > 0)
		;
	close(in);
	close(out);
}

static int search(void)
{
	return debug_file_search(root, "/bin/program", elf);
}

static void it_is_found_by_its_build_id(void)
{
	struct stat status, found;
	int fd;

	CHECK_INT(search(), -1);
	copy("/proc/self/exe", place);
	fd = search();
	CHECK(fd >= 0);
	CHECK(stat(place, &status) == 0 && fstat(fd, &found) == 0);
	CHECK(status.st_ino == found.st_ino);
	close(fd);
	unlink(place);
}

static void another_is_not_taken_for_it(void)
{
	copy("/bin/sh", place);
	CHECK_INT(search(), -1);
	unlink(place);
	copy("/dev/null", place);
	CHECK_INT(search(), -1);
	unlink(place);
}

/* To open it would wait for somebody who writes. */
static void what_is_no_file_does_not_block(void)
{
	CHECK_INT(mkfifo(place, 0600), 0);
	CHECK_INT(search(), -1);
	unlink(place);
	CHECK_INT(mkdir(place, 0700), 0);
	CHECK_INT(search(), -1);
	rmdir(place);
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *level)
{
	return remove(path);
}

int main(void)
{
	int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);

	elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_READ, NULL);
	if (!elf || !mkdtemp(root) || !find_place()) {
		printf("skip %s: a program without a build ID\n", program_invocation_short_name);
		return 0;
	}
	RUN(it_is_found_by_its_build_id);
	RUN(another_is_not_taken_for_it);
	RUN(what_is_no_file_does_not_block);
	nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	elf_end(elf);
	close(fd);
	return unit_status();
}
