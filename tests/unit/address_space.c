#include "runtime/address_space.h"

#include "tests/unit/unit.h"

static struct address_space space;

static void put(uint64_t start, uint64_t end, uint64_t offset, const char *path)
{
	address_space_put(&space, &(struct mapping){start, end, offset, path, NULL});
}

/* The whole as text, until the next call: "10-20+0 a, 20-30+5 b". */
static const char *text(void)
{
	static char line[4096];
	size_t length = 0;

	line[0] = '\0';
	for (size_t i = 0; i < space.count; i++) {
		const struct mapping *mapping = &space.mappings[i];

		length += (size_t)snprintf(line + length, sizeof(line) - length, "%s%d-%d+%d %s",
					   i ? ", " : "", (int)mapping->start, (int)mapping->end,
					   (int)mapping->offset, mapping->path);
	}
	address_space_clear(&space);
	return line;
}

static void mappings_are_in_order(void)
{
	put(50, 60, 0, "c");
	put(10, 20, 0, "a");
	put(30, 40, 0, "b");
	CHECK_STR(text(), "10-20+0 a, 30-40+0 b, 50-60+0 c");
}

static void neighbours_stay_whole(void)
{
	put(10, 20, 1, "a");
	put(20, 30, 2, "b");
	put(0, 10, 3, "c");
	CHECK_STR(text(), "0-10+3 c, 10-20+1 a, 20-30+2 b");
}

static void the_same_again_replaces(void)
{
	put(10, 20, 1, "a");
	put(10, 20, 2, "b");
	CHECK_STR(text(), "10-20+2 b");
}

static void a_new_one_cuts_its_neighbours(void)
{
	put(10, 20, 100, "a");
	put(20, 30, 200, "b");
	put(15, 25, 0, "new");
	CHECK_STR(text(), "10-15+100 a, 15-25+0 new, 25-30+205 b");
}

static void one_in_the_middle_splits(void)
{
	put(10, 40, 100, "a");
	put(20, 30, 0, "new");
	CHECK_STR(text(), "10-20+100 a, 20-30+0 new, 30-40+120 a");
}

static void a_large_one_covers_many(void)
{
	for (int i = 1; i <= 9; i++)
		put(10 * i, 10 * i + 5, 0, "small");
	put(12, 84, 0, "large");
	CHECK_STR(text(), "10-12+0 small, 12-84+0 large, 84-85+4 small, 90-95+0 small");
}

static void an_empty_one_changes_nothing(void)
{
	put(10, 20, 0, "a");
	put(15, 15, 0, "empty");
	put(18, 12, 0, "backwards");
	CHECK_STR(text(), "10-20+0 a");
}

static void an_address_is_found_in_its_mapping(void)
{
	CHECK(!address_space_find(&space, 10));
	put(10, 20, 0, "a");
	put(20, 30, 0, "b");
	put(40, 50, 0, "c");
	CHECK(!address_space_find(&space, 9));
	CHECK_STR(address_space_find(&space, 10)->path, "a");
	CHECK_STR(address_space_find(&space, 19)->path, "a");
	CHECK_STR(address_space_find(&space, 20)->path, "b");
	CHECK(!address_space_find(&space, 30));
	CHECK(!address_space_find(&space, 39));
	CHECK_STR(address_space_find(&space, 49)->path, "c");
	CHECK(!address_space_find(&space, 50));
	CHECK(!address_space_find(&space, UINT64_MAX));
	address_space_clear(&space);
}

static void a_copy_is_equal_and_its_own(void)
{
	struct address_space copy = {0};

	put(10, 20, 1, "a");
	put(30, 40, 2, "b");
	address_space_copy(&copy, &space);
	put(10, 40, 3, "c");
	CHECK_STR(text(), "10-40+3 c");
	space = copy;
	put(25, 35, 4, "d");
	CHECK_STR(text(), "10-20+1 a, 25-35+4 d, 35-40+7 b");
	put(10, 20, 1, "a");
	address_space_copy(&space, &(struct address_space){0});
	CHECK_STR(text(), "");
}

/* The same as an array of one byte of name an address. */
static void any_order_is_like_painting(void)
{
	static const char *const names[] = {"a", "b", "c", "d", "e"};
	const char *painted[256] = {0};
	uint32_t random = 1;

	for (int i = 0; i < 2000; i++) {
		uint32_t start, size;

		random = random * 1103515245 + 12345;
		start = random >> 16 & 0xff;
		size = random >> 24 & 0x1f;
		size = size < 256 - start ? size : 256 - start;
		put(start, start + size, start, names[i % 5]);
		for (uint32_t at = start; at < start + size; at++)
			painted[at] = names[i % 5];
	}
	for (uint32_t at = 0; at < 256; at++) {
		const struct mapping *found = address_space_find(&space, at);

		CHECK_STR(found ? found->path : NULL, painted[at]);
		CHECK(!found || found->offset == found->start);
	}
	address_space_clear(&space);
}

int main(void)
{
	RUN(mappings_are_in_order);
	RUN(neighbours_stay_whole);
	RUN(the_same_again_replaces);
	RUN(a_new_one_cuts_its_neighbours);
	RUN(one_in_the_middle_splits);
	RUN(a_large_one_covers_many);
	RUN(an_empty_one_changes_nothing);
	RUN(an_address_is_found_in_its_mapping);
	RUN(a_copy_is_equal_and_its_own);
	RUN(any_order_is_like_painting);
	return unit_status();
}
