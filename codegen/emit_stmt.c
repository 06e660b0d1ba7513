#include "codegen/emit.h"

static void emit_statement(struct emitter *e, const struct stmt *stmt);

void emit_statements(struct emitter *e, const struct stmt *list)
{
	for (const struct stmt *stmt = list; stmt; stmt = stmt->next)
		emit_statement(e, stmt);
}

static void emit_expression(struct emitter *e, const struct expr *expr)
{
	if (expr->kind == EXPR_BLOCK) {
		emit_statements(e, expr->block.statements);
		emit_expression(e, expr->block.value);
		return;
	}
	if (expr->kind == EXPR_CALL)
		emit_call(e, expr,
			  type_is_in_memory(expr->type) ? emit_temp(e, layout_size(expr->type))
							: NULL);
	else if (type_is_in_memory(expr->type))
		emit_memory(e, expr);
	else if (expr->type->kind != TYPE_AGGREGATE)
		emit_scalar(e, expr);
}

/* target op value; `old`: what the target was before the value was computed */
static struct ir_value *combined(struct emitter *e, const struct stmt *stmt, struct place old)
{
	const struct type *type = stmt->assign.target->type;
	struct ir_value *value = emit_scalar(e, stmt->assign.value);

	return emit_operation(e, stmt->assign.op, type, emit_kept(e, old), stmt->assign.value->type,
			      value);
}

/*
 * A tuple is made element by element, of which the next may be of what the variable was before; what
 * is in a map comes as a whole.
 */
static void assign_tuple(struct emitter *e, const struct expr *value, struct ir_value *place,
			 const struct type *type)
{
	if (value->kind == EXPR_MAP && value->type == type)
		emit_store(e, value, place, type);
	else
		emit_convert(e, place, type, emit_memory(e, value), value->type);
}

void emit_assign_variable(struct emitter *e, const struct variable *variable,
			  const struct expr *value)
{
	struct place place = e->variables[variable->index];

	if (variable->type->kind == TYPE_TUPLE)
		assign_tuple(e, value, emit_place(e, place), variable->type);
	else if (type_is_in_memory(variable->type))
		emit_store(e, value, emit_place(e, place), variable->type);
	else
		emit_set_variable(e, variable, emit_scalar(e, value));
}

static void assign_variable(struct emitter *e, const struct stmt *stmt)
{
	const struct variable *variable = stmt->assign.target->variable.variable;
	struct place old;

	if (stmt->assign.op == BINARY_NONE) {
		emit_assign_variable(e, variable, stmt->assign.value);
		return;
	}
	old = emit_keep(e, emit_kept(e, e->variables[variable->index]));
	emit_set_variable(e, variable, combined(e, stmt, old));
}

static void emit_let(struct emitter *e, const struct stmt *stmt)
{
	const struct variable *variable = stmt->let.variable->variable.variable;

	if (stmt->let.value)
		emit_assign_variable(e, variable, stmt->let.value);
	else
		emit_clear_variable(e, variable);
}

static void assign_map(struct emitter *e, const struct stmt *stmt)
{
	const struct expr *target = stmt->assign.target, *value = stmt->assign.value;
	struct ir_value *n, *key;

	switch (stmt->assign.op) {
	case BINARY_NONE:
		emit_map_assign(e, target, value);
		break;
	case BINARY_ADD:
	case BINARY_SUB: /* these two are atomic */
		n = emit_scalar(e, value);
		if (stmt->assign.op == BINARY_SUB)
			n = ir_math(e->ir, IR_SUB, ir_int(e->ir, 0), n);
		emit_map_add(e, target->map.map, emit_key(e, target), n);
		break;
	default:
		key = emit_key(e, target);
		n = combined(e, stmt, emit_keep(e, emit_map_scalar(e, target->map.map, key)));
		emit_map_set_scalar(e, target->map.map, key, n);
	}
}

static void emit_if(struct emitter *e, const struct stmt *stmt)
{
	struct ir_block *yes = ir_block(e->ir), *no = ir_block(e->ir), *after = ir_block(e->ir);

	ir_branch(e->ir, emit_condition(e, stmt->branch.condition), yes, no);
	ir_at(e->ir, yes);
	emit_statements(e, stmt->branch.yes);
	ir_jump(e->ir, after);
	ir_at(e->ir, no);
	emit_statements(e, stmt->branch.no);
	ir_jump(e->ir, after);
	ir_at(e->ir, after);
}

static void emit_jump(struct emitter *e, struct ir_block *to)
{
	ir_jump(e->ir, to);
	ir_at(e->ir, ir_block(e->ir)); /* what follows is never reached */
}

static void emit_statement(struct emitter *e, const struct stmt *stmt)
{
	struct temp_mark mark = emit_mark_temps(e);

	ir_line(e->ir, codegen_line(e->codegen, stmt->span));
	switch (stmt->kind) {
	case STMT_EXPR:
		emit_expression(e, stmt->expr);
		break;
	case STMT_ASSIGN:
		if (stmt->assign.target->kind == EXPR_VARIABLE)
			assign_variable(e, stmt);
		else
			assign_map(e, stmt);
		break;
	case STMT_IF:
		emit_if(e, stmt);
		break;
	case STMT_BLOCK:
		emit_statements(e, stmt->block);
		break;
	case STMT_LET:
		emit_let(e, stmt);
		break;
	case STMT_WHILE:
	case STMT_UNROLL:
	case STMT_RANGE:
	case STMT_EACH:
		emit_loop(e, stmt);
		break;
	case STMT_BREAK:
		emit_jump(e, e->exits->stop);
		break;
	case STMT_CONTINUE:
		emit_jump(e, e->exits->next);
		break;
	case STMT_RETURN:
		if (stmt->leave.result)
			emit_assign_variable(e, stmt->leave.result_in, stmt->leave.result);
		emit_jump(e, e->leave);
		break;
	}
	emit_release_temps(e, mark);
}
