/*
 * heaperr KIND [ALLOCATIONS]: allocates and frees blocks, each of them after a thousand others (50000 unless a number is
 * said), and makes the same error ten times in between; KIND none makes none.
 *
 *     double      frees a block of 104 bytes twice
 *     early       frees such a block again, once, that was freed before the work began
 *     unknown     frees what was never allocated: the middle of a block
 *     temporary   frees a block of 40 bytes as soon as it has it
 *     leak        never frees 100 blocks of 72 bytes, in each of ten functions
 *     exec        the same, and then becomes heaperr none
 */
#include "workload.h"

#include <setjmp.h>
#include <signal.h>

#define ERRORS 10
#define LIVE   1000

static void *blocks[LIVE];
static void *volatile kept;

__attribute__((noipa)) static void *make(size_t size)
{
	void *block = malloc(size);

	if (!block)
		abort();
	return block;
}

__attribute__((noipa)) static void first_free(void *block)
{
	free(block);
	kept = NULL; /* no tail call: the function stays on the stack */
}

__attribute__((noipa)) static void second_free(void *block)
{
	free(block);
	kept = NULL;
}

static sigjmp_buf aborted;

static void leave(int signal)
{
	siglongjmp(aborted, signal);
}

/* The C library sees the error and aborts. That is caught, so that the program goes on. */
__attribute__((noipa)) static void free_wrongly(void *block)
{
	signal(SIGABRT, leave);
	if (!sigsetjmp(aborted, 1))
		second_free(block);
}

__attribute__((noipa)) static void make_double(int unused)
{
	void *block = make(104);

	(void)unused;
	first_free(block);
	free_wrongly(block);
}

static void *freed_early;

__attribute__((noipa)) static void make_early(int number)
{
	if (number == 0)
		free_wrongly(freed_early);
	kept = NULL;
}

__attribute__((noipa)) static void make_unknown(int unused)
{
	char *block = make(256);

	(void)unused;
	free_wrongly(block + 24);
	free(block);
}

__attribute__((noipa)) static void make_temporary(int unused)
{
	void *block = make(40);

	(void)unused;
	free(block);
}

#define LEAKING(n)                                                                                 \
	__attribute__((noipa)) static void leak_##n(void)                                          \
	{                                                                                          \
		for (int i = 0; i < 100; i++)                                                      \
			kept = make(72);                                                           \
	}
LEAKING(0) LEAKING(1) LEAKING(2) LEAKING(3) LEAKING(4)
LEAKING(5) LEAKING(6) LEAKING(7) LEAKING(8) LEAKING(9)

static void make_leak(int number)
{
	static void (*const leaks[ERRORS])(void) = {leak_0, leak_1, leak_2, leak_3, leak_4,
						    leak_5, leak_6, leak_7, leak_8, leak_9};

	leaks[number]();
}

static void make_none(int unused)
{
	(void)unused;
}

static const struct kind {
	const char *name;
	void (*make)(int number);
} kinds[] = {
	{"double", make_double},       {"early", make_early}, {"unknown", make_unknown},
	{"temporary", make_temporary}, {"leak", make_leak},   {"exec", make_leak},
	{"none", make_none},
};

__attribute__((noipa)) static void work(const struct kind *kind, int allocations)
{
	for (int i = 0; i < allocations; i++) {
		void **block = &blocks[i % LIVE];

		if (i % (allocations / ERRORS) == allocations / ERRORS / 2)
			kind->make(i / (allocations / ERRORS));
		free(*block);
		*block = make(16 + i % 64);
	}
	for (int i = 0; i < LIVE; i++)
		free(blocks[i]);
}

int main(int argc, char **argv)
{
	int allocations;

	workload_options(&argc, &argv);
	allocations = argc == 3 ? atoi(argv[2]) : 50000;
	for (size_t i = 0; argc > 1 && i < sizeof(kinds) / sizeof(*kinds); i++)
		if (!strcmp(argv[1], kinds[i].name) && allocations >= ERRORS) {
			if (kinds[i].make == make_early) {
				freed_early = make(104);
				first_free(freed_early);
			}
			workload_begin();
			work(&kinds[i], allocations);
			if (!strcmp(kinds[i].name, "exec"))
				execl("/proc/self/exe", "heaperr", "--now", "none", "10000", NULL);
			workload_end();
			return 0;
		}
	fprintf(stderr, "usage: heaperr [--now] [--exit] KIND [ALLOCATIONS]\n");
	return 2;
}
