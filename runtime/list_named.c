#include "runtime/list_named.h"

#include <string.h>

#include "codegen/codegen.h"
#include "codegen/link.h"
#include "lexer/diag.h"
#include "parser/check.h"
#include "parser/kernel.h"
#include "parser/parse.h"
#include "runtime/choose.h"
#include "runtime/run.h"
#include "stdlib/embed.h"

/*
 * A compilation of a program that has a clause for each probe, which reads all of its fields. It is
 * one program for all of them: LLVM 19 keeps pointers to what it made of members
 * (BPFAbstractMemberAccess), and compiles no second one in a process.
 */
struct sample {
	struct arena *arena;
	struct sources *sources;
	struct diag *diag;
	struct types *types;
	struct kernel *kernel;
	struct program program;
};

static void sample_open(struct sample *sample)
{
	struct arena *arena = arena_new();
	struct sources *sources = sources_new(arena);
	struct types *types = types_new(arena);

	*sample = (struct sample){.arena = arena,
				  .sources = sources,
				  .diag = diag_new(arena, sources),
				  .types = types,
				  .kernel = kernel_open(arena, types, "/")};
}

static void sample_close(struct sample *sample)
{
	kernel_close(sample->kernel);
	arena_free(sample->arena);
}

/* "mem:free { print((args.ptr, 0)); }", in a source of the probe's name. */
static void sample_add(struct sample *sample, const struct definition *definition)
{
	const char *fields = "", *text;

	for (const struct field_name *field = definition->fields; field; field = field->next)
		fields = arena_printf(sample->arena, "%sargs.%s, ", fields, field->name);
	text = arena_printf(sample->arena, "%s { print((%s0)); }", definition->name, fields);
	parse_source(sample->arena,
		     sources_add(sample->sources, definition->name, text, strlen(text)),
		     sample->diag, &sample->program);
}

static bool sample_check(struct sample *sample)
{
	struct checker_input input = {.arena = sample->arena,
				      .sources = sample->sources,
				      .diag = sample->diag,
				      .types = sample->types,
				      .kernel = sample->kernel,
				      .library = stdlib_source,
				      .options = {.max_strlen = config_default.max_strlen,
						  .allocator = config_default.allocator,
						  .allocator_prefix =
							  config_default.allocator_prefix}};

	return !diag_failed(sample->diag) && check_program(&input, &sample->program);
}

static struct plan *sample_compile(struct sample *sample)
{
	struct codegen_input input = {.arena = sample->arena,
				      .sources = sample->sources,
				      .types = sample->types,
				      .kernel = sample->kernel,
				      .name = "-l"};

	return codegen_program(&input, &sample->program);
}

/* Why this kernel cannot have the probe; NULL: it may. */
static const char *problem_with(struct arena *arena, const struct definition *definition)
{
	const char *problem = NULL;
	struct sample sample;

	sample_open(&sample);
	sample_add(&sample, definition);
	if (!sample_check(&sample))
		problem = arena_strdup(arena, diag_first_error(sample.diag));
	sample_close(&sample);
	return problem;
}

/* ---- what is printed ---- */

static void print_fields(const struct sample *sample, const struct definition *definition,
			 FILE *out)
{
	for (const struct field_name *field = definition->fields; field; field = field->next)
		fprintf(out, "    %-16s %s\n", field->name, type_name(sample->arena, field->type));
}

static void print_line(FILE *out, const char *what, const char *text)
{
	fprintf(out, "    %-9s %s", what, text);
}

/* Of A | B | C the first that is there is taken. */
static void print_alternatives(struct machine *machine, const struct plan *plan,
			       const struct plan_attach *attach, FILE *out)
{
	bool is_found = false;

	for (uint32_t tried = 0; tried < plan->attach_count; tried++) {
		struct reason reason;

		if (is_found) {
			print_line(out, "not used", attach->text);
		} else if (choose_has(machine, plan, attach, &reason)) {
			print_line(out, "present", attach->text);
			is_found = true;
		} else {
			print_line(out, "missing", attach->text);
			fprintf(out, " (%s)", reason.text);
		}
		fputc('\n', out);
		if (attach->alternative == PLAN_NONE)
			return;
		attach = &plan->attaches[attach->alternative];
	}
}

/* The points of the clause that is the source of the probe's name. */
static void print_points(struct machine *machine, const struct plan *plan, const char *name,
			 FILE *out)
{
	const char *place = arena_printf(machine->arena, "%s:1:1", name);

	for (uint32_t i = 0; i < plan->attach_count; i++) {
		const struct plan_attach *attach = &plan->attaches[i];

		if (!attach->is_alternative && strcmp(attach->place, place) == 0)
			print_alternatives(machine, plan, attach, out);
	}
}

void list_signature(const struct definition *definition, FILE *out)
{
	fprintf(out, "%s(", definition->name);
	for (const struct field_name *field = definition->fields; field; field = field->next)
		fprintf(out, "%s%s", field->name, field->next ? ", " : "");
	fputs(")\n", out);
}

/* ---- all ---- */

static void list_all(struct machine *machine, const struct sample *sample, const struct plan *plan,
		     const struct definitions *list, const char *const *problems, FILE *out)
{
	const struct clause *clause = sample->program.clauses;

	for (size_t i = 0; i < list->count; i++) {
		list_signature(list->items[i], out);
		if (problems[i]) {
			fprintf(out, "    not on this machine: %s\n", problems[i]);
			continue;
		}
		print_fields(sample, clause->points->definition, out);
		print_points(machine, plan, list->items[i]->name, out);
		clause = clause->next;
	}
}

int list_in_detail(struct machine *machine, const struct definitions *list, FILE *out)
{
	const char **problems = arena_alloc(machine->arena, (list->count + 1) * sizeof(*problems));
	struct plan *plan = NULL;
	struct sample sample;
	int status = STATUS_DONE;

	sample_open(&sample);
	for (size_t i = 0; i < list->count; i++) {
		problems[i] = problem_with(machine->arena, list->items[i]);
		if (!problems[i])
			sample_add(&sample, list->items[i]);
	}
	if (sample.program.clauses &&
	    (!sample_check(&sample) || !(plan = sample_compile(&sample)))) {
		diag_print(sample.diag, stderr, false);
		status = link_error() ? STATUS_ENVIRONMENT : STATUS_BUG;
	} else {
		list_all(machine, &sample, plan, list, problems, out);
	}
	plan_free(plan);
	sample_close(&sample);
	return status;
}
