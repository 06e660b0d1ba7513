#include "runtime/stream.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "runtime/run.h"
#include "runtime/signals.h"
#include "tests/unit/unit.h"

static void what_arrives_is_no_error(void)
{
	FILE *out = tmpfile();

	CHECK(fputs("text", out) >= 0);
	CHECK_INT(stream_flush(out), 0);
	CHECK_INT(stream_flush(out), 0);
	fclose(out);
}

static void a_full_disk_is_told(void)
{
	FILE *out = fopen("/dev/full", "w");

	CHECK(fputs("text", out) >= 0);
	CHECK_INT(stream_flush(out), -ENOSPC);
	CHECK(stream_flush(out) < 0); /* still */
	fclose(out);
}

/* More than the stream keeps: the write that failed was not the flush's. */
static void what_failed_before_is_told(void)
{
	FILE *out = fopen("/dev/full", "w");
	char text[100000];

	memset(text, 'x', sizeof(text));
	CHECK(fwrite(text, 1, sizeof(text), out) < sizeof(text));
	CHECK_INT(stream_flush(out), -ENOSPC);
	fclose(out);
}

static void a_reader_that_went_is_told(void)
{
	int ends[2];
	FILE *out;

	CHECK_INT(pipe(ends), 0);
	out = fdopen(ends[1], "w");
	close(ends[0]);
	CHECK(fputs("text", out) >= 0);
	CHECK_INT(stream_flush(out), -EPIPE);
	CHECK_INT(stream_flush(out), -EPIPE); /* also when there is nothing left to write */
	fclose(out);
}

static void a_limit_of_file_sizes_is_told(void)
{
	struct rlimit limit, small;
	FILE *out = tmpfile();

	getrlimit(RLIMIT_FSIZE, &limit);
	small = (struct rlimit){.rlim_cur = 2, .rlim_max = limit.rlim_max};
	setrlimit(RLIMIT_FSIZE, &small);
	CHECK(fputs("text", out) >= 0);
	CHECK(stream_flush(out) < 0); /* and no SIGXFSZ has ended it */
	setrlimit(RLIMIT_FSIZE, &limit);
	fclose(out);
}

static void a_file_that_is_kept_is_as_it_was(void)
{
	struct kept_stream kept;
	FILE *file = tmpfile();
	int fd = fileno(file);
	char path[64], text[16] = "";

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	CHECK_INT(write(fd, "before", 6), 6);
	CHECK_INT(stream_open_kept(&kept, path), STATUS_DONE);
	CHECK_INT(stream_finish_kept(&kept, STATUS_DONE), STATUS_DONE);
	CHECK_INT(pread(fd, text, sizeof(text), 0), 6);
	CHECK_STR(text, "before");
	CHECK_INT(stream_open_kept(&kept, NULL), STATUS_DONE);
	CHECK(!kept.out);
	CHECK_INT(stream_finish_kept(&kept, STATUS_USAGE), STATUS_USAGE);
	fclose(file);
}

static void a_new_file_stays_if_it_was_written(void)
{
	char folder[] = "/tmp/memtap-XXXXXX", path[64];
	struct kept_stream kept;

	CHECK(mkdtemp(folder) != NULL);
	snprintf(path, sizeof(path), "%s/new", folder);
	CHECK_INT(stream_open_kept(&kept, path), STATUS_DONE);
	CHECK_INT(stream_finish_kept(&kept, STATUS_DONE), STATUS_DONE);
	CHECK(access(path, F_OK) < 0);
	CHECK_INT(stream_open_kept(&kept, path), STATUS_DONE);
	fputs("text", kept.out);
	CHECK_INT(stream_finish_kept(&kept, STATUS_DONE), STATUS_DONE);
	CHECK(access(path, F_OK) == 0);
	unlink(path);
	rmdir(folder);
}

static void what_removes_it_may_have_been_stopped(void)
{
	char folder[] = "/tmp/memtap-XXXXXX", path[64];
	struct kept_stream kept;

	CHECK(mkdtemp(folder) != NULL);
	snprintf(path, sizeof(path), "%s/new", folder);
	CHECK_INT(stream_open_kept(&kept, path), STATUS_DONE);
	CHECK_INT(kill(kept.leftover.remover, SIGSTOP), 0);
	alarm(10); /* it would be waited for in vain */
	CHECK_INT(stream_finish_kept(&kept, STATUS_DONE), STATUS_DONE);
	alarm(0);
	CHECK(access(path, F_OK) < 0);
	rmdir(folder);
}

static void two_streams_of_one_file_are_the_same(void)
{
	FILE *file = tmpfile(), *other = tmpfile(), *again;
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fileno(file));
	again = fopen(path, "r+");
	CHECK(stream_is_same(file, again));
	CHECK(!stream_is_same(file, other));
	CHECK(!stream_is_same(file, NULL));
	fclose(again);
	fclose(other);
	fclose(file);
}

int main(void)
{
	signals_open();
	RUN(what_arrives_is_no_error);
	RUN(a_full_disk_is_told);
	RUN(what_failed_before_is_told);
	RUN(a_reader_that_went_is_told);
	RUN(a_limit_of_file_sizes_is_told);
	RUN(a_file_that_is_kept_is_as_it_was);
	RUN(a_new_file_stays_if_it_was_written);
	RUN(what_removes_it_may_have_been_stopped);
	RUN(two_streams_of_one_file_are_the_same);
	return unit_status();
}
