/*
 * Where in a program the formatter is: which statement, in which brackets; and what of that an item
 * is which its token does not say: a unary operator, the end of a cast.
 */
#include "parser/format_private.h"

/* ---- what the items are ---- */

static bool is_operator(unsigned int kind)
{
	return kind >= TOKEN_PLUS && kind <= TOKEN_LOGICAL_OR;
}

bool format_is_in_declaration(const struct format *format)
{
	return is_within(format, CONTENTS_MEMBERS) || format->statement.first == TOKEN_TYPEDEF ||
	       (format->brackets.count > 1 &&
		format->brackets.items[format->brackets.count - 2].contents == CONTENTS_MEMBERS &&
		is_in_operands(format));
}

/* A '*' in front of which there is a type. */
static bool is_pointer(const struct format *format)
{
	const struct item *left = format->last, *before = format->before_last;

	if (!left)
		return false;
	return left->is_pointer || left->kind == TOKEN_TYPE || format_is_in_declaration(format) ||
	       format->statement.is_type || format->statement.first == TOKEN_FN ||
	       (left->kind == TOKEN_NAME && before && before->kind == TOKEN_STRUCT);
}

static void judge_operator(const struct format *format, struct item *item)
{
	bool is_behind_operand = format->last && format->last->ends_operand;

	switch (item->kind) {
	case TOKEN_STAR:
		item->is_pointer = is_pointer(format);
		item->is_prefix = !item->is_pointer && !is_behind_operand;
		break;
	case TOKEN_PLUS:
	case TOKEN_MINUS:
	case TOKEN_NOT:
	case TOKEN_COMPLEMENT:
		item->is_prefix = !is_behind_operand;
		break;
	case TOKEN_INCREMENT:
	case TOKEN_DECREMENT:
		item->is_prefix = !is_behind_operand;
		item->ends_operand = is_behind_operand;
		break;
	default:
		break;
	}
}

static bool is_operand(unsigned int kind)
{
	switch (kind) {
	case TOKEN_NAME:
	case TOKEN_VARIABLE:
	case TOKEN_MAP:
	case TOKEN_PARAMETER:
	case TOKEN_NUMBER:
	case TOKEN_STRING:
		return true;
	default:
		return false;
	}
}

static bool begins_operand(unsigned int kind)
{
	return is_operand(kind) || kind == TOKEN_SIZEOF || kind == TOKEN_OFFSETOF ||
	       kind == TOKEN_LEFT_PAREN || kind == TOKEN_NOT || kind == TOKEN_COMPLEMENT;
}

/* Does the ')' at `i` end a type in front of what is cast? Comments between are as good as none. */
static bool ends_cast(const struct format *format, size_t i)
{
	const struct bracket *bracket = innermost(format);
	unsigned int first, last;

	if (!bracket || !bracket->may_cast || bracket->opened + 1 >= i)
		return false;
	first = item_at(format, bracket->opened + 1)->kind;
	last = item_at(format, i - 1)->kind;
	return first == TOKEN_TYPE || first == TOKEN_STRUCT || first == TOKEN_ENUM ||
	       last == TOKEN_POINTER ||
	       (first == TOKEN_NAME && bracket->opened + 2 == i &&
		begins_operand(item_at(format, i)->next));
}

void format_judge(struct format *format, size_t i)
{
	struct item *item = item_at(format, i);
	const struct item *left = format->last;
	bool is_member = left && (left->kind == TOKEN_DOT || left->kind == TOKEN_ARROW);

	switch (item->kind) {
	case TOKEN_RIGHT_BRACKET:
		item->ends_operand = true;
		break;
	case TOKEN_TYPE:
	case TOKEN_RESERVED:
	case TOKEN_LET:
	case TOKEN_UNROLL:
		item->ends_operand = is_member;
		break;
	case TOKEN_RIGHT_PAREN:
		item->is_cast = ends_cast(format, i);
		item->ends_operand = !item->is_cast;
		break;
	case TOKEN_RIGHT_BRACE:
		item->ends_operand = is_within(format, CONTENTS_VALUE);
		break;
	default:
		item->ends_operand = is_operand(item->kind);
		judge_operator(format, item);
		break;
	}
}

/* ---- statements and brackets ---- */

uint32_t format_level_within(const struct format *format)
{
	const struct bracket *bracket = innermost(format);

	return bracket ? bracket->outer + FORMAT_TAB : 0;
}

static enum contents contents_of_brace(const struct format *format)
{
	const struct statement *statement = &format->statement;
	const struct item *left = format->last;

	if (is_in_operands(format))
		return CONTENTS_VALUE;
	if (statement->first == TOKEN_STRUCT || statement->first == TOKEN_TYPEDEF)
		return CONTENTS_MEMBERS;
	if (statement->first == TOKEN_ENUM)
		return CONTENTS_ENUMERATORS;
	if (!format->brackets.count)
		return statement->first == TOKEN_DEFINE ? CONTENTS_VALUE : CONTENTS_STATEMENTS;
	if (left && (is_assignment(left->kind) || is_operator(left->kind) || left->is_cast ||
		     left->kind == TOKEN_RETURN || left->kind == TOKEN_QUESTION ||
		     left->kind == TOKEN_COLON))
		return CONTENTS_VALUE;
	return CONTENTS_STATEMENTS;
}

static bool calls(const struct item *left)
{
	return left &&
	       (left->ends_operand || left->kind == TOKEN_SIZEOF || left->kind == TOKEN_OFFSETOF ||
		left->kind == TOKEN_POINT || left->kind == TOKEN_OUTERMOST);
}

static void open_bracket(struct format *format, size_t i)
{
	const struct item *item = item_at(format, i);
	bool is_brace = item->kind == TOKEN_LEFT_BRACE;
	struct bracket bracket = {
		.contents = is_brace ? contents_of_brace(format) : CONTENTS_OPERANDS,
		.opened = i,
		.line_first = format->line_first,
		.may_cast = item->kind == TOKEN_LEFT_PAREN && !calls(format->last),
		.outer = format->statement.level,
		.around = format->statement,
	};

	if (bracket.contents == CONTENTS_VALUE ||
	    (!is_brace && item->kind != TOKEN_PREDICATE_BEGIN))
		bracket.outer = item_at(format, format->line_first)->placed;
	array_push(format->arena, &format->brackets, bracket);
	if (is_brace)
		format->statement = (struct statement){0};
}

static void close_bracket(struct format *format)
{
	struct bracket bracket;

	if (!format->brackets.count)
		return;
	bracket = format->brackets.items[--format->brackets.count];
	if (bracket.contents == CONTENTS_OPERANDS)
		return;
	format->statement = bracket.around;
	if (bracket.contents == CONTENTS_STATEMENTS ||
	    (bracket.contents != CONTENTS_VALUE && !format->brackets.count &&
	     format->statement.first != TOKEN_TYPEDEF))
		format->statement.has_begun = false;
}

static void begin_statement(struct format *format, const struct item *item)
{
	format->statement = (struct statement){
		.has_begun = true,
		.first = item->kind,
		.level = format_level_within(format),
		.line_first = format->line_first,
	};
}

static bool ends_statement(const struct format *format, const struct item *item)
{
	switch (item->kind) {
	case TOKEN_SEMICOLON:
	case TOKEN_DEFINE_END:
	case TOKEN_INCLUDE:
		return true;
	case TOKEN_COMMA:
		return is_within(format, CONTENTS_ENUMERATORS);
	case TOKEN_NAME:
	case TOKEN_STRING:
		return format->statement.first == TOKEN_IMPORT;
	default:
		return false;
	}
}

void format_follow(struct format *format, size_t i)
{
	const struct item *item = item_at(format, i);

	if (!format->statement.has_begun && item->kind != TOKEN_RIGHT_BRACE)
		begin_statement(format, item);
	switch (item->kind) {
	case TOKEN_LEFT_PAREN:
	case TOKEN_LEFT_BRACKET:
	case TOKEN_LEFT_BRACE:
	case TOKEN_PREDICATE_BEGIN:
		open_bracket(format, i);
		return;
	case TOKEN_RIGHT_PAREN:
	case TOKEN_RIGHT_BRACKET:
	case TOKEN_RIGHT_BRACE:
	case TOKEN_PREDICATE_END:
		close_bracket(format);
		return;
	default:
		break;
	}
	if (is_assignment(item->kind) && !is_in_operands(format)) {
		format->statement.has_assignment = true;
		format->statement.is_type = false;
	}
	if (item->kind == TOKEN_COLON && format->statement.first == TOKEN_LET)
		format->statement.is_type = !format->statement.has_assignment;
	if (ends_statement(format, item))
		format->statement.has_begun = false;
}
