/*
 * SHA-256 (of libmd) of several texts one after the other, each with its length, so that no two
 * lists of texts come to the same bytes.
 */
#ifndef MEMTAP_DIGEST_H
#define MEMTAP_DIGEST_H

#include <sha2.h>
#include <stddef.h>
#include <stdint.h>

#define DIGEST_SIZE SHA256_DIGEST_LENGTH

struct digest {
	SHA2_CTX state;
};

void digest_begin(struct digest *digest);
void digest_add(struct digest *digest, const void *bytes, size_t size);
void digest_add_text(struct digest *digest, const char *text); /* NULL is not "" */
void digest_add_number(struct digest *digest, uint64_t number);
void digest_end(struct digest *digest, uint8_t result[DIGEST_SIZE]);

/* Of these bytes alone. */
void digest_of(const void *bytes, size_t size, uint8_t result[DIGEST_SIZE]);

#endif
