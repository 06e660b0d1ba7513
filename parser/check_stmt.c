#include "parser/checker.h"

void check_condition(struct checker *checker, struct expr *condition)
{
	check_integral(checker, condition, "a condition");
}

/* ---- assignments ---- */

/* target op= value, the target being of type `before`. */
static const struct type *check_compound(struct checker *checker, const struct stmt *stmt,
					 const struct type *before, const struct type *type)
{
	if (before->kind == TYPE_ERROR)
		return before;
	if (before->kind != TYPE_INT && before->kind != TYPE_BOOL)
		return check_refuse(checker, stmt->assign.target->span, E_TYPE,
				    "a compound assignment changes an integer, not '%s'",
				    check_type_name(checker, before));
	return check_operation(checker, stmt->span, stmt->assign.op, before, type);
}

static void assign_variable(struct checker *checker, struct stmt *stmt)
{
	struct expr *target = stmt->assign.target;
	const struct type *type = check_value(checker, stmt->assign.value);

	if (stmt->assign.op != BINARY_NONE) {
		check_variable_number(checker, target);
		type = check_compound(checker, stmt, check_variable(checker, target), type);
	}
	check_variable_assign(checker, target, type);
}

/* @m += n makes an integer of a map that nothing was stored in before. */
static const struct type *changed_value(struct checker *checker, const struct stmt *stmt,
					const struct type *type)
{
	const struct map *map = check_map_find(checker, stmt->assign.target);

	if (map->value && map->value->kind == TYPE_AGGREGATE)
		return type; /* which check_map_value() refuses */
	return check_compound(checker, stmt, map->value ? map->value : type, type);
}

static void assign_map(struct checker *checker, struct stmt *stmt)
{
	struct expr *target = stmt->assign.target;
	const struct type *type;

	if (stmt->assign.op == BINARY_NONE &&
	    check_aggregation(checker, target, stmt->assign.value))
		return;
	check_map_key(checker, target);
	type = check_value(checker, stmt->assign.value);
	if (stmt->assign.op != BINARY_NONE)
		type = changed_value(checker, stmt, type);
	check_map_value(checker, target, type);
	target->type = check_map_find(checker, target)->value;
	if (!target->type)
		target->type = type_error(checker->in->types);
}

static void check_assign(struct checker *checker, struct stmt *stmt)
{
	struct expr *target = stmt->assign.target;

	if (target->kind == EXPR_VARIABLE)
		assign_variable(checker, stmt);
	else
		assign_map(checker, stmt);
}

/* ---- all; what makes that the rest can never run, or NULL ---- */

static const char *check_list(struct checker *checker, struct stmt *list);

static const char *check_branch(struct checker *checker, struct stmt *stmt)
{
	const char *yes, *no;

	check_condition(checker, stmt->branch.condition);
	yes = check_list(checker, stmt->branch.yes);
	no = check_list(checker, stmt->branch.no);
	return yes ? no : NULL;
}

static bool is_exit(const struct expr *expr)
{
	return expr->kind == EXPR_CALL && expr->call.function &&
	       expr->call.function->id == FUNCTION_exit;
}

static const char *check_statement(struct checker *checker, struct stmt *stmt)
{
	switch (stmt->kind) {
	case STMT_EXPR:
		check_expr(checker, stmt->expr);
		return is_exit(stmt->expr) ? "return or exit()" : NULL;
	case STMT_ASSIGN:
		check_assign(checker, stmt);
		return NULL;
	case STMT_IF:
		return check_branch(checker, stmt);
	case STMT_BLOCK:
		return check_list(checker, stmt->block);
	case STMT_LET:
		check_let(checker, stmt);
		return NULL;
	case STMT_WHILE:
	case STMT_UNROLL:
	case STMT_RANGE:
	case STMT_EACH:
		check_loop(checker, stmt);
		return NULL;
	case STMT_BREAK:
	case STMT_CONTINUE:
		return check_jump(checker, stmt);
	case STMT_RETURN:
		check_return(checker, stmt);
		return "return or exit()";
	}
	return NULL;
}

static const char *check_list_here(struct checker *checker, struct stmt *list)
{
	const char *end = NULL, *last;
	bool is_said = false;

	for (struct stmt *s = list; s; s = s->next) {
		if (end && !is_said) {
			diag_warning(checker->in->diag, s->span, W_UNREACHABLE,
				     "this can never run: %s comes before it", end);
			is_said = true;
		}
		last = check_statement(checker, s);
		end = last ? last : end;
	}
	return end;
}

static const char *check_list(struct checker *checker, struct stmt *list)
{
	struct scope scope = {.owner = list};
	const char *end;

	check_open_scope(checker, &scope);
	end = check_list_here(checker, list);
	check_close_scope(checker);
	return end;
}

void check_statements_here(struct checker *checker, struct stmt *list)
{
	check_list_here(checker, list);
}

void check_statements(struct checker *checker, struct stmt *list)
{
	check_list(checker, list);
}
