/*
 * The module, its programs and the code in them.
 */
#include "codegen/ir_private.h"

#include <llvm-c/BitReader.h>
#include <llvm-c/Linker.h>
#include <linux/bpf.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/fault.h"
#include "stdlib/embed.h"

#define INLINE_MAX 64 /* bytes that are copied by instructions rather than by a helper */

/* ---- the module ---- */

static void make_debug_types(struct ir *ir, const char *name)
{
	ir->debug = LLVMCreateDIBuilder(ir->module);
	ir->file = LLVMDIBuilderCreateFile(ir->debug, name, strlen(name), "", 0);
	ir->unit = LLVMDIBuilderCreateCompileUnit(ir->debug, LLVMDWARFSourceLanguageC11, ir->file,
						  "memtap", strlen("memtap"), 1, "", 0, 0, "", 0,
						  LLVMDWARFEmissionFull, 0, 0, 0, "", 0, "", 0);
	/* 5, 7, 8: DW_ATE_signed, DW_ATE_unsigned, DW_ATE_unsigned_char */
	ir->debug_int = LLVMDIBuilderCreateBasicType(ir->debug, "int", 3, 32, 5, LLVMDIFlagZero);
	ir->debug_u8 =
		LLVMDIBuilderCreateBasicType(ir->debug, "unsigned char", 13, 8, 8, LLVMDIFlagZero);
	ir->debug_u64 = LLVMDIBuilderCreateBasicType(ir->debug, "unsigned long long", 18, 64, 7,
						     LLVMDIFlagZero);
	ir->debug_pointer = LLVMDIBuilderCreatePointerType(ir->debug, NULL, 64, 0, 0, "", 0);
}

LLVMMetadataRef ir_debug_array(struct ir *ir, LLVMMetadataRef element, uint32_t bits,
				uint32_t count)
{
	LLVMMetadataRef range = LLVMDIBuilderGetOrCreateSubrange(ir->debug, 0, count);

	return LLVMDIBuilderCreateArrayType(ir->debug, (uint64_t)count * bits, 0, element, &range,
					    1);
}

/* BTF is made of it. libbpf's linker wants it of all variables that have a name for others. */
void ir_describe(struct ir *ir, LLVMValueRef global, const char *name, LLVMMetadataRef type)
{
	LLVMMetadataRef expression = LLVMDIBuilderCreateExpression(ir->debug, NULL, 0), variable;
	size_t length = strlen(name);

	variable = LLVMDIBuilderCreateGlobalVariableExpression(ir->debug, ir->unit, name, length,
							       "", 0, ir->file, 0, type, 0,
							       expression, NULL, 0);
	LLVMGlobalSetMetadata(global, LLVMGetMDKindIDInContext(ir->context, "dbg", 3), variable);
}

static void add_flag(struct ir *ir, const char *name, uint32_t value)
{
	LLVMMetadataRef number = LLVMValueAsMetadata(LLVMConstInt(ir->i32, value, 0));

	LLVMAddModuleFlag(ir->module, LLVMModuleFlagBehaviorOverride, name, strlen(name), number);
}

/* BTF is all that is wanted. LLVM writes DWARF beside it unless the module asks for another kind.
 */
static void leave_out_dwarf(struct ir *ir)
{
	add_flag(ir, "CodeView", 1);
	add_flag(ir, "Dwarf Version", 0);
}

static void add_license(struct ir *ir)
{
	LLVMValueRef text = LLVMConstStringInContext(ir->context, "GPL", 3, 0);
	LLVMValueRef license = LLVMAddGlobal(ir->module, LLVMTypeOf(text), "LICENSE");

	LLVMSetInitializer(license, text);
	LLVMSetSection(license, "license");
	LLVMSetAlignment(license, 1);
	ir_describe(ir, license, "LICENSE", ir_debug_array(ir, ir->debug_u8, 8, sizeof("GPL")));
}

/* Out of memory C++ and LLVM abort, where these, which C has no names for, are not told what else to do. */
void (*set_new_handler(void (*handler)(void)))(void) __asm__("_ZSt15set_new_handlerPFvvE");
void set_malloc_handler(void (*handler)(void *, const char *, bool), void *context)
	__asm__("_ZN4llvm31install_bad_alloc_error_handlerEPFvPvPKcbES0_");

static void refuse_malloc(void *context, const char *reason, bool wants_crash_report)
{
	fault_out_of_memory();
}

static void handle_out_of_memory(void)
{
	static bool is_handled; /* LLVM takes one handler, once */

	if (is_handled)
		return;
	is_handled = true;
	set_new_handler(fault_out_of_memory);
	set_malloc_handler(refuse_malloc, NULL);
}

struct ir *ir_new(struct arena *arena, const char *name)
{
	struct ir *ir = arena_new_of(arena, struct ir);

	ir->arena = arena;
	handle_out_of_memory();
	ir->context = LLVMContextCreate();
	ir->module = LLVMModuleCreateWithNameInContext(name, ir->context);
	ir->builder = LLVMCreateBuilderInContext(ir->context);
	ir->i1 = LLVMInt1TypeInContext(ir->context);
	ir->i8 = LLVMInt8TypeInContext(ir->context);
	ir->i32 = LLVMInt32TypeInContext(ir->context);
	ir->i64 = LLVMInt64TypeInContext(ir->context);
	ir->pointer = LLVMPointerTypeInContext(ir->context, 0);
	ir->nothing = LLVMVoidTypeInContext(ir->context);
	LLVMSetTarget(ir->module, "bpf");
	LLVMSetDataLayout(ir->module, "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128");
	make_debug_types(ir, name);
	leave_out_dwarf(ir);
	add_license(ir);
	return ir;
}

void ir_free(struct ir *ir)
{
	while (ir->library.count)
		LLVMDisposeModule(ir->library.items[--ir->library.count].module);
	if (ir->called)
		LLVMDisposeModule(ir->called);
	LLVMDisposeDIBuilder(ir->debug);
	LLVMDisposeBuilder(ir->builder);
	LLVMDisposeModule(ir->module);
	LLVMContextDispose(ir->context);
}

/* ---- programs ---- */

static LLVMMetadataRef make_scope(struct ir *ir, const char *name, uint32_t line, bool is_local)
{
	/* Without the context: BTF wants names of parameters, and the kernel knows this one. */
	LLVMMetadataRef type = LLVMDIBuilderCreateSubroutineType(ir->debug, ir->file,
								 &ir->debug_int, 1, LLVMDIFlagZero);
	size_t length = strlen(name);

	return LLVMDIBuilderCreateFunction(ir->debug, ir->file, name, length, name, length,
					   ir->file, line, type, is_local, 1, line,
					   LLVMDIFlagPrototyped, 1);
}

static void add_attribute(struct ir *ir, const char *key, const char *value)
{
	LLVMAttributeRef attribute =
		LLVMCreateStringAttribute(ir->context, key, strlen(key), value, strlen(value));

	LLVMAddAttributeAtIndex(ir->function, LLVMAttributeFunctionIndex, attribute);
}

static unsigned int flag_kind(const char *name)
{
	return LLVMGetEnumAttributeKindForName(name, strlen(name));
}

static void add_function_flag(struct ir *ir, LLVMValueRef function, const char *name)
{
	LLVMAttributeRef attribute = LLVMCreateEnumAttribute(ir->context, flag_kind(name), 0);

	LLVMAddAttributeAtIndex(function, LLVMAttributeFunctionIndex, attribute);
}

static bool has_ended(struct ir *ir)
{
	return LLVMGetBasicBlockTerminator(LLVMGetInsertBlock(ir->builder)) != NULL;
}

static void begin_function(struct ir *ir, const char *name, LLVMTypeRef type, uint32_t line,
			   bool is_local)
{
	LLVMBasicBlockRef body;

	ir->function = LLVMAddFunction(ir->module, name, type);
	add_attribute(ir, "target-cpu", IR_CPU); /* or stdlib's would not be inlined */
	add_function_flag(ir, ir->function, "nounwind"); /* or LLVM writes tables for unwinding, .eh_frame */
	ir->scope = make_scope(ir, name, line, is_local);
	LLVMSetSubprogram(ir->function, ir->scope);
	ir->entry = LLVMAppendBasicBlockInContext(ir->context, ir->function, "");
	body = LLVMAppendBasicBlockInContext(ir->context, ir->function, "");
	LLVMPositionBuilderAtEnd(ir->builder, ir->entry);
	ir_line(ir, line);
	LLVMBuildBr(ir->builder, body);
	LLVMPositionBuilderAtEnd(ir->builder, body);
}

struct ir_value *ir_program(struct ir *ir, const char *name, const char *section, uint32_t line)
{
	begin_function(ir, name, LLVMFunctionType(ir->i32, &ir->pointer, 1, 0), line, false);
	LLVMSetSection(ir->function, section);
	return ours(LLVMGetParam(ir->function, 0));
}

/* Where building was in the function around. */
struct ir_function {
	LLVMValueRef function;
	LLVMBasicBlockRef entry, here;
	LLVMMetadataRef scope, line;
};

static struct ir_function *begin_inside(struct ir *ir, const char *name, LLVMTypeRef *types,
					size_t count, uint32_t line, bool is_local,
					struct ir_value **arguments)
{
	struct ir_function *outside = arena_new_of(ir->arena, struct ir_function);

	*outside = (struct ir_function){
		.function = ir->function,
		.entry = ir->entry,
		.here = LLVMGetInsertBlock(ir->builder),
		.scope = ir->scope,
		.line = LLVMGetCurrentDebugLocation2(ir->builder),
	};
	begin_function(ir, name, LLVMFunctionType(ir->i64, types, (unsigned)count, 0), line,
		       is_local);
	for (size_t i = 0; i < count; i++)
		arguments[i] = ours(LLVMGetParam(ir->function, (unsigned)i));
	return outside;
}

struct ir_function *ir_begin_callback(struct ir *ir, const char *name, size_t count, uint32_t line,
				      struct ir_value **arguments)
{
	LLVMTypeRef types[IR_ARGUMENTS_MAX];
	struct ir_function *outside;

	for (size_t i = 0; i < count; i++)
		types[i] = count == 2 && i == 0 ? ir->i64 : ir->pointer;
	outside = begin_inside(ir, name, types, count, line, true, arguments);
	LLVMSetLinkage(ir->function, LLVMInternalLinkage);
	return outside;
}

/* Hidden: libbpf makes it static, so that the kernel verifies it with what is given to it. */
struct ir_function *ir_begin_subprogram(struct ir *ir, const char *name, size_t numbers,
					uint32_t line, struct ir_value **arguments)
{
	LLVMTypeRef types[IR_ARGUMENTS_MAX] = {ir->pointer, ir->pointer};
	struct ir_function *outside;

	for (size_t i = 0; i < numbers; i++)
		types[2 + i] = ir->i64;
	outside = begin_inside(ir, name, types, 2 + numbers, line, false, arguments);
	LLVMSetVisibility(ir->function, LLVMHiddenVisibility);
	add_function_flag(ir, ir->function, "noinline");
	return outside;
}

void ir_inline_function(struct ir *ir, struct ir_value *function)
{
	LLVMRemoveEnumAttributeAtIndex(llvm_of(function), LLVMAttributeFunctionIndex,
				       flag_kind("noinline"));
	add_function_flag(ir, llvm_of(function), "alwaysinline");
}

struct ir_value *ir_end_function(struct ir *ir, struct ir_function *outside)
{
	LLVMValueRef function = ir->function;

	ir->function = outside->function;
	ir->entry = outside->entry;
	ir->scope = outside->scope;
	LLVMPositionBuilderAtEnd(ir->builder, outside->here);
	LLVMSetCurrentDebugLocation2(ir->builder, outside->line);
	return ours(function);
}

void ir_return_number(struct ir *ir, uint64_t number)
{
	if (!has_ended(ir))
		LLVMBuildRet(ir->builder, LLVMConstInt(ir->i64, number, 0));
}

void ir_return_value(struct ir *ir, struct ir_value *integer)
{
	if (!has_ended(ir))
		LLVMBuildRet(ir->builder, llvm_of(integer));
}

void ir_line(struct ir *ir, uint32_t line)
{
	LLVMSetCurrentDebugLocation2(ir->builder, LLVMDIBuilderCreateDebugLocation(
							  ir->context, line, 0, ir->scope, NULL));
}

void ir_return(struct ir *ir)
{
	if (!has_ended(ir))
		LLVMBuildRet(ir->builder, LLVMConstInt(ir->i32, 0, 0));
}

/* ---- integers ---- */

struct ir_value *ir_int(struct ir *ir, uint64_t value)
{
	return ours(LLVMConstInt(ir->i64, value, 0));
}

static LLVMValueRef is_zero(struct ir *ir, LLVMValueRef value)
{
	return LLVMBuildICmp(ir->builder, LLVMIntEQ, value, LLVMConstInt(ir->i64, 0, 0), "");
}

/* LLVM may do as it likes with a division by zero; the language says what it is. */
static struct ir_value *divide(struct ir *ir, enum ir_op op, LLVMValueRef a, LLVMValueRef b)
{
	LLVMValueRef none = is_zero(ir, b), one = LLVMConstInt(ir->i64, 1, 0), result;
	LLVMValueRef divisor = LLVMBuildSelect(ir->builder, none, one, b, "");

	result = op == IR_DIV ? LLVMBuildUDiv(ir->builder, a, divisor, "")
			      : LLVMBuildURem(ir->builder, a, divisor, "");
	return ours(LLVMBuildSelect(ir->builder, none,
				    op == IR_DIV ? LLVMConstInt(ir->i64, 0, 0) : a, result, ""));
}

static LLVMValueRef is_negative(struct ir *ir, LLVMValueRef value)
{
	return LLVMBuildICmp(ir->builder, LLVMIntSLT, value, LLVMConstInt(ir->i64, 0, 0), "");
}

static LLVMValueRef negate_if(struct ir *ir, LLVMValueRef condition, LLVMValueRef value)
{
	return LLVMBuildSelect(ir->builder, condition, LLVMBuildNeg(ir->builder, value, ""), value,
			       "");
}

/* BPF has no signed division before v4 of its instructions. */
struct ir_value *ir_signed_divide(struct ir *ir, enum ir_op op, struct ir_value *a,
				  struct ir_value *b)
{
	LLVMValueRef a_negative = is_negative(ir, llvm_of(a));
	LLVMValueRef b_negative = is_negative(ir, llvm_of(b));
	struct ir_value *result = divide(ir, op, negate_if(ir, a_negative, llvm_of(a)),
					 negate_if(ir, b_negative, llvm_of(b)));
	LLVMValueRef flip = a_negative; /* a remainder has the sign of the left side */

	if (op == IR_DIV)
		flip = LLVMBuildXor(ir->builder, a_negative, b_negative, "");
	return ours(negate_if(ir, flip, llvm_of(result)));
}

/* Shifts take the low six bits of the count, as the machine does. */
static LLVMValueRef shift_count(struct ir *ir, LLVMValueRef count)
{
	return LLVMBuildAnd(ir->builder, count, LLVMConstInt(ir->i64, 63, 0), "");
}

struct ir_value *ir_math(struct ir *ir, enum ir_op op, struct ir_value *left,
			 struct ir_value *right)
{
	LLVMBuilderRef builder = ir->builder;
	LLVMValueRef a = llvm_of(left), b = llvm_of(right);

	switch (op) {
	case IR_ADD:
		return ours(LLVMBuildAdd(builder, a, b, ""));
	case IR_SUB:
		return ours(LLVMBuildSub(builder, a, b, ""));
	case IR_MUL:
		return ours(LLVMBuildMul(builder, a, b, ""));
	case IR_DIV:
	case IR_MOD:
		return divide(ir, op, a, b);
	case IR_SHL:
		return ours(LLVMBuildShl(builder, a, shift_count(ir, b), ""));
	case IR_SHR:
		return ours(LLVMBuildLShr(builder, a, shift_count(ir, b), ""));
	case IR_SAR:
		return ours(LLVMBuildAShr(builder, a, shift_count(ir, b), ""));
	case IR_AND:
		return ours(LLVMBuildAnd(builder, a, b, ""));
	case IR_OR:
		return ours(LLVMBuildOr(builder, a, b, ""));
	case IR_XOR:
		return ours(LLVMBuildXor(builder, a, b, ""));
	}
	abort();
}

static LLVMValueRef extend(struct ir *ir, LLVMValueRef value, bool is_signed)
{
	return is_signed ? LLVMBuildSExt(ir->builder, value, ir->i64, "")
			 : LLVMBuildZExt(ir->builder, value, ir->i64, "");
}

struct ir_value *ir_resize(struct ir *ir, struct ir_value *value, uint32_t size, bool is_signed)
{
	LLVMTypeRef narrow = LLVMIntTypeInContext(ir->context, size * 8);

	if (size >= 8)
		return value;
	return ours(extend(ir, LLVMBuildTrunc(ir->builder, llvm_of(value), narrow, ""), is_signed));
}

struct ir_value *ir_swap_bytes(struct ir *ir, struct ir_value *value, uint32_t size)
{
	LLVMTypeRef type = LLVMIntTypeInContext(ir->context, size * 8);
	LLVMValueRef narrow = LLVMBuildIntCast2(ir->builder, llvm_of(value), type, 0, ""), swap;
	unsigned id = LLVMLookupIntrinsicID("llvm.bswap", strlen("llvm.bswap"));

	if (size == 1)
		return value;
	swap = LLVMGetIntrinsicDeclaration(ir->module, id, &type, 1);
	narrow = LLVMBuildCall2(ir->builder, LLVMGlobalGetValueType(swap), swap, &narrow, 1, "");
	return ours(LLVMBuildIntCast2(ir->builder, narrow, ir->i64, 0, ""));
}

struct ir_value *ir_is(struct ir *ir, enum ir_relation relation, bool is_signed, struct ir_value *a,
		       struct ir_value *b)
{
	static const LLVMIntPredicate predicates[][2] = {
		[IR_EQ] = {LLVMIntEQ, LLVMIntEQ},   [IR_NE] = {LLVMIntNE, LLVMIntNE},
		[IR_LT] = {LLVMIntULT, LLVMIntSLT}, [IR_LE] = {LLVMIntULE, LLVMIntSLE},
		[IR_GT] = {LLVMIntUGT, LLVMIntSGT}, [IR_GE] = {LLVMIntUGE, LLVMIntSGE},
	};

	return ours(LLVMBuildICmp(ir->builder, predicates[relation][is_signed], llvm_of(a),
				  llvm_of(b), ""));
}

struct ir_value *ir_is_true(struct ir *ir, struct ir_value *value)
{
	LLVMValueRef zero = LLVMConstNull(LLVMTypeOf(llvm_of(value)));

	return ours(LLVMBuildICmp(ir->builder, LLVMIntNE, llvm_of(value), zero, ""));
}

struct ir_value *ir_from_condition(struct ir *ir, struct ir_value *condition)
{
	return ours(extend(ir, llvm_of(condition), false));
}

/* ---- control ---- */

struct ir_block *ir_block(struct ir *ir)
{
	return (struct ir_block *)LLVMAppendBasicBlockInContext(ir->context, ir->function, "");
}

void ir_branch(struct ir *ir, struct ir_value *condition, struct ir_block *yes, struct ir_block *no)
{
	if (!has_ended(ir))
		LLVMBuildCondBr(ir->builder, llvm_of(condition), (LLVMBasicBlockRef)yes,
				(LLVMBasicBlockRef)no);
}

bool ir_is_reached(struct ir *ir, struct ir_block *block)
{
	return LLVMGetFirstUse(LLVMBasicBlockAsValue((LLVMBasicBlockRef)block)) != NULL;
}

void ir_jump(struct ir *ir, struct ir_block *to)
{
	if (!has_ended(ir))
		LLVMBuildBr(ir->builder, (LLVMBasicBlockRef)to);
}

void ir_at(struct ir *ir, struct ir_block *block)
{
	LLVMPositionBuilderAtEnd(ir->builder, (LLVMBasicBlockRef)block);
}

/* ---- memory ---- */

struct ir_value *ir_local(struct ir *ir, uint32_t size)
{
	LLVMBasicBlockRef here = LLVMGetInsertBlock(ir->builder);
	LLVMValueRef local;

	LLVMPositionBuilderBefore(ir->builder, LLVMGetBasicBlockTerminator(ir->entry));
	local = LLVMBuildAlloca(ir->builder, LLVMArrayType2(ir->i64, (size + 7) / 8), "");
	LLVMSetAlignment(local, 8);
	LLVMPositionBuilderAtEnd(ir->builder, here);
	return ours(local);
}

struct ir_value *ir_offset(struct ir *ir, struct ir_value *pointer, uint64_t bytes)
{
	LLVMValueRef offset = LLVMConstInt(ir->i64, bytes, 0);

	return ours(LLVMBuildGEP2(ir->builder, ir->i8, llvm_of(pointer), &offset, 1, ""));
}

struct ir_value *ir_element(struct ir *ir, struct ir_value *pointer, struct ir_value *number,
			    uint32_t size)
{
	LLVMValueRef offset = llvm_of(ir_math(ir, IR_MUL, number, ir_int(ir, size)));

	return ours(LLVMBuildGEP2(ir->builder, ir->i8, llvm_of(pointer), &offset, 1, ""));
}

struct ir_value *ir_load(struct ir *ir, struct ir_value *pointer, uint32_t size, bool is_signed)
{
	LLVMTypeRef type = LLVMIntTypeInContext(ir->context, size * 8);
	LLVMValueRef value = LLVMBuildLoad2(ir->builder, type, llvm_of(pointer), "");

	return size == 8 ? ours(value) : ours(extend(ir, value, is_signed));
}

struct ir_value *ir_load_volatile(struct ir *ir, struct ir_value *pointer)
{
	struct ir_value *value = ir_load(ir, pointer, sizeof(uint64_t), false);

	LLVMSetVolatile(llvm_of(value), 1);
	return value;
}

void ir_store(struct ir *ir, struct ir_value *pointer, struct ir_value *value, uint32_t size)
{
	LLVMTypeRef type = LLVMIntTypeInContext(ir->context, size * 8);
	LLVMValueRef narrow = llvm_of(value);

	if (size < 8)
		narrow = LLVMBuildTrunc(ir->builder, narrow, type, "");
	LLVMBuildStore(ir->builder, narrow, llvm_of(pointer));
}

void ir_store_volatile(struct ir *ir, struct ir_value *pointer, struct ir_value *value)
{
	LLVMSetVolatile(LLVMBuildStore(ir->builder, llvm_of(value), llvm_of(pointer)), 1);
}

void ir_exchange(struct ir *ir, struct ir_value *pointer, struct ir_value *word)
{
	LLVMBuildAtomicRMW(ir->builder, LLVMAtomicRMWBinOpXchg, llvm_of(pointer), llvm_of(word),
			   LLVMAtomicOrderingSequentiallyConsistent, 0);
}

struct ir_value *ir_load_pointer(struct ir *ir, struct ir_value *pointer)
{
	return ours(LLVMBuildLoad2(ir->builder, ir->pointer, llvm_of(pointer), ""));
}

void ir_store_pointer(struct ir *ir, struct ir_value *pointer, struct ir_value *value)
{
	LLVMBuildStore(ir->builder, llvm_of(value), llvm_of(pointer));
}

struct ir_value *ir_no_pointer(struct ir *ir)
{
	return ours(LLVMConstPointerNull(ir->pointer));
}

void ir_zero(struct ir *ir, struct ir_value *pointer, uint32_t size, uint32_t align)
{
	if (size > INLINE_MAX)
		IR_CALL(ir, "mt_core_zero", pointer, ir_int(ir, size));
	else if (size)
		LLVMBuildMemSet(ir->builder, llvm_of(pointer), LLVMConstInt(ir->i8, 0, 0),
				LLVMConstInt(ir->i64, size, 0), align);
}

void ir_copy(struct ir *ir, struct ir_value *to, struct ir_value *from, uint32_t size,
	     uint32_t align)
{
	if (size > INLINE_MAX)
		IR_HELPER(ir, BPF_FUNC_probe_read_kernel, false, to, ir_int(ir, size), from);
	else if (size)
		LLVMBuildMemCpy(ir->builder, llvm_of(to), align, llvm_of(from), align,
				LLVMConstInt(ir->i64, size, 0));
}

struct ir_value *ir_address(struct ir *ir, struct ir_value *pointer)
{
	return ours(LLVMBuildPtrToInt(ir->builder, llvm_of(pointer), ir->i64, ""));
}

struct ir_value *ir_bytes(struct ir *ir, const void *bytes, size_t size)
{
	LLVMValueRef text = LLVMConstStringInContext(ir->context, bytes, size, 1);
	LLVMValueRef global = LLVMAddGlobal(ir->module, LLVMTypeOf(text), "");

	LLVMSetInitializer(global, text);
	LLVMSetGlobalConstant(global, 1);
	LLVMSetLinkage(global, LLVMInternalLinkage);
	LLVMSetAlignment(global, 8);
	return ours(global);
}

static LLVMValueRef define_constant(struct ir *ir, const char *name, uint64_t value)
{
	LLVMValueRef global = LLVMAddGlobal(ir->module, ir->i64, name);

	LLVMSetInitializer(global, LLVMConstInt(ir->i64, value, 0));
	LLVMSetGlobalConstant(global, 1);
	LLVMSetSection(global, ".rodata");
	ir_describe(ir, global, name, ir->debug_u64);
	return global;
}

void ir_define_constant(struct ir *ir, const char *name, uint64_t value)
{
	define_constant(ir, name, value);
}

/* Volatile: what it is now is not what it will be. */
struct ir_value *ir_constant(struct ir *ir, const char *name)
{
	LLVMValueRef global = define_constant(ir, name, 0), value;

	value = LLVMBuildLoad2(ir->builder, ir->i64, global, "");
	LLVMSetVolatile(value, 1);
	return ours(value);
}

/* ---- calls ---- */

/* Is the answer the same however often a program asks? */
static bool is_constant_helper(uint32_t number)
{
	switch (number) {
	case BPF_FUNC_get_current_pid_tgid:
	case BPF_FUNC_get_current_uid_gid:
	case BPF_FUNC_get_smp_processor_id:
	case BPF_FUNC_get_attach_cookie:
		return true;
	default:
		return false;
	}
}

/* LLVM may leave out a call whose result it has, or that nobody needs. */
static void mark_constant(struct ir *ir, LLVMValueRef call)
{
	static const char *const names[] = {"memory", "nounwind", "willreturn"}; /* memory(none) is 0 */

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		unsigned int kind = LLVMGetEnumAttributeKindForName(names[i], strlen(names[i]));

		LLVMAddCallSiteAttribute(call, LLVMAttributeFunctionIndex,
					 LLVMCreateEnumAttribute(ir->context, kind, 0));
	}
}

struct ir_value *ir_helper(struct ir *ir, uint32_t number, bool is_pointer, size_t count,
			   struct ir_value *const *arguments)
{
	LLVMTypeRef types[IR_ARGUMENTS_MAX];
	LLVMValueRef values[IR_ARGUMENTS_MAX], address, call;
	LLVMTypeRef type;

	for (size_t i = 0; i < count; i++) {
		values[i] = llvm_of(arguments[i]);
		types[i] = LLVMTypeOf(values[i]);
	}
	type = LLVMFunctionType(is_pointer ? ir->pointer : ir->i64, types, count, 0);
	address = LLVMConstIntToPtr(LLVMConstInt(ir->i64, number, 0), ir->pointer);
	call = LLVMBuildCall2(ir->builder, type, address, values, count, "");
	if (is_constant_helper(number))
		mark_constant(ir, call);
	return ours(call);
}

static LLVMModuleRef read_bitcode(struct ir *ir, const char *bytes, size_t length)
{
	LLVMMemoryBufferRef buffer = LLVMCreateMemoryBufferWithMemoryRange(bytes, length, "", 0);
	LLVMModuleRef module;

	if (LLVMGetBitcodeModuleInContext2(ir->context, buffer, &module))
		abort();
	return module;
}

/*
 * Of a file only the names and types are read here. What is called is read when all is known, and
 * linked with what it calls itself: the Makefile makes helpers linkonce_odr.
 */
static LLVMModuleRef open_file(struct ir *ir, const char *name)
{
	struct library_file file = {.name = name};
	const char *bytes;
	size_t length;

	for (size_t i = 0; i < ir->library.count; i++)
		if (strcmp(ir->library.items[i].name, name) == 0)
			return ir->library.items[i].module;
	bytes = stdlib_bitcode(name, &length);
	if (!bytes)
		return NULL;
	file.module = read_bitcode(ir, bytes, length);
	array_push(ir->arena, &ir->library, file);
	return file.module;
}

/* A function of stdlib/called/: code of its own, which codegen/link.c adds to the object. */
static LLVMValueRef declare_called(struct ir *ir, const char *name)
{
	LLVMValueRef there, function;

	if (!ir->called) {
		size_t length;
		const char *bytes = stdlib_declarations(&length);

		ir->called = read_bitcode(ir, bytes, length);
	}
	there = LLVMGetNamedFunction(ir->called, name);
	if (!there)
		abort();
	function = LLVMAddFunction(ir->module, name, LLVMGlobalGetValueType(there));
	LLVMSetSubprogram(function, LLVMGetSubprogram(there)); /* its types, for the linker */
	return function;
}

/* mt_FILE_VERB, from FILE.bpf.c or called/FILE.bpf.c; the core is what the others use. */
static LLVMValueRef find_helper(struct ir *ir, const char *name)
{
	LLVMValueRef known = LLVMGetNamedFunction(ir->module, name), defined;
	const char *file = name + strlen("mt_");
	LLVMModuleRef module;

	if (known)
		return known;
	file = arena_strndup(ir->arena, file, strcspn(file, "_"));
	open_file(ir, "core");
	module = open_file(ir, file);
	defined = module ? LLVMGetNamedFunction(module, name) : NULL;
	if (!defined || LLVMIsDeclaration(defined))
		return declare_called(ir, name);
	return LLVMAddFunction(ir->module, name, LLVMGlobalGetValueType(defined));
}

void ir_link(struct ir *ir, const char *name)
{
	find_helper(ir, name);
}

/* A variable of the library, in the file that defines it; NULL: none that may be linked does. */
static LLVMValueRef find_variable(struct ir *ir, const char *name)
{
	for (size_t i = 0; i < ir->library.count; i++) {
		LLVMValueRef global = LLVMGetNamedGlobal(ir->library.items[i].module, name);

		if (global && LLVMGetInitializer(global))
			return global;
	}
	return NULL;
}

/* From here on they are functions like others. */
static void end_linking(struct ir *ir)
{
	LLVMValueRef function = LLVMGetFirstFunction(ir->module);

	for (; function; function = LLVMGetNextFunction(function))
		if (LLVMGetLinkage(function) == LLVMLinkOnceODRLinkage)
			LLVMSetLinkage(function, LLVMExternalLinkage);
}

/* The core, which is the first, comes last: then it is known what of it the others call. */
void ir_link_library(struct ir *ir)
{
	while (ir->library.count)
		if (LLVMLinkModules2(ir->module, ir->library.items[--ir->library.count].module))
			abort();
	end_linking(ir);
}

void ir_set_first_member(struct ir *ir, const char *name, uint64_t value)
{
	LLVMValueRef global = find_variable(ir, name), values[IR_MEMBERS_MAX];
	LLVMTypeRef type;
	unsigned count;

	if (!global) /* no program uses it */
		return;
	type = LLVMGlobalGetValueType(global);
	count = LLVMCountStructElementTypes(type);
	values[0] = LLVMConstInt(LLVMStructGetTypeAtIndex(type, 0), value, 0);
	for (unsigned i = 1; i < count; i++)
		values[i] = LLVMConstNull(LLVMStructGetTypeAtIndex(type, i));
	LLVMSetInitializer(global, LLVMConstNamedStruct(type, values, count));
}

static LLVMValueRef fit(struct ir *ir, LLVMValueRef value, LLVMTypeRef type)
{
	LLVMTypeRef from = LLVMTypeOf(value);

	if (from == type)
		return value;
	if (LLVMGetTypeKind(type) == LLVMPointerTypeKind)
		return LLVMBuildIntToPtr(ir->builder, value, type, "");
	if (LLVMGetTypeKind(from) == LLVMPointerTypeKind)
		return LLVMBuildPtrToInt(ir->builder, value, type, "");
	return LLVMBuildIntCast2(ir->builder, value, type, 0, "");
}

struct ir_value *ir_call(struct ir *ir, const char *name, size_t count,
			 struct ir_value *const *arguments)
{
	LLVMValueRef function = find_helper(ir, name), values[IR_ARGUMENTS_MAX], result;
	LLVMTypeRef type = LLVMGlobalGetValueType(function), types[IR_ARGUMENTS_MAX], returned;

	if (LLVMCountParamTypes(type) != count)
		abort();
	LLVMGetParamTypes(type, types);
	for (size_t i = 0; i < count; i++)
		values[i] = fit(ir, llvm_of(arguments[i]), types[i]);
	result = LLVMBuildCall2(ir->builder, type, function, values, count, "");
	returned = LLVMGetReturnType(type);
	if (returned == ir->nothing)
		return NULL;
	if (LLVMGetTypeKind(returned) == LLVMIntegerTypeKind && returned != ir->i64)
		result = extend(ir, result, false);
	return ours(result);
}

struct ir_value *ir_call_function(struct ir *ir, struct ir_value *function, size_t count,
				  struct ir_value *const *arguments)
{
	LLVMTypeRef type = LLVMGlobalGetValueType(llvm_of(function));
	LLVMValueRef values[IR_ARGUMENTS_MAX];

	for (size_t i = 0; i < count; i++)
		values[i] = llvm_of(arguments[i]);
	return ours(LLVMBuildCall2(ir->builder, type, llvm_of(function), values, (unsigned)count,
				   ""));
}

/* ---- the context, what the loader fits ---- */

static struct ir_value *assembly(struct ir *ir, struct ir_value *context, const char *text,
				 LLVMTypeRef type, const char *constraints)
{
	LLVMTypeRef function = LLVMFunctionType(type, &ir->pointer, 1, 0);
	LLVMValueRef value = llvm_of(context), code;

	code = LLVMGetInlineAsm(function, text, strlen(text), constraints, strlen(constraints), 0,
				0, LLVMInlineAsmDialectATT, 0);
	return ours(LLVMBuildCall2(ir->builder, function, code, &value, 1, ""));
}

static LLVMValueRef flag(LLVMTypeRef type, uint64_t value)
{
	return LLVMConstInt(type, value, 0);
}

/*
 * Verifiers want the offset in the load itself, and all of the word to be loaded. LLVM has an
 * intrinsic function for that, llvm/IR/IntrinsicsBPF.td, which passes do not take apart.
 */
struct ir_value *ir_context_load(struct ir *ir, struct ir_value *context, uint32_t offset)
{
	static const char name[] = "llvm.bpf.getelementptr.and.load";
	unsigned int id = LLVMLookupIntrinsicID(name, sizeof(name) - 1);
	LLVMTypeRef type = LLVMIntrinsicGetType(ir->context, id, &ir->i64, 1);
	LLVMValueRef function = LLVMGetIntrinsicDeclaration(ir->module, id, &ir->i64, 1), call;
	LLVMValueRef arguments[] = {
		llvm_of(context), flag(ir->i1, false) /* volatile */, flag(ir->i8, 0) /* atomic */,
		flag(ir->i8, 1) /* for all threads */, flag(ir->i8, 3) /* aligned to 1 << 3 */,
		flag(ir->i1, false) /* inbounds */, flag(ir->i64, offset)};
	LLVMAttributeRef element = LLVMCreateTypeAttribute(ir->context, flag_kind("elementtype"), ir->i8);

	call = LLVMBuildCall2(ir->builder, type, function, arguments,
			      sizeof(arguments) / sizeof(*arguments), "");
	LLVMAddCallSiteAttribute(call, 1, element);
	return ours(call);
}

struct ir_value *ir_as_new(struct ir *ir, struct ir_value *pointer)
{
	return assembly(ir, pointer, "", ir->pointer, "=r,0");
}

struct ir_value *ir_patched_load(struct ir *ir, struct ir_value *context, uint16_t mark)
{
	const char *text = arena_printf(ir->arena, "$0 = *(u64 *)($1 + %u)\n$0 <<= 1\n$0 >>= 1",
					(unsigned)mark);

	return assembly(ir, context, text, ir->i64, "=r,r");
}

struct ir_value *ir_patched_address(struct ir *ir, struct ir_value *context, uint16_t mark)
{
	const char *text = arena_printf(ir->arena, "$0 += %u\n$0 += 0", (unsigned)mark);

	return assembly(ir, context, text, ir->pointer, "=r,0");
}
