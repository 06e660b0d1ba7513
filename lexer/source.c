/*
 * The common space: each source's offsets follow those of the one before it, with one offset
 * between for the place behind its last byte.
 */
#include "lexer/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lexer/arena.h"

struct text {
	struct source source;
	/* The line that was found last: places are mostly asked for in their order. */
	uint32_t line, line_begin;
};

struct sources {
	struct arena *arena;
	ARRAY(struct text *) list;
	uint32_t next_base;
};

struct sources *sources_new(struct arena *arena)
{
	struct sources *sources = arena_new_of(arena, struct sources);

	sources->arena = arena;
	sources->next_base = 1;
	return sources;
}

static struct source *add(struct sources *sources, const char *name, const char *text,
			  size_t length)
{
	struct text *added;

	if (length >= UINT32_MAX - sources->next_base) {
		errno = EFBIG;
		return NULL;
	}
	added = arena_new_of(sources->arena, struct text);
	*added = (struct text){
		.source = {
			.name = arena_strdup(sources->arena, name),
			.text = text,
			.length = (uint32_t)length,
			.base = sources->next_base,
		},
		.line = 1,
	};
	sources->next_base += added->source.length + 1;
	array_push(sources->arena, &sources->list, added);
	return &added->source;
}

const struct source *sources_add(struct sources *sources, const char *name, const char *text,
				 size_t length)
{
	return add(sources, name, text, length);
}

/* ---- reading files ---- */

struct contents {
	ARRAY(char) bytes;
};

/* Grows by doubling, as the size of a pipe or a file in /proc is not known before. */
static bool read_all(struct arena *arena, int fd, size_t most, struct contents *contents)
{
	for (;;) {
		ssize_t got;

		contents->bytes.items =
			arena_grow(arena, contents->bytes.items, contents->bytes.count,
				   &contents->bytes.capacity, 1);
		got = read(fd, contents->bytes.items + contents->bytes.count,
			   contents->bytes.capacity - contents->bytes.count);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got == 0;
		contents->bytes.count += (size_t)got;
		if (contents->bytes.count > most) {
			errno = EFBIG;
			return false;
		}
	}
}

uint32_t sources_bytes(const struct sources *sources)
{
	return sources->next_base;
}

const struct source *sources_read(struct sources *sources, const char *path)
{
	bool is_stdin = !strcmp(path, "-"), is_read;
	struct contents contents = {.bytes.capacity = 4096};
	int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	struct stat status = {0};
	struct source *added;
	size_t most = 0;
	int saved;

	if (fd < 0 || fstat(fd, &status) < 0)
		return NULL;
	contents.bytes.items = arena_alloc(sources->arena, contents.bytes.capacity);
	if (sources->next_base < SOURCES_BYTES_MAX)
		most = SOURCES_BYTES_MAX - sources->next_base + 1;
	is_read = read_all(sources->arena, fd, most, &contents);
	saved = errno;
	if (!is_stdin)
		close(fd);
	errno = saved;
	if (!is_read)
		return NULL;
	array_push(sources->arena, &contents.bytes, '\0');
	added = add(sources, is_stdin ? "<stdin>" : path, contents.bytes.items,
		    contents.bytes.count - 1);
	if (!added)
		return NULL;
	added->is_file = !is_stdin;
	added->device = status.st_dev;
	added->inode = status.st_ino;
	added->owner = status.st_uid;
	added->group = status.st_gid;
	added->mode = status.st_mode;
	return added;
}

const struct source *sources_at(const struct sources *sources, size_t index)
{
	return index < sources->list.count ? &sources->list.items[index]->source : NULL;
}

const struct source *sources_find(const struct sources *sources,
				  bool (*is_so)(const struct source *source))
{
	for (size_t i = 0; i < sources->list.count; i++)
		if (is_so(&sources->list.items[i]->source))
			return &sources->list.items[i]->source;
	return NULL;
}

/* ---- places ---- */

static struct text *find_text(const struct sources *sources, uint32_t offset)
{
	for (size_t i = 0; i < sources->list.count; i++) {
		struct text *text = sources->list.items[i];

		if (offset >= text->source.base && offset - text->source.base <= text->source.length)
			return text;
	}
	return NULL;
}

/* Goes on to the line of the place `at` bytes into the text. */
static void find_line(struct text *text, uint32_t at)
{
	const char *bytes = text->source.text, *newline;

	if (at < text->line_begin) {
		text->line = 1;
		text->line_begin = 0;
	}
	while ((newline = memchr(bytes + text->line_begin, '\n', at - text->line_begin))) {
		text->line_begin = (uint32_t)(newline + 1 - bytes);
		text->line++;
	}
}

struct position sources_locate(const struct sources *sources, uint32_t offset)
{
	struct text *text = find_text(sources, offset);
	const char *line, *place, *end, *newline;

	if (!text)
		return (struct position){0};
	find_line(text, offset - text->source.base);
	line = text->source.text + text->line_begin;
	place = text->source.text + (offset - text->source.base);
	end = text->source.text + text->source.length;
	newline = memchr(place, '\n', (size_t)(end - place));
	if (newline)
		end = newline;
	if (end > line && end[-1] == '\r')
		end--;
	return (struct position){
		.source = &text->source,
		.line = text->line,
		.column = (uint32_t)(place - line) + 1,
		.line_text = line,
		.line_length = (uint32_t)(end - line),
	};
}

const char *sources_span_text(const struct sources *sources, struct span span, size_t *length)
{
	const struct text *text = find_text(sources, span.begin);
	const struct source *source;
	uint32_t begin, end;

	*length = 0;
	if (!text)
		return NULL;
	source = &text->source;
	begin = span.begin - source->base;
	end = span.end < span.begin ? begin : span.end - source->base;
	if (end > source->length)
		end = source->length;
	*length = end - begin;
	return source->text + begin;
}
