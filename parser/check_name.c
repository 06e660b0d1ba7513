#include <string.h>

#include "parser/checker.h"

/* ---- where a name may be used ---- */

static const char *contexts_text(struct arena *arena, uint32_t contexts)
{
	const char *text = "";

	for (uint32_t i = 0; i < PROBE_KIND_COUNT; i++)
		if (contexts & 1u << i)
			text = arena_printf(arena, "%s%s%s", text, *text ? ", " : "",
					    probe_kinds[i].name);
	if (contexts & IN_NAMED)
		text = arena_printf(arena, "%s%snamed probes", text, *text ? ", " : "");
	return text;
}

static const char *field_list(struct arena *arena, const struct definition *definition)
{
	const char *text = "";

	for (const struct field_name *f = definition->fields; f; f = f->next)
		text = arena_printf(arena, "%s%sargs.%s", text, *text ? ", " : "", f->name);
	return text;
}

static void hint_named(struct checker *checker, const struct definition *definition)
{
	if (definition->field_count)
		diag_hint(checker->in->diag, "it has %s",
			  field_list(checker->in->arena, definition));
	else
		diag_hint(checker->in->diag, "it has no fields");
}

static bool is_argument(const char *name)
{
	uint32_t argument;
	const struct builtin *builtin = builtin_find(name, &argument);

	return builtin && builtin->id == BUILTIN_argN;
}

/* What to write in its place there; false when that is not obvious. */
static bool hint_instead(struct checker *checker, const char *name, uint32_t contexts)
{
	struct diag *diag = checker->in->diag;

	if (is_argument(name) && contexts & (IN_KRETPROBE | IN_URETPROBE) && contexts & IN_PAIR)
		diag_hint(diag, "entry(%s) is its value when the function was entered", name);
	else if (is_argument(name) && contexts & IN_TRACEPOINT)
		diag_hint(diag, "a tracepoint has named fields: args.NAME");
	else if (!strcmp(name, "args") && contexts & IN_URETPROBE && contexts & IN_PAIR)
		diag_hint(diag, "entry(args.NAME) is its value when the function was entered");
	else if (!strcmp(name, "args") && contexts & (IN_KPROBE | IN_USDT))
		diag_hint(diag, "its arguments are arg0, arg1, ...");
	else
		return false;
	return true;
}

/* Inside entry(...). */
static void refuse_at_begin(struct checker *checker, struct span span, const char *name,
			    const struct place *place)
{
	diag_error(checker->in->diag, span, E_CONTEXT,
		   "'%s' is not available at the beginning of '%s'", name,
		   place->definition ? place->definition->name : place->point->text);
	diag_hint(checker->in->diag, "what is inside entry(...) is evaluated there");
}

static void refuse_in_body(struct checker *checker, struct span span, const char *name,
			   uint32_t contexts, const struct place *place)
{
	if (contexts == IN_PAIR) {
		diag_error(checker->in->diag, span, E_CONTEXT,
			   "'%s' is not available in '%s': not all of its points have a beginning",
			   name, place->definition->name);
		return;
	}
	diag_error(checker->in->diag, span, E_CONTEXT, "'%s' is not available in the body of '%s'",
		   name, place->definition->name);
	hint_named(checker, place->definition);
}

static void refuse_place(struct checker *checker, struct span span, const char *name,
			 uint32_t contexts, const struct place *place)
{
	if (checker->setting->is_begin) {
		refuse_at_begin(checker, span, name, place);
		return;
	}
	if (place->definition) {
		refuse_in_body(checker, span, name, contexts, place);
		return;
	}
	diag_error(checker->in->diag, span, E_CONTEXT, "'%s' is not available in '%s'", name,
		   place->point->text);
	if (contexts == IN_PAIR)
		diag_hint(checker->in->diag,
			  "it needs a beginning, which return probes and pairs A .. B have");
	else if (!hint_instead(checker, name, place->contexts))
		diag_hint(checker->in->diag, "it is available in %s",
			  contexts_text(checker->in->arena, contexts));
}

bool check_context(struct checker *checker, struct span span, const char *name, uint32_t contexts)
{
	for (size_t i = 0; i < checker->setting->places.count; i++) {
		const struct place *place = &checker->setting->places.items[i];

		if (place->contexts & contexts || place->is_unknown)
			continue;
		refuse_place(checker, span, name, contexts, place);
		if (checker->subprogram)
			diag_hint(checker->in->diag, "%s() is called there",
				  checker->subprogram->name);
		return false;
	}
	return true;
}

/* ---- builtins ---- */

const struct type *check_kernel_object(struct checker *checker, const char *name)
{
	struct types *types = checker->in->types;
	const struct type *object = NULL;

	if (check_has_btf(checker))
		object = kernel_find_struct(checker->in->kernel, name);
	return object ? type_pointer(types, object, SPACE_KERNEL) : type_int(types, 8, false);
}

/* The struct that the context of a kind of probes is; NULL: plain words. */
static const char *context_struct(struct checker *checker, const struct point *point)
{
	if (point->kind == POINT_ITER)
		return arena_printf(checker->in->arena, "bpf_iter__%s", point->name);
	if (probe_kind_has(point->kind, PROBE_SAMPLE))
		return "bpf_perf_event_data";
	return probe_kind_has(point->kind, PROBE_REGISTERS) ? "pt_regs" : NULL;
}

static const struct type *type_of_context(struct checker *checker, const struct point *point)
{
	struct types *types = checker->in->types;
	const char *name = context_struct(checker, point);
	const struct type *type = NULL;

	if (name && check_has_btf(checker))
		type = kernel_find_struct(checker->in->kernel, name);
	return type_pointer(types, type ? type : type_int(types, 8, false), SPACE_KERNEL);
}

static const struct type *check_ctx(struct checker *checker, const struct expr *expr)
{
	const struct type *type = NULL;

	for (size_t i = 0; i < checker->setting->places.count; i++) {
		const struct place *place = &checker->setting->places.items[i];
		const struct type *own = type_of_context(checker, place->point);

		if (!type || place->is_unknown)
			type = own;
		if (type == own)
			continue;
		check_refuse(checker, expr->span, E_CONTEXT,
			     "'ctx' is '%s' in '%s', and '%s' before",
			     check_type_name(checker, own), place->point->text,
			     check_type_name(checker, type));
		diag_hint(checker->in->diag, "write a clause for each");
		return type_error(checker->in->types);
	}
	return type ? type : type_error(checker->in->types);
}

static bool has_argument(struct checker *checker, const struct expr *expr)
{
	for (size_t i = 0; i < checker->setting->places.count; i++) {
		const struct place *place = &checker->setting->places.items[i];
		bool is_note = place->contexts & IN_USDT;
		uint32_t most = is_note ? CHECK_NOTE_ARGS : CHECK_FUNCTION_ARGS;

		if (place->is_unknown || expr->name.argument < most)
			continue;
		check_refuse(checker, expr->span, E_LIMIT, "'%s': %s arguments are arg0 to arg%u",
			     expr->name.name, is_note ? "a note's" : "a function's", most - 1);
		if (!is_note)
			diag_hint(checker->in->diag, "those that are passed in registers");
		return false;
	}
	return true;
}

/* A named probe has it only if all of its points are functions. */
static bool has_function(struct checker *checker, const struct expr *expr)
{
	for (size_t i = 0; i < checker->setting->places.count; i++) {
		const struct place *place = &checker->setting->places.items[i];

		if (place->is_unknown || probe_kind_has(place->point->kind, PROBE_FUNCTION))
			continue;
		check_refuse(checker, expr->span, E_CONTEXT, "'func': '%s' of '%s' is no function",
			     place->point->text, place->definition->name);
		return false;
	}
	return true;
}

static const struct type *type_of_builtin(struct checker *checker, const struct builtin *builtin)
{
	struct types *types = checker->in->types;

	switch (builtin->id) {
#define BUILTIN(id, name, contexts, type, doc) \
	case BUILTIN_##id:                     \
		return type;
#include "parser/builtins.def"
#undef BUILTIN
	case BUILTIN_COUNT:
		break;
	}
	return type_error(types);
}

/* As deep as the settings of the program say. */
static const struct type *check_whole_stack(struct checker *checker, enum type_kind kind)
{
	const struct check_options *options = &checker->in->options;

	return type_stack(checker->in->types, kind, (enum stack_mode)options->stack_mode,
			  options->stack_depth ? options->stack_depth : STACK_DEPTH_MAX);
}

static const struct type *check_builtin(struct checker *checker, struct expr *expr)
{
	const struct builtin *builtin = expr->name.builtin;

	if (!check_context(checker, expr->span, expr->name.name, builtin->contexts))
		return type_error(checker->in->types);
	if (checker->subprogram && (builtin->contexts != IN_ANY || builtin->id == BUILTIN_probe))
		checker->subprogram->is_of_place = true;
	if (builtin->id == BUILTIN_curtask)
		return check_kernel_object(checker, "task_struct");
	if (builtin->id == BUILTIN_ctx)
		return check_ctx(checker, expr);
	if (builtin->id == BUILTIN_retval && check_is_typed(checker))
		return check_typed_result(checker, expr);
	if (builtin->id == BUILTIN_kstack || builtin->id == BUILTIN_ustack)
		return check_whole_stack(checker, builtin->id == BUILTIN_kstack ? TYPE_KSTACK
										 : TYPE_USTACK);
	if (builtin->id == BUILTIN_args)
		return check_all_args(checker, expr);
	if ((builtin->id == BUILTIN_argN && !has_argument(checker, expr)) ||
	    (builtin->id == BUILTIN_func && !has_function(checker, expr)))
		return type_error(checker->in->types);
	return type_of_builtin(checker, builtin);
}

/* An enumerator of the kernel is a number like any other, but for how it is printed. */
static const struct type *check_enumerator(struct checker *checker, struct expr *expr,
					   const struct type *enumeration, int64_t value)
{
	struct expr *number = expr;

	if (value < 0) {
		number = arena_new_of(checker->in->arena, struct expr);
		number->span = expr->span;
		number->type = type_int(checker->in->types, 8, true);
		expr->kind = EXPR_UNARY;
		expr->unary.op = UNARY_NEGATE;
		expr->unary.operand = number;
	}
	number->kind = EXPR_INT;
	number->integer.value = value < 0 ? -(uint64_t)value : (uint64_t)value;
	number->integer.is_duration = false;
	number->integer.enumeration = value < 0 ? NULL : enumeration;
	return value < 0 ? type_int(checker->in->types, 8, true) : enumeration;
}

/* Of the kernel, or of the probed binary; NULL when neither has one. */
static const struct type *find_enumerator(struct checker *checker, const char *name, int64_t *value)
{
	const struct type *type = NULL;

	if (checker->in->kernel)
		type = kernel_find_enumerator(checker->in->kernel, name, value);
	if (type)
		return type;
	type = check_debug_type(checker, DEBUG_ENUMERATOR, name);
	for (uint32_t i = 0; type && i < type->count; i++)
		if (!strcmp(type->enumerators[i].name, name)) {
			*value = (int64_t)type->enumerators[i].value;
			return check_stored_type(checker, type);
		}
	return NULL;
}

/* Of an enum of the program's own that was refused, which was said. */
static bool is_refused_enumerator(struct checker *checker, const char *name)
{
	if (!diag_failed(checker->in->diag))
		return false;
	for (const struct c_declaration *d = checker->program->c_declarations; d; d = d->next)
		for (const struct c_member *m = d->members; m && d->kind == C_ENUM; m = m->next)
			if (!strcmp(m->name, name))
				return true;
	return false;
}

/* AF_INET */
static bool is_constant_name(const char *name)
{
	return name[0] && name[1] && !name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")];
}

static const struct type *unknown_name(struct checker *checker, const struct expr *expr)
{
	if (is_refused_enumerator(checker, expr->name.name))
		return no_type(checker);
	check_refuse(checker, expr->span, E_NAME, "unknown builtin '%s'", expr->name.name);
	check_suggest_name(checker, expr->name.name);
	if (is_constant_name(expr->name.name))
		diag_hint(checker->in->diag,
			  "a #define of a header is not in the kernel's BTF: write #define %s ...",
			  expr->name.name);
	return no_type(checker);
}

const struct type *check_name(struct checker *checker, struct expr *expr)
{
	const struct type *enumeration;
	int64_t value;

	expr->name.builtin = builtin_find(expr->name.name, &expr->name.argument);
	if (expr->name.builtin)
		return check_builtin(checker, expr);
	enumeration = find_enumerator(checker, expr->name.name, &value);
	if (enumeration)
		return check_enumerator(checker, expr, enumeration, value);
	return unknown_name(checker, expr);
}
