/*
 * What processes held that are gone.
 */
#include "stdlib/called/hold.bpf.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, ABI_GONE_MAX);
	__type(key, uint32_t);
	__type(value, uint64_t);
} mt_gone MAP;

struct forget {
	void *objects, *totals;
	struct abi_object *object; /* scratch */
	uint64_t sizes, owner_offset;
};

/* What was held since then is of a new program, or of a new process with the same pid. */
static long forget_one(void *map, const void *name, struct abi_object *there, struct forget *forget)
{
	uint64_t generation = read_once(there->generation), time_ns = read_once(there->time_ns);
	uint32_t owner = read_once(*(const uint32_t *)(name + forget->owner_offset));
	const uint64_t *gone_ns = bpf_map_lookup_elem(&mt_gone, &owner);

	if (gone_ns && time_ns < read_once(*gone_ns) && abi_object_is_held(generation) &&
	    take_this(forget->objects, name, there, generation, forget->object, forget->sizes))
		subtract(forget->totals, forget->object);
	return 0;
}

/* Lets go the objects of processes that are gone; the pid is at `owner_offset` of their names. */
SHARED void mt_forget_gone(void *objects, void *totals, struct abi_object *object,
			   uint64_t sizes, uint32_t owner_offset)
{
	struct forget forget = {objects, totals, object, sizes, owner_offset};

	bpf_for_each_map_elem(objects, forget_one, &forget, 0);
}
