/*
 * Arena: memory that is freed all at once.
 *
 * One arena serves one compilation; everything the lexer, parser and checker make lives in it, so
 * nothing there is freed singly. Memory comes back zeroed and aligned to 16 bytes. There is no
 * error to check: when the machine is out of memory, arena_alloc() prints one line and exits, in
 * this one place. heap_alloc() and friends do the same for memory with a life of its own.
 */
#ifndef MEMTAP_ARENA_H
#define MEMTAP_ARENA_H

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *arena); /* NULL is allowed */

void *arena_alloc(struct arena *arena, size_t size);
void *arena_copy(struct arena *arena, const void *bytes, size_t size);
char *arena_strdup(struct arena *arena, const char *text);
char *arena_strndup(struct arena *arena, const char *text, size_t length);
char *arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list args);

#define arena_new_of(arena, type) ((type *)arena_alloc((arena), sizeof(type)))

/*
 * Growable arrays: declare `ARRAY(struct x) xs;`, zeroed; read xs.items[i] for i < xs.count.
 * array_push() moves the items, so pointers into them do not survive it.
 */
#define ARRAY(type)                                                                                \
	struct {                                                                                   \
		type *items;                                                                       \
		size_t count, capacity;                                                            \
	}

#define array_push(arena, array, item)                                                             \
	do {                                                                                       \
		(array)->items = arena_grow((arena), (array)->items, (array)->count,               \
					    &(array)->capacity, sizeof(*(array)->items));          \
		(array)->items[(array)->count++] = (item);                                         \
	} while (0)

void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size);

/* Out of an arena: zeroed memory for free(), never NULL. */
void *heap_alloc(size_t size);
void *heap_realloc(void *memory, size_t size); /* what is added is not zeroed */
char *heap_strdup(const char *text);
FILE *heap_stream(char **text, size_t *size); /* like open_memstream(3) */
/* Like fopencookie(3), for writing. */
FILE *heap_writer(void *cookie, cookie_write_function_t *write);
char *heap_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
