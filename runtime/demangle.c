#include "runtime/demangle.h"

#include <libiberty/demangle.h>
#include <setjmp.h>
#include <string.h>

#include "lexer/arena.h"

struct plain_name {
	char text[DEMANGLED_MAX + 1];
	size_t length;
	jmp_buf too_long;
};

/*
 * The only way to stop libiberty is to leave it by longjmp(). It keeps what it works with on the
 * stack.
 */
static void append(const char *part, size_t length, void *data)
{
	struct plain_name *plain = data;

	if (length > DEMANGLED_MAX - plain->length)
		longjmp(plain->too_long, 1);
	if (length) /* of an empty identifier of Rust `part` is NULL */
		memcpy(plain->text + plain->length, part, length);
	plain->length += length;
}

/* Rust's older scheme looks like C++'s, so it is tried first. */
static bool demangle_to(const char *name, int options, struct plain_name *plain)
{
	if (setjmp(plain->too_long))
		return false;
	if (rust_demangle_callback(name, options, append, plain))
		return true;
	plain->length = 0;
	return cplus_demangle_v3_callback(name, options, append, plain);
}

static bool is_mangled(const char *name)
{
	return name[0] == '_' && (name[1] == 'Z' || name[1] == 'R');
}

char *demangle(const char *name, bool has_parameters)
{
	struct plain_name plain;

	plain.length = 0;
	if (!is_mangled(name) ||
	    !demangle_to(name, has_parameters ? DMGL_PARAMS | DMGL_ANSI : DMGL_NO_OPTS, &plain))
		return NULL;
	plain.text[plain.length] = '\0';
	return heap_strdup(plain.text);
}
