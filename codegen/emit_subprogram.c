/*
 * Functions of the script: BPF subprograms.
 *
 *     static u64 fn_add_0(void *context, void *scratch, u64 a, u64 b)
 *
 * One is compiled when it is first called from a program on that kind of point, and called by all
 * others; one that uses what its probe alone says is compiled for each program that calls it. It is
 * static to the kernel, which verifies it with what it is given, the context among it.
 *
 * Numbers are passed in registers, as far as these go. All else is passed in scratch memory: the
 * function has a part of its caller's slot, where its variables lie that are in memory.
 */
#include "codegen/emit.h"

static struct variable *variable_of(const struct stmt *let)
{
	return let->let.variable->variable.variable;
}

/* The numbers that are passed in registers come in the order of the parameters. */
static bool is_in_register(const struct subprogram *subprogram, const struct variable *variable)
{
	uint32_t count = 0;

	for (const struct stmt *p = subprogram->parameters; p; p = p->next) {
		if (type_is_in_memory(variable_of(p)->type))
			continue;
		if (variable_of(p) == variable)
			return count < FUNCTION_REGISTERS;
		count++;
	}
	return false;
}

static bool is_parameter(const struct subprogram *subprogram, const struct variable *variable)
{
	for (const struct stmt *p = subprogram->parameters; p; p = p->next)
		if (variable_of(p) == variable)
			return true;
	return false;
}

static uint32_t count_registers(const struct subprogram *subprogram)
{
	uint32_t count = 0;

	for (const struct stmt *p = subprogram->parameters; p; p = p->next)
		count += is_in_register(subprogram, variable_of(p));
	return count;
}

static const struct variable *result_of(const struct subprogram *subprogram)
{
	return subprogram->has_result ? variable_of(subprogram->result) : NULL;
}

/* ---- the function ---- */

static bool is_shared_with_caller(const struct subprogram *subprogram,
				  const struct variable *variable)
{
	const struct variable *result = result_of(subprogram);

	if (result && variable == result)
		return type_is_in_memory(variable->type);
	return is_parameter(subprogram, variable) && !is_in_register(subprogram, variable);
}

static void make_variables(struct emitter *e, const struct subprogram *subprogram)
{
	const struct clause *code = subprogram->code;

	e->variables =
		arena_alloc(e->codegen->arena, (code->variable_count + 1) * sizeof(*e->variables));
	for (const struct variable *v = code->variables; v; v = v->next) {
		uint32_t size = layout_place_size(v->type);

		e->variables[v->index] = is_shared_with_caller(subprogram, v)
						 ? emit_scratch_place(e, size)
						 : emit_lasting_place(e, size);
		if (v == result_of(subprogram)) /* of one that ends without */
			emit_clear_variable(e, v);
	}
}

/* A number may be cut to a type that is written. */
static void take_numbers(struct emitter *e, const struct subprogram *subprogram,
			 struct ir_value *const *registers)
{
	for (const struct stmt *p = subprogram->parameters; p; p = p->next) {
		const struct variable *variable = variable_of(p);

		if (type_is_in_memory(variable->type))
			continue;
		emit_set_variable(e, variable,
				  is_in_register(subprogram, variable)
					  ? *registers++
					  : emit_kept(e, e->variables[variable->index]));
	}
}

static void return_result(struct emitter *e, const struct subprogram *subprogram)
{
	const struct variable *result = result_of(subprogram);

	if (result && !type_is_in_memory(result->type))
		ir_return_value(e->ir, emit_kept(e, e->variables[result->index]));
	else
		ir_return_number(e->ir, 0);
}

static struct emitter new_emitter(const struct emitter *caller, const struct subprogram *subprogram,
				  const char *name)
{
	return (struct emitter){
		.codegen = caller->codegen,
		.ir = caller->ir,
		.program = subprogram->is_of_place ? caller->program : name,
		.clause = subprogram->code,
		.attached = caller->attached,
		.variant = caller->variant,
		.kind = caller->kind,
		.point = caller->point,
		.is_subprogram = true,
		.is_body = caller->is_body,
	};
}

void emit_begin_function(struct emitter *e, struct ir_value *const *arguments)
{
	e->context = arguments[0];
	e->scratch = ir_local(e->ir, sizeof(uint64_t));
	ir_store_pointer(e->ir, e->scratch, arguments[1]);
	if (e->clause->has_loops)
		emit_make_frame(e);
	e->leave = ir_block(e->ir);
}

static void emit_code(struct emitter *e, const struct subprogram *subprogram,
		      struct ir_value *const *arguments)
{
	emit_begin_function(e, arguments);
	e->fields =
		arena_alloc(e->codegen->arena, (e->variant->field_count + 1) * sizeof(*e->fields));
	make_variables(e, subprogram);
	if (e->frame)
		emit_begin_loops(e);
	if (subprogram->may_exit) {
		e->has_exited = emit_scratch_place(e, sizeof(uint64_t));
		emit_set_kept(e, e->has_exited, ir_int(e->ir, 0));
	}
	take_numbers(e, subprogram, arguments + FUNCTION_POINTERS);
	emit_statements(e, subprogram->code->body);
	ir_jump(e->ir, e->leave);
	ir_at(e->ir, e->leave);
	return_result(e, subprogram);
}

static const struct emitted_subprogram *emit_subprogram(struct emitter *caller,
							const struct subprogram *subprogram)
{
	struct codegen *codegen = caller->codegen;
	struct emitted_subprogram *emitted =
		arena_new_of(codegen->arena, struct emitted_subprogram);
	const char *name = arena_printf(codegen->arena, "fn_%s_%zu", subprogram->name,
					codegen->subprograms.count);
	struct emitter e = new_emitter(caller, subprogram, name);
	struct ir_value *arguments[FUNCTION_POINTERS + FUNCTION_REGISTERS];
	bool had_asked = codegen->asked_for_point;
	struct ir_function *outside;

	codegen->asked_for_point = false;
	outside = ir_begin_subprogram(e.ir, name, count_registers(subprogram),
				      codegen_line(codegen, subprogram->span), arguments);
	*emitted = (struct emitted_subprogram){
		.subprogram = subprogram,
		.kind = caller->kind,
		.program = subprogram->is_of_place ? caller->program : NULL,
	};
	emit_code(&e, subprogram, arguments);
	emitted->variables = e.variables;
	emitted->rounds = e.rounds;
	emitted->has_exited = e.has_exited;
	emitted->scratch_size = e.scratch_most;
	emitted->function = ir_end_function(e.ir, outside);
	emitted->asked_for_point = codegen->asked_for_point;
	codegen->asked_for_point = had_asked;
	array_push(codegen->arena, &codegen->subprograms, emitted);
	return emitted;
}

static const struct emitted_subprogram *find_subprogram(struct emitter *e,
							const struct subprogram *subprogram)
{
	const char *program = subprogram->is_of_place ? e->program : NULL;

	for (size_t i = 0; i < e->codegen->subprograms.count; i++) {
		const struct emitted_subprogram *emitted = e->codegen->subprograms.items[i];

		if (emitted->subprogram == subprogram && emitted->kind == e->kind &&
		    emitted->program == program)
			return emitted;
	}
	return emit_subprogram(e, subprogram);
}

/* ---- a call ---- */

/* What is at `inner` in the function's part of the scratch memory. */
static struct ir_value *shared_place(struct emitter *e, struct place part, struct place inner)
{
	return emit_place(e, (struct place){.at = part.at + inner.at});
}

/* What does not go into registers goes to the function's part of the scratch memory at once. */
static void pass_argument(struct emitter *e, const struct emitted_subprogram *emitted,
			  struct place part, const struct variable *variable,
			  const struct expr *argument)
{
	struct place place = emitted->variables[variable->index];
	struct ir_value *number;

	if (type_is_in_memory(variable->type)) {
		emit_store(e, argument, shared_place(e, part, place), variable->type);
		return;
	}
	number = emit_scalar(e, argument);
	ir_store(e->ir, shared_place(e, part, place), number, sizeof(uint64_t));
}

/* Numbers are loaded into registers when all arguments are known: there may be calls in these. */
static uint32_t pass_arguments(struct emitter *e, const struct emitted_subprogram *emitted,
			       struct place part, const struct expr *argument,
			       struct ir_value **registers)
{
	struct place kept[FUNCTION_REGISTERS];
	uint32_t count = 0;

	for (const struct stmt *p = emitted->subprogram->parameters; p; p = p->next) {
		if (is_in_register(emitted->subprogram, variable_of(p)))
			kept[count++] = emit_keep(e, emit_scalar(e, argument));
		else
			pass_argument(e, emitted, part, variable_of(p), argument);
		argument = argument->next;
	}
	for (uint32_t i = 0; i < count; i++)
		registers[i] = emit_kept(e, kept[i]);
	return count;
}

/* All loops together have so many rounds, whichever function they are in. */
static void pass_rounds(struct emitter *e, const struct emitted_subprogram *emitted,
			struct place part)
{
	struct ir_value *rounds =
		e->has_rounds ? emit_kept(e, e->rounds) : ir_int(e->ir, ABI_LOOP_ROUNDS);

	ir_store(e->ir, shared_place(e, part, emitted->rounds), rounds, sizeof(uint64_t));
}

static void take_rounds_back(struct emitter *e, const struct emitted_subprogram *emitted,
			     struct place part)
{
	if (e->has_rounds)
		emit_set_kept(e, e->rounds,
			      ir_load(e->ir, shared_place(e, part, emitted->rounds),
				      sizeof(uint64_t), false));
}

void emit_leave_callers(struct emitter *e)
{
	if (e->is_subprogram)
		emit_set_kept(e, e->has_exited, ir_int(e->ir, 1));
	ir_jump(e->ir, e->leave);
}

static void leave_if_exited(struct emitter *e, const struct emitted_subprogram *emitted,
			    struct place part)
{
	struct ir_block *leave = ir_block(e->ir), *go_on = ir_block(e->ir);
	struct ir_value *has_exited =
		ir_load(e->ir, shared_place(e, part, emitted->has_exited), sizeof(uint64_t), false);

	ir_branch(e->ir, ir_is_true(e->ir, has_exited), leave, go_on);
	ir_at(e->ir, leave);
	emit_leave_callers(e);
	ir_at(e->ir, go_on);
}

static struct ir_value *call_it(struct emitter *e, const struct emitted_subprogram *emitted,
				struct place part, const struct expr *call)
{
	const struct subprogram *subprogram = emitted->subprogram;
	struct ir_value *arguments[FUNCTION_POINTERS + FUNCTION_REGISTERS], *value;
	uint32_t count =
		pass_arguments(e, emitted, part, call->call.arguments, arguments + FUNCTION_POINTERS);

	if (subprogram->code->has_loops)
		pass_rounds(e, emitted, part);
	arguments[0] = e->context;
	arguments[1] = emitted->scratch_size ? emit_place(e, part) : ir_no_pointer(e->ir);
	value = ir_call_function(e->ir, emitted->function, FUNCTION_POINTERS + count, arguments);
	if (subprogram->code->has_loops)
		take_rounds_back(e, emitted, part);
	if (subprogram->may_exit)
		leave_if_exited(e, emitted, part);
	return value;
}

struct ir_value *emit_subprogram_call(struct emitter *e, const struct expr *call,
				      struct ir_value *to)
{
	const struct emitted_subprogram *emitted = find_subprogram(e, call->call.subprogram);
	const struct variable *result = result_of(call->call.subprogram);
	struct place part = {0};
	struct ir_value *value;

	e->codegen->asked_for_point |= emitted->asked_for_point;
	if (emitted->scratch_size)
		part = emit_scratch_place(e, emitted->scratch_size);
	value = call_it(e, emitted, part, call);
	if (!result || !type_is_in_memory(result->type))
		return value;
	emit_copy(e, to, shared_place(e, part, emitted->variables[result->index]),
		  layout_size(result->type));
	return to;
}
