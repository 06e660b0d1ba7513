/*
 * libmemsample.so: a sample of a process's heap, taken inside the process.
 *
 * Preloaded (LD_PRELOAD), or linked before the allocator, it stands in front of malloc and its
 * kin and tells whoever listens of a few of the blocks, by OpenTelemetry's two USDT notes:
 *
 *     otel_memory:alloc(address, size, weighted bytes)
 *     otel_memory:free(address)            of a block that alloc told of
 *
 * Each byte that is allocated is as likely as any other to be met, one in MEMSAMPLE_INTERVAL
 * bytes (524288) on average: a thread draws how far it is to the next from an exponential
 * distribution. So a block is met with p = 1 - e^(-size / interval), and what is met stands for
 * size / p bytes: sums of those are right on average, whatever the sizes are.
 *
 * It needs libc only, allocates nothing, takes no lock, and keeps three words a thread. Most calls
 * are some five instructions longer: an allocation takes its size off the way to the next byte that
 * is met, and free() asks whether any block was told of. Only at that byte a thread looks whether
 * somebody listens, and while nobody does, again after each 32nd of the interval.
 *
 * Environment: MEMSAMPLE_INTERVAL; and MEMSAMPLE_SEED, a number that makes the sample of each
 * thread, numbered in the order of their first samples, the same from run to run, but for those
 * of forked children, which each draw numbers of their own.
 *
 * Not seen: blocks that a program takes from an allocator by other names, and operators new that
 * do not end in malloc.
 */
#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#ifndef MEMSAMPLE_NOTES /* the test has its own */
#define _SDT_HAS_SEMAPHORES 1
#include <sys/sdt.h>

/* Those who listen are counted here, by the kernel. */
#define SEMAPHORE(name)                                                                           \
	__attribute__((section(".probes"), visibility("protected"))) volatile unsigned short      \
		otel_memory_##name##_semaphore
SEMAPHORE(alloc);
SEMAPHORE(free);
#define NOTE_ALLOC(address, size, bytes) STAP_PROBE3(otel_memory, alloc, address, size, bytes)
#define NOTE_FREE(address)		 STAP_PROBE1(otel_memory, free, address)
#endif

#define EXPORT	    __attribute__((visibility("default")))
#define NOINLINE    __attribute__((noinline))
#define unlikely(x) __builtin_expect(!!(x), 0)

/* In the static block: nothing is allocated for them, and three words fit after dlopen(), too. */
#define PER_THREAD static __thread __attribute__((tls_model("initial-exec")))

#define DEFAULT_INTERVAL (512ull << 10)
#define LARGEST_INTERVAL (1ull << 48)

/* ---- the allocator behind ---- */

/* Name, what it returns, parameters, arguments, and what it returns where it is missing. */
#define ALLOCATOR(X)                                                                              \
	X(malloc, void *, (size_t size), (size), refuse())                                        \
	X(calloc, void *, (size_t count, size_t size), (count, size), refuse())                   \
	X(realloc, void *, (void *old, size_t size), (old, size), refuse())                       \
	X(memalign, void *, (size_t alignment, size_t size), (alignment, size), refuse())         \
	X(aligned_alloc, void *, (size_t alignment, size_t size), (alignment, size), refuse())    \
	X(posix_memalign, int, (void **block, size_t alignment, size_t size),                     \
	  (block, alignment, size), ENOMEM)                                                       \
	X(valloc, void *, (size_t size), (size), refuse())                                        \
	X(pvalloc, void *, (size_t size), (size), refuse())                                       \
	X(free, void, (void *block), (block), (void)0)

#define FIRST(name, type, parameters, ...) static NOINLINE type first_##name parameters;
ALLOCATOR(FIRST)
#undef FIRST

/* Each is found by the first call of any. */
static struct {
#define NEXT(name, type, parameters, ...) type (*name) parameters;
	ALLOCATOR(NEXT)
#undef NEXT
} next = {
#define NEXT(name, ...) .name = first_##name,
	ALLOCATOR(NEXT)
#undef NEXT
};

/*
 * Whoever allocates first comes here, before any constructor maybe. An old dlsym() may itself
 * allocate, and does without if it gets nothing.
 */
static NOINLINE void find_allocator(void)
{
	PER_THREAD bool is_finding;
	void *function;

	if (is_finding)
		return;
	is_finding = true;
#define FIND(name, ...)                                                                           \
	function = dlsym(RTLD_NEXT, #name);                                                       \
	if (function)                                                                             \
		*(void **)&next.name = function;
	ALLOCATOR(FIND)
#undef FIND
	is_finding = false;
}

static void *refuse(void)
{
	errno = ENOMEM;
	return NULL;
}

#define FIRST(name, type, parameters, arguments, refusal)                                         \
	static NOINLINE type first_##name parameters                                              \
	{                                                                                         \
		find_allocator();                                                                 \
		return next.name == first_##name ? refusal : next.name arguments;                 \
	}
ALLOCATOR(FIRST)
#undef FIRST

/* ---- the sample ---- */

static _Atomic uint64_t interval = DEFAULT_INTERVAL;
static bool is_seeded;
static uint64_t seed;
static _Atomic uint64_t threads; /* that drew from `seed` */

PER_THREAD uint64_t random_state;   /* 0: not begun */
PER_THREAD uint64_t distance;	    /* bytes to the next that is met */
PER_THREAD uint64_t drawn_interval; /* that it was drawn for; 0: it was not */

/* Whitens numbers that are near each other: the end of splitmix64. */
static uint64_t mix(uint64_t x)
{
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
	x = (x ^ x >> 27) * 0x94d049bb133111eb;
	return x ^ x >> 31;
}

static void read_environment(void)
{
	const char *bytes = getenv("MEMSAMPLE_INTERVAL"), *number = getenv("MEMSAMPLE_SEED");
	uint64_t wanted = bytes ? strtoull(bytes, NULL, 0) : 0;

	if (wanted)
		interval = wanted < LARGEST_INTERVAL ? wanted : LARGEST_INTERVAL;
	is_seeded = number;
	seed = number ? strtoull(number, NULL, 0) : 0;
}

static void draw_anew(void)
{
	random_state = distance = drawn_interval = 0;
}

/* Else children of one parent would all meet the same, and their errors would not even out. */
static void begin_in_child(void)
{
	seed = mix(seed ^ (uint64_t)getpid());
	draw_anew();
}

static uint64_t random_start(void)
{
	uint64_t start;

	if (is_seeded)
		start = mix(seed + 1) + atomic_fetch_add(&threads, 1);
	else if (getrandom(&start, sizeof(start), GRND_NONBLOCK) != sizeof(start))
		start = (uint64_t)time(NULL) ^ (uintptr_t)&random_state;
	return start | 1ull << 63;
}

/* In (0, 1]. */
static double random_fraction(void)
{
	if (unlikely(!random_state))
		random_state = random_start();
	random_state += 0x9e3779b97f4a7c15;
	return (double)((mix(random_state) >> 11) + 1) * 0x1p-53;
}

/*
 * Of x in (0, 1], since log() would need libm: ln(m 2^e) = e ln 2 + 2 (z + z^3/3 + z^5/5 + ...),
 * with z = (m - 1) / (m + 1).
 */
static double natural_log(double x)
{
	double z, square, sum = 0, e = 0;

	for (; x < 0x1p-16; x *= 0x1p16)
		e -= 16;
	for (; x < 0.75; x *= 2)
		e -= 1;
	z = (x - 1) / (x + 1);
	square = z * z;
	for (int i = 17; i >= 1; i -= 2)
		sum = sum * square + 1.0 / i;
	return e * 0.693147180559945309417 + 2 * z * sum;
}

static void draw_distance(void)
{
	drawn_interval = interval;
	distance = (uint64_t)(-natural_log(random_fraction()) * (double)drawn_interval);
}

/* 1 - e^-x: a series where x is small, and from x to 2x by 1 - (1 - p)^2. */
static double probability(double x)
{
	double p = 1;
	int halvings = 0;

	if (x > 40)
		return 1;
	for (; x > 0.5; x /= 2)
		halvings++;
	for (int i = 14; i > 1; i--)
		p = 1 - x / i * p;
	p *= x;
	for (; halvings; halvings--)
		p = 2 * p - p * p;
	return p;
}

/* The bytes that a block stands for; 0: none of its own was met. */
static uint64_t weigh(uint64_t size)
{
	double bytes;

	if (unlikely(!drawn_interval))
		draw_distance();
	if (size <= distance) {
		distance -= size;
		return 0;
	}
	bytes = (double)size / probability((double)size / (double)drawn_interval);
	draw_distance();
	return (uint64_t)(bytes + 0.5);
}

/* ---- the blocks that were told of ---- */

/*
 * Their addresses, in buckets of a cache line, and what was told. A free() has to know whether its
 * block is among them: most are not, and `filter` says so, which fits into the cache. It counts the
 * addresses of each hash, but no further than 255, where it stays.
 */
#define BUCKETS (1u << 17)
#define WAYS	8
#define FILTER	(1u << 16)

struct told {
	uint64_t size, bytes;
};

struct bucket {
	_Alignas(64) _Atomic uintptr_t address[WAYS];
	struct told told[WAYS];
};

static struct bucket buckets[BUCKETS];
static _Atomic uint8_t filter[FILTER];
static _Atomic uint64_t live, live_limit = BUCKETS * WAYS / 4;

static uint64_t hash(const void *block)
{
	return (uintptr_t)block / 16 * 0x9e3779b97f4a7c15;
}

/* A hash of two instructions, since free() asks it of each block. */
static _Atomic uint8_t *filter_of(const void *block)
{
	return &filter[(uint32_t)(uintptr_t)block * 0x9e3779b1u >> 16];
}

static void filter_count(const void *block, int step)
{
	_Atomic uint8_t *counter = filter_of(block);
	uint8_t old = atomic_load(counter);

	while (old != UINT8_MAX && !atomic_compare_exchange_weak(counter, &old, (uint8_t)(old + step)))
		;
}

/*
 * Before the buckets run full, fewer blocks are met: weights stay right, each is of the interval
 * that its block was met with. The limit nears half of what there is room for.
 */
static void count_live(void)
{
	uint64_t limit = live_limit;

	if (atomic_fetch_add(&live, 1) < limit || interval >= LARGEST_INTERVAL)
		return;
	if (atomic_compare_exchange_strong(&live_limit, &limit, limit + (BUCKETS * WAYS / 2 - limit) / 2))
		interval *= 2;
}

/* An address is in one of two buckets. */
static uint32_t bucket_of(uint64_t h, int choice)
{
	return (uint32_t)(choice ? h >> 20 : h >> 47) % BUCKETS;
}

/*
 * Only a block's owner puts its address in, and only its owner, by freeing it, takes it out: what
 * is beside the address needs no order. False: both buckets are full.
 */
static bool put(const void *block, struct told what)
{
	uint64_t h = hash(block);

	for (int choice = 0; choice < 2; choice++) {
		uint32_t b = bucket_of(h, choice);

		for (int way = 0; way < WAYS; way++) {
			uintptr_t none = 0;

			if (!atomic_compare_exchange_strong(&buckets[b].address[way], &none, (uintptr_t)block))
				continue;
			buckets[b].told[way] = what;
			filter_count(block, 1);
			count_live();
			return true;
		}
	}
	return false;
}

static bool take(const void *block, struct told *what)
{
	uint64_t h = hash(block);

	if (!block) /* as an empty place in a bucket is */
		return false;
	for (int choice = 0; choice < 2; choice++) {
		uint32_t b = bucket_of(h, choice);

		for (int way = 0; way < WAYS; way++) {
			if (atomic_load(&buckets[b].address[way]) != (uintptr_t)block)
				continue;
			*what = buckets[b].told[way];
			atomic_store(&buckets[b].address[way], 0);
			filter_count(block, -1);
			atomic_fetch_sub(&live, 1);
			return true;
		}
	}
	return false;
}

/* A huge page for each of the first blocks would take more time and memory than the blocks. */
static void avoid_huge_pages(void)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	uintptr_t begin = (uintptr_t)buckets / page * page;

	madvise((void *)begin, (uintptr_t)(buckets + BUCKETS) - begin, MADV_NOHUGEPAGE);
}

__attribute__((constructor)) static void begin(void)
{
	read_environment();
	draw_anew(); /* what was drawn was for another interval and seed */
	avoid_huge_pages();
	pthread_atfork(NULL, NULL, begin_in_child);
}

/*
 * The one place of each note, where who listens puts a probe. Nothing of ours but these is in the
 * stack then: whoever met the block leaves its frame before.
 */
static NOINLINE void *memsample_alloc(void *block, uint64_t size, uint64_t bytes)
{
	NOTE_ALLOC(block, size, bytes);
	return block;
}

static NOINLINE void memsample_free(void *block)
{
	NOTE_FREE(block);
}

/* ---- what stands in front ---- */

static inline bool is_listened_to(void)
{
	return unlikely(otel_memory_alloc_semaphore);
}

/* True: nothing to do for an allocation of so many bytes. */
static inline bool is_passed(size_t size)
{
	uint64_t rest;

	if (unlikely(__builtin_sub_overflow(distance, size, &rest)))
		return false;
	distance = rest;
	return true;
}

static inline bool may_be_told(const void *block)
{
	return unlikely(atomic_load_explicit(&live, memory_order_relaxed)) &&
	       unlikely(atomic_load_explicit(filter_of(block), memory_order_relaxed));
}

static NOINLINE void *met(void *block, size_t size)
{
	uint64_t bytes;

	if (!block)
		return NULL;
	if (!is_listened_to()) {
		distance = interval / 32;
		drawn_interval = 0;
		return block;
	}
	bytes = weigh(size);
	if (!bytes || !put(block, (struct told){size, bytes}))
		return block;
	return memsample_alloc(block, size, bytes);
}

static NOINLINE void *met_malloc(size_t size)
{
	return met(next.malloc(size), size);
}

EXPORT void *malloc(size_t size)
{
	return is_passed(size) ? next.malloc(size) : met_malloc(size);
}

static NOINLINE void *met_calloc(size_t count, size_t size)
{
	return met(next.calloc(count, size), count * size);
}

EXPORT void *calloc(size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes) || is_passed(bytes))
		return next.calloc(count, size);
	return met_calloc(count, size);
}

/*
 * The old block's end is told before realloc(): after it, another thread may have the address,
 * and have told of it. If realloc() refuses, the block is told of again.
 */
static NOINLINE void *met_realloc(void *old, size_t size)
{
	struct told what;
	bool was_told = may_be_told(old) && take(old, &what);
	void *block;

	if (was_told)
		memsample_free(old);
	block = next.realloc(old, size);
	if (!block && size && was_told && put(old, what))
		memsample_alloc(old, what.size, what.bytes);
	return met(block, size);
}

EXPORT void *realloc(void *old, size_t size)
{
	if (!may_be_told(old) && is_passed(size))
		return next.realloc(old, size);
	return met_realloc(old, size);
}

#define ALIGNED(function)                                                                         \
	static NOINLINE void *met_##function(size_t alignment, size_t size)                       \
	{                                                                                         \
		return met(next.function(alignment, size), size);                                 \
	}                                                                                         \
                                                                                                  \
	EXPORT void *function(size_t alignment, size_t size)                                      \
	{                                                                                         \
		return is_passed(size) ? next.function(alignment, size)                           \
				       : met_##function(alignment, size);                         \
	}
ALIGNED(memalign)
ALIGNED(aligned_alloc)

#define OF_PAGES(function)                                                                        \
	static NOINLINE void *met_##function(size_t size)                                         \
	{                                                                                         \
		return met(next.function(size), size);                                            \
	}                                                                                         \
                                                                                                  \
	EXPORT void *function(size_t size)                                                        \
	{                                                                                         \
		return is_passed(size) ? next.function(size) : met_##function(size);              \
	}
OF_PAGES(valloc)
OF_PAGES(pvalloc)

EXPORT int posix_memalign(void **block, size_t alignment, size_t size)
{
	int error;

	error = next.posix_memalign(block, alignment, size);
	if (!error && !is_passed(size))
		met(*block, size);
	return error;
}

static NOINLINE void met_free(void *block)
{
	struct told what;

	if (take(block, &what))
		memsample_free(block);
	next.free(block);
}

EXPORT void free(void *block)
{
	if (may_be_told(block))
		met_free(block);
	else
		next.free(block);
}
