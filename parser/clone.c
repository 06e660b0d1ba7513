#include "parser/clone.h"

#include "lexer/arena.h"

static struct expr *clone_list(struct arena *arena, const struct expr *list)
{
	struct expr *first = NULL, **end = &first;

	for (; list; list = list->next) {
		*end = clone_expr(arena, list);
		end = &(*end)->next;
	}
	return first;
}

static struct expr *clone_optional(struct arena *arena, const struct expr *expr)
{
	return expr ? clone_expr(arena, expr) : NULL;
}

/* Of each kind what the parser wrote; the rest stays zero. */
static void clone_members(struct arena *arena, struct expr *clone, const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_INT:
		clone->integer = expr->integer;
		break;
	case EXPR_STRING:
		clone->string = expr->string;
		break;
	case EXPR_NAME:
		clone->name.name = expr->name.name;
		break;
	case EXPR_VARIABLE:
		clone->variable.name = expr->variable.name;
		break;
	case EXPR_PARAMETER:
		clone->parameter = expr->parameter;
		break;
	case EXPR_MAP:
		clone->map.name = expr->map.name;
		clone->map.key = clone_list(arena, expr->map.key);
		break;
	case EXPR_FIELD:
		clone->field.base = clone_expr(arena, expr->field.base);
		clone->field.name = expr->field.name;
		clone->field.is_arrow = expr->field.is_arrow;
		clone->field.name_span = expr->field.name_span;
		break;
	case EXPR_ELEMENT:
		clone->element.base = clone_expr(arena, expr->element.base);
		clone->element.index = expr->element.index;
		break;
	case EXPR_INDEX:
		clone->index.base = clone_expr(arena, expr->index.base);
		clone->index.index = clone_expr(arena, expr->index.index);
		break;
	case EXPR_UNARY:
		clone->unary.op = expr->unary.op;
		clone->unary.operand = clone_expr(arena, expr->unary.operand);
		break;
	case EXPR_BINARY:
		clone->binary.op = expr->binary.op;
		clone->binary.left = clone_expr(arena, expr->binary.left);
		clone->binary.right = clone_expr(arena, expr->binary.right);
		break;
	case EXPR_TERNARY:
		clone->ternary.condition = clone_expr(arena, expr->ternary.condition);
		clone->ternary.yes = clone_optional(arena, expr->ternary.yes);
		clone->ternary.no = clone_expr(arena, expr->ternary.no);
		break;
	case EXPR_CAST:
		clone->cast.spec = expr->cast.spec;
		clone->cast.operand = clone_optional(arena, expr->cast.operand);
		break;
	case EXPR_CALL:
		clone->call.name = expr->call.name;
		clone->call.name_span = expr->call.name_span;
		clone->call.arguments = clone_list(arena, expr->call.arguments);
		clone->call.argument_count = expr->call.argument_count;
		break;
	case EXPR_TUPLE:
		clone->tuple.elements = clone_list(arena, expr->tuple.elements);
		clone->tuple.count = expr->tuple.count;
		clone->tuple.names = expr->tuple.names;
		break;
	case EXPR_BLOCK:
		clone->block.statements = clone_stmts(arena, expr->block.statements);
		clone->block.value = clone_expr(arena, expr->block.value);
		break;
	}
}

struct expr *clone_expr(struct arena *arena, const struct expr *expr)
{
	struct expr *clone = arena_new_of(arena, struct expr);

	clone->kind = expr->kind;
	clone->span = expr->span;
	clone_members(arena, clone, expr);
	return clone;
}

static struct stmt *clone_stmt(struct arena *arena, const struct stmt *stmt)
{
	struct stmt *clone = arena_new_of(arena, struct stmt);

	clone->kind = stmt->kind;
	clone->span = stmt->span;
	switch (stmt->kind) {
	case STMT_EXPR:
		clone->expr = clone_expr(arena, stmt->expr);
		break;
	case STMT_ASSIGN:
		clone->assign.target = clone_expr(arena, stmt->assign.target);
		clone->assign.value = clone_expr(arena, stmt->assign.value);
		clone->assign.op = stmt->assign.op;
		break;
	case STMT_IF:
		clone->branch.condition = clone_expr(arena, stmt->branch.condition);
		clone->branch.yes = clone_stmts(arena, stmt->branch.yes);
		clone->branch.no = clone_stmts(arena, stmt->branch.no);
		break;
	case STMT_BLOCK:
		clone->block = clone_stmts(arena, stmt->block);
		break;
	case STMT_LET:
		clone->let.variable = clone_expr(arena, stmt->let.variable);
		clone->let.type = stmt->let.type;
		clone->let.value = clone_optional(arena, stmt->let.value);
		break;
	case STMT_WHILE:
	case STMT_UNROLL:
	case STMT_RANGE:
	case STMT_EACH:
		clone->loop.variable = clone_optional(arena, stmt->loop.variable);
		clone->loop.control = clone_expr(arena, stmt->loop.control);
		clone->loop.to = clone_optional(arena, stmt->loop.to);
		clone->loop.body = clone_stmts(arena, stmt->loop.body);
		break;
	case STMT_RETURN:
		clone->leave.result = clone_optional(arena, stmt->leave.result);
		break;
	case STMT_BREAK:
	case STMT_CONTINUE:
		break;
	}
	return clone;
}

struct stmt *clone_stmts(struct arena *arena, const struct stmt *list)
{
	struct stmt *first = NULL, **end = &first;

	for (; list; list = list->next) {
		*end = clone_stmt(arena, list);
		end = &(*end)->next;
	}
	return first;
}
