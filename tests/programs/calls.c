/*
 * calls N: functions and system calls with known arguments.
 *
 * After the go, for i = 0 ... N - 1, the main thread (named "calls") and after it, the whole once
 * more, a second thread (named "helper") call
 *
 *     six(i, i + 10, i + 20, i + 30, i + 40, i + 50)     returns -i
 *     word(WORD, i)    WORD is "alpha" if i % 3 is 0, "beta" if 1, 60 times 'x' if 2; returns its
 *                      length
 *     narrow(-1 - i % 6, 250 + i % 6)     of a signed and an unsigned char; returns their sum, 249
 *     many_a()         once
 *     many_b()         twice
 *     outer(i)         calls inner(i), which returns i + 1; returns twice that
 *     jump(i)          continues as landed(i), by a jump, which returns i + 7 to jump's caller
 *     lseek(-1, 1000 + i, SEEK_END)                      fails with EBADF (9)
 *     read(fd of /dev/zero, buffer, 100 + i % 100)
 *     openat(AT_FDCWD, "/does/not/exist/WORD", O_RDONLY) fails with ENOENT (2)
 *
 * Before the go: its soft limit of open files is 321, it is a child subreaper, it has the flag
 * "reset on fork" of its scheduling policy, and its oom_score_adj is 17. `calls --address` prints
 * the address of six as the file is linked, and does nothing else.
 */
#include "workload.h"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>

/* The compiler calls it as written, knowing nothing of it. */
#define OPAQUE __attribute__((noipa))

extern const char __executable_start[];

static int rounds, zero;

OPAQUE static long six(long a, long b, long c, long d, long e, long f)
{
	return b + c + d + e + f - 6 * a - 150;
}

OPAQUE static long word(const char *text, long i)
{
	return (long)strlen(text) + 0 * i;
}

OPAQUE static int narrow(signed char a, unsigned char b)
{
	return a + b;
}

OPAQUE static void many_a(void)
{
	__asm__ volatile("");
}

OPAQUE static void many_b(void)
{
	__asm__ volatile("");
}

OPAQUE static long inner(long i)
{
	return i + 1;
}

OPAQUE static long outer(long i)
{
	return 2 * inner(i);
}

__attribute__((used, noipa)) static long landed(long i)
{
	return i + 7;
}

long jump(long i);
__asm__(".text\n"
	".globl jump\n"
	".type jump, @function\n"
	"jump:	jmp landed\n"
	".size jump, . - jump\n");

static void round_of(int i)
{
	static const char long_word[] =
		"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
	static const char *const words[] = {"alpha", "beta", long_word};
	const char *text = words[i % 3];
	char buffer[200], path[200];

	if (six(i, i + 10, i + 20, i + 30, i + 40, i + 50) != -i)
		abort();
	if (word(text, i) != (long)strlen(text))
		abort();
	if (narrow(-1 - i % 6, 250 + i % 6) != 249)
		abort();
	many_a();
	many_b();
	many_b();
	if (outer(i) != 2 * (i + 1))
		abort();
	if (jump(i) != i + 7)
		abort();
	if (lseek(-1, 1000 + i, SEEK_END) != -1)
		abort();
	if (read(zero, buffer, 100 + i % 100) != 100 + i % 100)
		abort();
	snprintf(path, sizeof(path), "/does/not/exist/%s", text);
	if (openat(AT_FDCWD, path, O_RDONLY) != -1)
		abort();
}

static void *work(void *unused)
{
	for (int i = 0; i < rounds; i++)
		round_of(i);
	return unused;
}

static void *helper(void *unused)
{
	pthread_setname_np(pthread_self(), "helper");
	return work(unused);
}

static void set_up(void)
{
	struct sched_param param = {0};
	struct rlimit limit;
	int fd = open("/proc/self/oom_score_adj", O_WRONLY);

	if (write(fd, "17", 2) != 2 || close(fd))
		abort();
	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = 321;
	if (setrlimit(RLIMIT_NOFILE, &limit) || prctl(PR_SET_CHILD_SUBREAPER, 1) ||
	    sched_setscheduler(0, SCHED_OTHER | SCHED_RESET_ON_FORK, &param))
		abort();
	zero = open("/dev/zero", O_RDONLY);
}

int main(int argc, char **argv)
{
	pthread_t thread;

	workload_options(&argc, &argv);
	if (argc > 1 && !strcmp(argv[1], "--address")) {
		workload_say("0x%lx\n", (unsigned long)((const char *)six - __executable_start));
		return 0;
	}
	if (argc != 2)
		return 2;
	rounds = atoi(argv[1]);
	set_up();
	workload_begin();
	work(NULL);
	if (pthread_create(&thread, NULL, helper, NULL))
		return 1;
	pthread_join(thread, NULL);
	workload_end();
	return 0;
}
