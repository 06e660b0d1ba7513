/*
 * interminal ROWS COLUMNS SCRIPT COMMAND [ARG...]: run a command on a terminal of that size, and
 * print what is to be seen there.
 *
 * SCRIPT is a file; its lines are done one after the other:
 *
 *     wait TEXT            until it is on the screen, or had been printed above it, for at most
 *                          60 seconds
 *     gone TEXT            until it is on the screen no more
 *     type TEXT            as at the keyboard; ^C and the like are the letter with control
 *     size ROWS COLUMNS    the window becomes as large
 *     send SIGNAL          to the command, a number
 *     run COMMAND          by a shell, elsewhere
 *     hang up              take the terminal away, and see whether the command ends
 *     stopped              wait until the command has stopped
 *     show                 print the screen: which one, what is special about it, and its lines,
 *                          without empty ones at the end
 *     end                  wait until the command has ended; prints its status and the whole of
 *                          the first screen
 *
 * The terminal knows what programs need that show text: two screens, of which the first keeps what
 * scrolls out of it; moving to the top left, erasing, styles (shown as <1> and so on), the cursor.
 * What else it is told to do is printed as unknown.
 */
#include <ctype.h>
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define LINES_MAX   4096
#define COLUMNS_MAX 256
#define STYLE_SIZE  16
#define CELL_SIZE   (STYLE_SIZE + 8) /* a character and the styles before it */
#define PATIENCE    60		     /* seconds */

struct screen {
	char cells[LINES_MAX][COLUMNS_MAX][CELL_SIZE];
	unsigned top;		/* line of `cells` that is the first on the screen */
	unsigned row, column;	/* of the cursor; column may be behind the last one */
	char style[STYLE_SIZE]; /* for the next character */
};

static struct screen screens[2]; /* the first, and the other one */
static struct screen *screen = screens;
static unsigned rows, columns;
static bool is_hidden;	/* the cursor */
static char escape[64]; /* that has begun */
static int terminal;
static pid_t command;
static bool has_ended;
static int status;

static void die(const char *what)
{
	fflush(stdout);
	fprintf(stderr, "interminal: %s: %s\n", what, strerror(errno));
	kill(command, SIGKILL);
	exit(2);
}

/* ---- the terminal ---- */

static char *cell(unsigned row, unsigned column)
{
	return screen->cells[screen->top + row][column];
}

static void erase(unsigned row, unsigned from, unsigned to)
{
	for (unsigned column = from; column < to; column++)
		cell(row, column)[0] = '\0';
}

static void line_feed(void)
{
	if (screen->row + 1 < rows) {
		screen->row++;
	} else if (screen == screens && screen->top + rows < LINES_MAX) {
		screen->top++;
	} else {
		memmove(cell(0, 0), cell(1, 0), sizeof(screen->cells[0]) * (rows - 1));
		erase(rows - 1, 0, COLUMNS_MAX);
	}
}

static void put(const char *character)
{
	if (screen->column == columns) {
		screen->column = 0;
		line_feed();
	}
	strcpy(cell(screen->row, screen->column), screen->style);
	strcat(cell(screen->row, screen->column++), character);
	screen->style[0] = '\0';
}

static void turn_to(struct screen *other)
{
	screen = other;
	if (screen != screens)
		memset(screen, 0, sizeof(*screen));
}

static void erase_below(void)
{
	erase(screen->row, screen->column, COLUMNS_MAX);
	for (unsigned row = screen->row + 1; row < rows; row++)
		erase(row, 0, COLUMNS_MAX);
}

static void do_escape(void)
{
	size_t length = strlen(escape), have = strlen(screen->style);

	if (!strcmp(escape, "\033[H"))
		screen->row = screen->column = 0;
	else if (!strcmp(escape, "\033[K"))
		erase(screen->row, screen->column < columns ? screen->column : columns - 1,
		      COLUMNS_MAX);
	else if (!strcmp(escape, "\033[J"))
		erase_below();
	else if (!strcmp(escape, "\033[?1049h"))
		turn_to(&screens[1]);
	else if (!strcmp(escape, "\033[?1049l"))
		turn_to(&screens[0]);
	else if (!strcmp(escape, "\033[?25l") || !strcmp(escape, "\033[?25h"))
		is_hidden = escape[length - 1] == 'l';
	else if (escape[length - 1] == 'm')
		snprintf(screen->style + have, STYLE_SIZE - have, "<%.*s>", (int)length - 3,
			 escape + 2);
	else
		printf("unknown: ESC %s\n", escape + 1);
	escape[0] = '\0';
}

static void take_byte(char byte)
{
	size_t length = strlen(escape);

	if (length || byte == '\033') {
		escape[length] = byte;
		escape[length + 1] = '\0';
		if (length == sizeof(escape) - 2 || (length > 1 && byte >= 0x40))
			do_escape();
	} else if (byte == '\r') {
		screen->column = 0;
	} else if (byte == '\n') {
		line_feed();
	} else if (byte == '\a') {
		return;			    /* what was typed could not be echoed */
	} else if ((byte & 0xc0) == 0x80) { /* goes on in UTF-8 */
		strncat(cell(screen->row, screen->column - 1), &byte, 1);
	} else {
		put((char[]){byte, '\0'});
	}
}

/* False: nothing came for so long, or nothing will. */
static bool take(int milliseconds)
{
	struct pollfd ready = {.fd = terminal, .events = POLLIN};
	char bytes[4096];
	ssize_t size;

	if (poll(&ready, 1, milliseconds) <= 0)
		return false;
	size = read(terminal, bytes, sizeof(bytes));
	for (ssize_t i = 0; i < size; i++)
		take_byte(bytes[i]);
	return size > 0;
}

/* ---- what is to be seen ---- */

/* A line's text, for free(). */
static char *line_text(unsigned line)
{
	char *text = calloc(COLUMNS_MAX, CELL_SIZE);
	size_t length = 0, end = 0;

	for (unsigned column = 0; column < columns; column++) {
		const char *bytes = screen->cells[line][column];

		length += sprintf(text + length, "%s", *bytes ? bytes : " ");
		end = *bytes && strcmp(bytes, " ") != 0 ? length : end;
	}
	text[end] = '\0';
	return text;
}

static bool is_there(const char *text)
{
	bool found = false;

	for (unsigned line = 0; line < screen->top + rows && !found; line++) {
		char *shown = line_text(line);

		found = strstr(shown, text) != NULL;
		free(shown);
	}
	return found;
}

static void print_lines(unsigned from, unsigned to)
{
	unsigned empty = 0;

	for (unsigned line = from; line < to; line++) {
		char *text = line_text(line);

		for (; *text && empty; empty--)
			puts("|");
		if (*text)
			printf("|%s\n", text);
		else
			empty++;
		free(text);
	}
}

static void show(void)
{
	struct termios settings;

	while (take(50))
		; /* what is on its way */
	if (tcgetattr(terminal, &settings) < 0)
		die("tcgetattr");
	printf("%s screen, %ux%u%s%s\n", screen == screens ? "first" : "other", rows, columns,
	       is_hidden ? ", no cursor" : "", settings.c_lflag & ECHO ? "" : ", no echo");
	print_lines(screen->top, screen->top + rows);
}

/* ---- the script ---- */

static bool look(const char *text, bool is_wanted)
{
	time_t end = time(NULL) + PATIENCE;

	while (is_there(text) != is_wanted && time(NULL) < end)
		take(100);
	return is_there(text) == is_wanted;
}

static void type(const char *text)
{
	for (; *text; text++) {
		char byte = *text == '^' ? *++text & 0x1f : *text;

		if (write(terminal, &byte, 1) < 0)
			die("cannot type");
	}
}

static void set_size(const char *text)
{
	struct winsize size = {0};

	if (sscanf(text, "%u %u", &rows, &columns) != 2 || columns > COLUMNS_MAX)
		die("no size");
	size.ws_row = (unsigned short)rows;
	size.ws_col = (unsigned short)columns;
	if (ioctl(terminal, TIOCSWINSZ, &size) < 0)
		die("cannot set the size");
}

/* Until it has changed in that way. */
static bool await(int options)
{
	time_t end = time(NULL) + PATIENCE;
	pid_t changed = 0;

	while (!changed && time(NULL) < end) {
		take(50);
		changed = waitpid(command, &status, options | WNOHANG);
	}
	return changed > 0;
}

static bool await_end(void)
{
	if (!await(0))
		return false;
	has_ended = true;
	while (take(50))
		;
	if (WIFSIGNALED(status))
		printf("ended by signal %d", WTERMSIG(status));
	else
		printf("ended with %d", WEXITSTATUS(status));
	printf("%s%s\n", screen == screens ? "" : ", on the other screen",
	       is_hidden ? ", no cursor" : "");
	print_lines(0, screen->top + rows);
	return true;
}

/* The terminal is gone for the command, which has ten seconds to notice. */
static void hang_up(void)
{
	close(terminal);
	for (int i = 0; i < 100 && !has_ended; i++) {
		has_ended = waitpid(command, &status, WNOHANG) != 0;
		usleep(100000);
	}
	puts(has_ended ? "ended with the terminal" : "has outlived the terminal");
}

static bool do_line(const char *line)
{
	const char *rest = line + strcspn(line, " ");

	rest += *rest == ' ';
	if (!strncmp(line, "wait ", 5) || !strncmp(line, "gone ", 5))
		return look(rest, *line == 'w');
	if (!strncmp(line, "type ", 5))
		type(rest);
	else if (!strncmp(line, "size ", 5))
		set_size(rest);
	else if (!strncmp(line, "send ", 5))
		kill(command, atoi(rest));
	else if (!strncmp(line, "run ", 4))
		return system(rest) == 0;
	else if (!strcmp(line, "stopped"))
		return await(WUNTRACED) && WIFSTOPPED(status);
	else if (!strcmp(line, "hang up"))
		hang_up();
	else if (!strcmp(line, "show"))
		show();
	else if (!strcmp(line, "end"))
		return await_end();
	else
		return false;
	return true;
}

static void do_script(const char *path)
{
	FILE *script = fopen(path, "r");
	char line[1024];

	if (!script)
		die(path);
	while (fgets(line, sizeof(line), script)) {
		line[strcspn(line, "\n")] = '\0';
		if (do_line(line))
			continue;
		printf("failed: %s\n", line);
		show();
		if (!has_ended)
			kill(command, SIGKILL);
		exit(1);
	}
	fclose(script);
}

int main(int argc, char **argv)
{
	struct winsize size = {0};

	if (argc < 5) {
		fputs("interminal ROWS COLUMNS SCRIPT COMMAND [ARG...]\n", stderr);
		return 2;
	}
	rows = (unsigned)atoi(argv[1]);
	columns = (unsigned)atoi(argv[2]);
	size.ws_row = (unsigned short)rows;
	size.ws_col = (unsigned short)columns;
	command = forkpty(&terminal, NULL, NULL, &size);
	if (command < 0)
		die("forkpty");
	if (command == 0) {
		execvp(argv[4], argv + 4);
		_exit(127);
	}
	do_script(argv[3]);
	if (!has_ended)
		kill(command, SIGKILL);
	return 0;
}
