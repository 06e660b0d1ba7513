#include "runtime/load_error.h"

#include <errno.h>

#include "tests/unit/unit.h"

static char program[128];
static struct reason reason;

__attribute__((noipa)) static const char *sentence(const char *log, int error)
{
	load_error_sentence(log, error, program, sizeof(program), &reason);
	return reason.text;
}

static void the_verifiers_last_words_are_told(void)
{
	CHECK_STR(sentence("libbpf: prog 'probe_0_0': BPF program load failed: Permission denied\n"
			   "libbpf: prog 'probe_0_0': -- BEGIN PROG LOAD LOG --\n"
			   "0: R1=ctx() R10=fp0\n"
			   "R1 invalid mem access 'scalar'\n"
			   "processed 12 insns (limit 1000000)\n",
			   EACCES),
		  "the verifier refuses it: R1 invalid mem access 'scalar'");
	CHECK_STR(program, "probe_0_0");
}

static void what_a_log_means_is_told(void)
{
	sentence("libbpf: prog 'probe_0_0': BPF program load failed: Argument list too long\n"
		 "BPF program is too large. Processed 1000001 insn\n"
		 "processed 1000001 insns (limit 1000000)\n",
		 E2BIG);
	CHECK(strstr(reason.text, "the verifier gave up") == reason.text);
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
	CHECK_STR(sentence(verified, ENOMEM), "not enough memory in the kernel");
}

static void maps_are_named(void)
{
	CHECK_STR(sentence("libbpf: map 'm0_x': failed to create: Argument list too long(-7)\n",
			   E2BIG),
		  "the kernel cannot make the map 'm0_x': Argument list too long");
	CHECK_STR(program, "");
	CHECK_STR(sentence("libbpf: map 'm0_x': failed to create: Too many open files(-24)\n",
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
	RUN(limits_of_the_process_are_told);
	RUN(maps_are_named);
	RUN(without_a_log_the_error_is_told);
	return unit_status();
}
