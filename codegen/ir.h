/*
 * The seam to LLVM: a module being built, in verbs of ours. No other header shows LLVM's types.
 *
 * Values are 64-bit integers, pointers, or conditions (one bit, from the ir_is_... verbs). A program is one
 * function with a BPF section; code is appended at the current block. What is linked in from
 * stdlib/ is reached with ir_call(). Everything lives until ir_free().
 */
#ifndef MEMTAP_IR_H
#define MEMTAP_IR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct arena;
struct ir;
struct ir_value;
struct ir_block;

struct ir *ir_new(struct arena *arena, const char *name);
void ir_free(struct ir *ir);

/* ---- programs ---- */

/* Returns the program's context. It ends with ir_return(), at each of its ends. */
struct ir_value *ir_program(struct ir *ir, const char *name, const char *section, uint32_t line);
void ir_return(struct ir *ir);
void ir_line(struct ir *ir, uint32_t line); /* of the source, for the verifier's log */

/*
 * A function that a helper of the kernel calls, as bpf_loop() does: all its arguments are pointers
 * but a number of rounds. It is built inside of what calls it: begun, ended by ir_return_number(),
 * and then, with ir_end_function(), building goes on where it was.
 */
struct ir_function;
struct ir_function *ir_begin_callback(struct ir *ir, const char *name, size_t count, uint32_t line,
				      struct ir_value **arguments);
/* A function that programs call: it takes two pointers, and so many numbers behind them. */
struct ir_function *ir_begin_subprogram(struct ir *ir, const char *name, size_t numbers,
					uint32_t line, struct ir_value **arguments);
/* The function, for the helper that calls it or for ir_call_function(). */
struct ir_value *ir_end_function(struct ir *ir, struct ir_function *outside);
/* It becomes part of whatever calls it. */
void ir_inline_function(struct ir *ir, struct ir_value *function);
void ir_return_number(struct ir *ir, uint64_t number);
void ir_return_value(struct ir *ir, struct ir_value *integer);
struct ir_value *ir_call_function(struct ir *ir, struct ir_value *function, size_t count,
				  struct ir_value *const *arguments);

/* ---- integers ---- */

enum ir_op {
	IR_ADD, IR_SUB, IR_MUL, IR_DIV, IR_MOD, /* by zero: 0 and, for IR_MOD, the left side */
	IR_SHL, IR_SHR, IR_SAR, IR_AND, IR_OR, IR_XOR,
};

enum ir_relation { IR_EQ, IR_NE, IR_LT, IR_LE, IR_GT, IR_GE };

struct ir_value *ir_int(struct ir *ir, uint64_t value);
struct ir_value *ir_math(struct ir *ir, enum ir_op op, struct ir_value *a, struct ir_value *b);
struct ir_value *ir_signed_divide(struct ir *ir, enum ir_op op, struct ir_value *a,
				  struct ir_value *b);
struct ir_value *ir_resize(struct ir *ir, struct ir_value *value, uint32_t size, bool is_signed);

struct ir_value *ir_swap_bytes(struct ir *ir, struct ir_value *value, uint32_t size);

struct ir_value *ir_is(struct ir *ir, enum ir_relation relation, bool is_signed,
		       struct ir_value *a, struct ir_value *b);
struct ir_value *ir_is_true(struct ir *ir, struct ir_value *integer_or_pointer);
struct ir_value *ir_from_condition(struct ir *ir, struct ir_value *condition); /* 0 or 1 */

/* ---- control ---- */

struct ir_block *ir_block(struct ir *ir);
void ir_branch(struct ir *ir, struct ir_value *condition, struct ir_block *yes,
	       struct ir_block *no);
void ir_jump(struct ir *ir, struct ir_block *to); /* nothing when the block has ended already */
void ir_at(struct ir *ir, struct ir_block *block);
bool ir_is_reached(struct ir *ir, struct ir_block *block); /* by what was built so far */

/* ---- memory ---- */

struct ir_value *ir_local(struct ir *ir, uint32_t size); /* on the program's stack, 8-aligned */
struct ir_value *ir_offset(struct ir *ir, struct ir_value *pointer, uint64_t bytes);
/* That many elements of `size` bytes further. */
struct ir_value *ir_element(struct ir *ir, struct ir_value *pointer, struct ir_value *number,
			    uint32_t size);
struct ir_value *ir_load(struct ir *ir, struct ir_value *pointer, uint32_t size, bool is_signed);
void ir_store(struct ir *ir, struct ir_value *pointer, struct ir_value *value, uint32_t size);
void ir_exchange(struct ir *ir, struct ir_value *pointer, struct ir_value *word); /* 64 bits, atomically */
/* 64 bits that leave the register, and come back when they are loaded: LLVM keeps them nowhere else. */
struct ir_value *ir_load_volatile(struct ir *ir, struct ir_value *pointer);
void ir_store_volatile(struct ir *ir, struct ir_value *pointer, struct ir_value *value);
struct ir_value *ir_load_pointer(struct ir *ir, struct ir_value *pointer);
void ir_store_pointer(struct ir *ir, struct ir_value *pointer, struct ir_value *value);
struct ir_value *ir_no_pointer(struct ir *ir); /* NULL in the program */
/* `align`: bytes, of both places. */
void ir_zero(struct ir *ir, struct ir_value *pointer, uint32_t size, uint32_t align);
void ir_copy(struct ir *ir, struct ir_value *to, struct ir_value *from, uint32_t size,
	     uint32_t align);
struct ir_value *ir_address(struct ir *ir, struct ir_value *pointer); /* as an integer */
struct ir_value *ir_bytes(struct ir *ir, const void *bytes, size_t size); /* constant */

/* ---- maps ---- */

struct ir_map {
	const char *name;
	uint32_t type; /* BPF_MAP_TYPE_... */
	uint32_t entries, flags;
	uint32_t key_size, value_size;
};

struct ir_value *ir_map(struct ir *ir, const struct ir_map *map); /* made once */
/* One that is used before it is known what it is like: ir_map() has to follow. */
struct ir_value *ir_map_later(struct ir *ir, const char *name);

/* ---- calls ---- */

#define IR_ARGUMENTS_MAX 8
#define IR_MEMBERS_MAX   8 /* of a structure that is given a value */

/* A BPF helper by number (linux/bpf.h); the result is an integer, or a pointer if `is_pointer`. */
struct ir_value *ir_helper(struct ir *ir, uint32_t number, bool is_pointer, size_t count,
			   struct ir_value *const *arguments);
/* A helper of stdlib/, mt_FILE_VERB. Arguments become what it takes. NULL: it returns nothing. */
struct ir_value *ir_call(struct ir *ir, const char *name, size_t count,
			 struct ir_value *const *arguments);
/* A u64 of the object, for the library. */
void ir_define_constant(struct ir *ir, const char *name, uint64_t value);
/*
 * Gives the first member of a linked file's structure its value; the others are 0. Without effect when
 * nothing uses it.
 */
void ir_set_first_member(struct ir *ir, const char *name, uint64_t value);
/* A u64 of the object that the loader sets before the programs are loaded. */
struct ir_value *ir_constant(struct ir *ir, const char *name);
/* Links the file that a helper is in, for the maps that it has. */
void ir_link(struct ir *ir, const char *name);

#define IR_HELPER(ir, number, is_pointer, ...)                                                     \
	ir_helper((ir), (number), (is_pointer),                                                    \
		  sizeof((struct ir_value *[]){__VA_ARGS__}) / sizeof(struct ir_value *),          \
		  (struct ir_value *[]){__VA_ARGS__})
#define IR_CALL(ir, name, ...)                                                                     \
	ir_call((ir), (name),                                                                      \
		sizeof((struct ir_value *[]){__VA_ARGS__}) / sizeof(struct ir_value *),            \
		(struct ir_value *[]){__VA_ARGS__})

/*
 * Eight bytes of the program's context. The verifier takes only constant offsets there, and LLVM would
 * make one load at either of two places out of two loads.
 */
struct ir_value *ir_context_load(struct ir *ir, struct ir_value *context, uint32_t offset);

/*
 * The same pointer, which LLVM does not know to be. It keeps what it has once computed, such as the addresses of
 * a tuple's elements, and with calls in between on the stack: what is computed of this is computed anew.
 */
struct ir_value *ir_as_new(struct ir *ir, struct ir_value *pointer);

/* ---- what the loader fits to the running kernel ---- */

/*
 * A number from the context whose place, size and sign the loader knows: three instructions as
 * enum plan_patch_kind describes, the load's offset being `mark`.
 */
struct ir_value *ir_patched_load(struct ir *ir, struct ir_value *context, uint16_t mark);
/* context + what the loader knows: an addition of `mark`, and one of 0 that tells it from others. */
struct ir_value *ir_patched_address(struct ir *ir, struct ir_value *context, uint16_t mark);

enum ir_member_kind { IR_MEMBER_INT, IR_MEMBER_ENUM, IR_MEMBER_POINTER, IR_MEMBER_STRUCT, IR_MEMBER_UNION };

/* A member of a kernel's struct, as the program takes it to be: the loader finds it by name. */
struct ir_member {
	const char *container; /* "task_struct"; "": the anonymous struct that the member before is */
	bool is_union;         /* the container */
	const char *name;
	enum ir_member_kind kind; /* of an array: of its elements */
	uint32_t array_depth;     /* 0: no array */
	uint32_t bits;            /* of a bit field; else 0 */
	bool is_signed;
};

/*
 * The address of a.b.c in the kernel's struct at `base`, by CO-RE relocation; both integers.
 * path[0] is b, of a named struct; those after it are members of anonymous structs inside.
 */
struct ir_value *ir_member_address(struct ir *ir, struct ir_value *base,
				   const struct ir_member *path, size_t count);
/* The value of a bit field, the last of the path, extended to 64 bits. */
struct ir_value *ir_member_bits(struct ir *ir, struct ir_value *base, const struct ir_member *path,
				size_t count, bool is_user);

/* ---- the end ---- */

/* Optimises and emits a BPF ELF object; malloc'ed. NULL: a bug, already printed. */
uint8_t *ir_emit(struct ir *ir, size_t *size, FILE *dump);

#endif
