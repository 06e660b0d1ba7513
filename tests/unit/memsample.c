/* libmemsample.so, in this program: its notes are calls of note_alloc() and note_free(). */
#include <math.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile unsigned short otel_memory_alloc_semaphore;
static void note_alloc(void *block, uint64_t size, uint64_t bytes);
static void note_free(void *block);

#define MEMSAMPLE_NOTES
#define NOTE_ALLOC(block, size, bytes) note_alloc(block, size, bytes)
#define NOTE_FREE(block)	       note_free(block)
#include "runtime/memsample/memsample.c"
#include "tests/unit/unit.h"

/* The sanitizer's allocator refuses as others do. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

/* What a listener knows. Nothing here may allocate. */
#define KNOWN 65536

static struct {
	_Atomic uintptr_t address;
	uint64_t size;
} known[KNOWN];
static _Atomic uint64_t allocs, frees;
static _Atomic uint64_t wrong; /* allocs of what is known already, frees of what is not */
static _Atomic uint64_t total_bytes;
static double variance; /* of total_bytes, estimated from the sample */

/* An address is within so many slots of its first. */
#define PROBES 64

static uint32_t first_slot(void *block)
{
	return (uint32_t)((uintptr_t)block >> 4) * 2654435761u >> 16;
}

static uint32_t slot_of(void *block)
{
	for (uint32_t i = 0; i < PROBES; i++)
		if (known[(first_slot(block) + i) % KNOWN].address == (uintptr_t)block)
			return (first_slot(block) + i) % KNOWN;
	return KNOWN;
}

static void note_alloc(void *block, uint64_t size, uint64_t bytes)
{
	if (slot_of(block) != KNOWN)
		wrong++;
	allocs++;
	total_bytes += bytes;
	variance += (double)bytes * (double)bytes * (1 - (double)size / (double)bytes);
	for (uint32_t i = 0; i < PROBES; i++) {
		uint32_t slot = (first_slot(block) + i) % KNOWN;
		uintptr_t none = 0;

		if (!atomic_compare_exchange_strong(&known[slot].address, &none, (uintptr_t)block))
			continue;
		known[slot].size = size;
		return;
	}
	wrong++; /* no room: the test asks too much */
}

static void note_free(void *block)
{
	uint32_t slot = slot_of(block);

	frees++;
	if (slot == KNOWN)
		wrong++;
	else
		known[slot].address = 0;
}

static void listen_with(uint64_t wanted_interval, uint64_t wanted_seed)
{
	memset(known, 0, sizeof(known));
	allocs = frees = wrong = total_bytes = 0;
	variance = 0;
	interval = wanted_interval;
	live_limit = BUCKETS * WAYS / 4;
	is_seeded = true;
	seed = wanted_seed;
	threads = 0;
	draw_anew();
	otel_memory_alloc_semaphore = 1;
}

static void stop_listening(void)
{
	otel_memory_alloc_semaphore = 0;
}

static void *volatile kept; /* so that no call is optimised away */

static void nobody_listens(void)
{
	listen_with(1, 1);
	stop_listening();
	free(kept = malloc(1000));
	CHECK_INT(allocs + frees, 0);
	CHECK_INT(live, 0);
}

/* A thread looks after a 32nd of the interval at the latest, and meets what it should from then on. */
static void who_comes_late_misses_little(void)
{
	const uint64_t rounds = 1000, heard = 3200, missed = 6 * 16;

	listen_with(3200, 1);
	for (uint64_t round = 0; round < rounds; round++) {
		stop_listening();
		free(kept = malloc(100000));
		otel_memory_alloc_semaphore = 1;
		for (uint64_t bytes = 0; bytes < heard; bytes += 16)
			free(kept = malloc(16));
	}
	stop_listening();
	CHECK(fabs((double)total_bytes / (double)(rounds * (heard - missed)) - 1) < 0.1);
	CHECK_INT(wrong, 0);
}

static void each_function_is_told_of(void)
{
	void *blocks[8];

	listen_with(1, 1); /* all blocks of more than a few bytes are met */
	blocks[0] = malloc(1000);
	blocks[1] = calloc(10, 100);
	blocks[2] = realloc(NULL, 1000);
	blocks[3] = memalign(64, 1000);
	blocks[4] = aligned_alloc(64, 1024);
	CHECK_INT(posix_memalign(&blocks[5], 64, 1000), 0);
	blocks[6] = valloc(1000);
	blocks[7] = pvalloc(1000);
	CHECK_INT(allocs, 8);
	CHECK_INT(total_bytes, 8 * 1000 + 24);
	for (int i = 0; i < 8; i++)
		free(blocks[i]);
	stop_listening();
	CHECK_INT(frees, 8);
	CHECK_INT(wrong, 0);
	CHECK_INT(live, 0);
}

static void realloc_ends_one_block_and_begins_another(void)
{
	void *block;

	listen_with(1, 1);
	block = malloc(1000);
	block = realloc(block, 100000);
	CHECK_INT(allocs, 2);
	CHECK_INT(frees, 1);
	CHECK_INT(total_bytes, 101000);
	kept = realloc(block, 0);
	CHECK_INT(frees, 2);
	CHECK(!kept);
	stop_listening();
	CHECK_INT(wrong, 0);
	CHECK_INT(live, 0);
}

/* What it was told of before makes no difference. */
static void realloc_is_met_as_others_are(void)
{
	uint64_t truth = 0;

	listen_with(4096, 1);
	for (size_t i = 0; i < 20000; i++) {
		size_t size = i % 2 ? 4000 : 4200;

		kept = realloc(i ? kept : NULL, size);
		truth += size;
	}
	free(kept);
	stop_listening();
	CHECK(fabs((double)total_bytes / (double)truth - 1) < 0.02);
	CHECK_INT(wrong, 0);
	CHECK_INT(live, 0);
}

static void a_refused_realloc_leaves_the_block(void)
{
	volatile size_t too_much = PTRDIFF_MAX;
	void *block;

	listen_with(1, 1);
	block = malloc(1000);
	CHECK(!realloc(block, too_much));
	CHECK_INT(allocs, 2); /* told of again, the same */
	CHECK_INT(frees, 1);
	CHECK_INT(known[slot_of(block)].size, 1000);
	free(block);
	stop_listening();
	CHECK_INT(frees, 2);
	CHECK_INT(wrong, 0);
	CHECK_INT(live, 0);
}

static void what_fails_is_not_told_of(void)
{
	volatile size_t too_much = PTRDIFF_MAX;

	listen_with(1, 1);
	CHECK(!malloc(too_much));
	CHECK_INT(distance, 0); /* so that what follows is met */
	CHECK(!calloc(too_much, 4)); /* more than size_t holds */
	CHECK(!calloc(too_much, 1));
	CHECK_INT(distance, 0);
	CHECK(posix_memalign((void **)&kept, 64, too_much));
	CHECK_INT(distance, 0);
	stop_listening();
	CHECK_INT(allocs + frees, 0);
}

/* Also while blocks are in the table under the hash of NULL. */
static void nothing_is_not_a_block(void)
{
	void *volatile nothing = NULL;
	void *block;

	listen_with(1, 1);
	block = malloc(1000);
	filter_count(NULL, 1);
	free(nothing);
	free(realloc(nothing, 0));
	filter_count(NULL, -1);
	CHECK_INT(allocs, 1);
	CHECK_INT(frees, 0);
	free(block);
	stop_listening();
	CHECK_INT(wrong, 0);
	CHECK_INT(live, 0);
}

static void a_block_outlives_its_listener(void)
{
	void *block;

	listen_with(1, 1);
	block = malloc(1000);
	stop_listening();
	free(block);
	CHECK_INT(live, 0);
	listen_with(1, 1);
	kept = block = malloc(1000); /* the same address, most likely */
	free(block);
	stop_listening();
	CHECK_INT(wrong, 0);
}

/* Sizes from 1 byte to some intervals, as programs have them: many small ones, few large ones. */
static size_t next_size(uint64_t *state)
{
	uint64_t bits;

	*state += 0x9e3779b97f4a7c15;
	bits = mix(*state);
	return 1 + (bits >> 8) % ((uint64_t)1 << (3 + bits % 14));
}

#define SEEDS  20
#define WANTED 6400 /* blocks of a sample */

static void sums_are_right_on_average(void)
{
	int in_bound = 0;
	double error_sum = 0;

	for (uint64_t s = 1; s <= SEEDS; s++) {
		uint64_t state = s, truth = 0;
		double error;

		listen_with(4096, s);
		while (allocs < WANTED) {
			size_t size = next_size(&state);

			free(kept = malloc(size));
			truth += size;
		}
		stop_listening();
		CHECK_INT(wrong, 0);
		error = (double)total_bytes - (double)truth;
		error_sum += error / (double)truth;
		CHECK(fabs(error) < 0.05 * (double)truth);
		in_bound += fabs(error) <= 1.96 * sqrt(variance);
	}
	CHECK(in_bound >= 16);
	CHECK(fabs(error_sum / SEEDS) < 0.01);
}

/* Some blocks are freed by another thread than allocated them, by way of a shared slot. */
#define SHARED 64

static void *_Atomic shared[SHARED];
static _Atomic uint64_t passed_bytes;

static void *churn(void *argument)
{
	uint64_t state = (uintptr_t)argument;

	for (int i = 0; i < 100000; i++) {
		size_t size = next_size(&state);
		void *block = i % 3 ? malloc(size) : realloc(malloc(size), size + 100);

		passed_bytes += i % 3 ? size : 2 * size + 100;
		free(atomic_exchange(&shared[mix(state) % SHARED], block));
	}
	return NULL;
}

static void threads_share_blocks(void)
{
	pthread_t churners[4];

	listen_with(4096, 1);
	passed_bytes = 0;
	for (uintptr_t i = 0; i < 4; i++)
		pthread_create(&churners[i], NULL, churn, (void *)(i + 1));
	for (int i = 0; i < 4; i++)
		pthread_join(churners[i], NULL);
	for (int i = 0; i < SHARED; i++)
		free(atomic_exchange(&shared[i], NULL));
	stop_listening();
	CHECK_INT(wrong, 0);
	CHECK(allocs > 10000);
	CHECK_INT(allocs - frees, live); /* what pthread_create() keeps */
	CHECK(fabs((double)total_bytes / (double)passed_bytes - 1) < 0.05);
}

static void a_child_goes_on(void)
{
	int status;
	pid_t child;

	listen_with(1, 1);
	kept = malloc(1000);
	child = fork();
	if (child == 0) {
		uint64_t before = frees;
		bool was_known = slot_of(kept) != KNOWN;

		was_known = was_known && random_state == 0; /* it draws its own numbers */
		free(kept);
		_exit(was_known && frees == before + 1 && slot_of(kept) == KNOWN ? 0 : 1);
	}
	waitpid(child, &status, 0);
	free(kept);
	stop_listening();
	CHECK_INT(status, 0);
	CHECK_INT(wrong, 0);
}

/* More live blocks than there is room for: the interval grows, and sums stay right. */
static void a_full_table_samples_less(void)
{
	const size_t count = 2000000, size = 16;
	uint64_t before = live;
	void **blocks = malloc(count * sizeof(*blocks));

	listen_with(8, 1);
	for (size_t i = 0; i < count; i++) {
		if (i % 8192 == 0) /* the listener's own table is small: it forgets, but adds up */
			memset(known, 0, sizeof(known));
		blocks[i] = malloc(size);
	}
	CHECK(interval > 8);
	CHECK(live < BUCKETS * WAYS / 2);
	CHECK(fabs((double)total_bytes / (double)(count * size) - 1) < 0.05);
	for (size_t i = 0; i < count; i++)
		free(blocks[i]);
	stop_listening();
	free(blocks);
	CHECK_INT(live, before);
}

/* Whether the kernel has been told, where it has huge pages. */
static void the_table_has_no_huge_pages(void)
{
	FILE *maps = fopen("/proc/self/smaps", "r");
	uintptr_t middle = (uintptr_t)&buckets[BUCKETS / 2];
	unsigned long begin, end;
	bool is_told_so = access("/sys/kernel/mm/transparent_hugepage", F_OK) != 0;
	bool is_there = false;
	char line[512];

	while (fgets(line, sizeof(line), maps)) {
		if (sscanf(line, "%lx-%lx ", &begin, &end) == 2)
			is_there = begin <= middle && middle < end;
		else if (is_there && strncmp(line, "VmFlags:", 8) == 0)
			is_told_so = is_told_so || strstr(line, " nh");
	}
	fclose(maps);
	CHECK(is_told_so);
}

static void logarithm_and_probability(void)
{
	for (double x = 1e-12; x < 1; x *= 1.37)
		CHECK(fabs(natural_log(x) / log(x) - 1) < 1e-12);
	CHECK(fabs(natural_log(0x1p-53) / log(0x1p-53) - 1) < 1e-12);
	for (double x = 1e-15; x < 60; x *= 1.37)
		CHECK(fabs(probability(x) / -expm1(-x) - 1) < 1e-12);
}

int main(void)
{
	RUN(nobody_listens);
	RUN(who_comes_late_misses_little);
	RUN(each_function_is_told_of);
	RUN(realloc_ends_one_block_and_begins_another);
	RUN(realloc_is_met_as_others_are);
	RUN(a_refused_realloc_leaves_the_block);
	RUN(what_fails_is_not_told_of);
	RUN(nothing_is_not_a_block);
	RUN(a_block_outlives_its_listener);
	RUN(sums_are_right_on_average);
	RUN(a_child_goes_on);
	RUN(threads_share_blocks);
	RUN(a_full_table_samples_less);
	RUN(the_table_has_no_huge_pages);
	RUN(logarithm_and_probability);
	return unit_status();
}
