/*
 * Functions that ask the machine: clocks, stacks, registers, symbols, sizes.
 */
#include <string.h>

#include "lexer/text.h"
#include "parser/checker.h"
#include "parser/word_list.h"

/* A word of a list, such as nsecs(boot). It is no expression: nothing of that name is looked for.
 */
static bool check_word(struct checker *checker, struct expr *expr, const struct word_list *list,
		       uint32_t *value)
{
	expr->type = type_void(checker->in->types);
	if (expr->kind == EXPR_NAME && word_find(list, expr->name.name, value))
		return true;
	check_refuse(checker, expr->span, E_NAME, "'%s' is none of %s",
		     ast_expr_text(checker->in->arena, expr), list->all);
	return false;
}

/* A string literal: what it names is known when the script is compiled or loaded. */
static const char *check_literal(struct checker *checker, struct expr *call, struct expr *expr)
{
	if (expr->kind == EXPR_STRING) {
		check_expr(checker, expr);
		return arena_strndup(checker->in->arena, expr->string.bytes, expr->string.length);
	}
	expr->type = check_refuse(checker, expr->span, E_TYPE, "%s() takes a string literal",
				  call->call.name);
	diag_hint(checker->in->diag, "%s", call->call.function->synopsis);
	return NULL;
}

/* ---- clocks ---- */

const struct type *check_call_nsecs(struct checker *checker, struct expr *call)
{
	uint32_t clock;

	if (!check_word(checker, call->call.arguments, &words_clocks, &clock))
		return no_type(checker);
	return type_int(checker->in->types, 8, false);
}

/* ---- stacks ---- */

/* kstack(), kstack(3), kstack(perf), kstack(perf, 3) */
static const struct type *check_stack(struct checker *checker, struct expr *call,
				      enum type_kind kind)
{
	struct expr *depth = call->call.arguments;
	const struct check_options *options = &checker->in->options;
	uint32_t mode = options->stack_mode;
	uint32_t frames = options->stack_depth ? options->stack_depth : STACK_DEPTH_MAX;

	if (depth && (depth->kind == EXPR_NAME || depth->next)) {
		if (!check_word(checker, depth, &words_stacks, &mode))
			return no_type(checker);
		depth = depth->next;
	}
	if (depth) {
		if (check_expr(checker, depth)->kind == TYPE_ERROR)
			return no_type(checker);
		if (depth->kind != EXPR_INT || !depth->integer.value ||
		    depth->integer.value > STACK_DEPTH_MAX)
			return check_refuse(checker, depth->span, E_LIMIT,
					    "the depth of a stack is a number from 1 to %d",
					    STACK_DEPTH_MAX);
		frames = (uint32_t)depth->integer.value;
	}
	return type_stack(checker->in->types, kind, (enum stack_mode)mode, frames);
}

const struct type *check_call_kstack(struct checker *checker, struct expr *call)
{
	return check_stack(checker, call, TYPE_KSTACK);
}

const struct type *check_call_ustack(struct checker *checker, struct expr *call)
{
	return check_stack(checker, call, TYPE_USTACK);
}

/* ---- registers ---- */

const struct type *check_call_reg(struct checker *checker, struct expr *call)
{
	const char *name = check_literal(checker, call, call->call.arguments);
	uint32_t offset;

	if (!name)
		return no_type(checker);
	if (word_find(&words_registers, name, &offset))
		return type_int(checker->in->types, 8, false);
	return check_refuse(checker, call->call.arguments->span, E_NAME,
			    "'%s' is no register of x86-64: they are %s", name,
			    words_registers.all);
}

const struct type *check_call_ureg(struct checker *checker, struct expr *call)
{
	return check_call_reg(checker, call);
}

/* ---- names that the loader looks for ---- */

static const struct type *check_constant(struct checker *checker, struct expr *call)
{
	if (!check_literal(checker, call, call->call.arguments))
		return no_type(checker);
	return type_int(checker->in->types, 8, false);
}

const struct type *check_call_kaddr(struct checker *checker, struct expr *call)
{
	return check_constant(checker, call);
}

const struct type *check_call_cgroupid(struct checker *checker, struct expr *call)
{
	return check_constant(checker, call);
}

const struct type *check_call_meminfo(struct checker *checker, struct expr *call)
{
	const struct type *type = check_constant(checker, call);

	return type->kind == TYPE_ERROR ? type : type_text(checker->in->types, TEXT_MEMINFO, NULL);
}

const struct type *check_call_uaddr(struct checker *checker, struct expr *call)
{
	const struct setting *setting = checker->setting;
	const struct point *first = setting->places.items[0].point;

	if (glob_has_wildcard(first->target))
		return check_refuse(checker, call->span, E_CONTEXT,
				    "uaddr() in which of the files of '%s'?", first->text);
	for (size_t i = 1; i < setting->places.count; i++) {
		const struct point *other = setting->places.items[i].point;

		if (strcmp(first->target, other->target) != 0)
			return check_refuse(checker, call->span, E_CONTEXT,
					    "uaddr() in the file of '%s', or in that of '%s'?",
					    first->text, other->text);
	}
	return check_constant(checker, call);
}

const struct type *check_call_vma(struct checker *checker, struct expr *call)
{
	const struct type *type = check_integral(checker, call->call.arguments, "an address");

	return type->kind == TYPE_ERROR ? type : check_kernel_object(checker, "vm_area_struct");
}

const struct type *check_call_folio_pages(struct checker *checker, struct expr *call)
{
	const struct type *type = check_integral(checker, call->call.arguments, "a folio");

	return type->kind == TYPE_ERROR ? type : type_int(checker->in->types, 8, false);
}

/* ---- numbers ---- */

static const struct type *check_in_space(struct checker *checker, struct expr *call,
					 enum address_space space)
{
	const struct type *type = check_integral(checker, call->call.arguments, "an address");
	struct types *types = checker->in->types;

	if (type->kind == TYPE_ERROR)
		return type;
	return type_pointer(types, type->kind == TYPE_POINTER ? type->element : type_void(types),
			    space);
}

const struct type *check_call_kptr(struct checker *checker, struct expr *call)
{
	return check_in_space(checker, call, SPACE_KERNEL);
}

const struct type *check_call_uptr(struct checker *checker, struct expr *call)
{
	return check_in_space(checker, call, SPACE_USER);
}

const struct type *check_call_bswap(struct checker *checker, struct expr *call)
{
	const struct type *type =
		check_integral(checker, call->call.arguments, "what bswap() swaps");

	return type->kind == TYPE_ERROR ? type : type_int(checker->in->types, type->size, false);
}

const struct type *check_call_sample(struct checker *checker, struct expr *call)
{
	struct expr *size = call->call.arguments;
	const struct type *type = check_integral(checker, size, "the size of sample()");

	if (check_integral(checker, size->next, "the interval of sample()")->kind == TYPE_ERROR)
		return type_error(checker->in->types);
	return type->kind == TYPE_ERROR ? type : type_int(checker->in->types, 8, false);
}

/* ---- members ---- */

/* a.b of offsetof(struct x, a.b) -> ((struct x *)0)->a.b */
static struct expr *member_of(struct checker *checker, const struct expr *member,
			      struct expr *pointer)
{
	struct expr *field = arena_new_of(checker->in->arena, struct expr);

	field->kind = EXPR_FIELD;
	field->span = member->span;
	if (member->kind == EXPR_NAME) {
		field->field.base = pointer;
		field->field.is_arrow = true;
		field->field.name = member->name.name;
		field->field.name_span = member->span;
		return field;
	}
	field->field = member->field;
	field->field.base = member_of(checker, member->field.base, pointer);
	return field;
}

static struct expr *null_pointer(struct checker *checker, const struct expr *container)
{
	struct expr *cast = arena_new_of(checker->in->arena, struct expr);

	cast->kind = EXPR_CAST;
	cast->span = container->span;
	cast->cast.spec = container->cast.spec;
	cast->cast.spec.pointers++;
	cast->cast.operand = arena_new_of(checker->in->arena, struct expr); /* 0 */
	cast->cast.operand->span = container->span;
	return cast;
}

static bool is_member(const struct expr *expr)
{
	while (expr->kind == EXPR_FIELD && !expr->field.is_arrow)
		expr = expr->field.base;
	return expr->kind == EXPR_NAME;
}

const struct type *check_call_offsetof(struct checker *checker, struct expr *call)
{
	struct expr *container = call->call.arguments, *member = container->next;
	struct expr *place;

	container->type = member->type = type_void(checker->in->types);
	if (!is_member(member))
		return check_refuse(checker, member->span, E_TYPE,
				    "offsetof() takes the name of a member");
	place = member_of(checker, member, null_pointer(checker, container));
	if (check_expr(checker, place)->kind == TYPE_ERROR)
		return place->type;
	if (place->field.access.bit_size)
		return check_refuse(checker, member->span, E_TYPE,
				    "a bit field has no offset in bytes");
	call->call.place = place;
	return type_int(checker->in->types, 8, false);
}
