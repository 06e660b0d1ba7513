#include "runtime/perf_ring.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "runtime/perf_event_open.h"

static size_t page_size(void)
{
	return sysconf(_SC_PAGESIZE);
}

int perf_ring_open(struct perf_ring *ring, int cpu)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE,
		.config = PERF_COUNT_SW_DUMMY,
		.sample_type = PERF_SAMPLE_TIME,
		.sample_id_all = 1,
		.use_clockid = 1,
		.clockid = CLOCK_BOOTTIME,
		.mmap = 1,
		.mmap2 = 1,
		.comm = 1,
		.comm_exec = 1,
		.task = 1,
		.build_id = 1,
		.watermark = 1, /* be woken by each record: a process may be gone soon */
		.wakeup_watermark = 1,
	};
	void *pages;

	*ring = (struct perf_ring){.fd = -1, .cpu = cpu};
	ring->fd = perf_event_open(&attr, -1, cpu);
	if (ring->fd == -EINVAL) { /* build IDs are told since Linux 5.12 */
		attr.build_id = 0;
		ring->fd = perf_event_open(&attr, -1, cpu);
	}
	if (ring->fd < 0)
		return ring->fd;
	pages = mmap(NULL, page_size() + PERF_RING_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED,
		     ring->fd, 0);
	if (pages == MAP_FAILED) {
		int error = -errno;

		perf_ring_close(ring);
		return error;
	}
	ring->page = pages;
	return 0;
}

void perf_ring_close(struct perf_ring *ring)
{
	if (ring->page)
		munmap(ring->page, page_size() + PERF_RING_SIZE);
	if (ring->fd >= 0)
		close(ring->fd);
	*ring = (struct perf_ring){.fd = -1};
}

void perf_ring_look(struct perf_ring *ring)
{
	ring->head = __atomic_load_n(&ring->page->data_head, __ATOMIC_ACQUIRE);
}

/* Positions only grow; the data begins again at its start when it reaches the end. */
static void copy_out(const struct perf_ring *ring, uint64_t position, void *to, size_t size)
{
	const char *data = (const char *)ring->page + page_size();
	size_t at = position % PERF_RING_SIZE;
	size_t first = size < PERF_RING_SIZE - at ? size : PERF_RING_SIZE - at;

	memcpy(to, data + at, first);
	memcpy((char *)to + first, data, size - first);
}

static size_t next_size(const struct perf_ring *ring)
{
	struct perf_event_header header;

	copy_out(ring, ring->tail, &header, sizeof(header));
	return header.size;
}

bool perf_ring_time(const struct perf_ring *ring, uint64_t *time_ns)
{
	if (ring->tail == ring->head)
		return false;
	copy_out(ring, ring->tail + next_size(ring) - sizeof(*time_ns), time_ns, sizeof(*time_ns));
	return true;
}

void perf_ring_take(struct perf_ring *ring, struct perf_event_header *record)
{
	size_t size = next_size(ring);

	copy_out(ring, ring->tail, record, size);
	ring->tail += size;
	__atomic_store_n(&ring->page->data_tail, ring->tail, __ATOMIC_RELEASE);
}
