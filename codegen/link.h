/*
 * A program's object, and what it calls of stdlib/called/ -> one object, by libbpf's linker.
 *
 * That reads files and writes one: here they are in memory (memfd_create(2)), and have names below
 * /proc. There is one linker in a process, which is used once, as LLVM is.
 */
#ifndef MEMTAP_LINK_H
#define MEMTAP_LINK_H

#include <stddef.h>
#include <stdint.h>

struct arena;

/*
 * Opens what is written to, which a fence of system calls refuses later; without one it need not be
 * called. Where that fails only who has something to link is told.
 */
void link_open(void);
void link_close(void); /* also when it was not opened */

/* 0, or the negative errno by which the machine refused to open or to link: that is no bug. */
int link_error(void);

/*
 * `object` is the heap's, and so is what is returned: `object` itself when it calls nothing, NULL
 * where the machine refused, or for a bug: already printed.
 */
uint8_t *link_object(struct arena *arena, uint8_t *object, size_t *size);

#endif
