#include "runtime/target_files.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/file.h"
#include "runtime/library.h"

/* -p; a command of -c is here and has nothing mapped yet. */
static pid_t target_of(const struct machine *machine)
{
	return machine->executable ? 0 : machine->pid;
}

/* ---- under its root ---- */

static bool is_same_link(struct arena *arena, pid_t pid, const char *name)
{
	char *theirs = arena_printf(arena, "/proc/%d/%s", pid, name);
	char *ours = arena_printf(arena, "/proc/self/%s", name);
	struct stat a, b;

	return stat(theirs, &a) == 0 && stat(ours, &b) == 0 && a.st_dev == b.st_dev &&
	       a.st_ino == b.st_ino;
}

const char *target_file_below(struct machine *machine, const char *path)
{
	pid_t pid = target_of(machine);

	if (!pid || *path != '/' ||
	    (is_same_link(machine->arena, pid, "ns/mnt") &&
	     is_same_link(machine->arena, pid, "root")))
		return path;
	return arena_printf(machine->arena, "/proc/%d/root%s", pid, path);
}

/* ---- what it has mapped ---- */

struct mapped_file {
	const char
		*path; /* as the kernel prints it: without links, and from the root of its mount */
	const char *link; /* to the file itself, whatever is under its path now */
	unsigned long long inode;
};

/* Cuts the path out of a line of maps, "START-END PERMISSIONS OFFSET DEVICE INODE   PATH". */
static const char *path_in(char *line)
{
	static const char deleted[] = " (deleted)";
	char *path = strchr(line, '/');
	size_t length = path ? strlen(path) : 0;

	if (length > strlen(deleted) && strcmp(path + length - strlen(deleted), deleted) == 0)
		path[length - strlen(deleted)] = '\0';
	return path;
}

static struct mapped_file file_of(const struct machine *machine, const char *line, const char *path)
{
	struct mapped_file file = {
		.path = arena_strdup(machine->arena, path),
		.link = arena_printf(machine->arena, "/proc/%d/map_files/%.*s", machine->pid,
				     (int)strcspn(line, " "), line),
	};

	sscanf(line, "%*s %*s %*s %*s %llu", &file.inode);
	return file;
}

/* The first that is meant; false when there is none. */
static bool find_mapped(const struct machine *machine,
			bool (*is_meant)(const char *name, const char *path), const char *name,
			struct mapped_file *file)
{
	char *maps = file_read(arena_printf(machine->arena, "/proc/%d/maps", machine->pid), NULL);
	char *rest = maps, *line;
	bool found = false;

	while (!found && (line = strsep(&rest, "\n"))) {
		const char *path = path_in(line);

		found = path && is_meant(name, path);
		if (found)
			*file = file_of(machine, line, path);
	}
	free(maps);
	return found;
}

/*
 * The device in a line of maps is not always the one that stat(2) gives (btrfs), so what the kernel
 * has mapped is asked, and its inode taken where that is not permitted.
 */
static bool is_at(const char *path, const struct mapped_file *file)
{
	struct stat status, mapped_status;

	if (stat(path, &status) < 0 || status.st_ino != file->inode)
		return false;
	return stat(file->link, &mapped_status) < 0 ||
	       (status.st_dev == mapped_status.st_dev && status.st_ino == mapped_status.st_ino);
}

/* The link alone says little in messages. */
static const char *path_of(const char *path, const struct mapped_file *file)
{
	return is_at(path, file) ? path : file->link;
}

static bool is_named(const char *name, const char *path)
{
	const char *base = basename(path);

	return library_matches(name, base) || strcmp(name, base) == 0;
}

const char *target_file_named(struct machine *machine, const char *name)
{
	struct mapped_file file;

	return find_mapped(machine, is_named, name, &file) ? path_of(file.path, &file) : NULL;
}

static bool is_code(const char *line)
{
	char permissions[5] = "";

	return sscanf(line, "%*s %4s", permissions) == 1 && permissions[2] == 'x';
}

void target_files_of_code(struct machine *machine, struct target_file_list *files)
{
	char *maps = file_read(arena_printf(machine->arena, "/proc/%d/maps", machine->pid), NULL);
	char *rest = maps, *line;

	*files = (struct target_file_list){0};
	while ((line = strsep(&rest, "\n"))) {
		const char *path = path_in(line);
		struct mapped_file file;

		if (!path || !is_code(line))
			continue;
		file = file_of(machine, line, path);
		array_push(machine->arena, &files->list, path_of(file.path, &file));
	}
	free(maps);
}

/* ---- by path ---- */

/* As the kernel prints it; NULL when there is nothing. */
static const char *printed_path(struct arena *arena, const char *path)
{
	int fd = open(path, O_PATH | O_CLOEXEC);
	char text[PATH_MAX];
	ssize_t length;

	if (fd < 0)
		return NULL;
	length = readlink(arena_printf(arena, "/proc/self/fd/%d", fd), text, sizeof(text));
	close(fd);
	return length > 0 ? arena_strndup(arena, text, length) : NULL;
}

/* The same of a file that may have been deleted. */
static const char *printed_path_of_file(struct arena *arena, const char *path)
{
	const char *printed = printed_path(arena, path), *base = basename(path);

	if (printed)
		return printed;
	printed = printed_path(arena, arena_strndup(arena, path, base - path));
	return printed ? arena_printf(arena, "%s/%s", strcmp(printed, "/") == 0 ? "" : printed,
				      base)
		       : NULL;
}

static bool is_path(const char *wanted, const char *path)
{
	return strcmp(wanted, path) == 0;
}

const char *target_file_at(struct machine *machine, const char *path)
{
	const char *here = target_file_below(machine, path), *printed;
	struct mapped_file file;

	if (!target_of(machine))
		return here;
	printed = printed_path_of_file(machine->arena, here);
	if (printed && find_mapped(machine, is_path, printed, &file))
		return path_of(here, &file);
	return here;
}
