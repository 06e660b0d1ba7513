#include "runtime/debug_places.h"

#include "parser/ast.h"
#include "runtime/kind.h"
#include "runtime/machine.h"
#include "runtime/progress.h"

bool debug_places_find(void *context, const struct point *point, struct debug_places *places,
		       const char **problem)
{
	struct machine *machine = context;
	struct plan_point wanted = {.kind = (enum plan_point_kind)point->kind,
				    .target = (char *)point->target,
				    .provider = (char *)point->provider,
				    .name = (char *)point->name,
				    .offset = point->offset};
	struct places found = {0};
	struct debug_place *items;
	struct reason reason;
	bool is_found;

	progress_begin("looking for functions in", point->target);
	is_found = kind_of(wanted.kind)->resolve(machine, &wanted, true, &found, &reason);
	progress_end();
	if (!is_found) {
		*problem = arena_strdup(machine->arena, reason.text);
		return false;
	}
	items = arena_alloc(machine->arena, (found.list.count + 1) * sizeof(*items));
	for (size_t i = 0; i < found.list.count; i++)
		items[i] = (struct debug_place){.path = found.list.items[i].target,
						.name = found.list.items[i].name,
						.offset = found.list.items[i].offset};
	*places = (struct debug_places){items, found.list.count};
	return true;
}
