/*
 * loadobject FILE MAP...: what any user of libbpf does with an object: loads it, attaches its programs
 * by the names of their sections, and is ready. After the go it prints "MAP N": the sum over the keys
 * and CPUs of the map's first words.
 */
#include "workload.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <err.h>
#include <errno.h>
#include <inttypes.h>

static void attach_all(struct bpf_object *object)
{
	struct bpf_program *program;

	bpf_object__for_each_program(program, object)
		if (!bpf_program__attach(program))
			err(1, "%s, %s", bpf_program__name(program),
			    bpf_program__section_name(program));
}

static bool is_per_cpu(const struct bpf_map *map)
{
	return bpf_map__type(map) == BPF_MAP_TYPE_PERCPU_ARRAY ||
	       bpf_map__type(map) == BPF_MAP_TYPE_PERCPU_HASH;
}

static uint64_t sum_of(const struct bpf_map *map)
{
	size_t values = is_per_cpu(map) ? (size_t)libbpf_num_possible_cpus() : 1;
	size_t size = (bpf_map__value_size(map) + 7) / 8 * 8;
	char *key = calloc(1, bpf_map__key_size(map)), *value = malloc(values * size);
	int fd = bpf_map__fd(map);
	uint64_t sum = 0;

	for (const char *last = NULL; bpf_map_get_next_key(fd, last, key) == 0; last = key) {
		if (bpf_map_lookup_elem(fd, key, value) < 0)
			err(1, "%s", bpf_map__name(map));
		for (size_t i = 0; i < values; i++)
			sum += *(uint64_t *)(value + i * size);
	}
	free(key);
	free(value);
	return sum;
}

int main(int argc, char **argv)
{
	struct bpf_object *object;

	workload_options(&argc, &argv);
	object = bpf_object__open(argv[1]);
	if (!object || bpf_object__load(object) < 0)
		err(1, "%s", argv[1]);
	attach_all(object);
	workload_begin();
	for (int i = 2; i < argc; i++) {
		const struct bpf_map *map = bpf_object__find_map_by_name(object, argv[i]);

		if (!map)
			errx(1, "no map %s", argv[i]);
		workload_say("%s %" PRIu64 "\n", argv[i], sum_of(map));
	}
	workload_end();
	bpf_object__close(object);
	return 0;
}
