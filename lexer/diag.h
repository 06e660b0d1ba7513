/*
 * Diagnostics: what is wrong with a program, kept as data until the end of a phase.
 *
 *     leak.mt:3:14: error: unknown builtin 'sise' [E_NAME]
 *       3 |   @bytes = sum(sise);
 *         |                ^~~~
 *       hint: did you mean 'size'?
 *
 * A phase reports all that it can and goes on; the caller asks diag_failed() between phases. At
 * most DIAG_MAX errors are kept, with the count of the rest. Printed in order of place.
 */
#ifndef MEMTAP_DIAG_H
#define MEMTAP_DIAG_H

#include <stdbool.h>
#include <stdio.h>

#include "lexer/source.h"

#define DIAG_MAX 20

enum diag_tag {
#define TAG(name, meaning) name,
#include "lexer/tags.def"
#undef TAG
	DIAG_TAGS
};

struct diag;

struct diag *diag_new(struct arena *arena, const struct sources *sources);

void diag_error(struct diag *diag, struct span span, enum diag_tag tag, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
void diag_warning(struct diag *diag, struct span span, enum diag_tag tag, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* Adds a hint to the last error or warning; more than one is allowed. */
void diag_hint(struct diag *diag, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* "the first is at leak.mt:1:5" */
void diag_hint_place(struct diag *diag, const char *what, struct span span);

bool diag_failed(const struct diag *diag); /* an error was reported */
size_t diag_errors(const struct diag *diag);
size_t diag_warnings(const struct diag *diag);
/* What the first one says that is not printed yet, without its place; "" when there is none. */
const char *diag_first_error(const struct diag *diag);

/* Prints what has been reported since the last call. Colour only when asked to. */
void diag_print(struct diag *diag, FILE *out, bool colour);

#endif
