#include "codegen/link.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "codegen/object.h"
#include "lexer/arena.h"
#include "lexer/fault.h"
#include "stdlib/embed.h"

/* ---- files in memory ---- */

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 0x0008U /* Linux 6.3 */
#endif

static int make_file(void)
{
	int file = memfd_create("memtap", MFD_CLOEXEC | MFD_NOEXEC_SEAL);

	return file < 0 && errno == EINVAL ? memfd_create("memtap", MFD_CLOEXEC) : file;
}

struct path {
	char text[32];
};

static struct path path_of(int file)
{
	struct path path;

	snprintf(path.text, sizeof(path.text), "/proc/self/fd/%d", file);
	return path;
}

static bool write_all(int file, const uint8_t *bytes, size_t size)
{
	while (size) {
		ssize_t written = write(file, bytes, size);

		if (written < 0 && errno != EINTR)
			return false;
		if (written > 0) {
			bytes += written;
			size -= (size_t)written;
		}
	}
	return true;
}

static uint8_t *read_all(int file, size_t *size)
{
	struct stat status;
	uint8_t *bytes;

	if (fstat(file, &status) < 0)
		return NULL;
	*size = status.st_size;
	bytes = heap_alloc(*size);
	if (pread(file, bytes, *size, 0) == status.st_size)
		return bytes;
	free(bytes);
	return NULL;
}

/* ---- what is called ---- */

struct called {
	struct arena *arena;
	ARRAY(const char *) files;
};

/* mt_FILE_VERB. Variables come with the functions that use them. */
static void add_file_of(void *context, const char *name)
{
	struct called *called = context;
	const char *file;
	size_t size;

	if (!name || strncmp(name, "mt_", strlen("mt_")) != 0)
		return;
	name += strlen("mt_");
	file = arena_strndup(called->arena, name, strcspn(name, "_"));
	for (size_t i = 0; i < called->files.count; i++)
		if (strcmp(called->files.items[i], file) == 0)
			return;
	if (stdlib_called(file, &size))
		array_push(called->arena, &called->files, file);
}

/* What is called may call others. */
static void find_called(struct called *called, const uint8_t *object, size_t size)
{
	object_undefined(object, size, add_file_of, called);
	for (size_t i = 0; i < called->files.count; i++) {
		object = (const uint8_t *)stdlib_called(called->files.items[i], &size);
		object_undefined(object, size, add_file_of, called);
	}
}

/* ---- the linker ---- */

static struct bpf_linker *linker;
static int output = -1, refused;

void link_open(void)
{
	libbpf_print_fn_t print;

	if (linker || refused)
		return;
	print = libbpf_set_print(NULL); /* there may be nothing to link */
	output = make_file();
	if (output >= 0)
		linker = bpf_linker__new(path_of(output).text, NULL);
	refused = linker ? 0 : errno;
	libbpf_set_print(print);
}

int link_error(void)
{
	return -refused;
}

static bool is_exhausted(int error)
{
	return error == EFBIG || error == ENOSPC || error == EMFILE || error == ENFILE ||
	       error == ENOMEM;
}

static const char *explain(int error)
{
	if (error == EFBIG)
		return "it is larger than files may be: ulimit -f";
	if (error == EMFILE)
		return FAULT_TOO_MANY_FILES;
	return strerror(error);
}

static void tell(const char *why)
{
	fault_say("cannot link the program: %s", why);
}

static bool is_open(void)
{
	link_open();
	if (refused)
		tell(refused == ENOENT ? "/proc has to be mounted" : explain(refused));
	return !refused;
}

static int add_object(const uint8_t *object, size_t size)
{
	int file = make_file(), error;

	if (file < 0 || !write_all(file, object, size))
		error = -errno;
	else
		error = bpf_linker__add_file(linker, path_of(file).text, NULL);
	if (file >= 0)
		close(file);
	return error;
}

static int add_all(const struct called *called, const uint8_t *object, size_t size)
{
	int error = add_object(object, size);

	for (size_t i = 0; i < called->files.count && !error; i++) {
		object = (const uint8_t *)stdlib_called(called->files.items[i], &size);
		error = add_object(object, size);
	}
	return error ?: bpf_linker__finalize(linker);
}

void link_close(void)
{
	bpf_linker__free(linker);
	linker = NULL;
	if (output >= 0)
		close(output);
	output = -1;
	refused = 0;
}

uint8_t *link_object(struct arena *arena, uint8_t *object, size_t *size)
{
	struct called called = {.arena = arena};
	uint8_t *linked = NULL;
	int error;

	find_called(&called, object, *size);
	if (!called.files.count)
		return object;
	if (!is_open()) {
		free(object);
		return NULL;
	}
	error = add_all(&called, object, *size);
	free(object);
	if (!error)
		linked = read_all(output, size);
	error = linked ? 0 : error ? -error : errno;
	link_close();
	if (error)
		tell(explain(error));
	if (is_exhausted(error))
		refused = error;
	return linked;
}
