/*
 * Members of the kernel's structures: CO-RE relocations.
 *
 * An access is an intrinsic that carries the structure's debug info, with only the member that is
 * used in it. The BPF target's own passes make a relocation of it, which names the member; libbpf
 * finds out where the running kernel has that.
 */
#include "codegen/ir_private.h"

#include <string.h>

/* enum bpf_core_relo_kind of linux/bpf.h, where it goes by other names */
#define FIELD_BYTE_OFFSET 0
#define FIELD_BYTE_SIZE   1
#define FIELD_LSHIFT      4
#define FIELD_RSHIFT      5

#define WORD_BITS 64

static LLVMMetadataRef composite(struct ir *ir, const char *name, bool is_union,
				 LLVMMetadataRef member)
{
	size_t length = strlen(name);

	if (is_union)
		return LLVMDIBuilderCreateUnionType(ir->debug, ir->file, name, length, ir->file, 0,
						    WORD_BITS, 0, LLVMDIFlagZero,
						    member ? &member : NULL, member != NULL, 0, "",
						    0);
	return LLVMDIBuilderCreateStructType(ir->debug, ir->file, name, length, ir->file, 0,
					     WORD_BITS, 0, LLVMDIFlagZero, NULL,
					     member ? &member : NULL, member != NULL, 0, NULL, "",
					     0);
}

static LLVMMetadataRef enum_type(struct ir *ir)
{
	LLVMMetadataRef one = LLVMDIBuilderCreateEnumerator(ir->debug, "one", 3, 1, 1);

	return LLVMDIBuilderCreateEnumerationType(ir->debug, ir->file, "", 0, ir->file, 0, 32, 0,
						  &one, 1, ir->debug_int);
}

/* What libbpf compares is the kind of type, not its size. `inner`: of an anonymous struct. */
static LLVMMetadataRef member_type(struct ir *ir, const struct ir_member *member,
				   LLVMMetadataRef inner)
{
	LLVMMetadataRef type = ir->debug_u64;

	if (member->kind == IR_MEMBER_ENUM)
		type = enum_type(ir);
	else if (member->kind == IR_MEMBER_POINTER)
		type = ir->debug_pointer;
	else if (member->kind == IR_MEMBER_STRUCT || member->kind == IR_MEMBER_UNION)
		type = inner ? inner : composite(ir, "", member->kind == IR_MEMBER_UNION, NULL);
	for (uint32_t i = 0; i < member->array_depth; i++) {
		LLVMMetadataRef range = LLVMDIBuilderGetOrCreateSubrange(ir->debug, 0, 1);

		type = LLVMDIBuilderCreateArrayType(ir->debug, WORD_BITS, 0, type, &range, 1);
	}
	return type;
}

static LLVMMetadataRef container_type(struct ir *ir, const struct ir_member *member,
				      const char *name, LLVMMetadataRef inner)
{
	LLVMMetadataRef type = member_type(ir, member, inner), field;
	size_t length = strlen(member->name);

	if (member->bits)
		field = LLVMDIBuilderCreateBitFieldMemberType(ir->debug, ir->file, member->name,
							      length, ir->file, 0, member->bits, 0,
							      0, LLVMDIFlagBitField, type);
	else
		field = LLVMDIBuilderCreateMemberType(ir->debug, ir->file, member->name, length,
						      ir->file, 0, WORD_BITS, 0, 0, LLVMDIFlagZero,
						      type);
	return composite(ir, name, member->is_union, field);
}

static LLVMValueRef intrinsic(struct ir *ir, const char *name, size_t type_count)
{
	LLVMTypeRef types[] = {ir->pointer, ir->pointer};
	unsigned int id = LLVMLookupIntrinsicID(name, strlen(name));

	return LLVMGetIntrinsicDeclaration(ir->module, id, types, type_count);
}

static LLVMValueRef call(struct ir *ir, LLVMValueRef function, LLVMValueRef *arguments,
			 unsigned int count)
{
	return LLVMBuildCall2(ir->builder, LLVMGlobalGetValueType(function), function, arguments,
			      count, "");
}

static void set_element_type(struct ir *ir, LLVMValueRef access)
{
	LLVMTypeRef storage = LLVMStructTypeInContext(ir->context, &ir->i64, 1, 0);
	unsigned int kind = LLVMGetEnumAttributeKindForName("elementtype", strlen("elementtype"));

	LLVMAddCallSiteAttribute(access, 1, LLVMCreateTypeAttribute(ir->context, kind, storage));
}

static LLVMValueRef access_member(struct ir *ir, LLVMValueRef base, bool is_union,
				  LLVMMetadataRef container)
{
	static const char mark[] = "llvm.preserve.access.index";
	LLVMValueRef zero = LLVMConstInt(ir->i32, 0, 0), access;

	if (is_union) {
		access = call(ir, intrinsic(ir, "llvm.preserve.union.access.index", 2),
			      (LLVMValueRef[]){base, zero}, 2);
	} else {
		access = call(ir, intrinsic(ir, "llvm.preserve.struct.access.index", 2),
			      (LLVMValueRef[]){base, zero, zero}, 3);
		set_element_type(ir, access);
	}
	LLVMSetMetadata(access, LLVMGetMDKindIDInContext(ir->context, mark, strlen(mark)),
			LLVMMetadataAsValue(ir->context, container));
	return access;
}

#define PATH_MAX_MEMBERS 8

/*
 * LLVM takes two accesses for one when the names of the structures and the offsets are the same,
 * and all our members are at 0. So each has a structure of its own, told apart by a suffix that
 * libbpf ignores ("flavor").
 */
static const char *flavor_of(struct ir *ir, const struct ir_member *path, size_t count)
{
	const char *text = path[0].container;
	size_t number;

	for (size_t i = 0; i < count; i++)
		text = arena_printf(ir->arena, "%s.%s", text, path[i].name);
	for (number = 0; number < ir->member_paths.count; number++)
		if (strcmp(ir->member_paths.items[number], text) == 0)
			break;
	if (number == ir->member_paths.count)
		array_push(ir->arena, &ir->member_paths, text);
	return arena_printf(ir->arena, "%s___%zu", path[0].container, number);
}

static LLVMValueRef access_path(struct ir *ir, struct ir_value *base, const struct ir_member *path,
				size_t count)
{
	LLVMMetadataRef containers[PATH_MAX_MEMBERS], inner = NULL;
	LLVMValueRef address = LLVMBuildIntToPtr(ir->builder, llvm_of(base), ir->pointer, "");

	for (size_t i = count; i-- > 0;)
		inner = containers[i] = container_type(
			ir, &path[i], i ? path[i].container : flavor_of(ir, path, count), inner);
	for (size_t i = 0; i < count; i++)
		address = access_member(ir, address, path[i].is_union, containers[i]);
	return address;
}

struct ir_value *ir_member_address(struct ir *ir, struct ir_value *base,
				   const struct ir_member *path, size_t count)
{
	return ir_address(ir, ours(access_path(ir, base, path, count)));
}

/* ---- bit fields ---- */

static struct ir_value *field_info(struct ir *ir, LLVMValueRef access, uint64_t what)
{
	LLVMValueRef arguments[] = {access, LLVMConstInt(ir->i64, what, 0)};
	LLVMValueRef info = call(ir, intrinsic(ir, "llvm.bpf.preserve.field.info", 1), arguments, 2);

	return ours(LLVMBuildZExt(ir->builder, info, ir->i64, ""));
}

struct ir_value *ir_member_bits(struct ir *ir, struct ir_value *base, const struct ir_member *path,
				size_t count, bool is_user)
{
	LLVMValueRef access = access_path(ir, base, path, count);
	struct ir_value *address, *value;

	address = ir_math(ir, IR_ADD, base, field_info(ir, access, FIELD_BYTE_OFFSET));
	value = IR_CALL(ir, "mt_memory_load", address, field_info(ir, access, FIELD_BYTE_SIZE),
			ir_int(ir, is_user));
	value = ir_math(ir, IR_SHL, value, field_info(ir, access, FIELD_LSHIFT));
	return ir_math(ir, path[count - 1].is_signed ? IR_SAR : IR_SHR, value,
		       field_info(ir, access, FIELD_RSHIFT));
}
