#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lexer/arena.h"
#include "runtime/output_private.h"

/*
 * A move is a few instructions, unless its program is preempted or interrupted in between: then it
 * takes until this task is run again.
 */
#define TRIES	 1000
#define PAUSE_NS 1000000

/* A plan says which map it is, and may have been damaged. */
static int check_shape(const struct output *output, int map)
{
	struct map_info info;
	int error = output->access->info(map, &info);

	if (error)
		return error;
	return info.key_size == sizeof(uint32_t) && info.value_size == sizeof(uint64_t) ? 0 : -EPROTO;
}

static bool has_pending(const struct output *output, uint32_t index)
{
	return output->plan->maps[index].pending && output->maps.pending &&
	       output->maps.pending[index] >= 0;
}

/* The element of each CPU. */
static int read_all(const struct output *output, const struct pending *pending, uint32_t element)
{
	return output->access->lookup(pending->map, &element, pending->counts);
}

/*
 * Of how many CPUs the moves that began before the stop may not be over. Once none is under way they
 * are, whatever begins later: that moves nothing.
 */
static uint32_t count_late(const struct output *output, const struct pending *pending,
			   bool *are_over)
{
	uint32_t late = 0;

	for (uint32_t cpu = 0; cpu < output->cpus; cpu++) {
		are_over[cpu] |= !pending->counts[cpu];
		late += !are_over[cpu];
	}
	return late;
}

static int wait_for_moves(const struct output *output, struct pending *pending)
{
	static const struct timespec pause = {.tv_nsec = PAUSE_NS};
	bool *are_over = heap_alloc(output->cpus * sizeof(*are_over));
	int error;

	for (int i = 0; i < TRIES; i++) {
		error = read_all(output, pending, ABI_PENDING_MOVES);
		pending->late = error ? 0 : count_late(output, pending, are_over);
		if (!pending->late)
			break;
		nanosleep(&pause, NULL);
	}
	free(are_over);
	return error;
}

/* The same for all CPUs. */
static int write_all(const struct output *output, const struct pending *pending, uint32_t element,
		     uint64_t word)
{
	for (uint32_t cpu = 0; cpu < output->cpus; cpu++)
		pending->counts[cpu] = word;
	return output->access->update(pending->map, &element, pending->counts);
}

static int stop(const struct output *output, const struct pending *pending)
{
	int error = write_all(output, pending, ABI_PENDING_STAYS, true);

	__atomic_thread_fence(__ATOMIC_SEQ_CST); /* whoever does not see it has begun to move */
	return error;
}

int pending_stop(const struct output *output, uint32_t index, struct pending *pending)
{
	int error;

	*pending = (struct pending){.map = -1};
	if (!has_pending(output, index))
		return 0;
	pending->map = output->maps.pending[index];
	error = check_shape(output, pending->map);
	if (error)
		return error;
	pending->counts = heap_alloc(output->cpus * sizeof(*pending->counts));
	error = stop(output, pending);
	if (!error)
		error = wait_for_moves(output, pending);
	return error ? error : read_all(output, pending, ABI_PENDING_COUNT);
}

uint64_t pending_of(const struct output *output, const struct pending *pending, const uint8_t *key)
{
	uint64_t number, sum = 0;

	if (!pending->counts)
		return 0;
	memcpy(&number, key, sizeof(number));
	for (uint32_t cpu = 0; cpu < output->cpus; cpu++)
		if (pending->counts[cpu] >> ABI_PENDING_SHIFT == number)
			sum += pending->counts[cpu] & ABI_PENDING_MOST;
	return sum;
}

int pending_drop(const struct output *output, struct pending *pending)
{
	return pending->counts ? write_all(output, pending, ABI_PENDING_COUNT, 0) : 0;
}

void pending_go_on(const struct output *output, struct pending *pending)
{
	if (pending->counts)
		write_all(output, pending, ABI_PENDING_STAYS, false);
	free(pending->counts);
	*pending = (struct pending){.map = -1};
}
