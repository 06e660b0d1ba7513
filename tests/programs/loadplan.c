/*
 * loadplan FILE...: has the kernel load what `memtap --compile` wrote, each as memtap does before it
 * attaches anything, and lets it go. It says which one it begins and which one was loaded, so that
 * one that takes the kernel down has a name.
 */
#include <stdbool.h>
#include <stdio.h>

#include "codegen/plan.h"
#include "lexer/arena.h"
#include "runtime/choose.h"
#include "runtime/load.h"
#include "runtime/machine.h"
#include "runtime/message.h"

static struct plan *read_plan(const char *path)
{
	FILE *in = fopen(path, "re");
	struct plan *plan = NULL;
	int error = -1;

	if (in) {
		error = plan_read(&plan, in);
		fclose(in);
	}
	if (error)
		complain("%s: no compiled program", path);
	return error ? NULL : plan;
}

static bool load(struct machine *machine, const struct plan *plan)
{
	struct loaded loaded = {.events = -1};
	struct probes probes = {0};
	int status = choose_probes(machine, plan, &probes)
			     ?: load_plan(&loaded, machine, plan, &probes, false);

	load_close(&loaded);
	return !status;
}

static bool load_file(struct machine *machine, const char *path)
{
	struct plan *plan = read_plan(path);
	bool is_loaded = plan && load(machine, plan);

	plan_free(plan);
	return is_loaded;
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct machine machine = {.arena = arena, .own_pid = -1};
	int refused = 0;

	program_name = "loadplan";
	setlinebuf(stdout);
	for (int i = 1; i < argc; i++) {
		printf("%s: loading\n", argv[i]);
		if (load_file(&machine, argv[i])) {
			printf("%s: loaded\n", argv[i]);
		} else {
			printf("%s: refused\n", argv[i]);
			refused++;
		}
	}
	printf("%d loaded, %d refused\n", argc - 1 - refused, refused);
	machine_close(&machine);
	arena_free(arena);
	return refused > 0;
}
