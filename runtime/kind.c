#include "runtime/kind.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "runtime/file.h"

const struct kind *kind_of(enum plan_point_kind kind)
{
	static const struct kind *const kinds[] = {
#define PROBE_KIND(id, file, ...) &kind_##file,
#include "lexer/probe_kinds.def"
#undef PROBE_KIND
	};

	return kinds[kind];
}

static bool is_same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

bool place_is_same(const struct place *a, const struct place *b)
{
	if (a->device != b->device || a->inode != b->inode || a->offset != b->offset)
		return false;
	if (a->inode && !a->provider) /* an address: its names do not matter */
		return true;
	return is_same_text(a->target, b->target) && is_same_text(a->provider, b->provider) &&
	       is_same_text(a->name, b->name) && a->period == b->period;
}

struct place_path place_path(const struct place *place)
{
	struct place_path path;

	snprintf(path.text, sizeof(path.text), "/proc/self/fd/%d", place->descriptor);
	if (place->descriptor < 0 || access(path.text, F_OK) < 0) /* no /proc */
		snprintf(path.text, sizeof(path.text), "%s", place->target);
	return path;
}

int kind_keep_link(const struct machine *machine, struct hook *hook, struct bpf_link *link)
{
	if (!link)
		return -errno;
	array_push(machine->arena, &hook->links, link);
	return 0;
}

bool kind_is_same_function(const struct plan_point *a, const struct plan_point *b)
{
	return probe_kind_has(a->kind, PROBE_FUNCTION) && probe_kind_has(b->kind, PROBE_FUNCTION) &&
	       is_same_text(a->target, b->target) && is_same_text(a->name, b->name) &&
	       a->offset == b->offset;
}

void kind_detach(struct hook *hook)
{
	for (size_t i = 0; i < hook->links.count; i++)
		bpf_link__destroy(hook->links.items[i]);
	hook->links.count = 0;
	hook->is_on_cpus = false;
	for (size_t i = 0; i < hook->descriptors.count; i++)
		file_close(&hook->descriptors.items[i]);
	hook->descriptors.count = 0;
	file_close(&hook->ready);
	hook->is_attached = false;
}
