#include "runtime/cache.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "tests/unit/unit.h"

static char directory[64];
static struct reason reason;
static const uint8_t key[DIGEST_SIZE] = {1, 2, 3}, other_key[DIGEST_SIZE] = {1, 2, 4};

static const uint8_t *name(unsigned number)
{
	static uint8_t digest[DIGEST_SIZE];

	digest_of(&number, sizeof(number), digest);
	return digest;
}

static bool holds(int file, const uint8_t *under, const char *text)
{
	size_t size = 0;
	uint8_t *content = cache_read(file, under, &size);
	bool is_so = content && size == strlen(text) && !memcmp(content, text, size);

	free(content);
	return is_so;
}

static bool put(int file, const char *text)
{
	return cache_write(file, key, (const uint8_t *)text, strlen(text), &reason);
}

static bool is_empty(int file)
{
	size_t size;
	uint8_t *content = cache_read(file, key, &size);

	free(content);
	return !content;
}

static void what_is_written_is_read(void)
{
	int file = cache_open(directory, name(1), &reason), again;

	CHECK(file >= 0);
	CHECK(is_empty(file));
	CHECK(put(file, "a plan"));
	CHECK(holds(file, key, "a plan"));
	CHECK(!holds(file, other_key, "a plan"));
	CHECK(put(file, "less"));
	again = cache_open(directory, name(1), &reason);
	CHECK(holds(again, key, "less"));
	close(again);
	close(file);
}

/* Each byte of it, and each length. */
static void what_is_damaged_is_not(void)
{
	int file = cache_open(directory, name(2), &reason);
	off_t size;
	char byte;

	CHECK(put(file, "whole"));
	size = lseek(file, 0, SEEK_END);
	for (off_t i = 0; i < size; i++) {
		CHECK_INT(pread(file, &byte, 1, i), 1);
		byte ^= 1;
		CHECK_INT(pwrite(file, &byte, 1, i), 1);
		CHECK(is_empty(file));
		byte ^= 1;
		CHECK_INT(pwrite(file, &byte, 1, i), 1);
		CHECK(holds(file, key, "whole"));
	}
	while (size--) {
		CHECK_INT(ftruncate(file, size), 0);
		CHECK(is_empty(file));
	}
	close(file);
}

static void a_writer_is_alone(void)
{
	int file = cache_open(directory, name(3), &reason);
	int writer = cache_open(directory, name(3), &reason);

	CHECK(put(file, "first"));
	CHECK_INT(flock(writer, LOCK_EX), 0);
	CHECK(is_empty(file));
	CHECK(!put(file, "second"));
	CHECK(!strcmp(reason.text, "another memtap has its file"));
	CHECK_INT(flock(writer, LOCK_UN), 0);
	CHECK(holds(file, key, "first"));
	close(writer);
	close(file);
}

/* A file that must not grow is as one on a full disk. */
static void where_there_is_no_room_nothing_is_kept(void)
{
	int file = cache_open(directory, name(4), &reason);
	struct rlimit before, least;

	CHECK(put(file, "before"));
	getrlimit(RLIMIT_FSIZE, &before);
	least = (struct rlimit){100, before.rlim_max};
	signal(SIGXFSZ, SIG_IGN);
	CHECK_INT(setrlimit(RLIMIT_FSIZE, &least), 0);
	CHECK(!put(file, "more than there is room for behind the header"));
	CHECK_INT(setrlimit(RLIMIT_FSIZE, &before), 0);
	CHECK(!strcmp(reason.text, "cannot write its file: File too large"));
	CHECK(is_empty(file));
	CHECK_INT(lseek(file, 0, SEEK_END), 0);
	close(file);
}

static void what_is_too_large_is_not_kept(void)
{
	int file = cache_open(directory, name(5), &reason);
	uint8_t *content = calloc(1, CACHE_CONTENT_MAX + 1);

	CHECK(!cache_write(file, key, content, CACHE_CONTENT_MAX + 1, &reason));
	CHECK(!strcmp(reason.text, "it is too large"));
	CHECK(cache_write(file, key, content, CACHE_CONTENT_MAX, &reason));
	CHECK_INT(ftruncate(file, 0), 0);
	free(content);
	close(file);
}

static size_t count_files(void)
{
	DIR *entries = opendir(directory);
	size_t count = 0;

	while (entries && readdir(entries))
		count++;
	closedir(entries);
	return count - 2; /* . and .. */
}

/* One that is used stays, however old it is. */
static void what_was_not_used_goes(void)
{
	int first = cache_open(directory, name(6), &reason), file;

	CHECK(put(first, "used"));
	close(first);
	for (unsigned i = 1000; i < 1000 + 2 * CACHE_FILES_MAX; i++) {
		file = cache_open(directory, name(i), &reason);
		CHECK(file >= 0);
		close(file);
		file = cache_open(directory, name(6), &reason);
		CHECK(holds(file, key, "used"));
		close(file);
		CHECK(count_files() <= CACHE_FILES_MAX);
	}
	CHECK_INT(count_files(), CACHE_FILES_MAX);
}

static void remove_all(void)
{
	DIR *entries = opendir(directory);
	struct dirent *entry;

	while (entries && (entry = readdir(entries)))
		unlinkat(dirfd(entries), entry->d_name, 0);
	closedir(entries);
	rmdir(directory);
}

static void make_older(int file, time_t seconds)
{
	struct timespec then = {.tv_sec = time(NULL) - seconds};

	CHECK_INT(futimens(file, (struct timespec[]){then, then}), 0);
}

/* As many as fit are opened, and nothing is written: what was, stays, though it is the oldest. */
static void what_stays_empty_goes_first(void)
{
	int file;

	remove_all();
	file = cache_open(directory, name(7), &reason);
	CHECK(put(file, "old"));
	make_older(file, 2000);
	close(file);
	for (unsigned i = 3000; i < 3000 + 2 * CACHE_FILES_MAX; i++) {
		file = cache_open(directory, name(i), &reason);
		make_older(file, 1000);
		close(file);
	}
	file = cache_open(directory, name(7), &reason);
	CHECK(holds(file, key, "old"));
	close(file);
	CHECK_INT(count_files(), CACHE_FILES_MAX);
}

/* By a memtap that is compiling. */
static void what_is_about_to_be_filled_stays(void)
{
	int filled = cache_open(directory, name(8), &reason), file, again;

	for (unsigned i = 4000; i < 4000 + CACHE_FILES_MAX; i++) {
		file = cache_open(directory, name(i), &reason);
		CHECK(put(file, "older"));
		make_older(file, 10);
		close(file);
	}
	CHECK(put(filled, "compiled"));
	again = cache_open(directory, name(8), &reason);
	CHECK(holds(again, key, "compiled"));
	close(again);
	close(filled);
}

static void what_is_large_goes(void)
{
	uint8_t *content = calloc(1, CACHE_CONTENT_MAX);
	struct stat status;
	uint64_t whole = 0;

	for (unsigned i = 2000; i < 2000 + 2 * CACHE_BYTES_MAX / CACHE_CONTENT_MAX; i++) {
		int file = cache_open(directory, name(i), &reason);

		CHECK(cache_write(file, key, content, CACHE_CONTENT_MAX, &reason));
		CHECK_INT(fstat(file, &status), 0);
		whole += (uint64_t)status.st_size;
		close(file);
	}
	free(content);
	CHECK(whole > CACHE_BYTES_MAX);
	CHECK(count_files() <= CACHE_BYTES_MAX / CACHE_CONTENT_MAX);
}

static void others_have_no_part_in_it(void)
{
	char link[80];

	CHECK_INT(chmod(directory, 0770), 0);
	CHECK_INT(cache_open(directory, name(7), &reason), -1);
	CHECK(strstr(reason.text, "is not this user's alone"));
	CHECK_INT(chmod(directory, 0700), 0);
	snprintf(link, sizeof(link), "%s.link", directory);
	CHECK_INT(symlink(directory, link), 0);
	CHECK_INT(cache_open(link, name(7), &reason), -1);
	CHECK(strstr(reason.text, "cannot open"));
	unlink(link);
	CHECK_INT(cache_open("/proc/memtap", name(7), &reason), -1);
	CHECK(strstr(reason.text, "cannot open /proc/memtap: "));
}

static void it_is_made_where_the_user_keeps_such(void)
{
	struct arena *arena = arena_new();

	if (geteuid() == 0) {
		CHECK_STR(cache_directory(arena), "/var/cache/memtap");
	} else {
		setenv("HOME", "/home/me", 1);
		unsetenv("XDG_CACHE_HOME");
		CHECK_STR(cache_directory(arena), "/home/me/.cache/memtap");
		setenv("XDG_CACHE_HOME", "/else", 1);
		CHECK_STR(cache_directory(arena), "/else/memtap");
	}
	arena_free(arena);
}

int main(void)
{
	char parent[] = "/tmp/cacheXXXXXX";

	if (!mkdtemp(parent))
		return 1;
	snprintf(directory, sizeof(directory), "%s/user/memtap", parent);
	RUN(what_is_written_is_read);
	RUN(what_is_damaged_is_not);
	RUN(a_writer_is_alone);
	RUN(where_there_is_no_room_nothing_is_kept);
	RUN(what_is_too_large_is_not_kept);
	RUN(what_was_not_used_goes);
	RUN(what_stays_empty_goes_first);
	RUN(what_is_about_to_be_filled_stays);
	RUN(what_is_large_goes);
	RUN(others_have_no_part_in_it);
	RUN(it_is_made_where_the_user_keeps_such);
	remove_all();
	snprintf(directory, sizeof(directory), "%s/user", parent);
	rmdir(directory);
	rmdir(parent);
	return unit_status();
}
