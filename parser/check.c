#include "parser/check.h"

#include <stdarg.h>

#include "lexer/text.h"
#include "parser/checker.h"

/* More than that, and the types of a program depend on each other in no sensible way. */
#define PASSES_MAX 16

const struct type *check_refuse(struct checker *checker, struct span span, enum diag_tag tag,
				const char *format, ...)
{
	const char *text = "";
	va_list args;

	va_start(args, format);
	if (diag_errors(checker->in->diag) < DIAG_MAX)
		text = arena_vprintf(checker->in->arena, format, args);
	va_end(args);
	diag_error(checker->in->diag, span, tag, "%s", text);
	return type_error(checker->in->types);
}

bool check_is_heard(struct checker *checker)
{
	return diag_errors(checker->in->diag) <= DIAG_MAX;
}

const char *check_nearest(struct checker *checker, const char *name, const char *const *names,
			  size_t count)
{
	return check_is_heard(checker) ? nearest_name(name, names, count) : NULL;
}

void check_hint_place(struct checker *checker, const char *what, struct span span)
{
	diag_hint_place(checker->in->diag, what, span);
}

void check_hint_space(struct checker *checker, const struct type *a, const struct type *b)
{
	if (a->kind == TYPE_POINTER && b->kind == TYPE_POINTER && a->space != b->space)
		diag_hint(checker->in->diag, "one leads into the kernel, the other into a process: "
					     "kptr() and uptr() make one of the other");
}

static void check_all(struct checker *checker)
{
	checker->has_changed = false;
	checker->clause = NULL;
	for (struct map *map = checker->program->maps; map; map = map->next)
		((struct map_record *)map)->owner_elements = UINT32_MAX;
	check_definitions(checker);
	check_begin_subprograms(checker);
	for (struct clause *clause = checker->program->clauses; clause; clause = clause->next)
		check_clause(checker, clause);
	check_subprograms(checker);
}

/* Passes without a word, until they change nothing. False: the last one has, or has found errors. */
static bool check_until_settled(struct checker *checker)
{
	const struct checker_input *in = checker->in;
	struct checker_input quiet = *in;

	checker->in = &quiet;
	for (int i = 0; i < PASSES_MAX; i++) {
		quiet.diag = diag_new(in->arena, in->sources);
		check_all(checker);
		if (!checker->has_changed)
			break;
	}
	checker->in = in;
	return !checker->has_changed && !diag_failed(quiet.diag);
}

/*
 * Finds the types of all maps and variables: first those that are known, then, if some maps have
 * none, what computing with these suggests.
 */
static void infer_types(struct checker *checker)
{
	if (!check_until_settled(checker) || !check_has_untyped_map(checker))
		return;
	checker->guesses = true;
	check_until_settled(checker);
	checker->guesses = false;
}

static struct clause_record *make_records(struct arena *arena, const struct program *program)
{
	size_t count = 0;

	for (const struct clause *clause = program->clauses; clause; clause = clause->next)
		count++;
	return arena_alloc(arena, (count + 1) * sizeof(struct clause_record));
}

/* Without BTF nothing is known of what is included. */
static void check_includes(struct checker *checker)
{
	const struct include *first = checker->program->includes;

	if (!first || check_has_btf(checker))
		return;
	check_refuse(checker, first->span, E_IMPORT,
		     "headers are answered from the kernel's BTF, which cannot be read");
	check_hint_btf(checker);
}

bool check_program(const struct checker_input *in, struct program *program)
{
	struct checker checker = {.in = in, .program = program};
	struct clause *clause = program->clauses;

	check_includes(&checker);
	if (in->kernel)
		kernel_declare(in->kernel, in->diag, program->c_declarations);
	if (!check_points(&checker))
		return false;
	check_subprogram_names(&checker);
	checker.records = make_records(in->arena, program);
	infer_types(&checker);
	check_all(&checker);
	if (checker.has_changed && clause)
		check_refuse(&checker, clause->span, E_LIMIT,
			     "the types of maps depend on each other over more than %d of them",
			     PASSES_MAX);
	for (const struct clause *c = clause; c; c = c->next)
		check_variables(&checker, c);
	for (const struct subprogram *s = program->subprograms; s; s = s->next)
		if (s->is_called)
			check_variables(&checker, s->code);
	check_watches(&checker);
	check_maps(&checker);
	check_declarations(&checker);
	if (diag_failed(in->diag))
		return false;
	for (; clause; clause = clause->next)
		check_layout(&checker, clause);
	if (!diag_failed(in->diag))
		check_program_size(&checker);
	program->family_count = (uint32_t)checker.families.count;
	return !diag_failed(in->diag);
}
