#include "runtime/fence.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/cpus.h"
#include "tests/unit/unit.h"

#define BEHIND	      42 /* exit status of a child whose fence stands */
#define WITHOUT_FENCE 43

static bool is_closed; /* the fence, in this process */
static int refused_anyway;

static void nothing(void)
{
}

static void tell_skipped(const char *name)
{
	if (refused_anyway)
		printf("skip %s %s: calls that this user may not make anyway: %d\n",
		       program_invocation_short_name, name, refused_anyway);
	fflush(stdout);
}

/* In a child: a fence is for good. Returns how it exited. */
static int behind_fence(int (*close_fence)(void), void (*before)(void), void (*run)(void),
			const char *name)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		before();
		if (close_fence() < 0)
			_exit(WITHOUT_FENCE);
		is_closed = true;
		run();
		tell_skipped(name);
		_exit(BEHIND);
	}
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

#define CHECK_PERMITTED(run) CHECK_INT(behind_fence(fence_close, nothing, run, #run), BEHIND)
/* A call that the system refuses by itself says nothing of the fence: all are made before, too. */
#define CHECK_REFUSED(close_fence, run) CHECK_INT(behind_fence(close_fence, run, run, #run), BEHIND)

/*
 * Ends the child with the line's number, low bits of it, where a system call is not refused.
 * Without the fence it is to do no harm.
 */
#define REFUSED(call)                                       \
	do {                                                \
		static bool was_refused;                    \
		bool is_refused;                            \
                                                            \
		errno = 0;                                  \
		is_refused = (call) < 0 && errno == EPERM;  \
		if (is_closed && !is_refused)               \
			_exit(__LINE__ % 32 + 64);          \
		refused_anyway += is_closed && was_refused; \
		was_refused = is_refused;                   \
	} while (0)
#define PERMITTED(call)                            \
	do {                                       \
		if ((call) < 0)                    \
			_exit(__LINE__ % 32 + 96); \
	} while (0)

static void run_programs(void)
{
	char *const arguments[] = {"exist", NULL};

	REFUSED(execv("/does/not/exist", arguments));
	REFUSED(syscall(SYS_execveat, AT_FDCWD, "/does/not/exist", arguments, NULL, 0));
#ifndef __SANITIZE_ADDRESS__
	REFUSED(ptrace(PTRACE_CONT, 0, NULL, NULL));
#endif
}

static void change_machine(void)
{
	REFUSED(syscall(SYS_syslog, 10 /* SYSLOG_ACTION_SIZE_BUFFER */, NULL, 0));
	REFUSED(syscall(SYS_sethostname, "", -1));
}

static void write_files(void)
{
	REFUSED(open("/dev/null", O_WRONLY));
	REFUSED(open("/dev/null", O_RDWR));
	REFUSED(open("/does/not/exist", O_RDONLY | O_CREAT, 0600));
	REFUSED(open("/tmp", O_TMPFILE | O_RDWR, 0600));
	REFUSED(syscall(SYS_open, "/dev/null", O_WRONLY));
	REFUSED(syscall(SYS_openat2, AT_FDCWD, "/dev/null", NULL, 0));
	REFUSED(unlink("/does/not/exist"));
	REFUSED(rename("/does/not/exist", "/does/not/exist2"));
	REFUSED(symlink("a", "/does/not/exist"));
	REFUSED(mkdir("/does/not/exist", 0700));
	REFUSED(chmod("/does/not/exist", 0700));
	REFUSED(syscall(SYS_io_uring_setup, 1, NULL));
}

static void reach_out(void)
{
	char key = 'x';

	REFUSED(socket(AF_INET, SOCK_STREAM, 0));
	REFUSED(socket(AF_INET6, SOCK_DGRAM, 0));
	REFUSED(socket(AF_PACKET, SOCK_RAW, 0));
	REFUSED(syscall(SYS_socket, AF_UNIX | 1ul << 32, SOCK_STREAM, 0));
	REFUSED(socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE));
	REFUSED(listen(socket(AF_UNIX, SOCK_STREAM, 0), 1));
	REFUSED(ioctl(-1, TIOCSTI, &key));
	REFUSED(syscall(SYS_init_module, NULL, 0, ""));
}

static void do_the_usual(void)
{
	PERMITTED(open("/dev/null", O_RDONLY | O_CLOEXEC));
	PERMITTED(openat(AT_FDCWD, "/", O_RDONLY | O_DIRECTORY));
	PERMITTED(socket(AF_UNIX, SOCK_STREAM, 0));
	PERMITTED(cpus_open());
	PERMITTED(write(STDOUT_FILENO, "", 0));
	if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1)
		_exit(1);
}

static void take_what_is_of_others(void)
{
	REFUSED(syscall(SYS_bpf, BPF_OBJ_GET, NULL, 0));
	REFUSED(syscall(SYS_bpf, BPF_PROG_GET_FD_BY_ID, NULL, 0));
	REFUSED(syscall(SYS_bpf, BPF_MAP_GET_FD_BY_ID, NULL, 0));
	REFUSED(syscall(SYS_bpf, BPF_LINK_GET_FD_BY_ID, NULL, 0));
	REFUSED(syscall(SYS_bpf, BPF_PROG_ATTACH, NULL, 0));
	REFUSED(syscall(SYS_bpf, BPF_PROG_DETACH, NULL, 0));
}

static int listener, client; /* opened before */

static void answer_who_asks(void)
{
	struct sockaddr_in address;
	socklen_t size = sizeof(address);
	int accepted;

	PERMITTED(getsockname(listener, (void *)&address, &size));
	PERMITTED(connect(client, (void *)&address, size));
	PERMITTED(accepted = accept4(listener, NULL, NULL, SOCK_CLOEXEC));
	PERMITTED(send(accepted, "x", 1, 0));
	PERMITTED(shutdown(accepted, SHUT_WR));
	REFUSED(listen(listener, 1));
}

/* No attributes: the kernel would refuse them with another error. */
static void load_into_kernel(void)
{
	REFUSED(syscall(SYS_bpf, BPF_PROG_LOAD, NULL, 0));
	REFUSED(syscall(SYS_bpf, BPF_MAP_CREATE, NULL, 0));
	REFUSED(syscall(SYS_bpf, BPF_OBJ_PIN, NULL, 0));
}

static int close_both(void)
{
	return fence_close() ?: fence_close_kernel();
}

static void nothing_gets_out(void)
{
	CHECK_REFUSED(fence_close, run_programs);
	CHECK_REFUSED(fence_close, write_files);
	CHECK_REFUSED(fence_close, change_machine);
	CHECK_REFUSED(fence_close, reach_out);
	CHECK_REFUSED(fence_close, take_what_is_of_others);
	CHECK_REFUSED(close_both, load_into_kernel);
}

static void what_is_needed_stays(void)
{
	CHECK_PERMITTED(do_the_usual);
}

static void who_listens_already_may_answer(void)
{
	struct sockaddr_in any_port = {.sin_family = AF_INET,
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

	listener = socket(AF_INET, SOCK_STREAM, 0);
	client = socket(AF_INET, SOCK_STREAM, 0);
	CHECK_INT(bind(listener, (void *)&any_port, sizeof(any_port)), 0);
	CHECK_INT(listen(listener, 1), 0);
	CHECK_PERMITTED(answer_who_asks);
	close(listener);
	close(client);
}

int main(void)
{
	RUN(nothing_gets_out);
	RUN(what_is_needed_stays);
	RUN(who_listens_already_may_answer);
	return unit_status();
}
