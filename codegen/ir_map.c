/*
 * Maps: a variable in section .maps whose type, as its debug info says, is what libbpf makes the
 * map from (libbpf, "BTF-defined maps"):
 *
 *     struct {
 *             int (*type)[BPF_MAP_TYPE_HASH];
 *             int (*max_entries)[4096];
 *             unsigned char (*key)[16];
 *             unsigned char (*value)[8];
 *     } name SEC(".maps");
 */
#include "codegen/ir_private.h"

#include <string.h>

#define POINTER_BITS 64

#define MEMBERS_MAX 5

struct map_members {
	LLVMMetadataRef list[MEMBERS_MAX];
	unsigned int count;
};

static void add_member(struct ir *ir, struct map_members *members, const char *name,
		       LLVMMetadataRef pointed)
{
	LLVMMetadataRef type = LLVMDIBuilderCreatePointerType(ir->debug, pointed, POINTER_BITS, 0,
							      0, "", 0);

	members->list[members->count] = LLVMDIBuilderCreateMemberType(
		ir->debug, ir->file, name, strlen(name), ir->file, 0, POINTER_BITS, 0,
		(uint64_t)members->count * POINTER_BITS, LLVMDIFlagZero, type);
	members->count++;
}

static void add_number(struct ir *ir, struct map_members *members, const char *name, uint32_t n)
{
	if (n)
		add_member(ir, members, name, ir_debug_array(ir, ir->debug_int, 32, n));
}

/* The kernel wants the key of an array and of task storage to be an int. */
static LLVMMetadataRef bytes_type(struct ir *ir, uint32_t size)
{
	return size == sizeof(uint32_t) ? ir->debug_int : ir_debug_array(ir, ir->debug_u8, 8, size);
}

static LLVMMetadataRef map_type(struct ir *ir, const struct ir_map *map)
{
	struct map_members members = {0};

	add_number(ir, &members, "type", map->type);
	add_number(ir, &members, "max_entries", map->entries);
	add_number(ir, &members, "map_flags", map->flags);
	if (map->key_size) { /* a ring buffer has none */
		add_member(ir, &members, "key", bytes_type(ir, map->key_size));
		add_member(ir, &members, "value", bytes_type(ir, map->value_size));
	}
	return LLVMDIBuilderCreateStructType(ir->debug, ir->file, "", 0, ir->file, 0,
					     (uint64_t)members.count * POINTER_BITS, 0,
					     LLVMDIFlagZero, NULL, members.list, members.count, 0,
					     NULL, "", 0);
}

static struct known_map *find(struct ir *ir, const char *name)
{
	struct known_map known = {.name = name};
	LLVMTypeRef storage = LLVMArrayType2(ir->pointer, MEMBERS_MAX);

	for (size_t i = 0; i < ir->maps.count; i++)
		if (strcmp(ir->maps.items[i].name, name) == 0)
			return &ir->maps.items[i];
	known.global = LLVMAddGlobal(ir->module, storage, name);
	LLVMSetInitializer(known.global, LLVMConstNull(storage));
	LLVMSetSection(known.global, ".maps");
	array_push(ir->arena, &ir->maps, known);
	return &ir->maps.items[ir->maps.count - 1];
}

struct ir_value *ir_map_later(struct ir *ir, const char *name)
{
	return ours(find(ir, name)->global);
}

struct ir_value *ir_map(struct ir *ir, const struct ir_map *map)
{
	struct known_map *known = find(ir, map->name);

	if (!known->is_described)
		ir_describe(ir, known->global, map->name, map_type(ir, map));
	known->is_described = true;
	return ours(known->global);
}
