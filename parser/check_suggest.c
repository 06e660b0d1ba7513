/* "did you mean": the names that are meant by one that is not known. */
#include "parser/checker.h"

struct suggestions {
	struct arena *arena;
	ARRAY(const char *) names; /* what is compared */
	ARRAY(const char *) texts; /* what is shown */
};

static void suggest(struct suggestions *suggestions, const char *name, const char *text)
{
	array_push(suggestions->arena, &suggestions->names, name);
	array_push(suggestions->arena, &suggestions->texts, text);
}

static void suggest_all(struct checker *checker, struct suggestions *suggestions)
{
	struct arena *arena = checker->in->arena;
	const char *const *fields;
	size_t field_count = check_field_names(checker, &fields);

	for (size_t i = 0; i < BUILTIN_COUNT; i++)
		if (i != BUILTIN_argN)
			suggest(suggestions, builtins[i].name, builtins[i].name);
	for (size_t i = 0; i < field_count; i++)
		suggest(suggestions, fields[i], arena_printf(arena, "args.%s", fields[i]));
	for (size_t i = 0; i < FUNCTION_COUNT; i++)
		suggest(suggestions, functions[i].name, functions[i].synopsis);
	if (checker->clause)
		for (const struct variable *v = checker->clause->variables; v; v = v->next)
			suggest(suggestions, v->name + 1, v->name);
	for (const struct map *m = checker->program->maps; m; m = m->next)
		suggest(suggestions, m->name + 1, m->name);
}

/* Nearest in spelling; in `suggestions`, the first of equals wins. */
static void hint_nearest(struct checker *checker, struct suggestions *suggestions, const char *name)
{
	const char *near =
		check_nearest(checker, name, suggestions->names.items, suggestions->names.count);

	for (size_t i = 0; near && i < suggestions->names.count; i++) {
		if (suggestions->names.items[i] != near)
			continue;
		diag_hint(checker->in->diag, "did you mean '%s'?", suggestions->texts.items[i]);
		return;
	}
}

void check_suggest_name(struct checker *checker, const char *name)
{
	const struct function *function = function_find(name);
	struct suggestions suggestions = {.arena = checker->in->arena};

	if (function) {
		diag_hint(checker->in->diag, "it is a function: %s", function->synopsis);
	} else if (check_is_heard(checker)) {
		suggest_all(checker, &suggestions);
		hint_nearest(checker, &suggestions, name);
	}
}

void check_suggest_variable(struct checker *checker, const char *name)
{
	struct suggestions suggestions = {.arena = checker->in->arena};

	if (!check_is_heard(checker))
		return;
	for (struct variable *v = checker->clause->variables; v; v = v->next)
		if (variable_record_of(v)->is_visible)
			suggest(&suggestions, v->name, v->name);
	hint_nearest(checker, &suggestions, name);
}

void check_suggest_function(struct checker *checker, const char *name)
{
	struct suggestions suggestions = {.arena = checker->in->arena};
	uint32_t argument;

	if (builtin_find(name, &argument)) {
		diag_hint(checker->in->diag, "'%s' is a builtin: it takes no arguments", name);
		return;
	}
	if (!check_is_heard(checker))
		return;
	for (size_t i = 0; i < FUNCTION_COUNT; i++)
		suggest(&suggestions, functions[i].name, functions[i].synopsis);
	for (const struct macro *m = checker->program->macros; m; m = m->next)
		suggest(&suggestions, m->name, m->name);
	for (const struct subprogram *s = checker->program->subprograms; s; s = s->next)
		suggest(&suggestions, s->name, s->name);
	for (size_t i = 0; i < BUILTIN_COUNT; i++)
		if (i != BUILTIN_argN)
			suggest(&suggestions, builtins[i].name, builtins[i].name);
	hint_nearest(checker, &suggestions, name);
}
