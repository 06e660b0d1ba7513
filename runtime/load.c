#include "runtime/load.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <unistd.h>

#include "codegen/object.h"
#include "lexer/fault.h"
#include "lexer/text.h"
#include "parser/config.h"
#include "runtime/constants.h"
#include "runtime/file.h"
#include "runtime/load_error.h"
#include "runtime/many.h"
#include "runtime/patch.h"
#include "runtime/run.h"

/* ---- the object's bytes, before libbpf sees them ---- */

static bool set_variable(uint8_t *image, size_t size, const char *name, const void *value,
			 size_t value_size)
{
	struct object_symbol symbol;

	if (!object_find(image, size, name, &symbol)) /* the program does not use it */
		return true;
	if (!symbol.bytes || symbol.size != value_size) {
		complain("bug: variable %s of the object is not as agreed", name);
		return false;
	}
	memcpy(symbol.bytes, value, value_size);
	return true;
}

static bool set_variables(uint8_t *image, size_t size, const struct machine *machine, uint32_t cpus)
{
	uint32_t pid = machine->follows ? ABI_TARGET_FOLLOWED : machine->pid;
	uint32_t own_pid = machine->own_pid;
	uint64_t seed;

	/* Also early in a boot it must not wait: an address of our own is better than nothing. */
	if (getrandom(&seed, sizeof(seed), GRND_NONBLOCK) != sizeof(seed))
		seed = (uintptr_t)image ^ (uint64_t)getpid() << 32;
	return set_variable(image, size, ABI_VAR_TARGET_PID, &pid, sizeof(pid)) &&
	       set_variable(image, size, ABI_VAR_OWN_PID, &own_pid, sizeof(own_pid)) &&
	       set_variable(image, size, ABI_VAR_NCPUS, &cpus, sizeof(cpus)) &&
	       set_variable(image, size, ABI_VAR_STACK_SEED, &seed, sizeof(seed));
}

static int patch_hook(struct machine *machine, const struct plan *plan, const struct probe *probe,
		      const struct hook *hook, uint8_t *image)
{
	struct reason reason;

	if (!hook->kind || patch_program(machine, plan, hook->program, image, &reason))
		return STATUS_DONE;
	complain("%s: %s: %s", probe->attach->place, probe->text, reason.text);
	return STATUS_ENVIRONMENT;
}

/* Patches of a plan that was made by hand could have put in what is not there when it is read. */
static int check_unsafe(const struct plan *plan, const uint8_t *image)
{
	if (plan->is_unsafe || !object_is_unsafe(image, plan->object_size))
		return STATUS_DONE;
	complain("bug: patches made the object do what only --unsafe allows");
	return STATUS_BUG;
}

static int patch_image(struct machine *machine, const struct plan *plan,
		       const struct probes *probes, uint32_t cpus, uint8_t *image)
{
	int status = STATUS_DONE;

	if (!set_variables(image, plan->object_size, machine, cpus))
		return STATUS_BUG;
	for (size_t i = 0; i < probes->list.count && !status; i++) {
		const struct probe *probe = &probes->list.items[i];

		status = patch_hook(machine, plan, probe, &probe->begin, image);
		if (!status)
			status = patch_hook(machine, plan, probe, &probe->hook, image);
	}
	return status ?: check_unsafe(plan, image);
}

/* ---- into the kernel ---- */

#define SPARE_DESCRIPTORS 8 /* that libbpf has open meanwhile: types, and what it tries */

static int open_object(struct loaded *loaded, const struct plan *plan, const uint8_t *image)
{
	LIBBPF_OPTS(bpf_object_open_opts, opts, .object_name = "memtap");

	loaded->object = bpf_object__open_mem(image, plan->object_size, &opts);
	if (loaded->object)
		return STATUS_DONE;
	complain("bug: the object cannot be opened: %s", strerror(errno));
	return STATUS_BUG;
}

struct bpf_program *load_find_program(const struct loaded *loaded, const char *name)
{
	return bpf_object__find_program_by_name(loaded->object, name);
}

static bool use_program(struct loaded *loaded, const char *name)
{
	struct bpf_program *program = load_find_program(loaded, name);

	if (program && bpf_program__set_autoload(program, true) == 0)
		return true;
	complain("bug: the object has no program '%s'", name);
	return false;
}

static bool use_hook(struct loaded *loaded, const struct hook *hook, bool is_many)
{
	if (!hook->kind)
		return true;
	if (!use_program(loaded, hook->program))
		return false;
	if (is_many)
		bpf_program__set_expected_attach_type(load_find_program(loaded, hook->program),
						      hook->kind->many_type);
	return true;
}

static bool use_programs(struct loaded *loaded, const struct plan *plan,
			 const struct probes *probes)
{
	struct bpf_program *program;

	bpf_object__for_each_program(program, loaded->object)
		bpf_program__set_autoload(program, false);
	for (size_t i = 0; i < probes->list.count; i++)
		if (!use_hook(loaded, &probes->list.items[i].begin, false) ||
		    !use_hook(loaded, &probes->list.items[i].hook, probes->list.items[i].is_many))
			return false;
	for (uint32_t i = 0; i < plan->map_count; i++)
		if (plan->maps[i].has_owner && !use_program(loaded, plan->maps[i].forget))
			return false;
	return true;
}

static void size_map(struct loaded *loaded, const char *name, uint32_t entries)
{
	struct bpf_map *map = bpf_object__find_map_by_name(loaded->object, name);

	if (map)
		bpf_map__set_max_entries(map, entries);
}

/* ---- programs that see the memory that their own maps take ---- */

/*
 * What is stored into a map takes memory of the kernel's. A program that holds what the kernel
 * allocates would so hold its own objects, take memory for these, hold that, and so on for ever.
 * And many new stacks at once are more than the kernel has at hand for maps. There all is made
 * beforehand, as much of each map as a sixteenth of the machine's memory has room for.
 */
#define MEMORY_SHARE  16
#define ELEMENT_BYTES 64 /* of the kernel's own for each object, or somewhat more */

static bool is_of_allocator(const char *name)
{
	static const char *const patterns[] = {"*kmalloc*", "kmem_cache_alloc*", "*slab*",
					       "mm_page_alloc*", "*alloc_*pages*"};

	for (size_t i = 0; name && i < sizeof(patterns) / sizeof(*patterns); i++)
		if (glob_match(patterns[i], name))
			return true;
	return false;
}

static bool sees_allocations(const struct probes *probes)
{
	for (size_t i = 0; i < probes->list.count; i++) {
		const struct probe *probe = &probes->list.items[i];

		if (!probe_kind_has(probe->attach->point.kind, PROBE_PROCESS) &&
		    is_of_allocator(probe->hook.place.name))
			return true;
	}
	return false;
}

/* NULL: none is meant. False: it has room for fewer than it was to have. */
static bool allocate_all_of(struct loaded *loaded, const char *name)
{
	struct bpf_map *map = name ? bpf_object__find_map_by_name(loaded->object, name) : NULL;
	uint64_t memory = (uint64_t)sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE), most;

	if (!map || bpf_map__type(map) != BPF_MAP_TYPE_HASH)
		return true;
	most = memory / MEMORY_SHARE /
	       (ELEMENT_BYTES + bpf_map__key_size(map) + bpf_map__value_size(map));
	bpf_map__set_map_flags(map, 0);
	if (bpf_map__max_entries(map) <= most)
		return true;
	bpf_map__set_max_entries(map, most);
	return false;
}

/* Who said nothing of how many there may be need not hear that there may be fewer. */
static void allocate_objects_of(struct loaded *loaded, const struct plan_map *held)
{
	struct bpf_map *map =
		held->objects ? bpf_object__find_map_by_name(loaded->object, held->objects) : NULL;
	uint32_t asked = map ? bpf_map__max_entries(map) - held->released_most : 0;

	if (!allocate_all_of(loaded, held->objects) && asked != HOLD_OBJECTS)
		complain("%s holds %u objects at most, not %u: for a program that sees the "
			 "kernel's allocator the memory is taken beforehand, at most 1/%d of the "
			 "machine's",
			 held->name, bpf_map__max_entries(map) - held->released_most, asked,
			 MEMORY_SHARE);
}

static void allocate_held(struct loaded *loaded, const struct plan *plan,
			  const struct probes *probes)
{
	bool is_any = false;

	for (uint32_t i = 0; i < plan->map_count; i++)
		is_any |= plan->maps[i].aggregate == PLAN_HOLD;
	if (!is_any || !sees_allocations(probes))
		return;
	for (uint32_t i = 0; i < plan->map_count; i++) {
		if (plan->maps[i].aggregate != PLAN_HOLD)
			continue;
		allocate_objects_of(loaded, &plan->maps[i]);
		allocate_all_of(loaded, plan->maps[i].bpf_name);
	}
	allocate_all_of(loaded, ABI_MAP_STACKS);
}

/* ---- what user space sees of it ---- */

static int map_number(const struct loaded *loaded, const char *name)
{
	struct bpf_map *map = name ? bpf_object__find_map_by_name(loaded->object, name) : NULL;

	return map ? bpf_map__fd(map) : -1;
}

static void find_maps(struct loaded *loaded, const struct plan *plan)
{
	int *values = heap_alloc((3 * plan->map_count + 1) * sizeof(int));
	int *objects = values + plan->map_count, *pending = objects + plan->map_count;

	for (uint32_t i = 0; i < plan->map_count; i++) {
		values[i] = map_number(loaded, plan->maps[i].bpf_name);
		objects[i] = map_number(loaded, plan->maps[i].objects);
		pending[i] = map_number(loaded, plan->maps[i].pending);
	}
	loaded->map_numbers = values;
	loaded->maps = (struct output_maps){.values = values,
					    .objects = objects,
					    .pending = pending,
					    .stacks = map_number(loaded, ABI_MAP_STACKS),
					    .loss = map_number(loaded, ABI_MAP_LOSS)};
	loaded->events = map_number(loaded, ABI_MAP_EVENTS);
}

static int share_state(struct loaded *loaded, const struct plan *plan)
{
	struct bpf_map *map = bpf_object__find_map_by_name(loaded->object, ".bss");
	struct object_symbol symbol;
	size_t page = sysconf(_SC_PAGESIZE);

	if (!map || !object_find(plan->object, plan->object_size, ABI_VAR_STATE, &symbol) ||
	    symbol.offset + sizeof(struct abi_state) > bpf_map__value_size(map)) {
		complain("bug: the object has no " ABI_VAR_STATE);
		return STATUS_BUG;
	}
	loaded->state_size = (bpf_map__value_size(map) + page - 1) / page * page;
	loaded->state_pages = mmap(NULL, loaded->state_size, PROT_READ | PROT_WRITE, MAP_SHARED,
				   bpf_map__fd(map), 0);
	if (loaded->state_pages == MAP_FAILED) {
		loaded->state_pages = NULL;
		complain("cannot map the programs' state: %s", strerror(errno));
		return STATUS_ENVIRONMENT;
	}
	loaded->state = (void *)((char *)loaded->state_pages + symbol.offset);
	return STATUS_DONE;
}

/* Libbpf spoils what uses it: code that the verifier has to find to be dead, and takes out. */
static void leave_out_map(struct loaded *loaded, const char *name)
{
	struct bpf_map *map = bpf_object__find_map_by_name(loaded->object, name);

	if (map)
		bpf_map__set_autocreate(map, false);
}

/* Libbpf takes the want of one for the lack of something in the kernel, and leaves that out. */
static int check_descriptors(const struct loaded *loaded, const struct plan *plan)
{
	int count = SPARE_DESCRIPTORS;
	struct bpf_program *program;
	struct bpf_map *map;

	bpf_object__for_each_map(map, loaded->object)
		count++;
	bpf_object__for_each_program(program, loaded->object)
		count += bpf_program__autoload(program);
	if (file_can_open(count))
		return STATUS_DONE;
	complain("%s: cannot load: " FAULT_TOO_MANY_FILES, plan->name);
	return STATUS_ENVIRONMENT;
}

static int load_image(struct loaded *loaded, const struct machine *machine, const struct plan *plan,
		      const struct probes *probes, uint32_t cpus, const uint8_t *image)
{
	int status = open_object(loaded, plan, image);

	if (status)
		return status;
	if (!use_programs(loaded, plan, probes))
		return STATUS_BUG;
	size_map(loaded, ABI_MAP_SCRATCH, cpus * ABI_SCRATCH_SLOTS);
	size_map(loaded, ABI_MAP_EVENTS, plan->ring_pages * sysconf(_SC_PAGESIZE));
	if (!machine->follows)
		leave_out_map(loaded, ABI_MAP_FOLLOWED);
	allocate_held(loaded, plan, probes);
	status = check_descriptors(loaded, plan);
	if (status)
		return status;
	if (bpf_object__load(loaded->object) < 0)
		return load_error_explain(plan, probes, errno);
	find_maps(loaded, plan);
	return share_state(loaded, plan);
}

int load_prepare(struct machine *machine, const struct plan *plan, const struct probes *probes,
		 uint8_t *image)
{
	memcpy(image, plan->object, plan->object_size);
	return patch_image(machine, plan, probes, machine_cpus(), image)
		       ?: constants_set(machine, plan, image);
}

int load_plan(struct loaded *loaded, struct machine *machine, const struct plan *plan,
	      struct probes *probes, bool verbose)
{
	uint32_t cpus = machine_cpus();
	uint8_t *image = heap_alloc(plan->object_size);
	int status;

	*loaded = (struct loaded){.events = -1};
	load_error_capture(verbose);
	many_check(probes);
	status = load_prepare(machine, plan, probes, image);
	if (!status)
		status = load_image(loaded, machine, plan, probes, cpus, image);
	load_error_release();
	free(image);
	return status;
}

uint64_t load_count_skipped(const struct loaded *loaded)
{
	struct bpf_program *program;
	uint64_t skipped = 0;

	bpf_object__for_each_program(program, loaded->object)
	{
		struct bpf_prog_info info = {0};
		uint32_t size = sizeof(info);
		int fd = bpf_program__fd(program);

		if (fd >= 0 && bpf_obj_get_info_by_fd(fd, &info, &size) == 0)
			skipped += info.recursion_misses;
	}
	return skipped;
}

void load_close(struct loaded *loaded)
{
	if (loaded->state_pages)
		munmap(loaded->state_pages, loaded->state_size);
	bpf_object__close(loaded->object);
	free(loaded->map_numbers);
	*loaded = (struct loaded){.events = -1};
}
