#include "runtime/screen.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <termios.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "lexer/fault.h"
#include "runtime/file.h"
#include "runtime/frame.h"
#include "runtime/message.h"
#include "runtime/stream.h"
#include "runtime/terminal.h"

/* The other screen, and a cursor that cannot be seen. */
#define ENTER "\033[?1049h\033[?25l"
#define LEAVE "\033[?25h\033[?1049l"

#define PATIENCE_MS 1000

struct screen {
	FILE *terminal, *out;
	FILE *standard_error; /* while `stderr` is ours; or NULL */
	struct frame *frame;
	enum frame_part part; /* where output goes */
	bool has_report;      /* one that has begun */
	bool is_entered;      /* the other screen has been shown, and not been left */
	bool has_changed;     /* since it was drawn */
};

/* What handlers of signals need. */
static struct {
	volatile sig_atomic_t is_shown; /* the other screen is */
	int terminal, wake;
	struct termios before;
	const struct frame *messages; /* while they are kept; or NULL */
} shared = {.terminal = -1, .wake = -1};

/* ---- the terminal; all of this is for signal handlers, too ---- */

/* One that is stopped (^S) has whoever writes wait, who should not wait for ever. */
static bool takes_text(void)
{
	struct pollfd terminal = {.fd = shared.terminal, .events = POLLOUT};

	return poll(&terminal, 1, PATIENCE_MS) > 0 && (terminal.revents & POLLOUT);
}

static void wake(void)
{
	static const uint64_t one = 1;

	if (write(shared.wake, &one, sizeof(one)) < 0)
		return; /* it is to be drawn already */
}

/* What is typed would stand between the lines, and is not for the shell that comes after. */
static void be_silent(void)
{
	struct termios silent = shared.before;

	silent.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(shared.terminal, TCSANOW, &silent);
}

static void show(void)
{
	if (shared.is_shown || !terminal_is_ours(shared.terminal))
		return;
	be_silent();
	shared.is_shown = write(shared.terminal, ENTER, strlen(ENTER)) > 0;
	wake();
}

/* Also in the background, after SIGSTOP: `stty tostop` would have the kernel stop memtap for it. */
static bool leave_other_screen(void)
{
	sigset_t stopping, before;
	bool is_left;

	sigemptyset(&stopping);
	sigaddset(&stopping, SIGTTOU);
	sigprocmask(SIG_BLOCK, &stopping, &before);
	is_left = write(shared.terminal, LEAVE, strlen(LEAVE)) > 0;
	sigprocmask(SIG_SETMASK, &before, NULL);
	return is_left;
}

void screen_restore(void)
{
	if (!shared.is_shown)
		return;
	shared.is_shown = 0;
	if (takes_text() && !leave_other_screen())
		return; /* it is gone */
	if (!terminal_is_ours(shared.terminal))
		return; /* after SIGSTOP it has the shell's modes; to set others would stop memtap */
	tcflush(shared.terminal, TCIFLUSH);
	tcsetattr(shared.terminal, TCSANOW, &shared.before);
}

/* ---- signals ---- */

static void handle(int number, void (*handler)(int))
{
	struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};

	sigaction(number, &action, NULL);
}

static void note_size(int number)
{
	int saved = errno;

	wake();
	errno = saved;
}

static void note_continued(int number)
{
	int saved = errno;

	if (terminal_is_ours(shared.terminal))
		be_silent(); /* shown all the time (SIGSTOP), in another mode */
	show();
	wake();
	errno = saved;
}

static void stop(int number)
{
	int saved = errno;
	sigset_t stopping;

	screen_restore();
	sigemptyset(&stopping);
	sigaddset(&stopping, number);
	handle(number, SIG_DFL);
	raise(number);
	sigprocmask(SIG_UNBLOCK, &stopping, NULL); /* here it stops */
	handle(number, stop);
	note_continued(SIGCONT);
	errno = saved;
}

/* What was said may tell why memtap ends. */
static void make_way(void)
{
	screen_restore();
	if (shared.messages)
		frame_send(shared.messages, FRAME_MESSAGES, STDERR_FILENO);
}

/* Of those that end memtap: the others are the loop's. */
static void end(int number)
{
	make_way();
	handle(number, SIG_DFL);
	raise(number);
}

static const struct {
	int number;
	void (*handler)(int);
} handlers[] = {
	{SIGWINCH, note_size}, {SIGCONT, note_continued},
	{SIGTSTP, stop},       {SIGQUIT, end},
	{SIGABRT, end},	       {SIGBUS, end},
	{SIGFPE, end},	       {SIGILL, end},
	{SIGSEGV, end},
};

#define HANDLER_COUNT (sizeof(handlers) / sizeof(*handlers))

static struct sigaction handled_before[HANDLER_COUNT];

/* What is ignored stays so. */
static void handle_all(void)
{
	for (size_t i = 0; i < HANDLER_COUNT; i++) {
		sigaction(handlers[i].number, NULL, &handled_before[i]);
		if (handled_before[i].sa_handler != SIG_IGN)
			handle(handlers[i].number, handlers[i].handler);
	}
}

static void handle_as_before(void)
{
	for (size_t i = 0; i < HANDLER_COUNT; i++)
		sigaction(handlers[i].number, &handled_before[i], NULL);
}

/* ---- where text goes ---- */

static ssize_t take_output(void *cookie, const char *bytes, size_t size)
{
	struct screen *screen = cookie;

	if (screen->part != FRAME_EVENTS || screen->is_entered)
		frame_add(screen->frame, screen->part, bytes, size);
	screen->has_changed |= screen->part != FRAME_REPORT; /* which is shown when it is whole */
	if (screen->is_entered || screen->part != FRAME_EVENTS)
		return (ssize_t)size;
	return stream_pass(screen->terminal, bytes, size);
}

static ssize_t take_message(void *cookie, const char *bytes, size_t size)
{
	struct screen *screen = cookie;

	frame_add(screen->frame, FRAME_MESSAGES, bytes, size);
	screen->has_changed = true;
	return (ssize_t)size;
}

/* ---- the whole ---- */

/* In the background of a shell it is another program's. */
static bool can_draw_on(int terminal)
{
	if (!terminal_is_ours(terminal))
		return false;
	if (terminal_has_escapes(terminal))
		return true;
	complain("--top: reports come one below the other, since this terminal cannot show one in "
		 "place of the last (TERM is %s)",
		 getenv("TERM") ?: "not set");
	return false;
}

struct screen *screen_open(FILE *terminal)
{
	struct screen *screen;

	shared.terminal = fileno(terminal);
	if (!can_draw_on(shared.terminal) || tcgetattr(shared.terminal, &shared.before) < 0)
		return NULL;
	shared.wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (shared.wake < 0)
		return NULL;
	screen = heap_alloc(sizeof(*screen));
	screen->terminal = terminal;
	screen->frame = frame_new();
	screen->part = FRAME_HEAD;
	screen->out = heap_writer(screen, take_output);
	return screen;
}

void screen_close(struct screen *screen)
{
	if (!screen)
		return;
	screen_leave(screen);
	fclose(screen->out);
	frame_free(screen->frame);
	file_close(&shared.wake);
	free(screen);
}

FILE *screen_out(const struct screen *screen)
{
	return screen->out;
}

int screen_fd(const struct screen *screen)
{
	return screen ? shared.wake : -1;
}

static void enter(struct screen *screen)
{
	if (isatty(STDERR_FILENO)) {
		shared.messages = screen->frame;
		screen->standard_error = stderr;
		stderr = heap_writer(screen, take_message);
		setvbuf(stderr, NULL, _IONBF, 0);
	}
	screen->is_entered = true;
	fault_before(make_way);
	handle_all();
	show();
}

void screen_leave(struct screen *screen)
{
	if (!screen)
		return;
	fflush(screen->out);
	if (!screen->is_entered)
		return;
	screen->is_entered = false;
	handle_as_before();
	screen_restore();
	frame_write(screen->frame, FRAME_REPORT, screen->terminal);
	frame_write(screen->frame, FRAME_EVENTS, screen->terminal);
	fflush(screen->terminal);
	if (!screen->standard_error)
		return;
	fclose(stderr);
	stderr = screen->standard_error;
	screen->standard_error = NULL;
	shared.messages = NULL;
	frame_write(screen->frame, FRAME_MESSAGES, stderr);
}

/* ---- what is shown ---- */

static void turn_to(struct screen *screen, enum frame_part part)
{
	fflush(screen->out);
	screen->part = part;
}

void screen_end_head(struct screen *screen)
{
	if (!screen)
		return;
	turn_to(screen, FRAME_EVENTS);
	frame_write(screen->frame, FRAME_HEAD, screen->terminal);
	fflush(screen->terminal);
}

void screen_turn_to(struct screen *screen, bool is_of_report)
{
	if (!screen)
		return;
	screen->has_report |= is_of_report;
	if (is_of_report != (screen->part == FRAME_REPORT))
		turn_to(screen, is_of_report ? FRAME_REPORT : FRAME_EVENTS);
}

void screen_end_report(struct screen *screen, size_t program)
{
	if (!screen)
		return;
	turn_to(screen, FRAME_EVENTS);
	if (!screen->has_report)
		return;
	screen->has_report = false;
	screen->has_changed = true;
	if (frame_end_report(screen->frame, program) && !screen->is_entered)
		enter(screen);
}

static int write_all(int fd, const char *text, size_t size)
{
	while (size) {
		ssize_t written = write(fd, text, size);

		if (written < 0 && errno != EINTR)
			return -errno;
		if (written > 0) {
			text += written;
			size -= (size_t)written;
		}
	}
	return 0;
}

/* Else a signal that stops memtap between the check and the text would leave it shown. */
static void show_undisturbed(void)
{
	sigset_t all, before;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	show();
	sigprocmask(SIG_SETMASK, &before, NULL);
}

static bool is_woken(void)
{
	uint64_t count;

	return read(shared.wake, &count, sizeof(count)) > 0;
}

int screen_draw(struct screen *screen)
{
	struct terminal_size size;
	size_t length;
	char *text;
	FILE *out;
	int error;

	if (!screen || !screen->is_entered)
		return 0;
	if (!shared.is_shown) /* after fg: shells may send no SIGCONT to what runs already */
		show_undisturbed();
	screen->has_changed |= is_woken();
	if (!screen->has_changed || !shared.is_shown || !terminal_is_ours(shared.terminal))
		return 0;
	screen->has_changed = false;
	size = terminal_size(shared.terminal);
	out = heap_stream(&text, &length);
	frame_draw(screen->frame, out, size.rows, size.columns);
	fclose(out);
	error = write_all(shared.terminal, text, length); /* at once, so that nothing flickers */
	free(text);
	return error;
}
