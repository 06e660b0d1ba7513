#include "runtime/debuginfod.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lexer/debug_file.h"
#include "runtime/clock.h"
#include "runtime/fence.h"
#include "runtime/file.h"
#include "runtime/message.h"
#include "runtime/privileges.h"

#define URLS	  DEBUGINFOD_URLS
#define CACHE	  "DEBUGINFOD_CACHE_PATH"
#define MAXTIME	  "DEBUGINFOD_MAXTIME"
#define LIBRARY	  DEBUGINFOD_LIBRARY
#define SECOND_NS UINT64_C(1000000000)

#define ROOTS_CACHE "/var/cache/memtap-debuginfod"

enum answer { ANSWER_FILE, ANSWER_NONE, ANSWER_NO_LIBRARY, ANSWER_NO_FOLDER };

static struct {
	int socket; /* to the helper; -1: there is none */
	pid_t pid;
	bool has_asked;
	uint64_t waited_ns;
} helper = {.socket = -1};

/* ---- the helper ---- */

/* The library is not loaded before there is something to ask: it takes curl along. */
struct library {
	void *client;
	int (*find)(void *client, const unsigned char *id, int size, char **path);
};

static bool load_library(struct library *library)
{
	void *file = library->find ? NULL : dlopen(LIBRARY, RTLD_NOW);
	void *begin = file ? dlsym(file, "debuginfod_begin") : NULL;
	void *find = file ? dlsym(file, "debuginfod_find_debuginfo") : NULL;
	void *(*make_client)(void);

	if (library->client)
		return true;
	if (!begin || !find)
		return false;
	memcpy(&make_client, &begin, sizeof(begin));
	memcpy(&library->find, &find, sizeof(find));
	library->client = make_client();
	return library->client != NULL;
}

static bool reply(int socket, char answer, int fd)
{
	union {
		struct cmsghdr header;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control = {0};
	struct iovec data = {&answer, 1};
	struct msghdr message = {.msg_iov = &data, .msg_iovlen = 1};

	if (fd >= 0) {
		control.header.cmsg_len = CMSG_LEN(sizeof(int));
		control.header.cmsg_level = SOL_SOCKET;
		control.header.cmsg_type = SCM_RIGHTS;
		memcpy(CMSG_DATA(&control.header), &fd, sizeof(fd));
		message.msg_control = control.bytes;
		message.msg_controllen = sizeof(control.bytes);
	}
	return sendmsg(socket, &message, MSG_NOSIGNAL) == 1;
}

/* `found` is what the library gave: a descriptor, or a negative errno. */
static enum answer answer_of(int found)
{
	if (found >= 0)
		return ANSWER_FILE;
	return found == -EACCES || found == -EPERM || found == -EROFS ? ANSWER_NO_FOLDER
								      : ANSWER_NONE;
}

static bool answer_one(int socket, struct library *library)
{
	unsigned char id[DEBUG_FILE_ID_MAX];
	ssize_t size = recv(socket, id, sizeof(id), 0);
	enum answer answer = ANSWER_NO_LIBRARY;
	int fd = -1;

	if (size <= 0)
		return false;
	if (load_library(library)) {
		fd = library->find(library->client, id, (int)size, NULL);
		answer = answer_of(fd);
	}
	if (!reply(socket, (char)answer, fd))
		return false;
	file_close(&fd);
	return true;
}

/* Where the library keeps what it fetched, as the user that root is not: /root is closed to it. */
static void choose_cache(const struct privileges_user *user)
{
	const struct passwd *entry = getpwuid(user->user);
	bool is_by_sudo = getenv("SUDO_UID") && entry && access(entry->pw_dir, F_OK) == 0;

	if (getenv(CACHE))
		return;
	if (is_by_sudo) {
		setenv("HOME", entry->pw_dir, 1);
		return;
	}
	if (mkdir(ROOTS_CACHE, 0700) == 0 && chown(ROOTS_CACHE, user->user, user->group) != 0)
		rmdir(ROOTS_CACHE);
	setenv(CACHE, ROOTS_CACHE, 1);
}

/* Root owns most files, which it needs no capability to write to. */
static bool leave_root(void)
{
	struct privileges_user user = privileges_instead_of_root();

	if (geteuid() != 0)
		return true;
	choose_cache(&user);
	return privileges_become(&user);
}

/* What is open is memtap's, and so are signals that whole groups of processes get: it makes a last
 * report then, which asks. */
static bool let_go(int socket)
{
	static const int memtaps[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1};
	int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);

	for (int fd = 0; fd <= 2; fd++)
		dup2(nowhere, fd);
	dup2(socket, 3);
	syscall(SYS_close_range, 4, ~0U, 0);
	for (size_t i = 0; i < sizeof(memtaps) / sizeof(*memtaps); i++)
		signal(memtaps[i], SIG_IGN);
	if (!leave_root())
		return false;
	privileges_drop_all();
	fence_close_helper();
	prctl(PR_SET_PDEATHSIG, SIGKILL); /* which becoming another user takes back */
	return true;
}

static _Noreturn void help(int socket, pid_t parent)
{
	struct library library = {0};

	if (let_go(socket) && getppid() == parent) /* it may have ended before it would have been told */
		while (answer_one(3, &library))
			;
	_exit(0);
}

/* ---- memtap's side ---- */

static uint64_t seconds_for_one(void)
{
	const char *text = getenv(MAXTIME);
	long seconds = text ? strtol(text, NULL, 10) : 0;

	return seconds > 0 && seconds < DEBUGINFOD_ALL_SECONDS ? (uint64_t)seconds
							       : DEBUGINFOD_ONE_SECONDS;
}

void debuginfod_start(void)
{
	const char *urls = getenv(URLS);
	int pair[2];
	pid_t parent = getpid();

	if (!urls || !*urls || helper.socket >= 0 ||
	    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
		return;
	helper.pid = fork();
	if (helper.pid == 0)
		help(pair[1], parent);
	close(pair[1]);
	helper.socket = pair[0];
	if (helper.pid < 0)
		file_close(&helper.socket);
}

static void tell_asking(void)
{
	if (!helper.has_asked)
		complain("asking for debug files: " URLS " is %s", getenv(URLS));
	helper.has_asked = true;
}

static void give_up(const char *why)
{
	complain("names and lines come from this machine alone: %s", why);
	file_close(&helper.socket);
	kill(helper.pid, SIGKILL); /* refused where it is another user: it ends with us, then */
	waitpid(helper.pid, NULL, WNOHANG);
}

/* The descriptor that came with an answer. */
static int passed_descriptor(struct msghdr *message)
{
	struct cmsghdr *header = CMSG_FIRSTHDR(message);
	int fd;

	if (!header || header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS ||
	    header->cmsg_len != CMSG_LEN(sizeof(fd)))
		return -1;
	memcpy(&fd, CMSG_DATA(header), sizeof(fd));
	return fd;
}

static enum answer take_answer(int *fd)
{
	union {
		struct cmsghdr header;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control;
	char answer = ANSWER_NONE;
	struct iovec data = {&answer, 1};
	struct msghdr message = {.msg_iov = &data,
				 .msg_iovlen = 1,
				 .msg_control = control.bytes,
				 .msg_controllen = sizeof(control.bytes)};

	if (recvmsg(helper.socket, &message, MSG_CMSG_CLOEXEC) == 1)
		*fd = passed_descriptor(&message);
	return answer;
}

static uint64_t less(uint64_t a, uint64_t b)
{
	return a > b ? a - b : 0;
}

/* A signal, such as that of ^C, does not end the waiting; the second one ends memtap. */
static bool wait_for_answer(void)
{
	struct pollfd socket = {.fd = helper.socket, .events = POLLIN};
	uint64_t left = less(DEBUGINFOD_ALL_SECONDS * SECOND_NS, helper.waited_ns);
	uint64_t most = seconds_for_one() * SECOND_NS, start = clock_ns(CLOCK_MONOTONIC);
	uint64_t waited = 0;
	int ready;

	if (left < most)
		most = left;
	do {
		ready = poll(&socket, 1, (int)(less(most, waited) / 1000000));
		waited = clock_ns(CLOCK_MONOTONIC) - start;
	} while (ready < 0 && errno == EINTR);
	helper.waited_ns += waited;
	return ready > 0;
}

/* The helper reads what servers send: it is not believed what it has found. */
static int check_file(int fd, const void *id, size_t size)
{
	struct stat status;

	if (fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
	    debug_file_has_id(fd, id, size))
		return fd;
	file_close(&fd);
	return -1;
}

int debuginfod_find(const void *id, size_t size)
{
	enum answer answer;
	int fd = -1;

	if (helper.socket < 0 || size > DEBUG_FILE_ID_MAX)
		return -1;
	tell_asking();
	if (send(helper.socket, id, size, MSG_NOSIGNAL) != (ssize_t)size) {
		give_up("what asks " URLS " has ended");
		return -1;
	}
	if (!wait_for_answer()) {
		give_up("no answer from " URLS " within the time of " MAXTIME);
		return -1;
	}
	answer = take_answer(&fd);
	if (answer == ANSWER_NO_LIBRARY)
		give_up(LIBRARY ", which asks " URLS ", is not installed (package libdebuginfod1)");
	else if (answer == ANSWER_NO_FOLDER)
		give_up("what asks " URLS ", who called sudo or nobody where memtap is root, may not "
			"write to the folder of " CACHE);
	else if (helper.waited_ns >= DEBUGINFOD_ALL_SECONDS * SECOND_NS)
		give_up(URLS " was waited for long enough");
	return check_file(fd, id, size);
}
