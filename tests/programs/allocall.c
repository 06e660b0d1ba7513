/*
 * allocall [--expect] [N]: every allocator function of libc, in the ways that trip tracers up, and
 * a known set of leaks.
 *
 * Two threads share one arena. Each takes N / 2 rounds (N is 2000 unless given) and in each round
 * allocates and frees a block through malloc, calloc, realloc, reallocarray, posix_memalign,
 * memalign, aligned_alloc, valloc and pvalloc, and
 *
 *     realloc   that moves, and whose old address the other thread gets at once, since it allocates
 *               blocks of the same sizes all the time, too big for per-thread caches; that happens
 *               in place; of NULL; to size 0, which frees; of a size that cannot be had, which
 *               leaves the old block alone; of a block with a mapping of its own
 *     failures  of malloc, calloc and reallocarray (products that overflow), posix_memalign
 *               (alignment and size)
 *     free      of NULL, and of what the other thread has allocated
 *     libc      what it allocates itself: fopen, fprintf, getline, asprintf, qsort, strdup,
 *               opendir, pthread_create
 *
 * Of all this nothing is left. The first thread also leaks, each from a function of its own that is
 * in the table `leaks` below; `allocall --expect` prints it as lines `FUNCTION BYTES COUNT` sorted
 * by name, and does nothing else. BYTES is the sum of the sizes asked for. What is left outstanding
 * after "done" is that and nothing of libc's: the threads run on stacks of our own, because libc
 * keeps what belongs to the stacks that it makes; standard output is not written through stdio.
 * (libc also has a cache for each thread, which it allocates and frees without its public
 * functions.)
 */
#include "leaks.h"

#include <dirent.h>
#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/mman.h>

#define STACK_SIZE (256 << 10)
#define SLOTS	   8

static int rounds = 1000; /* of each thread */

static void *_Atomic slots[SLOTS];
static atomic_uint next_slot;

/* The leaks that are not in leaks.h. Each call leaks one block. */

static void leak_mapped(void)
{
	keep(malloc(1 << 20));
}

static void leak_memalign(void)
{
	keep(memalign(128, 1280));
}

static void leak_pvalloc(void)
{
	keep(pvalloc(4096));
}

static void leak_valloc(void)
{
	keep(valloc(2000));
}

static void leak_reallocarray(void)
{
	keep(reallocarray(NULL, 8, 512));
}

static void leak_realloc_moved(void)
{
	void *p = got(malloc(2500)), *barrier = got(malloc(2500));

	keep(realloc(p, 50000));
	free(barrier);
}

static void leak_realloc_in_place(void)
{
	void *p = got(malloc(1500));
	uintptr_t before = (uintptr_t)p;

	p = realloc(p, 1495);
	check((uintptr_t)p == before, "realloc in place moved");
	keep(p);
}

static const struct {
	const char *name;
	void (*leak)(void);
	int size, count;
} leaks[] = {
	{"leak_aligned_alloc", leak_aligned_alloc, 640, 6},
	{"leak_calloc", leak_calloc, 3000, 5},
	{"leak_malloc", leak_malloc, 1000, 7},
	{"leak_mapped", leak_mapped, 1 << 20, 2},
	{"leak_memalign", leak_memalign, 1280, 4},
	{"leak_posix_memalign", leak_posix_memalign, 900, 8},
	{"leak_pvalloc", leak_pvalloc, 4096, 3},
	{"leak_realloc_failed", leak_realloc_failed, 1234, 9},
	{"leak_realloc_in_place", leak_realloc_in_place, 1495, 11},
	{"leak_realloc_moved", leak_realloc_moved, 50000, 10},
	{"leak_realloc_null", leak_realloc_null, 700, 12},
	{"leak_reallocarray", leak_reallocarray, 4096, 13},
	{"leak_valloc", leak_valloc, 2000, 14},
};
#define LEAKS (int)(sizeof(leaks) / sizeof(*leaks))

/* What is freed again. */

static void each_function(void)
{
	void *p[9];

	p[0] = got(malloc(2000));
	p[1] = got(calloc(20, 100));
	p[2] = got(realloc(NULL, 2000));
	p[3] = got(reallocarray(NULL, 20, 100));
	check(posix_memalign(&p[4], 64, 2000) == 0, "posix_memalign");
	p[5] = got(memalign(64, 2000));
	p[6] = got(aligned_alloc(64, 1984));
	p[7] = got(valloc(2000));
	p[8] = got(pvalloc(2000));
	for (int i = 0; i < 9; i++)
		free(p[i]);
	free(NULL);
}

static void reallocs(void)
{
	/* Volatile: the compiler takes it for freed where realloc fails. */
	void *volatile p = got(malloc(2000));
	void *barrier = got(malloc(100));

	p = got(realloc(p, 1990));
	p = got(realloc(p, 6000)); /* moves: the barrier is behind it, as a rule */
	p = got(reallocarray(p, 2, 6000));
	p = got(realloc(p, 2000));
	check(!realloc(p, huge) && errno == ENOMEM, "realloc of a huge size");
	check(!reallocarray(p, huge, 4) && errno == ENOMEM, "reallocarray that overflows");
	check(!realloc(p, 0), "realloc to 0");
	free(barrier);
}

static void failures(void)
{
	void *p = &p;

	check(!malloc(huge), "malloc of a huge size");
	check(!calloc(huge, 4), "calloc that overflows");
	check(posix_memalign(&p, 3, 100) == EINVAL && p == &p, "posix_memalign to 3");
	check(posix_memalign(&p, 64, huge) == ENOMEM && p == &p, "posix_memalign of a huge size");
	check(!aligned_alloc(64, huge & ~(size_t)63), "aligned_alloc of a huge size");
}

/* Each thread leaves a block and frees the one that it finds, which is often the other's. */
static void exchange(void)
{
	unsigned int i = atomic_fetch_add(&next_slot, 1) % SLOTS;

	free(atomic_exchange(&slots[i], got(malloc(3000))));
}

static void empty_slots(void)
{
	for (int i = 0; i < SLOTS; i++)
		free(atomic_exchange(&slots[i], NULL));
}

static void mapped(void)
{
	void *p = got(malloc(1 << 20));

	p = got(realloc(p, 8 << 20));
	p = got(realloc(p, 1000));
	free(p);
}

static int descending(const void *a, const void *b)
{
	return *(const int *)b - *(const int *)a;
}

static void *nothing(void *argument)
{
	free(got(malloc(100)));
	return argument;
}

static void run_thread(pthread_t *thread, void *(*start)(void *), void *stack)
{
	pthread_attr_t attr;

	pthread_attr_init(&attr);
	pthread_attr_setstack(&attr, stack, STACK_SIZE);
	check(pthread_create(thread, &attr, start, NULL) == 0, "pthread_create");
	pthread_attr_destroy(&attr);
}

static void *new_stack(void)
{
	void *stack = mmap(NULL, STACK_SIZE, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);

	check(stack != MAP_FAILED, "mmap");
	return stack;
}

static void inside_libc(void)
{
	static const char name[] = "/proc/self/status";
	char *line = NULL, *text;
	void *stack = new_stack();
	pthread_t thread;
	size_t size = 0;
	int numbers[2000];
	FILE *file;
	DIR *dir;

	file = fopen(name, "r");
	check(file && getline(&line, &size, file) > 0, "getline");
	free(line);
	fclose(file);
	file = fopen("/dev/null", "w");
	check(file && fprintf(file, "%d %s\n", 1, name) > 0, "fprintf");
	fclose(file);
	check(asprintf(&text, "%s/%d", name, 1) > 0, "asprintf");
	free(text);
	free(got(strdup(name)));
	for (int i = 0; i < 2000; i++)
		numbers[i] = i;
	qsort(numbers, 2000, sizeof(*numbers), descending);
	dir = opendir("/proc/self");
	check(dir && readdir(dir), "opendir");
	closedir(dir);
	run_thread(&thread, nothing, stack);
	pthread_join(thread, NULL);
	munmap(stack, STACK_SIZE);
}

static void round_of(int i)
{
	each_function();
	reallocs();
	failures();
	exchange();
	if (i % 50 == 0) {
		mapped();
		inside_libc();
	}
}

static void *leaking(void *unused)
{
	for (int i = 0; i < rounds || i < 20; i++) {
		if (i < rounds)
			round_of(i);
		for (int n = 0; n < LEAKS; n++) /* none has a count above 20 */
			if (i < leaks[n].count)
				leaks[n].leak();
	}
	return unused;
}

static void *clean(void *unused)
{
	for (int i = 0; i < rounds; i++)
		round_of(i);
	return unused;
}

int main(int argc, char **argv)
{
	void *stacks[2];
	pthread_t threads[2];

	workload_options(&argc, &argv);
	if (argc > 1 && !strcmp(argv[1], "--expect")) {
		for (int i = 0; i < LEAKS; i++)
			workload_say("%s %d %d\n", leaks[i].name, leaks[i].size * leaks[i].count,
				     leaks[i].count);
		return 0;
	}
	if (argc > 1)
		rounds = atoi(argv[1]) / 2;
	mallopt(M_ARENA_MAX, 1);
	for (int i = 0; i < 2; i++)
		stacks[i] = new_stack();
	workload_begin();
	run_thread(&threads[0], leaking, stacks[0]);
	run_thread(&threads[1], clean, stacks[1]);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	empty_slots();
	workload_end();
	return 0;
}
