#include "parser/walk.h"

void walk_exprs(struct walker *walker, struct expr *list)
{
	for (; list; list = list->next)
		walker->expr(walker, list);
}

void walk_stmts(struct walker *walker, struct stmt *list)
{
	for (; list; list = list->next)
		walker->stmt(walker, list);
}

static void walk_optional(struct walker *walker, struct expr *expr)
{
	if (expr)
		walker->expr(walker, expr);
}

void walk_expr(struct walker *walker, struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_INT:
	case EXPR_STRING:
	case EXPR_NAME:
	case EXPR_VARIABLE:
	case EXPR_PARAMETER:
		return;
	case EXPR_MAP:
		walk_exprs(walker, expr->map.key);
		return;
	case EXPR_FIELD:
		walker->expr(walker, expr->field.base);
		return;
	case EXPR_ELEMENT:
		walker->expr(walker, expr->element.base);
		return;
	case EXPR_INDEX:
		walker->expr(walker, expr->index.base);
		walker->expr(walker, expr->index.index);
		return;
	case EXPR_UNARY:
		walker->expr(walker, expr->unary.operand);
		return;
	case EXPR_BINARY:
		walker->expr(walker, expr->binary.left);
		walker->expr(walker, expr->binary.right);
		return;
	case EXPR_TERNARY:
		walker->expr(walker, expr->ternary.condition);
		walk_optional(walker, expr->ternary.yes);
		walker->expr(walker, expr->ternary.no);
		return;
	case EXPR_CAST:
		walk_optional(walker, expr->cast.operand);
		return;
	case EXPR_CALL:
		walk_exprs(walker, expr->call.arguments);
		return;
	case EXPR_TUPLE:
		walk_exprs(walker, expr->tuple.elements);
		return;
	case EXPR_BLOCK:
		walk_stmts(walker, expr->block.statements);
		walker->expr(walker, expr->block.value);
		return;
	}
}

void walk_stmt(struct walker *walker, struct stmt *stmt)
{
	switch (stmt->kind) {
	case STMT_EXPR:
		walker->expr(walker, stmt->expr);
		return;
	case STMT_ASSIGN:
		walker->expr(walker, stmt->assign.target);
		walker->expr(walker, stmt->assign.value);
		return;
	case STMT_IF:
		walker->expr(walker, stmt->branch.condition);
		walk_stmts(walker, stmt->branch.yes);
		walk_stmts(walker, stmt->branch.no);
		return;
	case STMT_BLOCK:
		walk_stmts(walker, stmt->block);
		return;
	case STMT_LET:
		walker->expr(walker, stmt->let.variable);
		walk_optional(walker, stmt->let.value);
		return;
	case STMT_WHILE:
	case STMT_UNROLL:
	case STMT_RANGE:
	case STMT_EACH:
		walk_optional(walker, stmt->loop.variable);
		walker->expr(walker, stmt->loop.control);
		walk_optional(walker, stmt->loop.to);
		walk_stmts(walker, stmt->loop.body);
		return;
	case STMT_RETURN:
		walk_optional(walker, stmt->leave.result);
		return;
	case STMT_BREAK:
	case STMT_CONTINUE:
		return;
	}
}
