#include "runtime/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static bool is_set(const char *name)
{
	const char *value = getenv(name);

	return value && *value;
}

bool terminal_has_escapes(int fd)
{
	return isatty(fd) && is_set("TERM") && strcmp(getenv("TERM"), "dumb") != 0;
}

bool terminal_has_colours(int fd)
{
	return terminal_has_escapes(fd) && !is_set("NO_COLOR");
}

bool terminal_is_ours(int fd)
{
	return isatty(fd) && tcgetpgrp(fd) == getpgrp();
}

struct terminal_size terminal_size(int fd)
{
	struct winsize size = {0};

	if (ioctl(fd, TIOCGWINSZ, &size) < 0 || !size.ws_row || !size.ws_col)
		return (struct terminal_size){.rows = 24, .columns = 80};
	return (struct terminal_size){.rows = size.ws_row, .columns = size.ws_col};
}
