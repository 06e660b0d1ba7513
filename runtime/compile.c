#include "runtime/compile.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "codegen/codegen.h"
#include "codegen/link.h"
#include "lexer/arena.h"
#include "lexer/diag.h"
#include "parser/check.h"
#include "parser/debug_info.h"
#include "parser/kernel.h"
#include "parser/parse.h"
#include "parser/script.h"
#include "runtime/debug_places.h"
#include "runtime/elf_object.h"
#include "runtime/file.h"
#include "runtime/help.h"
#include "runtime/library.h"
#include "runtime/machine.h"
#include "runtime/message.h"
#include "runtime/plan_cache.h"
#include "runtime/privileges.h"
#include "runtime/progress.h"
#include "runtime/run.h"
#include "runtime/terminal.h"
#include "runtime/tools.h"
#include "stdlib/embed.h"

struct compilation {
	const struct options *options;
	const char *path;
	const char *text; /* of that file */
	struct plan_cache *cache;
	FILE *out;
	struct arena *arena;
	struct sources *sources;
	struct diag *diag;
	struct types *types;
	struct kernel *kernel;
	struct machine machine; /* with the process that will be traced, if that is known */
	struct debug_info *debug_info;
	struct script script;
};

static bool is_dumped(const struct compilation *compilation, enum stage stage)
{
	return compilation->options->mode == MODE_DUMP && compilation->options->stage == stage;
}

/* ---- sources -> AST ---- */

static int refuse_file(struct compilation *compilation)
{
	const char *path = compilation->path;
	struct reason reason;

	reason_set(&reason, "cannot read %s: %s", path, strerror(errno));
	if (errno == ENOENT && !strcmp(path, "fmt")) {
		reason_set(&reason, "fmt stands first: memtap fmt FILE...");
	} else if (errno == ENOENT && !strchr(path, '/')) {
		reason_set(&reason, "there is no tool and no file '%s'", path);
		reason_add_nearest(&reason, tools_nearest(compilation->arena, path));
	} else if (errno == EFBIG) {
		reason_set(&reason,
			   "%s is too large: a program has at most %u MiB in all its files", path,
			   SOURCES_BYTES_MAX >> 20);
	}
	complain("%s", reason.text);
	return STATUS_USAGE;
}

static void take_source(struct compilation *compilation, const struct source *source,
			struct program *program)
{
	if (is_dumped(compilation, STAGE_TOKENS))
		dump_tokens(compilation->out, compilation->arena, source, compilation->diag);
	else
		parse_source(compilation->arena, source, compilation->diag, program);
}

/* -e, and the others by their number, so that places tell them apart. */
static const char *name_of_text(struct arena *arena, size_t index)
{
	return index ? arena_printf(arena, "-e %zu", index + 1) : "-e";
}

static int take_sources(struct compilation *compilation, struct program *program)
{
	const struct options *options = compilation->options;
	const struct source *source;

	for (size_t i = 0; i < options->program_count; i++) {
		const char *text = options->programs[i];
		const char *name = name_of_text(compilation->arena, i);

		source = sources_add(compilation->sources, name, text, strlen(text));
		take_source(compilation, source, program);
	}
	if (!compilation->path)
		return STATUS_DONE;
	source = sources_read(compilation->sources, compilation->path);
	if (!source)
		return refuse_file(compilation);
	if (strncmp(source->text, PLAN_MAGIC, strlen(PLAN_MAGIC)) == 0) {
		complain("%s is compiled: it can only be run from its file", source->name);
		return STATUS_USAGE;
	}
	compilation->text = source->text;
	take_source(compilation, source, program);
	return STATUS_DONE;
}

/* ---- what the program takes from other files and the command line ---- */

static int expand(struct compilation *compilation, struct program *program)
{
	const struct options *options = compilation->options;
	struct script_input input = {
		.arena = compilation->arena,
		.sources = compilation->sources,
		.diag = compilation->diag,
		.library = stdlib_source,
		.path = compilation->path,
		.directories = options->directories,
		.directory_count = options->directory_count,
		.words = {options->words, options->word_count},
		.has_target = options->pid || options->command,
		.reserved_letters = OPTION_LETTERS,
		.environment = getenv,
		.only_describes = options->mode == MODE_TOOL_HELP,
	};

	if (!script_expand(&input, program, &compilation->script))
		return STATUS_PROGRAM;
	if (!compilation->script.problem || input.only_describes)
		return STATUS_DONE;
	if (compilation->path && options->word_count)
		complain("%s; see memtap %s --help", compilation->script.problem, options->file);
	else
		complain("%s", compilation->script.problem);
	return STATUS_USAGE;
}

/* ---- AST -> plan ---- */

static int check(struct compilation *compilation, struct program *program)
{
	struct checker_input input = {.arena = compilation->arena,
				      .sources = compilation->sources,
				      .diag = compilation->diag,
				      .types = compilation->types,
				      .kernel = compilation->kernel,
				      .debug_info = compilation->debug_info,
				      .library = stdlib_source,
				      .library_names = stdlib_source_names(),
				      .options = {.max_strlen = program->config.max_strlen,
						  .stack_mode = program->config.stack_mode,
						  .stack_depth = program->config.stack_depth,
						  .allocator = program->config.allocator,
						  .allocator_prefix =
							  program->config.allocator_prefix,
						  .allow_unsafe =
							  compilation->options->unsafe,
						  .own_programs =
							  compilation->options->mode == MODE_EMIT_ELF}};

	return check_program(&input, program) ? STATUS_DONE : STATUS_PROGRAM;
}

static int generate(struct compilation *compilation, const struct program *program,
		    struct plan **plan)
{
	struct codegen_input input = {.arena = compilation->arena,
				      .sources = compilation->sources,
				      .kernel = compilation->kernel,
				      .debug_info = compilation->debug_info,
				      .types = compilation->types,
				      .name = compilation->path ? compilation->path : "-e",
				      .dump_ir = is_dumped(compilation, STAGE_IR) ? compilation->out
										  : NULL};

	if (compilation->options->mode == MODE_EMIT_ELF)
		return elf_object_compile(&input, program, &compilation->machine, plan);
	*plan = codegen_program(&input, program);
	if (*plan)
		return STATUS_DONE;
	return link_error() ? STATUS_ENVIRONMENT : STATUS_BUG;
}

/* What is only imported by others has no probes of its own. */
static bool has_something(const struct program *program)
{
	return program->clauses || program->definitions || program->macros ||
	       program->subprograms || program->declarations || program->c_declarations ||
	       program->settings;
}

static int check_is_program(const struct compilation *compilation, const struct program *program)
{
	enum mode mode = compilation->options->mode;

	if (mode != MODE_RUN && mode != MODE_CHECK && mode != MODE_COMPILE &&
	    mode != MODE_EMIT_ELF)
		return STATUS_DONE;
	if (mode == MODE_CHECK ? has_something(program) : program->clauses != NULL)
		return STATUS_DONE;
	complain("%s: there is no probe in the program",
		 compilation->path ? compilation->path : "-e");
	return STATUS_PROGRAM;
}

/* The cache knows of the program's texts, of memtap and of the kernel: not of these. */
static const char *other_than_key(const struct compilation *compilation)
{
	if (debug_info_was_asked(compilation->debug_info))
		return "it has arguments or types of a binary, which may change";
	if (kernel_was_listed(compilation->kernel))
		return "lists of what this kernel has were read for it, which may change";
	if (diag_warnings(compilation->diag))
		return "it has warnings";
	return NULL;
}

static void keep(const struct compilation *compilation, const struct plan *plan)
{
	const char *other = other_than_key(compilation);

	if (other)
		plan_cache_leave(compilation->cache, other);
	else
		plan_cache_keep(compilation->cache, compilation->kernel, plan);
}

static int compile_anew(struct compilation *compilation, struct program *program,
			struct plan **plan)
{
	int status = check(compilation, program);

	if (!status && is_dumped(compilation, STAGE_AST))
		ast_dump(compilation->out, program);
	else if (!status)
		status = generate(compilation, program, plan);
	if (!status && *plan)
		keep(compilation, *plan);
	return status;
}

static int compile_program(struct compilation *compilation, struct program *program,
			   struct plan **plan)
{
	int status;

	if (plan_cache_take(compilation->cache, compilation->sources, compilation->kernel, plan))
		return STATUS_DONE;
	progress_begin("compiling", compilation->path ? compilation->path : "-e");
	status = compile_anew(compilation, program, plan);
	progress_end();
	return status;
}

static int finish(struct compilation *compilation, struct program *program, struct plan **plan)
{
	int status = expand(compilation, program);

	if (!status && compilation->options->mode == MODE_TOOL_HELP) {
		help_print_script(compilation->out, compilation->options->file,
				  compilation->text, &compilation->script);
		return STATUS_DONE;
	}
	return status ?: check_is_program(compilation, program)
			       ?: compile_program(compilation, program, plan);
}

/* ---- the whole ---- */

/* What is not there is taken for a kernel that cannot be read, and nothing would be checked. */
static int check_directory(const char *kernel)
{
	if (!kernel || file_is_accessible(kernel, R_OK | X_OK))
		return STATUS_DONE;
	complain("cannot read %s: %s", kernel, strerror(errno));
	return STATUS_USAGE;
}

static int compile_in(struct compilation *compilation, struct plan **plan)
{
	struct program program = {0};
	int status = check_directory(compilation->options->kernel)
			     ?: take_sources(compilation, &program);

	if (status)
		return status;
	if (diag_failed(compilation->diag))
		return STATUS_PROGRAM;
	if (is_dumped(compilation, STAGE_SOURCE))
		ast_write_source(compilation->out, &program);
	return is_dumped(compilation, STAGE_TOKENS) || is_dumped(compilation, STAGE_SOURCE)
		       ? STATUS_DONE
		       : finish(compilation, &program, plan);
}

/* What -c cannot run is told of when it is to be run. */
static struct machine machine_of(struct arena *arena, const struct options *options)
{
	struct machine machine = {.arena = arena, .pid = options->pid};
	struct reason reason;

	if (options->command)
		machine.executable = library_find_program(arena, options->command[0], &reason);
	return machine;
}

static bool is_not_trusted(const struct source *source)
{
	return source->is_file &&
	       !privileges_trust(source->name, source->owner, source->group, source->mode);
}

void compile_open(void)
{
	link_open();
}

void compile_close(void)
{
	link_close();
}

int compile(const struct options *options, const char *path, struct plan_cache *cache, FILE *out,
	    struct plan **plan)
{
	struct arena *arena = arena_new();
	struct sources *sources = sources_new(arena);
	struct types *types = types_new(arena);
	const char *root = options->kernel ? options->kernel : "/";
	struct compilation compilation = {.options = options,
					  .path = path,
					  .cache = cache,
					  .out = out,
					  .arena = arena,
					  .sources = sources,
					  .diag = diag_new(arena, sources),
					  .types = types,
					  .kernel = kernel_open(arena, types, root),
					  .machine = machine_of(arena, options)};
	int status;

	compilation.debug_info =
		debug_info_new(arena, types, debug_places_find, &compilation.machine);
	status = compile_in(&compilation, plan);
	if (!status && options->mode == MODE_RUN && *plan && (*plan)->is_unsafe &&
	    sources_find(sources, is_not_trusted))
		status = STATUS_ENVIRONMENT;
	diag_print(compilation.diag, stderr, terminal_has_colours(STDERR_FILENO));
	debug_info_close(compilation.debug_info);
	machine_close(&compilation.machine);
	kernel_close(compilation.kernel);
	arena_free(arena);
	return status;
}
