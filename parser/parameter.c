#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/literal.h"
#include "lexer/text.h"
#include "parser/build.h"
#include "parser/script_private.h"

/* ---- words of the command line ---- */

static bool is_named(const char *word)
{
	return !strncmp(word, "--", 2) && word[2];
}

/* The Nth word that is no option, from 1; NULL: it is not given. */
static const char *positional(const struct script_input *in, uint64_t number)
{
	for (size_t i = 0; i < in->words.count; i++)
		if (!is_named(in->words.words[i]) && !--number)
			return in->words.words[i];
	return NULL;
}

static uint64_t count_positional(const struct script_input *in)
{
	uint64_t count = 0;

	for (size_t i = 0; i < in->words.count; i++)
		count += !is_named(in->words.words[i]);
	return count;
}

/* The last "--name" or "--name=value"; NULL: it is not given. *value is NULL without a '='. */
static const char *named(const struct script_input *in, const char *name, const char **value)
{
	size_t length = strlen(name);

	for (size_t i = in->words.count; i--;) {
		const char *word = in->words.words[i];

		if (!is_named(word) || strncmp(word + 2, name, length) != 0)
			continue;
		if (word[2 + length] && word[2 + length] != '=')
			continue;
		*value = word[2 + length] ? word + 2 + length + 1 : NULL;
		return word;
	}
	return NULL;
}

static bool read_number(const char *text, struct number_literal *number, bool *is_negative)
{
	*number = (struct number_literal){0};
	*is_negative = *text == '-';
	text += *is_negative;
	return isdigit((unsigned char)*text) && !literal_number(text, strlen(text), number);
}

/* ---- expressions that become literals ---- */

static void become(struct expr *expr, struct expr literal)
{
	literal.span = expr->span;
	literal.next = expr->next;
	*expr = literal;
}

static void become_string(struct expr *expr, const char *text, size_t length)
{
	become(expr, (struct expr){.kind = EXPR_STRING,
				   .string = {.bytes = text, .length = (uint32_t)length}});
}

static void become_number(struct expander *expander, struct expr *expr,
			  struct number_literal number, bool is_negative)
{
	struct expr literal = {.kind = EXPR_INT,
			       .span = expr->span,
			       .integer = {number.value, number.is_duration}};
	struct expr *operand;

	if (!is_negative) {
		become(expr, literal);
		return;
	}
	operand = arena_new_of(expander->in->arena, struct expr);
	*operand = literal;
	become(expr, (struct expr){.kind = EXPR_UNARY, .unary = {UNARY_NEGATE, operand}});
}

static void become_bool(struct expander *expander, struct expr *expr, bool value)
{
	struct expr *operand = arena_new_of(expander->in->arena, struct expr);

	*operand = (struct expr){.kind = EXPR_INT, .span = expr->span, .integer.value = value};
	become(expr, (struct expr){.kind = EXPR_CAST,
				   .cast = {.spec = {.span = expr->span, .name = "bool"},
					    .operand = operand}});
}

/* ---- $1 ---- */

static bool is_count(const struct expr *parameter)
{
	return parameter->parameter.name[1] == '#';
}

/* "" when it is not given. */
static const char *word_of(struct expander *expander, const struct expr *parameter)
{
	const char *digits = parameter->parameter.name + 1;
	uint64_t number = strtoull(digits, NULL, 10);
	const char *word;

	expander->script->takes_words = true;
	if (!number) {
		diag_error(expander->in->diag, parameter->span, E_NAME,
			   "there is no '%s': the first parameter is $1",
			   parameter->parameter.name);
		return "";
	}
	word = positional(expander->in, number);
	return word ? word : "";
}

void parameter_replace(struct expander *expander, struct expr *expr)
{
	struct number_literal number = {0};
	bool is_negative = false;
	const char *word;

	if (is_count(expr)) {
		expander->script->takes_words = true;
		number.value = count_positional(expander->in);
		become_number(expander, expr, number, false);
		return;
	}
	word = word_of(expander, expr);
	if (!*word || read_number(word, &number, &is_negative))
		become_number(expander, expr, number, is_negative);
	else
		become_string(expr, word, strlen(word));
}

static bool is_word(const struct expr *expr)
{
	return expr->kind == EXPR_PARAMETER && !is_count(expr);
}

static bool is_word_plus(const struct expr *expr)
{
	return expr->kind == EXPR_BINARY && expr->binary.op == BINARY_ADD &&
	       is_word(expr->binary.left) && expr->binary.right->kind == EXPR_INT;
}

/* str($1), str($1 + 2), str($1, 16): the word itself, whatever it looks like. */
void parameter_replace_str(struct expander *expander, struct expr *call)
{
	const struct expr *from = call->call.arguments, *limit = from ? from->next : NULL;
	const char *word;
	uint64_t skipped = 0;
	size_t length;

	if (!from || !(is_word(from) || is_word_plus(from)) || (limit && limit->next))
		return;
	if (limit && limit->kind != EXPR_INT) {
		diag_error(expander->in->diag, limit->span, E_TYPE,
			   "the size of a parameter's str() must be a number");
		return;
	}
	if (from->kind == EXPR_BINARY) {
		skipped = from->binary.right->integer.value;
		from = from->binary.left;
	}
	word = word_of(expander, from);
	word += skipped < strlen(word) ? skipped : strlen(word);
	length = strlen(word);
	if (limit && length + 1 > limit->integer.value)
		length = limit->integer.value ? limit->integer.value - 1 : 0;
	become_string(call, word, length);
}

/* ---- in the text of a probe ---- */

bool parameter_is_in(const char *text)
{
	for (; (text = strchr(text, '$')); text++)
		if (isdigit((unsigned char)text[1]))
			return true;
	return false;
}

/* The text with each $N replaced; NULL: one of them is not given. */
static const char *replaced_text(struct expander *expander, const struct point *point)
{
	struct arena *arena = expander->in->arena;
	const char *result = "", *rest = point->text, *at, *word;
	char *end;

	for (at = rest; (at = strchr(at, '$'));) {
		if (!isdigit((unsigned char)at[1])) {
			at++;
			continue;
		}
		word = positional(expander->in, strtoull(at + 1, &end, 10));
		if (!word && expander->in->only_describes)
			return NULL;
		if (!word) {
			diag_error(expander->in->diag, point->span, E_PROBE,
				   "'%.*s' in '%s' is not given on the command line",
				   (int)(end - at), at, point->text);
			return NULL;
		}
		result = arena_printf(arena, "%s%.*s%s", result, (int)(at - rest), rest, word);
		rest = at = end;
	}
	return arena_printf(arena, "%s%s", result, rest);
}

void parameter_replace_point(struct expander *expander, struct point *point)
{
	struct parser parser = {.arena = expander->in->arena,
				.diag = expander->in->diag,
				.is_replaced = true};
	const char *text;
	struct point *made;

	expander->script->takes_words = true;
	text = replaced_text(expander, point);
	if (!text)
		return;
	made = build_point(&parser, point->span, text);
	point->kind = made->kind;
	point->text = text;
	point->target = made->target;
	point->provider = made->provider;
	point->name = made->name;
	point->offset = made->offset;
	point->period = made->period;
}

/* ---- getopt("name", default, "help") ---- */

static const char synopsis[] = "getopt(\"name\"[, default[, \"help\"]])";

static bool is_option_name(const struct expr *expr)
{
	if (expr->kind != EXPR_STRING || !expr->string.length || *expr->string.bytes == '-')
		return false;
	for (uint32_t i = 0; i < expr->string.length; i++)
		if (!isalnum((unsigned char)expr->string.bytes[i]) &&
		    !strchr("-_", expr->string.bytes[i]))
			return false;
	return true;
}

static bool is_true_or_false(const struct expr *expr)
{
	return expr->kind == EXPR_NAME &&
	       (!strcmp(expr->name.name, "true") || !strcmp(expr->name.name, "false"));
}

/* False when it is no literal. */
static bool find_kind(const struct expr *value, enum option_kind *kind)
{
	if (value && value->kind == EXPR_UNARY && value->unary.op == UNARY_NEGATE)
		value = value->unary.operand->kind == EXPR_INT ? value->unary.operand : value;
	if (!value || is_true_or_false(value))
		*kind = OPTION_BOOL;
	else if (value->kind == EXPR_STRING)
		*kind = OPTION_STRING;
	else if (value->kind == EXPR_INT)
		*kind = value->integer.is_duration ? OPTION_DURATION : OPTION_INTEGER;
	else
		return false;
	return true;
}

static struct script_option *find_option(const struct script *script, const char *name)
{
	for (struct script_option *o = script->options; o; o = o->next)
		if (!strcmp(o->name, name))
			return o;
	return NULL;
}

static struct script_option *add_option(struct expander *expander, const struct expr *call,
					enum option_kind kind)
{
	struct script_option **end = &expander->script->options, *option;
	const struct expr *name = call->call.arguments, *value = name->next;

	while (*end)
		end = &(*end)->next;
	option = arena_new_of(expander->in->arena, struct script_option);
	*option = (struct script_option){
		.name = name->string.bytes,
		.kind = kind,
		.default_text = value ? ast_expr_text(expander->in->arena, value) : NULL,
		.help = "",
		.span = call->span,
	};
	return *end = option;
}

static const char *const kind_names[] = {
	[OPTION_BOOL] = "a bool",
	[OPTION_INTEGER] = "a number",
	[OPTION_DURATION] = "a duration",
	[OPTION_STRING] = "a string",
};

/* What the call declares; NULL: it was refused. */
static struct script_option *declare(struct expander *expander, const struct expr *call)
{
	struct diag *diag = expander->in->diag;
	const struct expr *name = call->call.arguments;
	const struct expr *value = name ? name->next : NULL, *help = value ? value->next : NULL;
	struct script_option *option;
	enum option_kind kind;

	if (!name || (help && help->next)) {
		diag_error(diag, call->span, E_ARGS, "getopt() takes 1 to 3 arguments, not %u",
			   call->call.argument_count);
		diag_hint(diag, "%s", synopsis);
		return NULL;
	}
	if (!is_option_name(name) || (help && help->kind != EXPR_STRING) ||
	    !find_kind(value, &kind)) {
		const struct expr *wrong = !is_option_name(name)      ? name
					   : !find_kind(value, &kind) ? value
								      : help;

		diag_error(diag, wrong->span, E_TYPE, "%s",
			   wrong == name
				   ? "an option's name is a string of letters, digits, '-' and '_'"
			   : wrong == value
				   ? "an option's default is a number, a string, true or false"
				   : "the help of an option is a string");
		diag_hint(diag, "%s", synopsis);
		return NULL;
	}
	option = find_option(expander->script, name->string.bytes);
	if (!option)
		option = add_option(expander, call, kind);
	else if (option->kind != kind)
		diag_error(diag, call->span, E_REDEFINED, "option '%s' is %s here, and %s before",
			   option->name, kind_names[kind], kind_names[option->kind]);
	if (help && !*option->help)
		option->help = help->string.bytes;
	return option;
}

/* ---- its value ---- */

static void refuse_value(struct expander *expander, const struct script_option *option,
			 const char *value)
{
	static const char *const wanted[] = {
		[OPTION_BOOL] = "true or false",
		[OPTION_INTEGER] = "a number, such as 10 or 64K",
		[OPTION_DURATION] = "a time with its unit, such as 500ms",
		[OPTION_STRING] = "a text",
	};

	if (expander->script->problem)
		return;
	if (value)
		expander->script->problem =
			arena_printf(expander->in->arena, "--%s takes %s, not '%s'", option->name,
				     wanted[option->kind], value);
	else
		expander->script->problem =
			arena_printf(expander->in->arena, "--%s takes %s: --%s=VALUE", option->name,
				     wanted[option->kind], option->name);
}

static bool read_bool(const char *text, bool *value)
{
	*value = !text || !strcmp(text, "true") || !strcmp(text, "1");
	return *value || !strcmp(text, "false") || !strcmp(text, "0");
}

static bool take_number(struct expander *expander, struct expr *call,
			const struct script_option *option, const char *value)
{
	struct number_literal number;
	bool is_negative;

	if (!value || !read_number(value, &number, &is_negative))
		return false;
	if (option->kind == OPTION_DURATION && !number.is_duration && number.value)
		return false;
	become_number(expander, call, number, is_negative);
	return true;
}

static void take_value(struct expander *expander, struct expr *call,
		       const struct script_option *option, const char *value)
{
	bool is_taken = true, truth;

	switch (option->kind) {
	case OPTION_BOOL:
		is_taken = read_bool(value, &truth);
		if (is_taken)
			become_bool(expander, call, truth);
		break;
	case OPTION_INTEGER:
	case OPTION_DURATION:
		is_taken = take_number(expander, call, option, value);
		break;
	case OPTION_STRING:
		is_taken = value != NULL;
		if (is_taken)
			become_string(call, value, strlen(value));
		break;
	}
	if (!is_taken)
		refuse_value(expander, option, value);
}

static void take_default(struct expander *expander, struct expr *call)
{
	struct expr *value = call->call.arguments->next;

	if (!value)
		become_bool(expander, call, false);
	else if (is_true_or_false(value))
		become_bool(expander, call, !strcmp(value->name.name, "true"));
	else
		become(call, *value);
}

void parameter_replace_getopt(struct expander *expander, struct expr *call)
{
	const struct script_option *option = declare(expander, call);
	const char *value;

	if (!option)
		return;
	if (named(expander->in, option->name, &value))
		take_value(expander, call, option, value);
	else
		take_default(expander, call);
}

/* ---- what nothing in the program asks for ---- */

static const char *nearest_option(struct expander *expander, const char *name)
{
	ARRAY(const char *) names = {0};

	for (const struct script_option *o = expander->script->options; o; o = o->next)
		array_push(expander->in->arena, &names, o->name);
	return nearest_name(name, names.items, names.count);
}

static void check_word(struct expander *expander, const char *word)
{
	struct arena *arena = expander->in->arena;
	const char *name, *near;

	if (!is_named(word)) {
		if (!expander->script->takes_words)
			expander->script->problem = arena_printf(
				arena, "the program takes no parameters: '%s' is too much", word);
		return;
	}
	name = arena_strndup(arena, word + 2, strcspn(word + 2, "="));
	if (find_option(expander->script, name))
		return;
	near = nearest_option(expander, name);
	expander->script->problem =
		near ? arena_printf(arena, "unknown option '--%s'; did you mean '--%s'?", name,
				    near)
		     : arena_printf(arena, "unknown option '--%s'", name);
}

void parameter_check_words(struct expander *expander)
{
	for (size_t i = 0; i < expander->in->words.count && !expander->script->problem; i++)
		check_word(expander, expander->in->words.words[i]);
}
