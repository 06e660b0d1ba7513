#include "runtime/load_error.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lexer/fault.h"
#include "runtime/progress.h"
#include "runtime/run.h"

#define KERNEL_BTF "/sys/kernel/btf/vmlinux"

/* libbpf's print callback has no argument of the caller's, hence the file's only state. */
static struct {
	FILE *stream; /* open_memstream of the two below; NULL: not captured */
	char *text;
	size_t size;
	bool verbose;
} capture;

/* Why the kernel's types could not be read is among what nobody else wants to see. */
static bool is_of_btf(const char *format)
{
	return strstr(format, "loading kernel BTF") != NULL;
}

static int keep(enum libbpf_print_level level, const char *format, va_list args)
{
	va_list again;

	if (level == LIBBPF_DEBUG && !is_of_btf(format))
		return 0;
	va_copy(again, args);
	if (capture.stream)
		vfprintf(capture.stream, format, args);
	if (capture.verbose && level != LIBBPF_DEBUG) {
		progress_hide();
		vfprintf(stderr, format, again);
	}
	va_end(again);
	return 0;
}

void load_error_capture(bool verbose)
{
	capture.verbose = verbose;
	capture.stream = open_memstream(&capture.text, &capture.size);
	libbpf_set_print(keep);
}

void load_error_release(void)
{
	if (capture.stream)
		fclose(capture.stream);
	free(capture.text);
	capture.stream = NULL;
	capture.text = NULL;
}

/* clang-format off: it would break the strings where nobody looks for words */
#define NO_OVERRIDE                                                                        \
	"override() needs a kernel with CONFIG_BPF_KPROBE_OVERRIDE, which this one has not (it is " \
	"meant for kernels that are tested by error injection)"
#define TOO_LARGE                                                                          \
	"the verifier gave up: too much to follow in one probe; split it, or shorten its strings " \
	"and keys"
#define TOO_DEEP                                                                           \
	"the probe keeps more than the kernel's 512 bytes on its stack; use shorter strings and " \
	"keys, or fewer functions and loops in each other"
#define NO_TRAMPOLINE(what)                                                                \
	"the kernel can have no fentry or fexit at a function " what "; kprobe and kretprobe may do"
#define NO_MEMORY "not enough memory for memtap; " FAULT_MEMORY_ADVICE
#define LOCKED_DOWN                                                                        \
	"the kernel lets no program read its memory: it is locked down, as for Secure Boot, to " \
	"confidentiality (/sys/kernel/security/lockdown)"
/* clang-format on */

/* What the log says, and what that means. The first that is in it is the one. */
static const struct {
	const char *words, *sentence;
} meanings[] = {
	{"program is too large", TOO_LARGE},
	{" jumps is too complex", TOO_LARGE},
	{"combined stack size", TOO_DEEP},
	{"frames is too deep", TOO_DEEP},
	{"when call stack of previous frames is", TOO_DEEP},
	{"func bpf_override_return", NO_OVERRIDE},
	{"cannot use helper bpf_override_return", NO_OVERRIDE},
	{"failed to find kernel BTF type ID of",
	 "this kernel's BTF describes no such function, which fentry and fexit need; kprobe and "
	 "kretprobe do not"},
	{"with variable args is unsupported",
	 NO_TRAMPOLINE("that takes a variable number of arguments")},
	{"arguments. Too many.", NO_TRAMPOLINE("of so many arguments")},
	{"is unsupported.\nprocessed 0 insns", NO_TRAMPOLINE("that takes or returns a structure")},
	{"Attaching tracing programs to function", NO_TRAMPOLINE("that tracing itself may call")},
	{"to __noreturn function", NO_TRAMPOLINE("that does not return")},
	{"unknown func bpf_probe_read", LOCKED_DOWN},
	{"cannot use helper bpf_probe_read", LOCKED_DOWN},
	{"loading kernel BTF '" KERNEL_BTF "': -12", NO_MEMORY},
	{"failed to find valid kernel BTF", "this kernel has no BTF (" KERNEL_BTF
					    ", CONFIG_DEBUG_INFO_BTF), which the program needs for "
					    "kernel types"},
	{"Error loading vmlinux BTF", "this kernel's BTF (" KERNEL_BTF ") cannot be read"},
	{"invalid CO-RE relocation",
	 "this kernel's types have no such member as the program reads"},
	{"failed to resolve CO-RE relocation",
	 "this kernel's types have no such member as the program reads"},
};

/* The word between `prefix` and `end` where they are first in the log. */
static bool word_between(const char *log, const char *prefix, const char *end, char *word,
			 size_t size)
{
	const char *at = strstr(log, prefix), *stop = at ? strstr(at + strlen(prefix), end) : NULL;

	if (!stop)
		return false;
	snprintf(word, size, "%.*s", (int)(stop - at - strlen(prefix)), at + strlen(prefix));
	return true;
}

/* libbpf: "prog 'NAME': BPF program load failed: REASON", or of its relocations. */
static void find_program(const char *log, char *program, size_t size)
{
	*program = '\0';
	word_between(log, "prog '", "'", program, size);
}

/* "unknown func NAME#N" or, on newer kernels, "program of this type cannot use helper NAME#N" */
static bool explain_helper(const char *log, struct reason *reason)
{
	char helper[64];

	if (!word_between(log, "unknown func ", "#", helper, sizeof(helper)) &&
	    !word_between(log, "cannot use helper ", "#", helper, sizeof(helper)))
		return false;
	reason_set(reason,
		   "the probe needs the BPF helper %s, which this kernel does not have there",
		   helper);
	return true;
}

/* The line before "processed N insns" is where the verifier says what it does not like. */
static int last_words(const char *log, struct reason *reason)
{
	const char *end = strstr(log, "\nprocessed "), *begin = end;

	while (begin && begin > log && begin[-1] != '\n')
		begin--;
	if (!end || strncmp(begin, "libbpf: ", 8) == 0) { /* it says nothing */
		reason_set(reason, "the kernel refuses it and does not say why");
		return STATUS_ENVIRONMENT;
	}
	reason_set(
		reason,
		"the verifier refuses it: %.*s; this is a bug of memtap: please report it with the "
		"script",
		(int)(end - begin), begin);
	return STATUS_BUG;
}

static const char *name_in_script(const struct plan *plan, const char *map)
{
	for (uint32_t i = 0; i < plan->map_count; i++)
		if (strcmp(plan->maps[i].bpf_name, map) == 0)
			return plan->maps[i].name;
	return map;
}

#define SMALLER_MAP "lower max_map_keys, or its size if it is declared, or use shorter keys"

static bool explain_map(const struct plan *plan, const char *log, int error, struct reason *reason)
{
	char map[64];

	if (!word_between(log, "map '", "': failed to create", map, sizeof(map)))
		return false;
	reason_set(
		reason, "the kernel cannot make the map '%s': %s%s", name_in_script(plan, map),
		strerror(error),
		error == ENOMEM	 ? "; " SMALLER_MAP ", or raise the control group's memory.max"
		: error == E2BIG ? "; " SMALLER_MAP
				 : "");
	return true;
}

static int explain_error(const char *log, int error, bool is_program, struct reason *reason)
{
	if (error == EPERM)
		reason_set(reason, "the kernel does not permit it (lockdown, or a container)");
	else if (error == ENOMEM)
		reason_set(reason, NO_MEMORY);
	else if (error == E2BIG)
		reason_set(reason, TOO_LARGE);
	else if (is_program)
		return last_words(log, reason);
	else
		reason_set(reason, "%s", strerror(error));
	return STATUS_ENVIRONMENT;
}

int load_error_sentence(const struct plan *plan, const char *log, int error, char *program,
			size_t program_size, struct reason *reason)
{
	find_program(log, program, program_size);
	for (size_t i = 0; i < sizeof(meanings) / sizeof(*meanings); i++) {
		if (strstr(log, meanings[i].words)) {
			reason_set(reason, "%s", meanings[i].sentence);
			return STATUS_ENVIRONMENT;
		}
	}
	if (error == EMFILE)
		reason_set(reason, FAULT_TOO_MANY_FILES);
	else if (!explain_helper(log, reason) &&
		 (*program || !explain_map(plan, log, error, reason)))
		return explain_error(log, error, *program, reason);
	return STATUS_ENVIRONMENT;
}

static const struct probe *probe_of(const struct probes *probes, const char *program)
{
	for (size_t i = 0; i < probes->list.count; i++) {
		const struct probe *probe = &probes->list.items[i];

		if (strcmp(probe->hook.program, program) == 0 ||
		    (probe->begin.kind && strcmp(probe->begin.program, program) == 0))
			return probe;
	}
	return NULL;
}

/*
 * Before Linux 6.1 there is much that programs use and that each fails without in its own way:
 * atomic operations, callbacks, storage of tasks, large keys. BPF cookies came last of what is met.
 */
static bool is_too_old(void)
{
	return libbpf_probe_bpf_helper(BPF_PROG_TYPE_KPROBE, BPF_FUNC_get_attach_cookie, NULL) == 0;
}

bool load_error_reason(int error, struct reason *reason)
{
	static const struct plan none;
	char program[128];

	if (capture.stream)
		fflush(capture.stream);
	load_error_sentence(&none, capture.text ? capture.text : "", error, program, sizeof(program),
			    reason);
	return false;
}

int load_error_explain(const struct plan *plan, const struct probes *probes, int error)
{
	const char *more = capture.verbose ? "" : " (-v prints the kernel's log)";
	const struct probe *probe;
	struct reason reason;
	char program[128];
	int status;

	if (capture.stream)
		fflush(capture.stream);
	status = load_error_sentence(plan, capture.text ? capture.text : "", error, program,
				     sizeof(program), &reason);
	if (is_too_old()) {
		reason_set(&reason, "this kernel is too old for it: it has no BPF cookies (Linux 5.15), "
				    "and Linux 6.1 is the first with all that memtap uses");
		status = STATUS_ENVIRONMENT;
	}
	probe = probe_of(probes, program);
	if (probe)
		complain("%s: cannot load %s: %s%s", probe->attach->place, probe->text, reason.text,
			 more);
	else
		complain("%s: cannot load: %s%s", plan->name, reason.text, more);
	return status;
}
