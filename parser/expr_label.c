#include "parser/expr_label.h"

#include <string.h>

#include "parser/ast.h"

/* str(args.path) is the path; of others the function says more. */
static const char *call_label(const struct expr *expr)
{
	if (strcmp(expr->call.name, "str") == 0 && expr->call.arguments)
		return expr_label(expr->call.arguments);
	return expr->call.name;
}

const char *expr_label(const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_NAME:
		return expr->name.name;
	case EXPR_VARIABLE:
		return expr->variable.name + 1;
	case EXPR_MAP: /* "@" has no name */
		return expr->map.name[1] ? expr->map.name + 1 : NULL;
	case EXPR_FIELD:
		return expr->field.name;
	case EXPR_CAST:
		return expr->cast.operand ? expr_label(expr->cast.operand) : NULL;
	case EXPR_CALL:
		return call_label(expr);
	default:
		return NULL;
	}
}
