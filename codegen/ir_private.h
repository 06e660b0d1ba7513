/*
 * What the files of the seam share (codegen/ir*.c): the only ones that see LLVM.
 */
#ifndef MEMTAP_IR_PRIVATE_H
#define MEMTAP_IR_PRIVATE_H

#include <llvm-c/Core.h>
#include <llvm-c/DebugInfo.h>

#include "codegen/ir.h"
#include "lexer/arena.h"

#define IR_CPU "v3" /* 32-bit subregisters and atomics: Linux 5.12; stdlib/ is compiled for it too */

struct known_map {
	const char *name;
	LLVMValueRef global;
	bool is_described;
};

struct library_file {
	const char *name;
	LLVMModuleRef module; /* functions in it are read as they are needed */
};

struct ir {
	struct arena *arena;
	LLVMContextRef context;
	LLVMModuleRef module;
	LLVMBuilderRef builder;

	LLVMTypeRef i1, i8, i32, i64, pointer, nothing;

	/* Debug info: BTF is made from it. */
	LLVMDIBuilderRef debug;
	LLVMMetadataRef unit, file;
	LLVMMetadataRef debug_int, debug_u8, debug_u64, debug_pointer;
	LLVMMetadataRef scope; /* of the program that is being built */

	LLVMValueRef function;
	LLVMBasicBlockRef entry; /* holds the locals */
	ARRAY(struct library_file) library; /* of stdlib/, that is to be linked */
	LLVMModuleRef called; /* declarations of stdlib/called/; NULL: nothing of it is called so far */
	ARRAY(struct known_map) maps;
	ARRAY(const char *) member_paths; /* "task_struct.mm": each has a number */
};

/* What is called of stdlib/ comes into the module. */
void ir_link_library(struct ir *ir);

LLVMMetadataRef ir_debug_array(struct ir *ir, LLVMMetadataRef element, uint32_t bits,
			       uint32_t count);
void ir_describe(struct ir *ir, LLVMValueRef global, const char *name, LLVMMetadataRef type);

static inline LLVMValueRef llvm_of(struct ir_value *value)
{
	return (LLVMValueRef)value;
}

static inline struct ir_value *ours(LLVMValueRef value)
{
	return (struct ir_value *)value;
}

#endif
