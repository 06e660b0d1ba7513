#include "parser/config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/literal.h"
#include "lexer/text.h"
#include "parser/script_private.h"

const struct config config_default = {
#define NUMBER_SETTING(name_, least_, most_, value_, doc_) .name_ = (value_),
#define WORD_SETTING(name_, words_, value_, doc_)	   .name_ = (value_),
#define TEXT_SETTING(name_, value_, doc_)		   .name_ = (value_),
#define IGNORED_SETTING(name_)
#include "parser/config.def"
#undef NUMBER_SETTING
#undef WORD_SETTING
#undef TEXT_SETTING
#undef IGNORED_SETTING
};

const struct setting_kind setting_kinds[] = {
#define NUMBER_SETTING(name_, least_, most_, value_, doc_) \
	{.name = #name_,                                   \
	 .least = (least_),                                \
	 .most = (most_),                                  \
	 .offset = offsetof(struct config, name_),         \
	 .doc = (doc_)},
#define WORD_SETTING(name_, words_, value_, doc_)  \
	{.name = #name_,                           \
	 .words = (words_),                        \
	 .offset = offsetof(struct config, name_), \
	 .doc = (doc_)},
#define TEXT_SETTING(name_, value_, doc_)          \
	{.name = #name_,                           \
	 .is_text = true,                          \
	 .offset = offsetof(struct config, name_), \
	 .doc = (doc_)},
#define IGNORED_SETTING(name_) {.name = #name_, .is_ignored = true},
#include "parser/config.def"
#undef NUMBER_SETTING
#undef WORD_SETTING
#undef TEXT_SETTING
#undef IGNORED_SETTING
};

const size_t setting_kind_count = sizeof(setting_kinds) / sizeof(*setting_kinds);

/* ---- names ---- */

/* stack_mode, STACK_MODE and BPFTRACE_STACK_MODE are one. */
static const char *plain_name(struct arena *arena, const char *name)
{
	char *plain;

	if (!strncasecmp(name, "BPFTRACE_", strlen("BPFTRACE_")))
		name += strlen("BPFTRACE_");
	else if (!strncasecmp(name, "MEMTAP_", strlen("MEMTAP_")))
		name += strlen("MEMTAP_");
	plain = arena_strdup(arena, name);
	for (char *at = plain; *at; at++)
		*at = (char)tolower((unsigned char)*at);
	return plain;
}

static const struct setting_kind *find_kind(const char *name)
{
	for (size_t i = 0; i < setting_kind_count; i++)
		if (!strcmp(setting_kinds[i].name, name))
			return &setting_kinds[i];
	return NULL;
}

static const char *nearest_setting(struct arena *arena, const char *name)
{
	const char **names = arena_alloc(arena, setting_kind_count * sizeof(*names));

	for (size_t i = 0; i < setting_kind_count; i++)
		names[i] = setting_kinds[i].name;
	return nearest_name(name, names, setting_kind_count);
}

/* ---- values ---- */

static void set(struct config *config, const struct setting_kind *kind, uint64_t value)
{
	uint32_t number = (uint32_t)value;

	memcpy((char *)config + kind->offset, &number, sizeof(number));
}

static bool set_text(struct config *config, const struct setting_kind *kind, const char *text)
{
	memcpy((char *)config + kind->offset, &text, sizeof(text));
	return true;
}

static bool set_number(struct config *config, const struct setting_kind *kind, uint64_t number)
{
	if (kind->is_text)
		return false;
	if (kind->words && number < 2 && !strcmp(kind->words, "false|true")) {
		set(config, kind, number);
		return true;
	}
	if (kind->words || number < kind->least || number > kind->most)
		return false;
	set(config, kind, number);
	return true;
}

/* Of "one|two"; NULL behind the last. */
static const char *next_word(const char *words)
{
	const char *bar = strchr(words, '|');

	return bar ? bar + 1 : NULL;
}

static bool set_word(struct config *config, const struct setting_kind *kind, const char *word)
{
	size_t length = strlen(word), index = 0;

	if (kind->is_text)
		return set_text(config, kind, word);
	for (const char *at = kind->words; at; at = next_word(at), index++) {
		if (strcspn(at, "|") != length || strncasecmp(at, word, length) != 0)
			continue;
		set(config, kind, index);
		return true;
	}
	return false;
}

/* What the setting takes. */
static const char *wanted(struct arena *arena, const struct setting_kind *kind)
{
	const char *text = "";

	if (kind->is_text)
		return "a text";
	if (!kind->words)
		return arena_printf(arena, "a number from %llu to %llu",
				    (unsigned long long)kind->least,
				    (unsigned long long)kind->most);
	for (const char *at = kind->words; at; at = next_word(at))
		text = arena_printf(arena, "%s%s%.*s", text,
				    !*text	      ? ""
				    : strchr(at, '|') ? ", "
						      : " or ",
				    (int)strcspn(at, "|"), at);
	return text;
}

/* ---- config = { name = value; } ---- */

static bool take_value(struct config *config, const struct setting_kind *kind,
		       const struct expr *value)
{
	switch (value->kind) {
	case EXPR_INT:
		return set_number(config, kind, value->integer.value);
	case EXPR_STRING:
		return set_word(config, kind, value->string.bytes);
	case EXPR_NAME:
		return set_word(config, kind, value->name.name);
	case EXPR_CAST: /* of an option that is a bool */
		return kind->words && value->cast.operand->kind == EXPR_INT &&
		       set_number(config, kind, value->cast.operand->integer.value);
	default:
		return false;
	}
}

/* Who is wrong: the user, whose option has that value, or the script. */
static void refuse_value(struct expander *expander, const struct config_line *setting,
			 const struct setting_kind *kind, const struct script_option *option)
{
	struct arena *arena = expander->in->arena;
	const char *takes = wanted(arena, kind);

	if (!option)
		diag_error(expander->in->diag, setting->value->span, E_TYPE, "'%s' is %s",
			   setting->name, takes);
	else if (!expander->script->problem)
		expander->script->problem =
			arena_printf(arena, "--%s takes %s, not '%s'", option->name, takes,
				     option->value ? option->value : "true");
}

static void take_setting(struct expander *expander, const struct config_line *setting)
{
	const struct script_option *option = option_given(expander, setting->value);
	const struct script_input *in = expander->in;
	const char *name = plain_name(in->arena, setting->name), *near;
	const struct setting_kind *kind = find_kind(name);

	expander->walker.expr(&expander->walker, setting->value);
	if (!kind) {
		diag_error(in->diag, setting->name_span, E_NAME, "unknown setting '%s'",
			   setting->name);
		near = nearest_setting(in->arena, name);
		if (near)
			diag_hint(in->diag, "did you mean '%s'?", near);
		return;
	}
	if (!kind->is_ignored && !take_value(&expander->program->config, kind, setting->value))
		refuse_value(expander, setting, kind, option);
}

/* ---- the environment ---- */

static const char *variable_name(struct arena *arena, const char *prefix, const char *name)
{
	char *upper = arena_printf(arena, "%s%s", prefix, name);

	for (char *at = upper; *at; at++)
		*at = (char)toupper((unsigned char)*at);
	return upper;
}

static bool take_text(struct config *config, const struct setting_kind *kind, const char *text)
{
	struct number_literal number = {0};

	if (isdigit((unsigned char)*text) && !kind->is_text)
		return !literal_number(text, strlen(text), &number) &&
		       set_number(config, kind, number.value);
	return set_word(config, kind, text);
}

static void take_variable(struct expander *expander, const char *prefix,
			  const struct setting_kind *kind)
{
	struct arena *arena = expander->in->arena;
	const char *name = variable_name(arena, prefix, kind->name);
	const char *text = expander->in->environment(name);

	if (!text || take_text(&expander->program->config, kind, text))
		return;
	if (!expander->script->problem)
		expander->script->problem =
			arena_printf(arena, "%s is %s, not '%s'", name, wanted(arena, kind), text);
}

/* ---- all ---- */

static void let_be_missing(struct point *points, bool is_said)
{
	for (struct point *p = points; p; p = p->next)
		for (struct point *a = p; a; a = a->alternative) {
			a->says_missing = is_said && !a->is_optional;
			a->is_optional = true;
		}
}

static void apply_missing(struct program *program)
{
	bool is_said = program->config.missing_probes == MISSING_WARN;

	if (program->config.missing_probes == MISSING_ERROR)
		return;
	for (struct definition *d = program->definitions; d; d = d->next)
		let_be_missing(d->points, is_said);
	for (struct clause *clause = program->clauses; clause; clause = clause->next)
		let_be_missing(clause->points, is_said);
}

void config_take_all(struct expander *expander)
{
	struct program *program = expander->program;

	program->config = config_default;
	for (const struct config_line *s = program->settings; s; s = s->next)
		take_setting(expander, s);
	for (size_t i = 0; expander->in->environment && i < setting_kind_count; i++) {
		if (setting_kinds[i].is_ignored)
			continue;
		take_variable(expander, "BPFTRACE_", &setting_kinds[i]);
		take_variable(expander, "MEMTAP_", &setting_kinds[i]);
	}
	apply_missing(program);
}
