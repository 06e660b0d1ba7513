/*
 * memtap: from the command line to the end.
 *
 *     options_parse --> a plan, compiled or read --> run_plan
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "codegen/plan.h"
#include "lexer/arena.h"
#include "runtime/compile.h"
#include "runtime/fence.h"
#include "runtime/help.h"
#include "runtime/list.h"
#include "runtime/message.h"
#include "runtime/options.h"
#include "runtime/privileges.h"
#include "runtime/run.h"
#include "runtime/snapshot.h"
#include "runtime/stream.h"
#include "runtime/tools.h"

struct job {
	const struct options *options;
	struct arena *arena;
	FILE *out; /* where what is asked for goes */
	bool is_fenced;
};

/* ---- a plan from a file ---- */

static int refuse_plan(const char *path, int error)
{
	switch (error) {
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

static int read_plan(const struct options *options, const char *path, FILE *in, struct plan **plan)
{
	int error;

	if (options->mode == MODE_DUMP && options->stage != STAGE_PLAN &&
	    options->stage != STAGE_OBJECT) {
		complain("%s is compiled: of what -d prints it has only plan and obj", path);
		return STATUS_USAGE;
	}
	error = plan_read(plan, in);
	return error ? refuse_plan(path, error) : STATUS_DONE;
}

/* NULL when the file is a script, or cannot be read, which the compiler will say. */
static FILE *open_plan(const char *path)
{
	struct stat status;
	FILE *in;

	if (!path || stat(path, &status) < 0 || !S_ISREG(status.st_mode))
		return NULL;
	in = fopen(path, "re");
	if (!in || plan_is_plan(in))
		return in;
	fclose(in);
	return NULL;
}

static int get_plan(const struct job *job, const char *path, struct plan **plan)
{
	FILE *in = open_plan(path);
	struct stat file;
	int status;

	if (!in)
		return compile(job->options, path, job->out, plan);
	if (job->options->mode == MODE_TOOL_HELP || job->options->word_count) {
		complain("%s is compiled: its options are those that it was compiled with", path);
		fclose(in);
		return STATUS_USAGE;
	}
	status = read_plan(job->options, path, in, plan);
	if (!status && job->options->mode == MODE_RUN && (*plan)->is_unsafe &&
	    (fstat(fileno(in), &file) < 0 || !privileges_trust(path, file.st_uid, file.st_mode)))
		status = STATUS_ENVIRONMENT;
	fclose(in);
	return status;
}

/* ---- what is done with it ---- */

static int write_plan(const struct plan *plan, const char *path)
{
	FILE *out = fopen(path, "we");
	int error = out ? plan_write(plan, out) : -errno;

	if (out && fclose(out) != 0 && !error)
		error = -errno;
	if (!error)
		return STATUS_DONE;
	complain("cannot write %s: %s", path, strerror(-error));
	return error == -EINVAL ? STATUS_BUG : STATUS_ENVIRONMENT;
}

static void dump(const struct job *job, const struct plan *plan)
{
	if (job->options->stage == STAGE_PLAN)
		plan_dump(plan, job->out);
	if (job->options->stage == STAGE_OBJECT)
		fwrite(plan->object, 1, plan->object_size, job->out);
}

static int run(const struct job *job, const struct plan *plan)
{
	const struct options *options = job->options;
	struct run_options run = {.pid = options->pid,
				  .command = options->command,
				  .follows = options->follows,
				  .out = job->out,
				  .as_json = options->as_json,
				  .verbose = options->verbose,
				  .quiet = options->quiet,
				  .max_cost = options->max_cost,
				  .is_fenced = job->is_fenced};

	return run_plan(plan, &run);
}

/* Whoever runs it has to ask for it, too. */
static int check_unsafe(const struct job *job, const struct plan *plan)
{
	if (!plan->is_unsafe || job->options->unsafe)
		return STATUS_DONE;
	complain("%s changes what it watches: run it with --unsafe", plan->name);
	return STATUS_USAGE;
}

/* A compiled plan has only what it was compiled for. */
static int check_target(const struct job *job, const struct plan *plan)
{
	bool has_target = job->options->pid || job->options->command;

	if (plan->target == PLAN_ANY_TARGET || has_target == (plan->target == PLAN_FOR_TARGET))
		return STATUS_DONE;
	if (has_target)
		complain("%s was compiled without -p and -c: compile it with one of them, too",
			 plan->name);
	else
		complain("%s was compiled with -p or -c: run it with one of them, too", plan->name);
	return STATUS_USAGE;
}

static int use_plan(const struct job *job, const struct plan *plan)
{
	switch (job->options->mode) {
	case MODE_CHECK:
		return STATUS_DONE;
	case MODE_COMPILE:
		return write_plan(plan, job->options->to);
	case MODE_DUMP:
		dump(job, plan);
		return STATUS_DONE;
	default:
		return check_unsafe(job, plan) ?: check_target(job, plan) ?: run(job, plan);
	}
}

/* Before the program and the binaries that it names are read, unless a command is to be started. */
static void fence(struct job *job)
{
	const struct options *options = job->options;

	if (options->mode == MODE_RUN && !options->command && !options->unsafe)
		job->is_fenced = fence_close() == 0;
}

static int do_program(struct job *job)
{
	const struct options *options = job->options;
	const char *tool = options->file ? tools_find(job->arena, options->file) : NULL;
	int status = options->mode == MODE_RUN ? privileges_check() : STATUS_DONE;
	struct plan *plan = NULL;

	fence(job);
	if (!status)
		status = get_plan(job, tool ? tool : options->file, &plan);
	if (!status && plan)
		status = use_plan(job, plan);
	plan_free(plan);
	return status;
}

static void list_tools(const struct job *job)
{
	const struct tool *tools;
	size_t count = tools_list(job->arena, &tools);

	for (size_t i = 0; i < count; i++)
		fprintf(job->out, "  %-16s %s\n", tools[i].name, tools[i].summary);
	if (!count)
		fputs("No tools are installed.\n", job->out);
	fputs("memtap --help says how to run them, and scripts of your own.\n", job->out);
}

static int do_job(struct job *job)
{
	const struct options *options = job->options;

	switch (options->mode) {
	case MODE_HELP:
		help_print(job->out);
		return STATUS_DONE;
	case MODE_VERSION:
		help_print_version(job->out);
		return STATUS_DONE;
	case MODE_TOOLS:
		list_tools(job);
		return STATUS_DONE;
	case MODE_LIST:
		return list_probes(options->file ? options->file : "*", options->pid,
				   options->verbose, job->out);
	case MODE_SNAPSHOT:
		return snapshot_write(options->to);
	default:
		return do_program(job);
	}
}

/* ---- main ---- */

/*
 * A file that is opened later must not become standard output or error. In their place is what
 * cannot be written to, so that printing fails as it should.
 */
static void hold_standard_streams(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDONLY);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

static bool is_same_file(const char *a, const char *b)
{
	struct stat left, right;

	return stat(a, &left) == 0 && stat(b, &right) == 0 && S_ISREG(left.st_mode) &&
	       left.st_dev == right.st_dev && left.st_ino == right.st_ino;
}

static bool overwrites(const struct options *options, const char *option, const char *to)
{
	if (!to || !options->file || !is_same_file(to, options->file))
		return false;
	complain("%s would overwrite the program %s", option, options->file);
	return true;
}

static int check_output(const struct options *options)
{
	if (overwrites(options, "-o", options->output) ||
	    (options->mode == MODE_COMPILE && overwrites(options, "--compile", options->to)))
		return STATUS_USAGE;
	return STATUS_DONE;
}

/* A reader that has gone is no error: it has read what it wanted. */
static int finish_output(FILE *out, int status)
{
	int error = stream_flush(out);

	if (fclose(out) != 0 && !error)
		error = -errno;
	if (!error || error == -EPIPE || status)
		return status;
	complain("cannot write the output: %s", strerror(-error));
	return STATUS_ENVIRONMENT;
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct options options;
	struct job job = {.options = &options, .arena = arena, .out = stdout};
	int status = options_parse(&options, arena, argc, argv) ?: check_output(&options);

	hold_standard_streams();
	if (!status && options.output && !(job.out = fopen(options.output, "we"))) {
		complain("cannot write %s: %s", options.output, strerror(errno));
		status = STATUS_ENVIRONMENT;
	}
	if (!status)
		status = finish_output(job.out, do_job(&job));
	arena_free(arena);
	return status;
}
