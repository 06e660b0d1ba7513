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

static void match(struct machine *machine, struct binary *binary, const struct plan_point *point,
		  struct places *places)
{
	const char *provider = point->provider ? point->provider : "*";
	const struct binary_note *notes;
	size_t count = binary_notes(binary, &notes);
	struct places found = {0};

	for (size_t i = 0; i < count; i++) {
		struct place place = {.target = binary_path(binary),
				      .provider = notes[i].provider,
				      .name = notes[i].name,
				      .descriptor = binary_descriptor(binary),
				      .device = binary_device(binary),
				      .inode = binary_inode(binary)};

		if (glob_match(provider, place.provider) && glob_match(point->name, place.name) &&
		    !is_known(&found, &notes[i]))
			array_push(machine->arena, &found.list, place);
	}
	for (size_t i = 0; i < found.list.count; i++)
		array_push(machine->arena, &places->list, found.list.items[i]);
}

static bool resolve(struct machine *machine, const struct plan_point *point, bool sure,
		    struct places *places, struct reason *reason)
{
	struct library_files files = {0};

	if (!library_find_files(machine, point->target, &files, reason))
		return false;
	for (size_t i = 0; i < files.list.count; i++)
		match(machine, files.list.items[i], point, places);
	if (places->list.count)
		return true;
	if (files.list.count == 1)
		return not_found(machine, files.list.items[0], point->name, reason);
	if (strcmp(point->target, "*") == 0)
		return reason_set(reason, "neither the program nor a library of the process has a "
					  "USDT note '%s:%s'", point->provider ? point->provider : "*",
				  point->name);
	return reason_set(reason, "none of the %zu binaries that match %s has a USDT note '%s'",
			  files.list.count, point->target, point->name);
}

static int attach(const struct machine *machine, struct hook *hook, struct bpf_program *program,
		  uint64_t id)
{
	LIBBPF_OPTS(bpf_usdt_opts, opts, .usdt_cookie = id);
	const struct place *place = &hook->place;
	struct place_path path = place_path(place);

	return kind_keep_link(machine, hook,
			      bpf_program__attach_usdt(program, machine_only_pid(machine),
						       path.text, place->provider, place->name,
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
			fprintf(out, "usdt:%s:%s\n",
				glob_has_wildcard(point.target) ? place->target : point.target,
				line);
	}
	return true;
}

const struct kind kind_usdt = {
	.resolve = resolve,
	.attach = attach,
	.runs_last_first = true,
	.trial = {.target = "/proc/self/exe", .provider = "memtap", .name = "trial"},
	.list = list};
