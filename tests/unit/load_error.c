#include "runtime/load_error.h"

#include <errno.h>

#include "runtime/run.h"
#include "tests/unit/unit.h"

static char program[128];
static int status;
static struct reason reason;

static struct plan_map maps[] = {{.name = "@last", .bpf_name = "m0_last"}};
static const struct plan plan = {.maps = maps, .map_count = 1};

__attribute__((noipa)) static const char *sentence(const char *log, int error)
{
	status = load_error_sentence(&plan, log, error, program, sizeof(program), &reason);
	return reason.text;
}

static void the_verifiers_last_words_are_told(void)
{
	CHECK_STR(
		sentence("libbpf: prog 'probe_0_0': BPF program load failed: Permission denied\n"
			 "libbpf: prog 'probe_0_0': -- BEGIN PROG LOAD LOG --\n"
			 "0: R1=ctx() R10=fp0\n"
			 "R1 invalid mem access 'scalar'\n"
			 "processed 12 insns (limit 1000000)\n",
			 EACCES),
		"the verifier refuses it: R1 invalid mem access 'scalar'; this is a bug of memtap: "
		"please report it with the script");
	CHECK_STR(program, "probe_0_0");
	CHECK(status == STATUS_BUG);
}

static void what_a_log_means_is_told(void)
{
	sentence("libbpf: prog 'probe_0_0': BPF program load failed: Argument list too long\n"
		 "BPF program is too large. Processed 1000001 insn\n"
		 "processed 1000001 insns (limit 1000000)\n",
		 E2BIG);
	CHECK(strstr(reason.text, "the verifier gave up") == reason.text);
	sentence("libbpf: prog 'probe_0_0': BPF program load failed: Argument list too long\n",
		 E2BIG);
	CHECK(strstr(reason.text, "the verifier gave up") == reason.text);
	sentence("libbpf: prog 'probe_0_0': BPF program load failed: Argument list too long\n"
		 "The sequence of 8193 jumps is too complex.\n"
		 "processed 8270 insns (limit 1000000)\n",
		 E2BIG);
	CHECK(strstr(reason.text, "the verifier gave up") == reason.text);
	sentence("libbpf: prog 'probe_0_0': BPF program load failed: Permission denied\n"
		 "combined stack size of 4 calls is 544. Too large\n"
		 "processed 70 insns (limit 1000000)\n",
		 EACCES);
	CHECK(strstr(reason.text, "the probe keeps more than the kernel's 512 bytes") ==
	      reason.text);
	CHECK(status == STATUS_ENVIRONMENT);
}

/* As Linux 6.1 says it, and newer ones. */
static void functions_that_fentry_cannot_be_at_are_told(void)
{
	static const char beginning[] = "the kernel can have no fentry or fexit at a function that "
					"takes a variable number of arguments; kprobe";

	sentence("libbpf: prog 'probe_0_0': BPF program load failed: Invalid argument\n"
		 "libbpf: prog 'probe_0_0': -- BEGIN PROG LOAD LOG --\n"
		 "The function _printk with variable args is unsupported.\n"
		 "processed 0 insns (limit 1000000) max_states_per_insn 0 total_states 0 "
		 "peak_states 0 "
		 "mark_read 0\n"
		 "-- END PROG LOAD LOG --\n",
		 EINVAL);
	CHECK(strncmp(reason.text, beginning, strlen(beginning)) == 0);
	CHECK_STR(sentence("libbpf: prog 'probe_0_0': BPF program load failed: Invalid argument\n"
			   "libbpf: prog 'probe_0_0': -- BEGIN PROG LOAD LOG --\n"
			   "processed 0 insns (limit 1000000) max_states_per_insn 0 total_states 0 "
			   "peak_states 0 mark_read 0\n"
			   "-- END PROG LOAD LOG --\n",
			   EINVAL),
		  "the kernel refuses it and does not say why");
}

static void missing_helpers_are_named(void)
{
	CHECK_STR(sentence("libbpf: prog 'probe_0_0': BPF program load failed: Invalid argument\n"
			   "libbpf: prog 'probe_0_0': -- BEGIN PROG LOAD LOG --\n"
			   "unknown func bpf_loop#181\n"
			   "processed 26 insns (limit 1000000)\n",
			   EINVAL),
		  "the probe needs the BPF helper bpf_loop, which this kernel does not have there");
	CHECK_STR(sentence("program of this type cannot use helper bpf_get_stack#67\n"
			   "processed 26 insns (limit 1000000)\n",
			   EINVAL),
		  "the probe needs the BPF helper bpf_get_stack, which this kernel does not have "
		  "there");
}

/* There the kernel says that it has no helpers that read its memory. */
static void a_kernel_that_is_locked_down_is_told(void)
{
	sentence("libbpf: prog 'probe_0_0': BPF program load failed: Invalid argument\n"
		 "libbpf: prog 'probe_0_0': -- BEGIN PROG LOAD LOG --\n"
		 "Func#1 is safe for any args that match its prototype\n"
		 "unknown func bpf_probe_read#4\n"
		 "processed 26 insns (limit 1000000)\n",
		 EINVAL);
	CHECK(strstr(reason.text, "locked down"));
}

/* The log of a program that was verified may be there: it is not what went wrong. */
static void limits_of_the_process_are_told(void)
{
	static const char verified[] =
		"libbpf: prog 'probe_0_0': BPF program load failed: Too many open files\n"
		"libbpf: prog 'probe_0_0': -- BEGIN PROG LOAD LOG --\n"
		"Func#1 ('mt_core_lose') is safe for any args that match its prototype\n"
		"processed 12 insns (limit 1000000)\n";

	CHECK_STR(sentence(verified, EMFILE), "too many open files: ulimit -n");
	CHECK_STR(program, "probe_0_0");
	CHECK_STR(sentence(verified, ENOMEM),
		  "not enough memory for memtap; raise the limit, if there is one (ulimit -v, or the "
		  "control group's memory.max)");
}

static void maps_are_named(void)
{
	CHECK_STR(sentence("libbpf: map 'm0_last': failed to create: Cannot allocate memory(-12)\n",
			   ENOMEM),
		  "the kernel cannot make the map '@last': Cannot allocate memory; lower "
		  "max_map_keys, or "
		  "its size if it is declared, or use shorter keys, or raise the control group's "
		  "memory.max");
	CHECK_STR(program, "");
	CHECK_STR(sentence("libbpf: map 'mt_stacks': failed to create: Invalid argument(-22)\n",
			   EINVAL),
		  "the kernel cannot make the map 'mt_stacks': Invalid argument");
	CHECK_STR(sentence("libbpf: map 'm0_last': failed to create: Too many open files(-24)\n",
			   EMFILE),
		  "too many open files: ulimit -n");
}

static void without_a_log_the_error_is_told(void)
{
	CHECK_STR(sentence("", EINVAL), "Invalid argument");
	CHECK_STR(sentence("", EPERM), "the kernel does not permit it (lockdown, or a container)");
}

int main(void)
{
	RUN(the_verifiers_last_words_are_told);
	RUN(what_a_log_means_is_told);
	RUN(functions_that_fentry_cannot_be_at_are_told);
	RUN(missing_helpers_are_named);
	RUN(a_kernel_that_is_locked_down_is_told);
	RUN(limits_of_the_process_are_told);
	RUN(maps_are_named);
	RUN(without_a_log_the_error_is_told);
	return unit_status();
}
