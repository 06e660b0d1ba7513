/*
 * The language's library, embedded in the program when it is built.
 *
 * Sources are stdlib/NAME.mt as text, or the files of the folder stdlib/NAME joined together;
 * bitcode is stdlib/NAME.bpf.c compiled by clang for the BPF target, to be linked into a module; what
 * is called is the code of stdlib/called/NAME.bpf.c, to be linked with a program's, and its
 * declarations are bitcode; an object is to be loaded as it is. All are bytes that are never freed; text is
 * followed by a NUL that is not counted. NULL: there is no such file.
 */
#ifndef MEMTAP_EMBED_H
#define MEMTAP_EMBED_H

#include <stddef.h>

const char *stdlib_source(const char *name, size_t *length);
const char *stdlib_bitcode(const char *name, size_t *length);
const char *stdlib_called(const char *name, size_t *length);
const char *stdlib_declarations(size_t *length); /* of all that is called */
const char *stdlib_object(const char *name, size_t *length);

/* Names of the sources, NULL at the end: "mem". */
const char *const *stdlib_source_names(void);

#endif
