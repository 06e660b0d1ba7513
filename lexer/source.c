/*
 * The common space: each source's offsets follow those of the one before it, with one offset
 * between for the place behind its last byte.
 */
#include "lexer/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "lexer/arena.h"

#define LARGEST_FILE (16u << 20)

struct sources {
	struct arena *arena;
	ARRAY(struct source *) list;
	uint32_t next_base;
};

struct sources *sources_new(struct arena *arena)
{
	struct sources *sources = arena_new_of(arena, struct sources);

	sources->arena = arena;
	sources->next_base = 1;
	return sources;
}

const struct source *sources_add(struct sources *sources, const char *name, const char *text,
				 size_t length)
{
	struct source *source;

	if (length >= UINT32_MAX - sources->next_base) {
		errno = EFBIG;
		return NULL;
	}
	source = arena_new_of(sources->arena, struct source);
	*source = (struct source){
		.name = arena_strdup(sources->arena, name),
		.text = text,
		.length = (uint32_t)length,
		.base = sources->next_base,
	};
	sources->next_base += source->length + 1;
	array_push(sources->arena, &sources->list, source);
	return source;
}

/* ---- reading files ---- */

struct contents {
	ARRAY(char) bytes;
};

/* Grows by doubling, as the size of a pipe or a file in /proc is not known before. */
static bool read_all(struct arena *arena, int fd, struct contents *contents)
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
		if (contents->bytes.count > LARGEST_FILE) {
			errno = EFBIG;
			return false;
		}
	}
}

const struct source *sources_read(struct sources *sources, const char *path)
{
	bool is_stdin = !strcmp(path, "-"), is_read;
	struct contents contents = {.bytes.capacity = 4096};
	int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	int saved;

	if (fd < 0)
		return NULL;
	contents.bytes.items = arena_alloc(sources->arena, contents.bytes.capacity);
	is_read = read_all(sources->arena, fd, &contents);
	saved = errno;
	if (!is_stdin)
		close(fd);
	errno = saved;
	if (!is_read)
		return NULL;
	array_push(sources->arena, &contents.bytes, '\0');
	return sources_add(sources, is_stdin ? "<stdin>" : path, contents.bytes.items,
			   contents.bytes.count - 1);
}

/* ---- places ---- */

static const struct source *find_source(const struct sources *sources, uint32_t offset)
{
	for (size_t i = 0; i < sources->list.count; i++) {
		const struct source *source = sources->list.items[i];

		if (offset >= source->base && offset - source->base <= source->length)
			return source;
	}
	return NULL;
}

struct position sources_locate(const struct sources *sources, uint32_t offset)
{
	const struct source *source = find_source(sources, offset);
	const char *line, *place, *end, *newline;
	struct position position = {.source = source, .line = 1};

	if (!source)
		return (struct position){0};
	line = source->text;
	end = source->text + source->length;
	place = source->text + (offset - source->base);
	while ((newline = memchr(line, '\n', (size_t)(place - line)))) {
		line = newline + 1;
		position.line++;
	}
	newline = memchr(place, '\n', (size_t)(end - place));
	if (newline)
		end = newline;
	if (end > line && end[-1] == '\r')
		end--;
	position.column = (uint32_t)(place - line) + 1;
	position.line_text = line;
	position.line_length = (uint32_t)(end - line);
	return position;
}

const char *sources_span_text(const struct sources *sources, struct span span, size_t *length)
{
	const struct source *source = find_source(sources, span.begin);
	uint32_t begin, end;

	*length = 0;
	if (!source)
		return NULL;
	begin = span.begin - source->base;
	end = span.end < span.begin ? begin : span.end - source->base;
	if (end > source->length)
		end = source->length;
	*length = end - begin;
	return source->text + begin;
}
