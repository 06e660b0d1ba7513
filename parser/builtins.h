/*
 * The tables of builtins and functions, and where each may be used.
 */
#ifndef MEMTAP_BUILTINS_H
#define MEMTAP_BUILTINS_H

#include <stdint.h>

#include "parser/ast.h"

/*
 * Where an expression is evaluated, as a set: a return probe is { IN_URETPROBE, IN_PAIR }. A row of
 * a table is allowed where its contexts and the place's have one in common. Inside entry(...) the
 * place is that of the pair's beginning.
 */
enum context {
#define PROBE_KIND(id, ...) IN_##id = 1 << PROBE_KIND_##id,
#include "lexer/probe_kinds.def"
#undef PROBE_KIND
	IN_NAMED = 1 << PROBE_KIND_COUNT,
	IN_PAIR = IN_NAMED << 1,

	IN_BEGIN_END = IN_BEGIN | IN_END,
	IN_FUNCTION = IN_NAMED
#define PROBE_KIND(id, file, name, others, section, traits, ...) \
	| ((traits) & PROBE_FUNCTION ? IN_##id : 0)
#include "lexer/probe_kinds.def"
#undef PROBE_KIND
	,
	IN_REGISTERS = 0
#define PROBE_KIND(id, file, name, others, section, traits, ...) \
	| ((traits) & PROBE_REGISTERS ? IN_##id : 0)
#include "lexer/probe_kinds.def"
#undef PROBE_KIND
	,
	IN_ATTACHED = IN_NAMED
#define PROBE_KIND(id, file, name, others, section, traits, ...) \
	| ((traits) & PROBE_RUN ? 0 : IN_##id)
#include "lexer/probe_kinds.def"
#undef PROBE_KIND
	,
	IN_ANY = (IN_PAIR << 1) - 1,
	UNSAFE = 1 << 30, /* of a function: only with --unsafe */
};

#define ANY_NUMBER UINT32_MAX

enum builtin_id {
#define BUILTIN(id, name, contexts, type, doc) BUILTIN_##id,
#include "parser/builtins.def"
#undef BUILTIN
	BUILTIN_COUNT
};

enum function_id {
#define FUNCTION(id, name, least, most, contexts, synopsis, doc) FUNCTION_##id,
#include "parser/functions.def"
#undef FUNCTION
	FUNCTION_COUNT
};

struct builtin {
	enum builtin_id id;
	const char *name;
	uint32_t contexts;
	const char *doc;
};

struct function {
	enum function_id id;
	const char *name;
	uint32_t least, most;
	uint32_t contexts;
	const char *synopsis;
	const char *doc;
};

extern const struct builtin builtins[BUILTIN_COUNT];
extern const struct function functions[FUNCTION_COUNT];

const struct builtin *builtin_find(const char *name, uint32_t *argument); /* argument: N of argN */
const struct function *function_find(const char *name);

#endif
