/*
 * What the files that emit code share (codegen/emit_*.c); nobody else includes it.
 *
 *     emit_program.c  the BPF programs of a clause: entry, predicate of the point, exit
 *     emit_body.c     what they do, each for itself, or by calling the same function
 *     emit_subprogram.c  functions of the script, and calls of them
 *     emit_stmt.c     statements
 *     emit_loop.c     loops, whose bodies are functions that the kernel calls
 *     emit_expr.c     expressions
 *     emit_member.c   fields of structures and tracepoints, memory of the kernel and of processes
 *     emit_argument.c arguments and results whose types the kernel's BTF has
 *     emit_builtin.c  one emit_builtin_NAME() a row of builtins.def
 *     emit_call.c     one emit_call_NAME() a row of functions.def, the larger groups of them in
 *     emit_text.c, emit_machine.c and emit_action.c
 *     emit_event.c    what programs ask user space to do
 *     emit_map.c      keys, values, aggregations
 *     emit_hold.c     objects that are held
 *     emit_temp.c     where values live that do not fit into a register
 *
 * A value is a scalar (an integer extended to 64 bits by its type's sign), or lies in memory: a
 * string, tuple, stack or usym, in the layout of its type.
 */
#ifndef MEMTAP_EMIT_H
#define MEMTAP_EMIT_H

#include "codegen/abi.h"
#include "codegen/codegen.h"
#include "codegen/ir.h"
#include "lexer/arena.h"
#include "parser/builtins.h"

#define SCALAR_KEY_SIZE 4 /* of a map without keys, whose only key is 0 */

/* A tracepoint's field that the loader has to find; `mark` stands in the code in its place. */
struct field_mark {
	uint16_t mark;
	enum plan_patch_kind kind;
	const char *program, *category, *event, *field;
	bool is_data_loc;
};

/* Code of a program that is not in the program itself: the body of a loop. */
struct extra_function {
	const char *name, *program;
};

struct emitted_subprogram;
struct emitted_body;

/* One compilation. */
struct codegen {
	const struct codegen_input *in;
	const struct program *program;
	struct arena *arena;
	struct ir *ir;
	const struct clause *clause; /* that is being emitted */
	uint32_t scratch_size; /* of a slot: what the program that needs most uses */
	bool has_many_programs; /* then what could be inlined is called, to be compiled in less time */
	uint32_t aggregations; /* emitted so far */
	bool has_pairs;
	bool is_unsafe; /* a function was used that only --unsafe allows */
	uint32_t values_size; /* bytes that a pair keeps for each of its entries, at most */
	ARRAY(struct field_mark) marks;
	ARRAY(struct extra_function) functions;
	ARRAY(const struct emitted_subprogram *) subprograms;
	ARRAY(const struct emitted_body *) bodies;
	bool asked_for_point; /* see emit_variant() */
	ARRAY(struct plan_event) events;
	ARRAY(struct plan_constant) constants;
};

/* Where a value is kept: on the stack, or in scratch memory. */
struct place {
	struct ir_value *local; /* NULL: in scratch memory, at */
	uint32_t at;
	bool is_beyond; /* the stack has no room for it, nor for a register that is saved: volatile */
};

/* A function of the script as it is compiled for one kind of point. */
struct emitted_subprogram {
	const struct subprogram *subprogram;
	enum point_kind kind;
	const char *program; /* the only one that calls it, as it is of its probe; NULL: any */
	struct ir_value *function;
	uint32_t scratch_size; /* of its part of the caller's scratch memory */
	struct place *variables; /* of parameters and a result that are passed so: there */
	struct place rounds;	 /* there: how often its loops may still go round */
	struct place has_exited; /* there, of one that may: exit() was called */
	bool asked_for_point; /* see emit_variant() */
};

struct temp {
	struct ir_value *pointer;
	uint32_t size;
	uint32_t serial; /* of who has it; 0: free */
};

/* Where break and continue go. */
struct exits {
	struct ir_block *stop, *next;
};

/* One BPF program that is being built. */
struct emitter {
	struct codegen *codegen;
	struct ir *ir;
	const char *program; /* its name */
	const struct clause *clause; /* whose body it is: also that of a function */
	const struct clause *attached; /* whose probe fires */
	const struct variant *variant;
	bool is_begin; /* of a pair: the program at its beginning */
	bool is_subprogram; /* a function of the script, which programs call */
	bool is_body; /* of a clause, which several programs call, or called from there */
	bool has_body_apart; /* a program that calls one */

	enum point_kind kind; /* of the point that this program is attached to */
	const struct point *point; /* NULL: implied, a function's entry */

	struct ir_value *context;
	struct ir_value *entry;  /* struct abi_entry *, in a pair */
	struct place *variables; /* of the clause */
	struct place *fields;	 /* of the named probe, those that are used */
	struct ir_block *leave;
	struct exits *exits; /* of the innermost loop */

	/* In a clause with loops: what their bodies share, see emit_loop.c. */
	struct ir_value *frame;
	uint32_t depth; /* of the loop whose body is being built; 0: the program itself */
	struct place has_exited; /* of a function that may: tells its caller of exit() */
	struct place rounds, has_left;
	bool has_rounds; /* `rounds` is there */

	ARRAY(struct temp) temps;
	uint32_t serial;
	uint32_t stack_used, stack_lasting;
	struct ir_value *scratch; /* where the pointer to the claimed slot is */
	uint32_t scratch_used, scratch_most;
};

/* ---- emit_event.c ---- */

/* An event whose payload are the values of expressions. */
void emit_send_values(struct emitter *e, enum plan_event_kind kind, const char *format,
		      const struct expr *arguments, uint32_t count);
/* An event whose payload are numbers. */
void emit_send_numbers(struct emitter *e, enum plan_event_kind kind, const char *format,
		       const struct map *map, struct ir_value *const *numbers, uint32_t count);
/* clear() and zero(), exit(): done also when there is no room for the event. */
void emit_send_change(struct emitter *e, enum plan_event_kind kind, const struct map *map);
void emit_send_exit(struct emitter *e, struct ir_value *code);
/* Asks for a record; the code that follows runs only when there is one. */
struct emit_record {
	struct ir_value *event, *payload;
	struct ir_block *after;
};
struct emit_record emit_begin_record(struct emitter *e, uint32_t event, uint32_t size);
void emit_end_record(struct emitter *e, struct emit_record record);
const char *emit_literal_text(struct emitter *e, const struct expr *string);

/* ---- codegen.c ---- */

/* Names one more function of a program. */
const char *codegen_add_function(struct codegen *codegen, const char *program);
/* A number that the loader finds out; `target`: a file, or NULL. */
struct ir_value *codegen_constant(struct codegen *codegen, struct span span,
				  enum plan_constant_kind kind, const char *target,
				  const char *name);

uint32_t codegen_line(const struct codegen *codegen, struct span span);
/* Adds an event and returns its number. `payload`: types of its arguments. */
uint32_t codegen_add_event(const struct emitter *e, enum plan_event_kind kind, const char *format,
			   const struct map *map, const struct type *const *payload,
			   uint32_t count);

/* ---- layout.c: sizes and places that programs and the plan agree on ---- */

bool type_is_in_memory(const struct type *type);
/* What a value of a type is stored as: an array of chars is a string. */
uint32_t layout_size(const struct type *type);
uint32_t layout_align(const struct type *type);
uint32_t layout_place_size(const struct type *type); /* of a variable: a scalar has 64 bits */
/* The same for a list of values, laid out like a tuple; *offsets may be NULL. */
uint32_t layout_list(const struct type *const *types, uint32_t count, uint32_t *offsets);

uint32_t layout_key_size(const struct map *map);
uint32_t layout_value_size(const struct map *map);
/* struct abi_object and the key; of a sample, the object's size after them. And the name, padded. */
uint32_t layout_object_size(const struct map *map);
uint32_t layout_object_and_name_size(const struct map *map);
struct ir_value *layout_object_sizes(struct codegen *codegen, const struct map *map); /* for helpers */
bool layout_is_per_cpu(const struct map *map);
bool layout_is_array(const struct map *map); /* of one element, always there */
bool layout_comes_again(const struct expr *key); /* in one event after the other */
bool layout_has_pending(const struct codegen *codegen, const struct map *map);

/* Of what a pair keeps for an entry: where its values and what move() has taken are. */
uint32_t layout_entry_value(const struct variant *variant, uint32_t slot);
struct moved_layout {
	uint32_t taken, object, name; /* offsets: u64, the old struct abi_object, and its name */
};
struct moved_layout layout_moved(const struct clause *clause, const struct variant *variant,
				 uint32_t move);
void layout_define_entries(struct codegen *codegen); /* how many there are, and their size */
uint32_t layout_values_size(const struct program *program, bool *has_pairs);

/* The BPF maps of a script's map; objects: of held objects. */
const char *layout_map_name(struct arena *arena, const struct map *map);
const char *layout_objects_name(struct arena *arena, const struct map *map);
const char *layout_pending_name(struct arena *arena, const struct map *map);
struct ir_value *layout_map(struct codegen *codegen, const struct map *map);
/* Of held objects. Where only their end is printed, or their ages, they are added up then: NULL. */
bool layout_has_totals(const struct codegen *codegen, const struct map *map);
struct ir_value *layout_totals(struct codegen *codegen, const struct map *map);
struct ir_value *layout_pending(struct codegen *codegen, const struct map *map);
struct ir_value *layout_objects(struct codegen *codegen, const struct map *map);
/* Where objects that were released stay; NULL: they do not, and there are 0 of them at most. */
struct ir_value *layout_released(struct codegen *codegen, const struct map *map);
uint32_t layout_released_most(const struct codegen *codegen, const struct map *map);
struct ir_value *layout_events(struct codegen *codegen);
struct ir_value *layout_entries(struct codegen *codegen);
void layout_define_scratch(struct codegen *codegen); /* after all programs */

/* ---- emit_program.c ---- */

const char *emit_program_name(struct arena *arena, const struct clause *clause,
			      const struct variant *variant, bool is_begin);
const char *emit_forget_name(struct arena *arena, const struct map *map);
/* The programs of a clause, those that let go a process's objects. */
void emit_clause(struct codegen *codegen, const struct clause *clause);
void emit_forget(struct codegen *codegen, const struct map *map);
void emit_clear_variable(struct emitter *e, const struct variable *variable);
struct ir_value *emit_entry_value(struct emitter *e, uint32_t at); /* of what the entry keeps */
/* The stack pointer at the function's entry; 0 where there is no function. */
struct ir_value *emit_entry_sp(struct emitter *e);

/* ---- emit_scratch.c ---- */

struct gap {
	struct ir_block *block, *after;
};

struct gap emit_open_gap(struct emitter *e);
/* `leave`: where to go without. */
void emit_close_gap(struct emitter *e, struct gap gap, bool claim, struct ir_block *leave);
/* Goes where the code leaves to, and on from there. */
void emit_release_scratch(struct emitter *e);

/* ---- emit_body.c ---- */

/* Fields, predicate and body of the clause. */
void emit_body(struct emitter *e);
/* Does this program call them, instead of having them in it? */
bool emit_is_body_apart(const struct codegen *codegen, const struct clause *clause,
			const struct variant *variant);
/* Leaves when it does not hold; NULL holds. */
void emit_check_predicate(struct emitter *e, const struct expr *predicate);
/*
 * What one point differs in from others of its kind: code that asks for it serves no other
 * program.
 */
const struct variant *emit_variant(struct emitter *e);
const struct point *emit_point(struct emitter *e);

/* ---- emit_subprogram.c ---- */

#define FUNCTION_POINTERS  2 /* that a BPF subprogram is given first: the context, the scratch memory */
#define FUNCTION_REGISTERS 3 /* for numbers after them: it has five */
/* Its beginning: where what it is given is found, and where its code leaves to. */
void emit_begin_function(struct emitter *e, struct ir_value *const *arguments);
/* `to` is where a result in memory goes. */
struct ir_value *emit_subprogram_call(struct emitter *e, const struct expr *call,
				      struct ir_value *to);
/* exit() leaves a function, and what has called it, too. */
void emit_leave_callers(struct emitter *e);

/* ---- emit_stmt.c ---- */

/* $x = value */
void emit_assign_variable(struct emitter *e, const struct variable *variable,
			  const struct expr *value);

void emit_statements(struct emitter *e, const struct stmt *list);

/* ---- emit_loop.c ---- */

void emit_make_frame(struct emitter *e); /* where the function begins */
/* Before the body, once the scratch memory is claimed and the fields are known. */
void emit_begin_loops(struct emitter *e);
void emit_loop(struct emitter *e, const struct stmt *stmt);

/* ---- emit_expr.c ---- */

struct ir_value *emit_scalar(struct emitter *e, const struct expr *expr);
struct ir_value *emit_condition(struct emitter *e, const struct expr *expr);
/* Where a value in memory is: not to be written to. */
struct ir_value *emit_memory(struct emitter *e, const struct expr *expr);
/* Stores a value of either sort as `type`, which it fits into. */
void emit_store(struct emitter *e, const struct expr *expr, struct ir_value *to,
		const struct type *type);
/* A list as a tuple without a type: keys, arguments of an event. */
void emit_store_list(struct emitter *e, const struct expr *list, struct ir_value *to,
		     const struct type *const *types, uint32_t count);
/* Into a variable of its type: one of a written type may be narrower than 64 bits. */
void emit_set_variable(struct emitter *e, const struct variable *variable, struct ir_value *value);
/* Arithmetic and comparison of scalars. */
struct ir_value *emit_operation(struct emitter *e, enum binary_op op, const struct type *left_type,
				struct ir_value *left, const struct type *right_type,
				struct ir_value *right);

/* ---- emit_member.c ---- */

struct ir_value *emit_field(struct emitter *e, const struct expr *field);
/* Where an object in the memory of the kernel or a process is: a member, *p, p[i]. */
struct ir_value *emit_address(struct emitter *e, const struct expr *expr);
/* 1: a process's, 0: the kernel's. */
struct ir_value *emit_is_user(struct emitter *e, const struct expr *expr,
			      struct ir_value *address);
struct ir_value *emit_read(struct emitter *e, const struct type *type, struct ir_value *address,
			   struct ir_value *is_user);
/* At most `limit` bytes of a string; NULL: as `size` has room for, and what is cut is counted. */
void emit_read_string(struct emitter *e, struct ir_value *to, uint32_t size,
		      struct ir_value *limit, struct ir_value *address, struct ir_value *is_user);
/* A string that lies where emit_address() says: char arrays of structures and tracepoints. */
void emit_string_at(struct emitter *e, const struct expr *expr, struct ir_value *to, uint32_t size);

#define CALL_EMITTER(id)                                                                           \
	struct ir_value *emit_call_##id(struct emitter *e, const struct expr *call,                \
					struct ir_value *to)

/* Each row of functions.def has its emitter in one of the files. */
#define FUNCTION(id, name, least, most, contexts, synopsis, doc) CALL_EMITTER(id);
#include "parser/functions.def"
#undef FUNCTION

/* ---- emit_argument.c ---- */

struct ir_value *emit_argument(struct emitter *e, const struct expr *field); /* args.x */
struct ir_value *emit_argument_number(struct emitter *e, const struct expr *name); /* argN */
struct ir_value *emit_result(struct emitter *e, const struct type *type);

/* ---- emit_builtin.c, emit_call.c: `to` is where a value in memory goes, never NULL for one ---- */

struct ir_value *emit_builtin(struct emitter *e, const struct expr *name, struct ir_value *to);
struct ir_value *emit_call(struct emitter *e, const struct expr *call, struct ir_value *to);
struct ir_value *emit_pid(struct emitter *e);
struct ir_value *emit_attach_id(struct emitter *e); /* of the probe that fires */
void emit_kernel_stack(struct emitter *e, struct ir_value *to, uint32_t depth);
/* A register of the current thread's own code; `offset`: in struct pt_regs. */
struct ir_value *emit_user_register(struct emitter *e, uint32_t offset);
void emit_user_stack(struct emitter *e, struct ir_value *to, uint32_t depth);

/* ---- emit_map.c ---- */

/* `key` is where emit_key() has put it. A key that is not there reads as zero. */
struct ir_value *emit_key(struct emitter *e, const struct expr *map);
void emit_key_at(struct emitter *e, const struct expr *map, struct ir_value *to);
struct ir_value *emit_map_scalar(struct emitter *e, const struct map *map, struct ir_value *key);
void emit_map_memory(struct emitter *e, const struct map *map, struct ir_value *key,
		     struct ir_value *to);
/* Adds to a plain integer; returns what it was. */
struct ir_value *emit_map_add(struct emitter *e, const struct map *map, struct ir_value *key,
			      struct ir_value *n);
void emit_map_set_scalar(struct emitter *e, const struct map *map, struct ir_value *key,
			 struct ir_value *value);
/* @m[k] = value, plain or an aggregation. */
void emit_map_assign(struct emitter *e, const struct expr *map, const struct expr *value);
/* 1 if it was there. */
struct ir_value *emit_map_delete(struct emitter *e, const struct map *map, struct ir_value *key);
struct ir_value *emit_map_has(struct emitter *e, const struct map *map, struct ir_value *key);

/* ---- emit_hold.c ---- */

void emit_hold(struct emitter *e, const struct expr *map, const struct expr *call);
void emit_move(struct emitter *e, const struct expr *map, const struct expr *call);
void emit_release(struct emitter *e, const struct map *map, const struct expr *name);
/* At a pair's beginning: take out what may move. At its end: put back what did not. */
void emit_take_moved(struct emitter *e);
void emit_put_back_unmoved(struct emitter *e);

/* ---- emit_temp.c ---- */

/* 8-aligned, its content undefined; free again after emit_release_temps() of an earlier mark. */
struct ir_value *emit_temp(struct emitter *e, uint32_t size);
/* For the whole program, the bodies of its loops included. */
struct place emit_lasting_place(struct emitter *e, uint32_t size);
/* The same, in scratch memory alone: what a function and its caller share. */
struct place emit_scratch_place(struct emitter *e, uint32_t size);
struct ir_value *emit_place(struct emitter *e, struct place place); /* a pointer to it */
/* A scalar that is needed again behind other code: not all that are fit into the stack. */
struct place emit_keep(struct emitter *e, struct ir_value *scalar);
struct ir_value *emit_kept(struct emitter *e, struct place place);
void emit_set_kept(struct emitter *e, struct place place, struct ir_value *scalar);
struct temp_mark {
	uint32_t serial, scratch_used;
};
struct temp_mark emit_mark_temps(struct emitter *e);
void emit_release_temps(struct emitter *e, struct temp_mark mark);

void emit_copy(struct emitter *e, struct ir_value *to, struct ir_value *from, uint32_t size);
/* What lies between and behind the values of a tuple or key is compared with them. */
void emit_zero_padding(struct emitter *e, struct ir_value *to, const struct type *const *types,
		       uint32_t count);
/* From the layout of one type to that of another that it fits into. */
void emit_convert(struct emitter *e, struct ir_value *to, const struct type *to_type,
		  struct ir_value *from, const struct type *from_type);

/* ---- patches.c ---- */

uint16_t patches_mark(struct emitter *e, enum plan_patch_kind kind, const char *field,
		      bool is_data_loc);
/* Finds the marks in the object. */
void patches_find(struct codegen *codegen, struct plan *plan);

#endif
