/*
 * race [ROUNDS]: the BPF-side helpers (stdlib/NAME.bpf.c), built for this machine, called by many
 * threads at once, on CPUs that they share: totals are exact, each object is subtracted once, and
 * what is not done is counted. Under ThreadSanitizer, so that it also sees what only goes wrong
 * once in a while.
 */
#include <linux/bpf.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdlib.h>

#include "bpf/bpf_helpers.h"
#include "codegen/abi.h"
#include "runtime/output_private.h"
#include "tests/race/kernel.h"
#include "tests/unit/unit.h"

#define THREADS 8

/* ---- what codegen calls ---- */

void mt_hold_release(void *objects, void *totals, void *released, const void *name, uint64_t sizes);
void mt_hold_hold(void *objects, void *totals, const void *name, uint64_t sizes);
void mt_hold_take(void *objects, void *released, const void *name, uint64_t *taken, uint64_t sizes);
void mt_hold_settle(void *totals, uint64_t *taken, const void *object);
void mt_hold_put_back(void *objects, void *totals, const void *name, uint64_t *taken,
		      uint64_t sizes);
void mt_forget_gone(void *objects, void *totals, void *object, uint64_t sizes,
		    uint32_t owner_offset);
uint64_t mt_aggregate_add(void *map, const void *key, uint64_t n);
void mt_map_count_again(void *map, void *pendings, const uint64_t *key);
void mt_aggregate_average(void *map, const void *key, uint64_t n);
void mt_aggregate_extreme(void *map, const void *key, uint64_t n, bool is_max, bool is_signed);
void mt_aggregate_hist(void *map, const void *key, uint64_t bucket, uint32_t count);
void mt_map_series(void *map, const void *key, uint64_t n, uint64_t now, uint64_t interval,
		   uint32_t count, uint32_t function, bool is_signed);
void *mt_scratch_claim(void *scratch);
void mt_kstack_store(void *ctx, void *stack, struct abi_stack_ref *ref, uint32_t most);
uint64_t mt_stack_hash(const struct abi_stack *stack);
struct abi_entry *mt_call_begin(void *map, uint64_t what, void *context);
struct abi_entry *mt_call_end(void *map, uint64_t what, void *context);
void mt_event_change(void *events, uint32_t event, uint32_t map, uint32_t change);
const volatile uint64_t mt_entries_count = ABI_ENTRIES_MOST;
const volatile uint64_t mt_entry_size = sizeof(struct abi_entry) + sizeof(uint64_t);
extern struct abi_state mt_state;
extern int mt_loss, mt_gone, mt_generations, mt_stacks;

static long rounds = 1;

/* ---- threads ---- */

struct worker {
	pthread_t thread;
	uint32_t number;
	uint64_t random;
	uint64_t sum, most, done; /* of what it did */
	void (*work)(struct worker *worker);
};

static struct worker workers[THREADS];

static uint64_t any_below(struct worker *worker, uint64_t limit)
{
	worker->random ^= worker->random << 13;
	worker->random ^= worker->random >> 7;
	worker->random ^= worker->random << 17;
	return worker->random % limit;
}

static void *run(void *argument)
{
	struct worker *worker = argument;

	kernel_set_cpu(worker->number % RACE_CPUS);
	worker->work(worker);
	kernel_end_task();
	return NULL;
}

static void run_all(void (*work)(struct worker *worker))
{
	for (uint32_t i = 0; i < THREADS; i++) {
		workers[i] = (struct worker){.number = i, .random = i + 1, .work = work};
		pthread_create(&workers[i].thread, NULL, run, &workers[i]);
	}
	for (uint32_t i = 0; i < THREADS; i++)
		pthread_join(workers[i].thread, NULL);
}

static uint64_t sum_of_all(void)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < THREADS; i++)
		sum += workers[i].sum;
	return sum;
}

/* ---- hold, release, move ---- */

#define KEYS	     4
#define NAMES	     24
#define OBJECTS_MOST 20 /* of those names: it gets full */
#define PROCESSES    3

struct name {
	uint64_t pid, address;
	uint64_t rest[7]; /* of names that are too long to be in objects */
};

#define SHORT_NAME (2 * sizeof(uint64_t))

static size_t name_size = SHORT_NAME;

struct object {
	struct abi_object head;
	uint64_t key;
};

/* With room around it, as codegen gives it. */
struct place {
	struct object object;
	struct name name;
	struct object old;
};

#define STORED_SIZE (sizeof(struct object) + (name_size == SHORT_NAME ? name_size : 0))

#define SIZES (sizeof(struct object) | (uint64_t)name_size << 32)

static struct kernel_map *objects, *totals, *released;

static struct name any_name(struct worker *worker)
{
	uint64_t number = any_below(worker, NAMES);

	return (struct name){.pid = 1 + number % PROCESSES, .address = 4096 + number};
}

static struct object any_object(struct worker *worker)
{
	return (struct object){.head.size = 1 + any_below(worker, 1000),
			       .key = any_below(worker, KEYS)};
}

static void hold(struct worker *worker, const struct name *name)
{
	struct place place = {.object = any_object(worker), .name = *name};

	mt_hold_hold(objects, totals, &place.name, SIZES);
}

static void release(const struct name *name)
{
	struct place place = {.name = *name};

	mt_hold_release(objects, totals, released, &place.name, SIZES);
}

static void move(struct worker *worker, const struct name *name)
{
	struct name other = any_name(worker);
	struct place place = {.name = *name};
	uint64_t taken;

	mt_hold_take(objects, released, &place.name, &taken, SIZES);
	if (any_below(worker, 2)) {
		mt_hold_settle(totals, &taken, &place.object);
		hold(worker, &other);
	} else {
		mt_hold_put_back(objects, totals, &place.name, &taken, SIZES);
	}
}

static void hold_and_release(struct worker *worker)
{
	for (long i = 0; i < 20000 * rounds; i++) {
		struct name name = any_name(worker);

		switch (any_below(worker, 5)) {
		case 0:
		case 1:
			hold(worker, &name);
			break;
		case 2:
			move(worker, &name);
			break;
		default:
			release(&name);
		}
	}
}

/* Processes that end, and others with the same pid that hold on. */
static void let_processes_end(struct worker *worker)
{
	struct object object;

	if (worker->number) {
		hold_and_release(worker);
		return;
	}
	for (long i = 0; i < 200 * rounds; i++) {
		uint64_t now = bpf_ktime_get_boot_ns();
		uint32_t pid = 1 + (uint32_t)any_below(worker, PROCESSES);

		bpf_map_update_elem(&mt_gone, &pid, &now, BPF_ANY);
		mt_forget_gone(objects, totals, &object, SIZES, 0);
		bpf_map_delete_elem(&mt_gone, &pid);
	}
}

static void new_objects(size_t most, bool they_stay)
{
	released = they_stay ? kernel_map_new(KERNEL_ARRAY, sizeof(uint32_t),
					      sizeof(struct abi_released) + name_size,
					      ABI_RELEASED_MOST)
			     : NULL;
	objects = kernel_map_new(KERNEL_HASH, name_size, STORED_SIZE,
				 most + (they_stay ? ABI_RELEASED_MOST : 0));
	totals = kernel_map_new(KERNEL_HASH, sizeof(uint64_t), sizeof(struct abi_total), KEYS - 1);
}

static void free_objects(void)
{
	kernel_map_free(objects);
	if (totals)
		kernel_map_free(totals);
	if (released)
		kernel_map_free(released);
}

struct held_keys {
	struct abi_total keys[KEYS];
	size_t held, released;
};

static long count_object(void *map, const void *name, const struct object *object,
			 struct held_keys *held)
{
	(void)map, (void)name;
	if (!abi_object_is_held(object->head.generation)) {
		held->released++;
		return 0;
	}
	held->held++;
	held->keys[object->key].bytes += object->head.size;
	held->keys[object->key].count++;
	return 0;
}

/* Is the total of each key what is held under it, and are no more released than may be? */
static bool totals_are_exact(size_t *held_count)
{
	struct held_keys held = {0};
	bool is_exact;

	bpf_for_each_map_elem(objects, count_object, &held, 0);
	*held_count = held.held;
	is_exact = held.released <= (released ? ABI_RELEASED_MOST : 0);
	for (uint64_t key = 0; key < KEYS; key++) {
		const struct abi_total *total = bpf_map_lookup_elem(totals, &key);
		struct abi_total none = {0};

		total = total ? total : &none;
		is_exact &= total->bytes == held.keys[key].bytes &&
			    total->count == held.keys[key].count;
	}
	return is_exact;
}

/* While objects come and go: a total is never negative. */
static struct {
	pthread_t thread;
	bool ends;
	uint64_t samples, negative;
} reader;

static void *sample_totals(void *unused)
{
	do {
		for (uint64_t key = 0; key < KEYS; key++) {
			const struct abi_total *total = bpf_map_lookup_elem(totals, &key);

			if (!total)
				continue;
			reader.samples++;
			reader.negative +=
				(int64_t)__atomic_load_n(&total->bytes, __ATOMIC_RELAXED) < 0 ||
				(int64_t)__atomic_load_n(&total->count, __ATOMIC_RELAXED) < 0;
		}
	} while (!__atomic_load_n(&reader.ends, __ATOMIC_RELAXED));
	return unused;
}

static void run_and_sample(void (*work)(struct worker *worker))
{
	reader.ends = false;
	reader.samples = reader.negative = 0;
	pthread_create(&reader.thread, NULL, sample_totals, NULL);
	run_all(work);
	__atomic_store_n(&reader.ends, true, __ATOMIC_RELAXED);
	pthread_join(reader.thread, NULL);
	CHECK(reader.samples > 0);
	CHECK_INT(reader.negative, 0);
}

static void release_all(void)
{
	for (uint64_t number = 0; number < NAMES; number++) {
		struct name name = {.pid = 1 + number % PROCESSES, .address = 4096 + number};

		release(&name);
	}
}

static void check_objects(void (*work)(struct worker *worker), uint32_t fails_one_in,
			  bool they_stay)
{
	size_t held;

	new_objects(OBJECTS_MOST, they_stay);
	kernel_map_fail(objects, fails_one_in);
	run_and_sample(work);
	kernel_map_fail(objects, 0);
	CHECK(totals_are_exact(&held));
	CHECK(held > 0);
	CHECK(kernel_losses(ABI_LOSS_HOLD_FULL) > 0);
	release_all();
	CHECK(totals_are_exact(&held));
	CHECK_INT(held, 0);
	CHECK(they_stay == (kernel_map_count(objects) > 0));
	free_objects();
}

static void each_object_is_subtracted_once(void)
{
	check_objects(hold_and_release, 0, false);
	check_objects(hold_and_release, 0, true);
	name_size = sizeof(struct name);
	check_objects(hold_and_release, 0, false);
	name_size = SHORT_NAME;
}

static void objects_stay_when_the_kernel_refuses(void)
{
	check_objects(hold_and_release, 2, false);
	check_objects(hold_and_release, 2, true);
	CHECK(kernel_losses(ABI_LOSS_MAP_BUSY) > 0);
}

/* What is held adds up also without totals, which are NULL then. */
static void objects_without_totals_are_held_once(void)
{
	new_objects(OBJECTS_MOST, false);
	kernel_map_free(totals);
	totals = NULL;
	kernel_losses(ABI_LOSS_HOLD_FULL); /* of what was before */
	run_all(hold_and_release);
	CHECK(kernel_map_count(objects) > 0);
	CHECK(kernel_losses(ABI_LOSS_HOLD_FULL) > 0);
	release_all();
	CHECK_INT(kernel_map_count(objects), 0);
	free_objects();
}

static void objects_of_processes_are_subtracted_once(void)
{
	check_objects(let_processes_end, 0, false);
	check_objects(let_processes_end, 0, true);
}

/* ---- names that one at a time has, as allocators give out addresses ---- */

#define OWN_NAMES 3 /* of each thread */

static struct name own_name(const struct worker *worker, uint64_t number)
{
	return (struct name){.pid = 1, .address = 4096 + worker->number * OWN_NAMES + number};
}

/*
 * The size of a name that nobody else holds. 0: it is not held, and if it was released, what was
 * found may be another's by now.
 */
static uint64_t held_size(const struct name *name)
{
	const struct object *object = bpf_map_lookup_elem(objects, name);
	uint64_t generation;

	if (!object)
		return 0;
	generation = __atomic_load_n(&object->head.generation, __ATOMIC_RELAXED);
	if (!abi_object_is_held(generation) || bpf_map_lookup_elem(objects, name) != object)
		return 0;
	return __atomic_load_n(&object->head.size, __ATOMIC_RELAXED);
}

/* What a thread holds is there, and as it was held, until it lets it go. */
static void own(struct worker *worker)
{
	uint64_t sizes[OWN_NAMES] = {0};

	for (long i = 0; i < 20000 * rounds; i++) {
		uint64_t number = any_below(worker, OWN_NAMES), size;
		struct place place = {.object = any_object(worker),
				      .name = own_name(worker, number)};

		size = held_size(&place.name);
		worker->done += sizes[number] && !size; /* which has to be counted */
		worker->sum += size && size != sizes[number];
		if (size) {
			release(&place.name);
			sizes[number] = 0;
		} else {
			sizes[number] = place.object.head.size;
			mt_hold_hold(objects, totals, &place.name, SIZES);
		}
	}
	for (uint64_t number = 0; number < OWN_NAMES; number++) {
		struct name name = own_name(worker, number);

		worker->done += sizes[number] && !held_size(&name);
	}
}

/* Also while those that were released make room for each other, and there is room for no more. */
static void a_map_of_released_objects_has_room(void)
{
	uint64_t refused = 0;
	size_t held;

	new_objects(THREADS * OWN_NAMES, true);
	kernel_map_free(totals);
	totals = kernel_map_new(KERNEL_HASH, sizeof(uint64_t), sizeof(struct abi_total), KEYS);
	kernel_losses(ABI_LOSS_HOLD_FULL);
	kernel_losses(ABI_LOSS_MAP_BUSY);
	run_all(own);
	for (uint32_t i = 0; i < THREADS; i++)
		refused += workers[i].done;
	CHECK_INT(sum_of_all(), 0);
	CHECK_INT(kernel_losses(ABI_LOSS_HOLD_FULL), 0);
	CHECK_INT(kernel_losses(ABI_LOSS_MAP_BUSY), refused);
	CHECK(totals_are_exact(&held));
	CHECK(held > 0);
	free_objects();
}

/* ---- aggregations ---- */

#define MAP_KEYS      16
#define MAP_KEYS_MOST 12
#define BUCKETS	      8

static struct kernel_map *sums, *averages, *extremes, *hists, *series;

static void sum_up(struct worker *worker)
{
	for (long i = 0; i < 20000 * rounds; i++) {
		uint64_t key = any_below(worker, MAP_KEYS), n = any_below(worker, 1000000),
			 none = 0;

		mt_aggregate_add(sums, &key, n);
		worker->sum += n;
		mt_aggregate_average(averages, &none, n);
		mt_aggregate_hist(hists, &none, n % BUCKETS, BUCKETS);
	}
}

static void find_extreme(struct worker *worker)
{
	for (long i = 0; i < 20000 * rounds; i++) {
		uint64_t n = any_below(worker, 1000000), none = 0;
		const struct abi_extreme *extreme;

		mt_aggregate_extreme(extremes, &none, n, true, false);
		extreme = bpf_map_lookup_elem(extremes, &none);
		if (__atomic_load_n(&extreme->masked, __ATOMIC_RELAXED) < n)
			worker->sum++; /* which has to be counted */
		else
			worker->most = n > worker->most ? n : worker->most;
	}
}

static void add_to_series(struct worker *worker)
{
	for (long i = 0; i < 20000 * rounds; i++) {
		uint64_t n = any_below(worker, 1000000), none = 0;

		mt_map_series(series, &none, n, 5, 10, 3, ABI_SERIES_SUM, false);
	}
}

static struct kernel_map *new_sums(size_t value_size, size_t entries)
{
	return kernel_map_new(KERNEL_PERCPU_HASH, sizeof(uint64_t), value_size, entries);
}

/* Word `word` of what is under a key, all CPUs together. */
static uint64_t word_of(struct kernel_map *map, uint64_t key, size_t word)
{
	uint64_t sum = 0;

	for (uint32_t cpu = 0; cpu < RACE_CPUS; cpu++) {
		const uint64_t *value = bpf_map_lookup_percpu_elem(map, &key, cpu);

		sum += value ? value[word] : 0;
	}
	return sum;
}

static uint64_t sum_of_keys(struct kernel_map *map)
{
	uint64_t sum = 0;

	for (uint64_t key = 0; key < MAP_KEYS; key++)
		sum += word_of(map, key, 0);
	return sum;
}

static void aggregations_lose_nothing(void)
{
	uint64_t in_buckets = 0;

	sums = new_sums(sizeof(uint64_t), MAP_KEYS);
	averages = new_sums(sizeof(struct abi_average), 1);
	hists = new_sums(BUCKETS * sizeof(uint64_t), 1);
	kernel_losses(ABI_LOSS_MAP_BUSY); /* of what was before */
	run_all(sum_up);
	CHECK_INT(sum_of_keys(sums), sum_of_all());
	CHECK_INT(word_of(averages, 0, 0), THREADS * 20000 * rounds);
	CHECK_INT(word_of(averages, 0, 1), sum_of_all());
	for (size_t i = 0; i < BUCKETS; i++)
		in_buckets += word_of(hists, 0, i);
	CHECK_INT(in_buckets, THREADS * 20000 * rounds);
	CHECK_INT(kernel_losses(ABI_LOSS_MAP_BUSY), 0);
	CHECK_INT(kernel_losses(ABI_LOSS_MAP_FULL), 0);
	kernel_map_free(sums);
	kernel_map_free(averages);
	kernel_map_free(hists);
}

static void extremes_are_those_of_all(void)
{
	uint64_t most = 0, seen = 0, none = 0;

	extremes = new_sums(sizeof(struct abi_extreme), 1);
	run_all(find_extreme);
	for (uint32_t i = 0; i < THREADS; i++)
		most = workers[i].most > most ? workers[i].most : most;
	for (uint32_t cpu = 0; cpu < RACE_CPUS; cpu++) {
		const struct abi_extreme *extreme =
			bpf_map_lookup_percpu_elem(extremes, &none, cpu);

		CHECK(extreme->is_set);
		seen = extreme->masked > seen ? extreme->masked : seen;
	}
	CHECK_INT(seen, most);
	CHECK(kernel_losses(ABI_LOSS_MAP_BUSY) >= sum_of_all());
	kernel_map_free(extremes);
}

static void series_count_what_they_leave_out(void)
{
	series = new_sums(3 * sizeof(struct abi_interval), 1);
	run_all(add_to_series);
	CHECK_INT(word_of(series, 0, 1) + kernel_losses(ABI_LOSS_MAP_BUSY),
		  THREADS * 20000 * rounds);
	kernel_map_free(series);
}

static void count_keys(struct worker *worker)
{
	for (long i = 0; i < 20000 * rounds; i++) {
		uint64_t key = any_below(worker, MAP_KEYS);

		mt_aggregate_add(sums, &key, 1);
	}
}

static void what_a_full_map_refuses_is_counted(void)
{
	sums = new_sums(sizeof(uint64_t), MAP_KEYS_MOST);
	run_all(count_keys);
	CHECK_INT(sum_of_keys(sums) + kernel_losses(ABI_LOSS_MAP_FULL), THREADS * 20000 * rounds);
	kernel_map_free(sums);
}

/* ---- counts of which some are pending, read by what reads them in memtap ---- */

enum { NUMBER_PENDING = 1 };

static struct kernel_map *counts, *pendings;
static uint64_t events_begun[MAP_KEYS], events_done[MAP_KEYS]; /* events of each key */
static uint64_t wrong, finished;

static int pending_info(int map, struct map_info *info)
{
	(void)map;
	*info = (struct map_info){.key_size = sizeof(uint32_t), .value_size = sizeof(uint64_t)};
	return 0;
}

static int look_up_pending(int map, const void *key, void *value)
{
	uint64_t *words = value;

	(void)map;
	for (uint32_t cpu = 0; cpu < RACE_CPUS; cpu++)
		words[cpu] = __atomic_load_n(
			(uint64_t *)bpf_map_lookup_percpu_elem(pendings, key, cpu), __ATOMIC_SEQ_CST);
	return 0;
}

static int update_pending(int map, const void *key, const void *value)
{
	const uint64_t *words = value;

	(void)map;
	for (uint32_t cpu = 0; cpu < RACE_CPUS; cpu++)
		__atomic_store_n((uint64_t *)bpf_map_lookup_percpu_elem(pendings, key, cpu),
				 words[cpu], __ATOMIC_SEQ_CST);
	return 0;
}

static struct output *counts_output(void)
{
	static const struct map_access access = {
		.info = pending_info, .lookup = look_up_pending, .update = update_pending};
	static const int numbers[] = {NUMBER_PENDING};
	static struct plan_map map = {.pending = "pending"};
	static const struct plan plan = {.maps = &map, .map_count = 1};
	static struct output output = {
		.plan = &plan,
		.maps = {.pending = numbers},
		.access = &access,
		.cpus = RACE_CPUS,
	};

	return &output;
}

static uint64_t in_map(uint64_t key)
{
	uint64_t sum = 0;

	for (uint32_t cpu = 0; cpu < RACE_CPUS; cpu++) {
		uint64_t *value = bpf_map_lookup_percpu_elem(counts, &key, cpu);

		sum += value ? __atomic_load_n(value, __ATOMIC_SEQ_CST) : 0;
	}
	return sum;
}

static void load_all(uint64_t to[MAP_KEYS], uint64_t from[MAP_KEYS])
{
	for (uint64_t key = 0; key < MAP_KEYS; key++)
		to[key] = __atomic_load_n(&from[key], __ATOMIC_SEQ_CST);
}

/* What is read is at least what was done before, and at most what had begun until afterwards. */
static void check_counts(void)
{
	uint64_t least[MAP_KEYS], most[MAP_KEYS], read[MAP_KEYS];
	struct pending pending;

	load_all(least, events_done);
	wrong += pending_stop(counts_output(), 0, &pending) != 0;
	for (uint64_t key = 0; key < MAP_KEYS; key++)
		read[key] = in_map(key) + pending_of(counts_output(), &pending, (uint8_t *)&key);
	pending_go_on(counts_output(), &pending);
	load_all(most, events_begun);
	for (uint64_t key = 0; key < MAP_KEYS; key++)
		wrong += read[key] < least[key] || read[key] > most[key];
}

/* As clear() does it. */
static void remove_counts(struct pending *pending)
{
	pending_drop(counts_output(), pending);
	for (uint64_t key = 0; key < MAP_KEYS; key++)
		bpf_map_delete_elem(counts, &key);
	pending_go_on(counts_output(), pending);
}

static void clear_counts(void)
{
	struct pending pending;

	wrong += pending_stop(counts_output(), 0, &pending) != 0;
	remove_counts(&pending);
}

static void count_again(struct worker *worker)
{
	uint64_t key = 0;

	for (long i = 0; i < 20000 * rounds; i++) {
		if (any_below(worker, 32) == 0)
			key = any_below(worker, MAP_KEYS);
		__atomic_fetch_add(&events_begun[key], 1, __ATOMIC_SEQ_CST);
		mt_map_count_again(counts, pendings, &key);
		__atomic_fetch_add(&events_done[key], 1, __ATOMIC_SEQ_CST);
	}
	__atomic_fetch_add(&finished, 1, __ATOMIC_SEQ_CST);
}

/* The first one does something else for as long as the others count. */
static void count_beside(struct worker *worker, void (*other)(void))
{
	if (worker->number) {
		count_again(worker);
		return;
	}
	while (__atomic_load_n(&finished, __ATOMIC_SEQ_CST) < THREADS - 1)
		other();
}

static void count_and_check(struct worker *worker)
{
	count_beside(worker, check_counts);
}

static void count_and_clear(struct worker *worker)
{
	count_beside(worker, clear_counts);
}

static void new_counts(size_t entries)
{
	counts = new_sums(sizeof(uint64_t), entries);
	pendings = kernel_map_new(KERNEL_PERCPU_ARRAY, sizeof(uint32_t), sizeof(uint64_t),
				  ABI_PENDING_ELEMENTS);
	wrong = finished = 0;
	for (uint64_t key = 0; key < MAP_KEYS; key++)
		events_begun[key] = events_done[key] = 0;
}

static void free_counts(void)
{
	kernel_map_free(counts);
	kernel_map_free(pendings);
}

static void each_count_that_is_read_is_exact(void)
{
	new_counts(MAP_KEYS);
	run_all(count_and_check);
	check_counts();
	CHECK_INT(wrong, 0);
	free_counts();
}

static uint64_t all_counts(void)
{
	struct pending pending;
	uint64_t sum = 0;

	pending_stop(counts_output(), 0, &pending);
	for (uint64_t key = 0; key < MAP_KEYS; key++)
		sum += in_map(key) + pending_of(counts_output(), &pending, (uint8_t *)&key);
	pending_go_on(counts_output(), &pending);
	return sum;
}

/* What is pending has its key in the map. */
static void check_keys_of_pending(void)
{
	for (uint32_t cpu = 0; cpu < RACE_CPUS; cpu++) {
		uint32_t element = ABI_PENDING_COUNT;
		uint64_t word = *(uint64_t *)bpf_map_lookup_percpu_elem(pendings, &element, cpu);
		uint64_t key = word >> ABI_PENDING_SHIFT;

		CHECK(!(word & ABI_PENDING_MOST) || bpf_map_lookup_elem(counts, &key));
	}
}

/* Whatever was cleared meanwhile. */
static void keys_of_what_is_pending_stay(void)
{
	new_counts(MAP_KEYS);
	run_all(count_and_clear);
	check_keys_of_pending();
	CHECK_INT(wrong, 0);
	clear_counts();
	CHECK_INT(all_counts(), 0);
	free_counts();
}

static struct pending stopped;

static void end_stop(void)
{
	remove_counts(&stopped);
}

/* A program that begins during a stop is not waited for: it may be preempted until that has ended. */
static void a_stop_is_one_for_who_saw_its_begin(void)
{
	uint64_t key = 1;

	new_counts(MAP_KEYS);
	kernel_set_cpu(0);
	mt_aggregate_add(counts, &key, 1);
	CHECK_INT(pending_stop(counts_output(), 0, &stopped), 0);
	kernel_map_meanwhile(counts, end_stop);
	mt_map_count_again(counts, pendings, &key);
	check_keys_of_pending();
	for (int i = 0; i < 3; i++)
		mt_map_count_again(counts, pendings, &key);
	CHECK_INT(all_counts(), 3); /* the one before is cleared */
	free_counts();
}

static void counts_without_room_are_lost_one_by_one(void)
{
	new_counts(MAP_KEYS_MOST);
	kernel_losses(ABI_LOSS_MAP_FULL);
	run_all(count_again);
	CHECK_INT(all_counts() + kernel_losses(ABI_LOSS_MAP_FULL), THREADS * 20000 * rounds);
	free_counts();
}

/* ---- scratch memory ---- */

#define SCRATCH_WORDS 8

static struct kernel_map *scratch;

/* Up to three pieces at once, as programs inside of programs have them: on each CPU more than there
 * are. */
static void use_scratch(struct worker *worker, int depth)
{
	uint64_t *mine = mt_scratch_claim(scratch);

	if (!mine)
		return;
	for (int i = 0; i < SCRATCH_WORDS; i++)
		mine[i] = worker->number;
	if (depth)
		use_scratch(worker, depth - 1);
	for (int i = 0; i < SCRATCH_WORDS; i++)
		worker->sum += mine[i] != worker->number;
	worker->done++;
	__atomic_store_n((uint64_t *)((char *)mine - ABI_SCRATCH_BUSY), 0, __ATOMIC_SEQ_CST);
}

static void claim_and_release(struct worker *worker)
{
	for (long i = 0; i < 20000 * rounds; i++)
		use_scratch(worker, (int)any_below(worker, 3));
}

static void scratch_memory_has_one_owner(void)
{
	scratch = kernel_map_new(KERNEL_ARRAY, 4, (1 + SCRATCH_WORDS) * 8,
				 RACE_CPUS * ABI_SCRATCH_SLOTS);
	run_all(claim_and_release);
	CHECK_INT(sum_of_all(), 0);
	for (uint32_t i = 0; i < THREADS; i++)
		CHECK(workers[i].done >= 1000);
	kernel_losses(ABI_LOSS_SCRATCH);
	kernel_map_free(scratch);
}

/* ---- stacks ---- */

#define STACKS	    200
#define STACKS_MOST 250 /* room for all, and for those in their places */
#define FRAMES	    5

static struct kernel_map *stacks;

static struct abi_stack make_stack(uint64_t number)
{
	struct abi_stack stack = {.count = FRAMES};

	for (uint64_t i = 0; i < FRAMES; i++)
		stack.frames[i] = 0xffffffff81000000 + number * 16 + i;
	return stack;
}

/* A tenth of the ids is taken by another stack. */
static void take_places(void)
{
	for (uint64_t i = 0; i < STACKS; i += 10) {
		struct abi_stack stack = make_stack(i), other = make_stack(STACKS + i);
		uint64_t id = mt_stack_hash(&stack);

		bpf_map_update_elem(stacks, &id, &other, BPF_NOEXIST);
	}
}

static void store_stacks(struct worker *worker)
{
	for (long i = 0; i < 10000 * rounds; i++) {
		struct abi_stack stack = make_stack(any_below(worker, STACKS)), room;
		const struct abi_stack *there;
		struct abi_stack_ref ref;

		kernel_set_stack(stack.frames, stack.count);
		mt_kstack_store(NULL, &room, &ref, ABI_STACK_MAX);
		there = ref.id ? bpf_map_lookup_elem(stacks, &ref.id) : NULL;
		worker->done +=
			there && there->count == FRAMES &&
			!memcmp(there->frames, stack.frames, FRAMES * sizeof(*stack.frames));
		worker->sum += !ref.id;
	}
}

static void check_stacks(size_t most, bool are_all_stored)
{
	uint64_t done = 0;

	stacks = kernel_map_new(KERNEL_HASH, 8, sizeof(struct abi_stack), most);
	kernel_map_bind(&mt_stacks, stacks);
	take_places();
	run_all(store_stacks);
	for (uint32_t i = 0; i < THREADS; i++)
		done += workers[i].done;
	CHECK_INT(done + sum_of_all(), THREADS * 10000 * rounds);
	CHECK_INT(kernel_losses(ABI_LOSS_STACK_FULL), sum_of_all());
	CHECK(are_all_stored == !sum_of_all());
	CHECK_INT(kernel_map_count(stacks), are_all_stored ? STACKS + STACKS / 10 : most);
	kernel_map_free(stacks);
}

static void stacks_are_told_apart(void)
{
	check_stacks(STACKS_MOST, true);
}

static void stacks_without_room_are_counted(void)
{
	check_stacks(STACKS / 2, false);
}

/* ---- pairs ---- */

#define PAIR	    1 /* of no family */
#define FUNCTION_AT 0x401000
#define FRAME_BYTES 64
#define DEPTH	    80 /* more than there is room for */

struct calls {
	struct worker *worker;
	jmp_buf out;
	uint64_t left, not_followed, wrong; /* calls that never return, and so on */
};

/* As codegen lays it out, with one word for each entry. */
static uint64_t *value_of(struct abi_entry *entry)
{
	return (uint64_t *)(entry + 1);
}

static void call(struct calls *calls, int depth, bool leaves)
{
	uint64_t sp = 0x7fff00000000 + (uint64_t)depth * FRAME_BYTES,
		 value = any_below(calls->worker, 1000);
	uint64_t registers[] = {[ABI_REGS_IP / 8] = FUNCTION_AT, [ABI_REGS_SP / 8] = sp};
	struct abi_entry *entry = mt_call_begin(NULL, PAIR, registers);

	if (entry)
		*value_of(entry) = value;
	else
		calls->not_followed++;
	calls->left += entry && leaves;
	if (depth > 0 && any_below(calls->worker, 100))
		call(calls, depth - 1, leaves);
	else if (leaves)
		longjmp(calls->out, 1);
	if (!entry)
		return;
	registers[ABI_REGS_SP / 8] += sizeof(uint64_t); /* where the return address was */
	entry = mt_call_end(NULL, PAIR, registers);
	calls->wrong += !entry || *value_of(entry) != value;
}

static void call_and_return(struct worker *worker)
{
	struct calls calls = {.worker = worker};

	for (long i = 0; i < 200 * rounds; i++) {
		bool leaves = any_below(worker, 2);

		if (!setjmp(calls.out))
			call(&calls, (int)any_below(worker, DEPTH), leaves);
	}
	worker->sum = calls.wrong;
	worker->done = calls.not_followed;
	worker->most = calls.left;
	call(&calls, DEPTH, false); /* outermost: finds those that were left */
}

static void returns_find_their_calls(void)
{
	uint64_t not_followed = 0, left = 0;

	run_all(call_and_return);
	for (uint32_t i = 0; i < THREADS; i++) {
		not_followed += workers[i].done;
		left += workers[i].most;
	}
	CHECK_INT(sum_of_all(), 0);
	CHECK(kernel_losses(ABI_LOSS_ENTRY_FULL) >= not_followed);
	CHECK_INT(kernel_losses(ABI_LOSS_NO_ENTRY), 0);
	CHECK(left > 0);
}

/* ---- clear() and zero() without room in the ring buffer ---- */

static void take_changes(struct worker *worker)
{
	for (uint32_t map = 0; map < ABI_MAPS_MAX; map++) {
		uint32_t left = __atomic_exchange_n(&mt_state.changes[map], 0, __ATOMIC_SEQ_CST);

		worker->sum += (left & ABI_CHANGE_CLEAR) != 0;
		worker->done += (left & ABI_CHANGE_ZERO) != 0;
	}
}

/* One takes what the others leave. None leaves a change of a map twice. */
static void leave_changes(struct worker *worker)
{
	if (!worker->number) {
		take_changes(worker);
		return;
	}
	for (uint32_t map = 0; map < ABI_MAPS_MAX; map++)
		if (map % (THREADS - 1) == worker->number - 1)
			mt_event_change(NULL, 0, map, ABI_CHANGE_CLEAR);
		else if ((map + 1) % (THREADS - 1) == worker->number - 1)
			mt_event_change(NULL, 0, map, ABI_CHANGE_ZERO);
}

static void no_change_is_lost(void)
{
	for (long i = 0; i < 200 * rounds; i++) {
		struct worker rest = {0};

		run_all(leave_changes);
		take_changes(&rest);
		CHECK_INT(workers[0].sum + rest.sum, ABI_MAPS_MAX);
		CHECK_INT(workers[0].done + rest.done, ABI_MAPS_MAX);
		CHECK_INT(__atomic_exchange_n(&mt_state.has_changes, 0, __ATOMIC_SEQ_CST), 1);
	}
}

int main(int argc, char **argv)
{
	if (argc > 1)
		rounds = atol(argv[1]);
	mt_state.enabled = 1;
	kernel_map_bind(&mt_loss, kernel_map_new(KERNEL_PERCPU_ARRAY, 4, 8, ABI_LOSS_COUNT));
	kernel_map_bind(&mt_generations, kernel_map_new(KERNEL_PERCPU_ARRAY, 4, 8, 1));
	kernel_map_bind(&mt_gone, kernel_map_new(KERNEL_HASH, 4, 8, PROCESSES));
	RUN(each_object_is_subtracted_once);
	RUN(objects_stay_when_the_kernel_refuses);
	RUN(objects_without_totals_are_held_once);
	RUN(objects_of_processes_are_subtracted_once);
	RUN(a_map_of_released_objects_has_room);
	RUN(aggregations_lose_nothing);
	RUN(extremes_are_those_of_all);
	RUN(series_count_what_they_leave_out);
	RUN(what_a_full_map_refuses_is_counted);
	RUN(each_count_that_is_read_is_exact);
	RUN(keys_of_what_is_pending_stay);
	RUN(a_stop_is_one_for_who_saw_its_begin);
	RUN(counts_without_room_are_lost_one_by_one);
	RUN(scratch_memory_has_one_owner);
	RUN(stacks_are_told_apart);
	RUN(stacks_without_room_are_counted);
	RUN(returns_find_their_calls);
	RUN(no_change_is_lost);
	return unit_status();
}
