#include "runtime/launch.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "runtime/debuginfod.h"
#include "runtime/fence.h"
#include "runtime/message.h"
#include "runtime/privileges.h"
#include "runtime/progress.h"
#include "runtime/run.h"
#include "runtime/screen.h"

bool launch_fence(const struct options *options)
{
	debuginfod_start();
	return !options->command && !options->unsafe && fence_close() == 0;
}

static int refuse_plan(const char *path, int error)
{
	switch (error) {
	case -ENOEXEC:
		complain("%s is not a compiled program: memtap runs scripts, and memtap --compile "
			 "FILE compiles them",
			 path);
		return STATUS_USAGE;
	case -EPROTO:
		complain("%s was compiled by another version of memtap: compile it again", path);
		break;
	case -EBADMSG:
		complain("%s is damaged: compile it again", path);
		break;
	default:
		complain("cannot read %s: %s", path, strerror(-error));
	}
	return STATUS_ENVIRONMENT;
}

/* What comes by a pipe is nobody's to change once it is read. */
static bool is_trusted(const char *path, FILE *in)
{
	struct stat file;

	return fstat(fileno(in), &file) == 0 &&
	       (!S_ISREG(file.st_mode) ||
		privileges_trust(path, file.st_uid, file.st_gid, file.st_mode));
}

int launch_read(const struct options *options, const char *path, FILE *in, struct plan **plan)
{
	int error = plan_read(plan, in);

	if (error)
		return refuse_plan(path, error);
	if (options->mode == MODE_RUN && (*plan)->is_unsafe && !is_trusted(path, in))
		return STATUS_ENVIRONMENT;
	return STATUS_DONE;
}

int launch_refuse_words(const char *path)
{
	complain("%s is compiled: its options are those that it was compiled with", path);
	return STATUS_USAGE;
}

/* Whoever runs it has to ask for it, too. */
static int check_unsafe(const struct options *options, const struct plan *plan)
{
	if (!plan->is_unsafe || options->unsafe)
		return STATUS_DONE;
	complain("%s changes what it watches: run it with --unsafe", plan->name);
	return STATUS_USAGE;
}

/* A compiled plan has only what it was compiled for. */
static int check_target(const struct options *options, const struct plan *plan)
{
	bool has_target = options->pid || options->command;

	if (plan->target == PLAN_ANY_TARGET || has_target == (plan->target == PLAN_FOR_TARGET))
		return STATUS_DONE;
	if (has_target)
		complain("%s was compiled without -p and -c: compile it with one of them, too",
			 plan->name);
	else
		complain("%s was compiled with -p or -c: run it with one of them, too", plan->name);
	return STATUS_USAGE;
}

/* With a screen, if it is to be shown on one, which has no place for a line of progress. */
static int run_shown(const struct options *options, const struct plan *plan,
		     struct run_options *run)
{
	FILE *guard = NULL;
	int status;

	run->screen = options->top ? screen_open(run->out) : NULL;
	progress_allow(!run->screen);
	if (!run->screen)
		guard = progress_guard(run->out);
	run->out = run->screen ? screen_out(run->screen) : guard ?: run->out;
	status = run_plan(plan, run);
	if (guard)
		fclose(guard);
	screen_close(run->screen);
	return status;
}

int launch(const struct launch *launch, const struct options *options, const struct plan *plan)
{
	struct run_options run = {.pid = options->pid,
				  .command = options->command,
				  .out = launch->out,
				  .terminal = fileno(launch->out),
				  .form = options->form,
				  .verbose = options->verbose,
				  .quiet = options->quiet,
				  .follows = options->follows,
				  .max_cost = options->max_cost,
				  .server = launch->server,
				  .report = launch->report,
				  .is_fenced = launch->is_fenced};

	return check_unsafe(options, plan)
		       ?: check_target(options, plan)
		       ?: run_shown(options, plan, &run);
}
