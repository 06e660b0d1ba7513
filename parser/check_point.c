#include <string.h>

#include "lexer/text.h"
#include "parser/checker.h"
#include "parser/parse.h"

/* ---- places ---- */

static uint32_t contexts_of(enum point_kind kind)
{
	return kind == POINT_NAMED ? 0 : 1u << kind;
}

bool check_is_return(enum point_kind kind)
{
	return probe_kind_has(kind, PROBE_RETURN);
}

static void add_place(struct checker *checker, struct setting *setting, const struct point *point,
		      const struct definition *definition, bool may_be_missing, uint32_t contexts)
{
	struct place place = {
		.contexts = definition ? IN_NAMED : contexts,
		.point = point,
		.definition = definition,
		.may_be_missing = may_be_missing,
		.is_unknown = point->kind == POINT_NAMED,
	};

	array_push(checker->in->arena, &setting->places, place);
}

static uint32_t contexts_of_begin(const struct point *point)
{
	if (point->begin)
		return contexts_of(point->begin->kind);
	return point->kind == POINT_KRETPROBE ? IN_KPROBE : IN_UPROBE;
}

/* Is it where watch() leads to? */
static bool is_armed(const struct point *point)
{
	return point->kind == POINT_WATCHPOINT && point->name &&
	       strcmp(point->name, PROBE_ARMED) == 0;
}

void check_add_place(struct checker *checker, struct setting *setting, const struct point *point,
		     const struct definition *definition, bool may_be_missing)
{
	const struct point *begin = point->begin ? point->begin : point;
	bool is_pair = point->begin || check_is_return(point->kind);

	if (is_armed(point))
		checker->armed = point->span;
	add_place(checker, setting, point, definition, may_be_missing, contexts_of(point->kind));
	if (is_pair)
		setting->places.items[setting->places.count - 1].contexts |= IN_PAIR;
	if (is_pair || point->kind == POINT_NAMED)
		add_place(checker, setting->begin, begin, definition, may_be_missing,
			  contexts_of_begin(point));
}

/* ---- what the kernel has ---- */

bool check_is_pattern(const struct point *point)
{
	return (point->name && glob_has_wildcard(point->name)) ||
	       (point->target && glob_has_wildcard(point->target));
}

size_t check_match_events(struct checker *checker, const struct point *point,
			  const char *const **names)
{
	const char **only = arena_alloc(checker->in->arena, sizeof(*only));

	*only = arena_printf(checker->in->arena, "%s:%s", point->target, point->name);
	if (check_is_pattern(point))
		return kernel_match_tracepoints(checker->in->kernel, *only, names);
	*names = only;
	return 1;
}

static void no_such(struct checker *checker, const struct point *point, const char *what,
		    const char *name, const char *const *names, size_t count)
{
	const char *near;

	check_refuse(checker, point->span, E_PROBE, "the kernel has no %s '%s'", what, name);
	if (glob_has_wildcard(name))
		return; /* what it is near to does not match it */
	near = check_nearest(checker, name, names, count);
	if (near)
		diag_hint(checker->in->diag, "did you mean '%s'?", near);
}

static bool has_tracepoint(struct kernel *kernel, const struct point *point, const char *name)
{
	const char *const *names;

	if (!check_is_pattern(point) && kernel_find_tracepoint(kernel, point->target, point->name))
		return true;
	return kernel_match_tracepoints(kernel, name, &names) > 0;
}

static void check_tracepoint(struct checker *checker, const struct point *point)
{
	struct kernel *kernel = checker->in->kernel;
	const char *name = arena_printf(checker->in->arena, "%s:%s", point->target, point->name);
	const char *const *names;
	size_t count;

	if (!kernel_has_tracepoints(kernel) || has_tracepoint(kernel, point, name))
		return;
	count = kernel_match_tracepoints(kernel, "*:*", &names);
	no_such(checker, point, "tracepoint", name, names, count);
}

/* The list is long: it is read once. */
static const struct kernel_names *functions_of_kernel(struct checker *checker)
{
	struct kernel_names *known = &checker->functions;

	if (!known->was_read && kernel_has_functions(checker->in->kernel))
		known->count = kernel_match_functions(checker->in->kernel, "*", &known->names);
	known->was_read = true;
	return known;
}

static void check_function(struct checker *checker, const struct point *point)
{
	const struct kernel_names *known;
	struct kernel_prototype prototype;

	if (point->target && strcmp(point->target, "vmlinux") != 0)
		return; /* of a module, which may be loaded when the program runs */
	/* The list of those that can be traced takes long to read, a second where modules are many. */
	if (!glob_has_wildcard(point->name) &&
	    kernel_find_prototype(checker->in->kernel, point->name, &prototype))
		return;
	known = functions_of_kernel(checker);
	for (size_t i = 0; i < known->count; i++)
		if (glob_match(point->name, known->names[i]))
			return;
	if (known->count)
		no_such(checker, point, "function", point->name, known->names, known->count);
}

static void check_raw_tracepoint(struct checker *checker, const struct point *point)
{
	struct point all = {.kind = POINT_RAWTRACEPOINT, .name = "*"};
	struct kernel_prototype prototype;
	const char *const *names;
	size_t count;

	if (!check_has_btf(checker) || glob_has_wildcard(point->name) ||
	    check_find_prototype(checker, point, point->name, &prototype))
		return;
	count = check_match_prototypes(checker, &all, &names);
	no_such(checker, point, "raw tracepoint", point->name, names, count);
}

/* Binaries are left to the loader: which ones they are depends on the target. */
static void check_exists(struct checker *checker, const struct point *point)
{
	if (!checker->in->kernel || !point->name)
		return;
	if (point->kind == POINT_TRACEPOINT)
		check_tracepoint(checker, point);
	else if (point->kind == POINT_RAWTRACEPOINT)
		check_raw_tracepoint(checker, point);
	else if (point->kind == POINT_KPROBE || point->kind == POINT_KRETPROBE ||
		 probe_kind_has(point->kind, PROBE_TYPED))
		check_function(checker, point);
}

/* ---- points by themselves ---- */

static void check_pair(struct checker *checker, const struct point *point)
{
	static const char no_pair[] =
		"a pair consists of two points of the kernel or of a program";
	const struct point *begin = point->begin;

	if (!probe_kind_has(begin->kind, PROBE_TASK))
		check_refuse(checker, begin->span, E_PROBE, no_pair);
	else if (!probe_kind_has(point->kind, PROBE_TASK))
		check_refuse(checker, point->span, E_PROBE, no_pair);
	else if (check_is_pattern(begin))
		check_refuse(checker, begin->span, E_PROBE, "a pair begins at one point: no '*'");
}

static void check_point(struct checker *checker, const struct point *point, bool may_be_missing)
{
	if (point->begin)
		check_pair(checker, point);
	if (may_be_missing)
		return;
	check_exists(checker, point);
	if (point->begin)
		check_exists(checker, point->begin);
}

/* A | B | C */
static void check_alternatives(struct checker *checker, const struct point *first)
{
	for (const struct point *p = first; p; p = p->alternative)
		check_point(checker, p, first->is_optional || first->alternative);
}

/* ---- definitions ---- */

static struct definition *find_definition(struct checker *checker, const char *name)
{
	for (struct definition *d = checker->program->definitions; d; d = d->next)
		if (!strcmp(d->name, name))
			return d;
	return NULL;
}

static void check_field_names_differ(struct checker *checker, const struct definition *definition)
{
	for (const struct field_name *f = definition->fields; f; f = f->next)
		for (const struct field_name *g = definition->fields; g != f; g = g->next)
			if (!strcmp(f->name, g->name))
				check_refuse(checker, f->span, E_REDEFINED,
					     "'%s' has two fields '%s'", definition->name, f->name);
}

/* Of the script's own; a library's of the same name is not used then. */
static bool check_names(struct checker *checker)
{
	size_t count = 0;

	for (struct definition *d = checker->program->definitions; d; d = d->next) {
		struct definition *first = find_definition(checker, d->name);

		if (first && first != d) {
			check_refuse(checker, d->name_span, E_REDEFINED, "'%s' is defined twice",
				     d->name);
			check_hint_place(checker, "first", first->name_span);
		}
		if (++count == CHECK_CLAUSES_MAX + 1) {
			check_refuse(checker, d->span, E_LIMIT, "more than %d named probes",
				     CHECK_CLAUSES_MAX);
			diag_hint(checker->in->diag, "one of them can have many points");
			return false;
		}
	}
	return true;
}

static uint32_t count_exprs(const struct expr *list)
{
	uint32_t count = 0;

	for (; list; list = list->next)
		count++;
	return count;
}

static void check_point_of_definition(struct checker *checker, const struct definition *definition,
				      const struct point *point)
{
	uint32_t count = count_exprs(point->fields);

	if (point->kind == POINT_NAMED) {
		check_refuse(checker, point->span, E_PROBE,
			     "'%s': a named probe has points of the kernel and of programs, not "
			     "other named ones",
			     point->text);
		return;
	}
	if (count != definition->field_count) {
		check_refuse(checker, point->span, E_PROBE,
			     "'%s' has %u field%s, and this point gives %u", definition->name,
			     definition->field_count, definition->field_count == 1 ? "" : "s",
			     count);
		check_hint_place(checker, "defined", definition->name_span);
	}
}

static bool is_used(const struct checker *checker, const struct definition *definition)
{
	for (size_t i = 0; i < checker->definitions.count; i++)
		if (checker->definitions.items[i] == definition)
			return true;
	return false;
}

/*
 * "uretprobe:allocator:malloc" is that of the program's settings. Its C++ functions are called as
 * everywhere.
 */
static void choose_allocator(struct checker *checker, struct point *point)
{
	const struct check_options *options = &checker->in->options;
	struct arena *arena = checker->in->arena;
	bool is_cpp = point->name && !strncmp(point->name, "_Z", 2);

	if (!options->allocator || !probe_kind_has(point->kind, PROBE_PROCESS) ||
	    strcmp(point->target, "allocator") != 0)
		return;
	point->target = options->allocator;
	if (!is_cpp)
		point->name = arena_printf(arena, "%s%s", options->allocator_prefix, point->name);
	point->text = arena_printf(arena, "%s:%s:%s", probe_kinds[point->kind].name,
				   point->target, point->name);
}

static void use_definition(struct checker *checker, struct definition *definition)
{
	if (is_used(checker, definition))
		return;
	for (struct point *p = definition->points; p; p = p->next)
		for (struct point *a = p; a; a = a->alternative)
			choose_allocator(checker, a);
	array_push(checker->in->arena, &checker->definitions, definition);
}

static void check_definition_points(struct checker *checker, const struct definition *definition)
{
	if (definition->field_count > CHECK_ELEMENTS_MAX) {
		check_refuse(checker, definition->name_span, E_LIMIT,
			     "'%s' has %u fields: at most %d are possible", definition->name,
			     definition->field_count, CHECK_ELEMENTS_MAX);
		return;
	}
	check_field_names_differ(checker, definition);
	for (const struct point *p = definition->points; p; p = p->next) {
		check_alternatives(checker, p);
		for (const struct point *a = p; a; a = a->alternative)
			check_point_of_definition(checker, definition, a);
	}
}

/* ---- libraries ---- */

/* "mem:alloc" is in the library "mem". False when there is none, or it was read before. */
static bool read_library(struct checker *checker, const char *probe)
{
	const struct checker_input *in = checker->in;
	const char *name = arena_strndup(in->arena, probe, strcspn(probe, ":"));
	const struct source *source;
	const char *text;
	size_t length;

	for (size_t i = 0; i < checker->libraries.count; i++)
		if (!strcmp(checker->libraries.items[i], name))
			return false;
	array_push(in->arena, &checker->libraries, name);
	text = in->library ? in->library(name, &length) : NULL;
	if (!text)
		return false;
	source = sources_add(in->sources, arena_printf(in->arena, "<stdlib>/%s.mt", name), text,
			     length);
	parse_source(in->arena, source, in->diag, checker->program);
	return true;
}

/* The one that is meant: its definitions are looked at, too. */
static void read_nearest_library(struct checker *checker, const char *family)
{
	const char *const *names = checker->in->library_names;
	const char *near;
	size_t count = 0;

	while (names && names[count])
		count++;
	near = check_nearest(checker, family, names, count);
	if (near)
		read_library(checker, near);
}

/* Of the definitions there are, or of the kinds: kprob:vfs_read. */
static const char *nearest_probe(struct checker *checker, const struct point *point)
{
	struct arena *arena = checker->in->arena;
	ARRAY(const char *) names = {0};
	const char *near;

	read_nearest_library(checker, point->target);
	for (const struct definition *d = checker->program->definitions; d; d = d->next)
		array_push(arena, &names, d->name);
	near = check_nearest(checker, point->text, names.items, names.count);
	if (near)
		return near;
	near = probe_kind_nearest(point->target);
	return near ? arena_printf(arena, "%s:%s", near, point->name) : NULL;
}

static void unknown_probe(struct checker *checker, const struct point *point)
{
	const char *near;

	check_refuse(checker, point->span, E_PROBE, "unknown probe '%s'", point->text);
	near = check_is_heard(checker) ? nearest_probe(checker, point) : NULL;
	if (near)
		diag_hint(checker->in->diag, "did you mean '%s'?", near);
}

static void refuse_part(struct checker *checker, const struct point *point)
{
	check_refuse(checker, point->span, E_PROBE,
		     "'%s' has points of its own: it is no part of a pair or choice", point->text);
}

static void resolve_named_point(struct checker *checker, struct point *point)
{
	struct definition *definition = find_definition(checker, point->text);

	if (!definition && read_library(checker, point->text))
		definition = find_definition(checker, point->text);
	point->definition = definition;
	if (definition)
		use_definition(checker, definition);
	else
		unknown_probe(checker, point);
	if (point->begin || point->alternative)
		refuse_part(checker, point);
}

/* ---- all points of the program ---- */

void check_refuse_size(struct checker *checker, const struct clause *clause)
{
	check_refuse(checker, clause->span, E_LIMIT,
		     "more than %d probes, with all that they stand for", CHECK_CLAUSES_MAX);
	diag_hint(checker->in->diag, "name fewer, or let a '*' match fewer");
}

static size_t count_alternatives(const struct point *list)
{
	size_t count = 0;

	for (const struct point *p = list; p && count <= CHECK_CLAUSES_MAX; p = p->next)
		for (const struct point *a = p; a; a = a->alternative)
			count++;
	return count;
}

/* Named probes stand for their points. */
static size_t count_points(const struct clause *clause)
{
	size_t count = count_alternatives(clause->points);

	for (const struct point *p = clause->points; p && count <= CHECK_CLAUSES_MAX; p = p->next)
		if (p->definition)
			count += count_alternatives(p->definition->points) - 1;
	return count;
}

static void resolve_points(struct checker *checker, const struct clause *clause)
{
	for (struct point *p = clause->points; p; p = p->next)
		if (p->kind == POINT_NAMED)
			resolve_named_point(checker, p);
}

static void check_clause_points(struct checker *checker, const struct clause *clause)
{
	for (const struct point *p = clause->points; p; p = p->next) {
		if (p->kind != POINT_NAMED)
			check_alternatives(checker, p);
		for (const struct point *a = p->alternative; a; a = a->alternative)
			if (a->kind == POINT_NAMED)
				refuse_part(checker, a);
	}
}

static bool number_clauses(struct checker *checker)
{
	uint32_t count = 0;

	for (struct clause *clause = checker->program->clauses; clause; clause = clause->next) {
		if (count == CHECK_CLAUSES_MAX) {
			check_refuse(checker, clause->span, E_LIMIT, "more than %d clauses",
				     CHECK_CLAUSES_MAX);
			diag_hint(checker->in->diag, "several probes can have one: a:b, c:d { }");
			return false;
		}
		clause->index = count++;
	}
	return true;
}

bool check_points(struct checker *checker)
{
	size_t count = 0;

	if (!number_clauses(checker) || !check_names(checker))
		return false;
	for (struct clause *clause = checker->program->clauses; clause; clause = clause->next) {
		if (count_alternatives(clause->points) <= CHECK_CLAUSES_MAX)
			resolve_points(checker, clause);
		count += count_points(clause);
		if (count > CHECK_CLAUSES_MAX) {
			check_refuse_size(checker, clause);
			return false;
		}
		check_clause_points(checker, clause);
	}
	for (size_t i = 0; i < checker->definitions.count; i++)
		check_definition_points(checker, checker->definitions.items[i]);
	return true;
}

/* ---- types of fields ---- */

/* What the points checked so far give a field. */
struct field_type {
	const struct type *type; /* NULL: nothing yet */
	bool is_guess;		 /* args.x of an event that this kernel does not have */
};

static void join_field(struct checker *checker, const struct field_name *field,
		       const struct expr *expr, bool is_guess, struct field_type *joined)
{
	const struct type *before = joined->type, *type;

	if (!before || (joined->is_guess && !is_guess)) {
		*joined = (struct field_type){expr->type, is_guess};
		return;
	}
	if (is_guess)
		return;
	type = check_common_type(checker, before, expr->type);
	if (!type)
		type = check_refuse(checker, expr->span, E_TYPE,
				    "field '%s' is '%s' here, and '%s' before", field->name,
				    check_type_name(checker, expr->type),
				    check_type_name(checker, before));
	joined->type = type;
}

static void check_fields(struct checker *checker, const struct definition *definition,
			 const struct point *point, bool may_be_missing, struct field_type *joined)
{
	struct setting begin = {.is_begin = true};
	struct expr_list entries = {0};
	struct setting setting = {.begin = &begin, .entries = &entries};
	const struct field_name *field = definition->fields;
	size_t i = 0;

	check_add_place(checker, &setting, point, NULL, may_be_missing);
	checker->setting = &setting;
	for (struct expr *e = point->fields; e && field && i < CHECK_ELEMENTS_MAX;
	     e = e->next, field = field->next, i++) {
		setting.is_guess = false;
		check_value(checker, e);
		join_field(checker, field, e, setting.is_guess && e->kind == EXPR_FIELD,
			   &joined[i]);
	}
	if (point->predicate)
		check_condition(checker, point->predicate);
	checker->setting = NULL;
}

static void check_definition(struct checker *checker, struct definition *definition)
{
	struct field_type joined[CHECK_ELEMENTS_MAX] = {0};
	size_t i = 0;

	for (const struct point *p = definition->points; p; p = p->next)
		for (const struct point *a = p; a; a = a->alternative)
			check_fields(checker, definition, a, p->is_optional || p->alternative,
				     joined);
	for (struct field_name *f = definition->fields; f; f = f->next, i++)
		f->type = i < CHECK_ELEMENTS_MAX && joined[i].type ? joined[i].type
								   : type_error(checker->in->types);
}

void check_definitions(struct checker *checker)
{
	checker->clause = NULL;
	for (size_t i = 0; i < checker->definitions.count; i++)
		check_definition(checker, checker->definitions.items[i]);
}
