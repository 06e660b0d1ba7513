#include "runtime/fmt.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "codegen/plan.h"
#include "lexer/arena.h"
#include "lexer/diag.h"
#include "lexer/source.h"
#include "parser/format.h"
#include "runtime/fence.h"
#include "runtime/file.h"
#include "runtime/message.h"
#include "runtime/options_run.h"
#include "runtime/run.h"
#include "runtime/stream.h"
#include "runtime/terminal.h"

enum { OPTION_CHECK = OPTION_OF_PROGRAM };

struct fmt {
	bool checks, writes;
	FILE *out;
};

struct text {
	const char *bytes;
	size_t length;
};

static const char command[] = "memtap fmt";

static const char help[] =
	"Usage: memtap fmt [--check] [-w] FILE...\n"
	"Print scripts in the one layout; - is standard input.\n"
	"\n"
	"  --check           print the names of files that are not in it; exit with 1 if there\n"
	"                    are any\n"
	"  -w                write them to the files instead of standard output\n"
	"  -h, --help        print this\n"
	"\n"
	"A file with errors is left as it is, and they are printed.\n";

bool fmt_is_meant(int argc, char **argv)
{
	return argc > 1 && strcmp(argv[1], "fmt") == 0;
}

/* ---- writing a file anew ---- */

static int refuse_write(const char *path, int error)
{
	complain("cannot write %s: %s", path, strerror(error));
	return STATUS_ENVIRONMENT;
}

/* Before it is opened: that of a pipe would wait. */
static int check_can_write(const char *path)
{
	struct stat status;

	if (strcmp(path, "-") == 0)
		return options_wrong_of(command, "-w takes files, not standard input");
	if (stat(path, &status) < 0)
		return STATUS_DONE; /* which reading it will say */
	if (!S_ISREG(status.st_mode)) {
		complain("%s is not a regular file: -w leaves it alone", path);
		return STATUS_USAGE;
	}
	return access(path, W_OK) < 0 ? refuse_write(path, errno) : STATUS_DONE;
}

static bool write_all(int fd, const struct text *text)
{
	for (size_t done = 0; done < text->length;) {
		ssize_t written = write(fd, text->bytes + done, text->length - done);

		if (written < 0 && errno != EINTR)
			return false;
		done += written > 0 ? (size_t)written : 0;
	}
	return true;
}

/* Owner first: a change of that takes set-ID bits away. */
static bool take_over(int fd, const struct source *source)
{
	struct stat status;

	if (fstat(fd, &status) < 0)
		return false;
	if ((status.st_uid != source->owner || status.st_gid != source->group) &&
	    fchown(fd, source->owner, source->group) < 0)
		return false;
	return fchmod(fd, source->mode & 07777) == 0;
}

/* Is it still the file that was read? Who may write to a directory may put another one there. */
static bool is_what_was_read(int directory, const char *name, const struct source *source)
{
	struct stat status;

	if (fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) < 0)
		return false;
	if (status.st_dev == source->device && status.st_ino == source->inode)
		return true;
	errno = ESTALE;
	return false;
}

/* In the directory that is open, whatever its path leads to by now. Returns 0 or errno. */
static int replace(struct arena *arena, int directory, const char *name,
		   const struct source *source, const struct text *text)
{
	char *made = arena_printf(arena, "/proc/self/fd/%d/.memtap-fmt-XXXXXX", directory);
	int fd = is_what_was_read(directory, name, source) ? mkostemp(made, O_CLOEXEC) : -1;
	int error = 0;

	if (fd < 0)
		return errno;
	if (!write_all(fd, text) || !take_over(fd, source) || fsync(fd) < 0)
		error = errno;
	if (close(fd) < 0 && !error)
		error = errno;
	if (!error && renameat(AT_FDCWD, made, directory, name) < 0)
		error = errno;
	if (error)
		unlink(made);
	return error;
}

/*
 * A new file takes the place of the old one, so that nobody ever reads half of it. It is that which
 * a symbolic link leads to; the link stays.
 */
static int write_file(struct arena *arena, const struct source *source, const struct text *text)
{
	char *target = realpath(source->name, NULL);
	int directory = target ? open(dirname(arena_strdup(arena, target)),
				      O_PATH | O_DIRECTORY | O_CLOEXEC)
			       : -1;
	int error = directory < 0 ? errno
				  : replace(arena, directory, strrchr(target, '/') + 1, source, text);

	file_close(&directory);
	free(target);
	return error ? refuse_write(source->name, error) : STATUS_DONE;
}

/* ---- file by file ---- */

static int refuse_read(const char *path)
{
	if (errno == EFBIG)
		complain("%s is too large: a program has at most %u MiB in all its files", path,
			 SOURCES_BYTES_MAX >> 20);
	else
		complain("cannot read %s: %s", path, strerror(errno));
	return STATUS_USAGE;
}

static int use_text(const struct fmt *fmt, struct arena *arena, const struct source *source,
		    const struct text *text)
{
	bool differs = text->length != source->length ||
		       memcmp(text->bytes, source->text, text->length) != 0;

	if (fmt->checks) {
		if (differs)
			fprintf(fmt->out, "%s\n", source->name);
		return differs ? STATUS_PROGRAM : STATUS_DONE;
	}
	if (fmt->writes)
		return differs ? write_file(arena, source, text) : STATUS_DONE;
	fwrite(text->bytes, 1, text->length, fmt->out);
	return STATUS_DONE;
}

static int format_in(const struct fmt *fmt, struct arena *arena, const char *path)
{
	struct sources *sources = sources_new(arena);
	struct diag *diag = diag_new(arena, sources);
	const struct source *source = sources_read(sources, path);
	struct text text;

	if (!source)
		return refuse_read(path);
	if (strncmp(source->text, PLAN_MAGIC, strlen(PLAN_MAGIC)) == 0) {
		complain("%s is compiled: fmt takes scripts", source->name);
		return STATUS_USAGE;
	}
	text.bytes = format_source(arena, source, diag, &text.length);
	diag_print(diag, stderr, terminal_has_colours(STDERR_FILENO));
	if (text.bytes)
		return use_text(fmt, arena, source, &text);
	if (diag_failed(diag))
		return STATUS_PROGRAM;
	complain("%s would become another program in the one layout, which is a bug of memtap's: "
		 "it is left as it is",
		 source->name);
	return STATUS_BUG;
}

static int format_file(const struct fmt *fmt, const char *path)
{
	int status = fmt->writes ? check_can_write(path) : STATUS_DONE;
	struct arena *arena;

	if (status)
		return status;
	arena = arena_new();
	status = format_in(fmt, arena, path);
	arena_free(arena);
	return status;
}

/* All, whatever is wrong with one; the worst is what the status says. */
static int format_files(struct fmt *fmt, char *const *paths)
{
	int worst = STATUS_DONE;

	if (!fmt->writes)
		fence_close();
	for (; *paths; paths++) {
		int status = format_file(fmt, *paths);

		if (status > worst)
			worst = status;
	}
	return worst;
}

/* ---- the command line ---- */

static int take_option(struct fmt *fmt, int option, char **argv)
{
	switch (option) {
	case OPTION_CHECK:
		fmt->checks = true;
		break;
	case 'w':
		fmt->writes = true;
		break;
	default:
		return options_wrong_of(command, "fmt has no option '%s'", argv[optind - 1]);
	}
	if (fmt->checks && fmt->writes)
		return options_wrong_of(command, "either --check or -w, not both");
	return STATUS_DONE;
}

int fmt(int argc, char **argv)
{
	static const char short_options[] = "hw";
	static const struct option options[] = {
		{"check", no_argument, NULL, OPTION_CHECK},
		{"help", no_argument, NULL, 'h'},
		{0},
	};
	struct fmt fmt = {0};
	int option, status = STATUS_DONE;

	opterr = 0;
	while (!status && (option = getopt_long(argc, argv, short_options, options, NULL)) >= 0) {
		if (option == 'h') {
			fputs(help, stdout);
			return stream_finish(stdout, STATUS_DONE);
		}
		status = take_option(&fmt, option, argv);
	}
	if (!status && optind == argc)
		status = options_wrong_of(command, "fmt takes the files to format; - is standard input");
	if (!status)
		status = stream_open(&fmt.out, NULL)
				 ?: stream_finish(fmt.out, format_files(&fmt, argv + optind));
	return status;
}
