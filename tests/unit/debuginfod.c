#include "runtime/debuginfod.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <elfutils/libdwelf.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "runtime/elf_file.h"
#include "runtime/fence.h"
#include "tests/unit/unit.h"

/*
 * A server of this program under its build ID. An ID of zeros gets no answer, one of ones another
 * program, and all others "404", one of twos after a while.
 */
static char program[PATH_MAX], own_id[65];
static char folder[] = "/tmp/debuginfod.XXXXXX";
static const unsigned char silent[20], lying[20] = "11111111111111111111",
			   slow[20] = "22222222222222222222", unknown[20] = "x";

#define SUDO_USER 1234

int known_function(int a);

__attribute__((noinline)) int known_function(int a)
{
	__asm__ volatile("");
	return a + 1;
}

/* ---- the server ---- */

static void send_file(int to, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat status;

	fstat(fd, &status);
	dprintf(to, "HTTP/1.1 200 OK\r\nContent-Length: %lld\r\nConnection: close\r\n\r\n",
		(long long)status.st_size);
	while (sendfile(to, fd, NULL, 1 << 20) > 0)
		;
	close(fd);
}

static void serve_one(int client)
{
	char request[4096] = "", id[65] = "";
	size_t size = 0;
	ssize_t got;

	while (!strstr(request, "\r\n\r\n") && size < sizeof(request) - 1 &&
	       (got = read(client, request + size, sizeof(request) - 1 - size)) > 0)
		request[size += (size_t)got] = '\0';
	sscanf(request, "GET /buildid/%64[0-9a-f]/debuginfo ", id);
	if (strcmp(id, own_id) == 0)
		send_file(client, program);
	else if (strncmp(id, "31313131", 8) == 0)
		send_file(client, "/bin/sh");
	else if (strncmp(id, "00000000", 8) == 0)
		pause();
	else {
		if (strncmp(id, "32323232", 8) == 0)
			nanosleep(&(struct timespec){0, 200000000}, NULL);
		dprintf(client, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n"
				"Connection: close\r\n\r\n");
	}
}

static pid_t start_server(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
				      .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(address);
	int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	char url[64];
	pid_t pid;

	if (bind(server, (struct sockaddr *)&address, size) != 0 || listen(server, 8) != 0)
		return -1;
	getsockname(server, (struct sockaddr *)&address, &size);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d", ntohs(address.sin_port));
	setenv("DEBUGINFOD_URLS", url, 1);
	pid = fork();
	while (pid == 0) {
		int client = accept(server, NULL, NULL);

		serve_one(client);
		close(client);
	}
	close(server);
	return pid;
}

/* ---- tests ---- */

/* Where the name of a function of the stripped program is found. */
static bool finds_name(void)
{
	char stripped[PATH_MAX];
	struct elf_file *file;
	const char *name = NULL;
	uint64_t start;
	bool is_found;
	Dl_info info;

	snprintf(stripped, sizeof(stripped), "%s/stripped", folder);
	file = elf_file_open(open(stripped, O_RDONLY | O_CLOEXEC), stripped);
	if (file && dladdr((void *)known_function, &info))
		elf_file_find(file, (uint64_t)((char *)known_function - (char *)info.dli_fbase),
			      &name, &start);
	is_found = unit_same(name, "known_function");
	elf_file_close(file);
	return is_found;
}

static uid_t owner_of_fetched(const char *cache)
{
	char path[PATH_MAX];
	struct stat status = {.st_uid = (uid_t)-1};

	snprintf(path, sizeof(path), "%s/%s/debuginfo", cache, own_id);
	stat(path, &status);
	return status.st_uid;
}

static void names_come_from_a_server_through_the_fence(void)
{
	CHECK(finds_name());
	CHECK_INT(owner_of_fetched(folder), geteuid() == 0 ? SUDO_USER : geteuid());
}

/* Of root itself, whom no sudo(8) has called. */
static void nobody_asks_for_root(void)
{
	CHECK(finds_name());
	CHECK_INT(owner_of_fetched("/var/cache/memtap-debuginfod"), 65534);
}

static void a_cache_that_is_closed_to_nobody_is_told_of(void)
{
	int saved = dup(STDERR_FILENO), said = memfd_create("stderr", MFD_CLOEXEC);
	char text[1024] = "";

	dup2(said, STDERR_FILENO);
	CHECK(!finds_name());
	dup2(saved, STDERR_FILENO);
	CHECK(pread(said, text, sizeof(text) - 1, 0) > 0);
	CHECK(strstr(text, "may not write to the folder of DEBUGINFOD_CACHE_PATH\n"));
	close(saved);
	close(said);
}

static void do_nothing(int number)
{
}

/* And the next file is still asked for. */
static void signals_do_not_end_the_waiting(void)
{
	static const struct itimerval often = {{0, 10000}, {0, 10000}}, never;

	signal(SIGALRM, do_nothing);
	setitimer(ITIMER_REAL, &often, NULL);
	CHECK_INT(debuginfod_find(slow, sizeof(slow)), -1);
	setitimer(ITIMER_REAL, &never, NULL);
	CHECK(finds_name());
}

static void what_no_server_has_is_not_found(void)
{
	CHECK_INT(debuginfod_find(unknown, sizeof(unknown)), -1);
}

static void another_file_is_not_taken(void)
{
	CHECK_INT(debuginfod_find(lying, sizeof(lying)), -1);
}

static void a_server_is_not_waited_for_without_end(void)
{
	setenv("DEBUGINFOD_MAXTIME", "1", 1);
	CHECK_INT(debuginfod_find(silent, sizeof(silent)), -1);
	CHECK_INT(debuginfod_find(unknown, sizeof(unknown)), -1); /* nobody is asked any more */
}

/* ---- around them ---- */

static bool read_own_id(void)
{
	int fd = open(program, O_RDONLY | O_CLOEXEC);
	Elf *elf = elf_begin(fd, ELF_C_READ, NULL);
	const void *id;
	ssize_t size = elf ? dwelf_elf_gnu_build_id(elf, &id) : 0;

	for (ssize_t i = 0; i < size && i < 32; i++)
		sprintf(own_id + 2 * i, "%02x", ((const unsigned char *)id)[i]);
	elf_end(elf);
	close(fd);
	return size > 0;
}

static bool prepare(void)
{
	char command[2 * PATH_MAX + 64];
	ssize_t size = readlink("/proc/self/exe", program, sizeof(program) - 1);
	void *library = dlopen("libdebuginfod.so.1", RTLD_LAZY);

	elf_version(EV_CURRENT);
	if (!library || size <= 0 || !read_own_id() || !mkdtemp(folder))
		return false;
	dlclose(library);
	snprintf(command, sizeof(command), "objcopy --strip-all '%s' '%s/stripped'", program,
		 folder);
	return system(command) == 0 && (geteuid() != 0 || chown(folder, SUDO_USER, SUDO_USER) == 0);
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *level)
{
	return remove(path);
}

/* What follows the fence cannot tidy up: a child is behind it. */
static int run_fenced(void)
{
	setenv("SUDO_UID", "1234", 1);
	setenv("SUDO_GID", "1234", 1);
	setenv("DEBUGINFOD_CACHE_PATH", folder, 1);
	debuginfod_start();
	fence_close();
	RUN(names_come_from_a_server_through_the_fence);
	RUN(what_no_server_has_is_not_found);
	RUN(another_file_is_not_taken);
	RUN(signals_do_not_end_the_waiting);
	RUN(a_server_is_not_waited_for_without_end);
	return unit_status();
}

/* The cache that it has by itself is in a /var/cache of its own. */
static int run_as_root(void)
{
	if (geteuid() != 0 || unshare(CLONE_NEWNS) != 0 ||
	    mount("", "/", "", MS_REC | MS_PRIVATE, NULL) != 0 ||
	    mount("tmpfs", "/var/cache", "tmpfs", 0, NULL) != 0) {
		printf("skip %s nobody_asks_for_root: only root may mount\n",
		       program_invocation_short_name);
		return 0;
	}
	unsetenv("SUDO_UID");
	unsetenv("DEBUGINFOD_CACHE_PATH");
	debuginfod_start();
	RUN(nobody_asks_for_root);
	return unit_status();
}

static int run_with_closed_cache(void)
{
	if (geteuid() != 0)
		return 0;
	unsetenv("SUDO_UID");
	setenv("DEBUGINFOD_CACHE_PATH", folder, 1); /* SUDO_USER's */
	debuginfod_start();
	RUN(a_cache_that_is_closed_to_nobody_is_told_of);
	return unit_status();
}

static int run_in_child(int (*run)(void))
{
	pid_t child = fork();
	int status = 0;

	if (child == 0)
		_exit(run());
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

int main(void)
{
	pid_t server;
	int status;

	if (!prepare()) {
		printf("skip %s: no libdebuginfod.so.1, objcopy or build ID here\n",
		       program_invocation_short_name);
		return 0;
	}
	server = start_server();
	status = run_in_child(run_as_root);
	status |= run_in_child(run_with_closed_cache);
	status |= run_in_child(run_fenced); /* the last one: its silent server is silent for good */
	kill(server, SIGKILL);
	waitpid(server, NULL, 0);
	nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	return status;
}
