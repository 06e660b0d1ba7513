/*
 * anyheap [--expect]: blocks by the functions that C and C++ programs allocate with, whichever
 * library has them. It is linked several times: as anyheap with libc and libstdc++, whose operator
 * new ends in malloc(); as anyheap-jemalloc; and as anyheap-tcmalloc, whose operator new does not.
 *
 * After the go it allocates and frees a block 200 times in each way, and leaks what is in the table
 * `leaks` below, each kind from a function of its own; `anyheap --expect` prints that as lines
 * `FUNCTION BYTES COUNT` sorted by name, and does nothing else.
 */
#include "leaks.h"

/* void *operator new(size_t), and so on: as C++ names them */
void *_Znwm(size_t size);
void *_Znam(size_t size);
void *_ZnwmRKSt9nothrow_t(size_t size, const void *nothrow);
void *_ZnamRKSt9nothrow_t(size_t size, const void *nothrow);
void *_ZnwmSt11align_val_t(size_t size, size_t alignment);
void *_ZnamSt11align_val_t(size_t size, size_t alignment);
void *_ZnwmSt11align_val_tRKSt9nothrow_t(size_t size, size_t alignment, const void *nothrow);
void *_ZnamSt11align_val_tRKSt9nothrow_t(size_t size, size_t alignment, const void *nothrow);
void _ZdlPv(void *block);
void _ZdaPv(void *block);
void _ZdlPvm(void *block, size_t size);
void _ZdaPvm(void *block, size_t size);
void _ZdlPvRKSt9nothrow_t(void *block, const void *nothrow);
void _ZdaPvRKSt9nothrow_t(void *block, const void *nothrow);
void _ZdlPvSt11align_val_t(void *block, size_t alignment);
void _ZdaPvSt11align_val_t(void *block, size_t alignment);
void _ZdlPvmSt11align_val_t(void *block, size_t size, size_t alignment);
void _ZdaPvmSt11align_val_t(void *block, size_t size, size_t alignment);
void _ZdlPvSt11align_val_tRKSt9nothrow_t(void *block, size_t alignment, const void *nothrow);
void _ZdaPvSt11align_val_tRKSt9nothrow_t(void *block, size_t alignment, const void *nothrow);

/* jemalloc's own, with flags */
__attribute__((weak)) void *mallocx(size_t size, int flags);
__attribute__((weak)) void *rallocx(void *block, size_t size, int flags);
__attribute__((weak)) void dallocx(void *block, int flags);
__attribute__((weak)) void sdallocx(void *block, size_t size, int flags);

static const char nothrow;
/* The leaks that are not in leaks.h. Each call leaks one block. */

static void leak_mallocx(void)
{
	keep(mallocx(448, 0));
}

static void leak_new(void)
{
	keep(_Znwm(72));
}

static void leak_new_aligned(void)
{
	keep(_ZnwmSt11align_val_t(192, 64));
}

static void leak_new_aligned_nothrow(void)
{
	keep(_ZnwmSt11align_val_tRKSt9nothrow_t(320, 64, &nothrow));
}

static void leak_new_array(void)
{
	keep(_Znam(96));
}

static void leak_new_array_aligned(void)
{
	keep(_ZnamSt11align_val_t(256, 64));
}

static void leak_new_array_nothrow(void)
{
	keep(_ZnamRKSt9nothrow_t(160, &nothrow));
}

static void leak_new_nothrow(void)
{
	keep(_ZnwmRKSt9nothrow_t(128, &nothrow));
}

static void leak_rallocx(void)
{
	keep(rallocx(got(mallocx(150, 0)), 600, 0));
}

static void leak_realloc_moved(void)
{
	keep(realloc(got(malloc(2500)), 50000));
}

static const struct {
	const char *name;
	void (*leak)(void);
	int size, count;
	bool has_flags; /* jemalloc's */
} leaks[] = {
	{"leak_aligned_alloc", leak_aligned_alloc, 640, 6, false},
	{"leak_calloc", leak_calloc, 3000, 5, false},
	{"leak_malloc", leak_malloc, 1000, 7, false},
	{"leak_mallocx", leak_mallocx, 448, 5, true},
	{"leak_new", leak_new, 72, 4, false},
	{"leak_new_aligned", leak_new_aligned, 192, 5, false},
	{"leak_new_aligned_nothrow", leak_new_aligned_nothrow, 320, 2, false},
	{"leak_new_array", leak_new_array, 96, 3, false},
	{"leak_new_array_aligned", leak_new_array_aligned, 256, 3, false},
	{"leak_new_array_nothrow", leak_new_array_nothrow, 160, 6, false},
	{"leak_new_nothrow", leak_new_nothrow, 128, 2, false},
	{"leak_posix_memalign", leak_posix_memalign, 900, 8, false},
	{"leak_rallocx", leak_rallocx, 600, 4, true},
	{"leak_realloc_failed", leak_realloc_failed, 1234, 9, false},
	{"leak_realloc_moved", leak_realloc_moved, 50000, 10, false},
	{"leak_realloc_null", leak_realloc_null, 700, 12, false},
};
#define LEAKS (int)(sizeof(leaks) / sizeof(*leaks))

static bool is_here(int leak)
{
	return !leaks[leak].has_flags || (mallocx && rallocx);
}

/* What is freed again. */

static void of_c(void)
{
	void *volatile block; /* the compiler takes it for freed where realloc() fails */

	free(got(malloc(2000)));
	free(got(calloc(20, 100)));
	free(got(realloc(got(malloc(2000)), 9000)));
	free(realloc(got(malloc(100)), 0)); /* NULL, or a block of no bytes */
	block = got(aligned_alloc(64, 1984));
	if (realloc(block, huge))
		_exit(1);
	free(block);
	free(NULL);
}

static void of_cxx(void)
{
	_ZdlPv(got(_Znwm(40)));
	_ZdaPv(got(_Znam(40)));
	_ZdlPvm(got(_Znwm(48)), 48);
	_ZdaPvm(got(_Znam(48)), 48);
	_ZdlPvRKSt9nothrow_t(got(_ZnwmRKSt9nothrow_t(40, &nothrow)), &nothrow);
	_ZdaPvRKSt9nothrow_t(got(_ZnamRKSt9nothrow_t(40, &nothrow)), &nothrow);
	_ZdlPvSt11align_val_t(got(_ZnwmSt11align_val_t(128, 64)), 64);
	_ZdaPvSt11align_val_t(got(_ZnamSt11align_val_t(128, 64)), 64);
	_ZdlPvmSt11align_val_t(got(_ZnwmSt11align_val_t(128, 64)), 128, 64);
	_ZdaPvmSt11align_val_t(got(_ZnamSt11align_val_t(128, 64)), 128, 64);
	_ZdlPvSt11align_val_tRKSt9nothrow_t(
		got(_ZnwmSt11align_val_tRKSt9nothrow_t(128, 64, &nothrow)), 64, &nothrow);
	_ZdaPvSt11align_val_tRKSt9nothrow_t(
		got(_ZnamSt11align_val_tRKSt9nothrow_t(128, 64, &nothrow)), 64, &nothrow);
	_ZdlPv(NULL);
}

static void of_jemalloc(void)
{
	dallocx(got(rallocx(got(mallocx(100, 0)), 5000, 0)), 0);
	sdallocx(got(mallocx(100, 0)), 100, 0);
}

int main(int argc, char **argv)
{
	workload_options(&argc, &argv);
	if (argc > 1 && !strcmp(argv[1], "--expect")) {
		for (int i = 0; i < LEAKS; i++)
			if (is_here(i))
				workload_say("%s %d %d\n", leaks[i].name,
					     leaks[i].size * leaks[i].count, leaks[i].count);
		return 0;
	}
	workload_begin();
	for (int i = 0; i < 200; i++) {
		of_c();
		of_cxx();
		if (dallocx && sdallocx)
			of_jemalloc();
		for (int n = 0; n < LEAKS; n++)
			if (is_here(n) && i < leaks[n].count)
				leaks[n].leak();
	}
	workload_end();
	return 0;
}
