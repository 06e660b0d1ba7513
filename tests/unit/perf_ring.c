#include "runtime/perf_ring.h"

#include <linux/perf_event.h>
#include <stdlib.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "tests/unit/unit.h"

/* A ring without a kernel behind it: the test is who writes. */
struct fake {
	struct perf_ring ring;
	uint64_t written;
};

struct record {
	struct perf_event_header header;
	uint64_t words[6]; /* the time is the last of those that it has */
};

static void open_fake(struct fake *fake)
{
	*fake = (struct fake){.ring.fd = -1};
	fake->ring.page = heap_alloc(sysconf(_SC_PAGESIZE) + PERF_RING_SIZE);
}

static void write_record(struct fake *fake, uint64_t number, size_t words, uint64_t time_ns)
{
	char *data = (char *)fake->ring.page + sysconf(_SC_PAGESIZE);
	struct record record = {.header = {.type = PERF_RECORD_COMM}};

	record.header.size = sizeof(record.header) + words * sizeof(uint64_t);
	record.words[0] = number;
	record.words[words - 1] = time_ns;
	for (size_t i = 0; i < record.header.size; i++)
		data[fake->written++ % PERF_RING_SIZE] = ((char *)&record)[i];
	fake->ring.page->data_head = fake->written;
}

static void an_empty_ring_has_no_time(void)
{
	struct fake fake;
	uint64_t time_ns;

	open_fake(&fake);
	perf_ring_look(&fake.ring);
	CHECK(!perf_ring_time(&fake.ring, &time_ns));
	free(fake.ring.page);
}

static void what_comes_after_a_look_is_not_seen(void)
{
	struct fake fake;
	struct perf_event_header *record = heap_alloc(PERF_RECORD_SIZE_MAX);
	uint64_t time_ns;

	open_fake(&fake);
	write_record(&fake, 1, 2, 100);
	perf_ring_look(&fake.ring);
	write_record(&fake, 2, 2, 200);
	CHECK(perf_ring_time(&fake.ring, &time_ns));
	CHECK_INT(time_ns, 100);
	perf_ring_take(&fake.ring, record);
	CHECK(!perf_ring_time(&fake.ring, &time_ns));
	perf_ring_look(&fake.ring);
	CHECK(perf_ring_time(&fake.ring, &time_ns));
	CHECK_INT(time_ns, 200);
	free(fake.ring.page);
	free(record);
}

/* Records of sizes that do not divide the ring's end up across its end, at every place. */
static void records_are_whole_across_the_end(void)
{
	enum { ROUNDS = 3 * PERF_RING_SIZE / 32 };
	struct perf_event_header *record = heap_alloc(PERF_RECORD_SIZE_MAX);
	struct fake fake;

	open_fake(&fake);
	for (uint64_t i = 0; i < ROUNDS; i++) {
		size_t words = 2 + i % 5;
		uint64_t time_ns;

		write_record(&fake, i, words, i + 1000);
		perf_ring_look(&fake.ring);
		CHECK(perf_ring_time(&fake.ring, &time_ns));
		CHECK_INT(time_ns, i + 1000);
		perf_ring_take(&fake.ring, record);
		CHECK_INT(record->size, sizeof(*record) + words * sizeof(uint64_t));
		CHECK_INT(((struct record *)record)->words[0], i);
		CHECK_INT(fake.ring.page->data_tail, fake.written);
	}
	free(fake.ring.page);
	free(record);
}

int main(void)
{
	RUN(an_empty_ring_has_no_time);
	RUN(what_comes_after_a_look_is_not_seen);
	RUN(records_are_whole_across_the_end);
	return unit_status();
}
