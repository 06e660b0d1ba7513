#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lexer/text.h"
#include "parser/parse.h"
#include "parser/script_private.h"

#define IMPORTS_MAX 256

struct importer {
	const struct script_input *in;
	struct program *whole;	  /* what has been read, each file behind those that it imports */
	ARRAY(const char *) read; /* real paths, and "<stdlib>/mem.mt" */
};

/* ---- lists ---- */

#define APPEND(type, to, from)                 \
	do {                                   \
		type **end_ = (to);            \
                                               \
		while (*end_)                  \
			end_ = &(*end_)->next; \
		*end_ = (from);                \
	} while (0)

static void append(struct program *whole, const struct program *file)
{
	APPEND(struct config_line, &whole->settings, file->settings);
	APPEND(struct include, &whole->includes, file->includes);
	APPEND(struct c_declaration, &whole->c_declarations, file->c_declarations);
	APPEND(struct macro, &whole->macros, file->macros);
	APPEND(struct subprogram, &whole->subprograms, file->subprograms);
	APPEND(struct map_declaration, &whole->declarations, file->declarations);
	APPEND(struct definition, &whole->definitions, file->definitions);
	APPEND(struct clause, &whole->clauses, file->clauses);
}

/* ---- where files are ---- */

static bool was_read(struct importer *importer, const char *path)
{
	for (size_t i = 0; i < importer->read.count; i++)
		if (!strcmp(importer->read.items[i], path))
			return true;
	array_push(importer->in->arena, &importer->read, path);
	return false;
}

/* NULL, with errno set, when it is not there. */
static const char *real_path(struct importer *importer, const char *path)
{
	char *found = realpath(path, NULL);
	const char *copy = found ? arena_strdup(importer->in->arena, found) : NULL;

	free(found);
	return copy;
}

static const char *beside(struct importer *importer, const char *importing, const char *name)
{
	const char *slash = strrchr(importing, '/');

	if (!slash || *name == '/')
		return name;
	return arena_printf(importer->in->arena, "%.*s/%s", (int)(slash - importing), importing,
			    name);
}

/* As it is called, beside the file that imports it or in a -I directory. */
static const char *find_file(struct importer *importer, const struct import *import)
{
	const struct script_input *in = importer->in;
	struct position place = sources_locate(in->sources, import->span.begin);
	const char *first = beside(importer, place.source->name, import->name);
	int error;

	if (access(first, F_OK) == 0)
		return first;
	error = errno;
	for (size_t i = 0; i < in->directory_count && *import->name != '/'; i++) {
		const char *path =
			arena_printf(in->arena, "%s/%s", in->directories[i], import->name);

		if (access(path, F_OK) == 0)
			return path;
	}
	errno = error;
	return NULL;
}

static void refuse_file(struct importer *importer, const struct import *import)
{
	const struct script_input *in = importer->in;
	size_t length;

	if (errno == EFBIG) {
		diag_error(in->diag, import->span, E_LIMIT,
			   "with '%s' the program has more than %u MiB in all its files",
			   import->name, SOURCES_BYTES_MAX >> 20);
		return;
	}
	diag_error(in->diag, import->span, E_IMPORT, "cannot read '%s': %s", import->name,
		   strerror(errno));
	if (in->library && in->library(import->name, &length))
		diag_hint(in->diag, "without quotes it is the library's: import %s", import->name);
	else if (errno == ENOENT && *import->name != '/')
		diag_hint(in->diag,
			  "it is looked for beside the file that imports it, and in -I DIR");
}

static const struct source *read_file(struct importer *importer, const struct import *import)
{
	const char *path = find_file(importer, import), *real;
	const struct source *source = NULL;

	real = path ? real_path(importer, path) : NULL;
	if (real && was_read(importer, real))
		return NULL;
	if (real)
		source = sources_read(importer->in->sources, path);
	if (!source)
		refuse_file(importer, import);
	return source;
}

static const struct source *read_library(struct importer *importer, const struct import *import)
{
	const struct script_input *in = importer->in;
	const char *name = arena_printf(in->arena, "<stdlib>/%s.mt", import->name), *text;
	size_t length;

	if (was_read(importer, name))
		return NULL;
	text = in->library ? in->library(import->name, &length) : NULL;
	if (text)
		return sources_add(in->sources, name, text, length);
	diag_error(in->diag, import->span, E_IMPORT, "the library has no '%s'", import->name);
	diag_hint(in->diag, "a file is written in quotes: import \"%s.mt\"", import->name);
	return NULL;
}

/* ---- all ---- */

static void add_file(struct importer *importer, struct program *file);

static void add_import(struct importer *importer, const struct import *import)
{
	const struct script_input *in = importer->in;
	struct program file = {0};
	const struct source *source;

	if (importer->read.count > IMPORTS_MAX) {
		diag_error(in->diag, import->span, E_LIMIT, "more than %d files are imported",
			   IMPORTS_MAX);
		diag_hint(in->diag, "put several of them into one");
		return;
	}
	source = import->is_library ? read_library(importer, import) : read_file(importer, import);
	if (!source)
		return;
	parse_source(in->arena, source, in->diag, &file);
	add_file(importer, &file);
}

static void add_file(struct importer *importer, struct program *file)
{
	for (const struct import *i = file->imports; i; i = i->next) {
		add_import(importer, i);
		if (diag_errors(importer->in->diag) > DIAG_MAX)
			return;
	}
	append(importer->whole, file);
}

void import_all(const struct script_input *in, struct program *program)
{
	struct program whole = {0};
	struct importer importer = {.in = in, .whole = &whole};
	const char *own = in->path ? real_path(&importer, in->path) : NULL;

	if (own)
		was_read(&importer, own);
	add_file(&importer, program);
	*program = whole;
}
