/*
 * usdt: notes that programs carry (sys/sdt.h).
 *
 * libbpf attaches to all places of a note, raises its semaphore, and tells the program where the
 * arguments are.
 */
#include "runtime/kind.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <string.h>

#include "lexer/text.h"
#include "runtime/binary.h"
#include "runtime/library.h"

static bool is_known(const struct places *places, const struct binary_note *note)
{
	for (size_t i = 0; i < places->list.count; i++)
		if (strcmp(places->list.items[i].provider, note->provider) == 0 &&
		    strcmp(places->list.items[i].name, note->name) == 0)
			return true;
	return false;
}

static const char *nearest_note(struct arena *arena, const struct binary_note *notes, size_t count,
				const char *name)
{
	const char **names = arena_alloc(arena, (count + 1) * sizeof(*names));

	for (size_t i = 0; i < count; i++)
		names[i] = notes[i].name;
	return nearest_name(name, names, count);
}

static bool not_found(struct machine *machine, struct binary *binary, const char *name,
		      struct reason *reason)
{
	const struct binary_note *notes;
	size_t count = binary_notes(binary, &notes);

	if (!count)
		return reason_set(reason, "%s has no USDT notes", binary_path(binary));
	reason_set(reason, "no USDT note '%s' in %s", name, binary_path(binary));
	return reason_add_nearest(reason, nearest_note(machine->arena, notes, count, name));
}

static bool resolve(struct machine *machine, const struct plan_point *point, bool sure,
		    struct places *places, struct reason *reason)
{
	const char *path = library_find(machine, point->target, reason);
	struct binary *binary = path ? machine_binary(machine, path, reason) : NULL;
	const char *provider = point->provider ? point->provider : "*";
	const struct binary_note *notes;
	size_t count;

	if (!binary)
		return false;
	count = binary_notes(binary, &notes);
	for (size_t i = 0; i < count; i++) {
		struct place place = {.target = path,
				      .provider = notes[i].provider,
				      .name = notes[i].name,
				      .device = binary_device(binary),
				      .inode = binary_inode(binary)};

		if (glob_match(provider, place.provider) && glob_match(point->name, place.name) &&
		    !is_known(places, &notes[i]))
			array_push(machine->arena, &places->list, place);
	}
	return places->list.count || not_found(machine, binary, point->name, reason);
}

static int attach(const struct machine *machine, struct hook *hook, struct bpf_program *program,
		  uint64_t id)
{
	LIBBPF_OPTS(bpf_usdt_opts, opts, .usdt_cookie = id);
	const struct place *place = &hook->place;

	return kind_keep_link(machine, hook,
			      bpf_program__attach_usdt(program, machine->pid ? machine->pid : -1,
						       place->target, place->provider, place->name,
						       &opts));
}

/* "usdt:PATH[:PATTERN]" lists one binary. */
static bool list(struct machine *machine, const char *pattern, FILE *out, struct reason *reason)
{
	const char *target, *rest;
	struct plan_point point = {.kind = PLAN_USDT, .name = "*"};
	struct places places = {0};

	if (strncmp(pattern, "usdt:", strlen("usdt:")) != 0)
		return true;
	target = pattern + strlen("usdt:");
	if (*target == '*' || !*target)
		return reason_set(reason, "which binary? memtap -l 'usdt:libc:*'");
	rest = target + strcspn(target, ":");
	point.target = arena_strndup(machine->arena, target, rest - target);
	if (!resolve(machine, &point, true, &places, reason))
		return false;
	for (size_t i = 0; i < places.list.count; i++) {
		const struct place *place = &places.list.items[i];
		char line[1024];

		snprintf(line, sizeof(line), "%s:%s", place->provider, place->name);
		if (!*rest || glob_match(rest + 1, line) || glob_match(rest + 1, place->name))
			fprintf(out, "usdt:%s:%s\n", point.target, line);
	}
	return true;
}

const struct kind kind_usdt = {
	.resolve = resolve, .attach = attach, .runs_last_first = true, .list = list};
