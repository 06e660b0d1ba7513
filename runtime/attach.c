#include "runtime/attach.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <string.h>

#include "runtime/run.h"

static int attach_hook(const struct loaded *loaded, const struct machine *machine,
		       struct hook *hook, uint64_t id)
{
	int error;

	if (!hook->kind)
		return 0;
	error = hook->kind->attach(machine, hook, load_find_program(loaded, hook->program), id);
	hook->is_attached = !error;
	return error;
}

static void detach_probe(struct probe *probe)
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

static const char *meaning_of(const struct kind *kind, int error)
{
	const char *meaning = kind->explain ? kind->explain(error) : NULL;

	if (meaning)
		return meaning;
	switch (-error) {
	case EADDRNOTAVAIL:
		return "the kernel has several functions of this name";
	case EINVAL:
	case EILSEQ:
		return "the kernel does not let this place be probed";
	case EOPNOTSUPP:
		return "this kernel has no BPF cookies (Linux 5.15 is the first that has)";
	case EACCES:
	case EPERM:
		return "the kernel does not permit it (lockdown, or a container)";
	case EMFILE:
		return "too many open files: ulimit -n";
	}
	return strerror(-error);
}

/* An exact name may have been taken on trust before: look now. */
static void explain(struct machine *machine, const struct probe *probe, int error)
{
	const struct plan_attach *attach = probe->attach;
	struct places places = {0};
	struct reason reason;

	reason_set(&reason, "%s", meaning_of(probe->hook.kind, error));
	kind_of(attach->point.kind)->resolve(machine, &attach->point, true, &places, &reason);
	complain("%s: cannot attach %s: %s", attach->place, probe->text, reason.text);
}

static void tell_refused(const struct plan_attach *attach, size_t refused, size_t all)
{
	complain("%s: %s: %zu of %zu matching points cannot be probed", attach->place, attach->text,
		 refused, all);
}

/* Attaches probes[first] and those that the same wildcard matched; their count goes to `count`. */
static int attach_together(const struct loaded *loaded, struct machine *machine,
			   struct probes *probes, size_t first, size_t *count)
{
	struct probe *probe = &probes->list.items[first];
	size_t all = 0, refused = 0;
	int error = 0;

	while (first + all < probes->list.count && probe[all].attach == probe->attach) {
		int result = attach_probe(loaded, machine, &probe[all++]);

		refused += result != 0;
		error = result ? result : error;
	}
	*count = all;
	if (refused == all || (refused && !probe->is_expanded)) {
		explain(machine, probe, error);
		return STATUS_ENVIRONMENT;
	}
	if (refused)
		tell_refused(probe->attach, refused, all);
	return STATUS_DONE;
}

int attach_probes(const struct loaded *loaded, struct machine *machine, struct probes *probes)
{
	int status = STATUS_DONE;
	size_t count;

	for (size_t i = 0; i < probes->list.count && !status; i += count)
		status = attach_together(loaded, machine, probes, i, &count);
	return status;
}

void detach_probes(struct probes *probes)
{
	for (size_t i = probes->list.count; i-- > 0;)
		detach_probe(&probes->list.items[i]);
}

size_t attach_count(const struct probes *probes)
{
	size_t count = 0;

	for (size_t i = 0; i < probes->list.count; i++)
		count += probes->list.items[i].hook.is_attached;
	return count;
}
