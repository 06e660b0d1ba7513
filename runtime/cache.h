/*
 * Files that can be made again, in a directory of the user's own: one for each name, which a digest
 * is, with a key that says what its content was made of. What was made of something else, or is
 * damaged, is not given back but replaced.
 *
 * A file is opened before it is known what it holds or will hold: behind the fence
 * (runtime/fence.h) none can be opened for writing, nor renamed. It is therefore written in its
 * place, under a lock and with a digest of the content, and not taken unless both are right:
 * whoever reads meanwhile, or after a crash, finds nothing.
 */
#ifndef MEMTAP_CACHE_H
#define MEMTAP_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/digest.h"
#include "runtime/message.h"

struct arena;

#define CACHE_FILES_MAX 256		    /* in the directory */
#define CACHE_BYTES_MAX (64u << 20)	    /* of all of them, as long as there are several */
#define CACHE_CONTENT_MAX (CACHE_BYTES_MAX / 8) /* of one */

/* Root's is the machine's; NULL: this user has no place for one. */
const char *cache_directory(struct arena *arena);

/*
 * The file of that name, made when it is not there, and the directory with it; where there are too
 * many, empty ones go, then those that were used longest ago. -1 with the reason: also when others
 * than this user may read or write there, or have put a link or anything else in the place of either.
 */
int cache_open(const char *directory, const uint8_t name[DIGEST_SIZE], struct reason *reason);

/* What was kept under the key, for free(); NULL: nothing. */
uint8_t *cache_read(int file, const uint8_t key[DIGEST_SIZE], size_t *size);

/* Where it cannot be kept whole, nothing is: the reason is given, and false returned. */
bool cache_write(int file, const uint8_t key[DIGEST_SIZE], const uint8_t *content, size_t size,
		 struct reason *reason);

#endif
