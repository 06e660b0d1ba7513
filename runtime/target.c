#include "runtime/target.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/file.h"
#include "runtime/library.h"
#include "runtime/perf_event_open.h"
#include "runtime/pidfd.h"
#include "runtime/signals.h"

#define PATIENCE_MS 2000 /* for a command that is told to end */
#define PF_EXITING  0x4	 /* of the kernel's flags of a thread: proc(5) */

/* ---- -p ---- */

/* The kernel lets a thread be looked up as if it were a process: see whose thread it is. */
static pid_t process_of(pid_t thread)
{
	char path[64];
	char *status, *line;
	pid_t process = 0;

	snprintf(path, sizeof(path), "/proc/%d/status", thread);
	status = file_read(path, NULL);
	line = status ? strstr(status, "\nTgid:") : NULL;
	if (line)
		process = strtol(line + strlen("\nTgid:"), NULL, 10);
	free(status);
	return process;
}

static int refuse_process(pid_t pid, int error)
{
	if (error == ESRCH)
		complain("no process with pid %d", pid);
	else
		complain("cannot watch process %d: %s", pid, strerror(error));
	return STATUS_ENVIRONMENT;
}

static int open_process(struct target *target, pid_t pid)
{
	pid_t process = process_of(pid);

	if (!process)
		return refuse_process(pid, ESRCH);
	if (process != pid) {
		complain("%d is a thread of process %d: trace that with -p %d", pid, process,
			 process);
		return STATUS_ENVIRONMENT;
	}
	if (pid == getpid()) {
		complain("-p %d is memtap itself", pid);
		return STATUS_USAGE;
	}
	target->ended = pidfd_open_process(pid);
	if (target->ended < 0)
		return refuse_process(pid, -target->ended);
	target->pid = pid;
	return STATUS_DONE;
}

/* ---- -c ---- */

/*
 * Waits for a byte; without one, memtap has given up. Nothing but system calls between the byte and
 * exec(2): probes on libc are on already, and would see memtap's own calls.
 */
static _Noreturn void run_child(const char *executable, char *const *command, int go, int error)
{
	char byte;
	int reason;

	signals_restore();
	if (read(go, &byte, 1) != 1)
		_exit(STATUS_DONE);
	execv(executable, command);
	reason = errno;
	if (write(error, &reason, sizeof(reason)) < 0)
		_exit(STATUS_ENVIRONMENT);
	_exit(STATUS_ENVIRONMENT);
}

static int fork_child(struct target *target, char *const *command, const struct sampler *sampler)
{
	int go[2] = {-1, -1}, error[2] = {-1, -1};

	if (pipe2(go, O_CLOEXEC) < 0 || pipe2(error, O_CLOEXEC) < 0)
		return -errno;
	fflush(NULL);
	target->pid = fork();
	if (target->pid == 0) {
		close(go[1]); /* so that the end of memtap is the end of the pipe */
		sampler_set_environment(sampler);
		run_child(target->executable, command, go[0], error[1]);
	}
	close(go[0]);
	close(error[1]);
	target->go = go[1];
	target->error = error[0];
	if (target->pid < 0)
		return -errno;
	target->is_child = target->is_waiting = true;
	target->ended = pidfd_open_process(target->pid);
	return target->ended < 0 ? target->ended : 0;
}

static int open_command(struct target *target, struct arena *arena, char *const *command,
			const struct sampler *sampler)
{
	struct reason reason;
	int error;

	target->executable = library_find_program(arena, command[0], &reason);
	if (!target->executable) {
		complain("%s", reason.text);
		return STATUS_ENVIRONMENT;
	}
	error = fork_child(target, command, sampler);
	if (error) {
		complain("cannot start %s: %s", command[0], strerror(-error));
		return STATUS_ENVIRONMENT;
	}
	return STATUS_DONE;
}

int target_start(struct target *target)
{
	int reason;

	if (!target->is_waiting)
		return STATUS_DONE;
	target->is_waiting = false;
	if (write(target->go, "", 1) != 1 ||
	    read(target->error, &reason, sizeof(reason)) != sizeof(reason)) /* closed by exec */
		return STATUS_DONE;
	complain("cannot run %s: %s", target->executable, strerror(reason));
	return STATUS_ENVIRONMENT;
}

/* ---- both ---- */

/*
 * A perf event ends with its thread, as those of uprobes of one process do. Without a buffer it would say so at
 * once; the buffer, which nothing is written to, stays mapped.
 */
static int watch_thread(pid_t thread)
{
	struct perf_event_attr attr = {.type = PERF_TYPE_SOFTWARE,
				       .config = PERF_COUNT_SW_DUMMY};
	int event = perf_event_open(&attr, thread, -1);

	if (event >= 0 && mmap(NULL, 2 * sysconf(_SC_PAGESIZE), PROT_READ | PROT_WRITE, MAP_SHARED,
			       event, 0) == MAP_FAILED)
		file_close(&event);
	return event;
}

/* One that has gone has ended, too. */
static bool is_ending(pid_t process, const char *thread)
{
	char path[64];
	char *stat, *behind_name;
	unsigned flags = PF_EXITING;

	snprintf(path, sizeof(path), "/proc/%d/task/%.16s/stat", process, thread);
	stat = file_read(path, NULL);
	behind_name = stat ? strrchr(stat, ')') : NULL;
	if (behind_name)
		sscanf(behind_name, ") %*c %*d %*d %*d %*d %*d %u", &flags);
	free(stat);
	return flags & PF_EXITING;
}

bool target_outlives_first_thread(const struct target *target)
{
	char path[64], first[16];
	const struct dirent *thread;
	bool lives = false;
	DIR *threads;

	snprintf(first, sizeof(first), "%d", target->pid);
	if (!is_ending(target->pid, first))
		return false;
	snprintf(path, sizeof(path), "/proc/%d/task", target->pid);
	threads = opendir(path);
	while (threads && !lives && (thread = readdir(threads)))
		lives = thread->d_name[0] != '.' && !is_ending(target->pid, thread->d_name);
	if (threads)
		closedir(threads);
	return lives;
}

int target_open(struct target *target, struct arena *arena, const struct run_options *options,
		const struct sampler *sampler)
{
	int status = STATUS_DONE;

	*target = (struct target){.ended = -1, .first_thread = -1, .go = -1, .error = -1};
	if (options->command)
		status = open_command(target, arena, options->command, sampler);
	else if (options->pid)
		status = open_process(target, options->pid);
	if (!status && target->pid)
		target->first_thread = watch_thread(target->pid);
	return status;
}

static bool ends_soon(const struct target *target)
{
	struct pollfd wait = {.fd = target->ended, .events = POLLIN};

	return poll(&wait, 1, PATIENCE_MS) != 0;
}

/* One that still waits has ended by itself: its pipe is closed. */
static void end_child(const struct target *target)
{
	if (!target->is_waiting)
		kill(target->pid, SIGTERM);
	kill(target->pid, SIGCONT); /* one that is stopped does not end before */
	if (target->is_waiting || ends_soon(target))
		waitpid(target->pid, NULL, 0);
	else
		complain("%s has not ended by SIGTERM: process %d goes on", target->executable,
			 target->pid);
}

void target_close(struct target *target)
{
	file_close(&target->go);
	file_close(&target->error);
	if (target->is_child)
		end_child(target);
	target->is_child = false;
	file_close(&target->ended);
	file_close(&target->first_thread);
}
