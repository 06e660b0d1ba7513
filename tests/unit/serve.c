/*
 * A server of this process, and clients of the same: over the loopback interface, by turns. Time is
 * what the tests say it is.
 */
#include "runtime/serve.h"

#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "runtime/clock.h"
#include "runtime/run.h"
#include "tests/unit/unit.h"

#define FEW_NS	    (3 * NS_PER_S)
#define TOO_LONG_NS (11 * NS_PER_S)

static struct arena *arena;
static struct server *server;
static struct sockaddr_in address; /* the server's */
static uint64_t now_ns;
#define COUNTED_MOST 1000000 /* of a text whose characters a test counts */

static unsigned made;	 /* texts */
static size_t made_size; /* of texts, if they are to be long */

static char *make_text(void *context, size_t *size)
{
	char line[32], *text;
	size_t length = (size_t)snprintf(line, sizeof(line), "made %u\n", ++made);

	/* Quickly, as the server rests for nine times as long as it takes: memory that is zero costs nothing. */
	*size = length + made_size;
	text = calloc(*size + 1, 1);
	if (!text)
		abort();
	memcpy(text, line, length);
	if (made_size <= COUNTED_MOST)
		memset(text + length, ' ', made_size);
	return text;
}

static int port_of_url(void)
{
	const char *url = serve_url(server);

	return strncmp(url, "http://127.0.0.1:", 17) == 0 ? atoi(url + 17) : 0;
}

static bool start(void)
{
	made = 0;
	made_size = 0;
	now_ns = clock_ns(CLOCK_MONOTONIC);
	if (serve_open(serve_parse_address(arena, "0"), &server))
		return false;
	address = (struct sockaddr_in){.sin_family = AF_INET,
				       .sin_port = htons((uint16_t)port_of_url()),
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	serve_start(server, make_text, NULL);
	return true;
}

static void stop(void)
{
	serve_close(server);
	server = NULL;
}

/* Until there is nothing to do for now. */
static void turn(void)
{
	struct pollfd ready = {.fd = serve_fd(server), .events = POLLIN};

	for (int i = 0; i < 1000 && poll(&ready, 1, 0) > 0; i++)
		serve_turn(server, now_ns);
}

static int open_client(void)
{
	int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (connect(client, (const void *)&address, sizeof(address)) == 0)
		return client;
	close(client);
	return -1;
}

static void say(int client, const char *text, size_t size)
{
	if (write(client, text, size) == (ssize_t)size)
		turn();
}

/* Something comes, or nothing more does; the server may have to do something for it. */
static bool await(int client)
{
	struct pollfd ready = {.fd = client, .events = POLLIN};

	for (int i = 0; i < 1000; i++) {
		turn();
		if (poll(&ready, 1, 10) > 0)
			return true;
	}
	return false;
}

/* All that comes until the server says that this was all. The next call overwrites it. */
static const char *hear(int client)
{
	static char text[1 << 20];
	size_t size = 0;
	ssize_t more = -1;

	while (size < sizeof(text) - 1 && await(client)) {
		more = read(client, text + size, sizeof(text) - 1 - size);
		if (more <= 0)
			break;
		size += (size_t)more;
	}
	close(client);
	turn();
	text[size] = '\0';
	return more == 0 ? text : "no end";
}

/* Without the date. */
static const char *ask_bytes(const char *request, size_t size)
{
	int client = open_client();
	char *text, *date;

	say(client, request, size);
	text = (char *)hear(client);
	date = strstr(text, "Date: ");
	if (date)
		memmove(date, strstr(date, "\r\n") + 2, strlen(strstr(date, "\r\n") + 2) + 1);
	return text;
}

static const char *ask(const char *request)
{
	return ask_bytes(request, strlen(request));
}

static bool is_refused(const char *request, const char *status)
{
	const char *text = ask(request);
	size_t length = strlen(status);

	return strncmp(text, "HTTP/1.1 ", 9) == 0 && strncmp(text + 9, status, length) == 0 &&
	       text[9 + length] == ' ' && strstr(text, "\r\nContent-Type: text/plain");
}

#define ANSWER_HEAD(size)                                                              \
	"HTTP/1.1 200 OK\r\n"                                                          \
	"Content-Type: application/openmetrics-text; version=1.0.0; charset=utf-8\r\n" \
	"Content-Length: " size "\r\n"                                                 \
	"Connection: close\r\n\r\n"
#define GET "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"

static void a_request_is_answered(void)
{
	CHECK(start());
	CHECK_STR(ask(GET), ANSWER_HEAD("7") "made 1\n");
	stop();
}

static void dates_are_those_of_http(void)
{
	int client;
	const char *text;

	CHECK(start());
	client = open_client();
	say(client, GET, strlen(GET));
	text = strstr(hear(client), "Date: ");
	CHECK(text && strlen(text) > 35 && strncmp(text + 31, " GMT\r\n", 6) == 0);
	stop();
}

static void targets_have_several_forms(void)
{
	CHECK(start());
	CHECK(strstr(ask("GET /metrics?a=b HTTP/1.1\r\nhost:\r\n\r\n"), " 200 OK\r\n"));
	CHECK(strstr(ask("GET http://x:1/metrics HTTP/1.1\r\nHOST: x:1\r\n\r\n"), " 200 OK\r\n"));
	CHECK(strstr(ask("GET /metrics HTTP/1.0\r\n\r\n"), " 200 OK\r\n"));
	CHECK(is_refused("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "404"));
	CHECK(is_refused("GET /metric HTTP/1.0\r\n\r\n", "404"));
	CHECK(is_refused("GET /metrics/ HTTP/1.0\r\n\r\n", "404"));
	CHECK(is_refused("GET http://metrics HTTP/1.0\r\n\r\n", "404"));
	CHECK(is_refused("GET * HTTP/1.0\r\n\r\n", "404"));
	CHECK(is_refused("GET http://x?/metrics HTTP/1.0\r\n\r\n", "404"));
	stop();
}

static void a_head_has_no_body(void)
{
	const char *text;

	CHECK(start());
	CHECK_STR(ask("HEAD /metrics HTTP/1.1\r\nHost: x\r\n\r\n"), ANSWER_HEAD("7"));
	text = ask("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");
	CHECK(strstr(text, " 404 Not Found\r\n"));
	CHECK_STR(strstr(text, "\r\n\r\n"), "\r\n\r\n");
	stop();
}

static void metrics_are_only_read(void)
{
	const char *text;

	CHECK(start());
	CHECK(is_refused("POST /metrics HTTP/1.0\r\nContent-Length: 2\r\n\r\nhi", "405"));
	text = ask("DELETE /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
	CHECK(strstr(text, "\r\nAllow: GET, HEAD\r\n"));
	CHECK(is_refused("get /metrics HTTP/1.1\r\nHost: x\r\n\r\n", "405"));
	CHECK_INT(made, 0);
	stop();
}

static void what_comes_in_pieces_is_one_request(void)
{
	int client;

	CHECK(start());
	client = open_client();
	for (const char *c = GET; *c; c++)
		say(client, c, 1);
	CHECK(strstr(hear(client), "\r\n\r\nmade 1\n"));
	stop();
}

/* What comes behind the first is read and thrown away, so that the answer arrives. */
static void of_several_requests_one_is_answered(void)
{
	CHECK(start());
	CHECK_STR(ask(GET GET GET), ANSWER_HEAD("7") "made 1\n");
	CHECK_INT(made, 1);
	stop();
}

static void requests_are_read_strictly(void)
{
	static const char *const wrong[] = {
		"\r\n\r\n",
		"GET\r\n\r\n",
		"GET /metrics\r\n\r\n",
		"GET /metrics HTTP/1.1\r\n\r\n", /* no host */
		"GET /metrics HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
		"GET  /metrics HTTP/1.0\r\n\r\n",
		"GET /metrics  HTTP/1.0\r\n\r\n",
		" GET /metrics HTTP/1.0\r\n\r\n",
		"GET /metrics HTTP/1.0 \r\n\r\n",
		"GET /metrics HTTP/1.x\r\n\r\n",
		"GET /metrics HTTP/11\r\n\r\n",
		"GET /metrics http/1.0\r\n\r\n",
		"GET /met\trics HTTP/1.0\r\n\r\n",
		"GET /m\xc3\xa9trics HTTP/1.0\r\n\r\n",
		"G\"T /metrics HTTP/1.0\r\n\r\n",
		"GET /metrics HTTP/1.0\r\nX\r\n\r\n",
		"GET /metrics HTTP/1.0\r\nX : y\r\n\r\n",
		"GET /metrics HTTP/1.0\r\nX: y\r\n z\r\n\r\n",
		"GET /metrics HTTP/1.0\r\n: y\r\n\r\n",
		"GET /metrics HTTP/1.0\r\nX: a\x01\r\n\r\n",
		"GET /metrics HTTP/1.0\r\nX: a\x7f\r\n\r\n",
		"GET /metrics HTTP/1.0\r\nX: a\nY: b\r\n\r\n",
		"GET /metrics HTTP/1.0\nX: a\r\n\r\n",
		"GET /metrics HTTP/1.0\r\nX: a\rY: b\r\n\r\n",
	};
	static const char nul[] = "GET /metrics HTTP/1.0\r\nX: \0\r\n\r\n";

	CHECK(start());
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		if (!is_refused(wrong[i], "400"))
			UNIT_FAIL("number %zu is taken", i);
	CHECK(strstr(ask_bytes(nul, sizeof(nul) - 1), " 400 Bad Request\r\n"));
	CHECK(is_refused("GET /metrics HTTP/2.0\r\nHost: x\r\n\r\n", "505"));
	CHECK(strstr(ask("GET /metrics HTTP/1.0\r\nX: \t\xff y\r\nZ:\r\n\r\n"), " 200 OK\r\n"));
	CHECK_INT(made, 1);
	stop();
}

static void requests_have_a_largest_size(void)
{
	char text[20000];
	size_t head = strlen("GET /metrics HTTP/1.0\r\nX: ");

	CHECK(start());
	memset(text, 'x', sizeof(text));
	memcpy(text, "GET /metrics HTTP/1.0\r\nX: ", head);
	CHECK(strstr(ask_bytes(text, sizeof(text)), " 431 Request Header Fields Too Large\r\n"));
	memcpy(text + 8192 - 4, "\r\n\r\n", 4);
	CHECK(strstr(ask_bytes(text, 8192), " 200 OK\r\n"));
	stop();
}

static void answers_are_kept_for_a_second(void)
{
	CHECK(start());
	CHECK(strstr(ask(GET), "\r\n\r\nmade 1\n"));
	CHECK(strstr(ask(GET), "\r\n\r\nmade 1\n"));
	now_ns += FEW_NS;
	CHECK(strstr(ask(GET), "\r\n\r\nmade 2\n"));
	stop();
}

/* More than a socket takes: the server goes on when the client has read. */
static void long_answers_are_sent_in_pieces(void)
{
	const char *text;
	int client, other;

	CHECK(start());
	made_size = 900000;
	client = open_client();
	say(client, GET, strlen(GET));
	other = open_client(); /* meanwhile another one */
	now_ns += FEW_NS;
	made_size = 0;
	say(other, GET, strlen(GET));
	CHECK(strstr(hear(other), "\r\n\r\nmade 2\n"));
	text = strstr(hear(client), "\r\n\r\nmade 1\n");
	CHECK(text);
	CHECK_INT(strlen(text), 4 + strlen("made 1\n") + 900000);
	stop();
}

static bool is_open(int client)
{
	char byte;

	return recv(client, &byte, 1, MSG_DONTWAIT) < 0 && errno == EAGAIN;
}

static bool is_dropped(int client)
{
	struct pollfd ready = {.fd = client, .events = POLLIN};
	char byte;

	return poll(&ready, 1, 10000) > 0 && recv(client, &byte, 1, MSG_DONTWAIT) <= 0;
}

/* Each would keep a text of its own. */
static void slow_clients_have_old_texts(void)
{
	int clients[4];

	CHECK(start());
	made_size = 16000000;
	for (int i = 0; i < 4; i++) {
		clients[i] = open_client();
		say(clients[i], GET, strlen(GET));
		CHECK(await(clients[i]));
		now_ns += FEW_NS;
	}
	CHECK_INT(made, 3);
	for (int i = 0; i < 4; i++)
		close(clients[i]);
	stop();
}

static void slow_clients_are_dropped(void)
{
	int silent, slow;

	CHECK(start());
	silent = open_client();
	slow = open_client();
	say(slow, "GET", 3);
	CHECK(strstr(ask(GET), "made 1")); /* who came before has been let in */
	now_ns += FEW_NS;
	say(slow, " /", 2);
	serve_turn(server, now_ns);
	CHECK(is_open(silent) && is_open(slow));
	now_ns += TOO_LONG_NS - FEW_NS;
	serve_turn(server, now_ns);
	CHECK(is_dropped(silent) && is_dropped(slow));
	close(silent);
	close(slow);
	stop();
}

/* As many as there may be, who begin to read. */
static void readers_that_stop_are_dropped(void)
{
	int clients[16];

	CHECK(start());
	made_size = 30000000;
	for (int i = 0; i < 16; i++) {
		clients[i] = open_client();
		say(clients[i], GET, strlen(GET));
		CHECK(await(clients[i]));
	}
	CHECK_INT(made, 1);
	now_ns += TOO_LONG_NS;
	serve_turn(server, now_ns);
	made_size = 0;
	CHECK(strstr(ask(GET), "\r\n\r\nmade 2\n"));
	for (int i = 0; i < 16; i++)
		close(clients[i]);
	stop();
}

/* One more than there may be waits until another one goes. */
static void connections_are_few(void)
{
	int clients[16], late;

	CHECK(start());
	for (int i = 0; i < 16; i++)
		clients[i] = open_client();
	turn();
	late = open_client();
	say(late, GET, strlen(GET));
	CHECK_INT(made, 0);
	close(clients[3]);
	turn();
	CHECK(strstr(hear(late), "\r\n\r\nmade 1\n"));
	for (int i = 0; i < 16; i++)
		if (i != 3)
			close(clients[i]);
	stop();
}

static void clients_that_go_are_forgotten(void)
{
	CHECK(start());
	for (int i = 0; i < 50; i++) {
		int client = open_client();

		say(client, GET, i % 2 ? 5 : strlen(GET));
		close(client);
		turn();
	}
	CHECK(strstr(ask(GET), "\r\n\r\nmade 1\n"));
	stop();
}

static void after_the_end_connections_are_refused(void)
{
	int client;

	CHECK(start());
	client = open_client();
	say(client, "GET", 3);
	serve_stop(server);
	CHECK(is_dropped(client));
	close(client);
	CHECK_INT(open_client(), -1);
	CHECK_INT(serve_fd(server), -1);
	stop();
}

static bool is_address(const char *text)
{
	return serve_parse_address(arena, text) != NULL;
}

static void addresses_are_numbers(void)
{
	const struct serve_address *loopback = serve_parse_address(arena, "9435");
	const struct sockaddr_in *socket = (const void *)&loopback->socket;

	CHECK_INT(socket->sin_family, AF_INET);
	CHECK_INT(ntohl(socket->sin_addr.s_addr), INADDR_LOOPBACK);
	CHECK_INT(ntohs(socket->sin_port), 9435);
	CHECK(is_address("0.0.0.0:65535") && is_address("[::]:1") && is_address("[::1]:0"));
	CHECK(!is_address("") && !is_address(":9435") && !is_address("127.0.0.1"));
	CHECK(!is_address("65536") && !is_address("-1") && !is_address("+1") && !is_address("1x"));
	CHECK(!is_address("127.0.0.1:") && !is_address("localhost:1"));
	CHECK(!is_address("1.2.3.256:1"));
	CHECK(!is_address("::1:9435") && !is_address("[::1]") && !is_address("[127.0.0.1]:1"));
	CHECK(!is_address("[]:1") && !is_address("[:1") && !is_address("000001"));
}

int main(void)
{
	arena = arena_new();
	RUN(a_request_is_answered);
	RUN(dates_are_those_of_http);
	RUN(targets_have_several_forms);
	RUN(a_head_has_no_body);
	RUN(metrics_are_only_read);
	RUN(what_comes_in_pieces_is_one_request);
	RUN(of_several_requests_one_is_answered);
	RUN(requests_are_read_strictly);
	RUN(requests_have_a_largest_size);
	RUN(answers_are_kept_for_a_second);
	RUN(long_answers_are_sent_in_pieces);
	RUN(slow_clients_have_old_texts);
	RUN(slow_clients_are_dropped);
	RUN(readers_that_stop_are_dropped);
	RUN(connections_are_few);
	RUN(clients_that_go_are_forgotten);
	RUN(after_the_end_connections_are_refused);
	RUN(addresses_are_numbers);
	arena_free(arena);
	return unit_status();
}
