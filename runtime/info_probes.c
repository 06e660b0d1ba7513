/*
 * --info: kinds of probes, and what else of BPF programs use. Each is tried, where it can be on
 * memtap alone: a program that does nothing is loaded, attached by the code that attaches others,
 * and let go.
 */
#include "runtime/info_private.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <string.h>
#include <sys/sdt.h>
#include <unistd.h>

#include "lexer/probe_kind.h"
#include "runtime/attach.h"
#include "runtime/kind.h"
#include "runtime/load_error.h"
#include "runtime/many.h"
#include "runtime/privileges.h"
#include "runtime/prog_run.h"
#include "stdlib/embed.h"

#define NOT_ALLOWED "not known without CAP_BPF and CAP_PERFMON"

static bool may_try(void)
{
	return privileges_have(CAP_SYS_ADMIN) ||
	       (privileges_have(CAP_BPF) && privileges_have(CAP_PERFMON));
}

/* ---- one kind ---- */

struct trial {
	const struct machine *machine;
	enum plan_point_kind number;
	struct hook hook;
};

/* Of the object's programs the one that has the kind's section; the others stay out. */
static struct bpf_program *choose_program(struct bpf_object *object, const char *section)
{
	struct bpf_program *program, *chosen = NULL;
	struct bpf_map *map;

	bpf_object__for_each_program(program, object)
	{
		bool is_it =
			strncmp(bpf_program__section_name(program), section, strlen(section)) == 0;

		bpf_program__set_autoload(program, is_it);
		chosen = is_it ? program : chosen;
	}
	bpf_object__for_each_map(map, object)
		bpf_map__set_autocreate(map, strcmp(section, "usdt") == 0);
	return chosen;
}

/* What memtap runs, it has to run to see that the kernel lets it. */
static bool attach(struct trial *trial, struct bpf_program *program, struct reason *reason)
{
	const struct kind *kind = trial->hook.kind;
	bool is_run = probe_kind_has(trial->number, PROBE_RUN) && !kind->iterate;
	int error = kind->attach(trial->machine, &trial->hook, program, 0);

	if (!error && is_run)
		error = prog_run(program, NULL, 0);
	kind_detach(&trial->hook);
	return !error || reason_set(reason, "%s", attach_error_meaning(trial->number, error));
}

static bool load(struct trial *trial, struct reason *reason)
{
	size_t size;
	const char *bytes = stdlib_object("trial", &size);
	struct bpf_object *object = bpf_object__open_mem(bytes, size, NULL);
	struct bpf_program *program;
	bool is_possible;

	if (!object)
		return reason_set(reason, "%s", strerror(errno));
	program = choose_program(object, probe_kinds[trial->number].section);
	is_possible = bpf_object__load(object) == 0 || load_error_reason(errno, reason);
	is_possible = is_possible && attach(trial, program, reason);
	bpf_object__close(object);
	return is_possible;
}

/*
 * The probe of the kind that every machine has. That a function is there is taken on trust: its
 * list is long, and attaching tells, too.
 */
static bool find_trial(struct machine *machine, enum plan_point_kind number, struct trial *trial,
		       struct reason *reason)
{
	const struct kind *kind = kind_of(number);
	struct plan_point point = kind->trial;
	struct places places = {0};

	point.kind = number;
	if (!kind->resolve(machine, &point, false, &places, reason))
		return false;
	*trial = (struct trial){.machine = machine, .number = number};
	trial->hook = (struct hook){.kind = kind, .place = places.list.items[0], .ready = -1};
	return true;
}

static bool try_kind(struct machine *machine, enum plan_point_kind number, struct reason *reason)
{
	struct trial trial;
	bool is_possible;

	load_error_capture(false);
	is_possible = find_trial(machine, number, &trial, reason) && load(&trial, reason);
	load_error_release();
	return is_possible;
}

void info_find_probes(struct info *info)
{
	bool is_allowed = may_try();

	DTRACE_PROBE(memtap, trial); /* the note that kind_usdt's trial is of */
	info->section = "Probes";
	for (unsigned int i = 0; i < PROBE_KIND_COUNT; i++) {
		const char *name = probe_kinds[i].name;
		struct reason reason;

		if (!is_allowed)
			info_add(info, name, INFO_UNKNOWN, NOT_ALLOWED, NULL);
		else if (try_kind(&info->machine, (enum plan_point_kind)i, &reason))
			info_add(info, name, INFO_YES, probe_kinds[i].form, NULL);
		else
			info_add_reason(info, name, &reason);
	}
}

/* ---- what else ---- */

static bool has_many(struct info *info, enum plan_point_kind number)
{
	struct reason reason;
	struct trial trial;

	return find_trial(&info->machine, number, &trial, &reason) && many_is_possible(&trial.hook);
}

/*
 * May a kprobe's program call it? What else the verifier has to say of a call without arguments
 * does not matter. (libbpf_probe_bpf_helper() of libbpf 1.1 does not know the words of newer
 * kernels.)
 */
static bool has_helper(enum bpf_func_id helper)
{
	static const char *const refusals[] = {"unknown func", "invalid func", "cannot use helper"};
	const struct bpf_insn code[] = {
		{.code = BPF_JMP | BPF_CALL, .imm = helper},
		{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0},
		{.code = BPF_JMP | BPF_EXIT},
	};
	char log[4096] = "";
	LIBBPF_OPTS(bpf_prog_load_opts, opts, .log_buf = log, .log_size = sizeof(log),
		    .log_level = 1);
	int fd = bpf_prog_load(BPF_PROG_TYPE_KPROBE, "memtap_try", "GPL", code,
			       sizeof(code) / sizeof(*code), &opts);

	if (fd >= 0)
		close(fd);
	for (size_t i = 0; i < sizeof(refusals) / sizeof(*refusals); i++)
		if (strstr(log, refusals[i]))
			return false;
	return fd >= 0 || *log;
}

static bool has_map(enum bpf_map_type type)
{
	return libbpf_probe_bpf_map_type(type, NULL) == 1;
}

static bool has_statistics(void)
{
	int fd = bpf_enable_stats(BPF_STATS_RUN_TIME);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

#define NEWER(version) "Linux " version " or later"

void info_find_features(struct info *info)
{
	info->section = "BPF";
	if (!may_try()) {
		info_add(info, "all of it", INFO_UNKNOWN, NOT_ALLOWED, NULL);
		return;
	}
	info_add_choice(info, "kprobe.multi", has_many(info, PLAN_KPROBE),
			"wildcards of kprobes are attached at once",
			"each function of a wildcard is attached by itself, which takes longer",
			NEWER("5.18") ", with CONFIG_FPROBE");
	info_add_choice(info, "uprobe.multi", has_many(info, PLAN_UPROBE),
			"wildcards of uprobes are attached at once, without CAP_SYS_ADMIN",
			"each function of a wildcard is attached by itself, which takes longer",
			NEWER("6.6"));
	info_add_choice(info, "ring buffer", has_map(BPF_MAP_TYPE_RINGBUF), "takes what is printed",
			"nothing can be printed", NEWER("5.8"));
	info_add_choice(info, "task storage", has_map(BPF_MAP_TYPE_TASK_STORAGE),
			"pairs: entry(), elapsed_ns(), mem:alloc",
			"no pairs: entry(), elapsed_ns(), mem:alloc", NEWER("5.11"));
	info_add_choice(info, "cookies", has_helper(BPF_FUNC_get_attach_cookie),
			"tell probes of one program apart", "no program that has several probes",
			NEWER("5.15"));
	info_add_choice(info, "bpf_loop", has_helper(BPF_FUNC_loop), "loops, long strings",
			"no loops and no long strings", NEWER("5.17"));
	info_add_choice(info, "bpf_find_vma", has_helper(BPF_FUNC_find_vma), "vma()", "no vma()",
			NEWER("5.17"));
	info_add_choice(info, "bpf_send_signal", has_helper(BPF_FUNC_send_signal), "signal()",
			"no signal()", NEWER("5.3"));
	info_add_choice(info, "bpf_override_return", has_helper(BPF_FUNC_override_return),
			"override()", "no override(), which few kernels allow",
			"a kernel with CONFIG_BPF_KPROBE_OVERRIDE");
	info_add_choice(info, "statistics", has_statistics(), "--max-cost",
			"no --max-cost: the kernel does not measure programs for this process",
			"run it as root, or with CAP_SYS_ADMIN");
}
