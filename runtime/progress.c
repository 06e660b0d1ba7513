#include "runtime/progress.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "lexer/fault.h"
#include "lexer/text.h"
#include "runtime/clock.h"
#include "runtime/message.h"
#include "runtime/stream.h"
#include "runtime/terminal.h"

#define PATIENCE_NS UINT64_C(500000000) /* after which there is a line */
#define PAUSE_NS    UINT64_C(100000000) /* from one to the next */
#define DEPTH_MOST  4
#define LINE_SIZE   512

struct work {
	char line[LINE_SIZE]; /* "memtap: ..." */
	size_t length;
	const char *text;
	size_t steps, done;
};

static struct {
	bool is_open, is_allowed;
	bool is_within_line; /* the guarded terminal's cursor */
	struct work works[DEPTH_MOST];
	volatile sig_atomic_t depth;   /* may be more: those are not told */
	volatile sig_atomic_t is_held; /* it was hidden, and nothing has begun since */
	volatile sig_atomic_t is_shown;
	uint64_t begin_ns; /* of the outermost work */
	uint64_t shown_ns;
} progress;

/* ---- the line ---- */

static bool is_told(void)
{
	return progress.depth > 0 && progress.depth <= DEPTH_MOST;
}

/* After ^Z and bg the terminal is the shell's. */
static bool may_show(void)
{
	return is_told() && progress.is_allowed && !progress.is_held && !progress.is_within_line &&
	       terminal_is_ours(STDERR_FILENO);
}

/* Bytes that fit into a line of so many columns, none of a character in part. */
static size_t fitting(const char *line, size_t length, size_t columns)
{
	if (length < columns)
		return length;
	length = columns - 1; /* in the last one the cursor would go to the next line */
	while (length && ((unsigned char)line[length] & 0xc0) == 0x80)
		length--;
	return length;
}

/* Also by the handler of a signal. */
static void show(void)
{
	const struct work *work = &progress.works[progress.depth - 1];
	char text[LINE_SIZE + 8];
	size_t length = fitting(work->line, work->length, terminal_size(STDERR_FILENO).columns);

	text[0] = '\r';
	memcpy(text + 1, work->line, length);
	memcpy(text + 1 + length, "\033[K", 3);
	progress.is_shown = write(STDERR_FILENO, text, length + 4) > 0;
	progress.shown_ns = clock_ns(CLOCK_MONOTONIC);
}

void progress_hide(void)
{
	static const char hide[] = "\r\033[K";

	progress.is_held = 1;
	if (!progress.is_shown)
		return;
	progress.is_shown = 0;
	if (terminal_is_ours(STDERR_FILENO) && write(STDERR_FILENO, hide, strlen(hide)) < 0)
		return; /* nor will anything else be written */
}

/* ---- when it is time ---- */

static void set_timer(uint64_t ns)
{
	struct itimerval timer = {.it_value.tv_sec = (time_t)(ns / NS_PER_S),
				  .it_value.tv_usec = (suseconds_t)(ns % NS_PER_S / 1000)};

	setitimer(ITIMER_REAL, &timer, NULL);
}

static void tell_late(int number)
{
	int saved = errno;

	if (may_show())
		show();
	errno = saved;
}

/* 0: now. */
static uint64_t time_left(void)
{
	uint64_t now = clock_ns(CLOCK_MONOTONIC), patient = progress.begin_ns + PATIENCE_NS;
	uint64_t paused = progress.shown_ns + PAUSE_NS, due = patient > paused ? patient : paused;

	return due > now ? due - now : 0;
}

/* Also in place of the line of work within it that has ended. */
static void show_in_time(void)
{
	bool has_steps = is_told() && progress.works[progress.depth - 1].steps > 0;
	uint64_t left = time_left();

	if (has_steps)
		set_timer(0);
	if (!may_show())
		return;
	if (!left)
		show();
	else if (!has_steps)
		set_timer(left);
}

/* ---- work ---- */

/* What the object is called, others may have chosen. */
static void make_line(struct work *work, const char *text, const char *object)
{
	size_t size;
	char *line;
	FILE *out = heap_stream(&line, &size);

	fprintf(out, "%s: %s", program_name, text);
	if (*object)
		fputc(' ', out);
	text_put(out, object, strlen(object));
	fclose(out);
	work->length = size < LINE_SIZE ? size : LINE_SIZE;
	memcpy(work->line, line, work->length);
	free(line);
}

static void enter(const char *text, const char *object, size_t steps)
{
	int depth = progress.depth;

	if (!depth)
		progress.begin_ns = clock_ns(CLOCK_MONOTONIC);
	if (depth < DEPTH_MOST) {
		struct work *work = &progress.works[depth];

		*work = (struct work){.text = text, .steps = steps};
		make_line(work, text, object);
	}
	progress.is_held = 0;
	atomic_signal_fence(memory_order_seq_cst);
	progress.depth = depth + 1; /* now the handler may look at it */
}

void progress_begin(const char *work, const char *object)
{
	if (!progress.is_open)
		return;
	enter(work, object, 0);
	show_in_time();
}

void progress_begin_steps(const char *work, size_t steps)
{
	if (!progress.is_open)
		return;
	set_timer(0); /* of the work that this is within */
	enter(work, "", steps);
}

void progress_step(size_t done)
{
	struct work *work;
	char counts[64];

	if (!progress.is_open || !is_told())
		return;
	work = &progress.works[progress.depth - 1];
	work->done += done;
	progress.is_held = 0;
	if (time_left() || !may_show())
		return;
	snprintf(counts, sizeof(counts), "%s: %zu of %zu", work->text, work->done, work->steps);
	make_line(work, counts, "");
	show();
}

void progress_end(void)
{
	if (!progress.is_open)
		return;
	progress.depth--;
	atomic_signal_fence(memory_order_seq_cst); /* works beyond it change only now */
	if (progress.depth > 0) {
		show_in_time();
		return;
	}
	set_timer(0);
	progress_hide();
}

/* ---- the whole ---- */

void progress_open(void)
{
	struct sigaction action = {.sa_handler = tell_late, .sa_flags = SA_RESTART};

	progress.is_open = progress.is_allowed =
		terminal_has_escapes(STDERR_FILENO) && terminal_is_ours(STDERR_FILENO);
	if (!progress.is_open)
		return;
	fault_before(progress_hide);
	sigaction(SIGALRM, &action, NULL);
}

void progress_allow(bool is_allowed)
{
	progress_hide();
	progress.is_allowed = is_allowed && progress.is_open;
}

static ssize_t take_text(void *terminal, const char *bytes, size_t size)
{
	progress_hide();
	if (size)
		progress.is_within_line = bytes[size - 1] != '\n';
	return stream_pass(terminal, bytes, size);
}

FILE *progress_guard(FILE *terminal)
{
	FILE *guard;

	if (!progress.is_open || !isatty(fileno(terminal)))
		return NULL;
	guard = heap_writer(terminal, take_text);
	setvbuf(guard, NULL, _IOLBF, 0);
	return guard;
}
