#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lexer/text.h"
#include "parser/kernel_private.h"

struct event {
	const char *category, *name;
	const struct tracefs_format *format; /* NULL: there is none */
	struct event *next;
};

struct kernel *kernel_open(struct arena *arena, struct types *types, const char *root)
{
	struct kernel *kernel = arena_new_of(arena, struct kernel);

	kernel->arena = arena;
	kernel->types = types;
	kernel->root = arena_strdup(arena, root);
	return kernel;
}

/* ---- tracepoints ---- */

static FILE *open_tracefs(struct kernel *kernel, const char *name)
{
	return fopen(arena_printf(kernel->arena, "%s/%s", kernel->tracefs, name), "re");
}

static const char *find_tracefs(struct kernel *kernel)
{
	static const char *const directories[] = {"sys/kernel/tracing", "sys/kernel/debug/tracing"};

	for (size_t i = 0; i < sizeof(directories) / sizeof(*directories); i++) {
		const char *directory =
			arena_printf(kernel->arena, "%s/%s", kernel->root, directories[i]);
		const char *events = arena_printf(kernel->arena, "%s/available_events", directory);

		if (faccessat(AT_FDCWD, events, R_OK, AT_EACCESS) == 0) /* with capabilities */
			return directory;
	}
	return NULL;
}

bool kernel_has_tracepoints(struct kernel *kernel)
{
	if (!kernel->tracefs_sought) {
		kernel->tracefs_sought = true;
		kernel->tracefs = find_tracefs(kernel);
	}
	return kernel->tracefs != NULL;
}

bool kernel_has_functions(struct kernel *kernel)
{
	FILE *file;

	if (!kernel_has_tracepoints(kernel))
		return false;
	file = open_tracefs(kernel, "available_filter_functions");
	if (!file)
		return false;
	fclose(file);
	return true;
}

/* Names come from programs: they must not leave the directory. */
static bool is_file_name(const char *name)
{
	return *name && *name != '.' && !strchr(name, '/');
}

char *kernel_read_format(struct kernel *kernel, const char *category, const char *event,
			 size_t *size)
{
	char *text = NULL;
	size_t capacity = 0;
	ssize_t length;
	FILE *file;

	if (!is_file_name(category) || !is_file_name(event) || !kernel_has_tracepoints(kernel))
		return NULL;
	file = open_tracefs(kernel,
			    arena_printf(kernel->arena, "events/%s/%s/format", category, event));
	if (!file)
		return NULL;
	length = getdelim(&text, &capacity, '\0', file); /* there is no NUL: the whole file */
	fclose(file);
	if (length > 0) {
		*size = (size_t)length;
		return text;
	}
	free(text);
	return NULL;
}

static const struct tracefs_format *read_format(struct kernel *kernel, const char *category,
						const char *event)
{
	const struct tracefs_format *format = NULL;
	size_t size;
	char *text = kernel_read_format(kernel, category, event, &size);

	if (text)
		format = tracefs_parse_format(kernel->arena, text, size);
	free(text);
	return format;
}

const struct tracefs_format *kernel_find_tracepoint(struct kernel *kernel, const char *category,
						    const char *event)
{
	struct event *known;

	for (known = kernel->events; known; known = known->next)
		if (!strcmp(known->category, category) && !strcmp(known->name, event))
			return known->format;
	known = arena_new_of(kernel->arena, struct event);
	known->category = arena_strdup(kernel->arena, category);
	known->name = arena_strdup(kernel->arena, event);
	known->format = read_format(kernel, category, event);
	known->next = kernel->events;
	kernel->events = known;
	return known->format;
}

bool kernel_asked_tracepoint(const struct kernel *kernel, size_t index, const char **category,
			     const char **event)
{
	const struct event *asked = kernel->events;

	while (asked && index--)
		asked = asked->next;
	if (!asked)
		return false;
	*category = asked->category;
	*event = asked->name;
	return true;
}

bool kernel_was_listed(const struct kernel *kernel)
{
	return kernel->is_listed;
}

/* ---- names by pattern ---- */

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A static function may be there several times. */
void names_sort(struct names *names)
{
	size_t kept = 0;

	if (!names->list.count)
		return;
	qsort(names->list.items, names->list.count, sizeof(*names->list.items), compare_names);
	for (size_t i = 0; i < names->list.count; i++)
		if (!i || strcmp(names->list.items[i], names->list.items[kept - 1]) != 0)
			names->list.items[kept++] = names->list.items[i];
	names->list.count = kept;
}

/* Functions that were discarded are listed under a name that is none. */
static bool is_discarded(const char *name)
{
	return !strncmp(name, "__ftrace_invalid", strlen("__ftrace_invalid"));
}

/* The first word of each line that matches; what may follow is the function's module. */
static size_t match_lines(struct kernel *kernel, const char *file_name, const char *pattern,
			  const char *const **names)
{
	struct names found = {.arena = kernel->arena};
	FILE *file = kernel_has_tracepoints(kernel) ? open_tracefs(kernel, file_name) : NULL;
	char *line = NULL;
	size_t capacity = 0;

	kernel->is_listed = true;
	while (file && getline(&line, &capacity, file) > 0) {
		line[strcspn(line, " \t\n")] = '\0';
		if (*line && !is_discarded(line) && glob_match(pattern, line))
			names_add(&found, line);
	}
	free(line);
	if (file)
		fclose(file);
	names_sort(&found);
	*names = found.list.items;
	return found.list.count;
}

size_t kernel_match_tracepoints(struct kernel *kernel, const char *pattern,
				const char *const **names)
{
	return match_lines(kernel, "available_events", pattern, names);
}

size_t kernel_match_functions(struct kernel *kernel, const char *pattern, const char *const **names)
{
	return match_lines(kernel, "available_filter_functions", pattern, names);
}
