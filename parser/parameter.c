#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "parser/build.h"
#include "parser/script_private.h"

/* ---- $1 ---- */

/* The Nth word that belongs to no option, from 1; NULL: it is not given. */
static const char *positional(const struct expander *expander, uint64_t number)
{
	return number && number <= expander->positional.count
		       ? expander->positional.items[number - 1]
		       : NULL;
}

/* $N is taken, also where it is not given. */
static void note_number(struct expander *expander, uint64_t number)
{
	if (number > expander->script->words_max)
		expander->script->words_max = number;
}

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

	note_number(expander, number);
	if (!number) {
		diag_error(expander->in->diag, parameter->span, E_NAME,
			   "there is no '%s': the first parameter is $1",
			   parameter->parameter.name);
		return "";
	}
	if (number == SCRIPT_WORDS_ANY) {
		diag_error(expander->in->diag, parameter->span, E_LEX,
			   "'%s': the number does not fit in 64 bits", parameter->parameter.name);
		return "";
	}
	word = positional(expander, number);
	return word ? word : "";
}

void parameter_replace(struct expander *expander, struct expr *expr)
{
	struct word_number number = {0};
	const char *word;

	if (is_count(expr)) {
		note_number(expander, SCRIPT_WORDS_ANY);
		number.literal.value = expander->positional.count;
		replace_by_number(expander, expr, number);
		return;
	}
	word = word_of(expander, expr);
	if (!*word || word_read_number(word, &number))
		replace_by_number(expander, expr, number);
	else
		replace_by_string(expr, word, strlen(word));
}

static bool is_word(const struct expr *expr)
{
	return expr->kind == EXPR_PARAMETER && !is_count(expr);
}

void parameter_check_default(struct expander *expander, const struct expr *ternary)
{
	const struct expr *parameter = ternary->ternary.condition, *value = ternary->ternary.no;
	struct script *script = expander->script;
	struct word_number number;
	enum option_kind kind;
	const char *word;

	if (ternary->ternary.yes || !is_word(parameter) || value->kind != EXPR_INT)
		return;
	kind = value->integer.is_duration ? OPTION_DURATION : OPTION_INTEGER;
	word = positional(expander, strtoull(parameter->parameter.name + 1, NULL, 10));
	if (!word || script->problem)
		return;
	if (!word_read_kind(word, kind, &number))
		script->problem = arena_printf(expander->in->arena, "%s takes %s, not '%s'",
					       parameter->parameter.name, option_wants(kind), word);
	else if (number.is_negative)
		script->problem = arena_printf(expander->in->arena, "%s takes at least 0, not '%s'",
					       parameter->parameter.name, word);
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
	replace_by_string(call, word, length);
}

/* ---- in the text of a probe ---- */

/* The first $N, or NULL. */
static const char *find_parameter(const char *text)
{
	for (; (text = strchr(text, '$')); text++)
		if (isdigit((unsigned char)text[1]))
			break;
	return text;
}

bool parameter_is_in(const char *text)
{
	return find_parameter(text);
}

void parameter_note_point(struct expander *expander, const struct point *point)
{
	for (const char *at = point->text; (at = find_parameter(at)); at++)
		note_number(expander, strtoull(at + 1, NULL, 10));
}

/* The text with each $N replaced; NULL: one of them is not given. */
static const char *replaced_text(struct expander *expander, const struct point *point)
{
	struct arena *arena = expander->in->arena;
	const char *result = "", *rest = point->text, *at, *word;
	char *end;

	for (at = rest; (at = find_parameter(at));) {
		word = positional(expander, strtoull(at + 1, &end, 10));
		if (!word && expander->in->only_describes)
			return NULL;
		if (!word) {
			diag_error(expander->in->diag, point->span, E_PROBE,
				   "'%.*s' in '%s' is not given on the command line",
				   (int)(end - at), at, point->text);
			diag_hint(expander->in->diag,
				  "word %.*s behind the script is missing: its --help says which "
				  "belong together",
				  (int)(end - at - 1), at + 1);
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

	parameter_note_point(expander, point);
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

void parameter_check_words(struct expander *expander)
{
	struct script *script = expander->script;
	struct arena *arena = expander->in->arena;
	const char *takes = "no parameters", *word;

	if (expander->positional.count <= script->words_max || script->problem)
		return;
	if (script->words_max)
		takes = arena_printf(arena, "at most %llu parameter%s",
				     (unsigned long long)script->words_max,
				     script->words_max == 1 ? "" : "s");
	word = expander->positional.items[script->words_max];
	script->problem =
		arena_printf(arena, "the program takes %s: '%s' is too much", takes, word);
}
