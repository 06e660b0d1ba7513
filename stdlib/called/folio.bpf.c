/*
 * Folios: pages that the kernel handles as one.
 */
#include "stdlib/helpers.bpf.h"

#include <bpf/bpf_core_read.h>

#define LARGEST_ORDER 18 /* 1 GiB */

struct list_head {
	void *next;
} __attribute__((preserve_access_index));

struct page {
	struct list_head lru;
} __attribute__((preserve_access_index));

/*
 * Pages of a folio, or of a compound page, by its first. Where the number is kept has changed
 * often; that the word of a tail in which others have lru.next is odd has not. What follows on a
 * page that is no tail is no tail of that page's folio.
 */
SHARED uint64_t mt_folio_pages(uint64_t folio)
{
	uint64_t pages = 1;

	for (int order = 0; order < LARGEST_ORDER; order++) {
		struct page *next = (void *)(folio + pages * bpf_core_type_size(struct page));
		uint64_t word = 0;

		bpf_core_read(&word, sizeof(word), &next->lru.next);
		if (!(word & 1))
			break;
		pages *= 2;
	}
	return pages;
}
