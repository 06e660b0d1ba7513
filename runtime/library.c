#include "runtime/library.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <glob.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lexer/text.h"
#include "runtime/binary.h"
#include "runtime/file.h"
#include "runtime/target_files.h"

#define SCRIPT_DEPTH_MAX 4 /* interpreters of interpreters, as the kernel has it */

/* Where dynamic linkers look when no cache tells: glibc's multiarch and plain, then musl's. */
static const char *const library_directories[] = {
#if defined(__x86_64__)
	"/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu",
#elif defined(__aarch64__)
	"/lib/aarch64-linux-gnu", "/usr/lib/aarch64-linux-gnu",
#endif
	"/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/local/lib",
};

#define COUNT_OF(array) (sizeof(array) / sizeof(*(array)))

/* ---- names ---- */

bool library_matches(const char *name, const char *file)
{
	size_t length = strlen(name);
	const char *rest = file + length;

	/* musl's libc is its dynamic linker. */
	if (strcmp(name, "libc") == 0 && strncmp(file, "ld-musl-", strlen("ld-musl-")) == 0)
		return true;
	if (strncmp(file, name, length) != 0)
		return false;
	if (strstr(name, ".so"))
		return *rest == '\0' || *rest == '.';
	if (*rest == '-' && isdigit((unsigned char)rest[1])) /* libc-2.31.so */
		return strstr(rest, ".so") != NULL;
	return strncmp(rest, ".so", 3) == 0 && (rest[3] == '\0' || rest[3] == '.');
}

static bool is_library_name(const char *name)
{
	return strncmp(name, "lib", 3) == 0 || strstr(name, ".so");
}

static bool is_native_library(const char *path)
{
	struct reason reason;
	struct arena *arena = arena_new();
	struct binary *binary = binary_open(arena, path, &reason);
	bool is_native = binary && binary_is_native(binary);

	binary_close(binary);
	arena_free(arena);
	return is_native;
}

/* ---- where the dynamic linker looks ---- */

static const char *find_in_directory(struct arena *arena, const char *directory, const char *name)
{
	DIR *listing = opendir(directory);
	const char *path = NULL;
	struct dirent *entry;

	if (!listing)
		return NULL;
	while (!path && (entry = readdir(listing))) {
		if (!library_matches(name, entry->d_name))
			continue;
		path = arena_printf(arena, "%s/%s", directory, entry->d_name);
		if (!is_native_library(path)) /* a linker script, another machine's */
			path = NULL;
	}
	closedir(listing);
	return path;
}

/* The new format of glibc's cache, see elf/dl-cache.h there; the old one may stand before it. */
static const char cache_magic[] = "glibc-ld.so.cache1.1";

struct cache_header {
	char magic[20];
	uint32_t count, string_size;
	uint32_t unused[5];
};

struct cache_entry {
	int32_t flags;
	uint32_t key, value; /* offsets of strings from the header */
	uint32_t os_version;
	uint64_t hardware;
};

static const char *cache_string(const char *cache, size_t size, uint32_t offset)
{
	return offset < size && memchr(cache + offset, '\0', size - offset) ? cache + offset : NULL;
}

const char *library_in_cache(const char *cache, size_t size, const char *name,
			     bool (*accept)(const char *path))
{
	const char *start = memmem(cache, size, cache_magic, strlen(cache_magic));
	struct cache_header header;

	if (!start || size - (start - cache) < sizeof(header))
		return NULL;
	size -= start - cache;
	memcpy(&header, start, sizeof(header));
	for (size_t i = 0; i < header.count; i++) {
		size_t offset = sizeof(header) + i * sizeof(struct cache_entry);
		struct cache_entry entry;
		const char *key, *path;

		if (offset + sizeof(entry) > size)
			return NULL;
		memcpy(&entry, start + offset, sizeof(entry));
		key = cache_string(start, size, entry.key);
		path = cache_string(start, size, entry.value);
		if (key && path && library_matches(name, key) && accept(path))
			return path;
	}
	return NULL;
}

static const char *find_in_system(struct arena *arena, const char *name)
{
	const char *path = NULL;
	size_t size;
	char *cache = file_read("/etc/ld.so.cache", &size);

	if (cache) {
		path = library_in_cache(cache, size, name, is_native_library);
		path = path ? arena_strdup(arena, path) : NULL;
		free(cache);
	}
	for (size_t i = 0; !path && i < COUNT_OF(library_directories); i++)
		path = find_in_directory(arena, library_directories[i], name);
	return path;
}

/* ---- what a command will load ---- */

/* $ORIGIN in a run path is the directory of the program. */
static const char *expand_origin(struct arena *arena, const char *directory, const char *program)
{
	static const char *const words[] = {"$ORIGIN", "${ORIGIN}"};

	for (size_t i = 0; i < COUNT_OF(words); i++) {
		const char *word = strstr(directory, words[i]);

		if (word)
			return arena_printf(arena, "%.*s%.*s%s", (int)(word - directory), directory,
					    (int)(basename(program) - program), program,
					    word + strlen(words[i]));
	}
	return directory;
}

static const char *find_in_list(struct arena *arena, const char *directories, const char *program,
				const char *library)
{
	char *list, *rest;

	if (!directories)
		return NULL;
	list = arena_strdup(arena, directories);
	for (char *item = strtok_r(list, ":", &rest); item; item = strtok_r(NULL, ":", &rest)) {
		const char *directory = expand_origin(arena, item, program);
		const char *path = arena_printf(arena, "%s/%s", directory, library);

		if (is_native_library(path))
			return path;
	}
	return NULL;
}

/* "#!/bin/sh -e": what the kernel will run is the interpreter. */
static const char *script_interpreter(struct arena *arena, const char *path)
{
	char line[PATH_MAX] = "", *rest;
	FILE *file = fopen(path, "re");
	bool is_script = file && fgets(line, sizeof(line), file) && strncmp(line, "#!", 2) == 0;
	const char *interpreter = is_script ? strtok_r(line + 2, " \t\n", &rest) : NULL;

	if (file)
		fclose(file);
	return interpreter ? arena_strdup(arena, interpreter) : NULL;
}

static const char *program_of(struct arena *arena, const char *path)
{
	for (int depth = 0; depth < SCRIPT_DEPTH_MAX; depth++) {
		const char *interpreter = script_interpreter(arena, path);

		if (!interpreter)
			break;
		path = interpreter;
	}
	return path;
}

/* A statically linked program is its own libc. */
static bool is_own_libc(const struct binary_needs *needs, const char *name)
{
	return strcmp(name, "libc") == 0 && !needs->interpreter && !needs->library_count;
}

/* A library that the program, or one of its libraries, says it needs. */
static const char *needed_path(struct machine *machine, const char *program,
			       const struct binary_needs *needs, const char *library)
{
	const char *path;

	if (strchr(library, '/'))
		return library;
	path = find_in_list(machine->arena, getenv("LD_LIBRARY_PATH"), program, library);
	if (!path)
		path = find_in_list(machine->arena, needs->run_path, program, library);
	return path ? path : find_in_system(machine->arena, library);
}

static const char *find_needed(struct machine *machine, const char *path, const char *name)
{
	struct reason reason;
	const char *program = program_of(machine->arena, path);
	struct binary *binary = machine_binary(machine, program, &reason);
	struct binary_needs needs;

	if (!binary)
		return NULL;
	binary_needs(binary, &needs);
	if (is_own_libc(&needs, name))
		return program;
	if (needs.interpreter && library_matches(name, basename(needs.interpreter)))
		return needs.interpreter;
	for (size_t i = 0; i < needs.library_count; i++)
		if (library_matches(name, needs.libraries[i]))
			return needed_path(machine, program, &needs, needs.libraries[i]);
	return NULL;
}

/* ---- programs ---- */

static bool is_program(const char *path)
{
	return file_is_regular(path) && access(path, X_OK) == 0;
}

const char *library_find_program(struct arena *arena, const char *name, struct reason *reason)
{
	const char *path = getenv("PATH");
	char *list, *rest;

	if (strchr(name, '/')) {
		if (is_program(name))
			return name;
		reason_set(reason, "cannot run %s: %s", name,
			   access(name, F_OK) < 0 ? strerror(errno) : "not a program");
		return NULL;
	}
	list = arena_strdup(arena, path ? path : "/usr/bin:/bin");
	for (char *item = strtok_r(list, ":", &rest); item; item = strtok_r(NULL, ":", &rest)) {
		const char *candidate = arena_printf(arena, "%s/%s", item, name);

		if (is_program(candidate))
			return candidate;
	}
	reason_set(reason, "no program '%s' in PATH", name);
	return NULL;
}

/* ---- all together ---- */

static const char *find_of_process(struct machine *machine, const char *name,
				   struct reason *reason)
{
	const char *program = arena_printf(machine->arena, "/proc/%d/exe", machine->pid);
	const char *path = target_file_named(machine, name);
	struct binary_needs needs;
	struct binary *binary;

	if (path)
		return path;
	binary = machine_binary(machine, program, reason);
	if (!binary)
		return NULL;
	binary_needs(binary, &needs);
	if (is_own_libc(&needs, name))
		return program;
	reason_set(reason, "process %d has not loaded a library '%s'", machine->pid, name);
	return NULL;
}

static const char *find_library(struct machine *machine, const char *name, struct reason *reason)
{
	const char *path = NULL;

	if (machine->executable)
		path = find_needed(machine, machine->executable, name);
	else if (machine->pid)
		return find_of_process(machine, name, reason);
	if (!path)
		path = find_in_system(machine->arena, name);
	if (!path)
		reason_set(reason, "no library '%s' on this machine", name);
	return path;
}

const char *library_find(struct machine *machine, const char *name, struct reason *reason)
{
	const char *path = NULL;

	if (strchr(name, '/'))
		return target_file_at(machine, name);
	if (is_library_name(name))
		return find_library(machine, name, reason);
	if (machine->pid && !machine->executable)
		path = target_file_named(machine, name);
	return path ? path : library_find_program(machine->arena, name, reason);
}

/* ---- several files ---- */

/* What else is special to glob(3), but not in the names of probes. */
static const char *escape_pattern(struct arena *arena, const char *pattern)
{
	char *escaped = arena_alloc(arena, 2 * strlen(pattern) + 1), *to = escaped;

	for (; *pattern; pattern++) {
		if (strchr("?[\\", *pattern))
			*to++ = '\\';
		*to++ = *pattern;
	}
	return escaped;
}

/* Libraries have several names, of which most are links. */
static bool is_known(const struct library_files *files, const struct binary *binary)
{
	for (size_t i = 0; i < files->list.count; i++)
		if (binary_inode(files->list.items[i]) == binary_inode(binary) &&
		    binary_device(files->list.items[i]) == binary_device(binary))
			return true;
	return false;
}

static void add_file(struct machine *machine, struct library_files *files, const char *path)
{
	struct reason reason;
	struct binary *binary = machine_binary(machine, path, &reason);

	if (binary && binary_is_native(binary) && !is_known(files, binary))
		array_push(machine->arena, &files->list, binary);
}

static bool find_matches(struct machine *machine, const char *pattern, struct library_files *files,
			 struct reason *reason)
{
	glob_t matches = {0};

	glob(escape_pattern(machine->arena, target_file_below(machine, pattern)), 0, NULL, &matches);
	for (size_t i = 0; i < matches.gl_pathc; i++)
		add_file(machine, files, matches.gl_pathv[i]);
	globfree(&matches);
	return files->list.count ||
	       reason_set(reason, "no program and no library matches %s", pattern);
}

/* Static programs load nothing, and privileged ones nothing that the environment says. */
static bool takes_preloaded(struct machine *machine, const char *program)
{
	struct reason reason;
	struct binary *binary = machine_binary(machine, program, &reason);
	struct binary_needs needs = {0};
	struct stat status;

	if (binary)
		binary_needs(binary, &needs);
	return needs.interpreter && stat(program, &status) == 0 &&
	       !(status.st_mode & (S_ISUID | S_ISGID));
}

/* The program, and what the dynamic linker will load for it: also what libraries need. */
static void find_all_needed(struct machine *machine, struct library_files *files)
{
	const char *program = program_of(machine->arena, machine->executable);

	add_file(machine, files, program);
	for (size_t i = 0; i < files->list.count; i++) {
		struct binary_needs needs;

		binary_needs(files->list.items[i], &needs);
		for (size_t j = 0; j < needs.library_count; j++) {
			const char *path = needed_path(machine, program, &needs, needs.libraries[j]);

			if (path)
				add_file(machine, files, path);
		}
	}
	if (machine->preloaded && takes_preloaded(machine, program))
		add_file(machine, files, machine->preloaded);
}

/* "*": all that the target runs code from. */
static bool find_of_target(struct machine *machine, struct library_files *files,
			   struct reason *reason)
{
	struct target_file_list mapped;

	if (!machine->executable && !machine->pid)
		return reason_set(reason, "'*' is the program and libraries of a process: "
					  "say which with -p or -c, or give a path");
	if (machine->executable) {
		find_all_needed(machine, files);
	} else {
		target_files_of_code(machine, &mapped);
		for (size_t i = 0; i < mapped.list.count; i++)
			add_file(machine, files, mapped.list.items[i]);
	}
	return files->list.count || reason_set(reason, "process %d has no program", machine->pid);
}

bool library_find_files(struct machine *machine, const char *name, struct library_files *files,
			struct reason *reason)
{
	const char *path;
	struct binary *binary;

	if (strcmp(name, "*") == 0)
		return find_of_target(machine, files, reason);
	if (glob_has_wildcard(name))
		return find_matches(machine, name, files, reason);
	path = library_find(machine, name, reason);
	binary = path ? machine_binary(machine, path, reason) : NULL;
	if (binary)
		array_push(machine->arena, &files->list, binary);
	return binary != NULL;
}
