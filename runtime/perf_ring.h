/*
 * What the kernel has to say of one CPU's processes: mappings, exec, fork, exit
 * (perf_event_open(2)).
 *
 * Records carry the time, CLOCK_BOOTTIME, at their end; within a ring they are in order of time.
 */
#ifndef MEMTAP_PERF_RING_H
#define MEMTAP_PERF_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct perf_event_header;
struct perf_event_mmap_page;

struct perf_ring {
	int fd;
	int cpu;
	struct perf_event_mmap_page *page;
	uint64_t tail; /* of what was taken */
	uint64_t head; /* of what was there at perf_ring_look() */
};

#define PERF_RECORD_SIZE_MAX 65536
#define PERF_RING_SIZE	     (128 * 1024) /* bytes of records; a power of two */

/* 0 or a negative errno; -ENODEV: no such CPU is running. */
int perf_ring_open(struct perf_ring *ring, int cpu);
void perf_ring_close(struct perf_ring *ring);

/* Sees what has come. */
void perf_ring_look(struct perf_ring *ring);
/* The time of the next record; false when there is none. */
bool perf_ring_time(const struct perf_ring *ring, uint64_t *time_ns);
/* Takes the next record, which is there, out; copies it to PERF_RECORD_SIZE_MAX bytes. */
void perf_ring_take(struct perf_ring *ring, struct perf_event_header *record);

#endif
