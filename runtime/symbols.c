#include "runtime/symbols.h"

#include <errno.h>
#include <inttypes.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"
#include "runtime/address_space.h"
#include "runtime/clock.h"
#include "runtime/elf_file.h"
#include "runtime/file.h"
#include "runtime/jit_map.h"
#include "runtime/mapped_files.h"
#include "runtime/message.h"
#include "runtime/privileges.h"
#include "runtime/symbols_kernel.h"

#define PROCESSES_MAX 16384 /* known at once; the one that was met first is forgotten */
#define MAPPINGS_MAX  65536 /* of one process; then they are all read again */
#define PATHS_MAX     65536
#define JIT_MAPS_MAX  256 /* of processes; each keeps a file open */

/* An address in no mapping: how soon the mappings are read again, longer each time in vain. */
#define WAIT_LEAST_NS UINT64_C(100000000)
#define WAIT_MOST_NS  UINT64_C(5000000000)

/* Where nothing can be mapped, on any x86-64 or arm64: a frame there is no frame. */
#define LOWEST_ADDRESS	4096
#define HIGHEST_ADDRESS (UINT64_C(1) << 56)

#define TRAMPOLINE "[uprobes]" /* mapping of what pending return probes return to */

struct process {
	uint32_t pid;
	uint32_t parent; /* 0: not known */
	struct address_space space;
	uint64_t next_read_ns; /* the mappings are not read again before */
	uint64_t wait_ns;
	struct jit_map *jit; /* of code that is in no file; NULL: not met yet, or refused */
	struct process *next; /* who was met after it */
};

struct symbols {
	struct kernel_symbols *kernel;
	struct mapped_files *files;
	void *processes;	      /* a tree of them by pid, see tsearch(3) */
	struct process *first, *last; /* in the order in which they were met */
	size_t process_count;
	void *paths; /* a tree of strings */
	size_t path_count;
	size_t jit_count;
	struct jit_total jit_total;
	bool is_jit_refused; /* it was said that there are too many with such code */
	bool is_refused;     /* it was said that a process may not be looked at */
};

/* ---- processes ---- */

static int compare_processes(const void *a, const void *b)
{
	const struct process *left = a, *right = b;

	return left->pid < right->pid ? -1 : left->pid > right->pid;
}

static void close_jit(struct symbols *symbols, struct process *process)
{
	symbols->jit_count -= process->jit != NULL;
	jit_map_close(process->jit);
	process->jit = NULL;
}

static void forget_first(struct symbols *symbols)
{
	struct process *first = symbols->first;

	symbols->first = first->next;
	if (!symbols->first)
		symbols->last = NULL;
	symbols->process_count--;
	tdelete(first, &symbols->processes, compare_processes);
	address_space_clear(&first->space);
	close_jit(symbols, first);
	free(first);
}

static struct process *add_process(struct symbols *symbols, uint32_t pid)
{
	struct process *process;

	if (symbols->process_count == PROCESSES_MAX)
		forget_first(symbols);
	process = heap_alloc(sizeof(*process));
	process->pid = pid;
	process->wait_ns = WAIT_LEAST_NS;
	tsearch(process, &symbols->processes, compare_processes);
	if (symbols->last)
		symbols->last->next = process;
	else
		symbols->first = process;
	symbols->last = process;
	symbols->process_count++;
	return process;
}

static struct process *find_process(const struct symbols *symbols, uint32_t pid)
{
	struct process key = {.pid = pid};
	void *found = tfind(&key, &symbols->processes, compare_processes);

	return found ? *(struct process **)found : NULL;
}

static struct process *get_process(struct symbols *symbols, uint32_t pid)
{
	struct process *process = find_process(symbols, pid);

	return process ? process : add_process(symbols, pid);
}

/* ---- mappings ---- */

static int compare_paths(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* Kept once: a process's mappings are read many times. */
static const char *keep_path(struct symbols *symbols, const char *path)
{
	void *found = tfind(path, &symbols->paths, compare_paths);
	char *copy;

	if (found)
		return *(const char **)found;
	if (symbols->path_count == PATHS_MAX)
		return "[unknown]";
	symbols->path_count++;
	copy = heap_strdup(path);
	tsearch(copy, &symbols->paths, compare_paths);
	return copy;
}

/* Code may be in memory without a name, with one of the process, or of a file without a name. */
static bool may_be_jit(const struct mapping *mapping)
{
	return strncmp(mapping->path, "[anon", strlen("[anon")) == 0 ||
	       strncmp(mapping->path, "/memfd:", strlen("/memfd:")) == 0;
}

static void open_jit(struct symbols *symbols, struct process *process)
{
	if (process->jit || symbols->jit_count == JIT_MAPS_MAX)
		return;
	process->jit = jit_map_open(process->pid, &symbols->jit_total);
	symbols->jit_count += process->jit != NULL;
}

static void put_lineage(const struct symbols *symbols, const struct process *process,
			struct mapped_file *file)
{
	while (process && file->lineage_count < LINEAGE_MAX) {
		file->lineage[file->lineage_count++] = process->pid;
		process = process->parent ? find_process(symbols, process->parent) : NULL;
	}
}

static void put_mapping(struct symbols *symbols, struct process *process, struct mapping *mapping,
			const char *path, uint64_t inode, const struct build_id *id)
{
	struct mapped_file file = {.mapping = mapping, .inode = inode};
	bool is_anonymous = !*path || strcmp(path, "//anon") == 0; /* as maps and perf have it */

	mapping->path = is_anonymous ? "[anon]" : keep_path(symbols, path);
	if (may_be_jit(mapping))
		open_jit(symbols, process);
	if (id)
		file.id = *id;
	put_lineage(symbols, process, &file);
	mapping->file = mapped_files_open(symbols->files, &file);
	if (process->space.count >= MAPPINGS_MAX)
		address_space_clear(&process->space);
	address_space_put(&process->space, mapping);
}

/* "55d49f3f2000-55d49f3f7000 r-xp 00002000 fe:00 247134       /usr/bin/cat (deleted)" */
static void read_line(struct symbols *symbols, struct process *process, char *line)
{
	static const char deleted[] = " (deleted)";
	struct mapping mapping = {0};
	char permissions[5];
	uint64_t inode;
	int path = 0;
	size_t length;

	if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %4s %" SCNx64 " %*s %" SCNu64 " %n",
		   &mapping.start, &mapping.end, permissions, &mapping.offset, &inode,
		   &path) != 5 ||
	    !path || permissions[2] != 'x')
		return;
	length = strlen(line);
	if (length > strlen(deleted) && strcmp(line + length - strlen(deleted), deleted) == 0)
		line[length - strlen(deleted)] = '\0';
	put_mapping(symbols, process, &mapping, line + path, inode, NULL);
}

/* Once: there may be many. */
static void tell_refused(struct symbols *symbols, const char *path)
{
	if (!symbols->is_refused)
		complain("functions of other users' processes have no names: cannot read %s%s",
			 path, privileges_lacking_to_read(path));
	symbols->is_refused = true;
}

/* A process that is gone keeps the mappings that are known. */
static void read_mappings(struct symbols *symbols, struct process *process)
{
	char path[32], *text, *rest;

	snprintf(path, sizeof(path), "/proc/%" PRIu32 "/maps", process->pid);
	text = rest = file_read(path, NULL);
	if (!text && errno == EACCES)
		tell_refused(symbols, path);
	for (char *line; (line = strsep(&rest, "\n"));)
		read_line(symbols, process, line);
	free(text);
}

/* Stacks may hold any number of addresses that no reading will find: not too often. */
static const struct mapping *find_after_reading(struct symbols *symbols, struct process *process,
						uint64_t address)
{
	uint64_t now = clock_ns(CLOCK_MONOTONIC);
	const struct mapping *found;

	if (now < process->next_read_ns)
		return NULL;
	read_mappings(symbols, process);
	found = address_space_find(&process->space, address);
	if (found)
		process->wait_ns = WAIT_LEAST_NS;
	process->next_read_ns = now + process->wait_ns;
	if (!found && process->wait_ns < WAIT_MOST_NS)
		process->wait_ns *= 2;
	return found;
}

static const struct mapping *find_mapping(struct symbols *symbols, uint32_t pid, uint64_t address)
{
	struct process *process;
	const struct mapping *found;

	if (address < LOWEST_ADDRESS || address >= HIGHEST_ADDRESS)
		return NULL;
	process = get_process(symbols, pid);
	found = address_space_find(&process->space, address);
	return found ? found : find_after_reading(symbols, process, address);
}

/* ---- the whole ---- */

struct symbols *symbols_new(void)
{
	struct symbols *symbols = heap_alloc(sizeof(*symbols));

	symbols->kernel = kernel_symbols_new();
	symbols->files = mapped_files_new();
	return symbols;
}

void symbols_free(struct symbols *symbols)
{
	if (!symbols)
		return;
	while (symbols->first)
		forget_first(symbols);
	tdestroy(symbols->paths, free);
	mapped_files_free(symbols->files);
	kernel_symbols_free(symbols->kernel);
	free(symbols);
}

void symbols_learn_process(struct symbols *symbols, uint32_t pid)
{
	struct process *process = get_process(symbols, pid);

	read_mappings(symbols, process);
	process->wait_ns = WAIT_LEAST_NS;
	process->next_read_ns = clock_ns(CLOCK_MONOTONIC) + process->wait_ns;
}

void symbols_learn_mapping(struct symbols *symbols, uint32_t pid, uint64_t start, uint64_t end,
			   uint64_t file_offset, const char *path, const struct build_id *id)
{
	struct mapping mapping = {.start = start, .end = end, .offset = file_offset};

	put_mapping(symbols, get_process(symbols, pid), &mapping, path, 0, id);
}

void symbols_forget_process(struct symbols *symbols, uint32_t pid)
{
	struct process *process = find_process(symbols, pid);

	if (!process)
		return;
	address_space_clear(&process->space);
	close_jit(symbols, process);
	process->wait_ns = WAIT_LEAST_NS;
	process->next_read_ns = 0;
}

void symbols_fork_process(struct symbols *symbols, uint32_t parent, uint32_t child)
{
	struct process *from = get_process(symbols, parent), *to;

	if (!from->space.count)
		read_mappings(symbols, from);
	symbols_forget_process(symbols, child);
	to = get_process(symbols, child);
	to->parent = parent;
	from = find_process(symbols, parent); /* which may have had to make room for its child */
	if (from)
		address_space_copy(&to->space, &from->space);
}

/* ---- names ---- */

struct symbol symbols_kernel(struct symbols *symbols, uint64_t address)
{
	return kernel_symbols_find(symbols->kernel, address);
}

/* Once, as there may be many more. */
static void tell_too_many_jits(struct symbols *symbols)
{
	if (!symbols->is_jit_refused)
		complain("code that some processes have compiled has no names: %d processes have "
			 "such code, as many as may; with -p there are fewer",
			 JIT_MAPS_MAX);
	symbols->is_jit_refused = true;
}

/* perf(1) names the file that tells of such code as where it is. */
static void find_jit(struct symbols *symbols, uint32_t pid, uint64_t address,
		     struct symbol *symbol)
{
	struct process *process = get_process(symbols, pid);
	uint64_t start;

	open_jit(symbols, process);
	if (!process->jit && symbols->jit_count == JIT_MAPS_MAX)
		tell_too_many_jits(symbols);
	if (!process->jit || !jit_map_find(process->jit, address, &symbol->name, &start))
		return;
	symbol->module = jit_map_path(process->jit);
	symbol->offset = address - start;
}

struct symbol symbols_user(struct symbols *symbols, uint32_t pid, uint64_t address)
{
	const struct mapping *mapping = find_mapping(symbols, pid, address);
	struct symbol symbol = {.offset = address};
	uint64_t in_file, start;

	if (!mapping)
		return symbol;
	symbol.module = mapping->path;
	symbol.offset = address - mapping->start + mapping->offset;
	if (may_be_jit(mapping))
		find_jit(symbols, pid, address, &symbol);
	else if (mapping->file && elf_file_address(mapping->file, symbol.offset, &in_file) &&
		 elf_file_find(mapping->file, in_file, &symbol.name, &start))
		symbol.offset = in_file - start;
	return symbol;
}

bool symbols_find_mapping(struct symbols *symbols, uint32_t pid, uint64_t address,
			  struct symbol_mapping *result)
{
	const struct mapping *mapping = find_mapping(symbols, pid, address);

	if (!mapping)
		return false;
	*result = (struct symbol_mapping){
		.start = mapping->start,
		.end = mapping->end,
		.offset = mapping->offset,
		.path = mapping->path,
		.build_id = mapping->file ? elf_file_build_id(mapping->file) : NULL,
		.file = mapping->file};
	return true;
}

size_t symbols_find_source(struct symbols *symbols, uint32_t pid, uint64_t address,
			   const struct source_frame **frames)
{
	const struct mapping *mapping = find_mapping(symbols, pid, address);

	if (!mapping || !mapping->file)
		return 0;
	return symbols_find_source_in(mapping->file, address - mapping->start + mapping->offset,
				      frames);
}

size_t symbols_find_source_in(struct elf_file *file, uint64_t offset,
			      const struct source_frame **frames)
{
	uint64_t in_file;

	return elf_file_address(file, offset, &in_file)
		       ? elf_file_find_source(file, in_file, frames)
		       : 0;
}

/* ---- frames ---- */

static bool is_trampoline(struct symbols *symbols, uint32_t pid, uint64_t address)
{
	const struct mapping *mapping = find_mapping(symbols, pid, address);

	return mapping && strcmp(mapping->path, TRAMPOLINE) == 0;
}

/* Had the innermost function no frame of its own when it was at `address`? */
static bool is_frameless(struct symbols *symbols, uint32_t pid, uint64_t address)
{
	const struct mapping *mapping = find_mapping(symbols, pid, address);
	uint64_t in_file;

	return mapping && mapping->file &&
	       elf_file_address(mapping->file, address - mapping->start + mapping->offset,
				&in_file) &&
	       elf_file_is_frameless(mapping->file, in_file);
}

/* Is `word` a caller that the walk of frame pointers left out, between frames 0 and 1? */
static bool is_missing_caller(struct symbols *symbols, uint32_t pid, const struct abi_stack *stack,
			      size_t count)
{
	if (!stack->word || (count > 1 && stack->word == stack->frames[1]))
		return false;
	switch (stack->word_kind) {
	case ABI_WORD_CALLER:
		return true;
	case ABI_WORD_MAYBE:
		return is_frameless(symbols, pid, stack->frames[0]);
	}
	return false;
}

/*
 * A function that uses the frame pointer for something else leads the walk astray, often in
 * circles. The first frame that is in no code says so; those behind it say nothing.
 */
static bool is_astray(struct symbols *symbols, uint32_t pid, uint64_t address)
{
	return !find_mapping(symbols, pid, address) && get_process(symbols, pid)->space.count > 0;
}

size_t symbols_user_frames(struct symbols *symbols, uint32_t pid, const struct abi_stack *stack,
			   uint64_t frames[ABI_STACK_MAX + 1])
{
	size_t count = stack->count < ABI_STACK_MAX ? stack->count : ABI_STACK_MAX;
	size_t all = 0, kept = 0;

	for (size_t i = 0; i < count; i++) {
		frames[all++] = stack->frames[i];
		if (i == 0 && is_missing_caller(symbols, pid, stack, count))
			frames[all++] = stack->word;
	}
	for (size_t i = 0; i < all; i++) {
		if (is_trampoline(symbols, pid, frames[i]))
			continue;
		frames[kept++] = frames[i];
		if (i > 0 && is_astray(symbols, pid, frames[i]))
			break;
	}
	return kept;
}
