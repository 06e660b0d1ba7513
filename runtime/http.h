/*
 * HTTP/1.1 (RFC 9112) as a server needs it that answers one request a connection: the head of a
 * request, read strictly, and that of an answer. Texts in memory; sockets are the server's.
 */
#ifndef MEMTAP_HTTP_H
#define MEMTAP_HTTP_H

#include <stdbool.h>
#include <stddef.h>

struct http_request {
	const char *method;
	const char *path;   /* of the target, without host and query */
	bool has_version_1; /* 1.0 or 1.1 */
	/* private */
	bool needs_host;
	unsigned hosts;
};

/*
 * `head` is all of it with the empty line, `size` bytes. It is changed, and the request points into
 * it. False: it is none.
 */
bool http_parse(struct http_request *request, char *head, size_t size);

/*
 * The head of an answer with a body of `body_size` bytes, after which the connection ends. `more`
 * is another line of it, or "". Returns its length; `size` has to be enough.
 */
size_t http_put_head(char *head, size_t size, const char *status, const char *type,
		     const char *more, size_t body_size);

#endif
