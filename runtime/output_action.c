/*
 * Events that do more than print what programs saw.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "lexer/regular_file.h"
#include "runtime/file.h"
#include "runtime/file_limit.h"
#include "runtime/message.h"
#include "runtime/output_private.h"
#include "runtime/progress.h"
#include "runtime/signals.h"

#define COPY_SIZE     4096
#define CAT_MEBIBYTES 16

/* What the event's format makes of its payload. */
static void print_formatted(struct output *output, FILE *out, uint32_t index, const uint8_t *bytes,
			    bool is_exact)
{
	bool was_exact = output->is_exact;

	output->is_exact = is_exact;
	format_print(output, out, output->formats[index], &output->plan->events[index].payload,
		     bytes);
	output->is_exact = was_exact;
}

/* As the kernel, or a shell, is to have it; for free(). */
static char *formatted(struct output *output, uint32_t index, const uint8_t *bytes)
{
	char *text = NULL;
	size_t size;
	FILE *out = heap_stream(&text, &size);

	print_formatted(output, out, index, bytes, true);
	fclose(out);
	return text;
}

void action_message(struct output *output, uint32_t index, const uint8_t *bytes)
{
	progress_hide();
	print_formatted(output, stderr, index, bytes, false);
	fputc('\n', stderr);
}

static void copy(FILE *in, FILE *out)
{
	char bytes[COPY_SIZE];
	size_t size;

	while ((size = fread(bytes, 1, sizeof(bytes), in)) > 0)
		fwrite(bytes, 1, size, out);
}

/* How many bytes at the end are the beginning of a character in UTF-8. */
static size_t count_unfinished(const char *bytes, size_t size)
{
	for (size_t i = 1; i <= size && i < 4; i++) {
		unsigned char byte = (unsigned char)bytes[size - i];

		if (byte >= 0xc0)
			return (byte >= 0xf0 ? 4U : byte >= 0xe0 ? 3U : 2U) > i ? i : 0;
		if (byte < 0x80)
			break;
	}
	return 0;
}

/*
 * Files of /proc, above all: what a process is called and what it was started with. NULs, which end
 * words there, mean nothing to a terminal.
 */
static void put_words(const struct output *output, FILE *out, const char *bytes, size_t size)
{
	for (size_t at = 0, length; at < size; at += length + 1) {
		length = strnlen(bytes + at, size - at);
		value_put_text(output, out, bytes + at, length);
		if (at + length < size)
			fputc('\0', out);
	}
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* A file may grow as fast as it is read, and some of /proc have no end. False: there is more. */
static bool copy_text(const struct output *output, FILE *in, FILE *out)
{
	char bytes[COPY_SIZE] = ""; /* gcc's analyzer does not know what fread() fills */
	size_t size, kept = 0, left = (size_t)CAT_MEBIBYTES << 20;

	while ((size = fread(bytes + kept, 1, smaller(sizeof(bytes) - kept, left), in)) > 0) {
		left -= size;
		size += kept;
		kept = count_unfinished(bytes, size);
		put_words(output, out, bytes, size - kept);
		memmove(bytes, bytes + size - kept, kept);
	}
	put_words(output, out, bytes, kept);
	return left || fgetc(in) == EOF;
}

/* A path may be what a traced process says: a FIFO would be waited for, and a device has no end. */
static FILE *open_to_copy(const char *path)
{
	struct stat status;
	int found = open(path, O_PATH | O_CLOEXEC), fd = -1;

	if (found >= 0 && fstat(found, &status) == 0 && !S_ISREG(status.st_mode))
		errno = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
	else if (found >= 0)
		fd = regular_file_open_found(found);
	file_close(&found);
	return fd < 0 ? NULL : fdopen(fd, "r");
}

void action_cat(struct output *output, uint32_t index, const uint8_t *bytes)
{
	char *path = formatted(output, index, bytes);
	FILE *in = open_to_copy(path);

	if (in) {
		if (!copy_text(output, in, output->out))
			complain("cat(): %s is cut after %d MiB", path, CAT_MEBIBYTES);
		fclose(in);
	} else {
		complain("cat(): cannot read %s: %s", path, strerror(errno));
	}
	free(path);
}

static int start_shell(char *command, int out, pid_t *shell)
{
	char *const arguments[] = {"sh", "-c", "--", command, NULL};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int error;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	posix_spawnattr_init(&attributes);
	signals_restore_in(&attributes);
	file_limit_lower();
	error = posix_spawn(shell, "/bin/sh", &actions, &attributes, arguments, environ);
	file_limit_restore();
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return -error;
}

static int run_command(char *command, FILE *out)
{
	int ends[2], error;
	pid_t shell;
	FILE *in;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	error = start_shell(command, ends[1], &shell);
	close(ends[1]);
	in = error ? NULL : fdopen(ends[0], "r");
	if (in) {
		copy(in, out);
		fclose(in);
	} else {
		close(ends[0]);
	}
	while (!error && waitpid(shell, NULL, 0) < 0 && errno == EINTR)
		;
	return error;
}

/*
 * The command's output comes between what was printed before and what will be, and an empty line
 * after it, as bpftrace has it.
 */
void action_system(struct output *output, uint32_t index, const uint8_t *bytes)
{
	char *command = formatted(output, index, bytes);
	int error;

	fflush(output->out);
	error = run_command(command, output->out);
	if (error)
		complain("system(): cannot run a shell: %s", strerror(-error));
	else
		fputc('\n', output->out);
	free(command);
}

void action_join(struct output *output, uint32_t index, const uint8_t *bytes)
{
	const struct plan_event *event = &output->plan->events[index];

	for (uint32_t i = 0; i < event->payload.element_count; i++) {
		const struct plan_type *string = &event->payload.elements[i];

		if (string->kind != PLAN_STRING || !bytes[string->offset])
			break;
		if (i > 0)
			fputs(event->format, output->out);
		value_print(output, output->out, string, bytes + string->offset);
	}
	fputc('\n', output->out);
}
