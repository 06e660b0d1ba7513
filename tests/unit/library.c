#include "runtime/library.h"

#include <stdlib.h>
#include <unistd.h>

#include "tests/unit/unit.h"

/* ---- names ---- */

static void libraries_are_meant_by_their_short_names(void)
{
	CHECK(library_matches("libc", "libc.so.6"));
	CHECK(library_matches("libc", "libc.so"));
	CHECK(library_matches("libc", "libc-2.31.so"));
	CHECK(library_matches("libc", "ld-musl-x86_64.so.1"));
	CHECK(library_matches("libpthread", "libpthread-2.31.so"));
	CHECK(library_matches("libc.so", "libc.so.6"));
	CHECK(library_matches("libc.so.6", "libc.so.6"));
	CHECK(library_matches("libfoo.so.1", "libfoo.so.1.2.3"));
}

static void other_libraries_are_not_meant(void)
{
	CHECK(!library_matches("libc", "libcrypt.so.1"));
	CHECK(!library_matches("libc", "libc++.so.1"));
	CHECK(!library_matches("libc", "libc-client.so.1"));
	CHECK(!library_matches("libc", "libc.a"));
	CHECK(!library_matches("libc", "libc.sofoo"));
	CHECK(!library_matches("libc", "lib"));
	CHECK(!library_matches("libc", ""));
	CHECK(!library_matches("libm", "ld-musl-x86_64.so.1"));
	CHECK(!library_matches("libfoo.so.1", "libfoo.so.12"));
	CHECK(!library_matches("libfoo.so.1", "libfoo.so"));
}

/* ---- ld.so.cache, as glibc writes it ---- */

#define NEW_MAGIC "glibc-ld.so.cache1.1"

struct cache {
	uint8_t bytes[4096];
	size_t size, header; /* offset of the new format's header */
};

static void put_u32(struct cache *cache, size_t at, uint32_t value)
{
	memcpy(cache->bytes + at, &value, sizeof(value));
}

/* `lead` bytes of the old format first, then entries of pairs of names and paths. */
static struct cache make_cache(size_t lead, size_t count, const char *const (*entries)[2])
{
	struct cache cache = {.header = lead};
	size_t strings = lead + 48 + count * 24;

	memset(cache.bytes, 'o', lead);
	memcpy(cache.bytes + lead, NEW_MAGIC, strlen(NEW_MAGIC));
	put_u32(&cache, lead + 20, (uint32_t)count);
	for (size_t i = 0; i < count; i++) {
		for (size_t part = 0; part < 2; part++) {
			size_t length = strlen(entries[i][part]) + 1;

			put_u32(&cache, lead + 48 + i * 24 + 4 + 4 * part,
				(uint32_t)(strings - lead));
			memcpy(cache.bytes + strings, entries[i][part], length);
			strings += length;
		}
	}
	cache.size = strings;
	return cache;
}

static const char *const entries[][2] = {
	{"libcrypt.so.1", "/lib/libcrypt.so.1"},
	{"libc.so.6", "/lib32/libc.so.6"},
	{"libc.so.6", "/lib64/libc.so.6"},
	{"libm.so.6", "/lib64/libm.so.6"},
};

static bool accept_any(const char *path)
{
	return true;
}

static bool accept_64(const char *path)
{
	return strstr(path, "64");
}

static bool accept_none(const char *path)
{
	return false;
}

/* The bytes lie at the end of an allocation, so that reading past them is found. */
static const char *find(const struct cache *cache, size_t size, const char *name,
			bool (*accept)(const char *path))
{
	static char path[4096];
	char *bytes = malloc(size ? size : 1);
	const char *found;

	memcpy(bytes, cache->bytes, size);
	found = library_in_cache(bytes, size, name, accept);
	if (found)
		snprintf(path, sizeof(path), "%s", found);
	free(bytes);
	return found ? path : NULL;
}

static void libraries_are_found_in_a_cache(void)
{
	struct cache cache = make_cache(0, 4, entries);

	CHECK_STR(find(&cache, cache.size, "libc", accept_any), "/lib32/libc.so.6");
	CHECK_STR(find(&cache, cache.size, "libc", accept_64), "/lib64/libc.so.6");
	CHECK_STR(find(&cache, cache.size, "libm", accept_any), "/lib64/libm.so.6");
	CHECK_STR(find(&cache, cache.size, "libm", accept_none), NULL);
	CHECK_STR(find(&cache, cache.size, "libz", accept_any), NULL);
}

static void an_old_cache_may_stand_before_it(void)
{
	struct cache cache = make_cache(100, 4, entries);

	CHECK_STR(find(&cache, cache.size, "libm", accept_any), "/lib64/libm.so.6");
	CHECK_STR(find(&cache, 100, "libm", accept_any), NULL);
}

static void caches_cut_short_are_not_read_past_their_end(void)
{
	struct cache cache = make_cache(8, 4, entries);

	for (size_t size = 0; size < cache.size; size++)
		CHECK_STR(find(&cache, size, "libm", accept_any), NULL);
}

static void damaged_caches_do_not_crash(void)
{
	static const uint32_t values[] = {0, 1, 47, 200, 4095, 0x7fffffff, 0xfffffffe, 0xffffffff};
	struct cache cache = make_cache(0, 4, entries);

	for (size_t at = 20; at + 4 <= 48 + 4 * 24; at += 4) {
		for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
			struct cache damaged = cache;

			put_u32(&damaged, at, values[i]);
			find(&damaged, damaged.size, "libm", accept_any);
		}
	}
}

/* ---- on this machine ---- */

static void a_processes_own_libc_is_found(void)
{
	struct arena *arena = arena_new();
	struct machine machine = {.arena = arena, .pid = getpid()};
	struct reason reason;
	const char *path = library_find(&machine, "libc", &reason);

	CHECK(path && strstr(path, "libc"));
	CHECK(!library_find(&machine, "libnever", &reason));
	CHECK(strstr(reason.text, "has not loaded a library 'libnever'"));
	machine_close(&machine);
	arena_free(arena);
}

static void a_commands_libc_is_found(void)
{
	struct arena *arena = arena_new();
	struct machine machine = {.arena = arena, .executable = "/proc/self/exe"};
	struct reason reason;
	const char *path = library_find(&machine, "libc", &reason);

	CHECK(path && strstr(path, "libc"));
	machine_close(&machine);
	arena_free(arena);
}

static void programs_are_found_in_the_path(void)
{
	struct arena *arena = arena_new();
	struct reason reason;
	const char *path;

	setenv("PATH", "/nowhere:/usr/bin:/bin", 1);
	path = library_find_program(arena, "sh", &reason);
	CHECK(path && strstr(path, "/bin/sh"));
	CHECK(!library_find_program(arena, "no-such-program", &reason));
	CHECK(unit_same(reason.text, "no program 'no-such-program' in PATH"));
	CHECK(!library_find_program(arena, "/etc/passwd", &reason));
	CHECK(unit_same(reason.text, "cannot run /etc/passwd: not a program"));
	CHECK(!library_find_program(arena, "./no/such", &reason));
	CHECK(unit_same(reason.text, "cannot run ./no/such: No such file or directory"));
	arena_free(arena);
}

int main(void)
{
	RUN(libraries_are_meant_by_their_short_names);
	RUN(other_libraries_are_not_meant);
	RUN(libraries_are_found_in_a_cache);
	RUN(an_old_cache_may_stand_before_it);
	RUN(caches_cut_short_are_not_read_past_their_end);
	RUN(damaged_caches_do_not_crash);
	RUN(a_processes_own_libc_is_found);
	RUN(a_commands_libc_is_found);
	RUN(programs_are_found_in_the_path);
	return unit_status();
}
