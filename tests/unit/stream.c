#include "runtime/stream.h"

#include <signal.h>
#include <unistd.h>

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

int main(void)
{
	signal(SIGPIPE, SIG_IGN);
	RUN(what_arrives_is_no_error);
	RUN(a_full_disk_is_told);
	RUN(what_failed_before_is_told);
	RUN(a_reader_that_went_is_told);
	return unit_status();
}
