/*
 * Script -> a BPF object for other loaders than memtap's (--emit-elf).
 *
 * Those know libbpf's conventions and nothing else: maps in .maps, a program's place in the name of
 * its section. So what the plan leaves to memtap's loader is decided here, for this machine: which of
 * the probes there are, where fields of tracepoints lie, constants. Tracing is enabled from the start.
 * What takes memtap while it runs is refused.
 */
#ifndef MEMTAP_ELF_OBJECT_H
#define MEMTAP_ELF_OBJECT_H

#include "codegen/codegen.h"
#include "runtime/machine.h"

/* The plan's object is finished. Returns an exit status; messages are printed. */
int elf_object_compile(struct codegen_input *input, const struct program *program,
		       struct machine *machine, struct plan **plan);

int elf_object_write(const struct plan *plan, const char *path);

#endif
