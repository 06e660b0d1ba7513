#include "parser/word_list.h"

#include <signal.h>
#include <string.h>

#include "codegen/abi.h"
#include "parser/type.h"

#define WORD_LIST(name, all_)                                 \
	const struct word_list words_##name = {.all = all_,   \
					       .words = name, \
					       .count = sizeof(name) / sizeof(*name)}

static const struct word clocks[] = {
	{"boot", CLOCK_WORD_BOOT},
	{"monotonic", CLOCK_WORD_MONOTONIC},
	{"tai", CLOCK_WORD_TAI},
	{"sw_tai", CLOCK_WORD_SW_TAI},
};
WORD_LIST(clocks, "boot, monotonic, tai, sw_tai");

static const struct word stacks[] = {
	{"bpftrace", STACK_BPFTRACE},
	{"perf", STACK_PERF},
	{"raw", STACK_RAW},
	{"source", STACK_SOURCE},
};
WORD_LIST(stacks, "bpftrace, perf, raw, source");

/* struct pt_regs of x86-64: arch/x86/include/asm/ptrace.h */
static const struct word registers[] = {
	{"r15", 0},  {"r14", 8},       {"r13", 16},    {"r12", 24}, {"bp", 32},	 {"bx", 40},
	{"r11", 48}, {"r10", 56},      {"r9", 64},     {"r8", 72},  {"ax", 80},	 {"cx", 88},
	{"dx", 96},  {"si", 104},      {"di", 112},    {"ip", 128}, {"cs", 136}, {"sp", 152},
	{"ss", 160}, {"orig_ax", 120}, {"flags", 144},
};
WORD_LIST(registers, "ax bx cx dx si di bp sp ip r8 to r15 flags cs ss orig_ax");

static const struct word signals[] = {
	{"HUP", SIGHUP},       {"INT", SIGINT},	  {"QUIT", SIGQUIT},   {"ILL", SIGILL},
	{"TRAP", SIGTRAP},     {"ABRT", SIGABRT}, {"BUS", SIGBUS},     {"FPE", SIGFPE},
	{"KILL", SIGKILL},     {"USR1", SIGUSR1}, {"SEGV", SIGSEGV},   {"USR2", SIGUSR2},
	{"PIPE", SIGPIPE},     {"ALRM", SIGALRM}, {"TERM", SIGTERM},   {"CHLD", SIGCHLD},
	{"CONT", SIGCONT},     {"STOP", SIGSTOP}, {"TSTP", SIGTSTP},   {"TTIN", SIGTTIN},
	{"TTOU", SIGTTOU},     {"URG", SIGURG},	  {"XCPU", SIGXCPU},   {"XFSZ", SIGXFSZ},
	{"VTALRM", SIGVTALRM}, {"PROF", SIGPROF}, {"WINCH", SIGWINCH}, {"IO", SIGIO},
	{"PWR", SIGPWR},       {"SYS", SIGSYS},
};
WORD_LIST(signals, "SIGHUP, SIGINT, SIGKILL, SIGTERM and the others of signal(7)");

static const struct word series[] = {
	{"avg", ABI_SERIES_AVG},
	{"max", ABI_SERIES_MAX},
	{"min", ABI_SERIES_MIN},
	{"sum", ABI_SERIES_SUM},
};
WORD_LIST(series, "\"avg\", \"max\", \"min\" or \"sum\"");

bool word_find(const struct word_list *list, const char *name, uint32_t *value)
{
	for (size_t i = 0; i < list->count; i++) {
		if (strcmp(list->words[i].name, name) != 0)
			continue;
		*value = list->words[i].value;
		return true;
	}
	return false;
}
