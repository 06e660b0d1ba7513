/*
 * symbols names FILE COUNT    name COUNT addresses of a file that is mapped, with their lines
 * symbols stacks FILE COUNT   print a map with COUNT keys, each a stack of 30 frames over 20,000
 *                             addresses of the file
 *
 * What is timed is the runtime's own: its symboliser, and the printer of maps. Only the kernel's
 * side is made up: that FILE is mapped by this process, and what the maps hold. Prints a line of
 * JSON on standard error.
 */
#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <inttypes.h>
#include <libelf.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "runtime/clock.h"
#include "runtime/output_private.h"
#include "runtime/symbols.h"

#define BASE	  UINT64_C(0x10000000) /* where the file is */
#define ADDRESSES 20000
#define FRAMES	  30

/* ---- the file ---- */

struct code {
	uint64_t offset, size; /* in the file */
};

static struct code code_of(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	Elf *elf = elf_version(EV_CURRENT) ? elf_begin(fd, ELF_C_READ, NULL) : NULL;
	struct code code = {0};
	GElf_Phdr header;
	size_t count = 0;

	if (elf)
		elf_getphdrnum(elf, &count);
	for (size_t i = 0; i < count && !code.size; i++)
		if (gelf_getphdr(elf, (int)i, &header) && header.p_type == PT_LOAD &&
		    (header.p_flags & PF_X))
			code = (struct code){header.p_offset, header.p_filesz};
	elf_end(elf);
	if (fd >= 0)
		close(fd);
	return code;
}

/* Always the same numbers. */
static uint64_t next_random(void)
{
	static uint64_t state = 88172645463325252;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static uint64_t next_address(const struct code *code)
{
	return BASE + next_random() % code->size;
}

/* ---- the maps: keys are stacks 1 to stack_count, values 1 ---- */

enum { MAP_VALUES, MAP_STACKS };

static uint32_t stack_count;
static uint64_t addresses[ADDRESSES];

static int info(int map, struct map_info *info)
{
	*info = (struct map_info){.key_size = sizeof(struct abi_stack_ref),
				  .value_size = sizeof(uint64_t),
				  .max_entries = stack_count};
	return 0;
}

/* Each number has its own addresses, always the same ones. */
static int lookup(int map, const void *key, void *value)
{
	struct abi_stack *stack = value;
	uint64_t id, bits;

	memcpy(&id, key, sizeof(id));
	bits = id * UINT64_C(0x9e3779b97f4a7c15);
	*stack = (struct abi_stack){.count = FRAMES};
	for (uint32_t i = 0; i < FRAMES; i++) {
		bits = bits * UINT64_C(6364136223846793005) + 1442695040888963407;
		stack->frames[i] = addresses[(bits >> 33) % ADDRESSES];
	}
	return 0;
}

static int lookup_batch(int map, void *from, void *next, void *keys, void *values, uint32_t *count)
{
	uint32_t first = 0, end;

	if (from)
		memcpy(&first, from, sizeof(first));
	end = *count < stack_count - first ? first + *count : stack_count;
	*count = end - first;
	for (uint32_t i = 0; i < *count; i++) {
		((struct abi_stack_ref *)keys)[i] =
			(struct abi_stack_ref){first + i + 1, (uint32_t)getpid(), 0};
		((uint64_t *)values)[i] = 1;
	}
	memcpy(next, &end, sizeof(end));
	return end == stack_count ? -ENOENT : 0;
}

static const struct map_access access_generated = {
	.info = info, .lookup = lookup, .lookup_batch = lookup_batch};

/* ---- what is timed ---- */

static bool name_addresses(struct symbols *symbols, const struct code *code, uint32_t count)
{
	uint32_t pid = (uint32_t)getpid(), named = 0, lines = 0;
	const struct source_frame *frames;

	for (uint32_t i = 0; i < count; i++) {
		uint64_t address = next_address(code);

		named += symbols_user(symbols, pid, address).name != NULL;
		lines += symbols_find_source(symbols, pid, address, &frames) > 0;
	}
	fprintf(stderr, "{\"named\": %" PRIu32 ", \"lines\": %" PRIu32 ", ", named, lines);
	return named > count / 2 && lines > count / 2; /* between functions there is nothing */
}

static bool print_stacks(struct symbols *symbols, const struct code *code, uint32_t count)
{
	static const struct map_view all;
	static char name[] = "@", bpf_name[] = "m0_";
	struct plan_type key = {.kind = PLAN_USTACK, .size = sizeof(struct abi_stack_ref)};
	struct plan_map map = {
		.name = name, .bpf_name = bpf_name, .aggregate = PLAN_COUNT, .key = key};
	struct plan plan = {.maps = &map, .map_count = 1};
	int values = MAP_VALUES, objects = -1;
	struct output_maps maps = {.values = &values, .objects = &objects, .stacks = MAP_STACKS,
				   .loss = -1};
	struct output *output = output_new(&plan, &maps, symbols, stdout);

	output->access = &access_generated;
	stack_count = count;
	for (uint32_t i = 0; i < ADDRESSES; i++)
		addresses[i] = next_address(code);
	map_print(output, 0, &all);
	fflush(stdout);
	output_free(output);
	fprintf(stderr, "{\"stacks\": %" PRIu32 ", ", count);
	return true;
}

int main(int argc, char **argv)
{
	struct symbols *symbols = symbols_new();
	struct rusage usage;
	struct code code;
	uint64_t begin = clock_ns(CLOCK_MONOTONIC);
	uint32_t count;
	bool is_right;

	if (argc != 4)
		return 2;
	count = (uint32_t)strtoul(argv[3], NULL, 10);
	code = code_of(argv[2]);
	if (!code.size)
		return 3;
	symbols_learn_mapping(symbols, (uint32_t)getpid(), BASE, BASE + code.size, code.offset,
			      argv[2], NULL);
	is_right = strcmp(argv[1], "stacks") == 0 ? print_stacks(symbols, &code, count)
						  : name_addresses(symbols, &code, count);
	getrusage(RUSAGE_SELF, &usage);
	fprintf(stderr, "\"seconds\": %.3f, \"cpu_seconds\": %.3f, \"kilobytes\": %ld}\n",
		(double)(clock_ns(CLOCK_MONOTONIC) - begin) / 1e9,
		(double)clock_ns(CLOCK_PROCESS_CPUTIME_ID) / 1e9, usage.ru_maxrss);
	symbols_free(symbols);
	return is_right ? 0 : 1;
}
