#include "parser/format_private.h"

/* No blank in front of these. */
static bool hangs_on(unsigned int kind)
{
	switch (kind) {
	case TOKEN_COMMA:
	case TOKEN_SEMICOLON:
	case TOKEN_RIGHT_PAREN:
	case TOKEN_RIGHT_BRACKET:
	case TOKEN_LEFT_BRACKET:
	case TOKEN_PREDICATE_END:
	case TOKEN_DOT:
	case TOKEN_ARROW:
	case TOKEN_DEFINE_END:
		return true;
	default:
		return false;
	}
}

/* And none behind these. */
static bool holds_on(unsigned int kind)
{
	switch (kind) {
	case TOKEN_LEFT_PAREN:
	case TOKEN_LEFT_BRACKET:
	case TOKEN_PREDICATE_BEGIN:
	case TOKEN_DOT:
	case TOKEN_ARROW:
		return true;
	default:
		return false;
	}
}

static bool has_blank_at_comment(const struct item *left, const struct item *right)
{
	if (right->kind == ITEM_COMMENT)
		return left->kind != TOKEN_LEFT_PAREN && left->kind != TOKEN_LEFT_BRACKET;
	return right->kind == TOKEN_PREDICATE_END || !hangs_on(right->kind);
}

/* "- -x" is no "--x", and "/ *p == 1/" no comment. */
static bool would_merge(const struct item *left, const struct item *right)
{
	char end = left->length ? left->text[left->length - 1] : '\0';
	char begin = right->length ? *right->text : '\0';

	return ((end == '+' || end == '-') && begin == end) ||
	       (end == '/' && (begin == '*' || begin == '/'));
}

static bool has_blank_before_paren(const struct item *left, const struct item *right,
				   const struct format_place *place)
{
	switch (left->kind) {
	case TOKEN_NAME:
	case TOKEN_TYPE:
		return place->is_in_declaration && right->next == TOKEN_STAR;
	case TOKEN_SIZEOF:
	case TOKEN_OFFSETOF:
	case TOKEN_OUTERMOST:
	case TOKEN_RIGHT_PAREN:
		return false;
	case TOKEN_POINT:
		return !place->is_head;
	default:
		return true;
	}
}

bool format_has_blank(const struct item *left, const struct item *right,
		      const struct format_place *place)
{
	if (left->kind >= TOKEN_COUNT || right->kind >= TOKEN_COUNT)
		return has_blank_at_comment(left, right);
	if (right->kind == TOKEN_SEMICOLON && left->kind == TOKEN_LEFT_BRACE)
		return true;
	if (hangs_on(right->kind))
		return false;
	if (holds_on(left->kind) || left->is_prefix)
		return would_merge(left, right);
	if (left->is_pointer && (right->kind == TOKEN_NAME || right->is_pointer))
		return false;
	if (left->is_cast)
		return false;
	if (left->kind == TOKEN_RANGE || right->kind == TOKEN_RANGE)
		return place->is_outside;
	if (right->kind == TOKEN_COLON)
		return left->kind != TOKEN_QUESTION;
	if (right->kind == TOKEN_INCREMENT || right->kind == TOKEN_DECREMENT)
		return right->is_prefix;
	if (right->kind == TOKEN_LEFT_PAREN)
		return has_blank_before_paren(left, right, place);
	return true;
}
