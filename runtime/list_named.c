#include "runtime/list_named.h"

#include <string.h>

#include "codegen/codegen.h"
#include "lexer/diag.h"
#include "parser/check.h"
#include "parser/kernel.h"
#include "parser/parse.h"
#include "runtime/choose.h"
#include "runtime/run.h"
#include "stdlib/embed.h"

/* A compilation of a program that attaches to the probe and reads all of its fields. */
struct sample {
	struct arena *arena;
	struct sources *sources;
	struct diag *diag;
	struct types *types;
	struct kernel *kernel;
	struct program program;
};

static void print_line(FILE *out, const char *what, const char *text)
{
	fprintf(out, "    %-9s %s", what, text);
}

/* "mem:free { print((args.ptr, 0)); }" */
static const char *sample_text(struct arena *arena, const struct definition *definition)
{
	const char *fields = "";

	for (const struct field_name *field = definition->fields; field; field = field->next)
		fields = arena_printf(arena, "%sargs.%s, ", fields, field->name);
	return arena_printf(arena, "%s { print((%s0)); }", definition->name, fields);
}

static bool check_sample(struct sample *sample, const struct definition *definition)
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
	const char *text = sample_text(sample->arena, definition);

	parse_source(sample->arena,
		     sources_add(sample->sources, definition->name, text, strlen(text)),
		     sample->diag, &sample->program);
	return !diag_failed(sample->diag) && check_program(&input, &sample->program);
}

static struct plan *compile_sample(struct sample *sample, const struct definition *definition)
{
	struct codegen_input input = {.arena = sample->arena,
				      .sources = sample->sources,
				      .types = sample->types,
				      .kernel = sample->kernel,
				      .name = definition->name};

	return codegen_program(&input, &sample->program);
}

static void print_fields(const struct sample *sample, FILE *out)
{
	const struct definition *definition = sample->program.clauses->points->definition;

	for (const struct field_name *field = definition->fields; field; field = field->next)
		fprintf(out, "    %-16s %s\n", field->name, type_name(sample->arena, field->type));
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

static int print_sample(struct machine *machine, struct sample *sample,
			const struct definition *definition, FILE *out)
{
	struct plan *plan;

	if (!check_sample(sample, definition)) {
		fprintf(out, "    not on this machine: %s\n", diag_first_error(sample->diag));
		return STATUS_DONE;
	}
	plan = compile_sample(sample, definition);
	if (!plan)
		return STATUS_BUG;
	print_fields(sample, out);
	for (uint32_t i = 0; i < plan->attach_count; i++)
		if (!plan->attaches[i].is_alternative)
			print_alternatives(machine, plan, &plan->attaches[i], out);
	plan_free(plan);
	return STATUS_DONE;
}

int list_named_probe(struct machine *machine, const struct definition *definition, FILE *out)
{
	struct arena *arena = arena_new();
	struct sources *sources = sources_new(arena);
	struct types *types = types_new(arena);
	struct sample sample = {.arena = arena,
				.sources = sources,
				.diag = diag_new(arena, sources),
				.types = types,
				.kernel = kernel_open(arena, types, "/")};
	int status = print_sample(machine, &sample, definition, out);

	kernel_close(sample.kernel);
	arena_free(arena);
	return status;
}
