/*
 * A clause: first its predicate and body, once for all its points; then, when there is no error
 * left, its variants, each with the fields and predicate of one point in that point's own setting.
 */
#include <string.h>

#include "parser/checker.h"
#include "parser/clone.h"

/* ---- predicate and body ---- */

/* Points and their alternatives: all of a named probe's, or one of the clause itself. */
static void add_places(struct checker *checker, struct setting *setting, const struct point *first,
		       const struct point *end, const struct definition *definition,
		       bool is_optional)
{
	for (const struct point *p = first; p != end; p = p->next)
		for (const struct point *a = p; a; a = a->alternative)
			check_add_place(checker, setting, a, definition,
					is_optional || p->is_optional || p->alternative);
}

static void add_places_of_clause(struct checker *checker, struct setting *setting,
				 const struct clause *clause)
{
	for (const struct point *p = clause->points; p; p = p->next) {
		if (p->definition)
			add_places(checker, setting, p->definition->points, NULL, p->definition,
				   p->is_optional);
		else
			add_places(checker, setting, p, p->next, NULL, false);
	}
}

static void begin_record(struct clause_record *record)
{
	*record = (struct clause_record){0};
	record->begin.is_begin = true;
	record->body.begin = &record->begin;
	record->body.entries = &record->entries;
	record->body.moves = &record->moves;
}

void check_variables_size(struct checker *checker, const struct clause *clause)
{
	uint32_t size = 0;

	for (const struct variable *v = clause->variables; v; v = v->next)
		size += v->type->size;
	if (clause->variable_count <= CHECK_VARIABLES_MAX && size <= CHECK_VARIABLES_BYTES)
		return;
	check_refuse(checker, clause->span, E_LIMIT,
		     "more than %d variables in one clause, or %d bytes of them",
		     CHECK_VARIABLES_MAX, CHECK_VARIABLES_BYTES);
	diag_hint(checker->in->diag,
		  "functions have variables of their own; a string takes less when "
		  "it has a size: str(x, 64)");
}

void check_clause(struct checker *checker, struct clause *clause)
{
	struct clause_record *record = &checker->records[clause->index];

	begin_record(record);
	add_places_of_clause(checker, &record->body, clause);
	for (struct variable *v = clause->variables; v; v = v->next)
		((struct variable_record *)v)->is_visible = false;
	checker->clause = clause;
	checker->scope = NULL;
	checker->loop = (struct loop_state){0};
	checker->setting = &record->body;
	if (clause->predicate)
		check_condition(checker, clause->predicate);
	record->body.has_variables = true;
	check_statements(checker, clause->body);
	record->body.has_variables = false;
	clause->uses_pair = record->body.needs_elapsed || record->entries.list.count > 0 ||
			    record->moves.list.count > 0;
	check_variables_size(checker, clause);
}

/* ---- one variant, as it is being made ---- */

struct layout {
	struct checker *checker;
	struct clause *clause;
	struct clause_record *record;
	const struct definition *first; /* its order of fields is that of the body; or NULL */
	ARRAY(const char *) keys;	/* what tells variants apart, in their order */
	struct variant **variants_end;
	struct attachment **attachments_end;
};

struct draft {
	struct layout *layout;
	const struct point *point;
	const struct definition *definition;
	struct setting setting, begin;
	struct expr_list entries, fields, taken;
	struct expr *predicate;
};

static void copy_list(struct arena *arena, struct expr_list *to, const struct expr_list *from)
{
	*to = (struct expr_list){0};
	for (size_t i = 0; i < from->list.count; i++)
		array_push(arena, &to->list, from->list.items[i]);
	for (size_t i = 0; i < from->texts.count; i++)
		array_push(arena, &to->texts, from->texts.items[i]);
}

static bool is_full(const struct checker *checker)
{
	return checker->attachment_count > CHECK_CLAUSES_MAX ||
	       checker->copied_bytes > CHECK_COPIED_BYTES;
}

/* What is written once and lives in several settings. When that is too much, it is said once. */
static struct expr *copy_expr(struct draft *draft, const struct expr *expr)
{
	struct checker *checker = draft->layout->checker;
	bool was_full = is_full(checker);

	checker->copied_bytes += expr->span.end - expr->span.begin;
	if (is_full(checker) && !was_full) {
		check_refuse(checker, expr->span, E_LIMIT,
			     "this and others, once for each probe, are more than %d bytes",
			     CHECK_COPIED_BYTES);
		diag_hint(checker->in->diag,
			  "what all probes do alike is compiled once in the body");
	}
	return clone_expr(checker->in->arena, expr);
}

static const struct expr *nth(const struct expr *list, uint32_t index)
{
	while (list && index--)
		list = list->next;
	return list;
}

/* The point's expression for a field; NULL when there is none. */
static const struct expr *field_of(const struct draft *draft, const char *name)
{
	uint32_t index;

	if (!draft->definition || !check_find_field(draft->definition, name, &index))
		return NULL;
	return nth(draft->point->fields, index);
}

/* What lies in memory becomes as large as the body takes it to be. */
static const struct expr *as_type(struct checker *checker, struct expr *expr,
				  const struct type *type)
{
	struct expr *cast;

	if (expr->type == type || (type->kind != TYPE_STRING && type->kind != TYPE_TUPLE))
		return expr;
	cast = arena_new_of(checker->in->arena, struct expr);
	cast->kind = EXPR_CAST;
	cast->span = expr->span;
	cast->type = type;
	cast->cast.spec.span = expr->span;
	cast->cast.spec.name = check_type_name(checker, type);
	cast->cast.operand = expr;
	return cast;
}

static const struct expr *make_field(struct draft *draft, const struct expr *written,
				     const struct type *type)
{
	struct checker *checker = draft->layout->checker;
	struct expr *own = copy_expr(draft, written);

	draft->setting.is_guess = false;
	check_value(checker, own);
	if (draft->setting.is_guess && own->kind == EXPR_FIELD)
		own->type = type;
	return as_type(checker, own, type);
}

/* A field that the body does not use has no expression: nothing has to be kept for it. */
static void add_field(struct draft *draft, const struct field_name *field, uint32_t index)
{
	const struct type *type = draft->layout->record->body.field_types[index];
	const struct expr *written = type ? field_of(draft, field->name) : NULL;

	array_push(draft->layout->checker->in->arena, &draft->fields.list,
		   written ? make_field(draft, written, type) : NULL);
}

static struct draft start_draft(struct layout *layout, const struct point *point,
				const struct definition *definition)
{
	return (struct draft){.layout = layout, .point = point, .definition = definition};
}

static void check_draft(struct draft *draft)
{
	struct layout *layout = draft->layout;
	struct checker *checker = layout->checker;
	uint32_t index = 0;

	copy_list(checker->in->arena, &draft->entries, &layout->record->entries);
	draft->begin.is_begin = true;
	draft->setting.begin = &draft->begin;
	draft->setting.entries = &draft->entries;
	check_add_place(checker, &draft->setting, draft->point, NULL, true);
	checker->setting = &draft->setting;
	if (layout->first)
		for (const struct field_name *f = layout->first->fields; f; f = f->next)
			add_field(draft, f, index++);
	if (draft->point->predicate) {
		draft->predicate = copy_expr(draft, draft->point->predicate);
		check_condition(checker, draft->predicate);
	}
	checker->setting = NULL;
}

static bool needs_event(const struct draft *draft)
{
	return draft->setting.needs_tracepoint_fields ||
	       draft->layout->record->body.needs_tracepoint_fields;
}

/* Are arguments of a function by name among what it or its beginning evaluates? */
static bool needs_parameters(const struct draft *draft)
{
	const struct clause_record *record = draft->layout->record;

	return draft->setting.needs_parameters || draft->begin.needs_parameters ||
	       record->body.needs_parameters || record->begin.needs_parameters;
}

/* ---- move(): the old object's name, as it can be evaluated at the beginning ---- */

struct rewrite {
	struct draft *draft;
	const char *field;	    /* of the named probe, whose expression is being rewritten */
	const struct expr *unknown; /* what is not known at the beginning */
	const char *unknown_field;
};

/* The same at the beginning and the end of a pair. */
static bool is_of_task(const struct expr *name)
{
	switch (name->name.builtin ? name->name.builtin->id : BUILTIN_COUNT) {
	case BUILTIN_pid:
	case BUILTIN_tid:
	case BUILTIN_uid:
	case BUILTIN_gid:
	case BUILTIN_comm:
	case BUILTIN_curtask:
		return true;
	default:
		return false;
	}
}

static void mark_unknown(struct rewrite *rewrite, const struct expr *expr)
{
	if (rewrite->unknown)
		return;
	rewrite->unknown = expr;
	rewrite->unknown_field = rewrite->field;
}

static void replace(struct expr *expr, const struct expr *with)
{
	struct expr *next = expr->next;

	*expr = *with;
	expr->next = next;
}

static void rewrite_expr(struct rewrite *rewrite, struct expr *expr);

static void rewrite_list(struct rewrite *rewrite, struct expr *list)
{
	for (; list; list = list->next)
		rewrite_expr(rewrite, list);
}

static bool is_args(const struct expr *expr)
{
	return expr->kind == EXPR_NAME && !strcmp(expr->name.name, "args");
}

static void rewrite_field(struct rewrite *rewrite, struct expr *expr)
{
	const struct expr *value = NULL;

	if (!is_args(expr->field.base)) {
		rewrite_expr(rewrite, expr->field.base);
		return;
	}
	if (!rewrite->field)
		value = field_of(rewrite->draft, expr->field.name);
	if (!value) {
		mark_unknown(rewrite, expr);
		return;
	}
	rewrite->field = expr->field.name;
	replace(expr, copy_expr(rewrite->draft, value));
	rewrite_expr(rewrite, expr);
	rewrite->field = NULL;
}

static void rewrite_call(struct rewrite *rewrite, struct expr *expr)
{
	const struct function *function = function_find(expr->call.name);

	if (function && function->id == FUNCTION_entry)
		replace(expr, expr->call.arguments);
	else if (function && function->contexts == IN_PAIR)
		mark_unknown(rewrite, expr);
	else
		rewrite_list(rewrite, expr->call.arguments);
}

static void rewrite_name(struct rewrite *rewrite, struct expr *expr)
{
	expr->name.builtin = builtin_find(expr->name.name, &expr->name.argument);
	if (!is_of_task(expr))
		mark_unknown(rewrite, expr);
}

/* entry(x) becomes x, args.f the field's expression; what is left must be known. */
static void rewrite_expr(struct rewrite *rewrite, struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_INT:
	case EXPR_STRING:
	case EXPR_PARAMETER:
		return;
	case EXPR_NAME:
		rewrite_name(rewrite, expr);
		return;
	case EXPR_VARIABLE:
	case EXPR_MAP:
	case EXPR_BLOCK:
		mark_unknown(rewrite, expr);
		return;
	case EXPR_FIELD:
		rewrite_field(rewrite, expr);
		return;
	case EXPR_ELEMENT:
		rewrite_expr(rewrite, expr->element.base);
		return;
	case EXPR_INDEX:
		rewrite_expr(rewrite, expr->index.base);
		rewrite_expr(rewrite, expr->index.index);
		return;
	case EXPR_UNARY:
		rewrite_expr(rewrite, expr->unary.operand);
		return;
	case EXPR_BINARY:
		rewrite_expr(rewrite, expr->binary.left);
		rewrite_expr(rewrite, expr->binary.right);
		return;
	case EXPR_TERNARY:
		rewrite_expr(rewrite, expr->ternary.condition);
		if (expr->ternary.yes)
			rewrite_expr(rewrite, expr->ternary.yes);
		rewrite_expr(rewrite, expr->ternary.no);
		return;
	case EXPR_CAST:
		if (expr->cast.operand)
			rewrite_expr(rewrite, expr->cast.operand);
		return;
	case EXPR_CALL:
		rewrite_call(rewrite, expr);
		return;
	case EXPR_TUPLE:
		rewrite_list(rewrite, expr->tuple.elements);
		return;
	}
}

static void refuse_unknown(const struct rewrite *rewrite, const struct expr *old)
{
	struct checker *checker = rewrite->draft->layout->checker;
	const char *text = ast_expr_text(checker->in->arena, rewrite->unknown);
	const char *point = rewrite->draft->point->text;

	check_refuse(checker, old->span, E_CONTEXT,
		     "the name of the old object must be known when '%s' begins", point);
	if (rewrite->unknown_field)
		diag_hint(checker->in->diag,
			  "its args.%s is made of %s, which is known only at its end",
			  rewrite->unknown_field, text);
	else
		diag_hint(
			checker->in->diag,
			"%s is known only at its end; entry(...) is the value of an expression at "
			"its beginning",
			text);
}

/* False when it was refused. */
static bool take_name(struct draft *draft, const struct expr *move)
{
	struct checker *checker = draft->layout->checker;
	const struct expr *old = move->call.arguments;
	struct expr *name = copy_expr(draft, old);
	struct rewrite rewrite = {.draft = draft};

	name->next = NULL;
	rewrite_expr(&rewrite, name);
	if (rewrite.unknown) {
		refuse_unknown(&rewrite, old);
		return false;
	}
	checker->setting = &draft->begin;
	check_value(checker, name);
	checker->setting = NULL;
	array_push(checker->in->arena, &draft->taken.list, name);
	return true;
}

/* ---- what pairs keep ---- */

static uint32_t pad(uint32_t size)
{
	return (size + 7) / 8 * 8;
}

static uint32_t size_of_entries(const struct draft *draft)
{
	const struct expr_list *moves = &draft->layout->record->moves;
	uint32_t size = 0;

	for (size_t i = 0; i < draft->entries.list.count; i++)
		size += pad(draft->entries.list.items[i]->type->size);
	for (size_t i = 0; i < moves->list.count; i++) {
		const struct map *map = moves->list.items[i]->call.map;

		size += 8 + pad(map->object_name->size) + 16; /* struct abi_object */
		size += pad(map->key ? map->key->size : 4);
		size += map->is_sampled ? 8 : 0;
	}
	return size;
}

/* The value that takes most, or where there is none the clause. */
static struct span place_of_entries(const struct draft *draft)
{
	struct span span = draft->layout->clause->span;
	uint32_t most = 0;

	for (size_t i = 0; i < draft->entries.list.count; i++) {
		const struct expr *entry = draft->entries.list.items[i];

		if (entry->type->size <= most)
			continue;
		most = entry->type->size;
		span = entry->span;
	}
	return span;
}

/* False when it was refused. */
static bool check_size_of_entries(struct draft *draft)
{
	struct checker *checker = draft->layout->checker;
	uint32_t size = size_of_entries(draft);

	if (size <= CHECK_ENTRY_BYTES)
		return true;
	check_refuse(checker, place_of_entries(draft), E_LIMIT,
		     "'%s' keeps %u bytes from its beginning: at most %d are possible",
		     draft->point->text, size, CHECK_ENTRY_BYTES);
	diag_hint(checker->in->diag, "what it keeps: entry(...) of the clause and of the probe, "
				     "the old object and its key for each move()");
	diag_hint(checker->in->diag,
		  "a string takes %u bytes without a size, and fewer with one: str(x, 64)",
		  checker->in->options.max_strlen);
	return false;
}

/* ---- variants ---- */

static uint32_t family_number(struct checker *checker, const struct definition *definition)
{
	size_t i;

	if (!definition || !definition->family)
		return 0;
	for (i = 0; i < checker->families.count; i++)
		if (!strcmp(checker->families.items[i], definition->family))
			return (uint32_t)i + 1;
	array_push(checker->in->arena, &checker->families, definition->family);
	return (uint32_t)i + 1;
}

static bool needs_elapsed(const struct draft *draft)
{
	return draft->setting.needs_elapsed || draft->layout->record->body.needs_elapsed;
}

static bool is_pair(const struct draft *draft, uint32_t family)
{
	return draft->entries.list.count || needs_elapsed(draft) ||
	       draft->layout->record->moves.list.count || draft->point->begin ||
	       (family && check_is_return(draft->point->kind));
}

static struct variant *make_variant(struct draft *draft)
{
	struct checker *checker = draft->layout->checker;
	struct variant *variant = arena_new_of(checker->in->arena, struct variant);
	const struct point *point = draft->point;

	variant->kind = point->kind;
	variant->point = point;
	variant->family = family_number(checker, draft->definition);
	variant->is_pair = is_pair(draft, variant->family);
	variant->needs_elapsed = needs_elapsed(draft);
	variant->begin = point->begin;
	if (point->begin)
		variant->begin_kind = point->begin->kind;
	else
		variant->begin_kind = point->kind == POINT_KRETPROBE ? POINT_KPROBE : POINT_UPROBE;
	variant->fields = draft->fields.list.items;
	variant->field_count = (uint32_t)draft->fields.list.count;
	variant->predicate = draft->predicate;
	variant->entries = draft->entries.list.items;
	variant->entry_count = (uint32_t)draft->entries.list.count;
	variant->taken = draft->taken.list.items;
	return variant;
}

static const char *list_text(struct arena *arena, const char *text, const struct expr_list *list)
{
	for (size_t i = 0; i < list->list.count; i++)
		text = arena_printf(arena, "%s%s\n", text,
				    list->list.items[i] ? ast_expr_text(arena, list->list.items[i])
							: "");
	return text;
}

static bool needs_own_program(const struct point *point)
{
	return probe_kind_has(point->kind, PROBE_OWN) ||
	       (point->begin && probe_kind_has(point->begin->kind, PROBE_OWN));
}

/*
 * What programs are made of: points with an equal text share one. A written pair has one of its
 * own, since its beginning and end find each other by it.
 */
static const char *key_of(const struct draft *draft, const struct variant *variant)
{
	struct arena *arena = draft->layout->checker->in->arena;
	const struct point *point = draft->point;
	const char *text = arena_printf(arena, "%d %u\n", variant->kind, variant->family);

	if (point->begin)
		text = arena_printf(arena, "%s%s .. %s\n", text, point->begin->text, point->text);
	if (needs_own_program(point) || draft->layout->checker->in->options.own_programs)
		text = arena_printf(arena, "%s%zu\n", text, draft->layout->keys.count);
	if (needs_event(draft) && point->kind == POINT_TRACEPOINT)
		text = arena_printf(arena, "%s%s:%s\n", text, point->target, point->name);
	if (needs_parameters(draft))
		text = arena_printf(arena, "%s%s\n", text, point->text);
	text = list_text(arena, text, &draft->fields);
	text = list_text(arena, text, &draft->taken);
	if (draft->predicate)
		text = arena_printf(arena, "%s/%s/\n", text,
				    ast_expr_text(arena, draft->predicate));
	return text; /* what entry() keeps follows from these and the body */
}

static const struct variant *find_variant(const struct layout *layout, const char *key)
{
	const struct variant *variant = layout->clause->variants;

	for (size_t i = 0; i < layout->keys.count; i++, variant = variant->next)
		if (!strcmp(layout->keys.items[i], key))
			return variant;
	return NULL;
}

/* NULL when it was refused. */
static const struct variant *finish_draft(struct draft *draft)
{
	struct layout *layout = draft->layout;
	const struct expr_list *moves = &layout->record->moves;
	const struct variant *known;
	struct variant *variant;
	const char *key;

	if (!check_size_of_entries(draft))
		return NULL;
	for (size_t i = 0; i < moves->list.count; i++)
		if (!take_name(draft, moves->list.items[i]))
			return NULL;
	variant = make_variant(draft);
	key = key_of(draft, variant);
	known = find_variant(layout, key);
	if (known)
		return known;
	variant->index = (uint32_t)layout->keys.count;
	array_push(layout->checker->in->arena, &layout->keys, key);
	*layout->variants_end = variant;
	layout->variants_end = &variant->next;
	return variant;
}

/* ---- attachments ---- */

static struct attachment *make_attachment(struct layout *layout, const struct point *point,
					  const struct variant *variant, uint32_t group,
					  bool is_optional)
{
	struct checker *checker = layout->checker;
	struct attachment *attachment = arena_new_of(checker->in->arena, struct attachment);

	attachment->point = point;
	attachment->variant = variant;
	attachment->group = group;
	attachment->is_optional = is_optional;
	if (++checker->attachment_count == CHECK_CLAUSES_MAX + 1)
		check_refuse_size(checker, layout->clause);
	return attachment;
}

static void append(struct layout *layout, struct attachment *attachment)
{
	*layout->attachments_end = attachment;
	layout->attachments_end = &attachment->next;
}

/* "tracepoint:kmem:*" as the event "kmem:kfree" of it, "fentry:vfs_*" as the function "vfs_read". */
static const struct point *expand(struct arena *arena, const struct point *pattern,
				  const char *name)
{
	struct point *point = arena_copy(arena, pattern, sizeof(*pattern));
	size_t length = strcspn(name, ":");

	if (name[length]) {
		point->target = arena_strndup(arena, name, length);
		name += length + 1;
	}
	point->name = name;
	point->next = NULL;
	point->text = arena_printf(arena, "%s:%s%s%s", probe_kinds[point->kind].name,
				   point->target ? point->target : "", point->target ? ":" : "",
				   name);
	return point;
}

static void refuse_unmatched(struct checker *checker, const struct point *pattern)
{
	if (pattern->kind == POINT_TRACEPOINT) /* which may have been refused already, or be another's */
		return;
	check_refuse(checker, pattern->span, E_PROBE, "nothing matches '%s'", pattern->text);
	if (!check_has_btf(checker))
		check_hint_btf(checker);
	else if (pattern->target)
		diag_hint(checker->in->diag, "only the kernel's own functions are known, not those of "
					     "modules; kprobe takes these");
}

static size_t match_places(struct checker *checker, const struct point *pattern,
			   const char *const **names)
{
	return pattern->kind == POINT_TRACEPOINT ? check_match_events(checker, pattern, names)
						 : check_match_prototypes(checker, pattern, names);
}

/* A program is for one place: each that the pattern matches gets its own. */
static void attach_events(struct layout *layout, const struct point *pattern,
			  const struct definition *definition, uint32_t group)
{
	struct checker *checker = layout->checker;
	const char *const *names;
	size_t count = match_places(checker, pattern, &names);

	if (!count)
		refuse_unmatched(checker, pattern);
	for (size_t i = 0; i < count && !is_full(checker); i++) {
		const struct point *point = expand(checker->in->arena, pattern, names[i]);
		struct draft draft = start_draft(layout, point, definition);
		const struct variant *variant;

		check_draft(&draft);
		variant = finish_draft(&draft);
		if (!variant)
			return;
		/* Another kernel may not have all of them. */
		append(layout, make_attachment(layout, point, variant, group, true));
	}
}

static void refuse_choice(struct checker *checker, const struct point *point)
{
	check_refuse(checker, point->span, E_PROBE,
		     "'%s' is one of alternatives: with a '*' its fields cannot be read",
		     point->text);
	diag_hint(checker->in->diag, "name the tracepoint");
}

/* A | B | C: each is tried when the one before is not there. */
static void attach_point(struct layout *layout, const struct point *first,
			 const struct definition *definition, uint32_t group, bool is_optional)
{
	struct attachment *before = NULL, *attachment;

	for (const struct point *p = first; p; p = p->alternative) {
		struct draft draft = start_draft(layout, p, definition);
		const struct variant *variant;

		check_draft(&draft);
		if (check_is_pattern(p) && (probe_kind_has(p->kind, PROBE_TYPED) ||
					    (needs_event(&draft) && p->kind == POINT_TRACEPOINT))) {
			if (first->alternative)
				refuse_choice(layout->checker, p);
			else
				attach_events(layout, p, definition, group);
			return;
		}
		variant = finish_draft(&draft);
		if (!variant)
			return;
		attachment =
			make_attachment(layout, p, variant, group, is_optional || p->is_optional);
		if (before)
			before->alternative = attachment;
		else
			append(layout, attachment);
		before = attachment;
	}
}

/* The points of a named probe are one group: memalign and aligned_alloc are one function. */
static void attach_named(struct layout *layout, const struct point *named)
{
	uint32_t group = layout->checker->group_count++;

	for (const struct point *p = named->definition->points; p && !is_full(layout->checker);
	     p = p->next)
		attach_point(layout, p, named->definition, group, named->is_optional);
}

void check_layout(struct checker *checker, struct clause *clause)
{
	struct clause_record *record = &checker->records[clause->index];
	struct layout layout = {
		.checker = checker,
		.clause = clause,
		.record = record,
		.variants_end = &clause->variants,
		.attachments_end = &clause->attachments,
	};

	checker->clause = clause;
	clause->moves = record->moves.list.items;
	clause->move_count = (uint32_t)record->moves.list.count;
	for (const struct point *p = clause->points; p && !layout.first; p = p->next)
		layout.first = p->definition;
	for (const struct point *p = clause->points; p && !is_full(checker); p = p->next) {
		if (p->definition)
			attach_named(&layout, p);
		else
			attach_point(&layout, p, NULL, checker->group_count++, false);
	}
}
