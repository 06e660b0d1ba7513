/*
 * Names as the source has them, of symbols that a C++ or Rust compiler has mangled.
 *
 * A mangled name refers back to its own parts, so that a few hundred bytes, which any program can
 * have as a symbol, may stand for gigabytes: what gets longer than DEMANGLED_MAX stays as it is.
 */
#ifndef MEMTAP_DEMANGLE_H
#define MEMTAP_DEMANGLE_H

#include <stdbool.h>

#define DEMANGLED_MAX 16384 /* bytes */

/* For free(); NULL when the name is not mangled, or stands for one that is too long. */
char *demangle(const char *name, bool has_parameters);

#endif
