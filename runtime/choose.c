#include "runtime/choose.h"

#include <string.h>

#include "lexer/text.h"
#include "runtime/patch.h"
#include "runtime/privileges.h"
#include "runtime/run.h"

struct choice {
	struct machine *machine;
	const struct plan *plan;
	struct probes *probes;
	uint64_t next_id; /* for what wildcards add */
	bool is_over;	  /* said why already; an error even for what may be missing */
	bool is_admin;	  /* CAP_SYS_ADMIN */
};

static bool is_pattern(const char *name)
{
	return name && glob_has_wildcard(name);
}

/* Does the point stand for any number of places? */
static bool has_wildcard(const struct plan_point *point)
{
	return is_pattern(point->target) || is_pattern(point->provider) || is_pattern(point->name);
}

/* The last occurrence: before a pair's end stands its beginning. */
static const char *find_last(const char *text, const char *part)
{
	const char *found = NULL;

	for (const char *at = text; (at = strstr(at, part)); at++)
		found = at;
	return found;
}

static const char *put_in(struct arena *arena, const char *text, const char *pattern,
			  const char *name)
{
	const char *at = is_pattern(pattern) && name ? find_last(text, pattern) : NULL;

	if (!at)
		return text;
	return arena_printf(arena, "%.*s%s%s", (int)(at - text), text, name, at + strlen(pattern));
}

/* "tracepoint:sys*:*_brk" becomes "tracepoint:syscalls:sys_enter_brk". From the end on, so that no
 * pattern is found in the place of another. */
static const char *expanded_text(struct arena *arena, const struct plan_attach *attach,
				 const struct place *place)
{
	const struct plan_point *point = &attach->point;
	const char *text = put_in(arena, attach->text, point->name, place->name);

	text = put_in(arena, text, point->provider, place->provider);
	return put_in(arena, text, point->target, place->target);
}

static struct hook hook_at(const struct plan_point *point, const struct place *place)
{
	return (struct hook){.kind = kind_of(point->kind),
			     .program = point->program,
			     .place = *place,
			     .ready = -1};
}

/* Where the pair that ends at `end` begins. */
static bool find_begin(struct choice *choice, const struct plan_attach *attach,
		       const struct place *end, bool sure, struct hook *begin,
		       struct reason *reason)
{
	struct places places = {0};

	if (kind_is_same_function(&attach->begin, &attach->point)) {
		*begin = hook_at(&attach->begin, end);
		return true;
	}
	if (!kind_of(attach->begin.kind)
		     ->resolve(choice->machine, &attach->begin, sure, &places, reason))
		return false;
	if (places.list.count != 1)
		return reason_set(reason, "a pair has to begin at one place, and '%s' matches %zu",
				  attach->begin.name, places.list.count);
	*begin = hook_at(&attach->begin, &places.list.items[0]);
	return true;
}

/*
 * malloc under two names is one function: counting it twice would be wrong. `before`: how many probes
 * there were before the point's; those of one point differ.
 */
static bool is_repeated(const struct choice *choice, const struct probe *probe, size_t before)
{
	for (size_t i = 0; i < before; i++) {
		const struct probe *other = &choice->probes->list.items[i];

		if (!probe_kind_has(probe->attach->point.kind, PROBE_RUN) &&
		    other->attach->group == probe->attach->group &&
		    strcmp(other->hook.program, probe->hook.program) == 0 &&
		    place_is_same(&other->hook.place, &probe->hook.place))
			return true;
	}
	return false;
}

static bool add_probe(struct choice *choice, const struct plan_attach *attach,
		      const struct place *place, size_t before, bool sure, struct reason *reason)
{
	bool is_first = choice->probes->list.count == before;
	struct probe probe = {
		.attach = attach,
		.text = expanded_text(choice->machine->arena, attach, place),
		.is_expanded = has_wildcard(&attach->point),
		.begin = {.ready = -1},
		.hook = hook_at(&attach->point, place),
	};

	if (attach->has_begin && !find_begin(choice, attach, place, sure, &probe.begin, reason))
		return false;
	if (is_repeated(choice, &probe, before))
		return true;
	probe.id = is_first ? (uint64_t)(attach - choice->plan->attaches) : choice->next_id++;
	array_push(choice->machine->arena, &choice->probes->list, probe);
	return true;
}

static bool refuse_so_many(struct choice *choice, const struct plan_attach *attach, size_t count)
{
	complain("%s: %s: %zu points to attach to; memtap takes at most %d: name fewer",
		 attach->place, attach->text, count, PROBES_MAX);
	choice->is_over = true;
	return false;
}

static bool add_probes(struct choice *choice, const struct plan_attach *attach, bool sure,
		       struct reason *reason)
{
	const struct plan_point *point = &attach->point;
	size_t before = choice->probes->list.count;
	struct places places = {0};

	if (!kind_of(point->kind)->resolve(choice->machine, point, sure, &places, reason) ||
	    !patch_fits(choice->machine, choice->plan, point->program, reason) ||
	    (attach->has_begin &&
	     !patch_fits(choice->machine, choice->plan, attach->begin.program, reason)))
		return false;
	if (places.indirect_count)
		complain("%s: %s: of the matching functions %zu are not probed: they are chosen among "
			 "several when the program starts (IFUNC)",
			 attach->place, attach->text, places.indirect_count);
	if (before + places.list.count > PROBES_MAX)
		return refuse_so_many(choice, attach, before + places.list.count);
	for (size_t i = 0; i < places.list.count; i++) {
		if (add_probe(choice, attach, &places.list.items[i], before, sure, reason))
			continue;
		choice->probes->list.count = before;
		return false;
	}
	return true;
}

/* Follows A | B | C to the first that is there. */
static int choose_one(struct choice *choice, const struct plan_attach *first)
{
	const struct plan *plan = choice->plan;
	const struct plan_attach *attach = first;
	bool is_optional = false;
	struct reason reason, other;

	for (uint32_t tried = 0; tried < plan->attach_count; tried++) {
		is_optional |= attach->is_optional;
		if (add_probes(choice, attach, is_optional || attach->alternative != PLAN_NONE,
			       tried ? &other : &reason))
			return STATUS_DONE;
		if (choice->is_over)
			return STATUS_ENVIRONMENT;
		if (attach->alternative == PLAN_NONE)
			break;
		attach = &plan->attaches[attach->alternative];
	}
	choice->is_over = !machine_has_target(choice->machine);
	if (choice->is_over)
		return STATUS_ENVIRONMENT;
	if (is_optional && !first->says_missing)
		return STATUS_DONE;
	complain("%s: %s: %s%s", first->place, first->text, reason.text,
		 attach == first ? "" : " (nor any of the alternatives)");
	return is_optional ? STATUS_DONE : STATUS_ENVIRONMENT;
}

/* ---- attached together ---- */

/*
 * Uprobes of one process are opened one by one: many at once would be hit by all who use the file,
 * as the kernel's own filter for those loses threads (Linux 6.6 to 6.9). Yet the kernel opens single
 * ones to CAP_SYS_ADMIN alone, so that without it this is the only way.
 */
static bool may_be_many(const struct choice *choice, const struct probe *probe)
{
	bool is_of_one = machine_only_pid(choice->machine) >= 0 &&
			 probe_kind_has(probe->attach->point.kind, PROBE_PROCESS);

	return probe->hook.kind->attach_many && !probe->begin.kind && !probe->attach->point.offset &&
	       !(is_of_one && choice->is_admin);
}

/* What is known of the probes of one point of the plan. */
struct together {
	size_t count;
	bool has_single; /* one that cannot be attached together with others */
};

static bool is_program_many(const struct choice *choice, const struct together *points,
			    uint32_t index)
{
	const struct plan *plan = choice->plan;
	const char *program = plan->attaches[index].point.program;
	bool has_single = false;
	size_t count = 0;

	for (uint32_t i = 0; i < plan->attach_count; i++) {
		if (!points[i].count || strcmp(plan->attaches[i].point.program, program) != 0)
			continue;
		count += points[i].count;
		has_single |= points[i].has_single;
	}
	return (count > 1 || !choice->is_admin) && !has_single;
}

static void mark_many(struct choice *choice)
{
	const struct plan *plan = choice->plan;
	struct probes *probes = choice->probes;
	struct together *points =
		arena_alloc(choice->machine->arena, (plan->attach_count + 1) * sizeof(*points));
	const struct plan_attach *last = NULL;
	bool is_many = false;

	for (size_t i = 0; i < probes->list.count; i++) {
		const struct probe *probe = &probes->list.items[i];
		struct together *point = &points[probe->attach - plan->attaches];

		point->count++;
		point->has_single |= !may_be_many(choice, probe);
	}
	for (size_t i = 0; i < probes->list.count; i++) {
		struct probe *probe = &probes->list.items[i];

		if (probe->attach != last)
			is_many = is_program_many(choice, points, probe->attach - plan->attaches);
		last = probe->attach;
		probe->is_many = is_many;
	}
}

int choose_probes(struct machine *machine, const struct plan *plan, struct probes *probes)
{
	struct choice choice = {
		.machine = machine,
		.plan = plan,
		.probes = probes,
		.next_id = plan->attach_count,
		.is_admin = privileges_have(CAP_SYS_ADMIN)};
	int status = STATUS_DONE;

	for (uint32_t i = 0; i < plan->attach_count && !choice.is_over; i++)
		if (!plan->attaches[i].is_alternative && choose_one(&choice, &plan->attaches[i]))
			status = STATUS_ENVIRONMENT;
	if (!status && !probes->list.count) {
		complain("%s: none of the probes is there", plan->name);
		status = STATUS_ENVIRONMENT;
	}
	mark_many(&choice);
	return status;
}

bool choose_has(struct machine *machine, const struct plan *plan, const struct plan_attach *attach,
		struct reason *reason)
{
	struct probes probes = {0};
	struct choice choice = {
		.machine = machine, .plan = plan, .probes = &probes, .next_id = plan->attach_count};

	return add_probes(&choice, attach, true, reason);
}
