/*
 * Apart from what the compiler needs, which programs that only run plans do without.
 */
#include "stdlib/embed.h"
#include "stdlib/embedded.h"

extern const struct embedded_file stdlib_objects[];

const char *stdlib_object(const char *name, size_t *length)
{
	return embedded_find(stdlib_objects, name, ".bpf.o", length);
}
