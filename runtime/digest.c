#include "runtime/digest.h"

#include <string.h>

#define NO_TEXT UINT64_MAX /* in place of a length */

void digest_begin(struct digest *digest)
{
	SHA256Init(&digest->state);
}

void digest_add_number(struct digest *digest, uint64_t number)
{
	SHA256Update(&digest->state, (const uint8_t *)&number, sizeof(number));
}

void digest_add(struct digest *digest, const void *bytes, size_t size)
{
	digest_add_number(digest, size);
	SHA256Update(&digest->state, bytes, size);
}

void digest_add_text(struct digest *digest, const char *text)
{
	if (text)
		digest_add(digest, text, strlen(text));
	else
		digest_add_number(digest, NO_TEXT);
}

void digest_end(struct digest *digest, uint8_t result[DIGEST_SIZE])
{
	SHA256Final(result, &digest->state);
}

void digest_of(const void *bytes, size_t size, uint8_t result[DIGEST_SIZE])
{
	SHA2_CTX state;

	SHA256Init(&state);
	SHA256Update(&state, bytes, size);
	SHA256Final(result, &state);
}
