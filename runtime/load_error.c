#include "runtime/load_error.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/file.h"
#include "runtime/run.h"

#define KERNEL_BTF "/sys/kernel/btf/vmlinux"

/* libbpf's print callback has no argument of the caller's, hence the file's only state. */
static struct {
	FILE *stream; /* open_memstream of the two below; NULL: not captured */
	char *text;
	size_t size;
	bool verbose;
} capture;

static int keep(enum libbpf_print_level level, const char *format, va_list args)
{
	va_list again;

	if (level == LIBBPF_DEBUG)
		return 0;
	va_copy(again, args);
	if (capture.stream)
		vfprintf(capture.stream, format, args);
	if (capture.verbose)
		vfprintf(stderr, format, again);
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

#define NO_OVERRIDE                                                                        \
	"override() needs a kernel with CONFIG_BPF_KPROBE_OVERRIDE, which this one has not (it is " \
	"meant for kernels that are tested by error injection)"

/* What the log says, and what that means. The first that is in it is the one. */
static const struct {
	const char *words, *sentence;
} meanings[] = {
	{"program is too large",
	 "the verifier gave up: too much to follow in one probe; split it, or shorten its strings "
	 "and keys"},
	{"combined stack size", "the probe keeps more than the kernel's 512 bytes on its stack; use "
				"shorter strings and keys"},
	{"func bpf_override_return", NO_OVERRIDE},
	{"cannot use helper bpf_override_return", NO_OVERRIDE},
	{"failed to find kernel BTF type ID of",
	 "this kernel's BTF describes no such function, which fentry and fexit need; kprobe and "
	 "kretprobe do not"},
	{"unknown func", "the probe needs a BPF helper that this kernel does not have"},
	{"invalid func", "the probe needs a BPF helper that this kernel does not have"},
	{"program of this type cannot use helper",
	 "the probe needs a BPF helper that this kernel does not have at such a probe"},
	{"failed to find valid kernel BTF",
	 "this kernel has no BTF (CONFIG_DEBUG_INFO_BTF), which the program needs for kernel types"},
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

/* The line before "processed N insns" is where the verifier says what it does not like. */
static void last_words(const char *log, struct reason *reason)
{
	const char *end = strstr(log, "\nprocessed "), *begin = end;

	if (!end) {
		reason_set(reason, "the kernel refuses it");
		return;
	}
	while (begin > log && begin[-1] != '\n')
		begin--;
	reason_set(reason, "the verifier refuses it: %.*s", (int)(end - begin), begin);
}

void load_error_sentence(const char *log, int error, char *program, size_t program_size,
			 struct reason *reason)
{
	char map[64];

	find_program(log, program, program_size);
	for (size_t i = 0; i < sizeof(meanings) / sizeof(*meanings); i++) {
		if (strstr(log, meanings[i].words)) {
			reason_set(reason, "%s", meanings[i].sentence);
			return;
		}
	}
	if (error == EMFILE)
		reason_set(reason, "too many open files: ulimit -n");
	else if (word_between(log, "map '", "': failed to create", map, sizeof(map)) && !*program)
		reason_set(reason, "the kernel cannot make the map '%s': %s", map, strerror(error));
	else if (error == EPERM)
		reason_set(reason, "the kernel does not permit it (lockdown, or a container)");
	else if (error == ENOMEM)
		reason_set(reason, "not enough memory in the kernel");
	else if (*program)
		last_words(log, reason);
	else
		reason_set(reason, "%s", strerror(error));
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

int load_error_explain(const struct plan *plan, const struct probes *probes, int error)
{
	const char *more = capture.verbose ? "" : " (-v prints the kernel's log)";
	const struct probe *probe;
	struct reason reason;
	char program[128];

	if (capture.stream)
		fflush(capture.stream);
	load_error_sentence(capture.text ? capture.text : "", error, program, sizeof(program),
			    &reason);
	if (!file_is_accessible(KERNEL_BTF, R_OK))
		reason_set(&reason,
			   "this kernel has no BTF (" KERNEL_BTF "), which the program needs");
	probe = probe_of(probes, program);
	if (probe)
		complain("%s: cannot load %s: %s%s", probe->attach->place, probe->text, reason.text,
			 more);
	else
		complain("%s: cannot load: %s%s", plan->name, reason.text, more);
	return STATUS_ENVIRONMENT;
}
