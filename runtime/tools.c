#include "runtime/tools.h"

#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "lexer/text.h"
#include "runtime/file.h"

#define SUFFIX ".mt"

/* From the directory of the executable. */
static const char *const places[] = {"../share/memtap/scripts", "../scripts"};

const char *tools_directory(struct arena *arena)
{
	char path[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);
	char *slash;

	if (length < 0)
		return NULL;
	path[length] = '\0';
	slash = strrchr(path, '/');
	return slash ? arena_strndup(arena, path, slash - path) : NULL;
}

const char *tools_find(struct arena *arena, const char *name)
{
	const char *own = tools_directory(arena);

	if (!own || strchr(name, '/'))
		return NULL;
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		const char *path = arena_printf(arena, "%s/%s/%s" SUFFIX, own, places[i], name);

		if (file_is_regular(path))
			return path;
	}
	return NULL;
}

/* "// NAME: what it does" of a script that may begin with #! and empty lines. */
static const char *summary_of(struct arena *arena, const char *path, const char *name)
{
	char *text = file_read(path, NULL), *at = text;
	const char *summary = "";

	while (at && (*at == '\n' || (at[0] == '#' && at[1] == '!'))) {
		at = strchr(at, '\n');
		at += at != NULL;
	}
	if (at && at[0] == '/' && (at[1] == '/' || at[1] == '*')) {
		at += 2;
		at += strspn(at, " *\n");
		if (strncmp(at, name, strlen(name)) == 0 && at[strlen(name)] == ':')
			at += strlen(name) + strspn(at + strlen(name), ": ");
		summary = arena_strndup(arena, at, strcspn(at, "\n"));
	}
	free(text);
	return summary;
}

static int compare_tools(const void *a, const void *b)
{
	const struct tool *left = a, *right = b;

	return strcmp(left->name, right->name);
}

static bool is_script(const char *name)
{
	size_t length = strlen(name);

	return length > strlen(SUFFIX) && strcmp(name + length - strlen(SUFFIX), SUFFIX) == 0;
}

size_t tools_list(struct arena *arena, const struct tool **tools)
{
	const char *own = tools_directory(arena);
	ARRAY(struct tool) found = {0};

	for (size_t i = 0; own && !found.count && i < sizeof(places) / sizeof(*places); i++) {
		const char *path = arena_printf(arena, "%s/%s", own, places[i]);
		DIR *directory = opendir(path);
		struct dirent *entry;

		while (directory && (entry = readdir(directory))) {
			struct tool tool;

			if (!is_script(entry->d_name))
				continue;
			tool.name = arena_strndup(arena, entry->d_name,
						  strlen(entry->d_name) - strlen(SUFFIX));
			tool.summary = summary_of(
				arena, arena_printf(arena, "%s/%s", path, entry->d_name), tool.name);
			array_push(arena, &found, tool);
		}
		if (directory)
			closedir(directory);
	}
	if (found.count)
		qsort(found.items, found.count, sizeof(*found.items), compare_tools);
	*tools = found.items;
	return found.count;
}

const char *tools_nearest(struct arena *arena, const char *name)
{
	const struct tool *tools;
	size_t count = tools_list(arena, &tools);
	const char **names = arena_alloc(arena, (count + 1) * sizeof(*names));

	for (size_t i = 0; i < count; i++)
		names[i] = tools[i].name;
	return nearest_name(name, names, count);
}
