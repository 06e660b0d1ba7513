/*
 * --serve: what a run has to tell, as metrics, for those who ask by HTTP, such as Prometheus.
 *
 *     GET /metrics HTTP/1.1  -->  200, the text of a callback
 *
 * A server in the midst of tracing, which must never wait for a client nor be filled up by one: all
 * sockets are non-blocking, there are few connections, each has one request of a bounded size and
 * one answer, and ends after some seconds whatever it does. Answers are made once a second at most;
 * who asks in between is given the last one. Requests are read strictly, by RFC 9112: what is no
 * request, or none for the metrics, gets an answer that says so.
 *
 * There is no encryption and no authentication: who can reach the address can read the metrics.
 *
 * Of our own, since libmicrohttpd is no small part of a program: Debian's cannot be linked without
 * GnuTLS and all that this needs, and has 120 KB itself, more than ten times this.
 */
#ifndef MEMTAP_SERVE_H
#define MEMTAP_SERVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

struct arena;
struct server;

struct serve_address {
	struct sockaddr_storage socket;
	socklen_t size;
	const char *text; /* "127.0.0.1:9435" */
};

/* "9435" is 127.0.0.1:9435; others are "0.0.0.0:9435", "[::]:9435". NULL: it is none of these. */
const struct serve_address *serve_parse_address(struct arena *arena, const char *text);

/*
 * Begins to listen, which the fence of system calls (runtime/fence.h) refuses. Returns an exit
 * status; the message is printed. No address: no server, NULL, which all that follow allow.
 */
int serve_open(const struct serve_address *address, struct server **server);
void serve_close(struct server *server);

/* "http://127.0.0.1:9435/metrics", with the port that the kernel chose for 0. */
const char *serve_url(const struct server *server);

/* Makes the text of an answer, for free(). */
typedef char *serve_make_text(void *context, size_t *size);

/* From here on connections are answered. */
void serve_start(struct server *server, serve_make_text *make_text, void *context);
/* From here on connections are refused; those that there are end. */
void serve_stop(struct server *server);

/* Readable when serve_turn() has something to do. -1 for NULL. */
int serve_fd(const struct server *server);
/* Does what can be done without waiting. `now_ns` is that of CLOCK_MONOTONIC. */
void serve_turn(struct server *server, uint64_t now_ns);

#endif
