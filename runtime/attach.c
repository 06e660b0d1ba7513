#include "runtime/attach.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "lexer/fault.h"
#include "runtime/file.h"
#include "runtime/perf_event_open.h"
#include "runtime/progress.h"
#include "runtime/run.h"

#define DESCRIPTORS 8 /* more than one place takes, and enough for the loop */

static int attach_hook(const struct loaded *loaded, const struct machine *machine,
		       struct hook *hook, uint64_t id)
{
	struct bpf_program *program;
	int error;

	if (!hook->kind)
		return 0;
	if (!file_can_open(DESCRIPTORS)) /* libbpf takes that for the lack of something in the kernel */
		return -EMFILE;
	program = load_find_program(loaded, hook->program);
	error = hook->kind->attach(machine, hook, program, id);
	/* There are no cookies before Linux 5.15, and so no program that would have been loaded asks. */
	if (error == -EOPNOTSUPP && id)
		error = hook->kind->attach(machine, hook, program, 0);
	hook->is_attached = !error;
	return error;
}

void detach_probe(struct probe *probe)
{
	kind_detach(&probe->hook); /* the end first: it would miss its beginning */
	kind_detach(&probe->begin);
}

static int attach_probe(const struct loaded *loaded, const struct machine *machine,
			struct probe *probe)
{
	int error = attach_hook(loaded, machine, &probe->begin, probe->id);

	if (!error)
		error = attach_hook(loaded, machine, &probe->hook, probe->id);
	if (error)
		detach_probe(probe);
	return error;
}

const char *attach_error_meaning(enum plan_point_kind number, int error)
{
	const struct kind *kind = kind_of(number);
	const char *meaning = kind->explain ? kind->explain(error) : NULL;

	if (meaning)
		return meaning;
	switch (-error) {
	case EADDRNOTAVAIL:
		return "the kernel has several functions of this name";
	case EINVAL:
	case EILSEQ:
		return "the kernel does not let this place be probed";
	case EEXIST:
		return "its clause is at this place already: name it once";
	case EACCES: /* of perf_event_open(2) */
		return perf_event_explain_refusal(probe_kind_has(number, PROBE_PROCESS));
	case EPERM:
		return "the kernel does not permit it (lockdown, or a container)";
	case EMFILE:
		return FAULT_TOO_MANY_FILES;
	}
	return strerror(-error);
}

/* An exact name may have been taken on trust before: look now. */
static void explain(struct machine *machine, const struct probe *probe, int error)
{
	const struct plan_attach *attach = probe->attach;
	struct places places = {0};
	struct reason reason;

	if (!machine_has_target(machine))
		return;
	reason_set(&reason, "%s", attach_error_meaning(attach->point.kind, error));
	kind_of(attach->point.kind)->resolve(machine, &attach->point, true, &places, &reason);
	complain("%s: cannot attach %s: %s", attach->place, probe->text, reason.text);
}

static void tell_refused(const struct plan_attach *attach, size_t refused, size_t all)
{
	complain("%s: %s: %zu of %zu matching points cannot be probed", attach->place, attach->text,
		 refused, all);
}

/* ---- many at once ---- */

struct together {
	struct machine *machine;
	int program;
	struct hook **hooks;
	uint64_t *ids;
	size_t refused;
	int error; /* of the last that was refused */
};

/* Halves, and halves of these, until what the kernel refuses is found. */
static void attach_range(struct together *together, size_t first, size_t count)
{
	struct hook **hooks = together->hooks + first;
	int link =
		hooks[0]->kind->attach_many(hooks, together->ids + first, count, together->program);

	if (link >= 0 || count == 1)
		progress_step(count);
	if (link >= 0) {
		array_push(together->machine->arena, &hooks[0]->descriptors, link);
		for (size_t i = 0; i < count; i++)
			hooks[i]->is_attached = true;
	} else if (count == 1) {
		together->refused++;
		together->error = link;
	} else {
		attach_range(together, first, count / 2);
		attach_range(together, first + count / 2, count - count / 2);
	}
}

/* How many of the first are in one binary: the kernel takes the places of one at a time. */
static size_t count_of_binary(struct hook *const *hooks, size_t count)
{
	size_t same = 1;

	while (same < count && hooks[same]->place.inode == hooks[0]->place.inode &&
	       hooks[same]->place.device == hooks[0]->place.device)
		same++;
	return same;
}

static size_t attach_many(const struct loaded *loaded, struct machine *machine,
			  struct probe *probes, size_t count, int *error)
{
	struct together together = {
		.machine = machine,
		.program = bpf_program__fd(load_find_program(loaded, probes->hook.program)),
		.hooks = arena_alloc(machine->arena, count * sizeof(*together.hooks)),
		.ids = arena_alloc(machine->arena, count * sizeof(*together.ids)),
	};

	for (size_t i = 0; i < count; i++) {
		together.hooks[i] = &probes[i].hook;
		together.ids[i] = probes[i].id;
	}
	for (size_t first = 0, same; first < count; first += same) {
		same = count_of_binary(together.hooks + first, count - first);
		attach_range(&together, first, same);
	}
	*error = together.error;
	return together.refused;
}

/* ---- all ---- */

static size_t attach_each(const struct loaded *loaded, struct machine *machine,
			  struct probe *probes, size_t count, int *error)
{
	size_t refused = 0;

	for (size_t i = 0; i < count; i++) {
		int result = attach_probe(loaded, machine, &probes[i]);

		progress_step(1);
		refused += result != 0;
		*error = result ? result : *error;
	}
	return refused;
}

/* Attaches `all` probes, which the same wildcard matched. */
static int attach_together(const struct loaded *loaded, struct machine *machine,
			   struct probe *probe, size_t all)
{
	size_t refused;
	int error = 0;

	refused = probe->is_many ? attach_many(loaded, machine, probe, all, &error)
				 : attach_each(loaded, machine, probe, all, &error);
	if (refused == all || (refused && !probe->is_expanded) || error == -EMFILE) {
		explain(machine, probe, error);
		return STATUS_ENVIRONMENT;
	}
	if (refused)
		tell_refused(probe->attach, refused, all);
	return STATUS_DONE;
}

static bool runs_last_first(const struct probe *probe)
{
	return probe->hook.kind && probe->hook.kind->runs_last_first;
}

/*
 * Programs on one place have to run in the order of the clauses: what the kernel runs in the
 * opposite order of being attached is attached from the last to the first.
 */
static int attach_in_order(const struct loaded *loaded, struct machine *machine,
			   struct probes *probes)
{
	struct probe *items = probes->list.items;
	size_t count = probes->list.count, first, end;
	int status = STATUS_DONE;

	for (first = 0; first < count && !status; first = end) {
		for (end = first + 1; end < count && items[end].attach == items[first].attach;)
			end++;
		if (!runs_last_first(&items[first]))
			status = attach_together(loaded, machine, &items[first], end - first);
	}
	for (end = count; end > 0 && !status; end = first) {
		for (first = end - 1; first && items[first - 1].attach == items[first].attach;)
			first--;
		if (runs_last_first(&items[first]))
			status = attach_together(loaded, machine, &items[first], end - first);
	}
	return status;
}

int attach_probes(const struct loaded *loaded, struct machine *machine, struct probes *probes)
{
	int status;

	progress_begin_steps("attaching probes", probes->list.count);
	status = attach_in_order(loaded, machine, probes);
	progress_end();
	return status;
}

void detach_probes(struct probes *probes)
{
	progress_begin_steps("detaching probes", probes->list.count);
	for (size_t i = probes->list.count; i-- > 0;) {
		detach_probe(&probes->list.items[i]);
		progress_step(1);
	}
	progress_end();
}

/* ---- CPUs that come ---- */

bool attach_is_on_cpus(const struct probes *probes)
{
	for (size_t i = 0; i < probes->list.count; i++)
		if (probes->list.items[i].hook.kind->event)
			return true;
	return false;
}

void attach_cpu(const struct loaded *loaded, const struct probes *probes, int cpu)
{
	for (size_t i = 0; i < probes->list.count; i++) {
		struct probe *probe = &probes->list.items[i];
		struct hook *hook = &probe->hook;
		int error;

		if (!hook->is_on_cpus)
			continue;
		error = perf_event_renew(hook, load_find_program(loaded, hook->program), probe->id,
					 cpu);
		if (error && error != -ENODEV) /* it has gone already */
			complain("cannot attach %s on CPU %d, which has come: %s", probe->text, cpu,
				 attach_error_meaning(probe->attach->point.kind, error));
	}
}

size_t attach_count(const struct probes *probes)
{
	size_t count = 0;

	for (size_t i = 0; i < probes->list.count; i++)
		count += probes->list.items[i].hook.is_attached;
	return count;
}
