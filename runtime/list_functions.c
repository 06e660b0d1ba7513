#include "runtime/list_functions.h"

#include <string.h>

#include "parser/ast.h"
#include "parser/debug_info.h"
#include "runtime/debug_places.h"
#include "runtime/message.h"

struct describer {
	struct arena *arena;
	struct debug_info *debug_info;
	FILE *out;
	const char *problem; /* why nothing is known of a function; NULL: something is of one */
	bool has_described;
};

/* As fields of named probes are listed; of what cannot be read by name, why. */
static void describe_parameter(const struct describer *describer,
			       const struct debug_parameter *parameter)
{
	if (parameter->problem)
		fprintf(describer->out, "    %-16s (%s)\n", parameter->name, parameter->problem);
	else
		fprintf(describer->out, "    %-16s %s\n", parameter->name,
			type_name(describer->arena, parameter->type));
}

static void describe_function(struct describer *describer, const struct point *point)
{
	const struct debug_function *function = NULL;
	struct debug_places places;
	const char *problem;

	if (debug_info_places(describer->debug_info, point, &places, &problem))
		function =
			debug_info_find_function(describer->debug_info, &places.items[0], &problem);
	if (!function) {
		describer->problem = problem;
		return;
	}
	describer->has_described = true;
	for (size_t i = 0; i < function->parameter_count; i++)
		describe_parameter(describer, &function->parameters[i]);
}

/* "uprobe:BINARY:FUNCTION" */
static struct point *point_of_line(struct arena *arena, const char *line)
{
	const char *target = strchr(line, ':') + 1, *name = strrchr(target, ':') + 1;
	struct point *point = arena_new_of(arena, struct point);

	point->kind = POINT_UPROBE;
	point->target = arena_strndup(arena, target, name - target - 1);
	point->name = name;
	return point;
}

void list_functions(struct machine *machine, char *lines, FILE *out)
{
	struct describer describer = {.arena = machine->arena, .out = out};
	char *rest;

	describer.debug_info = debug_info_new(machine->arena, types_new(machine->arena),
					      debug_places_find, machine);
	for (char *line = strtok_r(lines, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		fprintf(out, "%s\n", line);
		if (!strncmp(line, "uprobe:", strlen("uprobe:")))
			describe_function(&describer, point_of_line(machine->arena, line));
	}
	if (describer.problem && !describer.has_described)
		complain("what functions take is not known: %s", describer.problem);
	debug_info_close(describer.debug_info);
}
