/*
 * Memory of the kernel and of processes: members of structures, *p, p[i], and the fields of
 * tracepoints and named probes.
 */
#include "codegen/emit.h"

#include <stdlib.h>

#define PATH_LONGEST 8
#define LENGTH_MASK  0xffff /* of a __data_loc: its low half is where the data is */

/* ---- whose memory ---- */

/* The pointer that a place is reached through; NULL: the place is not in an object. */
static const struct type *root_pointer(const struct expr *expr)
{
	for (;;) {
		switch (expr->kind) {
		case EXPR_FIELD:
			if (expr->field.access.kind != FIELD_MEMBER)
				return expr->type;
			if (expr->field.is_arrow)
				return expr->field.base->type;
			expr = expr->field.base;
			break;
		case EXPR_INDEX:
			if (expr->index.base->type->kind == TYPE_POINTER)
				return expr->index.base->type;
			expr = expr->index.base;
			break;
		case EXPR_UNARY:
			return expr->unary.operand->type;
		default:
			return expr->type;
		}
	}
}

/* A number that is used as an address says itself whose it is: the kernel's have the top bit. */
static struct ir_value *is_low(struct emitter *e, struct ir_value *address)
{
	struct ir_value *top = ir_math(e->ir, IR_SHR, address, ir_int(e->ir, 63));

	return ir_math(e->ir, IR_XOR, top, ir_int(e->ir, 1));
}

struct ir_value *emit_is_user(struct emitter *e, const struct expr *expr, struct ir_value *address)
{
	const struct type *type = expr->type->kind == TYPE_POINTER ? expr->type
								    : root_pointer(expr);

	if (type->kind == TYPE_POINTER || type->kind == TYPE_ARRAY)
		return ir_int(e->ir, type->space == SPACE_USER);
	if (probe_kind_has(e->kind, PROBE_PROCESS))
		return ir_int(e->ir, 1);
	return is_low(e, address);
}

/* ---- reading ---- */

struct ir_value *emit_read(struct emitter *e, const struct type *type, struct ir_value *address,
			   struct ir_value *is_user)
{
	struct ir_value *number;

	if (type->kind == TYPE_STRUCT || type->kind == TYPE_ARRAY)
		return address; /* its members are read one by one */
	number = IR_CALL(e->ir, "mt_memory_load", address, ir_int(e->ir, type->size), is_user);
	return ir_resize(e->ir, number, type->size, type->is_signed);
}

void emit_read_string(struct emitter *e, struct ir_value *to, uint32_t size,
		      struct ir_value *limit, struct ir_value *address, struct ir_value *is_user)
{
	struct ir_value *how = is_user;

	if (!limit)
		how = ir_math(e->ir, IR_OR, how, ir_int(e->ir, ABI_STRING_COUNTS_CUT));
	IR_CALL(e->ir, "mt_string_read", to, ir_int(e->ir, size), limit ? limit : ir_int(e->ir, size),
		address, how);
}

/* ---- tracepoints ---- */

/*
 * A string of a tracepoint is elsewhere in its record (__data_loc), or in the field itself. An
 * alternative that only other kernels have is taken to be of the first sort; the loader sees.
 */
static bool is_data_loc(struct emitter *e, const struct expr *expr)
{
	const struct point *point = emit_point(e);
	const struct tracefs_format *format =
		kernel_find_tracepoint(e->codegen->in->kernel, point->target, point->name);
	const struct tracefs_field *field =
		format ? tracefs_find_field(format, expr->field.access.name) : NULL;

	return field ? field->is_data_loc : expr->type->kind == TYPE_STRING;
}

static struct ir_value *loaded_field(struct emitter *e, const char *name, bool at_data_loc)
{
	uint16_t mark = patches_mark(e, PLAN_PATCH_LOAD, name, at_data_loc);

	return ir_patched_load(e->ir, e->context, mark);
}

/* Where a string or array is, inside the tracepoint's record. */
static struct ir_value *field_address(struct emitter *e, const struct expr *expr)
{
	const char *name = expr->field.access.name;
	struct ir_value *location;
	uint16_t mark;

	if (is_data_loc(e, expr)) {
		location = ir_math(e->ir, IR_AND, loaded_field(e, name, true),
				   ir_int(e->ir, LENGTH_MASK));
		return ir_math(e->ir, IR_ADD, ir_address(e->ir, e->context), location);
	}
	mark = patches_mark(e, PLAN_PATCH_ADDRESS, name, false);
	return ir_address(e->ir, ir_patched_address(e->ir, e->context, mark));
}

/* ---- members ---- */

static void describe_type(const struct type *type, bool is_enum, struct ir_member *member)
{
	for (; type->kind == TYPE_ARRAY; type = type->element)
		member->array_depth++;
	if (type->kind == TYPE_STRING) /* char[N] */
		member->array_depth++;
	member->is_signed = type->is_signed;
	member->kind = IR_MEMBER_INT;
	if (is_enum)
		member->kind = IR_MEMBER_ENUM;
	else if (type->kind == TYPE_POINTER)
		member->kind = IR_MEMBER_POINTER;
	else if (type->kind == TYPE_STRUCT)
		member->kind = type->is_union ? IR_MEMBER_UNION : IR_MEMBER_STRUCT;
}

static struct ir_member describe_member(const struct expr *expr)
{
	const struct field_access *access = &expr->field.access;
	struct ir_member member = {
		.container = access->container->name,
		.is_union = access->container->is_union,
		.name = access->name,
		.bits = access->bit_size,
	};

	describe_type(expr->type, access->is_enum, &member);
	return member;
}

/*
 * The members from a named structure on, the outermost first; *base is what the first is a member
 * of. An anonymous structure can only be found through the one that it is in.
 */
static size_t member_path(const struct expr *expr, struct ir_member path[PATH_LONGEST],
			  const struct expr **base)
{
	size_t count = 0;

	while (count < PATH_LONGEST) {
		path[PATH_LONGEST - ++count] = describe_member(expr);
		*base = expr;
		if (*expr->field.access.container->name || expr->field.is_arrow ||
		    expr->field.base->kind != EXPR_FIELD)
			break;
		expr = expr->field.base;
	}
	return count;
}

/* Where the object is that a member belongs to. */
static struct ir_value *container_address(struct emitter *e, const struct expr *member)
{
	return member->field.is_arrow ? emit_scalar(e, member->field.base)
				      : emit_address(e, member->field.base);
}

/* Of a struct that the program declares: the byte that the member begins in. */
static struct ir_value *fixed_address(struct emitter *e, const struct expr *expr)
{
	return ir_math(e->ir, IR_ADD, container_address(e, expr),
		       ir_int(e->ir, expr->field.access.bit_offset / 8));
}

static struct ir_value *fixed_bits(struct emitter *e, const struct expr *expr)
{
	const struct field_access *access = &expr->field.access;
	uint32_t skipped = access->bit_offset % 8, bits = access->bit_size;
	struct ir_value *address = fixed_address(e, expr), *value;

	value = IR_CALL(e->ir, "mt_memory_load", address, ir_int(e->ir, (skipped + bits + 7) / 8),
			emit_is_user(e, expr, address));
	value = ir_math(e->ir, IR_SHL, value, ir_int(e->ir, 64 - skipped - bits));
	return ir_math(e->ir, expr->type->is_signed ? IR_SAR : IR_SHR, value,
		       ir_int(e->ir, 64 - bits));
}

static struct ir_value *member_address(struct emitter *e, const struct expr *expr)
{
	struct ir_member path[PATH_LONGEST];
	const struct expr *base;
	size_t count;

	if (expr->field.access.is_fixed)
		return fixed_address(e, expr);
	count = member_path(expr, path, &base);
	return ir_member_address(e->ir, container_address(e, base), path + PATH_LONGEST - count,
				 count);
}

static struct ir_value *member_bits(struct emitter *e, const struct expr *expr)
{
	const struct type *pointer = root_pointer(expr);
	struct ir_member path[PATH_LONGEST];
	const struct expr *base;
	size_t count;

	if (expr->field.access.is_fixed)
		return fixed_bits(e, expr);
	count = member_path(expr, path, &base);
	return ir_member_bits(e->ir, container_address(e, base), path + PATH_LONGEST - count, count,
			      pointer->space == SPACE_USER);
}

/*
 * The context of a perf event is no memory: the verifier turns loads of words at the offsets of a
 * struct bpf_perf_event_data, which is fixed, into what the kernel has there. False: it is not of
 * that.
 */
static bool is_of_sample(struct emitter *e, const struct expr *expr, uint32_t *offset)
{
	*offset = 0;
	if (!probe_kind_has(e->kind, PROBE_SAMPLE) || expr->field.access.kind != FIELD_MEMBER)
		return false;
	for (; expr->kind == EXPR_FIELD && !expr->field.access.bit_size;
	     expr = expr->field.base) {
		*offset += expr->field.access.bit_offset / 8;
		if (expr->field.is_arrow)
			return expr->field.base->kind == EXPR_NAME &&
			       expr->field.base->name.builtin->id == BUILTIN_ctx;
	}
	return false;
}

static struct ir_value *sample_member(struct emitter *e, const struct type *type, uint32_t offset)
{
	uint32_t skipped = offset % sizeof(uint64_t);
	struct ir_value *word = emit_temp(e, sizeof(uint64_t));

	ir_store(e->ir, word, ir_context_load(e->ir, e->context, offset - skipped),
		 sizeof(uint64_t));
	return ir_load(e->ir, ir_offset(e->ir, word, skipped), type->size, type->is_signed);
}

static struct ir_value *member(struct emitter *e, const struct expr *expr)
{
	struct ir_value *address;
	uint32_t offset;

	if (is_of_sample(e, expr, &offset))
		return sample_member(e, expr->type, offset);
	if (expr->field.access.bit_size)
		return member_bits(e, expr);
	address = member_address(e, expr);
	return emit_read(e, expr->type, address, emit_is_user(e, expr, address));
}

/* ---- all together ---- */

struct ir_value *emit_field(struct emitter *e, const struct expr *expr)
{
	const struct field_access *access = &expr->field.access;

	switch (access->kind) {
	case FIELD_MEMBER:
		return member(e, expr);
	case FIELD_TRACEPOINT:
		return expr->type->kind == TYPE_ARRAY ? field_address(e, expr)
						      : loaded_field(e, access->name, false);
	case FIELD_ARGUMENT:
		return emit_argument(e, expr);
	case FIELD_NAMED:
		return emit_kept(e, e->fields[access->index]);
	}
	abort();
}

static struct ir_value *element_address(struct emitter *e, const struct expr *expr)
{
	const struct expr *base = expr->index.base;
	struct place start = emit_keep(e, base->type->kind == TYPE_POINTER
						  ? emit_scalar(e, base)
						  : emit_address(e, base));
	uint32_t size = base->type->element->size ? base->type->element->size : 1;
	struct ir_value *index = emit_scalar(e, expr->index.index);

	return ir_math(e->ir, IR_ADD, emit_kept(e, start),
		       ir_math(e->ir, IR_MUL, index, ir_int(e->ir, size)));
}

struct ir_value *emit_address(struct emitter *e, const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_FIELD:
		if (expr->field.access.kind == FIELD_MEMBER)
			return member_address(e, expr);
		if (expr->field.access.kind == FIELD_TRACEPOINT)
			return field_address(e, expr);
		return emit_field(e, expr);
	case EXPR_INDEX:
		return element_address(e, expr);
	case EXPR_UNARY:
		return emit_scalar(e, expr->unary.operand);
	default:
		return emit_scalar(e, expr);
	}
}

void emit_string_at(struct emitter *e, const struct expr *expr, struct ir_value *to, uint32_t size)
{
	bool is_in_record =
		expr->kind == EXPR_FIELD && expr->field.access.kind == FIELD_TRACEPOINT;
	bool has_own_size = !is_in_record || !is_data_loc(e, expr);
	struct ir_value *address = emit_address(e, expr), *is_user;

	/* What lies in a tracepoint's record is the kernel's, whatever it is a copy of. */
	is_user = is_in_record ? ir_int(e->ir, 0) : emit_is_user(e, expr, address);
	emit_read_string(e, to, size, has_own_size ? ir_int(e->ir, size) : NULL, address, is_user);
}
