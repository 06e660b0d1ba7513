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
 * It needs libc only, allocates nothing, takes no lock, and keeps three words a thread. While
 * nobody listens, a call costs a load, a test and a jump more.
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

static struct {
	void *(*malloc)(size_t size);
	void *(*calloc)(size_t count, size_t size);
	void *(*realloc)(void *old, size_t size);
	void *(*memalign)(size_t alignment, size_t size);
	void *(*aligned_alloc)(size_t alignment, size_t size);
	int (*posix_memalign)(void **block, size_t alignment, size_t size);
	void *(*valloc)(size_t size);
	void *(*pvalloc)(size_t size);
	void (*free)(void *block);
} next;

/*
 * Whoever allocates first comes here, before any constructor maybe. An old dlsym() may itself
 * allocate, and does without if it gets nothing.
 */
static NOINLINE void find_allocator(void)
{
	PER_THREAD bool is_finding;

	if (is_finding)
		return;
	is_finding = true;
	*(void **)&next.malloc = dlsym(RTLD_NEXT, "malloc");
	*(void **)&next.calloc = dlsym(RTLD_NEXT, "calloc");
	*(void **)&next.realloc = dlsym(RTLD_NEXT, "realloc");
	*(void **)&next.memalign = dlsym(RTLD_NEXT, "memalign");
	*(void **)&next.aligned_alloc = dlsym(RTLD_NEXT, "aligned_alloc");
	*(void **)&next.posix_memalign = dlsym(RTLD_NEXT, "posix_memalign");
	*(void **)&next.valloc = dlsym(RTLD_NEXT, "valloc");
	*(void **)&next.pvalloc = dlsym(RTLD_NEXT, "pvalloc");
	*(void **)&next.free = dlsym(RTLD_NEXT, "free");
	is_finding = false;
}

#define IS_THERE(function) (next.function || (find_allocator(), next.function))

static NOINLINE void *not_there(void)
{
	errno = ENOMEM;
	return NULL;
}

/* ---- the sample ---- */

static _Atomic uint64_t interval = DEFAULT_INTERVAL;
static bool is_seeded;
static uint64_t seed;
static _Atomic uint64_t threads; /* that drew from `seed` */

PER_THREAD uint64_t random_state;   /* 0: not begun */
PER_THREAD uint64_t distance;	    /* bytes to the next that is met */
PER_THREAD uint64_t drawn_interval; /* that it was drawn for */

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

/* Else children of one parent would all meet the same, and their errors would not even out. */
static void begin_in_child(void)
{
	seed = mix(seed ^ (uint64_t)getpid());
	random_state = distance = 0;
}

__attribute__((constructor)) static void begin(void)
{
	read_environment();
	pthread_atfork(NULL, NULL, begin_in_child);
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

	if (unlikely(!random_state)) {
		random_state = random_start();
		draw_distance();
	}
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
 * Their addresses, in buckets of a cache line. A free() has to know whether its block is among
 * them: most are not, and `filter` says so, which fits into the cache. It counts the addresses of
 * each hash, but no further than 255, where it stays.
 */
#define BUCKETS (1u << 17)
#define WAYS	8
#define FILTER	(1u << 16)

struct bucket {
	_Alignas(64) _Atomic uintptr_t address[WAYS];
};

struct told {
	uint64_t size, bytes;
};

static struct bucket buckets[BUCKETS];
static struct told told[BUCKETS][WAYS];
static _Atomic uint8_t filter[FILTER];
static _Atomic uint64_t live, live_limit = BUCKETS * WAYS / 4;

static uint64_t hash(const void *block)
{
	return (uintptr_t)block / 16 * 0x9e3779b97f4a7c15;
}

static _Atomic uint8_t *filter_of(uint64_t h)
{
	return &filter[h >> 48];
}

static void filter_count(uint64_t h, int step)
{
	_Atomic uint8_t *counter = filter_of(h);
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
			told[b][way] = what;
			filter_count(h, 1);
			count_live();
			return true;
		}
	}
	return false;
}

static bool take(const void *block, struct told *what)
{
	uint64_t h = hash(block);

	for (int choice = 0; choice < 2; choice++) {
		uint32_t b = bucket_of(h, choice);

		for (int way = 0; way < WAYS; way++) {
			if (atomic_load(&buckets[b].address[way]) != (uintptr_t)block)
				continue;
			*what = told[b][way];
			atomic_store(&buckets[b].address[way], 0);
			filter_count(h, -1);
			atomic_fetch_sub(&live, 1);
			return true;
		}
	}
	return false;
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
	if (!is_listened_to())
		return true;
	if (unlikely(size > distance))
		return false;
	distance -= size;
	return true;
}

/* An empty place in a bucket is 0, too. */
static inline bool may_be_told(const void *block)
{
	return block && unlikely(atomic_load_explicit(&live, memory_order_relaxed)) &&
	       unlikely(atomic_load_explicit(filter_of(hash(block)), memory_order_relaxed));
}

static NOINLINE void *met(void *block, size_t size)
{
	uint64_t bytes = block ? weigh(size) : 0;

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
	if (unlikely(!IS_THERE(malloc)))
		return not_there();
	return is_passed(size) ? next.malloc(size) : met_malloc(size);
}

static NOINLINE void *met_calloc(size_t count, size_t size)
{
	return met(next.calloc(count, size), count * size);
}

EXPORT void *calloc(size_t count, size_t size)
{
	size_t bytes;

	if (unlikely(!IS_THERE(calloc)))
		return not_there();
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
	return is_listened_to() ? met(block, size) : block;
}

EXPORT void *realloc(void *old, size_t size)
{
	if (unlikely(!IS_THERE(realloc)))
		return not_there();
	if (may_be_told(old) || !is_passed(size))
		return met_realloc(old, size);
	return next.realloc(old, size);
}

#define ALIGNED(function)                                                                         \
	static NOINLINE void *met_##function(size_t alignment, size_t size)                       \
	{                                                                                         \
		return met(next.function(alignment, size), size);                                 \
	}                                                                                         \
                                                                                                  \
	EXPORT void *function(size_t alignment, size_t size)                                      \
	{                                                                                         \
		if (unlikely(!IS_THERE(function)))                                                \
			return not_there();                                                       \
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
		if (unlikely(!IS_THERE(function)))                                                \
			return not_there();                                                       \
		return is_passed(size) ? next.function(size) : met_##function(size);              \
	}
OF_PAGES(valloc)
OF_PAGES(pvalloc)

EXPORT int posix_memalign(void **block, size_t alignment, size_t size)
{
	int error;

	if (unlikely(!IS_THERE(posix_memalign)))
		return ENOMEM;
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

/* That it is NULL, most likely: nothing was allocated yet. */
static NOINLINE void first_free(void *block)
{
	if (IS_THERE(free))
		next.free(block);
}

EXPORT void free(void *block)
{
	if (unlikely(!next.free))
		first_free(block);
	else if (may_be_told(block))
		met_free(block);
	else
		next.free(block);
}
