#include "runtime/machine.h"

#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "lexer/text.h"
#include "runtime/binary.h"
#include "runtime/file.h"
#include "runtime/pidfd.h"
#include "runtime/privileges.h"

#define TRACEFS         "/sys/kernel/tracing"
#define TRACEFS_DEBUGFS "/sys/kernel/debug/tracing"

struct opened_binary {
	struct binary *binary;
	struct opened_binary *next;
};

void machine_close(struct machine *machine)
{
	for (struct opened_binary *opened = machine->binaries; opened; opened = opened->next)
		binary_close(opened->binary);
	machine->binaries = NULL;
	btf__free(machine->btf);
	machine->btf = NULL;
}

bool machine_has_target(const struct machine *machine)
{
	int pidfd = machine->pid ? pidfd_open_living(machine->pid) : -1;
	bool has_ended = pidfd == -ESRCH;

	file_close(&pidfd);
	if (has_ended)
		complain("process %d has ended", machine->pid);
	return !has_ended;
}

#define INITIAL_PID_NAMESPACE 0xeffffffc /* its inode: include/linux/proc_ns.h */

bool machine_has_own_pids(void)
{
	struct stat status;

	return stat("/proc/self/ns/pid", &status) == 0 && status.st_ino != INITIAL_PID_NAMESPACE;
}

pid_t machine_only_pid(const struct machine *machine)
{
	return machine->pid && !machine->follows ? machine->pid : -1;
}

uint32_t machine_cpus(void)
{
	int cpus = libbpf_num_possible_cpus();

	if (cpus < 1)
		cpus = (int)sysconf(_SC_NPROCESSORS_CONF);
	return cpus < 1 ? 1 : (uint32_t)cpus;
}

/* ---- tracepoints ---- */

static const char *refuse_tracefs(struct reason *reason)
{
	reason_set(reason,
		   "only root may read tracefs%s; a group may, too, by mount -o "
		   "remount,gid=GROUP,mode=750 " TRACEFS,
		   privileges_lacking_to_read(TRACEFS));
	return NULL;
}

const char *machine_tracefs(struct reason *reason)
{
	if (file_is_accessible(TRACEFS "/events", F_OK))
		return TRACEFS;
	if (errno == EACCES)
		return refuse_tracefs(reason);
	if (file_is_accessible(TRACEFS_DEBUGFS "/events", F_OK))
		return TRACEFS_DEBUGFS;
	if (errno == EACCES)
		refuse_tracefs(reason);
	else
		reason_set(reason, "tracefs is not mounted; mount -t tracefs tracefs " TRACEFS);
	return NULL;
}

const struct tracefs_format *machine_format(struct machine *machine, const char *category,
					    const char *event)
{
	struct reason reason;
	const char *tracefs = machine_tracefs(&reason);
	const struct tracefs_format *format;
	size_t size;
	char *text;

	if (!tracefs)
		return NULL;
	text = file_read(arena_printf(machine->arena, "%s/events/%s/%s/format", tracefs, category,
				      event),
			 &size);
	if (!text)
		return NULL;
	format = tracefs_parse_format(machine->arena, text, size);
	free(text);
	return format;
}

size_t machine_match_events(struct machine *machine, const char *category, const char *pattern,
			    const char *const **names)
{
	struct reason reason;
	const char *tracefs = machine_tracefs(&reason);
	ARRAY(const char *) found = {0};
	struct dirent *entry;
	DIR *directory = NULL;

	*names = NULL;
	if (tracefs)
		directory = opendir(arena_printf(machine->arena, "%s/events/%s", tracefs,
						 category ? category : ""));
	if (!directory)
		return 0;
	while ((entry = readdir(directory)))
		if (entry->d_type == DT_DIR && entry->d_name[0] != '.' &&
		    glob_match(pattern, entry->d_name))
			array_push(machine->arena, &found,
				   arena_strdup(machine->arena, entry->d_name));
	closedir(directory);
	*names = found.items;
	return found.count;
}

/* ---- kernel functions ---- */

/* The rest of a line, "NAME [MODULE]"; both words stay where they are. */
static void add_function(struct machine *machine, struct kernel_functions *functions, char *line)
{
	struct kernel_function function = {0};
	char *rest;

	function.name = strtok_r(line, " \t", &rest);
	function.module = strtok_r(NULL, " \t[]", &rest);
	if (function.name)
		array_push(machine->arena, &functions->list, function);
}

/* One function a line; `skip_to_name` finds where its name begins, or gives NULL. */
static void read_functions(struct machine *machine, struct kernel_functions *functions,
			   const char *path, char *(*skip_to_name)(char *line))
{
	char *text, *line, *rest;
	size_t size;
	char *bytes = file_read(path, &size);

	functions->was_read = true;
	if (!bytes)
		return;
	text = arena_copy(machine->arena, bytes, size + 1);
	free(bytes);
	for (line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
		if ((line = skip_to_name(line)))
			add_function(machine, functions, line);
}

static char *whole_line(char *line)
{
	return line;
}

/* /proc/kallsyms: "ADDRESS TYPE NAME [MODULE]"; the types of code are t, T, w, W. */
static char *code_symbol(char *line)
{
	char *type = strchr(line, ' ');

	return type && strchr("tTwW", type[1]) && type[1] && type[2] == ' ' ? type + 3 : NULL;
}

const struct kernel_functions *machine_traceable(struct machine *machine)
{
	struct reason reason;
	const char *tracefs = machine_tracefs(&reason);

	if (!machine->traceable.was_read && tracefs)
		read_functions(machine, &machine->traceable,
			       arena_printf(machine->arena, "%s/available_filter_functions", tracefs),
			       whole_line);
	return machine->traceable.list.count ? &machine->traceable : machine_symbols(machine);
}

const struct kernel_functions *machine_symbols(struct machine *machine)
{
	if (!machine->symbols.was_read)
		read_functions(machine, &machine->symbols, "/proc/kallsyms", code_symbol);
	return &machine->symbols;
}

/* ---- binaries ---- */

struct binary *machine_binary(struct machine *machine, const char *path, struct reason *reason)
{
	struct opened_binary *opened;
	struct binary *binary;

	for (opened = machine->binaries; opened; opened = opened->next)
		if (strcmp(binary_path(opened->binary), path) == 0)
			return opened->binary;
	binary = binary_open(machine->arena, path, reason);
	if (!binary)
		return NULL;
	opened = arena_new_of(machine->arena, struct opened_binary);
	opened->binary = binary;
	opened->next = machine->binaries;
	machine->binaries = opened;
	return binary;
}
