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
	IN_BEGIN_END = 1 << 0,
	IN_INTERVAL = 1 << 1,
	IN_KPROBE = 1 << 2,
	IN_KRETPROBE = 1 << 3,
	IN_UPROBE = 1 << 4,
	IN_URETPROBE = 1 << 5,
	IN_USDT = 1 << 6,
	IN_TRACEPOINT = 1 << 7,
	IN_NAMED = 1 << 8,
	IN_PAIR = 1 << 9,

	IN_FUNCTION = IN_KPROBE | IN_KRETPROBE | IN_UPROBE | IN_URETPROBE | IN_NAMED,
	IN_ATTACHED = IN_FUNCTION | IN_USDT | IN_TRACEPOINT,
	IN_ANY = IN_BEGIN_END | IN_INTERVAL | IN_ATTACHED | IN_PAIR,
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
