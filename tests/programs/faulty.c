/*
 * faulty [--handle | --ignore | --block] KIND: one memory error, by which the process dies; KIND
 * none makes none. With --handle it has a handler, which ends it with status 3; ignoring or
 * blocking the signal does not help it. Where the kernel has no such guard (Linux 6.13), advised
 * makes no error.
 *
 *     null        reads a member of a structure through a null pointer
 *     unmapped    reads where a mapping has been
 *     readonly    writes into a mapping that is read-only
 *     guard       writes behind a mapping, into a guard of no access
 *     advised     the same, into a guard within a mapping, made by madvise(2)
 *     code        jumps to data
 *     wild        reads at an address that no process can have
 *     truncated   reads behind the end of a file that is mapped
 *     full        writes into a file that is mapped, for which its file system has no room
 *     recursion   calls itself until the stack of the main thread ends
 *     thread      the same in another thread, whose stack ends in a guard
 *     abort       calls abort()
 *     killed      is sent SIGSEGV by another process
 */
#include "workload.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>

#define PAGE 4096

#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#endif

static char *map(int size, int protection)
{
	char *at = mmap(NULL, size, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (at == MAP_FAILED)
		abort();
	return at;
}

__attribute__((noipa)) static char load(const volatile char *from)
{
	return *from;
}

__attribute__((noipa)) static void store(volatile char *to)
{
	*to = 1;
}

__attribute__((noipa)) static void null(void)
{
	load((char *)0x18);
}

__attribute__((noipa)) static void unmapped(void)
{
	char *at = map(PAGE, PROT_READ);

	munmap(at, PAGE);
	load(at + 16);
}

__attribute__((noipa)) static void readonly(void)
{
	store(map(PAGE, PROT_READ) + 32);
}

__attribute__((noipa)) static void guard(void)
{
	char *at = map(2 * PAGE, PROT_READ | PROT_WRITE);

	mprotect(at + PAGE, PAGE, PROT_NONE);
	store(at + PAGE + 8);
}

__attribute__((noipa)) static void advised(void)
{
	char *at = map(2 * PAGE, PROT_READ | PROT_WRITE);

	if (madvise(at + PAGE, PAGE, MADV_GUARD_INSTALL) == 0)
		store(at + PAGE + 8);
}

__attribute__((noipa)) static void code(void)
{
	void (*function)(void) = (void (*)(void))map(PAGE, PROT_READ | PROT_WRITE);

	function();
}

__attribute__((noipa)) static void wild(void)
{
	load((char *)0x6d656d7461702121);
}

__attribute__((noipa)) static void truncated(void)
{
	FILE *file = tmpfile();
	char *at = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fileno(file), 0);

	load(at);
}

/* In the current directory, which is full. */
__attribute__((noipa)) static void full(void)
{
	int file = open("full", O_RDWR | O_CREAT, 0600);
	char *at = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);

	if (at == MAP_FAILED || ftruncate(file, PAGE) != 0)
		abort();
	store(at);
}

/* Little enough that no call steps over the guard of a stack. */
__attribute__((noipa)) static int recursion(int depth)
{
	char frame[1000];

	store(frame + depth % 1000);
	return depth == -1 ? 0 : recursion(depth + 1) + frame[0];
}

static void *thread(void *unused)
{
	recursion(0);
	return unused;
}

static void in_thread(void)
{
	pthread_t id;

	pthread_create(&id, NULL, thread, NULL);
	pthread_join(id, NULL);
}

static void overflow(void)
{
	recursion(0);
}

static void killed(void)
{
	pid_t victim = getpid();

	if (!fork()) {
		kill(victim, SIGSEGV);
		_exit(0);
	}
	pause();
}

static void none(void)
{
	char *at = map(PAGE, PROT_READ | PROT_WRITE);

	store(at);
	munmap(at, PAGE);
}

static const struct kind {
	const char *name;
	void (*function)(void);
} kinds[] = {
	{"null", null},		 {"unmapped", unmapped},   {"readonly", readonly},
	{"guard", guard},	 {"advised", advised},	   {"code", code},
	{"wild", wild},		 {"truncated", truncated}, {"full", full},
	{"recursion", overflow}, {"thread", in_thread},	   {"abort", abort},
	{"killed", killed},	 {"none", none},
};

static void handle(int signal)
{
	_exit(signal == SIGSEGV ? 3 : 4);
}

/* What becomes of SIGSEGV and SIGBUS. */
static bool dispose(const char *how)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGSEGV);
	sigaddset(&signals, SIGBUS);
	if (!strcmp(how, "--block"))
		return sigprocmask(SIG_BLOCK, &signals, NULL) == 0;
	if (strcmp(how, "--handle") && strcmp(how, "--ignore"))
		return false;
	signal(SIGSEGV, how[2] == 'h' ? handle : SIG_IGN);
	signal(SIGBUS, how[2] == 'h' ? handle : SIG_IGN);
	return true;
}

int main(int argc, char **argv)
{
	workload_options(&argc, &argv);
	if (argc == 3 && dispose(argv[1])) {
		argv++;
		argc--;
	}
	for (size_t i = 0; argc == 2 && i < sizeof(kinds) / sizeof(*kinds); i++)
		if (!strcmp(argv[1], kinds[i].name)) {
			workload_begin();
			kinds[i].function();
			workload_end();
			return 0;
		}
	fprintf(stderr, "usage: faulty [--now] [--exit] [--handle | --ignore | --block] KIND\n");
	return 2;
}
