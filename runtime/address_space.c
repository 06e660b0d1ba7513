#include "runtime/address_space.h"

#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"

/* The first mapping that ends above an address; `count` when there is none. */
static size_t first_ending_above(const struct address_space *space, uint64_t address)
{
	size_t low = 0, high = space->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (space->mappings[middle].end <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/*
 * Replace `removed` mappings from `at` on by the `count` in `added`. No room is kept for more:
 * most processes have a handful, and thousands of processes are remembered.
 */
static void splice(struct address_space *space, size_t at, size_t removed,
		   const struct mapping *added, size_t count)
{
	size_t total = space->count - removed + count;
	struct mapping *place;

	if (total > space->count)
		space->mappings = heap_realloc(space->mappings, total * sizeof(*space->mappings));
	place = space->mappings + at;
	memmove(place + count, place + removed,
		(space->count - at - removed) * sizeof(*place));
	memcpy(place, added, count * sizeof(*place));
	space->count = total;
}

/* What of an old mapping lies before and behind a new one stays. */
void address_space_put(struct address_space *space, const struct mapping *mapping)
{
	struct mapping pieces[3];
	size_t count = 0, first, last;

	if (mapping->start >= mapping->end)
		return;
	first = last = first_ending_above(space, mapping->start);
	while (last < space->count && space->mappings[last].start < mapping->end)
		last++;
	if (last > first && space->mappings[first].start < mapping->start) {
		pieces[count] = space->mappings[first];
		pieces[count++].end = mapping->start;
	}
	pieces[count++] = *mapping;
	if (last > first && space->mappings[last - 1].end > mapping->end) {
		pieces[count] = space->mappings[last - 1];
		pieces[count].offset += mapping->end - pieces[count].start;
		pieces[count++].start = mapping->end;
	}
	splice(space, first, last - first, pieces, count);
}

const struct mapping *address_space_find(const struct address_space *space, uint64_t address)
{
	size_t at = first_ending_above(space, address);

	return at < space->count && space->mappings[at].start <= address ? &space->mappings[at]
									 : NULL;
}

void address_space_copy(struct address_space *to, const struct address_space *from)
{
	address_space_clear(to);
	if (from->count == 0)
		return;
	to->mappings = heap_alloc(from->count * sizeof(*to->mappings));
	memcpy(to->mappings, from->mappings, from->count * sizeof(*to->mappings));
	to->count = from->count;
}

void address_space_clear(struct address_space *space)
{
	free(space->mappings);
	*space = (struct address_space){0};
}
