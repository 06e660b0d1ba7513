/*
 * What a clause's code uses.
 */
#include "codegen/emit.h"

static bool list_uses(const struct expr *list, uint32_t field);

static bool expr_uses(const struct expr *expr, uint32_t field)
{
	switch (expr->kind) {
	case EXPR_INT:
	case EXPR_STRING:
	case EXPR_NAME:
	case EXPR_VARIABLE:
		return false;
	case EXPR_FIELD:
		if (expr->field.access.kind == FIELD_NAMED)
			return expr->field.access.index == field;
		if (expr->field.access.kind == FIELD_TRACEPOINT)
			return false;
		return expr_uses(expr->field.base, field);
	case EXPR_MAP:
		return list_uses(expr->map.key, field);
	case EXPR_ELEMENT:
		return expr_uses(expr->element.base, field);
	case EXPR_INDEX:
		return expr_uses(expr->index.base, field) || expr_uses(expr->index.index, field);
	case EXPR_UNARY:
		return expr_uses(expr->unary.operand, field);
	case EXPR_BINARY:
		return expr_uses(expr->binary.left, field) || expr_uses(expr->binary.right, field);
	case EXPR_TERNARY:
		return expr_uses(expr->ternary.condition, field) ||
		       (expr->ternary.yes && expr_uses(expr->ternary.yes, field)) ||
		       expr_uses(expr->ternary.no, field);
	case EXPR_CAST:
		return expr->cast.operand && expr_uses(expr->cast.operand, field);
	case EXPR_CALL:
		return list_uses(expr->call.arguments, field);
	case EXPR_TUPLE:
		return list_uses(expr->tuple.elements, field);
	}
	return false;
}

static bool list_uses(const struct expr *list, uint32_t field)
{
	for (; list; list = list->next)
		if (expr_uses(list, field))
			return true;
	return false;
}

static bool stmts_use(const struct stmt *stmt, uint32_t field)
{
	bool found = false;

	for (; stmt && !found; stmt = stmt->next) {
		switch (stmt->kind) {
		case STMT_EXPR:
			found = expr_uses(stmt->expr, field);
			break;
		case STMT_ASSIGN:
			found = expr_uses(stmt->assign.target, field) ||
				expr_uses(stmt->assign.value, field);
			break;
		case STMT_IF:
			found = expr_uses(stmt->branch.condition, field) ||
				stmts_use(stmt->branch.yes, field) ||
				stmts_use(stmt->branch.no, field);
			break;
		case STMT_BLOCK:
			found = stmts_use(stmt->block, field);
			break;
		case STMT_RETURN:
			break;
		}
	}
	return found;
}

bool uses_field(const struct clause *clause, uint32_t index)
{
	return (clause->predicate && expr_uses(clause->predicate, index)) ||
	       stmts_use(clause->body, index);
}
