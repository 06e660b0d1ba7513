/*
 * Scripts that the checker accepts, compiled to plans. No error is left then but that a program has
 * more instructions than BPF can jump over: codegen makes a plan, and one that is sound.
 *
 * LLVM 19's BPF passes keep pointers in globals, so that a second compilation in one process may
 * crash. Hence each has a process of its own; what it covered of our code comes back in shared
 * memory, for libFuzzer to see.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "codegen/codegen.h"
#include "codegen/plan_check.h"
#include "tests/fuzz/script.h"

#define SECONDS_MAX 60	 /* of CPU time, for one program */
#define EXIT_FIND   "99" /* of sanitizers: memtap itself has 1 for a program that is too large */

/* Of all code that is compiled with coverage, which this is not; NULL where none is. */
extern uint8_t __start___sancov_cntrs[] __attribute__((weak));
extern uint8_t __stop___sancov_cntrs[] __attribute__((weak));

static uint8_t *covered;

static size_t counter_bytes(void)
{
	return (size_t)(__stop___sancov_cntrs - __start___sancov_cntrs);
}

void fuzz_begin(void)
{
	fuzz_setting("FUZZ_KERNEL");
	fuzz_setting("FUZZ_PROGRAM");
	covered = mmap(NULL, counter_bytes() + 1, PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (covered == MAP_FAILED)
		fuzz_fail("no memory to share");
}

static void compile(const struct fuzz_script *script)
{
	struct codegen_input input = {.arena = script->arena,
				      .sources = script->sources,
				      .types = script->types,
				      .kernel = script->kernel,
				      .debug_info = script->debug_info,
				      .name = "fuzz.mt"};
	struct plan *plan = codegen_program(&input, &script->program);

	if (!plan)
		fuzz_fail("codegen gave up");
	if (!plan_is_sound(plan))
		fuzz_fail("the plan is not sound");
	plan_dump(plan, fuzz_nowhere());
	plan_free(plan);
}

const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
	return "exitcode=" EXIT_FIND;
}

/* The functions that libFuzzer has registered for exit() are not for this process. */
static void leave(int status, void *nothing)
{
	_exit(status);
}

static void begin_child(void)
{
	struct rlimit limit = {SECONDS_MAX, SECONDS_MAX};

	setrlimit(RLIMIT_CPU, &limit);
	on_exit(leave, NULL);
}

static void compile_in_child(const struct fuzz_script *script)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		begin_child();
		compile(script);
		memcpy(covered, __start___sancov_cntrs, counter_bytes());
		_exit(0);
	}
	if (child < 0)
		fuzz_fail("no process to compile in");
	while (waitpid(child, &status, 0) < 0) /* libFuzzer has a timer */
		if (errno != EINTR)
			fuzz_fail("the process is gone");
	if (!WIFEXITED(status) ||
	    (WEXITSTATUS(status) != EXIT_SUCCESS && WEXITSTATUS(status) != EXIT_FAILURE))
		fuzz_fail("the compiler died: wait status %#x", status);
	if (WEXITSTATUS(status) == EXIT_SUCCESS)
		memcpy(__start___sancov_cntrs, covered, counter_bytes());
}

void fuzz_one(const uint8_t *data, size_t size)
{
	struct fuzz_script script;

	if (fuzz_script_parse(&script, data, size) && fuzz_script_check(&script, size))
		compile_in_child(&script);
	fuzz_script_end(&script);
}
