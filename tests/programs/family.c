/*
 * family: processes that start others. Each leaks blocks of a size of its own in leak(), names
 * itself, says "NAME PID", and lives until it is told to end; then it leaks one byte more.
 *
 *     parent      one block of 500 bytes and 10 of 1000; a thread leaks 4 more of 60
 *     child       by fork(): 20 of 100; frees its copy of the block of 500
 *     grandchild  by fork() of the child: 5 of 300
 *     execs       by fork(): 2 of 5000; then calls exec and leaks 7 of 50
 *     vforked     by vfork() and exec: 6 of 70
 *     spawned     by posix_spawn(): 3 of 40
 *
 * With --exit none waits to be told. family NAME COUNT SIZE PIPE is what those that call exec
 * become.
 */
#include "workload.h"

#include <pthread.h>
#include <spawn.h>
#include <sys/prctl.h>

extern char **environ;

/* Volatile: else the compiler sees that nobody reads the block and allocates none. */
static void *volatile block;
static void *inherited;
static char pipe_number[12]; /* of its end for writing: a byte from each that is ready */

__attribute__((noipa)) static void leak(int count, size_t size)
{
	for (int i = 0; i < count; i++)
		block = malloc(size);
}

static void be(const char *name, int count, size_t size)
{
	prctl(PR_SET_NAME, name);
	leak(count, size);
}

static int rest(const char *name)
{
	workload_say("%s %d\n", name, getpid());
	if (write(atoi(pipe_number), "", 1) != 1)
		abort();
	if (!workload.exit)
		workload_wait();
	leak(1, 1);
	return 0;
}

static void fork_as(void (*run)(void))
{
	pid_t child = fork();

	if (child < 0)
		abort();
	if (child > 0)
		return;
	run();
	_exit(0);
}

static void be_grandchild(void)
{
	be("grandchild", 5, 300);
	rest("grandchild");
}

static void be_child(void)
{
	be("child", 20, 100);
	free(inherited);
	fork_as(be_grandchild);
	rest("child");
}

/* What becomes of it needs memory of nobody else: vfork() lends it. */
static void become(char *name, char *count, char *size)
{
	char *const exits[] = {"family", "--exit", name, count, size, pipe_number, NULL};
	char *const waits[] = {"family", name, count, size, pipe_number, NULL};

	execv("/proc/self/exe", workload.exit ? exits : waits);
	_exit(1);
}

static void call_exec(void)
{
	be("execs", 2, 5000);
	become("execs", "7", "50");
}

static void vfork_and_exec(void)
{
	if (vfork() == 0)
		become("vforked", "6", "70");
}

static void spawn(void)
{
	char *const exits[] = {"family", "--exit", "spawned", "3", "40", pipe_number, NULL};
	char *const waits[] = {"family", "spawned", "3", "40", pipe_number, NULL};
	pid_t child;

	if (posix_spawn(&child, "/proc/self/exe", NULL, NULL, workload.exit ? exits : waits,
			environ))
		abort();
}

static void *be_thread(void *unused __attribute__((unused)))
{
	leak(4, 60);
	return NULL;
}

/* On a stack of our own, because libc would keep what belongs to one that it makes. */
static void run_thread(void)
{
	static _Alignas(4096) char stack[64 << 10];
	pthread_attr_t attr;
	pthread_t thread;

	pthread_attr_init(&attr);
	if (pthread_attr_setstack(&attr, stack, sizeof(stack)) ||
	    pthread_create(&thread, &attr, be_thread, NULL) || pthread_join(thread, NULL))
		abort();
}

int main(int argc, char **argv)
{
	int ready[2];
	char byte;

	workload_options(&argc, &argv);
	if (argc == 5) {
		strncpy(pipe_number, argv[4], sizeof(pipe_number) - 1);
		be(argv[1], atoi(argv[2]), atoi(argv[3]));
		return rest(argv[1]);
	}
	if (pipe(ready) < 0)
		return 1;
	snprintf(pipe_number, sizeof(pipe_number), "%d", ready[1]);
	workload_begin();
	prctl(PR_SET_NAME, "parent");
	inherited = malloc(500);
	leak(10, 1000);
	run_thread();
	fork_as(be_child);
	fork_as(call_exec);
	vfork_and_exec();
	spawn();
	for (int others = 5; others; others--)
		if (read(ready[0], &byte, 1) != 1)
			return 1;
	workload_end();
	leak(1, 1);
	return 0;
}
