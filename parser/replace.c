#include <ctype.h>
#include <string.h>

#include "lexer/literal.h"
#include "parser/script_private.h"

bool word_read_number(const char *word, struct word_number *number)
{
	*number = (struct word_number){.is_negative = *word == '-'};
	word += number->is_negative;
	return isdigit((unsigned char)*word) &&
	       !literal_number(word, strlen(word), &number->literal);
}

bool word_read_kind(const char *word, enum option_kind kind, struct word_number *number)
{
	if (!word_read_number(word, number))
		return false;
	if (kind == OPTION_DURATION)
		return number->literal.is_duration || !number->literal.value;
	return !number->literal.is_duration;
}

static void replace(struct expr *expr, struct expr literal)
{
	literal.span = expr->span;
	literal.next = expr->next;
	*expr = literal;
}

void replace_by_string(struct expr *expr, const char *text, size_t length)
{
	replace(expr, (struct expr){.kind = EXPR_STRING,
				    .string = {.bytes = text, .length = (uint32_t)length}});
}

void replace_by_number(struct expander *expander, struct expr *expr, struct word_number number)
{
	struct expr literal = {.kind = EXPR_INT,
			       .span = expr->span,
			       .integer = {number.literal.value, number.literal.is_duration}};
	struct expr *operand;

	if (!number.is_negative) {
		replace(expr, literal);
		return;
	}
	operand = arena_new_of(expander->in->arena, struct expr);
	*operand = literal;
	replace(expr, (struct expr){.kind = EXPR_UNARY, .unary = {UNARY_NEGATE, operand}});
}

void replace_by_bool(struct expander *expander, struct expr *expr, bool value)
{
	struct expr *operand = arena_new_of(expander->in->arena, struct expr);

	*operand = (struct expr){.kind = EXPR_INT, .span = expr->span, .integer.value = value};
	replace(expr, (struct expr){.kind = EXPR_CAST,
				    .cast = {.spec = {.span = expr->span, .name = "bool"},
					     .operand = operand}});
}

void replace_by_copy(struct expr *expr, const struct expr *literal)
{
	replace(expr, *literal);
}
