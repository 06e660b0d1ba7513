/*
 * Probe kinds: one vtable each, in kind_NAME.c.
 *
 * A point of the plan names places, perhaps with a wildcard; `resolve` finds those that are there,
 * without attaching anything, so that the loader can choose among alternatives first.
 */
#ifndef MEMTAP_KIND_H
#define MEMTAP_KIND_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include "codegen/plan.h"
#include "lexer/arena.h"
#include "runtime/machine.h"
#include "runtime/message.h"

struct bpf_link;
struct bpf_program;
struct perf_event_attr;

/* One thing that a program can be attached to. Strings are the arena's. */
struct place {
	const char *target;   /* path of the binary; module; category; or NULL */
	const char *provider; /* USDT */
	const char *name;     /* function, note, event; NULL: an address in a binary */
	uint64_t offset;      /* in the binary's file; else bytes from the function's start */
	uint64_t period;      /* interval: ns */
	int descriptor;	      /* where there is a binary: of its file; -1: it is not open */
	dev_t device;         /* of the binary: with `offset`, what is probed, whatever its name */
	ino_t inode;
};

struct places {
	ARRAY(struct place) list;
	size_t indirect_count; /* functions that match, but are chosen when the program starts (IFUNC) */
};

/* A program at a place. */
struct hook {
	const struct kind *kind; /* NULL: none */
	const char *program;
	struct place place;
	bool is_attached;
	ARRAY(struct bpf_link *) links; /* while attached */
	bool is_on_cpus; /* they are those of CPUs, by number; NULL where one is not running */
	ARRAY(int) descriptors;		/* the same, of links that libbpf does not know */
	int ready; /* of what memtap runs: readable when it is time to; else -1 */
};

struct kind {
	/*
	 * Adds the places that the point names. False, with the reason, when there are none.
	 * Unless `sure`, an exact name may be taken on trust, to be refused when it is attached.
	 */
	bool (*resolve)(struct machine *machine, const struct plan_point *point, bool sure,
			struct places *places, struct reason *reason);

	/*
	 * Returns 0 or a negative errno; what was attached until then is detached by kind_detach().
	 * `id` is what the program will see as its attach id.
	 */
	int (*attach)(const struct machine *machine, struct hook *hook,
		      struct bpf_program *program, uint64_t id);

	/*
	 * The same for many places at once, as fast as for one. The program, of which this takes
	 * the file descriptor, is loaded with `many_type` as its expected attach type. All or
	 * nothing; returns the link's descriptor or a negative errno. NULL: the kind has no such
	 * way; not all kernels have it either.
	 */
	int (*attach_many)(struct hook *const *hooks, const uint64_t *ids, size_t count,
			   int program);
	uint32_t many_type;

	/*
	 * Of what counts time from when tracing begins, which attaching other probes may delay.
	 * Returns 0 or a negative errno. NULL: to be attached is enough.
	 */
	int (*start)(const struct hook *hook);

	/* Of what is an event of each CPU, attached by perf_event_each_cpu(): which. Or NULL. */
	void (*event)(const struct place *place, struct perf_event_attr *attr);

	/* Of several programs on one place the kernel runs the one that was attached last first. */
	bool runs_last_first;

	/* What an error of attach() means; NULL, also in place of the function: what it always does. */
	const char *(*explain)(int error);

	/*
	 * Of what is not waited for: has the kernel run the attached program for all objects that
	 * there are, calling `go_on` now and then so that their events can be taken; false: no more
	 * of them are wanted. Returns 0 or a negative errno.
	 */
	int (*iterate)(const struct hook *hook, bool (*go_on)(void *context), void *context);

	/*
	 * A point that there is on every machine whose kernel has such probes, of memtap itself where
	 * it is of a process, for --info to try. Of kinds that memtap runs: what they need, if anything.
	 */
	struct plan_point trial;

	/* Prints all places whose line "kprobe:NAME" matches the pattern; NULL: has none to list. */
	bool (*list)(struct machine *machine, const char *pattern, FILE *out,
		     struct reason *reason);
};

#define PROBE_KIND(id, file, ...) extern const struct kind kind_##file;
#include "lexer/probe_kinds.def"
#undef PROBE_KIND

const struct kind *kind_of(enum plan_point_kind kind);

/* A function's return and its entry, which is the beginning that return probes imply? */
bool kind_is_same_function(const struct plan_point *a, const struct plan_point *b);

/* Do two hooks of one program fire at the same instruction or event? */
bool place_is_same(const struct place *a, const struct place *b);

struct place_path {
	char text[PATH_MAX];
};

/*
 * Of the file that was read. The binary's path may be another file's by now (an upgrade), where the
 * place would be in the midst of an instruction, and the breakpoint break it.
 */
struct place_path place_path(const struct place *place);

/* Keeps what libbpf returned with the hook. Returns 0, or a negative errno when it is NULL. */
int kind_keep_link(const struct machine *machine, struct hook *hook, struct bpf_link *link);
void kind_detach(struct hook *hook);

#endif
