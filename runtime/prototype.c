#include "runtime/prototype.h"

#include <bpf/btf.h>
#include <string.h>

#include "lexer/probe_kind.h"

/* A tracepoint calls its probes from a function of its own, behind whose first argument are its. */
#define EVENT_PREFIX "__traceiter_"

static struct btf *read_btf(struct machine *machine)
{
	if (!machine->btf_was_read)
		machine->btf = btf__load_vmlinux_btf();
	machine->btf_was_read = true;
	return machine->btf;
}

static const struct btf_type *find_function(struct machine *machine, const char *name)
{
	const struct btf *btf = read_btf(machine);
	int id = btf ? btf__find_by_name_kind(btf, name, BTF_KIND_FUNC) : -1;
	const struct btf_type *type = id > 0 ? btf__type_by_id(btf, id) : NULL;

	return type ? btf__type_by_id(btf, type->type) : NULL;
}

bool prototype_has_event(struct machine *machine, const char *event)
{
	const char *name = arena_printf(machine->arena, EVENT_PREFIX "%s", event);

	return !read_btf(machine) || find_function(machine, name);
}

size_t prototype_events(struct machine *machine, const char *const **names)
{
	const struct btf *btf = read_btf(machine);
	uint32_t count = btf ? btf__type_cnt(btf) : 0;
	ARRAY(const char *) found = {0};

	for (uint32_t i = 1; i < count; i++) {
		const struct btf_type *type = btf__type_by_id(btf, i);
		const char *name =
			btf_is_func(type) ? btf__name_by_offset(btf, type->name_off) : NULL;

		if (name && strncmp(name, EVENT_PREFIX, strlen(EVENT_PREFIX)) == 0)
			array_push(machine->arena, &found, name + strlen(EVENT_PREFIX));
	}
	*names = found.items;
	return found.count;
}

static const struct tracefs_field *field_of(struct machine *machine, uint32_t type_id,
					    uint32_t index, const char *name)
{
	struct tracefs_field *field = arena_new_of(machine->arena, struct tracefs_field);
	const struct btf_type *type = btf__type_by_id(machine->btf, type_id);
	int64_t size = btf__resolve_size(machine->btf, type_id);

	for (int depth = 0; type && depth < 32 && (btf_is_mod(type) || btf_is_typedef(type));
	     depth++)
		type = btf__type_by_id(machine->btf, type->type);
	field->name = name;
	field->offset = index * sizeof(uint64_t);
	field->size = size > 0 ? (uint32_t)size : sizeof(uint64_t);
	field->is_signed = type && btf_is_int(type) && btf_int_encoding(type) & BTF_INT_SIGNED;
	return field;
}

const struct tracefs_field *prototype_find_argument(struct machine *machine, const char *kind,
						    const char *name, const char *argument,
						    struct reason *reason)
{
	bool is_event = strcmp(kind, probe_kinds[PROBE_KIND_RAWTRACEPOINT].name) == 0;
	uint32_t first = is_event ? 1 : 0;
	const struct btf_type *function = find_function(
		machine, is_event ? arena_printf(machine->arena, EVENT_PREFIX "%s", name) : name);

	if (!machine->btf)
		reason_set(reason, "this kernel has no BTF, which %s needs", kind);
	else if (!function)
		reason_set(reason, "this kernel's BTF has no '%s'", name);
	else
		reason_set(reason, "'%s' has no argument '%s' on this kernel", name, argument);
	for (uint32_t i = first; function && i < btf_vlen(function); i++) {
		const struct btf_param *parameter = &btf_params(function)[i];
		const char *own = btf__name_by_offset(machine->btf, parameter->name_off);

		if (own && strcmp(own, argument) == 0)
			return field_of(machine, parameter->type, i - first, argument);
	}
	return NULL;
}
