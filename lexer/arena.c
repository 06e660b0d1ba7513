/*
 * An arena is a list of chunks; an allocation is cut from the newest. What would waste much of a
 * chunk gets one of its own.
 *
 * Under AddressSanitizer what is not allocated is poisoned, with a gap behind each allocation, so
 * that an overrun inside a chunk is found as well.
 */
#include "lexer/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/fault.h"

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#define GAP ALIGNMENT
#else
#define ASAN_POISON_MEMORY_REGION(address, size)   ((void)0)
#define ASAN_UNPOISON_MEMORY_REGION(address, size) ((void)0)
#define GAP					   0
#endif

#define ALIGNMENT  16
#define CHUNK_SIZE (64 * 1024)
#define LARGE	   (CHUNK_SIZE / 4)

struct chunk {
	struct chunk *next;
	size_t size, used; /* of bytes */
	_Alignas(ALIGNMENT) char bytes[];
};

struct arena {
	struct chunk *current; /* and behind it all others */
};

void *heap_alloc(size_t size)
{
	void *memory = calloc(1, size ? size : 1);

	if (!memory)
		fault_out_of_memory();
	return memory;
}

void *heap_realloc(void *memory, size_t size)
{
	void *moved = realloc(memory, size ? size : 1);

	if (!moved)
		fault_out_of_memory();
	return moved;
}

char *heap_strdup(const char *text)
{
	size_t size = strlen(text) + 1;

	return memcpy(heap_alloc(size), text, size);
}

char *heap_printf(const char *format, ...)
{
	va_list args;
	char *text;
	int length;

	va_start(args, format);
	length = vasprintf(&text, format, args);
	va_end(args);
	if (length < 0)
		fault_out_of_memory();
	return text;
}

FILE *heap_stream(char **text, size_t *size)
{
	FILE *stream = open_memstream(text, size);

	if (!stream)
		fault_out_of_memory();
	return stream;
}

FILE *heap_writer(void *cookie, cookie_write_function_t *write)
{
	FILE *stream = fopencookie(cookie, "w", (cookie_io_functions_t){.write = write});

	if (!stream)
		fault_out_of_memory();
	return stream;
}

struct arena *arena_new(void)
{
	return heap_alloc(sizeof(struct arena));
}

void arena_free(struct arena *arena)
{
	struct chunk *next;

	if (!arena)
		return;
	for (struct chunk *chunk = arena->current; chunk; chunk = next) {
		next = chunk->next;
		ASAN_UNPOISON_MEMORY_REGION(chunk->bytes, chunk->size);
		free(chunk);
	}
	free(arena);
}

static struct chunk *new_chunk(size_t size)
{
	struct chunk *chunk = heap_alloc(sizeof(*chunk) + size);

	chunk->size = size;
	ASAN_POISON_MEMORY_REGION(chunk->bytes, size);
	return chunk;
}

/* The chunk to cut `size` bytes from. */
static struct chunk *chunk_for(struct arena *arena, size_t size)
{
	struct chunk *current = arena->current, *chunk;

	if (current && size <= current->size - current->used)
		return current;
	chunk = new_chunk(size > LARGE ? size : CHUNK_SIZE);
	if (current && size > LARGE) { /* the current one still has room */
		chunk->next = current->next;
		current->next = chunk;
	} else {
		chunk->next = current;
		arena->current = chunk;
	}
	return chunk;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	struct chunk *chunk;
	size_t taken;
	void *memory;

	if (size > SIZE_MAX / 2) /* and what is added to it cannot overflow */
		fault_out_of_memory();
	taken = (size + GAP + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	chunk = chunk_for(arena, taken);
	memory = chunk->bytes + chunk->used;
	chunk->used += taken;
	ASAN_UNPOISON_MEMORY_REGION(memory, size);
	return memory;
}

void *arena_copy(struct arena *arena, const void *bytes, size_t size)
{
	void *copy = arena_alloc(arena, size);

	return size ? memcpy(copy, bytes, size) : copy;
}

char *arena_strndup(struct arena *arena, const char *text, size_t length)
{
	char *copy;

	length = strnlen(text, length);
	copy = arena_alloc(arena, length + 1);
	return memcpy(copy, text, length);
}

char *arena_strdup(struct arena *arena, const char *text)
{
	return arena_copy(arena, text, strlen(text) + 1);
}

char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
	va_list again;
	char *text;
	int length;

	va_copy(again, args);
	length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (length < 0)
		fault_out_of_memory();
	text = arena_alloc(arena, (size_t)length + 1);
	vsnprintf(text, (size_t)length + 1, format, args);
	return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = arena_vprintf(arena, format, args);
	va_end(args);
	return text;
}

void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size)
{
	size_t bytes;
	void *grown;

	if (count < *capacity)
		return items;
	*capacity = *capacity ? *capacity * 2 : 8;
	if (__builtin_mul_overflow(*capacity, size, &bytes))
		fault_out_of_memory();
	grown = arena_alloc(arena, bytes);
	return count ? memcpy(grown, items, count * size) : grown;
}
