#include "lexer/arena.h"

#include <stdint.h>
#include <stdlib.h>

#include "tests/unit/unit.h"

static bool is_zeroed(const char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (bytes[i])
			return false;
	return true;
}

static void memory_is_zeroed_aligned_and_apart(void)
{
	struct arena *arena = arena_new();
	char *previous = NULL;

	/* Past the end of several chunks. */
	for (size_t size = 0; size < 2000; size++) {
		char *memory = arena_alloc(arena, size);

		CHECK_INT((uintptr_t)memory % 16, 0);
		CHECK(is_zeroed(memory, size));
		CHECK(!previous || previous[size - 2] == (char)(size - 1));
		memset(memory, (int)size, size);
		previous = size ? memory : NULL;
	}
	arena_free(arena);
}

static void large_blocks_do_not_end_the_chunk(void)
{
	struct arena *arena = arena_new();
	char *before = arena_alloc(arena, 16), *large, *after;

	large = arena_alloc(arena, 10 << 20);
	CHECK(is_zeroed(large, 10 << 20));
	memset(large, 'x', 10 << 20);
	after = arena_alloc(arena, 16);
	CHECK(after > before && after - before <= 64);
	CHECK(is_zeroed(after, 16));
	arena_free(arena);
}

static void a_large_block_may_be_the_first(void)
{
	struct arena *arena = arena_new();
	char *large = arena_alloc(arena, 100000), *small = arena_alloc(arena, 100);

	CHECK(is_zeroed(large, 100000));
	memset(large, 'x', 100000);
	CHECK(is_zeroed(small, 100));
	arena_free(arena);
}

static void nothing_can_be_freed(void)
{
	arena_free(NULL);
	arena_free(arena_new());
}

static void texts_are_copied(void)
{
	struct arena *arena = arena_new();
	char text[] = "uprobe:libc:malloc";
	char *whole = arena_strdup(arena, text), *part = arena_strndup(arena, text, 6);
	char *longer = arena_strndup(arena, text, 1000), *bytes = arena_copy(arena, text, 3);

	memset(text, 'x', sizeof(text) - 1);
	CHECK_STR(whole, "uprobe:libc:malloc");
	CHECK_STR(part, "uprobe");
	CHECK_STR(longer, "uprobe:libc:malloc");
	CHECK(!memcmp(bytes, "upr", 3));
	CHECK(arena_copy(arena, NULL, 0) != NULL);
	arena_free(arena);
}

static void formatted_text_may_be_long(void)
{
	struct arena *arena = arena_new();
	char *text = arena_printf(arena, "%*d|%s", 50000, 7, "end");

	CHECK_INT(strlen(text), 50004);
	CHECK_STR(text + 49999, "7|end");
	CHECK_STR(arena_printf(arena, "%s", ""), "");
	arena_free(arena);
}

static void arrays_grow(void)
{
	struct arena *arena = arena_new();
	ARRAY(uint32_t) numbers = {0};

	for (uint32_t i = 0; i < 10000; i++)
		array_push(arena, &numbers, i * i);
	CHECK_INT(numbers.count, 10000);
	CHECK(numbers.capacity >= numbers.count);
	for (uint32_t i = 0; i < 10000; i++)
		CHECK_INT(numbers.items[i], i * i);
	arena_free(arena);
}

static void memory_of_its_own(void)
{
	char *memory = heap_alloc(100), *text;

	CHECK(is_zeroed(memory, 100));
	memory[99] = 'x';
	memory = heap_realloc(memory, 100000);
	CHECK_INT(memory[99], 'x');
	free(memory);
	text = heap_printf("%d:%s", 3, "x");
	CHECK_STR(text, "3:x");
	free(text);
	text = heap_strdup("name");
	CHECK_STR(text, "name");
	free(text);
	free(heap_alloc(0));
}

int main(void)
{
	RUN(memory_is_zeroed_aligned_and_apart);
	RUN(large_blocks_do_not_end_the_chunk);
	RUN(a_large_block_may_be_the_first);
	RUN(nothing_can_be_freed);
	RUN(texts_are_copied);
	RUN(formatted_text_may_be_long);
	RUN(arrays_grow);
	RUN(memory_of_its_own);
	return unit_status();
}
