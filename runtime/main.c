/*
 * memtap: from the command line to the end.
 *
 *     options_parse --> a plan, compiled or read --> run_plan
 */
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

#include "codegen/plan.h"
#include "lexer/arena.h"
#include "runtime/compile.h"
#include "runtime/elf_object.h"
#include "runtime/fence.h"
#include "runtime/fmt.h"
#include "runtime/help.h"
#include "runtime/info.h"
#include "runtime/launch.h"
#include "runtime/list.h"
#include "runtime/message.h"
#include "runtime/options.h"
#include "runtime/options_run.h"
#include "runtime/output.h"
#include "runtime/plan_cache.h"
#include "runtime/privileges.h"
#include "runtime/progress.h"
#include "runtime/run.h"
#include "runtime/serve.h"
#include "runtime/signals.h"
#include "runtime/snapshot.h"
#include "runtime/stream.h"
#include "runtime/tools.h"

struct job {
	const struct options *options;
	struct arena *arena;
	FILE *out; /* where what is asked for goes */
	struct plan_cache *cache;
	struct server *server; /* --serve; or NULL */
	struct kept_stream report; /* --report */
	bool is_fenced;
};

/* ---- a plan from a file ---- */

static int read_plan(const struct options *options, const char *path, FILE *in, struct plan **plan)
{
	if (options->mode == MODE_EMIT_ELF) {
		complain("%s is compiled for memtap's own loader: --emit-elf takes the script", path);
		return STATUS_USAGE;
	}
	if (options->mode == MODE_DUMP && options->stage != STAGE_PLAN &&
	    options->stage != STAGE_OBJECT) {
		complain("%s is compiled: of what -d prints it has only plan and obj", path);
		return STATUS_USAGE;
	}
	return launch_read(options, path, in, plan);
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
	int status;

	if (!in)
		return compile(job->options, path, job->cache, job->out, plan);
	if (job->options->mode == MODE_TOOL_HELP || job->options->word_count) {
		fclose(in);
		return launch_refuse_words(path);
	}
	status = read_plan(job->options, path, in, plan);
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
	struct launch with = {.out = job->out,
			      .report = job->report.out,
			      .server = job->server,
			      .is_fenced = job->is_fenced};

	return launch(&with, job->options, plan);
}

static int use_plan(const struct job *job, const struct plan *plan)
{
	const struct options *options = job->options;

	switch (options->mode) {
	case MODE_CHECK:
		return STATUS_DONE;
	case MODE_COMPILE:
		return write_plan(plan, options->to);
	case MODE_EMIT_ELF:
		return elf_object_write(plan, options->to);
	case MODE_DUMP:
		dump(job, plan);
		return STATUS_DONE;
	default:
		return run(job, plan);
	}
}

static int do_program(struct job *job)
{
	const struct options *options = job->options;
	const char *tool = options->file ? tools_find(job->arena, options->file) : NULL;
	struct plan *plan = NULL;
	int status = get_plan(job, tool ? tool : options->file, &plan);

	compile_close();
	plan_cache_close(job->cache);
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

/*
 * Before anything is read that others wrote. The output is open; what --compile, --emit-elf and
 * --snapshot make is not, before there is something to write.
 */
static bool close_fence(const struct options *options)
{
	switch (options->mode) {
	case MODE_COMPILE:
	case MODE_EMIT_ELF:
	case MODE_SNAPSHOT:
		return false;
	case MODE_RUN:
		return launch_fence(options);
	default:
		return fence_close() == 0;
	}
}

static int do_fenced(struct job *job)
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
	case MODE_INFO:
		info_print(job->out, options->form == &output_form_json);
		return STATUS_DONE;
	case MODE_SNAPSHOT:
		return snapshot_write(options->to);
	default:
		return do_program(job);
	}
}

/* Also listing does: what named probes are. */
static bool compiles(const struct options *options)
{
	switch (options->mode) {
	case MODE_RUN:
	case MODE_CHECK:
	case MODE_DUMP:
	case MODE_COMPILE:
	case MODE_EMIT_ELF:
	case MODE_LIST:
		return true;
	default:
		return false;
	}
}

/* What the fence refuses. */
static int open_before_fence(struct job *job)
{
	const struct options *options = job->options;
	int status = STATUS_DONE;

	if (options->mode == MODE_RUN)
		status = options_open_report(options, job->out, &job->report)
				 ?: serve_open(options->serve, &job->server)
				 ?: privileges_check();
	if (!status && compiles(options))
		compile_open();
	if (!status)
		job->cache = plan_cache_open(job->arena, options);
	return status;
}

static int do_job(struct job *job)
{
	int status = open_before_fence(job);

	if (!status) {
		job->is_fenced = close_fence(job->options);
		status = do_fenced(job);
	}
	serve_close(job->server);
	return stream_finish_kept(&job->report, status);
}

/* ---- main ---- */

static int check_output(const struct options *options)
{
	int status = options_check_outputs(options);

	if (!status && options->mode == MODE_COMPILE)
		status = options_check_output(options, "--compile", options->to);
	if (!status && options->mode == MODE_EMIT_ELF)
		status = options_check_output(options, "--emit-elf", options->to);
	return status;
}

static int do_command_line(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct options options;
	struct job job = {
		.options = &options, .arena = arena, .report.leftover.end = -1};
	int status = options_parse(&options, arena, argc, argv) ?: check_output(&options);

	if (!options.quiet && options.mode != MODE_DUMP) /* which prints while it compiles */
		progress_open();
	if (!status)
		status = stream_open(&job.out, options.output)
				 ?: stream_finish(job.out, do_job(&job));
	arena_free(arena);
	return status;
}

int main(int argc, char **argv)
{
	int status = privileges_refuse_set_id();

	signals_open();
	stream_hold_standard();
	if (status)
		return status;
	return fmt_is_meant(argc, argv) ? fmt(argc - 1, argv + 1) : do_command_line(argc, argv);
}
