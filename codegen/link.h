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
 * called. Returns 0 or a negative errno.
 */
int link_open(void);
void link_close(void); /* also when it was not opened */

/*
 * `object` is the heap's, and so is what is returned: `object` itself when it calls nothing, NULL
 * for a bug, already printed.
 */
uint8_t *link_object(struct arena *arena, uint8_t *object, size_t *size);

#endif
