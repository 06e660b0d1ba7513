/*
 * owners MODE: processes that own objects, by calls of own(NUMBER), and what becomes of them.
 *
 *     exec      after the go owns 1, 2 and 3; then calls exec and owns 11 and 12
 *     thread    the same, but a second thread calls exec
 *     leader    after the go the main thread owns 1 and ends; then a second thread owns 2, and the
 *               process lives on until it is told to end
 *     fork      after the go owns 21 in a child and 22 in that child's child, which both end
 */
#include "workload.h"

#include <pthread.h>
#include <sys/syscall.h>
#include <sys/wait.h>

__attribute__((noipa)) static void own(long number)
{
	__asm__ volatile("" : : "r"(number));
}

static int owns_again(void)
{
	workload_begin();
	own(11);
	own(12);
	workload_end();
	return 0;
}

static int calls_exec(void)
{
	workload_begin();
	own(1);
	own(2);
	own(3);
	execl("/proc/self/exe", "owners", "--now", "again", NULL);
	return 1;
}

static void *call_exec(void *unused)
{
	calls_exec();
	return unused;
}

static int calls_exec_in_thread(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, call_exec, NULL) == 0)
		pthread_join(thread, NULL);
	return 1;
}

static void *survive(void *leader)
{
	pthread_join(*(pthread_t *)leader, NULL);
	usleep(100000); /* its memory is given up after that */
	own(2);
	workload_end();
	exit(0);
}

static int loses_leader(void)
{
	static pthread_t leader;
	pthread_t survivor;

	leader = pthread_self();
	workload_begin();
	if (pthread_create(&survivor, NULL, survive, &leader))
		return 1;
	own(1);
	syscall(SYS_exit, 0); /* pthread_exit(3) would load a library */
	return 1;
}

static void own_in_child(long number, void (*then)(void))
{
	pid_t child = fork();

	if (child == 0) {
		own(number);
		if (then)
			then();
		_exit(0);
	}
	waitpid(child, NULL, 0);
}

static void own_as_grandchild(void)
{
	own_in_child(22, NULL);
}

static int forks(void)
{
	workload_begin();
	own_in_child(21, own_as_grandchild);
	workload_end();
	return 0;
}

int main(int argc, char **argv)
{
	workload_options(&argc, &argv);
	if (argc < 2)
		return 2;
	if (!strcmp(argv[1], "exec"))
		return calls_exec();
	if (!strcmp(argv[1], "thread"))
		return calls_exec_in_thread();
	if (!strcmp(argv[1], "again"))
		return owns_again();
	if (!strcmp(argv[1], "leader"))
		return loses_leader();
	if (!strcmp(argv[1], "fork"))
		return forks();
	return 2;
}
