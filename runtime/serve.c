#include "runtime/serve.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "runtime/clock.h"
#include "runtime/file.h"
#include "runtime/http.h"
#include "runtime/message.h"
#include "runtime/run.h"

#define CONNECTIONS_MOST 16
#define REQUEST_MOST	 8192		 /* bytes, to the empty line */
#define HEAD_MOST	 512		 /* of an answer */
#define LIVES_NS	 (10 * NS_PER_S) /* a connection, at most: Prometheus's own limit */
#define ANSWER_NS	 NS_PER_S	 /* how long one is good for those that come later */
#define REST		 9 /* and so many times as long as it took: tracing has the rest of the time */
#define ANSWERS_MOST	 3 /* that are kept at once, for clients that are slow to take them */
#define URL_SIZE	 128

#define METRICS_PATH "/metrics"
#define METRICS_TYPE "application/openmetrics-text; version=1.0.0; charset=utf-8"

/* What several connections send. */
struct answer {
	char *text;
	size_t size;
	unsigned users;
	uint64_t until_ns; /* then another one is made */
};

enum connection_state {
	CONNECTION_FREE,
	CONNECTION_READS,
	CONNECTION_WRITES,
	CONNECTION_LINGERS, /* the client has its answer, and is to close before we do */
};

struct connection {
	enum connection_state state;
	int socket;
	uint64_t until_ns;
	char request[REQUEST_MOST];
	size_t request_size;
	char head[HEAD_MOST];
	size_t head_size, sent; /* of head and answer */
	struct answer *answer;	/* or NULL: all is in the head */
};

struct server {
	int socket, epoll, timer;
	bool ticks;	/* the timer runs: there is something to wait for */
	bool is_paused; /* nobody is accepted: there are enough, or the kernel had no room */
	char url[URL_SIZE];
	serve_make_text *make_text;
	void *context;
	struct answer *last; /* or NULL */
	unsigned answers;    /* that there are, with those that slow clients still take */
	struct connection connections[CONNECTIONS_MOST];
};

/* What an item of the epoll set is for; below: the index of a connection. */
enum { WATCH_LISTENER = CONNECTIONS_MOST, WATCH_TIMER, WATCH_COUNT };

/* ---- addresses ---- */

static bool is_port(const char *text)
{
	size_t length = strspn(text, "0123456789");

	return length > 0 && length <= 5 && !text[length] && atoi(text) <= UINT16_MAX;
}

/* Numbers alone: names would be looked up, in the midst of parsing options. */
static struct addrinfo *resolve(const char *host, const char *port)
{
	struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
				 .ai_socktype = SOCK_STREAM};
	struct addrinfo *found;

	return getaddrinfo(host, port, &hints, &found) == 0 ? found : NULL;
}

/* "[::1]" -> "::1". Who wants all of an IPv6 address has to say where it ends. */
static char *host_of(struct arena *arena, const char *text, size_t length)
{
	bool is_bracketed = length > 2 && text[0] == '[' && text[length - 1] == ']';
	char *host = is_bracketed ? arena_strndup(arena, text + 1, length - 2)
				  : arena_strndup(arena, text, length);

	return *host && is_bracketed == (strchr(host, ':') != NULL) ? host : NULL;
}

const struct serve_address *serve_parse_address(struct arena *arena, const char *text)
{
	const char *colon = strrchr(text, ':'), *port = colon ? colon + 1 : text;
	const char *host = colon ? host_of(arena, text, (size_t)(colon - text)) : "127.0.0.1";
	struct addrinfo *found = host && is_port(port) ? resolve(host, port) : NULL;
	struct serve_address *address;

	if (!found)
		return NULL;
	address = arena_new_of(arena, struct serve_address);
	memcpy(&address->socket, found->ai_addr, found->ai_addrlen);
	address->size = found->ai_addrlen;
	address->text = colon ? text : arena_printf(arena, "%s:%s", host, port);
	freeaddrinfo(found);
	return address;
}

/* ---- connections ---- */

static void release_answer(struct server *server, struct answer *answer)
{
	if (!answer || --answer->users > 0)
		return;
	server->answers--;
	free(answer->text);
	free(answer);
}

static int watch(struct server *server, int operation, int fd, uint32_t events, uint32_t what)
{
	struct epoll_event event = {.events = events, .data.u32 = what};

	return epoll_ctl(server->epoll, operation, fd, &event) < 0 ? -errno : 0;
}

static void watch_connection(struct server *server, struct connection *connection, uint32_t events)
{
	watch(server, EPOLL_CTL_MOD, connection->socket, events,
	      (uint32_t)(connection - server->connections));
}

static void pause_listener(struct server *server, bool is_paused)
{
	if (server->is_paused == is_paused)
		return;
	server->is_paused = is_paused;
	watch(server, EPOLL_CTL_MOD, server->socket, is_paused ? 0 : EPOLLIN, WATCH_LISTENER);
}

static void end_connection(struct server *server, struct connection *connection)
{
	file_close(&connection->socket);
	release_answer(server, connection->answer);
	connection->answer = NULL;
	connection->state = CONNECTION_FREE;
	pause_listener(server, false);
}

/* ---- answers ---- */

/* Says with a line of text what is wrong. `more` is another line of the head, or "". */
static void refuse(struct connection *connection, const char *status, const char *more,
		   bool has_body, const char *text)
{
	connection->head_size = http_put_head(connection->head, HEAD_MOST, status,
					      "text/plain; charset=utf-8", more, strlen(text) + 1);
	if (has_body)
		connection->head_size +=
			(size_t)snprintf(connection->head + connection->head_size,
					 HEAD_MOST - connection->head_size, "%s\n", text);
}

/* Moves the time on by what it takes: names may have to be read. */
static void make_answer(struct server *server, uint64_t *now_ns)
{
	uint64_t begin_ns = clock_ns(CLOCK_MONOTONIC), taken_ns;
	struct answer *answer = heap_alloc(sizeof(*answer));

	release_answer(server, server->last);
	answer->text = server->make_text(server->context, &answer->size);
	answer->users = 1;
	taken_ns = clock_ns(CLOCK_MONOTONIC) - begin_ns;
	*now_ns += taken_ns;
	answer->until_ns = *now_ns + ANSWER_NS + REST * taken_ns;
	server->last = answer;
	server->answers++;
}

static struct answer *get_answer(struct server *server, uint64_t *now_ns)
{
	struct answer *last = server->last;
	bool is_kept = last && last->users > 1;

	if (!last || (*now_ns >= last->until_ns && server->answers + is_kept <= ANSWERS_MOST))
		make_answer(server, now_ns);
	server->last->users++;
	return server->last;
}

static void answer_metrics(struct server *server, struct connection *connection, bool has_body,
			   uint64_t now_ns)
{
	struct answer *answer = get_answer(server, &now_ns);

	connection->until_ns = now_ns + LIVES_NS;
	connection->head_size = http_put_head(connection->head, HEAD_MOST, "200 OK", METRICS_TYPE,
					      "", answer->size);
	if (has_body)
		connection->answer = answer;
	else
		release_answer(server, answer);
}

/* `size` is that of the request with its empty line. */
static void take_request(struct server *server, struct connection *connection, size_t size,
			 uint64_t now_ns)
{
	struct http_request request;
	bool is_head;

	if (!http_parse(&request, connection->request, size)) {
		refuse(connection, "400 Bad Request", "", true, "This is no request of HTTP/1.1.");
		return;
	}
	is_head = strcmp(request.method, "HEAD") == 0;
	if (!request.has_version_1)
		refuse(connection, "505 HTTP Version Not Supported", "", !is_head,
		       "This server speaks HTTP/1.1.");
	else if (strcmp(request.path, METRICS_PATH) != 0)
		refuse(connection, "404 Not Found", "", !is_head,
		       "There is nothing here but " METRICS_PATH ".");
	else if (!is_head && strcmp(request.method, "GET") != 0)
		refuse(connection, "405 Method Not Allowed", "Allow: GET, HEAD\r\n", true,
		       "Metrics can only be read.");
	else
		answer_metrics(server, connection, !is_head, now_ns);
}

/* ---- what connections do: one system call each that may have nothing to do ---- */

static bool has_nothing_yet(ssize_t size)
{
	return size < 0 && (errno == EAGAIN || errno == EINTR);
}

static void begin_to_write(struct server *server, struct connection *connection)
{
	connection->state = CONNECTION_WRITES;
	watch_connection(server, connection, EPOLLOUT);
}

static void read_request(struct server *server, struct connection *connection, uint64_t now_ns)
{
	ssize_t size = recv(connection->socket, connection->request + connection->request_size,
			    REQUEST_MOST - connection->request_size, 0);
	char *end;

	if (has_nothing_yet(size))
		return;
	if (size <= 0) {
		end_connection(server, connection);
		return;
	}
	connection->request_size += (size_t)size;
	end = memmem(connection->request, connection->request_size, "\r\n\r\n", 4);
	if (!end && connection->request_size < REQUEST_MOST)
		return;
	if (end)
		take_request(server, connection, end + 4 - connection->request, now_ns);
	else
		refuse(connection, "431 Request Header Fields Too Large", "", true,
		       "This request is too long.");
	begin_to_write(server, connection);
}

static ssize_t send_rest(struct connection *connection)
{
	const struct answer *answer = connection->answer;
	size_t head =
		connection->sent < connection->head_size ? connection->sent : connection->head_size;
	struct iovec parts[] = {
		{connection->head + head, connection->head_size - head},
		{answer ? answer->text + (connection->sent - head) : NULL,
		 answer ? answer->size - (connection->sent - head) : 0},
	};
	struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};

	return sendmsg(connection->socket, &message, MSG_NOSIGNAL);
}

/* To close with something unread would take the answer back: the client is told, and closes. */
static void write_answer(struct server *server, struct connection *connection)
{
	size_t whole = connection->head_size + (connection->answer ? connection->answer->size : 0);
	ssize_t size = send_rest(connection);

	if (has_nothing_yet(size))
		return;
	connection->sent += size > 0 ? (size_t)size : 0;
	if (size >= 0 && connection->sent < whole)
		return;
	if (size < 0 || shutdown(connection->socket, SHUT_WR) < 0) {
		end_connection(server, connection);
		return;
	}
	connection->state = CONNECTION_LINGERS;
	watch_connection(server, connection, EPOLLIN);
}

static void wait_for_close(struct server *server, struct connection *connection)
{
	ssize_t size = recv(connection->socket, connection->request, REQUEST_MOST, 0);

	if (size == 0 || (size < 0 && !has_nothing_yet(size)))
		end_connection(server, connection);
}

static void serve_connection(struct server *server, struct connection *connection, uint64_t now_ns)
{
	switch (connection->state) {
	case CONNECTION_READS:
		read_request(server, connection, now_ns);
		break;
	case CONNECTION_WRITES:
		write_answer(server, connection);
		break;
	case CONNECTION_LINGERS:
		wait_for_close(server, connection);
		break;
	case CONNECTION_FREE: /* ended in this turn */
		break;
	}
}

/* ---- connections that come and go ---- */

static struct connection *find_free(struct server *server)
{
	for (size_t i = 0; i < CONNECTIONS_MOST; i++)
		if (server->connections[i].state == CONNECTION_FREE)
			return &server->connections[i];
	return NULL;
}

/* One a turn. Where the kernel has no room for it, the timer has us try again. */
static void accept_connection(struct server *server, uint64_t now_ns)
{
	struct connection *connection = find_free(server);
	int socket =
		connection ? accept4(server->socket, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC) : -1;

	if (connection && socket < 0 && (errno == EAGAIN || errno == ECONNABORTED))
		return;
	pause_listener(server, socket < 0);
	if (socket < 0)
		return;
	connection->state = CONNECTION_READS;
	connection->socket = socket;
	connection->until_ns = now_ns + LIVES_NS;
	connection->request_size = connection->head_size = connection->sent = 0;
	if (watch(server, EPOLL_CTL_ADD, socket, EPOLLIN,
		  (uint32_t)(connection - server->connections)) < 0)
		end_connection(server, connection);
}

static void set_timer(struct server *server, bool ticks)
{
	struct itimerspec each_second = {.it_value.tv_sec = ticks, .it_interval.tv_sec = ticks};

	if (server->ticks == ticks)
		return;
	server->ticks = ticks;
	timerfd_settime(server->timer, 0, &each_second, NULL);
}

static bool has_connections(const struct server *server)
{
	for (size_t i = 0; i < CONNECTIONS_MOST; i++)
		if (server->connections[i].state != CONNECTION_FREE)
			return true;
	return false;
}

static void drop_slow(struct server *server, uint64_t now_ns)
{
	for (size_t i = 0; i < CONNECTIONS_MOST; i++) {
		struct connection *connection = &server->connections[i];

		if (connection->state != CONNECTION_FREE && now_ns >= connection->until_ns)
			end_connection(server, connection);
	}
}

static void take_timer(struct server *server)
{
	uint64_t expirations;

	if (read(server->timer, &expirations, sizeof(expirations)) > 0)
		pause_listener(server, false);
}

void serve_turn(struct server *server, uint64_t now_ns)
{
	struct epoll_event ready[WATCH_COUNT];
	int count = epoll_wait(server->epoll, ready, WATCH_COUNT, 0);

	for (int i = 0; i < count; i++) {
		uint32_t what = ready[i].data.u32;

		if (what == WATCH_LISTENER)
			accept_connection(server, now_ns);
		else if (what == WATCH_TIMER)
			take_timer(server);
		else
			serve_connection(server, &server->connections[what], now_ns);
	}
	drop_slow(server, now_ns);
	set_timer(server, has_connections(server) || server->is_paused);
}

int serve_fd(const struct server *server)
{
	return server ? server->epoll : -1;
}

/* ---- open, close ---- */

static const char *way_out(int error)
{
	switch (error) {
	case -EADDRINUSE:
		return "; give --serve another port";
	case -EADDRNOTAVAIL:
		return "; this machine has no such address";
	case -EACCES:
		return "; ports below 1024 are root's";
	default:
		return "";
	}
}

static int listen_at(struct server *server, const struct serve_address *address)
{
	static const int yes = 1; /* connections that the last run had may still be ending */

	server->socket =
		socket(address->socket.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (server->socket < 0 ||
	    setsockopt(server->socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) < 0 ||
	    bind(server->socket, (const void *)&address->socket, address->size) < 0 ||
	    listen(server->socket, CONNECTIONS_MOST) < 0)
		return -errno;
	server->epoll = epoll_create1(EPOLL_CLOEXEC);
	server->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	if (server->epoll < 0 || server->timer < 0)
		return -errno;
	return watch(server, EPOLL_CTL_ADD, server->timer, EPOLLIN, WATCH_TIMER);
}

static void make_url(struct server *server)
{
	struct sockaddr_storage bound;
	socklen_t size = sizeof(bound);
	char host[64], port[8];
	bool has_colons;

	if (getsockname(server->socket, (void *)&bound, &size) < 0 ||
	    getnameinfo((const void *)&bound, size, host, sizeof(host), port, sizeof(port),
			NI_NUMERICHOST | NI_NUMERICSERV) != 0)
		return;
	has_colons = strchr(host, ':');
	snprintf(server->url, URL_SIZE, "http://%s%s%s:%s" METRICS_PATH, has_colons ? "[" : "",
		 host, has_colons ? "]" : "", port);
}

int serve_open(const struct serve_address *address, struct server **server)
{
	int error;

	*server = NULL;
	if (!address)
		return STATUS_DONE;
	*server = heap_alloc(sizeof(**server));
	(*server)->socket = (*server)->epoll = (*server)->timer = -1;
	for (size_t i = 0; i < CONNECTIONS_MOST; i++)
		(*server)->connections[i].socket = -1;
	error = listen_at(*server, address);
	if (!error) {
		make_url(*server);
		return STATUS_DONE;
	}
	complain("cannot serve at %s: %s%s", address->text, strerror(-error), way_out(error));
	serve_close(*server);
	*server = NULL;
	return STATUS_ENVIRONMENT;
}

const char *serve_url(const struct server *server)
{
	return server->url;
}

void serve_start(struct server *server, serve_make_text *make_text, void *context)
{
	if (!server)
		return;
	server->make_text = make_text;
	server->context = context;
	watch(server, EPOLL_CTL_ADD, server->socket, EPOLLIN, WATCH_LISTENER);
}

void serve_stop(struct server *server)
{
	if (!server)
		return;
	file_close(&server->socket);
	for (size_t i = 0; i < CONNECTIONS_MOST; i++)
		end_connection(server, &server->connections[i]);
	file_close(&server->timer);
	file_close(&server->epoll);
}

void serve_close(struct server *server)
{
	if (!server)
		return;
	serve_stop(server);
	release_answer(server, server->last);
	free(server);
}
