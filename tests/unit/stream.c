#include "runtime/stream.h"

#include <signal.h>
#include <unistd.h>

#include "runtime/run.h"
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

static void a_file_that_is_kept_is_as_it_was(void)
{
	FILE *file = tmpfile(), *out;
	int fd = fileno(file);
	char path[64], text[16] = "";

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	CHECK_INT(write(fd, "before", 6), 6);
	CHECK_INT(stream_open_kept(&out, path), STATUS_DONE);
	CHECK_INT(stream_finish(out, STATUS_DONE), STATUS_DONE);
	CHECK_INT(pread(fd, text, sizeof(text), 0), 6);
	CHECK_STR(text, "before");
	CHECK_INT(stream_open_kept(&out, NULL), STATUS_DONE);
	CHECK(!out);
	CHECK_INT(stream_finish(NULL, STATUS_USAGE), STATUS_USAGE);
	fclose(file);
}

int main(void)
{
	signal(SIGPIPE, SIG_IGN);
	RUN(what_arrives_is_no_error);
	RUN(a_full_disk_is_told);
	RUN(what_failed_before_is_told);
	RUN(a_reader_that_went_is_told);
	RUN(a_file_that_is_kept_is_as_it_was);
	return unit_status();
}
