/*
 * Tracepoint fields: the running kernel's offsets and sizes, put into a program's instructions.
 */
#ifndef MEMTAP_PATCH_H
#define MEMTAP_PATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "codegen/plan.h"
#include "lexer/tracefs.h"
#include "runtime/machine.h"

/*
 * One patch to a program of `size` bytes. False with the reason when the field is not of
 * a kind that the instructions can read, or when they are not the ones that the plan describes.
 */
bool patch_apply(const struct plan_patch *patch, const struct tracefs_field *field, uint8_t *code,
		 size_t size, struct reason *reason);

/* Does this kernel have every field that a program reads? */
bool patch_fits(struct machine *machine, const struct plan *plan, const char *program,
		struct reason *reason);

/* All patches of a program, in the object's bytes. */
bool patch_program(struct machine *machine, const struct plan *plan, const char *program,
		   uint8_t *object, struct reason *reason);

#endif
