#include "runtime/http.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* ---- requests ---- */

/* A token of RFC 9110. */
static size_t token_length(const char *text)
{
	return strspn(text, "!#$%&'*+-.^_`|~0123456789"
			    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

static size_t printable_length(const char *text)
{
	size_t length = 0;

	while (text[length] > ' ' && text[length] <= '~')
		length++;
	return length;
}

/* "http://host:9435/metrics?x" is asked for as is "/metrics". */
static const char *path_of(char *target)
{
	static const char scheme[] = "http://";

	if (strncmp(target, scheme, strlen(scheme)) == 0) {
		target += strlen(scheme);
		target += strcspn(target, "/?");
	}
	target[strcspn(target, "?")] = '\0';
	return target;
}

static bool is_version(const char *text)
{
	return strlen(text) == strlen("HTTP/1.1") && strncmp(text, "HTTP/", 5) == 0 &&
	       strchr("0123456789", text[5]) && text[6] == '.' && strchr("0123456789", text[7]);
}

/* "GET /metrics HTTP/1.1" */
static bool parse_request_line(struct http_request *request, char *line)
{
	size_t length = token_length(line);
	char *target = line + length + 1;

	if (!length || line[length] != ' ')
		return false;
	line[length] = '\0';
	length = printable_length(target);
	if (!length || target[length] != ' ')
		return false;
	target[length] = '\0';
	request->method = line;
	request->path = path_of(target);
	line = target + length + 1;
	request->needs_host = strcmp(line, "HTTP/1.1") == 0;
	request->has_version_1 = request->needs_host || strcmp(line, "HTTP/1.0") == 0;
	return is_version(line);
}

/* "Host: node:9435". A line that goes on the one before it begins with no name. */
static bool parse_field(struct http_request *request, const char *line)
{
	size_t length = token_length(line);

	if (!length || line[length] != ':')
		return false;
	request->hosts += length == 4 && strncasecmp(line, "Host", 4) == 0;
	for (const char *c = line + length + 1; *c; c++)
		if (((unsigned char)*c < ' ' && *c != '\t') || *c == '\x7f')
			return false;
	return true;
}

bool http_parse(struct http_request *request, char *head, size_t size)
{
	bool is_first = true;

	*request = (struct http_request){0};
	head[size - 2] = '\0'; /* in place of the empty line: what is before it are lines */
	if (strlen(head) != size - 2)
		return false;
	while (*head) {
		char *end = strstr(head, "\r\n");

		*end = '\0';
		if (!(is_first ? parse_request_line(request, head) : parse_field(request, head)))
			return false;
		is_first = false;
		head = end + 2;
	}
	return !is_first && request->hosts <= 1 && (request->hosts || !request->needs_host);
}

/* ---- answers ---- */

/* "Sun, 06 Nov 1994 08:49:37 GMT", as HTTP has it; this program speaks C's language. */
static void put_date(char *text, size_t size)
{
	time_t now = time(NULL);
	struct tm utc;

	if (!gmtime_r(&now, &utc) || !strftime(text, size, "%a, %d %b %Y %H:%M:%S GMT", &utc))
		*text = '\0';
}

size_t http_put_head(char *head, size_t size, const char *status, const char *type,
		     const char *more, size_t body_size)
{
	char date[40];

	put_date(date, sizeof(date));
	return (size_t)snprintf(head, size,
				"HTTP/1.1 %s\r\n"
				"Date: %s\r\n"
				"Content-Type: %s\r\n"
				"Content-Length: %zu\r\n"
				"%s"
				"Connection: close\r\n"
				"\r\n",
				status, date, type, body_size, more);
}
