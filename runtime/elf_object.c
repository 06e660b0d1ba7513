#include "runtime/elf_object.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/link.h"
#include "lexer/text.h"
#include "runtime/choose.h"
#include "runtime/load.h"
#include "runtime/message.h"
#include "runtime/run.h"

struct placed {
	const char *program, *section;
};

struct placing {
	struct arena *arena;
	struct machine *machine;
	struct probes probes;
	ARRAY(struct placed) list;
	int status;
};

static bool refuse(struct placing *placing, const struct plan_attach *attach, const char *why)
{
	complain("%s: %s: %s", attach->place, attach->text, why);
	placing->status = STATUS_PROGRAM;
	return false;
}

/* ---- the names of sections ---- */

/* What libbpf takes for a function's name. */
static bool is_plain(const char *name)
{
	for (; *name; name++)
		if (!isalnum((unsigned char)*name) && *name != '_' && *name != '.')
			return false;
	return true;
}

static const char *plus_offset(struct arena *arena, const char *name, uint64_t offset)
{
	return offset ? arena_printf(arena, "%s+0x%llx", name, (unsigned long long)offset) : name;
}

/* NULL: libbpf has no way to say it. `offset` is that from the function's start. */
static const char *section_at(struct arena *arena, enum plan_point_kind kind,
			      const struct place *place, uint64_t offset)
{
	const char *type = probe_kinds[kind].section, *name = place->name;

	switch (kind) {
	case PLAN_KPROBE:
	case PLAN_KRETPROBE:
		return is_plain(name) ? arena_printf(arena, "%s/%s", type,
						     plus_offset(arena, name, offset))
				      : NULL;
	case PLAN_UPROBE:
	case PLAN_URETPROBE:
		return name && is_plain(name) && !strchr(place->target, ':')
			       ? arena_printf(arena, "%s/%s:%s", type, place->target,
					      plus_offset(arena, name, offset))
			       : NULL;
	case PLAN_USDT:
		return place->provider && !strchr(place->target, ':')
			       ? arena_printf(arena, "%s/%s:%s:%s", type, place->target,
					      place->provider, name)
			       : NULL;
	case PLAN_TRACEPOINT:
		return arena_printf(arena, "%s/%s/%s", type, place->target, name);
	case PLAN_RAWTRACEPOINT:
		return arena_printf(arena, "%s/%s", type, name);
	case PLAN_FENTRY:
	case PLAN_FEXIT:
		return arena_printf(arena, "%s%s", type, name);
	default:
		return NULL;
	}
}

/* ---- one probe ---- */

static const struct placed *find_placed(const struct placing *placing, const char *program)
{
	for (size_t i = 0; i < placing->list.count; i++)
		if (strcmp(placing->list.items[i].program, program) == 0)
			return &placing->list.items[i];
	return NULL;
}

static void place(struct placing *placing, const char *program, const char *section)
{
	struct placed placed = {arena_strdup(placing->arena, program), section};

	array_push(placing->arena, &placing->list, placed);
}

/* Who names functions by a wildcard gets them by one link, of which the section has the pattern. */
static bool place_many(struct placing *placing, const struct plan_attach *attach)
{
	const struct plan_point *point = &attach->point;
	bool is_return = point->kind == PLAN_KRETPROBE;

	if ((point->kind != PLAN_KPROBE && !is_return) || attach->has_begin || point->target)
		return refuse(placing, attach,
			      "of wildcards other loaders know those of kprobe and kretprobe alone, "
			      "without entry(): name the places one by one");
	if (!find_placed(placing, point->program))
		place(placing, point->program,
		      arena_printf(placing->arena, "%s.multi/%s",
				   is_return ? "kretprobe" : "kprobe", point->name));
	return true;
}

static bool place_hook(struct placing *placing, const struct plan_attach *attach,
		       const struct plan_point *point, const struct hook *hook)
{
	const char *section;

	if (find_placed(placing, hook->program))
		return refuse(placing, attach,
			      "there are several of that name, and other loaders attach a program to "
			      "one: name it with its provider or module");
	section = section_at(placing->arena, point->kind, &hook->place, point->offset);
	if (!section)
		return refuse(placing, attach,
			      "no other loader can attach this by the name of a section: name a "
			      "function by its symbol");
	place(placing, hook->program, section);
	return true;
}

/* Two names of one function are one place. */
static bool is_repeated(const struct placing *placing, size_t index)
{
	const struct probe *probe = &placing->probes.list.items[index];

	for (size_t i = 0; i < index; i++) {
		const struct probe *other = &placing->probes.list.items[i];

		if (other->attach->group == probe->attach->group &&
		    other->hook.kind == probe->hook.kind &&
		    place_is_same(&other->hook.place, &probe->hook.place))
			return true;
	}
	return false;
}

/* Do several places share the attachment, and so the program? */
static bool is_one_of_many(const struct placing *placing, size_t index)
{
	const struct probe *probe = &placing->probes.list.items[index];

	return probe->is_expanded &&
	       ((index > 0 && probe[-1].attach == probe->attach) ||
		(index + 1 < placing->probes.list.count && probe[1].attach == probe->attach));
}

static bool place_probe(struct placing *placing, size_t index)
{
	const struct probe *probe = &placing->probes.list.items[index];
	const struct plan_attach *attach = probe->attach;

	if (probe_kind_has(attach->point.kind, PROBE_RUN) ||
	    probe_kind_has(attach->point.kind, PROBE_SAMPLE))
		return refuse(placing, attach,
			      "memtap itself runs or opens this probe; other loaders attach what the "
			      "kernel or a program runs into: leave the clause out");
	if (is_one_of_many(placing, index))
		return place_many(placing, attach);
	if (is_repeated(placing, index))
		return true;
	if (attach->has_begin && !place_hook(placing, attach, &attach->begin, &probe->begin))
		return false;
	return place_hook(placing, attach, &attach->point, &probe->hook);
}

/* ---- what the compiler asks ---- */

static bool choose(void *context, const struct plan *plan)
{
	struct placing *placing = context;

	placing->status = choose_probes(placing->machine, plan, &placing->probes);
	for (size_t i = 0; !placing->status && i < placing->probes.list.count; i++)
		place_probe(placing, i);
	return placing->status == STATUS_DONE;
}

static const char *section_of(void *context, const char *program)
{
	const struct placed *placed = find_placed(context, program);

	return placed ? placed->section : NULL;
}

static void tell_event(void *context, const char *where)
{
	struct placing *placing = context;

	if (!placing->status)
		complain("%s: this clause has memtap print, clear or end, which no other loader does: "
			 "store what is to be known in maps",
			 where);
	placing->status = STATUS_PROGRAM;
}

/* ---- the whole ---- */

/* What the loader would do: the object is finished now. */
static int finish(struct placing *placing, struct plan *plan)
{
	uint8_t *image = heap_alloc(plan->object_size);
	int status = load_prepare(placing->machine, plan, &placing->probes, image);

	free(plan->object);
	plan->object = image;
	return status;
}

int elf_object_compile(struct codegen_input *input, const struct program *program,
		       struct machine *machine, struct plan **plan)
{
	struct placing placing = {.arena = input->arena, .machine = machine};
	struct codegen_places places = {.context = &placing,
					.cpus = machine_cpus(),
					.choose = choose,
					.section = section_of,
					.tell_event = tell_event};

	machine->own_pid = -1; /* nobody is left out */
	input->places = &places;
	*plan = codegen_program(input, program);
	if (placing.status)
		return placing.status;
	if (*plan)
		return finish(&placing, *plan);
	return link_error() ? STATUS_ENVIRONMENT : STATUS_BUG;
}

int elf_object_write(const struct plan *plan, const char *path)
{
	FILE *out = fopen(path, "we");
	bool is_written = out && fwrite(plan->object, plan->object_size, 1, out) == 1;

	if (out && fclose(out) != 0)
		is_written = false;
	if (is_written)
		return STATUS_DONE;
	complain("cannot write %s: %s", path, strerror(errno));
	return STATUS_ENVIRONMENT;
}
