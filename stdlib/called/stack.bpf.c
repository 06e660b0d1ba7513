/*
 * The stacks that are kept. The id is a hash with a random seed. Whoever stores a stack compares
 * the frames of what is there, so that two stacks never share an id and none is dropped because of
 * another.
 */
#include "stdlib/called/stack.bpf.h"

#define TRIES 8 /* ids in a row, when they are taken by other stacks */

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 65536);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, uint64_t);
	__type(value, struct abi_stack);
} mt_stacks MAP;

const volatile uint64_t mt_stack_seed;

#define FACTOR 0x9e3779b97f4a7c15ull /* 2^64 over the golden ratio */

static HELPER uint64_t mix(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * FACTOR;
	return hash ^ hash >> 29;
}

/*
 * Frames are taken in fours, for fewer tests of where the end is: the last four may have been among
 * those before. Of a shorter stack, what is behind it does not count.
 */
#define AT_ONCE 4

/* Where the last four begin; the verifier has to see that they are in bounds. */
static HELPER uint32_t last_four(uint32_t count)
{
	uint32_t at = count - AT_ONCE;

	asm volatile("" : "+r"(at));
	return min(at, (uint32_t)ABI_STACK_MAX - AT_ONCE);
}

/* Together by one multiplication and addition each: whoever stores a stack compares its frames anyway. */
static HELPER uint64_t mix_four(uint64_t hash, const uint64_t *frames)
{
	uint64_t four = frames[0];

#pragma clang loop unroll(full)
	for (int i = 1; i < AT_ONCE; i++)
		four = four * FACTOR + frames[i];
	return mix(hash, four);
}

FUNCTION uint64_t mt_stack_hash(const struct abi_stack *stack)
{
	uint64_t hash;
	uint32_t i;

	if (!stack)
		return 0;
	hash = mix(mt_stack_seed, stack->count | (uint64_t)stack->word_kind << 32);
	hash = mix(hash, stack->word);
	if (stack->count < AT_ONCE) {
#pragma clang loop unroll(disable)
		for (i = 0; i < AT_ONCE && i < stack->count; i++)
			hash = mix(hash, stack->frames[i]);
		return hash;
	}
#pragma clang loop unroll(disable)
	for (i = 0; i < ABI_STACK_MAX - AT_ONCE && i + AT_ONCE < stack->count; i += AT_ONCE)
		hash = mix_four(hash, &stack->frames[i]);
	return mix_four(hash, &stack->frames[last_four(stack->count)]);
}

static HELPER bool are_four_same(const uint64_t *a, const uint64_t *b)
{
	return a[0] == b[0] && a[1] == b[1] && a[2] == b[2] && a[3] == b[3];
}

FUNCTION uint64_t mt_stack_same(const struct abi_stack *a, const struct abi_stack *b)
{
	uint32_t i;

	if (!a || !b || a->count != b->count || a->word_kind != b->word_kind || a->word != b->word)
		return false;
	if (a->count < AT_ONCE) {
#pragma clang loop unroll(disable)
		for (i = 0; i < AT_ONCE && i < a->count; i++)
			if (a->frames[i] != b->frames[i])
				return false;
		return true;
	}
#pragma clang loop unroll(disable)
	for (i = 0; i < ABI_STACK_MAX - AT_ONCE && i + AT_ONCE < a->count; i += AT_ONCE)
		if (!are_four_same(&a->frames[i], &b->frames[i]))
			return false;
	i = last_four(a->count);
	return are_four_same(&a->frames[i], &b->frames[i]);
}

/* The id, or 0: counted. */
SHARED uint64_t mt_stack_store(const struct abi_stack *stack)
{
	uint64_t id = mt_stack_hash(stack);
	long error = -E2BIG;

#pragma clang loop unroll(disable)
	for (int i = 0; i < TRIES; i++, id++) {
		struct abi_stack *there;

		id += id == 0; /* 0 is "no stack" */
		there = bpf_map_lookup_elem(&mt_stacks, &id);
		if (!there) {
			error = bpf_map_update_elem(&mt_stacks, &id, stack, BPF_NOEXIST);
			if (!error)
				return id;
			there = bpf_map_lookup_elem(&mt_stacks, &id);
			if (!there)
				break;
		}
		if (mt_stack_same(there, stack))
			return id;
	}
	mt_core_refused(error, ABI_LOSS_STACK_FULL);
	return 0;
}

/* Frames of a stack that was stored. */
SHARED uint64_t mt_stack_count(const struct abi_stack_ref *ref)
{
	uint64_t id = ref->id;
	struct abi_stack *stack = bpf_map_lookup_elem(&mt_stacks, &id);

	return stack ? stack->count : 0;
}
