#include "lexer/fault.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "tests/unit/unit.h"

/* What a child writes to standard error in there; returns how it has ended. */
static int run(void (*function)(void), char *text, size_t size)
{
	int ends[2], status = -1;
	ssize_t length;
	pid_t child;

	if (pipe(ends) < 0)
		return -1;
	fflush(stdout);
	child = fork();
	if (child == 0) {
		dup2(ends[1], STDERR_FILENO);
		function();
		_exit(0);
	}
	waitpid(child, &status, 0);
	length = read(ends[0], text, size - 1);
	text[length > 0 ? length : 0] = '\0';
	close(ends[0]);
	close(ends[1]);
	return status;
}

static void make_way(void)
{
	if (write(STDERR_FILENO, "made way\n", 9) < 0)
		_exit(1);
}

static void say(void)
{
	fault_say("%s %d", "number", 5);
}

static void say_with_way(void)
{
	fault_before(make_way);
	say();
}

static void use_all_memory(void)
{
	fault_before(make_way);
	arena_alloc(arena_new(), SIZE_MAX);
}

/* As of a screen, which would need memory to keep it. */
static ssize_t keep(void *cookie, const char *bytes, size_t size)
{
	arena_alloc(cookie, SIZE_MAX);
	return (ssize_t)size;
}

static void use_all_memory_on_a_stream(void)
{
	stderr = heap_writer(arena_new(), keep);
	setvbuf(stderr, NULL, _IONBF, 0);
	fputs("a message\n", stderr);
}

static void faults_are_said(void)
{
	char text[100];

	CHECK_INT(run(say, text, sizeof(text)), 0);
	CHECK_STR(text, "memtap: number 5\n");
	CHECK_INT(run(say_with_way, text, sizeof(text)), 0);
	CHECK_STR(text, "made way\nmemtap: number 5\n");
}

static void that_there_is_no_memory_is_said_without_any(void)
{
	char text[200];
	int status = run(use_all_memory, text, sizeof(text));

	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == FAULT_EXIT);
	CHECK_STR(text, "made way\nmemtap: out of memory; " FAULT_MEMORY_ADVICE "\n");
	status = run(use_all_memory_on_a_stream, text, sizeof(text));
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == FAULT_EXIT);
	CHECK_STR(text, "memtap: out of memory; " FAULT_MEMORY_ADVICE "\n");
}

int main(void)
{
	RUN(faults_are_said);
	RUN(that_there_is_no_memory_is_said_without_any);
	return unit_status();
}
