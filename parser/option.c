#include <ctype.h>
#include <string.h>

#include "lexer/text.h"
#include "parser/script_private.h"

static const char synopsis[] = "getopt(\"name\" or \"name|n\"[, default[, \"help\"[, least]]])";

static struct script_option *find_option(const struct script *script, const char *name,
					 size_t length)
{
	for (struct script_option *o = script->options; o; o = o->next)
		if (strlen(o->name) == length && !strncmp(o->name, name, length))
			return o;
	return NULL;
}

static struct script_option *find_letter(const struct script *script, char letter)
{
	for (struct script_option *o = script->options; o; o = o->next)
		if (o->letter == letter)
			return o;
	return NULL;
}

/* ---- what is declared ---- */

/* "name" or "name|n": the length of the name. */
static size_t name_length(const struct expr *name)
{
	return strcspn(name->string.bytes, "|");
}

static bool is_option_name(const struct expr *expr)
{
	const char *text;
	size_t length;

	if (expr->kind != EXPR_STRING || strlen(expr->string.bytes) != expr->string.length)
		return false;
	text = expr->string.bytes;
	length = name_length(expr);
	if (!length || *text == '-')
		return false;
	for (size_t i = 0; i < length; i++)
		if (!isalnum((unsigned char)text[i]) && !strchr("-_", text[i]))
			return false;
	text += length;
	return !*text || (isalpha((unsigned char)text[1]) && !text[2]);
}

static bool is_word(const struct expr *expr, const char *word)
{
	return expr->kind == EXPR_NAME && !strcmp(expr->name.name, word);
}

static bool is_true_or_false(const struct expr *expr)
{
	return is_word(expr, "true") || is_word(expr, "false");
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

static struct script_option *add_option(struct expander *expander, const struct expr *call,
					enum option_kind kind)
{
	struct script_option **end = &expander->script->options, *option;
	const struct expr *name = call->call.arguments, *value = name->next;
	struct arena *arena = expander->in->arena;
	const char *text;
	size_t length;

	while (*end)
		end = &(*end)->next;
	option = arena_new_of(arena, struct script_option);
	*option = (struct script_option){
		.name = arena_strndup(arena, name->string.bytes, name_length(name)),
		.kind = kind,
		.help = "",
		.span = call->span,
	};
	if (value && !is_word(value, "false")) {
		text = sources_span_text(expander->in->sources, value->span, &length);
		option->default_text = arena_strndup(arena, text, length);
	}
	return *end = option;
}

/* Of "name|n", in one getopt() of the option or in several. */
static void take_letter(struct expander *expander, const struct expr *name,
			struct script_option *option)
{
	const char *text = name->string.bytes + name_length(name);
	struct diag *diag = expander->in->diag;
	const struct script_option *other;
	char letter = *text ? text[1] : '\0';

	if (!letter || option->letter == letter)
		return;
	other = find_letter(expander->script, letter);
	if (strchr(expander->in->reserved_letters, letter)) {
		diag_error(diag, name->span, E_NAME, "-%c is an option of memtap's own", letter);
		diag_hint(diag, "so are all of -%s", expander->in->reserved_letters);
	} else if (option->letter) {
		diag_error(diag, name->span, E_REDEFINED, "option '%s' is -%c here, and -%c before",
			   option->name, letter, option->letter);
	} else if (other) {
		diag_error(diag, name->span, E_REDEFINED, "-%c is option '%s' already", letter,
			   other->name);
	} else {
		option->letter = letter;
	}
}

static const char *const kind_names[] = {
	[OPTION_BOOL] = "a bool",
	[OPTION_INTEGER] = "a number",
	[OPTION_DURATION] = "a duration",
	[OPTION_STRING] = "a string",
};

/* The fourth argument; NULL: there is none. */
static const struct expr *least_of(const struct expr *call)
{
	/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): the list is as long as its count says */
	return call->call.argument_count == 4 ? call->call.arguments->next->next->next : NULL;
}

static bool is_least(const struct expr *least, enum option_kind kind)
{
	return least->kind == EXPR_INT &&
	       kind == (least->integer.is_duration ? OPTION_DURATION : OPTION_INTEGER);
}

static const struct expr *wrong_argument(const struct expr *call, enum option_kind *kind,
					 const char **message)
{
	const struct expr *name = call->call.arguments, *value = name->next;
	const struct expr *help = value ? value->next : NULL, *least = least_of(call);

	if (!is_option_name(name)) {
		*message = "an option's name is a string of letters, digits, '-' and '_', and may "
			   "have "
			   "a letter behind a '|'";
		return name;
	}
	if (!find_kind(value, kind)) {
		*message = "an option's default is a number, a string, true or false";
		return value;
	}
	*message = "the help of an option is a string";
	if (help && help->kind != EXPR_STRING)
		return help;
	*message = "the least value of an option is a number or a duration, as its default is";
	return least && !is_least(least, *kind) ? least : NULL;
}

/* Of literals of one kind of option. */
static bool is_same_literal(const struct expr *a, const struct expr *b)
{
	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case EXPR_UNARY:
		return is_same_literal(a->unary.operand, b->unary.operand);
	case EXPR_STRING:
		return a->string.length == b->string.length &&
		       !memcmp(a->string.bytes, b->string.bytes, a->string.length);
	case EXPR_NAME:
		return !strcmp(a->name.name, b->name.name);
	default:
		return a->integer.value == b->integer.value;
	}
}

/* A bool without one is false. */
static const struct expr *default_of(struct expander *expander, const struct expr *call)
{
	struct expr *made;

	if (call->call.arguments->next)
		return call->call.arguments->next;
	made = arena_new_of(expander->in->arena, struct expr);
	made->kind = EXPR_NAME;
	made->span = call->span;
	made->name.name = "false";
	return made;
}

static const char *literal_text(struct expander *expander, const struct expr *literal)
{
	const char *text;
	size_t length;

	if (literal->kind == EXPR_NAME)
		return literal->name.name;
	text = sources_span_text(expander->in->sources, literal->span, &length);
	return arena_strndup(expander->in->arena, text, length);
}

/* The default or the least value: one for all getopt() of the option that give it. */
static void take_literal(struct expander *expander, const struct script_option *option,
			 const char *what, const struct expr *value, const struct expr **taken)
{
	if (!*taken)
		*taken = value;
	if (!value || is_same_literal(value, *taken))
		return;
	diag_error(expander->in->diag, value->span, E_REDEFINED,
		   "the %s of option '%s' is %s here, and %s before", what, option->name,
		   literal_text(expander, value), literal_text(expander, *taken));
}

static bool is_below(const struct expr *value, const struct expr *least)
{
	return value->kind == EXPR_UNARY || value->integer.value < least->integer.value;
}

static void declare(struct expander *expander, const struct expr *call)
{
	struct diag *diag = expander->in->diag;
	const struct expr *name = call->call.arguments, *least = least_of(call), *wrong;
	struct script_option *option;
	enum option_kind kind;
	const char *message;

	if (!name || call->call.argument_count > 4) {
		diag_error(diag, call->span, E_ARGS, "getopt() takes 1 to 4 arguments, not %u",
			   call->call.argument_count);
		diag_hint(diag, "%s", synopsis);
		return;
	}
	wrong = wrong_argument(call, &kind, &message);
	if (wrong) {
		diag_error(diag, wrong->span, E_TYPE, "%s", message);
		diag_hint(diag, "%s", synopsis);
		return;
	}
	if (least && is_below(name->next, least))
		diag_error(diag, name->next->span, E_ARGS,
			   "the default of option '%.*s' is below its least value",
			   (int)name_length(name), name->string.bytes);
	option = find_option(expander->script, name->string.bytes, name_length(name));
	if (!option)
		option = add_option(expander, call, kind);
	if (option->kind == kind) {
		take_literal(expander, option, "default", default_of(expander, call),
			     &option->default_value);
		take_literal(expander, option, "least value", least, &option->least);
	} else {
		diag_error(diag, call->span, E_REDEFINED, "option '%s' is %s here, and %s before",
			   option->name, kind_names[kind], kind_names[option->kind]);
	}
	take_letter(expander, name, option);
	if (call->call.argument_count >= 3 && !*option->help)
		option->help = name->next->next->string.bytes;
}

/* ---- all of a program's: in the order of their first getopt() ---- */

static bool is_getopt(const struct expr *expr)
{
	return expr->kind == EXPR_CALL && !strcmp(expr->call.name, "getopt");
}

struct declarer {
	struct walker walker; /* the first member: the walker's functions know it by that */
	struct expander *expander;
};

static void declare_expr(struct walker *walker, struct expr *expr)
{
	if (is_getopt(expr))
		declare(((struct declarer *)walker)->expander, expr);
	else
		walk_expr(walker, expr);
}

static void declare_points(struct walker *walker, struct point *points)
{
	for (struct point *p = points; p; p = p->next) {
		for (struct point *a = p; a; a = a->alternative) {
			walk_exprs(walker, a->fields);
			if (a->predicate)
				declare_expr(walker, a->predicate);
		}
	}
}

static void declare_all(struct expander *expander)
{
	struct declarer declarer = {{declare_expr, walk_stmt}, expander};
	struct walker *walker = &declarer.walker;
	struct program *program = expander->program;

	for (struct definition *d = program->definitions; d; d = d->next)
		declare_points(walker, d->points);
	for (struct clause *clause = program->clauses; clause; clause = clause->next) {
		declare_points(walker, clause->points);
		if (clause->predicate)
			declare_expr(walker, clause->predicate);
		walk_stmts(walker, clause->body);
	}
	for (struct macro *macro = program->macros; macro; macro = macro->next)
		walk_stmts(walker, macro->body);
	for (struct subprogram *s = program->subprograms; s; s = s->next)
		walk_stmts(walker, s->code->body);
	for (struct config_line *setting = program->settings; setting; setting = setting->next)
		declare_expr(walker, setting->value);
}

/* ---- words of the command line ---- */

const char *option_wants(enum option_kind kind)
{
	static const char *const wanted[] = {
		[OPTION_BOOL] = "true or false",
		[OPTION_INTEGER] = "a number without a unit of time, such as 10 or 64K",
		[OPTION_DURATION] = "a time with its unit, such as 500ms",
		[OPTION_STRING] = "a text",
	};

	return wanted[kind];
}

static void refuse_value(struct expander *expander, const struct script_option *option,
			 const char *value)
{
	const char *wanted = option_wants(option->kind);
	struct arena *arena = expander->in->arena;

	if (expander->script->problem)
		return;
	if (value)
		expander->script->problem =
			arena_printf(arena, "--%s takes %s, not '%s'", option->name, wanted, value);
	else
		expander->script->problem = arena_printf(arena, "--%s takes %s: --%s=VALUE",
							 option->name, wanted, option->name);
}

static void refuse_small(struct expander *expander, const struct script_option *option)
{
	size_t length;
	const char *least = sources_span_text(expander->in->sources, option->least->span, &length);

	if (!expander->script->problem)
		expander->script->problem =
			arena_printf(expander->in->arena, "--%s takes at least %.*s, not '%s'",
				     option->name, (int)length, least, option->value);
}

static void refuse_word(struct expander *expander, const char *name)
{
	struct arena *arena = expander->in->arena;
	ARRAY(const char *) names = {0};
	const char *near;

	if (expander->script->problem)
		return;
	for (const struct script_option *o = expander->script->options; o; o = o->next)
		array_push(arena, &names, o->name);
	near = strlen(name) > 1 ? nearest_name(name, names.items, names.count) : NULL;
	expander->script->problem =
		near ? arena_printf(arena, "unknown option '--%s'; did you mean '--%s'?", name,
				    near)
		     : arena_printf(arena, "unknown option '--%s'", name);
}

/* "--name" or "-n"; "-5" is a number. */
static bool is_named(const char *word)
{
	if (word[0] != '-')
		return false;
	return isalpha((unsigned char)word[1]) || (word[1] == '-' && word[2]);
}

/* The words from `at` on. */
struct words {
	const char *const *at, *const *end;
};

/* The value of an option that takes one: what is behind its name in its word, or the next word. */
static const char *take_value(struct words *words, const struct script_option *option,
			      const char *rest)
{
	if (*rest == '=')
		return rest + 1;
	if (*rest)
		return rest;
	if (option->kind == OPTION_BOOL || words->at == words->end || is_named(*words->at))
		return NULL;
	return *words->at++;
}

static void give(struct script_option *option, const char *value)
{
	option->is_given = true;
	option->value = value;
}

static void take_name(struct expander *expander, struct words *words, const char *name)
{
	size_t length = strcspn(name, "=");
	struct script_option *option = find_option(expander->script, name, length);

	if (option)
		give(option, take_value(words, option, name + length));
	else
		refuse_word(expander, arena_strndup(expander->in->arena, name, length));
}

/* "-n", "-n5", or of several that take no value: "-abn5". */
static void take_letters(struct expander *expander, struct words *words, const char *letters)
{
	while (*letters) {
		struct script_option *option = find_letter(expander->script, *letters);

		if (!option && !expander->script->problem)
			expander->script->problem =
				arena_printf(expander->in->arena, "unknown option '-%c'", *letters);
		if (!option)
			return;
		letters++;
		if (option->kind != OPTION_BOOL || *letters == '=') {
			give(option, take_value(words, option, letters));
			return;
		}
		give(option, NULL);
	}
}

static void take_words(struct expander *expander)
{
	const struct script_words *given = &expander->in->words;
	struct words words = {given->words, given->words + given->count};

	while (words.at < words.end) {
		const char *word = *words.at++;

		if (!is_named(word))
			array_push(expander->in->arena, &expander->positional, word);
		else if (word[1] == '-')
			take_name(expander, &words, word + 2);
		else
			take_letters(expander, &words, word + 1);
	}
}

void option_take_all(struct expander *expander)
{
	declare_all(expander);
	take_words(expander);
}

/* ---- their values ---- */

static bool read_bool(const char *text, bool *value)
{
	*value = !text || !strcmp(text, "true") || !strcmp(text, "1");
	return *value || !strcmp(text, "false") || !strcmp(text, "0");
}

static bool replace_by_given_number(struct expander *expander, struct expr *call,
				    const struct script_option *option)
{
	struct word_number number;

	if (!option->value || !word_read_kind(option->value, option->kind, &number))
		return false;
	if (option->least &&
	    (number.is_negative || number.literal.value < option->least->integer.value))
		refuse_small(expander, option);
	replace_by_number(expander, call, number);
	return true;
}

static void replace_by_given(struct expander *expander, struct expr *call,
			     const struct script_option *option)
{
	bool is_taken = true, truth;

	switch (option->kind) {
	case OPTION_BOOL:
		is_taken = read_bool(option->value, &truth);
		if (is_taken)
			replace_by_bool(expander, call, truth);
		break;
	case OPTION_INTEGER:
	case OPTION_DURATION:
		is_taken = replace_by_given_number(expander, call, option);
		break;
	case OPTION_STRING:
		is_taken = option->value != NULL;
		if (is_taken)
			replace_by_string(call, option->value, strlen(option->value));
		break;
	}
	if (!is_taken)
		refuse_value(expander, option, option->value);
}

static void replace_by_default(struct expander *expander, struct expr *call)
{
	const struct expr *value = call->call.arguments->next;

	if (!value)
		replace_by_bool(expander, call, false);
	else if (is_true_or_false(value))
		replace_by_bool(expander, call, is_word(value, "true"));
	else
		replace_by_copy(call, value);
}

/* NULL: what it declares is wrong, which was said before. */
static const struct script_option *option_of(const struct expander *expander,
					     const struct expr *call)
{
	const struct expr *name = call->call.arguments;

	if (!name || !is_option_name(name))
		return NULL;
	return find_option(expander->script, name->string.bytes, name_length(name));
}

void option_replace(struct expander *expander, struct expr *call)
{
	const struct script_option *option = option_of(expander, call);

	if (option && option->is_given)
		replace_by_given(expander, call, option);
	else if (option)
		replace_by_default(expander, call);
}

const struct script_option *option_given(const struct expander *expander, const struct expr *expr)
{
	const struct script_option *option = is_getopt(expr) ? option_of(expander, expr) : NULL;

	return option && option->is_given ? option : NULL;
}

void option_check_depth(struct expander *expander, const struct expr *stack)
{
	struct word_number number;

	for (const struct expr *a = stack->call.arguments; a; a = a->next) {
		const struct script_option *option = option_given(expander, a);

		if (!option || !option->value || expander->script->problem ||
		    !word_read_kind(option->value, OPTION_INTEGER, &number))
			continue;
		if (number.is_negative || !number.literal.value ||
		    number.literal.value > STACK_DEPTH_MAX)
			expander->script->problem =
				arena_printf(expander->in->arena,
					     "--%s takes a number from 1 to %d, not '%s'",
					     option->name, STACK_DEPTH_MAX, option->value);
	}
}
