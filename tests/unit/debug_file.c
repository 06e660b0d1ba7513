#include "lexer/debug_file.h"

#include <elfutils/libdwelf.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/linked_elf.h"
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

/* Whether the file was opened while it was watched; O_PATH does not count. */
static bool was_opened(int watch)
{
	struct inotify_event event;

	return read(watch, &event, sizeof(event)) > 0;
}

/* To open a device may do things; a FIFO stands for one here. */
static void what_is_no_file_is_not_opened(void)
{
	int watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	char fifo[PATH_MAX];

	snprintf(fifo, sizeof(fifo), "%s/fifo", root);
	CHECK_INT(mkfifo(fifo, 0600), 0);
	CHECK(inotify_add_watch(watch, fifo, IN_OPEN) >= 0);
	CHECK_INT(link(fifo, place), 0);
	CHECK_INT(search(), -1);
	unlink(place);
	CHECK_INT(symlink(fifo, place), 0);
	CHECK_INT(search(), -1);
	CHECK_INT(debug_file_search("", fifo, elf), -1);
	unlink(place);
	CHECK_INT(symlink("/fifo", place), 0);
	CHECK_INT(search(), -1);
	CHECK(!was_opened(watch));
	unlink(place);
	unlink(fifo);
	close(watch);
}

static void check_link(const char *target, bool is_found)
{
	int fd;

	CHECK_INT(symlink(target, place), 0);
	fd = search();
	unlink(place);
	CHECK_INT(fd >= 0, is_found);
	close(fd);
}

static void links_do_not_lead_out_of_the_root(void)
{
	char copied[PATH_MAX], target[PATH_MAX];

	snprintf(copied, sizeof(copied), "%s/usr/copy", root);
	copy("/proc/self/exe", copied);
	check_link("/usr/copy", true);
	check_link("../../../../copy", true);
	check_link("../../../../../../../../../../usr/copy", true);
	check_link("/usr/lib/../copy", true);
	check_link(copied, false);
	check_link(place + strlen(root), false); /* to itself */
	CHECK(realpath("/proc/self/exe", target) != NULL);
	check_link(target, false);
	unlink(copied);
}

/* ---- by name and checksum ---- */

static char linked[PATH_MAX]; /* a program without a build ID */
static char beside[PATH_MAX]; /* its debug file */

static int search_beside(uint32_t checksum)
{
	int program, fd;
	Elf *without_id;

	linked_elf_write(linked, "debug", checksum);
	program = open(linked, O_RDONLY | O_CLOEXEC);
	without_id = elf_begin(program, ELF_C_READ, NULL);
	fd = debug_file_search(root, "/linked", without_id);
	elf_end(without_id);
	close(program);
	return fd;
}

static void name_paths(void)
{
	snprintf(linked, sizeof(linked), "%s/linked", root);
	snprintf(beside, sizeof(beside), "%s/debug", root);
}

static void it_is_found_by_its_checksum(void)
{
	int fd;

	name_paths();
	copy("/proc/self/exe", beside);
	fd = search_beside(linked_elf_checksum(beside));
	CHECK(fd >= 0);
	close(fd);
	CHECK_INT(search_beside(linked_elf_checksum(beside) + 1), -1);
	CHECK(!debug_file_has_given_up());
}

/* The same file, longer: a hole takes no room on disk. */
static void a_large_file_is_left_out(void)
{
	name_paths();
	CHECK_INT(truncate(beside, ((off_t)DEBUG_FILE_SUMMED_MIB << 20) + 1), 0);
	CHECK_INT(search_beside(linked_elf_checksum(beside)), -1);
	CHECK(debug_file_has_given_up());
}

static void many_files_are_left_out(void)
{
	int most = DEBUG_FILE_ALL_SUMMED_MIB / DEBUG_FILE_SUMMED_MIB, found = 0, fd;
	uint32_t checksum;

	name_paths();
	CHECK_INT(truncate(beside, (off_t)DEBUG_FILE_SUMMED_MIB << 20), 0);
	checksum = linked_elf_checksum(beside);
	for (int i = 0; i <= most; i++) {
		fd = search_beside(checksum);
		found += fd >= 0;
		close(fd);
	}
	CHECK(found > 0 && found < most); /* others were looked at before */
	unlink(beside);
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
	RUN(what_is_no_file_is_not_opened);
	RUN(links_do_not_lead_out_of_the_root);
	RUN(it_is_found_by_its_checksum);
	RUN(a_large_file_is_left_out);
	RUN(many_files_are_left_out);
	nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	elf_end(elf);
	close(fd);
	return unit_status();
}
